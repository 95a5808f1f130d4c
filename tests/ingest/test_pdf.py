from pathlib import Path

import pypdf
import pypdfium2
import pytest
from reportlab.lib.colors import white
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.pdf import Hidden, RawPage, Word, document_info, raw_pages
from kb.errors import IngestError
from kb.model import Box

SIZE = (400, 600)


def canvas(path: Path, **options: object) -> Canvas:
    return Canvas(str(path), pagesize=SIZE, **options)


def only_page(path: Path) -> RawPage:
    (page,) = raw_pages(path)
    return page


def texts(page: RawPage) -> list[str]:
    return [word.text for word in page.words]


def word(page: RawPage, text: str) -> Word:
    return next(word for word in page.words if word.text == text)


def drawn(path: Path, *lines: tuple[float, float, str], font: str = "Helvetica", size: float = 10) -> Path:
    sheet = canvas(path)
    sheet.setFont(font, size)
    for x, y, text in lines:
        sheet.drawString(x, y, text)
    sheet.save()
    return path


def test_words_come_with_boxes_from_the_top_left(tmp_path: Path) -> None:
    page = only_page(drawn(tmp_path / "a.pdf", (50, 500, "Kreis Mettmann")))
    assert (page.number, page.width, page.height) == (1, 400, 600)
    assert texts(page) == ["Kreis", "Mettmann"]
    box = word(page, "Kreis").box
    assert box.x0 == pytest.approx(50, abs=1)
    assert box.y0 < 100 < box.y1  # the baseline stands 500 above the bottom
    assert word(page, "Mettmann").box.x0 > box.x1


def test_size_and_weight_are_read_from_the_font(tmp_path: Path) -> None:
    sheet = canvas(tmp_path / "a.pdf")
    sheet.setFont("Helvetica-Bold", 14)
    sheet.drawString(50, 500, "Titel")
    sheet.setFont("Helvetica", 9)
    sheet.drawString(50, 480, "Text")
    sheet.save()
    page = only_page(tmp_path / "a.pdf")
    assert (word(page, "Titel").size, word(page, "Titel").bold) == (14, True)
    assert (word(page, "Text").size, word(page, "Text").bold) == (9, False)


def test_scaled_text_has_the_size_it_is_shown_in(tmp_path: Path) -> None:
    sheet = canvas(tmp_path / "a.pdf")
    sheet.scale(2, 2)
    sheet.setFont("Helvetica", 6)
    sheet.drawString(20, 200, "groß")
    sheet.save()
    assert word(only_page(tmp_path / "a.pdf"), "groß").size == pytest.approx(12)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_lie_where_the_word_is_shown_on_a_turned_and_cropped_page(tmp_path: Path, turn: int) -> None:
    drawn(tmp_path / "a.pdf", (120, 400, "Wort"), size=20)
    writer = pypdf.PdfWriter(clone_from=tmp_path / "a.pdf")
    writer.pages[0].cropbox = pypdf.generic.RectangleObject((100, 300, 300, 550))
    writer.pages[0].rotate(turn)
    writer.write(tmp_path / "b.pdf")
    page = only_page(tmp_path / "b.pdf")
    assert (page.width, page.height) == ((250, 200) if turn % 180 else (200, 250))
    (found,) = page.words
    assert found.turn == turn
    image = pypdfium2.PdfDocument(tmp_path / "b.pdf")[0].render(scale=4).to_pil().convert("L")
    left, top, right, bottom = image.point(lambda grey: 255 * (grey < 128)).getbbox()
    ink = Box(left / 4, top / 4, right / 4, bottom / 4)
    box = found.box
    assert box.x0 - 1 <= ink.x0 and ink.x1 <= box.x1 + 1
    assert box.y0 - 1 <= ink.y0 and ink.y1 <= box.y1 + 1
    assert (box.x1 - box.x0) * (box.y1 - box.y0) < 4 * (ink.x1 - ink.x0) * (ink.y1 - ink.y0)


def test_slanted_text_keeps_its_angle(tmp_path: Path) -> None:
    sheet = canvas(tmp_path / "a.pdf")
    sheet.translate(100, 300)
    sheet.rotate(10)
    sheet.drawString(0, 0, "schräg")
    sheet.save()
    assert word(only_page(tmp_path / "a.pdf"), "schräg").turn == 350


def test_words_that_stand_apart_are_two_words_even_without_a_space(tmp_path: Path) -> None:
    page = only_page(drawn(tmp_path / "a.pdf", (50, 500, "links"), (250, 500, "rechts")))
    assert texts(page) == ["links", "rechts"]


def test_a_hyphen_at_a_line_end_stays_with_the_word(tmp_path: Path) -> None:
    page = only_page(drawn(tmp_path / "a.pdf", (50, 500, "Das Sprach-"), (50, 488, "angebot endet.")))
    assert texts(page) == ["Das", "Sprach-", "angebot", "endet."]


def test_raised_digits_are_superscripts(tmp_path: Path) -> None:
    sheet = canvas(tmp_path / "a.pdf")
    line = sheet.beginText(50, 500)
    line.setFont("Helvetica", 12)
    line.textOut("Integration")
    line.setFont("Helvetica", 7)
    line.setRise(5)
    line.textOut("12")
    sheet.drawText(line)
    sheet.save()
    assert texts(only_page(tmp_path / "a.pdf")) == ["Integration¹²"]


def test_ruling_lines_and_the_edges_of_boxes_are_thin_boxes(tmp_path: Path) -> None:
    sheet = canvas(tmp_path / "a.pdf")
    sheet.line(50, 500, 350, 500)
    sheet.rect(100, 200, 80, 40)
    sheet.save()
    rules = only_page(tmp_path / "a.pdf").rules
    flat = sorted((round(r.x0), round(r.y0), round(r.x1), round(r.y1)) for r in rules if r.y1 - r.y0 < 3)
    assert [(r[0], r[2]) for r in flat] == [(49, 351), (100, 180), (100, 180)]  # a stroke is 1 pt wide
    assert len([r for r in rules if r.x1 - r.x0 < 3]) == 2


def test_white_areas_are_no_lines(tmp_path: Path) -> None:
    sheet = canvas(tmp_path / "a.pdf")
    sheet.setFillColor(white)
    sheet.rect(100, 200, 80, 40, stroke=0, fill=1)
    sheet.save()
    assert only_page(tmp_path / "a.pdf").rules == ()


def test_invisible_words_and_words_outside_the_page_are_hidden(tmp_path: Path) -> None:
    sheet = canvas(tmp_path / "a.pdf")
    sheet.saveState()
    line = sheet.beginText(50, 500)
    line.setTextRenderMode(3)
    line.textOut("unsichtbar")
    sheet.drawText(line)
    sheet.restoreState()
    sheet.drawString(900, 500, "draußen")
    sheet.drawString(50, 400, "sichtbar")
    sheet.save()
    page = only_page(tmp_path / "a.pdf")
    assert texts(page) == ["sichtbar"]
    assert page.hidden == (Hidden("invisible", "unsichtbar"), Hidden("outside", "draußen"))


def test_the_text_layer_of_a_scan_counts_as_its_text(tmp_path: Path) -> None:
    from PIL import Image

    sheet = canvas(tmp_path / "a.pdf")
    sheet.drawImage(ImageReader(Image.new("L", (40, 60), 200)), 0, 0, *SIZE)
    line = sheet.beginText(50, 500)
    line.setTextRenderMode(3)
    line.textOut("Textschicht")
    sheet.drawText(line)
    sheet.save()
    page = only_page(tmp_path / "a.pdf")
    assert page.images == pytest.approx(1, abs=0.01)
    assert texts(page) == ["Textschicht"]


def test_a_page_without_words_is_empty(tmp_path: Path) -> None:
    sheet = canvas(tmp_path / "a.pdf")
    sheet.showPage()
    sheet.save()
    page = only_page(tmp_path / "a.pdf")
    assert (page.words, page.images, page.problem) == ((), 0.0, None)


def test_a_file_that_is_no_pdf_is_named(tmp_path: Path) -> None:
    path = tmp_path / "falsch.pdf"
    path.write_text("kein PDF")
    for read in (lambda: list(raw_pages(path)), lambda: document_info(path)):
        with pytest.raises(IngestError) as error:
            read()
        assert error.value.key == "no-pdf-other"
        assert "falsch.pdf" in str(error.value)


def test_a_password_is_asked_for_by_name(tmp_path: Path) -> None:
    sheet = canvas(tmp_path / "a.pdf", encrypt=StandardEncryption("geheim", "eigen"))
    sheet.drawString(50, 500, "x")
    sheet.save()
    for read in (lambda: list(raw_pages(tmp_path / "a.pdf")), lambda: document_info(tmp_path / "a.pdf")):
        with pytest.raises(IngestError) as error:
            read()
        assert error.value.key == "pdf-encrypted"


def test_an_empty_password_opens_the_file(tmp_path: Path) -> None:
    sheet = canvas(tmp_path / "a.pdf", encrypt=StandardEncryption("", "eigen", canPrint=0))
    sheet.drawString(50, 500, "offen")
    sheet.save()
    assert texts(only_page(tmp_path / "a.pdf")) == ["offen"]
    assert document_info(tmp_path / "a.pdf").encrypted


def test_a_file_without_pages_is_named(tmp_path: Path) -> None:
    pypdf.PdfWriter().write(tmp_path / "leer.pdf")
    with pytest.raises(IngestError) as error:
        list(raw_pages(tmp_path / "leer.pdf"))
    assert error.value.key == "pdf-no-pages"


def test_a_page_that_cannot_be_read_does_not_take_the_others(tmp_path: Path) -> None:
    sheet = canvas(tmp_path / "a.pdf")
    for text in ("eins", "zwei", "drei"):
        sheet.drawString(50, 500, text)
        sheet.showPage()
    sheet.save()
    writer = pypdf.PdfWriter(clone_from=tmp_path / "a.pdf")
    kids = writer.root_object["/Pages"]["/Kids"]
    kids[1] = pypdf.generic.NullObject()
    writer.write(tmp_path / "b.pdf")
    first, broken, last = raw_pages(tmp_path / "b.pdf")
    assert (texts(first), texts(last)) == (["eins"], ["drei"])
    assert broken.problem and "Seite 2" in broken.problem
    assert broken.cause == "page-unreadable"


def test_document_info_is_what_the_file_says(tmp_path: Path) -> None:
    sheet = canvas(tmp_path / "a.pdf")
    sheet.setTitle("Integrationskonzept")
    sheet.setAuthor("Kreis Mettmann")
    sheet.drawString(50, 500, "Einleitung")
    sheet.save()
    info = document_info(tmp_path / "a.pdf")
    assert (info.title, info.author, info.encrypted) == ("Integrationskonzept", "Kreis Mettmann", False)
    assert info.created[:2] == "20"
    assert info.attachments == ()


@pytest.mark.parametrize("day", ["D:20240215101500+01'00'", "20240215101500"])
def test_titles_in_any_letters_and_days_with_and_without_a_mark_are_read(tmp_path: Path, day: str) -> None:
    drawn(tmp_path / "a.pdf", (50, 500, "Einleitung"))
    writer = pypdf.PdfWriter(clone_from=tmp_path / "a.pdf")
    writer.add_metadata({"/Title": " Göçmenler  için – Überblick ", "/CreationDate": day})
    writer.write(tmp_path / "b.pdf")
    info = document_info(tmp_path / "b.pdf")
    assert (info.title, info.created) == ("Göçmenler için – Überblick", "2024-02-15")


def test_embedded_files_are_named(tmp_path: Path) -> None:
    drawn(tmp_path / "a.pdf", (50, 500, "Anlagen"))
    writer = pypdf.PdfWriter(clone_from=tmp_path / "a.pdf")
    writer.add_attachment("liste.xlsx", b"PK")
    writer.write(tmp_path / "b.pdf")
    assert document_info(tmp_path / "b.pdf").attachments == ("liste.xlsx",)


def test_what_the_file_does_not_say_is_empty(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.metadata = None
    writer.write(tmp_path / "a.pdf")
    info = document_info(tmp_path / "a.pdf")
    assert (info.title, info.author, info.created) == ("", "", "")
