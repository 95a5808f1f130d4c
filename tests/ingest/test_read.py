"""Scans on their way through the workers, with a program in Tesseract's place that is quick and obedient."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from ingest.batch import read_all
from ingest.read import Reading, read
from kb.errors import IngestError

MakePdf = Callable[..., Path]
Tesseract = Callable[..., None]
ROW = "5\t1\t1\t1\t1\t{n}\t{x}\t1100\t100\t40\t95\t{word}"
WORDS = [
    "Die",
    "Sprechstunde",
    "der",
    "Beratungsstelle",
    "ist",
    "am",
    "Montag",
    "von",
    "neun",
    "bis",
    "zwölf",
    "Uhr",
    "im",
    "Rathaus",
]


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tesseract:
    """Put a program in Tesseract's place that reads the same line off every page, after running `first`."""
    rows = [ROW.format(n=n, x=100 + 110 * n, word=word) for n, word in enumerate(WORDS, 1)]
    (tmp_path / "table.tsv").write_text("\n".join(["level" + "\t" * 11, *rows]), encoding="utf-8")

    def tesseract(first: str = "") -> None:
        program = tmp_path / "bin" / "tesseract"
        program.parent.mkdir(exist_ok=True)
        program.write_text(
            f'#!/bin/sh\n[ "$1" = --list-langs ] && echo deu && exit 0\n'
            f"cat > {tmp_path}/$$.png\n{first}\ncat {tmp_path}/table.tsv\n"
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")

    return tesseract


def scan(path: Path, pages: int) -> Path:
    sheets = [Image.new("L", (60, 80), 200 + number) for number in range(pages)]
    sheets[0].save(path, save_all=True, append_images=sheets[1:], resolution=10)
    return path


def only(readings: list[tuple[Path, Reading | IngestError]]) -> Reading:
    ((_, reading),) = readings
    assert isinstance(reading, Reading), reading
    return reading


def test_the_pages_of_a_scan_are_read_one_by_one_and_counted(tmp_path: Path, tesseract: Tesseract) -> None:
    tesseract()
    file, told = scan(tmp_path / "scan.pdf", 5), []
    reading = only(list(read_all([file], workers=2, on_page=lambda *what: told.append(what))))
    assert told == [(file, number, 5) for number in range(1, 6)]
    assert [page.number for page in reading.pages] == [1, 2, 3, 4, 5]
    assert all(page.ocr and "Sprechstunde" in page.text for page in reading.pages)
    assert all(draft.ocr for draft in reading.drafts)
    assert reading.remarks == ()


def test_two_pages_of_a_scan_are_read_at_the_same_time(tmp_path: Path, tesseract: Tesseract) -> None:
    # Each waits until another one has come: alone it would wait in vain, and fail.
    tesseract(
        f"for i in 1 2 3 4 5 6 7 8 9 10 11 12; do [ $(ls {tmp_path}/*.png | wc -l) -ge 2 ] && break; sleep 1; done\n"
        f"[ $(ls {tmp_path}/*.png | wc -l) -ge 2 ] || exit 3"
    )
    reading = only(list(read_all([scan(tmp_path / "scan.pdf", 4)], workers=2)))
    assert reading.remarks == ()


def test_a_page_on_which_recognition_fails_is_listed_and_the_others_are_read(
    tmp_path: Path, tesseract: Tesseract
) -> None:
    tesseract(f"mkdir {tmp_path}/taken 2>/dev/null && echo kaputt >&2 && exit 3")
    reading = only(list(read_all([scan(tmp_path / "scan.pdf", 4)], workers=1)))
    (remark,) = reading.remarks
    assert (remark.kind, remark.pages, remark.text) == ("ocr-failed", (1,), "kaputt")
    assert [bool(page.text) for page in reading.pages] == [False, True, True, True]
    assert reading.pages[0].problem is not None


def test_a_scan_takes_as_long_as_its_pages_need_not_as_a_file_may(tmp_path: Path, tesseract: Tesseract) -> None:
    tesseract("sleep 1")
    reading = only(list(read_all([scan(tmp_path / "scan.pdf", 6)], workers=1, timeout=5)))
    assert all(page.ocr for page in reading.pages)


def test_without_tesseract_pages_that_are_pictures_are_listed_and_the_rest_is_read(
    tmp_path: Path, make_pdf: MakePdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pypdf

    monkeypatch.setenv("PATH", str(tmp_path))
    writer = pypdf.PdfWriter()
    for part in (make_pdf(tmp_path / "text.pdf", "Die Sprechstunde ist am Montag."), scan(tmp_path / "scan.pdf", 4)):
        writer.append(part)
    writer.write(tmp_path / "beides.pdf")
    reading = only(list(read_all([tmp_path / "beides.pdf"], workers=1)))
    assert "Sprechstunde" in reading.pages[0].text
    (remark,) = reading.remarks
    assert (remark.kind, remark.pages) == ("ocr-missing", (2, 3, 4, 5))


def test_a_scan_alone_without_tesseract_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(IngestError, match="apt-get install tesseract-ocr") as caught:
        read(scan(tmp_path / "scan.pdf", 1))
    assert caught.value.key == "ocr-missing"


def test_readings_come_in_the_order_of_the_files(tmp_path: Path, make_pdf: MakePdf, tesseract: Tesseract) -> None:
    tesseract()
    files = [scan(tmp_path / "a.pdf", 4)]
    files += [make_pdf(tmp_path / f"{number}.pdf", f"Paper Nummer {number}") for number in range(12)]
    assert [file for file, _ in read_all(files, workers=1)] == files
