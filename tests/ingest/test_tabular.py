from ingest.lines import lines
from ingest.pdf import Word
from ingest.tabular import stretches
from kb.model import Box


def line(y: float, *parts: tuple[float, str], labels: float = 10) -> list[Word]:
    """Set a line in type of 10 points, its first part in type of `labels` and bold if that is another."""
    words = []
    for number, (left, text) in enumerate(parts):
        x = left
        size = labels if number == 0 else 10
        for word in text.split():
            width = 0.5 * size * len(word)
            words.append(Word(word, Box(x, y, x + width, y + 11), size, size != 10))
            x += width + 0.3 * size
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


def test_labels_in_larger_type_whose_values_begin_close_behind_the_longest_are_rows() -> None:
    assert rows(
        line(100, (50, "Abkürzung:"), (165, "VOKeFw"), labels=12),
        line(116, (50, "Ausfertigungsd.:"), (165, "18.03.2016"), labels=12),
        line(132, (50, "Quelle:"), (165, "Land Baden-Württemberg"), labels=12),
        line(148, (50, "Gliederungs-Nr.:"), (165, "2151-1"), labels=12),
    ) == [
        ["Abkürzung:", "VOKeFw"],
        ["Ausfertigungsd.:", "18.03.2016"],
        ["Quelle:", "Land Baden-Württemberg"],
        ["Gliederungs-Nr.:", "2151-1"],
    ]


def test_a_label_with_a_value_of_two_lines_is_a_row_without_others_beside_it() -> None:
    assert rows(
        line(100, (50, "Betreff:"), (130, "Kostenersatz für Einsätze der Feuerwehr in")),
        line(112, (130, "Wohngebieten")),
        line(140, (50, "Die Verwaltung berichtet wie folgt über den Stand der Arbeiten.")),
    ) == [["Betreff:", "Kostenersatz für Einsätze der Feuerwehr in Wohngebieten"]]


def test_a_colon_in_running_text_makes_no_row() -> None:
    assert (
        rows(
            line(100, (50, "Frau Reker:"), (115, "Herr Achtelik hat das Wort und")),
            line(112, (50, "Herr Achtelik: Sehr geehrte Frau Oberbürgermeisterin, ich")),
        )
        == []
    )


def test_a_narrow_gap_where_other_rows_begin_a_cell_parts_cells() -> None:
    assert rows(
        line(100, (50, "Besprechung am:"), (200, "29. Juni"), (300, "Beginn:"), (360, "18:30")),
        line(116, (50, "Ort:"), (200, "Aula in der Schule"), (300, "Ende:"), (360, "19:50")),
    )[1] == ["Ort:", "Aula in der Schule", "Ende:", "19:50"]


def test_a_letter_in_the_first_column_is_a_cell() -> None:
    found = rows(
        line(100, (50, "Status"), (100, "Datum"), (200, "Gremium")),
        line(114, (50, "Ö"), (100, "25.11.2021"), (200, "Ausschuss")),
        line(128, (50, "N"), (100, "13.12.2021"), (200, "Rat")),
    )
    assert found[2] == ["N", "13.12.2021", "Rat"]


def test_a_line_over_several_columns_does_not_swallow_the_table_below_it() -> None:
    found = rows(
        line(100, (50, "Thema:"), (200, "2. Sitzung des Beirates in der Stadt am Montag")),
        line(120, (50, "Name"), (200, "Amt"), (330, "Telefon")),
        line(134, (50, "Römer"), (200, "50-5"), (330, "2175")),
        line(148, (50, "Hecker"), (200, "50-5"), (330, "2176")),
    )
    assert found == [["Name", "Amt", "Telefon"], ["Römer", "50-5", "2175"], ["Hecker", "50-5", "2176"]]


def test_a_long_last_value_stays_with_its_label() -> None:
    found = rows(
        line(100, (50, "Druck"), (200, "Konrad Triltsch")),
        line(116, (50, "Bezug"), (200, "Die Lieferung erfolgt")),
        *(line(128 + 12 * n, (200, "nach festem Schlüssel")) for n in range(5)),
        line(200, (50, "Grafik"), (200, "Neckar")),
    )
    assert [row[0] for row in found] == ["Druck", "Bezug", "Grafik"]


def test_the_last_label_without_a_value_is_told_by_its_type() -> None:
    found = rows(
        line(100, (50, "Mittel"), (200, "mit Schaum"), labels=11),
        line(116, (50, "Ziel"), (200, "zum Haus"), labels=11),
        line(132, (50, "Weg"), labels=11),
    )
    assert found[-1] == ["Weg"]
