from pathlib import Path
from typing import Any

import pytest

from kb.errors import IngestError
from kb.model import Box
from ui.source import how_to, panel


def size(document: str, page: int) -> tuple[float, float]:
    return (500.0, 1000.0)


def papers_of(house: Any, citation: Any) -> Any:
    return house.Papers({citation.document.id: (citation.document, Path("x.pdf"))})


def test_marks_stand_in_percent_of_the_page(house: Any) -> None:
    citation = house.citation(boxes=((3, Box(50, 100, 150, 120)),))
    html = panel(citation, papers_of(house, citation), size)
    assert "left:10.000%;top:10.000%;width:20.000%;height:2.000%" in html


def test_a_quote_over_two_pages_shows_both_each_with_its_marks(house: Any) -> None:
    citation = house.citation(page=2, boxes=((2, Box(0, 900, 9, 910)), (3, Box(0, 50, 9, 60))))
    html = panel(citation, papers_of(house, citation), size)
    first, second = html.split("<figure")[1:]
    assert 'data-page="2"' in first and first.count('class="mark"') == 1
    assert 'data-page="3"' in second and second.count('class="mark"') == 1


def test_the_image_says_what_it_shows_and_the_link_opens_the_page(house: Any) -> None:
    citation = house.citation()
    html = panel(citation, papers_of(house, citation), size)
    assert f'alt="Seite 3 aus „Integrationskonzept“: „{house.quote}“"' in html
    assert 'href="files/d1a2b3.pdf#page=3" target="_blank" rel="noopener"' in html


def test_words_of_papers_never_become_markup(house: Any) -> None:
    hostile = '"><img src=x onerror=alert(1)><script>'
    document = house.document(title=hostile, issuer=hostile, kind=hostile)
    citation = house.citation(document=document, quote=hostile)
    html = panel(citation, papers_of(house, citation), size)
    assert "<script" not in html
    assert html.count("<img") == 1
    assert html.count("&lt;script&gt;") == 6


def test_a_paper_withdrawn_or_replaced_meanwhile_is_said_to_be_gone(house: Any) -> None:
    citation = house.citation()
    newer = house.document(version="1" * 64)
    for papers in (house.Papers({}), house.Papers({newer.id: (newer, Path("x.pdf"))})):
        assert "<figure" not in panel(citation, papers, size)
    assert "<figure" not in panel(None, papers_of(house, citation), size)


def test_a_page_that_cannot_be_drawn_is_said_to_be_gone(house: Any) -> None:
    def broken(document: str, page: int) -> tuple[float, float]:
        raise IngestError("pdf-unreadable", file="x.pdf", why="kaputt")

    citation = house.citation()
    assert "<figure" not in panel(citation, papers_of(house, citation), broken)


def test_the_kind_of_a_paper_is_written_out_and_an_unknown_one_stays_as_it_is(house: Any) -> None:
    for kind, said in (("broschuere", "Broschüre ·"), ("Flyer", "Flyer ·")):
        citation = house.citation(document=house.document(kind=kind))
        assert said in panel(citation, papers_of(house, citation), size)


def test_every_opening_is_a_change_that_the_page_notices(house: Any) -> None:
    citation = house.citation()
    papers = papers_of(house, citation)
    assert panel(citation, papers, size) != panel(citation, papers, size)


@pytest.mark.parametrize("step", ["Fragen", "Lesen", "Nachsehen"])
def test_before_a_source_is_chosen_the_way_to_one_is_explained(step: str) -> None:
    assert f"<strong>{step}</strong>" in how_to()
