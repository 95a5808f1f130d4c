"""The ablation: parts left out, and all of them together as the real search has them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluation.ablation import ROWS, Asked, measure, omos, table
from evaluation.retrieval import evaluate
from kb.embed import load_embedder
from kb.errors import KizError

DOCS = [
    {"id": "kita", "title": "Elternbeiträge", "text": "Der Kreis zahlt einen Zuschuss zur Kinderbetreuung."},
    {"id": "weg", "title": "Straßenreinigung", "text": "Die Gehwege sind an Werktagen zu kehren."},
    {"id": "konferenz", "title": "Gremien", "text": "Die Konferenz zur Integration tagt im Kreishaus."},
    {"id": "kurs", "title": "Sprache", "text": "Der Deutschkurs für Frauen beginnt im Mai."},
]
ASKED = [
    Asked("de", "Wann tagt die Integrationskonferenz?", "konferenz"),
    Asked("de", "Kitazuschuss", "kita"),
    Asked("de", "Strassenreinigung", "weg"),
    Asked("en", "financial support for childcare", "kita"),
    Asked("en", "language course for women", "kurs"),
]


def test_all_parts_together_find_what_the_search_finds(tmp_path: Path) -> None:
    measured = measure(DOCS, ASKED, load_embedder())  # type: ignore[arg-type]
    docs, queries = tmp_path / "d.jsonl", tmp_path / "q.jsonl"
    docs.write_text("\n".join(map(json.dumps, DOCS)))
    rows = [{"lang": asked.language, "question": asked.question, "doc": asked.document} for asked in ASKED]
    queries.write_text("\n".join(map(json.dumps, rows)))
    through_the_index = evaluate(docs, queries, load_embedder())
    assert {language: rows["all"] for language, rows in measured.items()} == {
        language: through_the_index[language] for language in ("de", "en")
    }
    assert all(set(rows) == set(ROWS) for rows in measured.values())


def test_a_part_that_is_left_out_is_missed(tmp_path: Path) -> None:
    measured = measure(DOCS, ASKED, load_embedder())  # type: ignore[arg-type]
    german, english = measured["de"], measured["en"]
    assert german["stems"]["recall@10"] < german["stems+title"]["recall@10"]
    assert german["stems+title"]["recall@10"] < german["stems+title+compounds"]["recall@10"]
    assert english["words"]["recall@1"] < english["all"]["recall@1"]
    lines = table(measured, lambda row: f"{row['n']}").splitlines()
    assert lines[0] == "| | de | en |"
    assert len(lines) == len(ROWS) + 2


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., None]:
    def write(name: str, *rows: tuple[str, str, list[int], int]) -> None:
        keys = ("question", "context", "answers", "pageId")
        lines = [json.dumps(dict(zip(keys, row, strict=True))) for row in rows]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines))

    return write


def test_questions_of_all_languages_are_asked_of_the_german_pages(tmp_path: Path, write: Callable[..., None]) -> None:
    write("train_de", ("Was?", "Kita\nText", [1], 1), ("Wo?", "Kita\nText", [1], 1))
    write("dev_de", ("Wer?", "Amt\nText", [1], 2), ("Warum?", "Amt\nText", [], 2))
    write("dev_en", ("Who?", "Office\ntext", [0], 2), ("What else?", "Elsewhere\ntext", [0], 3))
    docs, asked = omos(tmp_path)
    assert [(doc["id"], doc["title"]) for doc in docs] == [("0", "Kita"), ("1", "Amt")]
    assert asked == [Asked("de", "Wer?", "1"), Asked("en", "Who?", "1")]


def test_a_folder_without_the_set_is_said(tmp_path: Path) -> None:
    with pytest.raises(KizError, match="train_de"):
        omos(tmp_path)
