import io
import stat
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.ocr import available, needs_ocr, read_page
from ingest.pdf import RawPage, Word, raw_pages
from ingest.tesseract import languages
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
turns = pytest.mark.skipif("osd" not in languages(), reason="needs Tesseract's osd data")


def printed(path: Path, lines: tuple[str, ...] = LINES) -> Path:
    canvas = Canvas(str(path), pagesize=SIZE)
    canvas.setFont("Times-Roman", 12)
    for number, line in enumerate(lines):
        canvas.drawString(70, 760 - 18 * number, line)
    canvas.save()
    return path


def scanned(paper: Path, path: Path, turn: float = 0, over: str = "", dpi: int = 200) -> Path:
    """Write an image-only PDF of the first page of `paper`, turned clockwise; `over` is real text on it."""
    document = pypdfium2.PdfDocument(paper)
    image = document[0].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    document.close()
    image = image.rotate(-turn, Image.Resampling.BICUBIC, expand=turn % 90 == 0, fillcolor=255)
    size = (SIZE[1], SIZE[0]) if turn % 180 == 90 else SIZE
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


@pytest.mark.parametrize(
    "text",
    [
        "\ue014\ue036 \ue03a\ue02e\ue035 \ue029\ue038 \ue02a\ue032 und die Kosten " * 6,
        "! % & ' ) ($@) % & # ** , ? % ' & der Text " * 6,
        "Jhphlqgh Vdwcxqj Eüujhuphlvwhu Jhexhkuhq Dqwudj xqwhunxqiw Vrcldodpw Ehvfkoxvv " * 6,
    ],
)
def test_text_whose_fonts_do_not_name_their_letters_needs_it(text: str) -> None:
    assert needs_ocr(page(*text.split(), images=0.0))


@pytest.mark.parametrize(
    "text",
    [
        "Straße ☐ Hausnummer ☐ ☐ Ort ☐ ja ☐ nein ☐ ☐ ☐ \uf0a8 \uf0a8 \uf0a8 Betrag € = + / " * 4,
        "Vorwort . . . . . . . . . . . . . . . . . 3 Gebühren . . . . . . . . . . . . . . 17 " * 4,
        "12,50 € 75,00 € 100,00 € 15.04.2024 § 5 (1) a) 1. 2. 3. 4. 5. % % % m² 17:30 " * 4,
        "Die Gemeinde erhebt Gebühren nach dieser Satzung für alle Einrichtungen " * 8,
    ],
)
def test_forms_contents_and_sums_are_no_nonsense(text: str) -> None:
    assert not needs_ocr(page(*text.split(), images=0.0))


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
@pytest.mark.parametrize("askew", [-3.0, 1.0, 3.0])
def test_a_page_that_lies_askew_is_read_with_its_words_on_level_lines(tmp_path: Path, askew: float) -> None:
    paper = printed(tmp_path / "a.pdf")
    true = first(paper).words
    scan = scanned(paper, tmp_path / "b.pdf", askew)
    read = read_page(scan, first(scan))
    assert recall(read.words, true) >= 0.95
    for line in LINES[2:5]:
        feet = [word.box.y0 for word in read.words if word.text in line.split() and word.text.isalpha()]
        found = [y for y in feet if abs(y - sorted(feet)[len(feet) // 2]) < 9]
        assert len(found) >= 3
        assert max(found) - min(found) < 3


@reads
def test_rows_of_a_ruled_table_are_read_without_its_borders(tmp_path: Path) -> None:
    rows = [
        ("2.4", "Phenolindex", "20 mg/l"),
        ("3.3", "Cyanid, leicht freisetzbar", "0,2 mg/l"),
        ("4.1", "Arsen", "5 mg/l"),
    ]
    rows = [*rows, ("4.2", "Blei", "6 mg/l"), ("4.3", "Cadmium", "7 mg/l"), ("4.4", "Chrom", "8 mg/l")]
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=SIZE)
    canvas.setFont("Helvetica", 11)
    for number, cells in enumerate(rows):
        y = 700 - 16 * number
        canvas.rect(60, y - 4, 440, 16)
        for x, cell in zip((70, 120, 420), cells, strict=True):
            canvas.drawString(x, y, cell)
    for x in (110, 410):
        canvas.line(x, 712, x, 616)
    canvas.save()
    scan = scanned(tmp_path / "a.pdf", tmp_path / "b.pdf", dpi=300)
    read = read_page(scan, first(scan))
    found = " ".join(word.text for word in read.words)
    assert "|" not in found
    for cells in rows:
        assert " ".join(cells) in found
    upright = {round((rule.x0 + rule.x1) / 2) for rule in read.rules if rule.y1 - rule.y0 > rule.x1 - rule.x0}
    assert {60, 110, 410, 500} <= {x + d for x in upright for d in (-1, 0, 1)}


@reads
def test_grey_headings_beside_black_text_are_read(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=SIZE)
    for number, line in enumerate(LINES):
        canvas.drawString(70, 700 - 18 * number, line)
    canvas.setFont("Helvetica-Bold", 12)
    canvas.setFillGray(0.75)
    canvas.drawString(70, 740, "Festsetzung der Hebesätze")
    canvas.save()
    scan = scanned(tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert [word.text for word in read_page(scan, first(scan)).words][:3] == ["Festsetzung", "der", "Hebesätze"]


@reads
def test_dashes_and_raised_digits_are_told_by_their_shape(tmp_path: Path) -> None:
    lines = (
        "Die Ansichtsfläche beträgt max. 0,60 m² je Grab und Jahr der Nutzung",
        "Betreuung Mo. – Fr. von acht bis zwölf Uhr - soweit nicht anders geregelt",
        "Wird der Antrag gestellt? Ja! Die Gebühr beträgt 22 Euro im Jahr 2021",
    )
    scan = scanned(printed(tmp_path / "a.pdf", lines), tmp_path / "b.pdf", dpi=300)
    text = " ".join(word.text for word in read_page(scan, first(scan)).words)
    assert "0,60 m² je" in text
    assert "Mo. – Fr." in text
    assert "Uhr - soweit" in text
    assert "gestellt? Ja! Die" in text
    assert "22 Euro im Jahr 2021" in text


@reads
def test_columns_are_not_read_across(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=SIZE)
    canvas.setFont("Times-Roman", 9)
    for number in range(30):
        canvas.drawString(50, 780 - 14 * number, LINES[number % 11][:52])
        canvas.drawString(310, 775 - 14 * number, LINES[(number + 4) % 11][:52])
    canvas.save()
    scan = scanned(tmp_path / "a.pdf", tmp_path / "b.pdf", dpi=300)
    sides = [word.box.x0 > 300 for word in read_page(scan, first(scan)).words]
    assert sides == sorted(sides)
    assert 100 < sum(sides) < len(sides) - 100


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


@reads
def test_beside_a_picture_with_text_the_files_own_words_stay_as_they_are(tmp_path: Path) -> None:
    scan = scanned(printed(tmp_path / "a.pdf"), tmp_path / "b.pdf", over="Anlage Xq7 zu TOP l1")
    texts = [word.text for word in read_page(scan, first(scan)).words]
    assert texts[:5] == ["Anlage", "Xq7", "zu", "TOP", "l1"]
    assert texts.count("Anlage") == 1
    assert "Unterkünfte" in texts


@reads
def test_a_noisy_scan_is_read(tmp_path: Path) -> None:
    paper = printed(tmp_path / "a.pdf")
    document = pypdfium2.PdfDocument(paper)
    grey = np.asarray(document[0].render(scale=200 / 72, grayscale=True).to_pil().convert("L"), dtype=float)
    document.close()
    noise = np.random.default_rng(7).normal(0, 40, grey.shape)
    Image.fromarray(np.clip(grey + noise, 0, 255).astype(np.uint8)).save(tmp_path / "b.pdf", "PDF", resolution=200)
    assert recall(read_page(tmp_path / "b.pdf", first(tmp_path / "b.pdf")).words, first(paper).words) >= 0.9


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


@reads
def test_words_in_private_letters_are_read_beside_the_files_own(tmp_path: Path) -> None:
    page = first(printed(tmp_path / "a.pdf"))
    hidden = {word.text for word in page.words[::9] if len(word.text) > 4}
    secret = [
        word._replace(text="".join(chr(0xE000 + ord(sign) % 99) for sign in word.text)) if word.text in hidden else word
        for word in page.words
    ]
    broken = replace(page, words=tuple(secret))
    assert needs_ocr(replace(broken, words=broken.words * 3))
    read = read_page(tmp_path / "a.pdf", broken)
    assert len(hidden) >= 5
    assert {word.text.strip(".,;") for word in read.words} >= {text.strip(".,;") for text in hidden}
    assert not any("\ue000" <= sign <= "\uf8ff" for word in read.words for sign in word.text)
    assert len(read.words) == pytest.approx(len(page.words), abs=3)


@reads
def test_a_known_check_box_is_not_read_as_letters(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "form.pdf"), pagesize=SIZE)
    canvas.setFont("Times-Roman", 12)
    marks = []
    for number, line in enumerate(LINES):
        top = 760 - 18 * number
        canvas.rect(58, top - 1, 9, 9)
        marks.append(Word("☐", Box(58, SIZE[1] - top - 8, 67, SIZE[1] - top + 1), 12))
        canvas.drawString(70, top, line)
    canvas.save()
    words = read_page(tmp_path / "form.pdf", replace(first(tmp_path / "form.pdf"), words=tuple(marks))).words
    assert [word.text for word in words if word.box.x0 < 75 and word.text != "☐"] == [line.split()[0] for line in LINES]
