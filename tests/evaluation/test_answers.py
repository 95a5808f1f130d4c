import json
from dataclasses import replace
from pathlib import Path

import pytest

from evaluation.answers import judge, summary
from kb.errors import KizError
from kb.model import Answer, AnswerSentence, Box, Citation
from tests.assistant.factories import document


def questions(folder: Path, *rows: dict[str, object]) -> Path:
    file = folder / "q.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return file


def answered(text: str) -> Answer:
    citation = Citation(1, document("Steckbrief"), 1, text, ((1, Box(0, 0, 1, 1)),), 1, 0, len(text))
    return Answer(True, "de", "fact", text, (), (citation,))


REFUSED = Answer(False, "de", "other", "Dazu finde ich nichts, auch nicht 2007.")


def test_facts_sources_and_refusals_are_counted_apart(tmp_path: Path) -> None:
    file = questions(
        tmp_path,
        {"intent": "fact", "question": "a", "sources": ["steckbrief.pdf"], "facts": ["2007"]},
        {"intent": "fact", "question": "b", "sources": ["anderes.pdf"], "facts": ["2007", "2009"]},
        {"intent": "fact", "question": "c", "sources": ["steckbrief.pdf"], "facts": ["2007"]},
        {"intent": "unanswerable", "question": "d", "sources": [], "facts": []},
    )
    answers = {"a": answered("Im Jahr 2007."), "b": answered("Im Jahr 2007."), "c": REFUSED, "d": REFUSED}
    figures = summary(judge(file, answers.__getitem__))
    assert figures["facts"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["sources"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["refused"] == 1.0
    assert figures["wrongly_refused"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["intents"]["unanswerable"]["facts"] is None


@pytest.mark.parametrize(
    ("row", "named"),
    [({"intent": "fact"}, "question"), ({"intent": "fact", "question": "a", "sources": [], "facts": ["("]}, "regulärer")],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_named(tmp_path: Path, row: dict[str, object], named: str) -> None:
    with pytest.raises(KizError, match=named):
        judge(questions(tmp_path, row), lambda question: REFUSED)


def test_what_stands_in_a_further_quote_alone_is_not_told_at_once(tmp_path: Path) -> None:
    file = questions(tmp_path, {"intent": "fact", "question": "a", "sources": ["steckbrief.pdf"], "facts": ["2007"]})
    folded = replace(
        answered("Es begann früh. [1]\nDazu auch:\n• Das war 2007. [2]"),
        sentences=(AnswerSentence("Es begann früh.", (1,)), AnswerSentence("Das war 2007.", (2,), "also")),
    )
    figures = summary(judge(file, lambda question: folded))
    assert (figures["facts"], figures["at_once"]) == (1.0, 0.0)
    plain = summary(judge(file, lambda question: answered("Das war 2007. [1]")))
    assert (plain["facts"], plain["at_once"]) == (1.0, 1.0)
