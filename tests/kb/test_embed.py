import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from kb.embed import BUILTIN, affixes, load_embedder, load_static
from kb.errors import KnowledgeBaseError

WORDS = ("<unk>", "kita", "platz", "rathaus", "hund")


def tiny_model(folder: Path, rows: np.ndarray | None = None) -> Path:
    """Write a model of four words, one axis each."""
    tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    folder.mkdir(parents=True, exist_ok=True)
    if rows is None:
        rows = np.vstack([np.zeros(4), np.eye(4) * 127])
    (folder / "tokenizer.json").write_text(tokenizer.to_str(), encoding="utf-8")
    np.save(folder / "rows.npy", rows.astype(np.int8))
    np.save(folder / "scale.npy", np.asarray([1, 1, 1, 2, 1], dtype=np.float32))
    return folder


def test_every_vector_has_length_one_and_the_stated_dimension():
    embedder = load_embedder()
    vectors = embedder.passages(["Kita-Platz beantragen", "Wo ist das Rathaus?", "", "§§ …", "漢字"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (5, embedder.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_vectors():
    embedder = load_embedder()
    assert embedder.queries([]).shape == (0, embedder.dimension)


def test_a_text_without_known_pieces_gets_one_fixed_direction(tmp_path):
    embedder = load_static(tiny_model(tmp_path / "tiny"))
    empty, blank, unknown = embedder.passages(["", " \n", "katze"])
    assert np.array_equal(empty, blank)
    assert np.array_equal(empty, unknown)
    assert np.allclose(empty, 0.5)


def test_pieces_are_added_with_their_weights(tmp_path):
    embedder = load_static(tiny_model(tmp_path / "tiny"))
    (vector,) = embedder.passages(["kita rathaus"])
    assert np.allclose(vector, np.asarray([1, 0, 2, 0]) / np.sqrt(5), atol=1e-6)


def test_many_texts_at_once_are_embedded_as_each_alone():
    embedder = load_embedder()
    texts = [f"Antrag {n} auf einen Platz in der Kita, Nummer {n * 7}" for n in range(2500)] + [""]
    together = embedder.passages(texts)
    alone = np.vstack([load_embedder().passages([text]) for text in (texts[0], texts[1700], texts[-1])])
    assert np.array_equal(together[[0, 1700, -1]], alone)


def test_forgetting_the_words_changes_nothing(monkeypatch):
    texts = ["Wo kann ich Deutsch lernen?", "Kita Platz beantragen", "Deutsch lernen im Rathaus"]
    expected = load_embedder().passages(texts)
    monkeypatch.setattr("kb.embed.REMEMBERED", 4)
    monkeypatch.setattr("kb.embed.BATCH", 1)
    assert np.array_equal(load_embedder().passages(texts), expected)


def test_case_accents_and_written_out_umlauts_do_not_matter():
    left, right, other = load_embedder().words(["Förderung", "FOERDERUNG", "Forderung"])
    assert np.allclose(left, right)
    assert not np.allclose(left, other)


@pytest.mark.parametrize(
    ("foreign", "german"),
    [
        ("child care", "Kinderbetreuung"),
        ("logement", "Wohnung"),
        ("iş", "Arbeit"),
        ("школа", "Schule"),
        ("مدرسة", "Schule"),
        ("робота", "Arbeit"),
        ("lekarz", "Arzt"),
    ],
)
def test_a_word_lies_nearest_to_its_german_translation(foreign, german):
    words = ["Kinderbetreuung", "Wohnung", "Arbeit", "Schule", "Arzt", "Führerschein", "Bauordnung", "Haushaltsplan"]
    embedder = load_embedder()
    nearest = int(np.argmax(embedder.words(words) @ embedder.words([foreign])[0]))
    assert words[nearest] == german


def test_the_space_names_the_content(tmp_path):
    one = load_static(tiny_model(tmp_path / "a" / "tiny"))
    same = load_static(tiny_model(tmp_path / "b" / "tiny"))
    other = load_static(tiny_model(tmp_path / "c" / "tiny", np.ones((5, 4))))
    assert one.space == same.space
    assert one.space != other.space
    assert one.space.startswith("tiny-")


def test_the_shipped_model_is_small_and_needs_no_torch():
    assert sum(file.stat().st_size for file in BUILTIN.iterdir()) <= 20_000_000
    code = "import sys; from kb.embed import load_embedder as l; l().queries(['Hallo']); print('torch' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=BUILTIN.parents[2]
    )
    assert found.stdout.strip() == "False"


@pytest.mark.parametrize("missing", ["tokenizer.json", "rows.npy", "scale.npy"])
def test_a_missing_file_is_named(tmp_path, missing):
    folder = tiny_model(tmp_path / "tiny")
    (folder / missing).unlink()
    with pytest.raises(KnowledgeBaseError, match=missing) as caught:
        load_static(folder)
    assert caught.value.key == "model-unavailable"


def test_a_damaged_table_is_an_error_of_ours(tmp_path):
    folder = tiny_model(tmp_path / "tiny")
    (folder / "rows.npy").write_bytes(b"\x93NUMPY")
    with pytest.raises(KnowledgeBaseError):
        load_static(folder)


def test_a_damaged_tokenizer_is_an_error_of_ours(tmp_path):
    folder = tiny_model(tmp_path / "tiny")
    (folder / "tokenizer.json").write_text("{", encoding="utf-8")
    with pytest.raises(KnowledgeBaseError):
        load_static(folder)


@pytest.mark.parametrize(
    ("name", "query", "passage"),
    [
        ("intfloat/multilingual-e5-small", "query: ", "passage: "),
        ("/models/multilingual-e5-base", "query: ", "passage: "),
        ("nomic-ai/nomic-embed-text-v2-moe", "search_query: ", "search_document: "),
        ("Snowflake/snowflake-arctic-embed-m-v2.0", "query: ", ""),
        ("BAAI/bge-m3", "", ""),
        ("sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2", "", ""),
    ],
)
def test_known_families_get_their_prefixes(name, query, passage):
    assert affixes(name) == (query, passage)


@pytest.mark.parametrize("offline", ["1", "0"])
def test_a_folder_that_is_not_there_is_reported_without_asking_the_hub(tmp_path, monkeypatch, offline):
    monkeypatch.setenv("HF_HUB_OFFLINE", offline)
    monkeypatch.setattr("huggingface_hub.HfApi.model_info", _never)
    with pytest.raises(KnowledgeBaseError, match="kein-modell") as caught:
        load_embedder(str(tmp_path / "kein-modell"))
    assert caught.value.key == "model-unavailable"


def test_offline_the_hub_is_not_asked(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("huggingface_hub.HfApi.model_info", _never)
    with pytest.raises(KnowledgeBaseError, match="nobody/kein-modell"):
        load_embedder("nobody/kein-modell")


def test_a_hub_out_of_reach_is_reported_after_one_question(monkeypatch):
    asked = []

    def unreachable(_self, name, **_):
        asked.append(name)
        raise ConnectionError("Name or service not known")

    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    monkeypatch.setattr("huggingface_hub.HfApi.model_info", unreachable)
    with pytest.raises(KnowledgeBaseError, match="Name or service not known") as caught:
        load_embedder("nobody/kein-modell")
    assert asked == ["nobody/kein-modell"]
    assert caught.value.key == "model-unavailable"


@pytest.mark.parametrize("content", [None, "{"])
def test_a_folder_without_a_whole_model_is_reported(tmp_path, content):
    if content is not None:
        (tmp_path / "modules.json").write_text(content, encoding="utf-8")
    with pytest.raises(KnowledgeBaseError) as caught:
        load_embedder(str(tmp_path))
    assert caught.value.key == "model-unavailable"


def _never(*_args, **_named):
    raise AssertionError("the hub was asked")


def test_a_local_model_of_sentence_transformers_is_loaded_by_its_folder(tmp_path):
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    plain = load_static(tiny_model(tmp_path / "tiny"))
    table = np.vstack([np.zeros(4), np.diag([1.0, 1, 2, 1])]).astype(np.float32)
    tokenizer = Tokenizer.from_file(str(tmp_path / "tiny" / "tokenizer.json"))
    static = StaticEmbedding(tokenizer, embedding_weights=table)
    SentenceTransformer(modules=[static], device="cpu").save(str(tmp_path / "local"))
    loaded = load_embedder(str(tmp_path / "local"))
    texts = ["kita platz", "rathaus hund hund", ""]
    assert loaded.dimension == plain.dimension
    assert np.allclose(loaded.passages(texts), plain.passages(texts), atol=1e-6)
    assert loaded.space.startswith("local-")
