import pytest

from ingest.lines import Line, line_of
from ingest.pdf import Word
from ingest.sides import letterheads, signatures
from kb.model import Box


def line(y: float, *stretches: tuple[float, str], space: float = 3) -> Line:
    words = []
    for start, text in stretches:
        x = start
        for word in text.split():
            words.append(Word(word, Box(x, y, x + 5 * len(word), y + 11), 10, False))
            x += 5 * len(word) + space
    return line_of(words)


def texts(groups: list[list[Line]]) -> list[str]:
    return [" / ".join(line.text for line in group) for group in groups]


def test_a_date_at_the_right_is_a_text_beside_the_sender() -> None:
    found = letterheads(
        [
            line(100, (50, "Stadtteilbeirat Büchenbach"), (380, "Erlangen, den 23.11.2022")),
            line(113, (50, "Vorsitzender Günter Winkelmann")),
            line(160, (50, "Sehr geehrte Damen und Herren,")),
        ]
    )
    assert texts(found) == [
        "Stadtteilbeirat Büchenbach / Vorsitzender Günter Winkelmann",
        "Erlangen, den 23.11.2022",
        "Sehr geehrte Damen und Herren,",
    ]


def test_the_sender_may_begin_above_the_line_with_the_date() -> None:
    found = letterheads([line(100, (50, "Stadt Erlangen")), line(113, (50, "Amt für Soziales"), (440, "3. Mai 2021"))])
    assert texts(found) == ["Stadt Erlangen / Amt für Soziales", "3. Mai 2021"]


@pytest.mark.parametrize(
    "stretches",
    [
        [(50, "Gültig ab:"), (300, "den Tag der Bekanntmachung")],  # label and value
        [(50, "Erdgas und andere Gase"), (300, "5,50 Euro je Megawattstunde")],  # amount
        [(50, "für die Laufbahn"), (300, "zu erwerben ist")],  # a blank to be filled in
        [(50, "• Presse und Medien"), (300, "Sachgebiet 5")],  # list item
        [(50, "heimer"), (300, "Hof")],  # one justified line: nobody can tell
    ],
)
def test_other_lines_with_wide_white_stay_whole(stretches: list[tuple[float, str]]) -> None:
    assert len(letterheads([line(100, *stretches)])) == 1


def test_a_justified_line_stays_whole_however_wide_it_is_set() -> None:
    assert len(letterheads([line(100, (50, "Büchenbach bewirkt durch die Bebauung"), space=45)])) == 1


def test_a_term_stays_with_its_meaning_that_goes_on_below() -> None:
    found = letterheads(
        [line(100, (50, "Zweite Antwort"), (200, "Diese Folge von Zeichen")), line(112, (200, "gilt immer."))]
    )
    assert len(found) == 1


def test_signatures_side_by_side_are_read_one_after_the_other() -> None:
    found = signatures(
        [
            line(100, (50, "Die Sitzung endet um 20 Uhr.")),
            line(160, (50, "gez."), (320, "gez.")),
            line(172, (50, "Günter Winkelmann"), (320, "Yvonne Maroke")),
            line(184, (50, "Vorsitzender"), (320, "Presseamt")),
        ]
    )
    assert [(texts([left]), texts([right])) for left, right in found] == [
        (["Die Sitzung endet um 20 Uhr."], [""]),
        (["gez. / Günter Winkelmann / Vorsitzender"], ["gez. / Yvonne Maroke / Presseamt"]),
    ]


def test_a_table_with_equal_cells_is_not_signed() -> None:
    rows = [line(100, (50, "Baustufe 1"), (320, "Baustufe 1")), line(112, (50, "Richtung"), (320, "Richtung"))]
    assert [right for _, right in signatures(rows)] == [[]]
