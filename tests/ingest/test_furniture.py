from ingest.furniture import without
from ingest.pdf import RawPage, Word
from kb.model import Box


def line(y: float, text: str, x: float = 50, turn: int = 0) -> list[Word]:
    words = []
    for word in text.split():
        words.append(Word(word, Box(x, y, x + 5 * len(word), y + 11), 10, turn=turn))
        x += 5 * len(word) + 3
    return words


def sheet(number: int, *lines: list[Word]) -> RawPage:
    return RawPage(number, 600, 800, tuple(word for words in lines for word in words))


def left(pages: list[RawPage]) -> list[str]:
    return [" ".join(word.text for word in words) for words in without(pages)]


def test_what_repeats_at_the_edge_goes_digits_aside() -> None:
    pages = [sheet(n, line(30, f"Vorlage {n}/2021"), line(400, "abc"[n]), line(770, f"- {n} -")) for n in range(3)]
    assert left(pages) == ["a", "b", "c"]


def test_the_first_line_of_the_pages_own_ends_the_search() -> None:
    pages = [sheet(n, line(30, f"Eigenes {'abc'[n]}"), line(50, "Beschluss:"), line(400, "Text")) for n in range(3)]
    assert all("Beschluss:" in text for text in left(pages))


def test_the_same_line_elsewhere_on_the_page_is_not_the_same() -> None:
    pages = [sheet(1, line(30, "Sprache")), sheet(2, line(90, "Sprache")), sheet(3, line(150, "Sprache"))]
    assert left(pages) == ["Sprache"] * 3


def test_in_a_long_paper_two_alike_are_chance() -> None:
    pages = [sheet(n, line(30, "Anlage" if n < 2 else f"Kapitel {'abcdefghijk'[n]}"), line(400, "x")) for n in range(9)]
    assert left(pages)[0] == "Anlage x"


def test_a_single_page_loses_only_a_clear_page_number() -> None:
    assert left([sheet(1, line(30, "Kreis Mettmann"), line(770, "Seite 1 von 2"))]) == ["Kreis Mettmann"]
    assert left([sheet(1, line(400, "Text"), line(770, "2021"))]) == ["Text 2021"]


def test_page_numbers_are_known_by_counting_with_the_pages() -> None:
    chapters = ["Anfang", "Mitte", "Wende", "Ende"]
    pages = [sheet(n + 1, line(400, "x"), line(770, f"{chapters[n]} {n + 11}")) for n in range(4)]
    assert left(pages) == ["x"] * 4


def test_what_runs_up_the_margin_of_many_pages_goes() -> None:
    pages = [sheet(n, line(400, "ein Absatz mit Text"), line(300, "Kapitel eins", x=10, turn=270)) for n in range(3)]
    assert left(pages) == ["ein Absatz mit Text"] * 3
