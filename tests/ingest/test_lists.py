from ingest.lines import lines
from ingest.lists import abreast, are_blocks, as_one
from ingest.pdf import Word
from ingest.rows import Cells
from kb.model import Box


def at(x: float, y: float, text: str) -> list[Word]:
    words = []
    for word in text.split():
        words.append(Word(word, Box(x, y, x + 5 * len(word), y + 11), 10))
        x += 5 * len(word) + 3
    return words


def row(*cells: tuple[float, float, str]) -> Cells:
    return tuple(tuple(lines(at(*cell))) if cell[2] else () for cell in cells)


def texts(found: Cells) -> list[str]:
    return [" ".join(line.text for line in cell) for cell in found]


def test_lists_set_on_lines_of_their_own_are_read_one_after_the_other() -> None:
    rows = [
        row((50, 100, "Anwesende"), (200, 100, "Entschuldigt")),
        row((50, 120, "Fr. Mürbeth"), (200, 116, "Hr. Hacker")),
        row((50, 132, "Hr. Körner"), (200, 128, "Fr. Maroke")),
    ]
    found = abreast(rows, lines(at(50, 144, "Fr. Rudelt") + at(50, 200, "Die Niederschrift beschränkt sich auf")))
    assert found is not None
    assert [" ".join(word.text for word in column) for column in found.columns] == [
        "Anwesende Fr. Mürbeth Hr. Körner Fr. Rudelt",
        "Entschuldigt Hr. Hacker Fr. Maroke",
    ]
    assert found.further == 1


def test_rows_on_common_lines_are_a_table() -> None:
    rows = [row((50, y, "Fr. Mürbeth"), (200, y, "CDU")) for y in (100, 112, 124)]
    assert abreast(rows, []) is None


def test_columns_of_running_text_are_read_one_after_the_other() -> None:
    left = ["Für die Erlaubnis muss deine", "Familie zeigen, dass sie ohne viel", "unterstützt zu werden", "leben kann"]
    right = [
        "welche Erlaubnis ihr habt, wie",
        "alt deine Eltern sind, ob",
        "sie gesund sind und über-",
        "haupt arbeiten",
    ]
    rows = [row((50, y, a), (300, y, b)) for y, a, b in zip((100, 112, 124, 136), left, right, strict=True)]
    found = abreast(rows, [])
    assert found is not None
    assert [" ".join(word.text for word in column) for column in found.columns] == [" ".join(left), " ".join(right)]


def test_one_text_with_a_river_of_white_is_read_line_by_line() -> None:
    pairs = [("bei", "abgeschaltetem Signal wird"), ("der", "Pegel am Eingang auf"), ("den", "wert der")]
    rows = [row((50, 100 + 12 * n, a), (100, 100 + 12 * n, b)) for n, (a, b) in enumerate([*pairs, *pairs])]
    found = abreast(rows, [])
    assert found is not None and len(found.columns) == 1
    assert " ".join(word.text for word in found.columns[0]).startswith("bei abgeschaltetem Signal wird der Pegel")


def test_addresses_side_by_side_are_one_row_with_a_cell_for_each() -> None:
    rows = [
        row((50, 100, "Flüchtlingsrat e.V."), (200, 100, "Tel.: 0511 98246030"), (350, 100, "www.nds.org")),
        row((50, 112, "30173 Hannover"), (200, 112, "Mail: nds@nds.org"), (350, 112, "www.rechte.org")),
    ]
    assert are_blocks(rows)
    assert texts(as_one(rows)[0]) == [
        "Flüchtlingsrat e.V. 30173 Hannover",
        "Tel.: 0511 98246030 Mail: nds@nds.org",
        "www.nds.org www.rechte.org",
    ]


def test_a_list_of_people_with_their_numbers_is_a_table() -> None:
    rows = [row((50, 100, "Römer"), (200, 100, "Tel. 2175")), row((50, 112, "Hecker"), (200, 112, "Tel. 2176"))]
    assert not are_blocks(rows)


def test_labels_of_a_contact_beside_their_values_are_a_table() -> None:
    rows = [row((50, 100, "Telefon:"), (200, 100, "02104 99")), row((50, 112, "E-Mail:"), (200, 112, "ki@me.de"))]
    assert not are_blocks(rows)
