"""The adapter to the Tesseract program: asks it for the words of a picture, with limits it cannot outlive."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from PIL import Image

from ingest.orphans import die_with_parent
from kb.errors import IngestError

GERMAN, ORIENTATION = "deu", "osd"


class Seen(NamedTuple):
    """A word in Tesseract's table: pixels of the picture it read, how sure it is (0..100), paragraph and line."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    sure: float
    paragraph: tuple[int, int]
    line: int


@dataclass(frozen=True, slots=True)
class Tesseract:
    """How to run Tesseract on one page: the page's resolution, the time a run may take, and whom errors name."""

    dpi: int
    timeout: float
    file: str
    page: int

    def words(self, image: Image.Image, mode: str) -> list[Seen]:
        """Return the words seen in `image`; `mode` is the page segmentation (`tesseract --help-psm`).

        :raises IngestError: `ocr-failed`.
        """
        return _parsed(self._run(image, "--psm", mode, "-l", GERMAN, "tsv"))

    def turn(self, image: Image.Image) -> int:
        """Return by how many degrees clockwise `image` is turned: 0, 90, 180 or 270; 0 where that cannot be told."""
        if ORIENTATION not in languages():
            return 0
        try:
            found = re.search(r"Orientation in degrees: (\d+)", self._run(image, "--psm", "0", "-l", ORIENTATION))
        except IngestError:
            # "Too few characters": Tesseract ends with an error where it has no opinion.
            return 0
        degrees = int(found.group(1)) if found else 0
        return degrees if degrees in {90, 180, 270} else 0

    def _run(self, image: Image.Image, *options: str) -> str:
        out = io.BytesIO()
        # Plain pixels: packing them takes longer than the program's start.
        image.save(out, "PPM")
        # Pages are read side by side; threads of its own only slow Tesseract down.
        command = ["tesseract", "stdin", "stdout", "--dpi", str(self.dpi), *options]
        environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
        try:
            done = subprocess.run(  # noqa: S603 - fixed program, no shell
                command,
                input=out.getvalue(), capture_output=True, timeout=self.timeout, env=environment, check=False,
                preexec_fn=die_with_parent,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise self._failed(f"> {self.timeout:g} s") from error
        except OSError as error:
            raise self._failed(error.strerror or str(error)) from error
        if done.returncode:
            why = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise self._failed(why[-1] if why else str(done.returncode))
        return done.stdout.decode("utf-8", "replace")

    def _failed(self, why: str) -> IngestError:
        return IngestError("ocr-failed", file=self.file, page=self.page, why=why)


def languages() -> frozenset[str]:
    """Return the names of the data that Tesseract has; empty where it is not installed or does not run."""
    return _languages(shutil.which("tesseract"))


@cache
def _languages(program: str | None) -> frozenset[str]:
    if program is None:
        return frozenset()
    try:
        done = subprocess.run(  # noqa: S603 - fixed argument
            [program, "--list-langs"], capture_output=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(done.stdout.decode("utf-8", "replace").split())


def _parsed(table: str) -> list[Seen]:
    """Return the words of Tesseract's TSV: level page block par line word left top width height conf text."""
    seen = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != "5" or not cells[11].strip():
            continue
        block, paragraph, line = (int(cell) for cell in cells[2:5])
        left, top, width, height = (int(cell) for cell in cells[6:10])
        place = (block, paragraph)
        seen.append(Seen(cells[11].strip(), left, top, left + width, top + height, float(cells[10]), place, line))
    return seen


def sureness(seen: Sequence[Seen]) -> float:
    """Return how sure Tesseract is of its words on average; 0 where there are none."""
    return sum(word.sure for word in seen) / len(seen) if seen else 0.0
