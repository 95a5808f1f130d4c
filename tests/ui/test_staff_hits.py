"""The hits of a paper on a question, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingest.publish import ingest
from kb.config import IngestConfig
from kb.embed import load_embedder
from kb.model import Query
from kb.store import KnowledgeBase
from ui.chat import Turn
from ui.staff_hits import bar, hits

PAGES = (
    "Lernhaus Amsel\nDas Lernhaus Amsel wurde im Jahr 2014 gegründet.",
    "Haushalt\nDie Ausgaben für Straßen und Brücken stiegen auf zwei Millionen Euro.",
    "Ausblick\nDas Lernhaus Amsel soll einen Garten bekommen.",
)


def test_hits_come_in_the_order_of_the_pages_without_those_that_say_nothing_on_it(
    make_pdf: Callable[..., Path], tmp_path: Path, house: Any
) -> None:
    from assistant.choose import citation

    make_pdf(tmp_path / "papers" / "bericht.pdf", *PAGES)
    make_pdf(tmp_path / "papers" / "anderes.pdf", "Anderes\nDas Lernhaus Amsel ist auch hier genannt.")
    embedder = load_embedder("builtin")
    ingest([tmp_path / "papers"], tmp_path / "index", embedder, IngestConfig(workers=1))
    with KnowledgeBase.open(tmp_path / "index", embedder, "internal") as base:
        found = base.search(Query("Garten Lernhaus Amsel"), 5)
        last = next(hit for hit in found if "Garten" in hit.passage.text)
        at = next(at for at in range(len(last.passage.sentences)) if "Garten" in last.passage.said(at))
        sentence = last.passage.sentences[at]
        chosen = citation(1, last, sentence.start, sentence.end)
        turn = Turn(1, "Was ist mit dem Lernhaus Amsel?", "done", house.answer(chosen))
        told, number = hits(base, turn, chosen)
    assert {one.document.id for one in told} == {chosen.document.id}
    assert [one.page for one in told] == sorted(one.page for one in told)
    assert {one.page for one in told} == {1, 3}
    assert told[number] == chosen
    assert all(one.boxes for one in told)


def test_the_buttons_lead_to_the_hits_beside_and_end_where_there_are_no_more(house: Any) -> None:
    found = tuple(house.citation(n=n, page=n) for n in (1, 2, 3))
    first, middle = bar("1-c-1", found, 0, "d1"), bar("1-c-1", found, 1, "d1")
    assert 'data-hit="-1" disabled' in first
    assert 'data-hit="1">' in first
    assert 'data-hit="0">' in middle
    assert 'data-hit="2">' in middle
    assert "Fundstelle 2 von 3" in middle
    alone = bar("1-c-1", found[:1], 0, "d1")
    assert "<button" not in alone
    assert 'href="unterlagen/d1"' in alone
