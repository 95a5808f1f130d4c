import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from ingest.render import MAX_PIXELS, PageImages, page_png, page_size
from kb.errors import IngestError

SIZE = (595.0, 842.0)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "x.pdf"
    canvas = Canvas(str(path), pagesize=SIZE)
    for page in (1, 2, 3):
        canvas.drawString(70, 700, f"Seite {page}")
        canvas.showPage()
    canvas.save()
    return path


def test_a_page_has_the_asked_width_and_its_own_proportions(paper: Path) -> None:
    image = Image.open(io.BytesIO(page_png(paper, 1, 800)))
    assert image.width == 800
    assert image.height == pytest.approx(800 * SIZE[1] / SIZE[0], abs=1)


def test_the_size_is_that_of_the_page_as_it_is_shown(paper: Path, tmp_path: Path) -> None:
    writer = PdfWriter()
    page = PdfReader(paper).pages[0]
    page.cropbox.upper_right = (400, 600)
    page.rotate(90)
    writer.add_page(page)
    turned = tmp_path / "turned.pdf"
    writer.write(turned)
    assert page_size(turned, 1) == (600, 400)


def test_a_huge_page_does_not_ask_for_huge_memory(tmp_path: Path) -> None:
    path = tmp_path / "poster.pdf"
    canvas = Canvas(str(path), pagesize=(100, 14000))
    canvas.drawString(10, 10, "Plakat")
    canvas.save()
    image = Image.open(io.BytesIO(page_png(path, 1, 1600)))
    assert image.width * image.height <= MAX_PIXELS * 1.01


@pytest.mark.parametrize("page", [0, -1, 4])
def test_a_page_that_is_not_there_is_an_error_that_names_the_file(paper: Path, page: int) -> None:
    with pytest.raises(IngestError, match=r"x\.pdf"):
        page_png(paper, page, 100)


def test_a_broken_or_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "kaputt.pdf").write_bytes(b"nichts")
    for name in ("kaputt.pdf", "fehlt.pdf"):
        with pytest.raises(IngestError, match=name):
            page_size(tmp_path / name, 1)


def test_many_threads_get_the_same_page(paper: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        images = set(pool.map(lambda _: page_png(paper, 3, 300), range(24)))
    assert len(images) == 1


def test_drawn_pages_are_kept_up_to_the_limit_and_the_oldest_leave_first(paper: Path) -> None:
    first, second = (page_png(paper, n, 300) for n in (1, 2))
    images = PageImages(limit=len(first) + len(second))
    for page in (1, 2):
        images.png(paper, page, 300)
    paper.unlink()
    assert images.png(paper, 1, 300) == first
    assert images.png(paper, 2, 300) == second


def test_what_no_longer_fits_is_drawn_again(paper: Path) -> None:
    images = PageImages(limit=max(len(page_png(paper, page, 300)) for page in (1, 3)))
    images.png(paper, 1, 300)
    images.png(paper, 3, 300)
    paper.unlink()
    with pytest.raises(IngestError):
        images.png(paper, 1, 300)
