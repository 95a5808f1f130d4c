from ingest.lines import lines
from ingest.pdf import Word
from ingest.tabular import stretches
from kb.model import Box


def line(y: float, *parts: tuple[float, str]) -> list[Word]:
    words = []
    for left, text in parts:
        x = left
        for word in text.split():
            words.append(Word(word, Box(x, y, x + 5 * len(word), y + 11), 10))
            x += 5 * len(word) + 3
    return words


def rows(*set_lines: list[Word]) -> list[list[str]]:
    found = stretches(lines([word for words in set_lines for word in words]))
    return [[" ".join(line.text for line in cell) for cell in row] for part in found for row in part.rows]


def test_lines_with_aligned_parts_are_rows() -> None:
    assert rows(
        line(100, (50, "Beginn:"), (200, "17 Uhr")),
        line(114, (50, "Ort:"), (200, "Rathaus")),
    ) == [["Beginn:", "17 Uhr"], ["Ort:", "Rathaus"]]


def test_a_single_line_with_a_gap_is_text() -> None:
    assert (
        rows(
            line(100, (50, "Mettmann, den 3. Mai"), (300, "Az. 50-5")),
            line(114, (50, "Sehr geehrte Frau Meier,")),
        )
        == []
    )


def test_a_value_of_two_lines_is_one_cell() -> None:
    assert rows(
        line(100, (50, "Ort:"), (200, "Gasthaus Güthlein,")),
        line(112, (200, "Dorfstraße 14")),
        line(130, (50, "Ende:"), (200, "20 Uhr")),
    ) == [["Ort:", "Gasthaus Güthlein, Dorfstraße 14"], ["Ende:", "20 Uhr"]]


def test_numbers_before_items_are_marks_not_cells() -> None:
    assert rows(line(100, (50, "1."), (80, "Sportflächen")), line(114, (50, "2."), (80, "Rudeltplatz"))) == []


def test_a_gap_in_the_middle_of_a_row_is_an_empty_cell() -> None:
    found = rows(
        line(100, (50, "Name"), (150, "Amt"), (300, "Telefon")),
        line(114, (50, "Römer"), (150, "50-5"), (300, "2175")),
        line(128, (50, "Hecker"), (300, "2176")),
    )
    assert found[2] == ["Hecker", "", "2176"]
