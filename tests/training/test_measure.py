import json

import numpy as np
import pytest

from training.data import Sources
from training.measure import cut, documents, figures, omos, page_retrieval, ranks, sentence_retrieval, written

WORDS = ("kita", "schule", "arzt", "wohnung", "bus", "geld")


def counting(texts):
    """Embed a text as how often each word stands in it."""
    counts = np.asarray([[text.lower().split().count(word) for word in WORDS] for text in texts], dtype=np.float32)
    return counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1e-9)


def test_passages_begin_with_the_first_line_and_hold_all_others():
    lines = ["Titel", *(f"Zeile {n} " + "wort " * 8 for n in range(9))]
    passages = cut("\n".join(lines), words=25)
    assert len(passages) == 3
    assert all(passage.startswith("Titel ") for passage in passages)
    assert all(any(f"Zeile {n} " in passage for passage in passages) for n in range(9))


def test_a_page_of_one_line_is_one_passage():
    assert cut("Nur ein Titel") == ["Nur ein Titel"]


def test_equal_scores_count_against_the_right_one():
    assert ranks(np.asarray([[0.5, 0.5, 0.1], [0.9, 0.2, 0.1]], dtype=np.float32), np.asarray([0, 0])).tolist() == [
        2,
        1,
    ]


def test_figures_of_ranks():
    found = figures(np.asarray([1, 2, 6, 20]))
    assert found == {"n": 4, "recall@1": 0.25, "recall@5": 0.5, "recall@10": 0.75, "mrr@10": pytest.approx(0.417)}


def test_a_page_scores_as_its_best_passage():
    long = "Seite\n" + "\n".join(["bus " * 60, "kita " * 60])
    found = page_retrieval(counting, [long, "Schule\nschule kita schule"], ["kita", "schule"], [0, 1])
    assert found["recall@1"] == 1.0


def test_omos_pages_of_both_parts_are_searched(tmp_path):
    def write(name, page, question, answers):
        row = {"pageId": page, "context": f"{question}\n{question}", "question": question, "answers": answers}
        with (tmp_path / name).open("a", encoding="utf-8") as out:
            out.write(json.dumps(row) + "\n")

    for language in ("de", "en", "fr", "ar", "uk"):
        write(f"train_{language}.jsonl", 1, "kita", [1])
        write(f"dev_{language}.jsonl", 2, "schule", [1])
        write(f"dev_{language}.jsonl", 3, "arzt", [])
    found = omos(counting, tmp_path)
    assert found["fr"]["n"] == 1
    assert found["fr"]["recall@1"] == 1.0


def test_documents_are_found_by_their_questions(tmp_path):
    docs = [{"id": "a", "title": "Kita", "text": "kita"}, {"id": "b", "title": "Bus", "text": "bus geld"}]
    (tmp_path / "docs.jsonl").write_text("\n".join(map(json.dumps, docs)), encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text(json.dumps({"question": "geld", "doc": "b"}), encoding="utf-8")
    assert documents(counting, tmp_path)["recall@1"] == 1.0


def test_sentences_are_found_in_both_directions():
    pairs = {"de-xx": [("kita", "kita"), ("schule", "schule"), ("arzt", "geld"), ("geld", "arzt")]}
    assert sentence_retrieval(counting, pairs) == {"de-xx": 0.5}


def test_written_questions_are_measured_by_language_against_all_german_pages():
    pages = [{"de": f"Titel\n{word}", "tr": "x"} for word in WORDS]
    rows = tuple(
        {"question": {"de": word, "tr": "geld"}, "answers": [1], "context": page, "page": True}
        for word, page in zip(WORDS, pages, strict=True)
    )
    silent = {"question": {"de": "bus", "uk": "bus"}, "answers": [], "context": pages[0], "page": True}
    paper = {"question": {"de": "kita"}, "answers": [0], "context": {"de": "kita kita"}, "page": False}
    sources = Sources((), (), (), ({"context": pages[1]},), (), (), (), written=(paper,), held_written=(*rows, silent))
    found = written(counting, sources)
    assert set(found) == {"de", "tr"}
    assert found["de"]["recall@1"] == 1.0
    assert found["tr"]["recall@1"] == pytest.approx(1 / 6, abs=1e-3)
