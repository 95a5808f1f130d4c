from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from ingest.pdf import raw_pages
from ingest.tokens import Rect, split


def letters(*lefts: float) -> list[Rect]:
    return [(left, 100.0, left + 5.0, 111.5) for left in lefts]


def test_what_stands_close_is_one_word() -> None:
    assert [text for _, text, _ in split(7, "Kita", letters(0, 5, 10, 15))] == ["Kita"]


def test_a_gap_parts_words_that_the_file_writes_on_end() -> None:
    parts = list(split(7, "KitaOrt", letters(0, 5, 10, 15, 40, 45, 50)))
    assert [(start, text) for start, text, _ in parts] == [(7, "Kita"), (11, "Ort")]
    assert parts[1][2] == letters(40, 45, 50)


def test_a_line_end_parts_words_that_the_file_writes_on_end() -> None:
    below = [(left, 80.0, left + 5.0, 91.5) for left in (0.0, 5.0)]
    assert [text for _, text, _ in split(0, "Sprach-en", [*letters(*range(0, 35, 5)), *below])] == ["Sprach-", "en"]


def test_every_word_of_a_page_with_thousands_has_the_box_where_it_stands(tmp_path: Path) -> None:
    sheet = Canvas(str(tmp_path / "a.pdf"), pagesize=(2000, 1500))
    sheet.setFont("Helvetica", 8)
    places = [(20.0 + 30 * column, 20.0 + 10 * row) for row in range(140) for column in range(60)]
    for number, (x, y) in enumerate(places):
        sheet.drawString(x, y, f"{number:04}")
    sheet.save()
    (page,) = raw_pages(tmp_path / "a.pdf")
    assert len(page.words) == len(places)
    for word in page.words:
        x, y = places[int(word.text)]
        assert abs(word.box.x0 - x) < 2
        assert word.box.y0 < 1500 - y < word.box.y1
