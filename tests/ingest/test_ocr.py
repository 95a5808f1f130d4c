import io
import stat
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest import ocr
from ingest.ocr import available, needs_ocr, read_page
from ingest.pdf import RawPage, Word, raw_pages
from kb.errors import IngestError
from kb.model import Box

SIZE = (595.0, 842.0)
LINES = (
    "Satzung über die Benutzung der Unterkünfte für Geflüchtete",
    "Die Gemeindevertretung hat in ihrer Sitzung am 15. April 2024 die",
    "folgende Satzung beschlossen. Sie gilt für alle Einrichtungen, die",
    "von der Gemeinde zur vorläufigen Unterbringung betrieben werden.",
    "Die Gebühr beträgt monatlich 187,50 Euro je Person; Kinder unter",
    "sechs Jahren sind befreit. Über Ausnahmen entscheidet der Bürgermeister",
    "auf schriftlichen Antrag, der spätestens zwei Wochen vor Beginn des",
    "Monats beim Sozialamt eingehen muss. Rückständige Gebühren werden im",
    "Verwaltungszwangsverfahren beigetrieben. Jede Änderung der Verhältnisse",
    "ist der Verwaltung unverzüglich mitzuteilen. Die Satzung tritt am Tage",
    "nach ihrer Bekanntmachung in Kraft.",
)
reads = pytest.mark.skipif(not available(), reason="needs tesseract-ocr and tesseract-ocr-deu")
turns = pytest.mark.skipif(
    "osd" not in ocr._languages(ocr.shutil.which("tesseract")), reason="needs Tesseract's osd data"
)


def printed(path: Path, lines: tuple[str, ...] = LINES) -> Path:
    canvas = Canvas(str(path), pagesize=SIZE)
    canvas.setFont("Times-Roman", 12)
    for number, line in enumerate(lines):
        canvas.drawString(70, 760 - 18 * number, line)
    canvas.save()
    return path


def scanned(paper: Path, path: Path, turn: int = 0, over: str = "") -> Path:
    """Write an image-only PDF of the first page of `paper`, turned clockwise; `over` is real text on it."""
    document = pypdfium2.PdfDocument(paper)
    image = document[0].render(scale=200 / 72, grayscale=True).to_pil().convert("L").rotate(-turn, expand=True)
    document.close()
    size = SIZE if turn % 180 == 0 else (SIZE[1], SIZE[0])
    canvas = Canvas(str(path), pagesize=size)
    canvas.drawImage(ImageReader(image), 0, 0, *size)
    if over:
        canvas.drawString(400, 20, over)
    canvas.save()
    return path


def first(path: Path) -> RawPage:
    return next(raw_pages(path))


def page(*texts: str, images: float = 1.0) -> RawPage:
    words = tuple(Word(text, Box(0, 0, 10, 10), 10) for text in texts)
    return RawPage(1, *SIZE, words, images=images)


def recall(found: tuple[Word, ...], true: tuple[Word, ...]) -> float:
    texts = [word.text for word in found]
    return sum(word.text in texts for word in true) / len(true)


def test_a_scan_without_text_needs_it(tmp_path: Path) -> None:
    assert needs_ocr(first(scanned(printed(tmp_path / "a.pdf"), tmp_path / "b.pdf")))


def test_a_scan_with_a_stamp_in_real_text_needs_it() -> None:
    assert needs_ocr(page("Anlage", "3", "zur", "Vorlage"))


def test_a_page_of_text_does_not_need_it(tmp_path: Path) -> None:
    assert not needs_ocr(first(printed(tmp_path / "a.pdf")))


def test_an_empty_page_without_pictures_does_not_need_it() -> None:
    assert not needs_ocr(page(images=0.0))


@pytest.mark.parametrize(
    "text",
    [
        " ".join(LINES),
        "Приём граждан проводится по вторникам и четвергам с девяти до двенадцати часов в здании администрации города",
        "Danışmanlık ücretsizdir ve gizlidir, lütfen 02104 / 99-0 numaralı telefondan randevu alınız veya bize yazınız",
    ],
)
def test_a_picture_with_readable_text_over_it_does_not_need_it(text: str) -> None:
    assert not needs_ocr(page(*text.split()))


@pytest.mark.parametrize("word", ["\ue012\ue045\ue033", "G§m#!n~e", "Xrtz", "\ufffd\ufffdng", "|||", "_~^"])
def test_a_picture_under_nonsense_needs_it(word: str) -> None:
    assert needs_ocr(page(*["Gemeinde"] * 15, *[word] * 30))


def test_a_page_that_could_not_be_opened_is_left_alone() -> None:
    assert not needs_ocr(RawPage(1, 0, 0, images=1.0, problem="kaputt"))


@reads
def test_a_scan_is_read_with_its_words_where_they_stand(tmp_path: Path) -> None:
    paper = printed(tmp_path / "a.pdf")
    true = first(paper).words
    scan = scanned(paper, tmp_path / "b.pdf")
    read = read_page(scan, first(scan))
    assert recall(read.words, true) >= 0.97
    places = {word.text: word.box for word in true if sum(other.text == word.text for other in true) == 1}
    checked = [(word.box, places[word.text]) for word in read.words if word.text in places]
    assert len(checked) > 50
    for found, box in checked:
        assert abs(found.x0 - box.x0) < 3
        assert abs(found.x1 - box.x1) < 3
        assert abs(found.y0 - box.y0) < 4
        assert abs(found.y1 - box.y1) < 4
    assert all(abs(word.size - 12) <= 1.5 for word in read.words)
    assert {(word.bold, word.turn) for word in read.words} == {(False, 0)}
    assert (read.number, read.width, read.height, read.images) == (1, *SIZE, 1.0)


@reads
@turns
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_scanned_sideways_is_read_where_its_words_stand(tmp_path: Path, turn: int) -> None:
    paper = printed(tmp_path / "a.pdf")
    true = first(paper).words
    scan = scanned(paper, tmp_path / "b.pdf", turn)
    read = read_page(scan, first(scan))
    assert recall(read.words, true) >= 0.97
    assert {word.turn for word in read.words} == {turn}
    fee, printed_fee = (next(word.box for word in words if word.text == "187,50") for words in (read.words, true))
    x, y = (printed_fee.x0 + printed_fee.x1) / 2, (printed_fee.y0 + printed_fee.y1) / 2
    width, height = SIZE
    where = {90: (height - y, x), 180: (width - x, height - y), 270: (y, width - x)}[turn]
    assert ((fee.x0 + fee.x1) / 2, (fee.y0 + fee.y1) / 2) == pytest.approx(where, abs=4)


@reads
def test_a_mark_in_the_margin_is_read(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=SIZE)
    for number, line in enumerate(LINES):
        canvas.drawString(140, 760 - 36 * number, line)
        canvas.drawString(70, 760 - 36 * number, f"({number + 1})")
    canvas.save()
    scan = scanned(tmp_path / "a.pdf", tmp_path / "b.pdf")
    marks = [word.text for word in read_page(scan, first(scan)).words if word.box.x1 < 120]
    assert marks == [f"({number + 1})" for number in range(len(LINES))]


@reads
def test_the_section_sign_is_told_from_the_digit_that_it_is_read_as(tmp_path: Path) -> None:
    lines = (
        "§ 5 Gebühren und Auslagen der Gemeinde",
        *LINES[1:4],
        "gemäß § 12 Abs. 2 der Satzung sind 8 11 und 18 gemeint",
    )
    scan = scanned(printed(tmp_path / "a.pdf", lines), tmp_path / "b.pdf")
    text = " ".join(word.text for word in read_page(scan, first(scan)).words)
    assert "§ 5 Gebühren" in text
    assert "§ 12 Abs. 2" in text
    assert "8 11 und 18" in text


@reads
def test_of_a_picture_without_text_the_files_own_words_stay(tmp_path: Path) -> None:
    image = io.BytesIO()
    Image.linear_gradient("L").resize((600, 800)).save(image, "PNG")
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=SIZE)
    canvas.drawImage(ImageReader(image), 0, 0, *SIZE)
    canvas.drawString(70, 700, "Deine Rechte in Deutschland")
    canvas.save()
    raw = first(tmp_path / "a.pdf")
    read = read_page(tmp_path / "a.pdf", raw)
    assert {word.text for word in read.words} >= {"Deine", "Rechte", "in", "Deutschland"}


def test_without_the_program_the_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not available()
    with pytest.raises(IngestError) as caught:
        read_page(tmp_path / "x.pdf", page())
    assert (caught.value.key, caught.value.about["file"]) == ("ocr-missing", "x.pdf")


@pytest.mark.parametrize(
    ("script", "why"), [("echo kaputt >&2; exit 3", "kaputt"), ("exec sleep 30", "0.2"), ("exit 4", "4")]
)
def test_a_program_that_fails_or_hangs_is_an_error_that_names_file_and_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, why: str
) -> None:
    program = tmp_path / "tesseract"
    program.write_text(f'#!/bin/sh\n[ "$1" = --list-langs ] && echo deu && exit 0\n{script}\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    scan = scanned(printed(tmp_path / "a.pdf"), tmp_path / "b.pdf")
    raw = first(scan)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(IngestError) as caught:
        read_page(scan, raw, timeout=0.2 if "sleep" in script else 20)
    assert caught.value.key == "ocr-failed"
    assert caught.value.about["file"] == "b.pdf"
    assert caught.value.about["page"] == 1
    assert why in str(caught.value.about["why"])
