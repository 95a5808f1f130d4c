from ingest.pdf import Word
from ingest.stripes import tables_on
from ingest.tables import place
from kb.model import Box


def line(y: float, *parts: tuple[float, str]) -> list[Word]:
    words = []
    for left, text in parts:
        x = left
        for word in text.split():
            words.append(Word(word, Box(x, y, x + 5 * len(word), y + 11), 10))
            x += 5 * len(word) + 3
    return words


def box(x0: float, y0: float, x1: float, y1: float) -> list[Box]:
    """Return the edges of a filled rectangle."""
    return [Box(x0, y0, x1, y0), Box(x0, y1, x1, y1), Box(x0, y0, x0, y1), Box(x1, y0, x1, y1)]


def shaded(y: float) -> list[Box]:
    return box(50, y, 300, y + 20) + box(300, y, 400, y + 20)


def tables(rules: list[Box], *set_lines: list[Word]) -> list[list[list[str]]]:
    """Return, per table, its rows of cells."""
    words = [word for found in set_lines for word in found]
    done = []
    for grid in tables_on(rules, words):
        cells: dict[tuple[int, int], str] = {}
        for word in words:
            index = place(grid, word.box)
            if index is not None:
                cell = grid.cells[index]
                cells[cell.row, cell.column] = f"{cells.get((cell.row, cell.column), '')} {word.text}".strip()
        done.append([[cells.get((row, at), "") for at in range(grid.columns)] for row in range(grid.rows)])
    return done


def test_rows_between_shaded_ones_belong_to_the_table_and_so_do_its_head_and_its_last_row() -> None:
    found = tables(
        shaded(100) + shaded(140),
        line(84, (60, "Titel"), (310, "Gültig ab")),
        line(104, (60, "Eingangsformel"), (310, "2016")),
        line(124, (60, "§ 1 Stundensätze"), (310, "2024")),
        line(144, (60, "§ 2 Inkrafttreten"), (310, "2016")),
        line(164, (60, "Anlage"), (310, "2017")),
        line(200, (60, "Auf Grund von § 34 des Feuerwehrgesetzes wird verordnet wie folgt")),
    )
    assert found == [
        [
            ["Titel", "Gültig ab"],
            ["Eingangsformel", "2016"],
            ["§ 1 Stundensätze", "2024"],
            ["§ 2 Inkrafttreten", "2016"],
            ["Anlage", "2017"],
        ]
    ]


def test_text_between_two_shaded_rows_keeps_them_apart() -> None:
    found = tables(
        shaded(100) + shaded(140),
        line(104, (60, "Januar"), (310, "12")),
        line(124, (60, "Die Zahlen des Vorjahres stehen in der nächsten Tafel zum Vergleich")),
        line(144, (60, "Februar"), (310, "14")),
    )
    assert [len(rows) for rows in found] == [1, 1]


def test_lines_between_rows_are_enough_where_the_columns_are_white() -> None:
    rules = [Box(50, y, 450, y + 0.5) for y in (100, 120, 160, 180)]
    found = tables(
        rules,
        line(84, (60, "Maßnahme"), (300, "Ansatz")),
        line(104, (60, "Dolmetscher"), (300, "4.500")),
        line(124, (60, "Sprachkurse für Eltern mit")),
        line(132, (300, "12.000")),
        line(140, (60, "Kindern in Kitas")),
        line(164, (60, "Summe"), (300, "16.500")),
    )
    assert found == [
        [
            ["Maßnahme", "Ansatz"],
            ["Dolmetscher", "4.500"],
            ["Sprachkurse für Eltern mit Kindern in Kitas", "12.000"],
            ["Summe", "16.500"],
        ]
    ]


def test_running_text_between_lines_is_no_table() -> None:
    rules = [Box(50, y, 450, y + 0.5) for y in (100, 130, 160, 190)]
    text = "Die Verwaltung berichtet über den Stand der Arbeiten im Quartier und im Rathaus"
    assert tables(rules, *(line(y, (60, text)) for y in (104, 116, 134, 146, 164, 176))) == []


def test_the_frame_of_a_single_line_of_cells_is_shading() -> None:
    assert tables(box(50, 100, 400, 116), line(102, (60, "Straße"), (300, "Gebühr"))) == []
    assert len(tables(box(50, 100, 400, 116), line(102, (60, "Bitte bis Mai zurück an das Amt")))) == 1


def test_a_frame_whose_lines_stand_beside_labels_holds_their_values() -> None:
    frame = box(200, 95, 400, 160)
    values = [line(100, (210, "Angriffstrupp")), line(120, (210, "zur Menschenrettung")), line(140, (210, "vor"))]
    labels = [line(100, (50, "Einheit")), line(120, (50, "Auftrag")), line(140, (50, "Ziel"))]
    text = [line(y, (50, "Der Trupp geht vor und")) for y in (100, 120, 140)]
    assert tables(frame, *values, *labels) == []
    assert len(tables(frame, *values, *text)) == 1


def test_a_page_without_words_keeps_its_grids() -> None:
    assert len(tables_on(box(50, 100, 400, 300), [])) == 1
