import numpy as np
from tokenizers import Tokenizer, models, pre_tokenizers

from kb.embed import load_embedder, load_static
from training.export import as_sentence_transformer, quantised, write

TEXTS = ["kita platz", "rathaus", "platz platz rathaus kita"]


def tiny() -> tuple[Tokenizer, np.ndarray]:
    tokenizer = Tokenizer(models.WordLevel({"<unk>": 0, "kita": 1, "platz": 2, "rathaus": 3}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return tokenizer, np.random.default_rng(1).normal(size=(4, 16)).astype(np.float32)


def test_quantised_rows_are_half_a_step_off_at_most():
    table = np.random.default_rng(0).normal(size=(50, 8)).astype(np.float32) * np.arange(50)[:, None]
    rows, scale = quantised(table)
    assert rows.dtype == np.int8
    assert (np.abs(rows * scale[:, None] - table) <= scale[:, None] / 2 + 1e-6).all()


def test_a_row_of_zeros_stays_zero():
    rows, scale = quantised(np.zeros((1, 4), dtype=np.float32))
    assert not rows.any()
    assert np.isfinite(scale).all()


def test_what_is_written_is_what_the_knowledge_base_reads(tmp_path):
    tokenizer, table = tiny()
    write(tmp_path / "tiny", tokenizer, table)
    exact = np.vstack([table[1] + table[2], table[3], table[1] + 2 * table[2] + table[3]])
    exact /= np.linalg.norm(exact, axis=1, keepdims=True)
    assert np.allclose(load_static(tmp_path / "tiny").passages(TEXTS), exact, atol=0.02)


def test_the_same_model_loads_with_sentence_transformers(tmp_path):
    write(tmp_path / "tiny", *tiny())
    as_sentence_transformer(tmp_path / "tiny", tmp_path / "exported")
    ours = load_static(tmp_path / "tiny").passages(TEXTS)
    theirs = load_embedder(str(tmp_path / "exported")).passages(TEXTS)
    assert np.allclose(ours, theirs, atol=1e-5)
