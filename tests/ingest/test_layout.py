from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from ingest.layout import pages
from ingest.pdf import RawPage, Word, raw_pages
from kb.model import Block, Box, Page

SHARED = Path(__file__).parents[3] / "shared"

LEFT = [
    "Der Kreistag hat das Konzept",
    "beschlossen. Die Verwaltung",
    "setzt es mit den Städten um.",
    "Das Zentrum berät Familien",
    "und Schulen in allen Städten",
    "und wirbt um Ehrenamtliche.",
]
RIGHT = [
    "Im Herbst beginnt der Kurs",
    "für Eltern mit Kindern, der",
    "wöchentlich im Rathaus statt-",
    "findet. Die Teilnahme kostet",
    "nichts. Anmelden kann man",
    "sich bis Ende August dort.",
]


def line(x: float, y: float, text: str, size: float = 10, bold: bool = False) -> list[Word]:
    """Set a line in type of even width: half the size per letter."""
    words = []
    for word in text.split():
        width = 0.5 * size * len(word)
        words.append(Word(word, Box(x, y, x + width, y + 1.15 * size), size, bold))
        x += width + 0.28 * size
    return words


def column(x: float, y: float, lines: list[str], pitch: float = 12) -> list[list[Word]]:
    return [line(x, y + pitch * index, text) for index, text in enumerate(lines)]


def raw(*lines: list[Word], number: int = 1, rules: tuple[Box, ...] = ()) -> RawPage:
    return RawPage(number, 600, 800, tuple(word for words in lines for word in words), rules)


def read(*sheets: RawPage) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for page in pages(sheets) for block in page.blocks]


def text(*sheets: RawPage) -> str:
    return " ".join(block for _, block in read(*sheets))


def grid(xs: list[float], ys: list[float]) -> tuple[Box, ...]:
    across = [Box(xs[0], y, xs[-1], y + 0.5) for y in ys]
    return (*across, *(Box(x, ys[0], x + 0.5, ys[-1]) for x in xs))


def check_pieces(page: Page) -> None:
    for block in page.blocks:
        end = 0
        for piece in block.pieces:
            assert end <= piece.start < piece.end <= len(block.text)
            assert not block.text[end : piece.start].strip()
            end = piece.end
        assert not block.text[end:].strip()


def test_two_columns_are_read_one_after_the_other_though_the_file_runs_across_them() -> None:
    left, right = column(50, 100, LEFT), column(320, 100, RIGHT)
    across = [words for pair in zip(left, right, strict=True) for words in pair]
    assert text(raw(*across)) == " ".join(LEFT) + " " + " ".join(RIGHT).replace("statt- findet", "stattfindet")


def test_three_columns_are_read_one_after_the_other() -> None:
    third = ["Zum Schluss folgen Adressen", *LEFT[1:]]
    across = [
        line(x, 100 + 12 * row, column[row])
        for row in range(6)
        for x, column in ((40, LEFT), (230, RIGHT), (420, third))
    ]
    found = text(raw(*across))
    assert found.index("Der Kreistag") < found.index("Im Herbst") < found.index("Zum Schluss")
    assert "Ehrenamtliche. Im Herbst" in found


def test_columns_on_different_baselines_are_columns() -> None:
    found = text(raw(*column(320, 105, RIGHT), *column(50, 100, LEFT)))
    assert found.startswith("Der Kreistag") and found.endswith("dort.")


def test_a_heading_over_both_columns_comes_first_and_a_line_below_them_last() -> None:
    head = line(50, 70, "Ein Titel der über beide Spalten hinweg reicht", 16, True)
    foot = line(50, 190, "Dieser Satz steht unter beiden Spalten und reicht über die ganze Breite der Seite hinweg.")
    found = read(raw(foot, *column(320, 100, RIGHT), *column(50, 100, LEFT), head))
    assert found[0] == ("heading", "Ein Titel der über beide Spalten hinweg reicht")
    assert found[-1][1].startswith("Dieser Satz")


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    found = read(raw(*column(50, 100, LEFT[:5]), *column(320, 100, ["für Ältere da, auch in kleinen", *RIGHT[1:]])))
    assert "allen Städten für Ältere da" in found[0][1]


def test_labels_beside_values_are_rows_not_columns() -> None:
    labels, values = ["Ort:", "Beginn:", "Leitung:"], ["Rathaus Mettmann", "17 Uhr", "Frau Hecker"]
    lines = [
        words for i in range(3) for words in (line(50, 100 + 14 * i, labels[i]), line(200, 100 + 14 * i, values[i]))
    ]
    assert read(raw(*lines)) == [("row", f"{label}\t{value}") for label, value in zip(labels, values, strict=True)]


def test_bullets_are_not_a_column() -> None:
    lines = [
        words for i, item in enumerate(LEFT) for words in (line(50, 100 + 12 * i, "•"), line(75, 100 + 12 * i, item))
    ]
    assert [kind for kind, _ in read(raw(*lines))] == ["item"] * 6


def sheets(count: int) -> list[RawPage]:
    texts = ["Am Anfang steht der Plan.", "Dann folgt die Arbeit daran.", "Am Ende wird berichtet."]
    return [
        raw(
            line(50, 30, "Kreis Mettmann · Der Landrat"),
            line(50, 100, texts[number % 3]),
            line(280, 770, f"Seite {number + 1} von {count}"),
            number=number + 1,
        )
        for number in range(count)
    ]


def test_running_heads_and_page_numbers_are_dropped() -> None:
    assert [page.text for page in pages(sheets(3))] == [
        "Am Anfang steht der Plan.",
        "Dann folgt die Arbeit daran.",
        "Am Ende wird berichtet.",
    ]


def test_one_page_alone_loses_only_its_page_number() -> None:
    (page,) = pages(sheets(1))
    assert page.text == "Kreis Mettmann · Der Landrat\nAm Anfang steht der Plan."


def test_text_that_repeats_inside_the_page_stays() -> None:
    same = [
        raw(line(50, 100 + number, f"Anfang {'abc'[number]}"), line(50, 400, "Beschluss: einstimmig"))
        for number in range(3)
    ]
    assert all("Beschluss: einstimmig" in page.text for page in pages(same))


def test_page_numbers_that_stand_beside_changing_chapter_names_are_dropped() -> None:
    chapters = ["Einleitung", "Sprache", "Bildung", "Arbeit"]
    many = [
        raw(line(50, 100, LEFT[number]), line(50, 770, f"{number + 5} {chapters[number]}"), number=number + 1)
        for number in range(4)
    ]
    assert [page.text for page in pages(many)] == LEFT[:4]


def test_hyphens_at_line_ends_are_undone() -> None:
    found = text(raw(line(50, 100, "Das Kreisintegrati-"), line(50, 112, "onszentrum berät.")))
    assert found == "Das Kreisintegrationszentrum berät."


def test_a_broken_word_has_two_pieces() -> None:
    (page,) = pages([raw(line(50, 100, "Das Kreisintegrati-"), line(50, 112, "onszentrum berät."))])
    (block,) = page.blocks
    parts = [block.text[piece.start : piece.end] for piece in block.pieces]
    assert parts == ["Das", "Kreisintegrati", "onszentrum", "berät."]
    assert block.pieces[1].box.y0 < block.pieces[2].box.y0


def test_a_word_broken_over_a_page_end_stands_whole_on_the_first_page() -> None:
    first, second = pages(
        [
            raw(line(50, 700, "Im Rathaus arbeitet das Kreisintegrati-")),
            raw(line(50, 100, "onszentrum des Kreises."), number=2),
        ]
    )
    assert first.text == "Im Rathaus arbeitet das Kreisintegrationszentrum"
    assert second.text == "des Kreises."
    assert [piece.page for piece in first.blocks[-1].pieces][-2:] == [1, 2]


def test_a_ruled_table_is_read_row_by_row_with_empty_cells_kept() -> None:
    cells = [
        ["Beratungsfolge", "Termine", "Art"],
        ["Sozialausschuss", "25.11.2021", "Kenntnisnahme"],
        ["Kreistag", "", "Wahl"],
    ]
    words = [line(55 + 150 * j, 105 + 20 * i, cell) for i, row in enumerate(cells) for j, cell in enumerate(row)]
    found = read(raw(*reversed(words), rules=grid([50, 200, 350, 500], [100, 120, 140, 160])))
    assert found == [("row", "\t".join(row)) for row in cells]


def test_a_cell_of_several_lines_is_one_cell() -> None:
    words = [
        line(55, 102, "Auswirkung auf"),
        line(55, 114, "Kenn-"),
        line(55, 126, "zahlen"),
        line(205, 102, "☒ nein"),
    ]
    found = read(raw(*words, rules=grid([50, 200, 350], [100, 140])))
    assert found == [("row", "Auswirkung auf Kennzahlen\t☒ nein")]


def test_a_cell_of_several_items_stands_under_its_label() -> None:
    words = [
        line(55, 102, "Aufgaben"),
        line(205, 102, "• Beratung"),
        line(205, 114, "• Vernetzung"),
        line(55, 142, "Ort"),
        line(205, 142, "Mettmann"),
    ]
    assert read(raw(*words, rules=grid([50, 200, 350], [100, 140, 160]))) == [
        ("heading", "Aufgaben"),
        ("item", "• Beratung"),
        ("item", "• Vernetzung"),
        ("row", "Ort\tMettmann"),
    ]


def test_a_box_beside_the_text_is_read_as_a_whole() -> None:
    body = column(50, 100, LEFT)
    aside = [line(330, 105, "Hinweis: Das Büro bleibt"), line(330, 117, "im August geschlossen.")]
    across = [words for pair in zip(body[:2], aside, strict=True) for words in pair] + body[2:]
    found = text(raw(*across, rules=grid([320, 520], [98, 135])))
    assert "Das Büro bleibt im August geschlossen." in found
    assert "beschlossen. Die Verwaltung setzt" in found


def test_headings_are_larger_or_bolder_than_the_body() -> None:
    found = read(
        raw(
            line(50, 60, "Konzept", 18),
            line(50, 100, "1 Sprache", 10, True),
            *column(50, 116, LEFT),
            line(50, 210, "2 Bildung", 10, True),
            *column(50, 226, RIGHT),
        )
    )
    assert [block for kind, block in found if kind == "heading"] == ["Konzept", "1 Sprache", "2 Bildung"]


def test_heading_levels_follow_size_over_the_whole_document() -> None:
    sheets = [
        raw(line(50, 60, "Teil A", 18), *column(50, 100, LEFT)),
        raw(line(50, 60, "Abschnitt", 13), *column(50, 100, RIGHT), number=2),
    ]
    levels = {block.text: block.level for page in pages(sheets) for block in page.blocks if block.kind == "heading"}
    assert levels == {"Teil A": 1, "Abschnitt": 2}


def test_page_text_parts_headings_by_a_blank_line() -> None:
    (page,) = pages([raw(*column(50, 100, LEFT), line(50, 220, "Ausblick", 16), line(50, 245, "Es geht weiter."))])
    assert page.text.endswith("\n\nAusblick\nEs geht weiter.")


def test_footnotes_come_after_the_text_of_the_page() -> None:
    left = [*column(50, 100, LEFT), line(50, 700, "1 Vgl. Kreistag, Vorlage 50/025, Seite 3.", 7)]
    found = read(raw(*left, *column(320, 100, RIGHT)))
    assert found[-1] == ("note", "1 Vgl. Kreistag, Vorlage 50/025, Seite 3.")


def test_a_page_without_words_has_no_text_and_no_problem() -> None:
    (page,) = pages([RawPage(1, 600, 800)])
    assert (page.text, page.blocks, page.problem) == ("", (), None)


def test_a_problem_of_the_raw_page_is_kept() -> None:
    (page,) = pages([RawPage(1, 0, 0, problem="kaputt")])
    assert page.problem == "kaputt"


@pytest.mark.parametrize("turn", [90, 270])
def test_a_page_set_sideways_is_read_in_its_own_direction(tmp_path: Path, turn: int) -> None:
    sheet = Canvas(str(tmp_path / "a.pdf"), pagesize=(600, 800))
    sheet.translate(300, 400)
    sheet.rotate(turn)
    for row, words in enumerate(LEFT):
        sheet.drawString(-100, 50 - 12 * row, words)
    sheet.save()
    assert text(*raw_pages(tmp_path / "a.pdf")) == " ".join(LEFT)


def test_a_table_set_sideways_is_read_row_by_row(tmp_path: Path) -> None:
    sheet = Canvas(str(tmp_path / "a.pdf"), pagesize=(600, 800))
    sheet.translate(300, 400)
    sheet.rotate(90)
    sheet.grid([-200, 0, 200], [0, 20, 40])
    for x, y, words in ((-195, 25, "Name"), (5, 25, "Amt"), (-195, 5, "Römer"), (5, 5, "50-5")):
        sheet.drawString(x, y, words)
    sheet.save()
    assert read(*raw_pages(tmp_path / "a.pdf")) == [("row", "Name\tAmt"), ("row", "Römer\t50-5")]


def test_slanted_text_is_read_along_its_lines(tmp_path: Path) -> None:
    sheet = Canvas(str(tmp_path / "a.pdf"), pagesize=(600, 800))
    sheet.translate(100, 400)
    sheet.rotate(8)
    for row, words in enumerate(LEFT):
        sheet.drawString(0, -14 * row, words)
    sheet.save()
    assert text(*raw_pages(tmp_path / "a.pdf")) == " ".join(LEFT)


def test_a_box_set_aslant_stands_where_its_column_has_it(tmp_path: Path) -> None:
    sheet = Canvas(str(tmp_path / "a.pdf"), pagesize=(600, 800))
    sheet.setFont("Helvetica", 10)
    for x, y, lines in ((50, 500, LEFT[:5]), (320, 700, ["für Ältere da, auch in kleinen", *RIGHT[1:], *LEFT])):
        for row, words in enumerate(lines):
            sheet.drawString(x, y - 12 * row, words)
    sheet.saveState()
    sheet.translate(60, 660)
    sheet.rotate(8)
    sheet.setFont("Helvetica-Bold", 10)
    for row, words in enumerate(["Tipp: Geh doch einmal", "in das Jugendzentrum."]):
        sheet.drawString(0, -14 * row, words)
    sheet.setFont("Helvetica-Bold", 60)
    sheet.drawString(130, -30, "!")
    sheet.restoreState()
    sheet.save()
    found = [block for _, block in read(*raw_pages(tmp_path / "a.pdf"))]
    assert found[0] == "Tipp: Geh doch einmal in das Jugendzentrum."
    assert "in allen Städten für Ältere da" in found[1].replace("\n", " ")
    assert "!" not in found


def test_a_label_that_runs_up_a_cell_stands_in_its_cell(tmp_path: Path) -> None:
    sheet = Canvas(str(tmp_path / "a.pdf"), pagesize=(600, 800))
    sheet.setFont("Helvetica", 10)
    sheet.grid([50, 80, 300], [500, 600, 700])
    for y, label, value in ((610, "Besitzsteuern", "Einkommensteuer"), (510, "Verkehrsteuern", "Umsatzsteuer")):
        sheet.drawString(90, y + 40, value)
        sheet.saveState()
        sheet.translate(70, y)
        sheet.rotate(90)
        sheet.drawString(0, 0, label)
        sheet.restoreState()
    sheet.save()
    assert read(*raw_pages(tmp_path / "a.pdf")) == [
        ("row", "Besitzsteuern\tEinkommensteuer"),
        ("row", "Verkehrsteuern\tUmsatzsteuer"),
    ]


def test_a_sidebar_without_a_frame_is_read_as_a_whole() -> None:
    body = column(50, 100, [*LEFT, *RIGHT[:4]])
    aside = column(330, 103, ["Öffnungszeiten des Büros", "montags von 9 bis 12 Uhr", "freitags von 9 bis 13 Uhr"], 15)
    across = [words for pair in zip(body[:3], aside, strict=True) for words in pair] + body[3:]
    found = text(raw(*across))
    assert "Öffnungszeiten des Büros montags von 9 bis 12 Uhr freitags von 9 bis 13 Uhr" in found
    assert "beschlossen. Die Verwaltung setzt es mit den Städten um." in found


def test_a_framed_box_beside_a_paragraph_does_not_cut_it() -> None:
    body = column(50, 100, [*LEFT[:5], "für Ältere da."])
    aside = [line(330, 118, "Hinweis:"), line(330, 130, "im August geschlossen.")]
    found = read(raw(*body, *aside, rules=grid([320, 520], [112, 146])))
    assert found[0][1] == " ".join([*LEFT[:5], "für Ältere da."])


def test_a_heading_over_both_columns_parts_what_is_above_from_what_is_below() -> None:
    upper = [*column(50, 100, LEFT), *column(320, 100, RIGHT)]
    head = line(50, 200, "Ein Titel der über beide Spalten hinweg reicht", 16, True)
    lower = [*column(50, 240, ["Unten steht der zweite Teil.", *LEFT[1:]]), *column(320, 240, LEFT)]
    found = text(raw(*lower, head, *upper))
    order = ["Der Kreistag", "Im Herbst", "Ein Titel", "Unten steht", "Der Kreistag"]
    places = [found.index(words) for words in order[:4]] + [found.rindex(order[4])]
    assert places == sorted(places)


def test_a_table_in_a_column_is_read_where_it_stands() -> None:
    cells = [line(55, 184, "Ort"), line(155, 184, "Mettmann"), line(55, 204, "Tag"), line(155, 204, "Montag")]
    left = [*column(50, 100, LEFT), *column(50, 232, LEFT[:3])]
    right = [*column(320, 100, RIGHT), *column(320, 184, RIGHT)]
    found = read(raw(*left, *right, *cells, rules=grid([50, 150, 250], [180, 200, 220])))
    assert [block for kind, block in found if kind == "row"] == ["Ort\tMettmann", "Tag\tMontag"]
    rows = [index for index, (kind, _) in enumerate(found) if kind == "row"]
    assert "Ehrenamtliche." in found[rows[0] - 1][1]
    assert found[rows[-1] + 1][1].startswith("Der Kreistag")
    assert found[-1][1].endswith("dort.")


def test_columns_of_different_line_pitch_are_columns() -> None:
    third = ["Zum Schluss folgen Adressen", *LEFT[1:]]
    left, right = column(50, 100, [*LEFT, *RIGHT]), column(320, 100, [*third, *LEFT[:2]], 17)
    across = sorted([*left, *right], key=lambda words: words[0].box.y0)
    found = text(raw(*across))
    assert found.startswith(" ".join(LEFT) + " " + " ".join(RIGHT).replace("statt- findet", "stattfindet"))
    assert "Zum Schluss folgen Adressen beschlossen. Die Verwaltung" in found


def test_footnotes_of_both_columns_come_after_the_text_of_both() -> None:
    left, right = column(50, 100, LEFT[:5]), column(320, 100, ["für Ältere da, auch in kleinen", *RIGHT[1:]])
    notes = [line(50, 700, "1 Vgl. Kreistag, Vorlage 50/025, Seite 3.", 7), line(320, 700, "2 Siehe dort Seite 5.", 7)]
    found = read(raw(*left, notes[0], *right, notes[1]))
    assert "allen Städten für Ältere da" in found[0][1]
    assert [kind for kind, _ in found[-2:]] == ["note", "note"]


def test_a_line_from_right_to_left_stays_in_its_column() -> None:
    hebrew = [Word("שלום", Box(220, 172, 250, 184), 10, False), Word("לכולם", Box(180, 172, 215, 184), 10, False)]
    across = [words for pair in zip(column(50, 100, LEFT), column(320, 100, RIGHT), strict=True) for words in pair]
    found = text(raw(*across, hebrew, *column(50, 184, LEFT[:3]), *column(320, 172, RIGHT[:4])))
    assert "שלום לכולם" in found
    assert found.index("שלום") < found.index("Im Herbst")


def test_a_date_at_the_right_does_not_stand_inside_the_sender() -> None:
    sheet = raw(
        [*line(50, 60, "Kreis Mettmann Kreishaus"), *line(430, 60, "Mettmann, den 3.5.2021")],
        line(50, 72, "Der Landrat des Kreises"),
        *column(50, 150, LEFT),
    )
    assert "Kreis Mettmann Kreishaus Der Landrat des Kreises" in text(sheet)
    assert "Mettmann, den 3.5.2021" in [block for _, block in read(sheet)]


def test_two_signatures_are_one_row() -> None:
    sheet = raw(
        *column(50, 100, LEFT),
        [*line(50, 230, "gez."), *line(320, 230, "gez.")],
        [*line(50, 242, "Eva Römer"), *line(320, 242, "Ali Hecker")],
        [*line(50, 254, "Vorsitzende"), *line(320, 254, "Schriftführer")],
    )
    assert read(sheet)[-1] == ("row", "gez. Eva Römer Vorsitzende\tgez. Ali Hecker Schriftführer")


def test_applause_in_brackets_is_a_paragraph_of_its_own() -> None:
    found = read(
        raw(
            line(50, 100, "Sie wollen sich um die Digitalisierung kümmern und um die Schulen,"),
            line(150, 118, "(Beifall bei der SPD)"),
            line(50, 136, "anstatt über Parkplätze zu reden und über alles andere in der Stadt."),
        )
    )
    assert [block for _, block in found][1] == "(Beifall bei der SPD)"
    assert len(found) == 3


def test_ornaments_are_dropped_but_not_boxes_to_be_ticked() -> None:
    found = [block for _, block in read(raw(*column(50, 100, LEFT), line(300, 300, "!", 40), line(50, 400, "☐")))]
    assert "!" not in found
    assert "☐" in found


def test_a_letter_in_the_margin_opens_the_box_it_names() -> None:
    words = [line(60, 150, "F"), *column(100, 105, LEFT)]
    found = [block for _, block in read(raw(*words, rules=grid([90, 400], [100, 190])))]
    assert found[0] == "F"


def test_a_picture_over_a_text_does_not_cut_its_lines() -> None:
    found = text(raw(*column(50, 100, LEFT), rules=grid([50 + 5 * 8 + 1, 560], [90, 134])))
    assert " ".join(LEFT) in found


LETTERS = st.text("abcdefghijklmnopqrstuvwxyzäöüßABCXYZ-/•(„“0123456789", min_size=1, max_size=12)


@st.composite
def wild_pages(draw: st.DrawFn) -> list[RawPage]:
    found = []
    for number in range(draw(st.integers(1, 3))):
        words = []
        for _ in range(draw(st.integers(0, 40))):
            word, size = draw(LETTERS), draw(st.sampled_from([7.0, 10.0, 10.0, 10.0, 16.0]))
            x, y = draw(st.integers(0, 550)), draw(st.integers(220, 620))
            turn = draw(st.sampled_from([0, 0, 0, 0, 0, 90, 180, 270, 350]))
            box = Box(x, y, x + 0.5 * size * len(word), y + 1.15 * size)
            words.append(Word(word, box, size, draw(st.booleans()), turn))
        lines = draw(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 800), st.booleans()), max_size=8))
        rules = tuple(Box(x, y, x + (200 if flat else 1), y + (1 if flat else 200)) for x, y, flat in lines)
        found.append(RawPage(number + 1, 600, 800, tuple(words), rules))
    return found


@settings(max_examples=60, deadline=None)
@given(wild_pages())
def test_no_word_is_lost_or_doubled_and_pieces_are_what_stands_in_the_text(
    given_pages: list[RawPage],
) -> None:
    found = pages(given_pages)
    printed = Counter(word.box for page in given_pages for word in page.words)
    kept: Counter[Box] = Counter()
    for page in found:
        check_pieces(page)
        kept.update(piece.box for block in page.blocks for piece in block.pieces)
    # Signs that stand alone are ornaments, and turned words at one place cannot be told apart.
    words = [word for page in given_pages for word in page.words]
    apart = {word.box for word in words if word.turn or not any(map(str.isalnum, word.text))}
    assert {box: n for box, n in printed.items() if box not in apart} == {
        box: n for box, n in kept.items() if box not in apart
    }
    assert all(n <= printed[box] for box, n in kept.items() if box not in {word.box for word in words if word.turn})


@pytest.mark.skipif(not SHARED.exists(), reason="the shared papers are not here")
class TestRealPapers:
    def blocks(self, name: str) -> list[Block]:
        return [block for page in pages(list(raw_pages(SHARED / "real" / name))) for block in page.blocks]

    def test_check_boxes_of_a_council_paper_stand_beside_their_labels(self) -> None:
        rows = [block.text for block in self.blocks("vorlage-50-025-2021.pdf") if block.kind == "row"]
        assert "Finanzielle Auswirkung\t☐ ja\t☒ nein\t☐ noch nicht zu übersehen" in rows
        assert rows.index("Beratungsfolge\tTermine\tArt der Entscheidung") + 1 == rows.index(
            "Sozialausschuss\t25.11.2021\tKenntnisnahme"
        )

    def test_each_task_of_a_profile_is_an_item_under_its_label(self) -> None:
        blocks = self.blocks("steckbrief-ki-kreis-mettmann.pdf")
        at = next(index for index, block in enumerate(blocks) if block.text == "Weitere Aufgabenbereiche")
        assert blocks[at].kind == "heading"
        assert [block.kind for block in blocks[at + 1 : at + 9]] == ["item"] * 8

    def test_no_running_head_is_left(self) -> None:
        every = " ".join(block.text for block in self.blocks("bericht-handlungsschwerpunkte-2010-2011.pdf"))
        assert "Seite 1 von 6" not in every and "Der Landrat" not in every
        assert "Moschee- und Kulturvereine" in every or "Rechts- und Ordnungsamt" in every
