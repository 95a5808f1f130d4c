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


def sized(y: float, text: str, size: float) -> list[Word]:
    return [word._replace(size=size, box=word.box._replace(y1=y + size)) for word in line(y, text)]


def test_numbers_of_sections_are_no_page_numbers() -> None:
    pages = [
        sheet(n, line(30, "Gesetzblatt Teil I"), line(50, f"§ {n}{n}"), line(65, f"(zu Anlage {n})"), line(400, "x"))
        for n in range(1, 9)
    ]
    assert left(pages) == [f"§ {n}{n} (zu Anlage {n}) x" for n in range(1, 9)]


def test_file_numbers_at_the_foot_are_no_page_numbers() -> None:
    numbers = [1234, 2867, 3001]
    assert left([sheet(n, line(400, "x"), line(770, f"{numbers[n]}/2020")) for n in range(3)]) == [
        f"x {number}/2020" for number in numbers
    ]


def test_numbers_go_in_a_line_that_says_page() -> None:
    pages = [sheet(n, line(30, f"Anlage {n} zur Richtlinie Seite 1"), line(400, "x")) for n in range(1, 5)]
    assert left(pages) == ["x"] * 4


def test_a_title_that_later_pages_repeat_stays_where_it_comes_first() -> None:
    pages = [sheet(n, sized(60, "Satzung über Beiräte", 22), line(400, "ein Text " * 9)) for n in range(3)]
    assert [text.startswith("Satzung") for text in left(pages)] == [True, False, False]


def test_a_title_is_not_the_running_head_in_smaller_type() -> None:
    head = [sheet(n, sized(30, "Satzung über Beiräte", 9), line(400, "ein Text")) for n in (1, 2)]
    assert left([sheet(0, sized(30, "Satzung über Beiräte", 22), line(400, "ein Text")), *head]) == [
        "Satzung über Beiräte ein Text",
        "ein Text",
        "ein Text",
    ]


def test_a_heading_that_often_begins_a_page_stays() -> None:
    pages = [sheet(n, line(30, "Präambel" if n % 9 == 0 else "abcdefghi"[n % 9] * 3)) for n in range(30)]
    assert left(pages)[9] == "Präambel"


def test_page_of_pages_goes_even_beside_a_note() -> None:
    first = sheet(1, line(400, "x"), line(770, "Serbien und die Länder"), line(770, "1/2", x=500))
    second = sheet(2, line(400, "y"), line(774, "2/2", x=500))
    assert left([first, second]) == ["x Serbien und die Länder", "y"]


def test_a_fraction_at_the_foot_stays() -> None:
    assert left([sheet(1, line(770, "Anteil 2/3"))]) == ["Anteil 2/3"]


def test_a_number_between_dashes_goes_from_a_single_page() -> None:
    assert left([sheet(1, line(30, "- 3 -"), line(400, "Text"))]) == ["Text"]


def test_text_beside_a_page_number_stays_where_the_number_mostly_stands_alone() -> None:
    pages = [sheet(n, line(400, "x"), line(770, str(n + 4), x=500)) for n in range(1, 8)]
    pages[3] = sheet(4, line(400, "x"), line(770, "so endet die Fußnote"), line(770, "8", x=500))
    assert left(pages) == ["x", "x", "x", "x so endet die Fußnote", "x", "x", "x"]
