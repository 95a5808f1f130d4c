"""Pages as images, drawn by pdfium."""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from kb.errors import IngestError

# pdfium is not thread-safe, not even over different documents (pypdfium2 #303).
_PDFIUM = threading.Lock()

# A poster of 1 x 10 metres must not ask for gigabytes: at most as many pixels as an A4 page at 300 dpi.
MAX_PIXELS = 8_700_000


@contextmanager
def _page(path: Path, number: int) -> Iterator[pdfium.PdfPage]:
    with _PDFIUM:
        try:
            document = pdfium.PdfDocument(path)
        except (pdfium.PdfiumError, OSError) as error:
            raise IngestError("pdf-unreadable", file=path.name, why=error) from error
        try:
            if not 1 <= number <= len(document):
                raise IngestError("pdf-unreadable", file=path.name, why=f"{number} > {len(document)}")
            page = document[number - 1]
            try:
                yield page
            finally:
                page.close()
        except pdfium.PdfiumError as error:
            raise IngestError("pdf-unreadable", file=path.name, why=error) from error
        finally:
            document.close()


def page_size(path: Path, page: int) -> tuple[float, float]:
    """Return width and height in points of the page as it is shown (rotation and crop box applied).

    :raises IngestError: no such page, or the file cannot be read.
    """
    with _page(path, page) as opened:
        width, height = opened.get_size()
        return float(width), float(height)


def page_png(path: Path, page: int, width_px: int) -> bytes:
    """Return the page as a PNG of `width_px` pixels across, less where it would be over `MAX_PIXELS`.

    :raises IngestError: no such page, or the file cannot be read.
    """
    with _page(path, page) as opened:
        width, height = opened.get_size()
        # Half a pixel less, as pdfium rounds up.
        scale = min((width_px - 0.5) / width, (MAX_PIXELS / (width * height)) ** 0.5)
        bitmap = opened.render(scale=scale)
        # A copy: the bitmap's memory is pdfium's and goes with the page.
        image = bitmap.to_pil().convert("RGB")
        bitmap.close()
    out = io.BytesIO()
    # 256 colours: a third of the bytes and less time than true colour on papers of text (A4 at 1600
    # pixels: 130-210 kB and 50 ms against 450-750 kB and 80 ms).
    image.quantize(256, method=Image.Quantize.FASTOCTREE).save(out, "PNG", compress_level=6)
    return out.getvalue()


class PageImages:
    """Drawn pages, the last used kept in memory up to `limit` bytes. Safe to use from several threads.

    Paths must name files that never change (the kept copies are named by their content).
    """

    def __init__(self, limit: int = 64 * 2**20) -> None:
        self.limit = limit
        self._held = 0
        self._images: OrderedDict[tuple[Path, int, int], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def png(self, path: Path, page: int, width_px: int) -> bytes:
        """Return `page_png(path, page, width_px)`, drawn or remembered.

        :raises IngestError: no such page, or the file cannot be read.
        """
        key = (path, page, width_px)
        with self._lock:
            if key in self._images:
                self._images.move_to_end(key)
                return self._images[key]
        image = page_png(path, page, width_px)
        with self._lock:
            if key not in self._images and len(image) <= self.limit:
                self._images[key] = image
                self._held += len(image)
            while self._held > self.limit:
                _, dropped = self._images.popitem(last=False)
                self._held -= len(dropped)
        return image
