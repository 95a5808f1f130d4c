"""What runs along the edges of the pages."""

from __future__ import annotations

from ingest.pdf import RawPage, Word
from ingest.running import running_lines
from ingest.sheet import Running
from kb.model import Box


def line(y: float, text: str) -> list[Word]:
    words, x = [], 50.0
    for word in text.split():
        words.append(Word(word, Box(x, y, x + 5 * len(word), y + 11), 10))
        x += 5 * len(word) + 3
    return words


def sheet(number: int, *lines: list[Word]) -> RawPage:
    return RawPage(number, 600, 800, tuple(word for words in lines for word in words))


def test_the_lines_that_layout_drops_are_given_as_the_first_page_prints_them() -> None:
    pages = [
        sheet(n, line(30, "Rat der Stadt"), line(50, f"7. Sitzung Seite {n}"), line(400, "abc"[n]), line(770, "intern"))
        for n in range(3)
    ]
    assert running_lines(pages) == Running(("Rat der Stadt", "7. Sitzung Seite 0"), ("intern",))


def test_what_the_first_page_has_to_itself_does_not_run() -> None:
    pages = [sheet(1, line(30, "Satzung"), line(400, "a")), sheet(2, line(30, "Anhang"), line(400, "b"))]
    assert running_lines(pages) == Running()


def test_a_single_page_and_empty_pages_have_nothing_running() -> None:
    assert running_lines([sheet(1, line(30, "Satzung"))]) == Running()
    assert running_lines([sheet(1), sheet(2)]) == Running()
    assert running_lines([]) == Running()
