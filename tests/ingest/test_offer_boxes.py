"""Boxes with badges: which line belongs to which box, and what stands in which field."""

from ingest.offer_badges import badge, peeled
from ingest.offer_boxes import in_boxes
from ingest.offer_lines import Line
from kb.model import Box, Piece
from kb.offers import Span

TITLE, TEXT, BADGE = 16.0, 13.0, 12.0


def line(text: str, x0: float, y0: float, size: float = TEXT, *, at: int = 0) -> Line:
    pieces = []
    start, x = at, x0
    for word in text.split():
        width = 6.0 * len(word)
        pieces.append(Piece(start, start + len(word), 1, Box(x, y0, x + width, y0 + size)))
        start, x = start + len(word) + 1, x + width + 3
    return Line(text, Span(0, at, at + len(text)), 1, x0, y0, x - 3, y0 + size, size, "text", 1, 0, 20.0, tuple(pieces))


def box(name: str, x0: float, y0: float, age: str, price: str, *, badges: float = 190.0) -> list[Line]:
    return [
        line(name, x0, y0, TITLE),
        line(age, x0 + badges, y0 + 4, BADGE),
        line("Wir bauen und toben", x0, y0 + 20),
        line(price, x0 + badges, y0 + 34, BADGE),
        line("jeden Tag im Wald.", x0, y0 + 34),
        line("Mo 6.7., 9–16 Uhr", x0, y0 + 52),
        line("Alte Molkerei, Altharde", x0, y0 + 69),
    ]


def across(*boxes: list[Line]) -> list[Line]:
    """Return the lines of boxes as they are read line by line across the page."""
    return sorted((one for lines in boxes for one in lines), key=lambda one: (one.y0, one.x0))


def _read(lines: list[Line]) -> list[tuple[str, str, str]]:
    return [(one.kind, one.field, one.text) for one in in_boxes(lines)]


def test_boxes_side_by_side_are_read_one_after_the_other() -> None:
    lines = across(
        box("Zirkuswoche", 50, 60, "8–13 J.", "60 €"),
        box("Waldtage", 320, 70, "6–9 J.", "28 €"),
        box("Kanutour", 50, 200, "ab 12", "18 €"),
    )
    found = _read(lines)
    assert [text for kind, _, text in found if kind == "heading"] == ["Zirkuswoche", "Kanutour", "Waldtage"]
    assert [text for _, field, text in found if field == "audience"] == ["8–13 J.", "ab 12", "6–9 J."]
    assert [text for _, field, text in found if field == "cost"] == ["60 €", "18 €", "28 €"]


def test_badges_may_stand_at_the_left_of_the_text() -> None:
    lines = across(
        box("Zirkuswoche", 120, 60, "8–13 J.", "60 €", badges=-70),
        box("Waldtage", 420, 70, "6–9 J.", "28 €", badges=-70),
        box("Kanutour", 120, 200, "ab 12", "18 €", badges=-70),
    )
    fields = [text for _, field, text in _read(lines) if field == "audience"]
    assert fields == ["8–13 J.", "ab 12", "6–9 J."]


def test_the_line_under_the_hours_is_the_place_whatever_its_words() -> None:
    lines = across(*(box(name, 50, 60 + 140 * n, "8–13 J.", "60 €") for n, name in enumerate(("Ton", "Holz", "Stein"))))
    assert [text for _, field, text in _read(lines) if field == "place"] == ["Alte Molkerei, Altharde"] * 3


def test_two_boxes_are_no_programme_and_stay_as_they_are() -> None:
    lines = across(box("Zirkuswoche", 50, 60, "8–13 J.", "60 €"), box("Waldtage", 320, 70, "6–9 J.", "28 €"))
    assert in_boxes(lines) == lines


def test_an_age_below_other_lines_of_the_text_is_no_badge() -> None:
    lines = [
        one._replace(x0=50.0) if one.size == BADGE else one
        for n, name in enumerate(("Ton", "Holz", "Stein"))
        for one in box(name, 50, 60 + 140 * n, "8–13 J.", "60 €")
    ]
    assert in_boxes(lines) == lines


def test_a_badge_read_as_the_end_of_a_line_is_cut_off() -> None:
    text, price = line("Für Kinder, die noch", 50, 100), line("15 €/Woche", 185, 103, 10.0, at=21)
    glued = text._replace(text=f"{text.text} {price.text}", span=Span(0, 0, 31), words=(*text.words, *price.words))
    assert [one.text for one in peeled(glued)] == ["Für Kinder, die noch", "15 €/Woche"]


def test_badges_are_ages_and_prices_and_nothing_else() -> None:
    assert [badge(text) for text in ("8–13 J.", "ab 12", "alle", "6+")] == ["audience"] * 4
    assert [badge(text) for text in ("60 €", "frei", "0 €", "15 €/Woche", "Fam. 10 €")] == ["cost"] * 5
    assert [badge(text) for text in ("Sa 11. Juli", "9–16 Uhr", "Bücherei", "3. August")] == [None] * 4
