from ingest.lines import line_of
from ingest.pdf import Word
from ingest.rows import rows_of
from kb.model import Box


def at(x: float, y: float, text: str) -> list[Word]:
    words = []
    for word in text.split():
        words.append(Word(word, Box(x, y, x + 5 * len(word), y + 11), 10))
        x += 5 * len(word) + 3
    return words


def rows(*parts: list[list[Word]]) -> list[list[str]]:
    found = [line_of([word for part in line for word in part]) for line in parts]
    return [
        [" ".join(line.text for line in cell) for cell in row] for row in rows_of(found, parts, [(50, 180), (200, 400)])
    ]


def test_a_title_of_two_lines_has_its_page_number() -> None:
    assert rows(
        [at(50, 100, "4. Prävention und Hilfe")],
        [at(60, 112, "Suchtpolitik"), at(200, 112, "130")],
        [at(50, 124, "5. Pflege"), at(200, 124, "131")],
    ) == [["4. Prävention und Hilfe Suchtpolitik", "130"], ["5. Pflege", "131"]]


def test_a_title_without_a_number_stands_alone() -> None:
    assert rows(
        [at(50, 100, "Ersatzmitglieder")],
        [at(50, 112, "Schellhaus"), at(200, 112, "SPD")],
        [at(50, 124, "Tellkamp"), at(200, 124, "FDP")],
    ) == [["Ersatzmitglieder"], ["Schellhaus", "SPD"], ["Tellkamp", "FDP"]]


def test_a_label_at_the_foot_of_its_value_is_in_its_row() -> None:
    assert rows(
        [at(50, 100, "Az.:"), at(200, 100, "50-5")],
        [at(200, 120, "Frau Schneider, Sachgebiet")],
        [at(50, 132, "Verfasser:"), at(200, 132, "Integration")],
    ) == [["Az.:", "50-5"], ["Verfasser:", "Frau Schneider, Sachgebiet Integration"]]
