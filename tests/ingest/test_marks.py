from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.letters import Word
from ingest.marks import with_marks, without_edges
from ingest.pdf import RawPage, raw_pages
from ingest.shapes import Shape
from kb.model import Box


def texts(words: tuple[Word, ...]) -> list[str]:
    return [word.text for word in words]


def line(x: float, y: float, text: str) -> list[Word]:
    words = []
    for word in text.split():
        words.append(Word(word, Box(x, y, x + 5 * len(word), y + 11), 10))
        x += 5 * len(word) + 3
    return words


def disc(x: float, y: float) -> Shape:
    return Shape("disc", Box(x, y, x + 4, y + 4), 13)


def square(x: float, y: float) -> Shape:
    return Shape("square", Box(x, y, x + 9, y + 9), 5)


def test_a_disc_before_a_line_is_a_bullet_and_stands_before_its_word() -> None:
    words, boxes = with_marks([*line(50, 80, "Wir bieten:"), *line(62, 100, "Beratung")], [disc(50, 104)])
    assert texts(words) == ["Wir", "bieten:", "•", "Beratung"]
    assert words[2].box == Box(50, 104, 54, 108) == boxes[0]


def test_a_disc_between_words_or_far_from_them_is_no_bullet() -> None:
    words = [*line(50, 100, "Erlangen"), *line(110, 100, "Montag")]
    assert with_marks(words, [disc(98, 104)]) == (tuple(words), ())
    assert with_marks(words, [disc(5, 104)]) == (tuple(words), ())
    assert with_marks(words, [disc(40, 300)]) == (tuple(words), ())


def test_other_blots_are_bullets_only_where_two_open_lines_at_one_edge() -> None:
    def arrow(y: float) -> Shape:
        return Shape("blot", Box(50, y, 56, y + 5), 7)

    words = [*line(62, 100, "Beratung"), *line(62, 120, "Begleitung")]
    assert texts(with_marks(words, [arrow(103)])[0]) == ["Beratung", "Begleitung"]
    assert texts(with_marks(words, [arrow(103), arrow(123)])[0]) == ["•", "Beratung", "•", "Begleitung"]


def test_check_boxes_stand_before_their_option() -> None:
    words = line(62, 100, "ja") + line(112, 100, "nein")
    found, boxes = with_marks(words, [square(50, 101), square(100, 101)])
    assert texts(found) == ["☐", "ja", "☐", "nein"]
    assert len(boxes) == 2


def test_a_check_box_with_slanting_strokes_is_crossed() -> None:
    stroke = Shape("slant", Box(51, 102, 58, 109), 2)
    assert texts(with_marks(line(62, 100, "ja"), [square(50, 101), stroke])[0]) == ["☒", "ja"]
    ticked = Shape("ticked", Box(50, 101, 59, 110), 9)
    assert texts(with_marks(line(62, 100, "ja"), [ticked])[0]) == ["☒", "ja"]


def test_cells_for_letters_and_frames_around_words_are_no_check_boxes() -> None:
    cells = [square(50 + 9 * number, 101) for number in range(6)]
    assert texts(with_marks(line(110, 100, "IBAN"), cells)[0]) == ["IBAN"]
    framed = line(50, 100, "A") + line(66, 100, "Angaben")
    assert texts(with_marks(framed, [Shape("square", Box(48, 100, 58, 111), 5)])[0]) == ["A", "Angaben"]


def test_edges_of_marks_are_no_ruling_lines() -> None:
    edge, rule = Box(50, 101, 59, 101), Box(40, 120, 300, 120)
    assert without_edges([edge, rule], [Box(50, 101, 59, 110)]) == (rule,)
    assert without_edges([edge, rule], []) == (edge, rule)


@pytest.fixture
def form(tmp_path: Path) -> RawPage:
    sheet = Canvas(str(tmp_path / "a.pdf"), pagesize=(400, 600))
    sheet.setFont("Helvetica", 10)
    for y, text in ((500, "Beratung"), (480, "Begleitung")):
        sheet.circle(52, y + 3, 2, stroke=0, fill=1)
        sheet.drawString(62, y, text)
    sheet.rect(50, 440, 8, 8)
    sheet.drawString(62, 440, "Abschrift")
    sheet.rect(50, 420, 8, 8)
    sheet.line(50, 420, 58, 428)
    sheet.line(50, 428, 58, 420)
    sheet.drawString(62, 420, "Ausfertigung")
    sheet.line(50, 400, 300, 400)
    sheet.save()
    (page,) = raw_pages(tmp_path / "a.pdf")
    return page


def test_drawn_marks_are_read_from_a_file(form: RawPage) -> None:
    assert texts(form.words) == ["•", "Beratung", "•", "Begleitung", "☐", "Abschrift", "☒", "Ausfertigung"]
    assert [rule.x1 - rule.x0 for rule in form.rules] == [pytest.approx(250, abs=2)]


def test_a_mark_set_close_to_its_word_is_a_word_of_its_own(tmp_path: Path) -> None:
    sheet = Canvas(str(tmp_path / "a.pdf"), pagesize=(400, 600))
    sheet.setFont("ZapfDingbats", 10)
    sheet.drawString(50, 500, "n")
    sheet.setFont("Helvetica", 10)
    sheet.drawString(58.5, 500, "Beratung")
    sheet.save()
    (page,) = raw_pages(tmp_path / "a.pdf")
    assert texts(page.words) == ["■", "Beratung"]


def test_a_word_in_pieces_without_room_between_them_is_one(tmp_path: Path) -> None:
    sheet = Canvas(str(tmp_path / "a.pdf"), pagesize=(400, 600))
    sheet.setFont("Helvetica", 10)
    sheet.drawString(50, 500, "Vollstreckungs ")
    sheet.drawString(50 + sheet.stringWidth("Vollstreckungs"), 500, "bescheid")
    sheet.drawString(50, 480, "der Bescheid")
    sheet.save()
    (page,) = raw_pages(tmp_path / "a.pdf")
    assert texts(page.words) == ["Vollstreckungsbescheid", "der", "Bescheid"]


def test_check_boxes_of_a_form_to_be_filled_in_are_read_with_their_state(tmp_path: Path) -> None:
    sheet = Canvas(str(tmp_path / "a.pdf"), pagesize=(400, 600))
    sheet.setFont("Helvetica", 10)
    for y, text, checked in ((500, "ja", True), (480, "nein", False)):
        sheet.drawString(70, y, text)
        sheet.acroForm.checkbox(name=text, x=52, y=y - 2, size=12, checked=checked)
    sheet.save()
    (page,) = raw_pages(tmp_path / "a.pdf")
    assert texts(page.words) == ["☒", "ja", "☐", "nein"]
