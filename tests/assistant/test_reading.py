"""Which passages are read for an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from assistant.question import read_question
from assistant.reading import OTHERS, read
from kb.model import Document, Hit, Query
from kb.store import KnowledgeBase
from tests.assistant.factories import document, hit

MINUTES = document("Niederschrift Juni", date(2022, 7, 1))
OLD = document("Niederschrift", date(2010, 7, 1), reference="50/025/2021")
OTHER = document("Bericht", date(2015, 1, 1))


@dataclass
class Shelf:
    """Stands for a knowledge base: each query finds the papers its filter leaves, with the scores given."""

    scores: dict[str, float]
    asked: list[Query] = field(default_factory=list)
    audience: str = "internal"

    def documents(self) -> tuple[Document, ...]:
        return MINUTES, OLD, OTHER

    def search(self, query: Query, k: int) -> tuple[Hit, ...]:
        self.asked.append(query)
        papers = [paper for paper in self.documents() if not query.documents or paper.id in query.documents]
        found = [
            hit("Der Rat tagt.", number=number, score=self.scores[paper.id], of=paper)
            for number, paper in enumerate(self.documents(), start=1)
            if paper in papers and paper.id in self.scores
        ]
        return tuple(sorted(found, key=lambda each: -each.score)[:k])


def found(question: str, shelf: Shelf) -> list[tuple[str, float]]:
    hits = read(cast(KnowledgeBase, cast(Any, shelf)), read_question(question))
    return [(each.document.id, round(each.score, 2)) for each in hits]


def test_a_plain_question_reads_what_the_search_finds() -> None:
    shelf = Shelf({OLD.id: 2.0, OTHER.id: 1.0})
    assert found("Wer leitet den Rat?", shelf) == [(OLD.id, 2.0), (OTHER.id, 1.0)]
    assert len(shelf.asked) == 1


def test_a_paper_asked_for_by_its_number_comes_first_and_others_count_half() -> None:
    shelf = Shelf({OLD.id: 1.0, OTHER.id: 4.0})
    assert found("Was steht in der Vorlage 50/025/2021?", shelf) == [(OLD.id, 1.0), (OTHER.id, OTHERS)]


def test_papers_of_the_month_asked_about_are_read_too_each_once() -> None:
    shelf = Shelf({MINUTES.id: 0.5, OTHER.id: 3.0})
    assert found("Wer leitete die Sitzung im Juni 2022?", shelf) == [(OTHER.id, 3.0), (MINUTES.id, 0.5)]
    assert shelf.asked[1].documents == (MINUTES.id,)
