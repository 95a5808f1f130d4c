from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.cells import headed, table
from ingest.lines import lines
from ingest.paragraphs import Rough
from ingest.pdf import Word
from ingest.tables import Cell, Grid, grids, place
from kb.model import Box


def line(x: float, y: float, text: str, bold: bool = False, size: float = 10) -> list[Word]:
    words = []
    for word in text.split():
        words.append(Word(word, Box(x, y, x + 5 * len(word), y + 11), size, bold))
        x += 5 * len(word) + 3
    return words


def ruled(xs: list[float], ys: list[float], *without: tuple[str, float, float, float]) -> Grid:
    """Return a grid; `without` takes pieces of line out: ("-", y, x0, x1) or ("|", x, y0, y1)."""
    rules = []
    for y in ys:
        for x0, x1 in pairwise(xs):
            if not any(kind == "-" and at == y and x0 >= low and x1 <= high for kind, at, low, high in without):
                rules.append(Box(x0, y, x1, y + 0.5))
    for x in xs:
        for y0, y1 in pairwise(ys):
            if not any(kind == "|" and at == x and y0 >= low and y1 <= high for kind, at, low, high in without):
                rules.append(Box(x, y0, x + 0.5, y1))
    (grid,) = grids(rules)
    return grid


def flow(words: Sequence[Word]) -> list[Rough]:
    return [Rough("text", (tuple(lines(words)),), 1)]


def read(grid: Grid, *set_lines: list[Word]) -> list[tuple[str, ...]]:
    """Return the kind of each block and its cells."""
    blocks = table(grid, [word for words in set_lines for word in words], 1, flow)
    return [(b.kind, *(" ".join(found.text for found in cell) for cell in b.cells)) for b in blocks]


def levels(grid: Grid, *set_lines: list[Word]) -> list[int]:
    return [block.level for block in table(grid, [word for words in set_lines for word in words], 1, flow)]


def test_what_stands_beside_a_tall_cell_stays_rows_under_its_own_head() -> None:
    grid = ruled([50, 150, 300, 400], [100, 120, 140, 160], ("-", 140, 50, 150))
    found = read(
        grid,
        line(55, 104, "Bereich"), line(155, 104, "Angebot"), line(305, 104, "Kosten"),
        line(55, 124, "Bildung"), line(155, 124, "Lesepaten"), line(305, 124, "keine"),
        line(155, 144, "Elterncafé"), line(305, 144, "2 Euro"),
    )  # fmt: skip
    assert found[1:] == [("row", "Bildung", "Lesepaten", "keine"), ("row", "", "Elterncafé", "2 Euro")]


def test_the_only_cell_beside_a_tall_one_is_a_row() -> None:
    grid = ruled([50, 150, 400], [100, 120, 140], ("-", 120, 50, 150))
    assert read(grid, line(55, 104, "Bildung"), line(155, 104, "Lesepaten"), line(155, 124, "1) Elterncafé")) == [
        ("row", "Bildung", "Lesepaten"),
        ("row", "", "1) Elterncafé"),
    ]


def test_the_second_line_of_a_head_keeps_its_columns() -> None:
    grid = ruled(
        [50, 150, 250, 350], [100, 120, 140, 160], ("-", 120, 50, 150), ("|", 250, 100, 120)
    )  # fmt: skip
    found = read(
        grid,
        line(55, 104, "Seilart"), line(155, 104, "Anzahl der Brüche"),
        line(155, 124, "kurz"), line(255, 124, "lang"),
        line(55, 144, "Litzenseil"), line(155, 144, "4"), line(255, 144, "16"),
    )  # fmt: skip
    assert found == [
        ("row", "Seilart", "Anzahl der Brüche"),
        ("row", "", "kurz", "lang"),
        ("row", "Litzenseil", "4", "16"),
    ]


def test_edges_of_single_rows_of_a_form_make_no_empty_cells() -> None:
    grid = ruled(
        [50, 100, 200, 300, 400], [100, 120, 140, 160],
        ("|", 100, 100, 120), ("|", 200, 100, 120), ("|", 100, 140, 160), ("|", 200, 140, 160), ("|", 200, 120, 140),
    )  # fmt: skip
    found = read(grid, line(55, 104, "Name"), line(305, 104, "Vorname"), line(55, 144, "Ort"), line(305, 144, "Land"))
    assert found == [("row", "Name", "Vorname"), ("row", "Ort", "Land")]


def test_figures_under_one_another_are_rows_of_their_own() -> None:
    grid = ruled([50, 250, 350], [100, 140])
    found = read(
        grid,
        line(55, 104, "Grundsteuer A"), line(255, 104, "300 v.H."),
        line(55, 118, "Grundsteuer B"), line(255, 118, "1.690 v.H."),
    )  # fmt: skip
    assert found == [("row", "Grundsteuer A", "300 v.H."), ("row", "Grundsteuer B", "1.690 v.H.")]


def test_a_label_that_fills_its_cell_and_goes_on_keeps_both_figures() -> None:
    grid = ruled([50, 142, 250], [100, 140])
    found = read(
        grid,
        line(55, 104, "Aufwendungen der"), line(155, 104, "12.000"),
        line(55, 118, "Jugendhilfe"), line(155, 118, "13.500"),
    )  # fmt: skip
    assert found == [("row", "Aufwendungen der Jugendhilfe", "12.000 13.500")]


def test_two_addresses_in_one_row_are_not_taken_apart() -> None:
    grid = ruled([50, 250, 450], [100, 150])
    found = read(
        grid,
        line(55, 104, "Herr Müller"), line(255, 104, "Frau Maier"),
        line(55, 118, "Hauptstr. 5"), line(255, 118, "Dorfstr. 3"),
    )  # fmt: skip
    assert found == [("row", "Herr Müller Hauptstr. 5", "Frau Maier Dorfstr. 3")]


def test_lines_of_fields_are_a_row_each() -> None:
    grid = ruled([50, 250, 450], [100, 140])
    found = read(
        grid,
        line(55, 104, "Fachbereich: Sozialamt"), line(255, 104, "Datum: 19.10.2021"),
        line(55, 118, "Bearbeiter/in: Schaps,"), line(55, 130, "Valerie"), line(255, 118, "Az.: 50-5"),
    )  # fmt: skip
    assert found == [
        ("row", "Fachbereich:", "Sozialamt"),
        ("row", "Bearbeiter/in:", "Schaps, Valerie"),
        ("row", "Datum:", "19.10.2021"),
        ("row", "Az.:", "50-5"),
    ]


def test_rows_that_name_the_columns_have_level_one() -> None:
    grid = ruled([50, 150, 250], [100, 120, 140, 160])
    bold = levels(
        grid,
        line(55, 104, "Schulung", bold=True), line(155, 104, "Thema", bold=True),
        line(55, 124, "Basis"), line(155, 124, "Verwaltung"),
        line(55, 144, "Aufbau"), line(155, 144, "Ziele"),
    )  # fmt: skip
    plain = levels(
        grid,
        line(55, 104, "Leistung"), line(155, 104, "Gebühr"),
        line(55, 124, "Ausweis"), line(155, 124, "10 Euro"),
        line(55, 144, "Urkunde"), line(155, 144, "12 Euro"),
    )  # fmt: skip
    assert bold == plain == [1, 0, 0]


def test_a_label_beside_its_value_heads_nothing() -> None:
    grid = ruled([50, 150, 250], [100, 120, 140])
    words = [line(55, 104, "Name", bold=True), line(155, 104, "KI"), line(55, 124, "Ort", bold=True)]
    assert levels(grid, *words, line(155, 124, "Mettmann")) == [0, 0]


def test_a_table_all_in_bold_has_no_head() -> None:
    rows = [Rough("row", ((*lines(line(55, y, "Ort", bold=True)),), (*lines(line(99, y, "x", bold=True)),)), 1)
            for y in (100, 120, 140)]  # fmt: skip
    assert [block.level for block in headed(rows)] == [0, 0, 0]


def test_boxes_of_a_flow_chart_are_each_a_row_of_one_cell() -> None:
    # The regions between the boxes are no rectangles: their frames lie over the boxes.
    cells = (
        Cell(0, 0, Box(0, 0, 100, 40)), Cell(0, 1, Box(50, 0, 200, 100), 2), Cell(1, 0, Box(0, 40, 200, 100), 1, 2),
    )  # fmt: skip
    grid = Grid(Box(0, 0, 200, 100), cells)
    assert read(grid, line(10, 10, "Antrag"), line(120, 10, "Prüfung"), line(10, 60, "Bescheid")) == [
        ("row", "Antrag"),
        ("row", "Prüfung"),
        ("row", "Bescheid"),
    ]


def test_lines_of_a_drawing_that_leave_words_in_one_column_only_make_no_table() -> None:
    grid = ruled([50, 60, 70, 300], [100, 120, 140])
    assert [kind for kind, *_ in read(grid, line(75, 104, "Gruppe"), line(75, 124, "Staffel"))] == ["text", "text"]


def test_words_in_a_cell_of_a_single_row_are_kept() -> None:
    grid = ruled(
        [50, 150, 250, 350], [100, 120, 140, 160, 180],
        *(("|", 150, y, y + 20) for y in (120, 140, 160)),
    )  # fmt: skip
    words = [line(155, 104, "Summe"), line(255, 124, "4"), line(255, 144, "6"), line(255, 164, "10")]
    assert sum("Summe" in cells for _, *cells in read(grid, *words)) == 1


@st.composite
def wild_tables(draw: st.DrawFn) -> tuple[list[Box], list[Word]]:
    xs = [50 + 60 * n for n in range(draw(st.integers(2, 6)))]
    ys = [100 + 30 * n for n in range(draw(st.integers(2, 6)))]
    pieces = [Box(a, y, b, y + 0.5) for y in ys for a, b in pairwise(xs)]
    pieces += [Box(x, a, x + 0.5, b) for x in xs for a, b in pairwise(ys)]
    places = st.tuples(st.integers(50, 330), st.integers(100, 240), st.sampled_from(["12", "Az.:", "Ort", "an-"]))
    words = [word for x, y, text in draw(st.lists(places, max_size=12)) for word in line(x, y, text)]
    return [piece for piece in pieces if draw(st.integers(0, 3))], words


@given(wild_tables())
@settings(max_examples=150, deadline=None)
def test_no_word_in_a_table_is_lost_or_doubled(given_table: tuple[list[Box], list[Word]]) -> None:
    rules, words = given_table
    for grid in grids(rules):
        inside = [word for word in words if place(grid, word.box) is not None]
        blocks = table(grid, inside, 1, flow)
        found = Counter(word for block in blocks for held in block.lines for word in held.words)
        assert found == Counter(inside)
