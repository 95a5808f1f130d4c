"""How true the text of scanned pages is to the page: character and word errors of the recognition.

    python -m evaluation.ocr FOLDER [--part dev|held] [--quick] [--worn] [--json]

`evaluation/transcripts/{dev,held}/NAME-pN.txt` is page N of NAME.pdf (anywhere below FOLDER) as a reader wrote
it down, printed line by printed line, in official statutes that are not part of the project. Lines of tables
run through all cells, as the eye does. `¬` ends a line whose hyphen goes when the line is joined with the
next; lines after `~ ` are running heads and page numbers. Logos, signatures and drawings are not written
down: what is read there counts as added. Those in `held` were not looked at while the reader was improved.

Three readings are compared with the truth:

- `plain`: `tesseract --psm 3 -l deu` on the page drawn at 300 dpi, without care;
- `words`: what `ingest.ocr.read_page` returns, in Tesseract's order (`¬` counts as a hyphen);
- `text`: the text of the page at the end of `ingest.read` (hyphens undone, without running heads; the whole
  paper is read for it, left out with `--quick`).

Both sides are brought to NFC and white space to single spaces, nothing else: "m2" for "m²" is an error, so is a
hyphen for a dash. The character error rate is the edit distance (insertions, deletions, replacements) over the
characters of the truth, summed over pages; the word error rate is the same over words. A word in the wrong place
costs twice, so `lost` says, too, how many words of the truth are nowhere in the reading.

`--worn` makes worse copies of the same pages (turned, askew, noisy, pale, coarse) and reads those.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from evaluation.worn_pages import DPI, WORN, worn
from ingest import ocr, read
from ingest.pdf import raw_pages
from ingest.render import page_png, page_size
from kb.errors import IngestError

TRANSCRIPTS = Path(__file__).with_name("transcripts")
PARTS = ("dev", "held")


@dataclass(frozen=True, slots=True)
class Transcript:
    """A page as written down: `printed` with all lines, `joined` without running heads and line-end hyphens."""

    file: str
    page: int
    part: str
    printed: str
    joined: str


@dataclass(frozen=True, slots=True)
class Score:
    """Errors of one reading of one page; `characters` and `words` are those of the truth."""

    page: str
    part: str
    reading: str
    characters: int
    character_errors: int
    words: int
    word_errors: int
    lost: int
    seconds: float


def transcripts(folder: Path = TRANSCRIPTS, part: str = "") -> list[Transcript]:
    """Return the pages written down, of one part or of all."""
    found = []
    for path in sorted(folder.glob("*/*.txt")):
        name, _, number = path.stem.rpartition("-p")
        if part in {"", path.parent.name}:
            found.append(transcript(name, int(number), path.parent.name, path.read_text(encoding="utf-8")))
    return found


def transcript(file: str, page: int, part: str, notation: str) -> Transcript:
    """Return the page that is noted line by line."""
    printed = normal(notation.replace("\n~ ", "\n").removeprefix("~ ").replace("¬", "-"))
    body = "\n".join(line for line in notation.splitlines() if not line.startswith("~ "))
    return Transcript(file, page, part, printed, normal(body.replace("¬\n", "")))


def normal(text: str) -> str:
    """Return `text` in NFC with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def distance(left: Sequence[str], right: Sequence[str]) -> int:
    """Return the least number of insertions, deletions and replacements between two sequences (Levenshtein)."""
    numbers: dict[str, int] = {}
    row = np.array([numbers.setdefault(item, len(numbers)) for item in right], dtype=np.int64)
    steps = np.arange(len(right) + 1)
    costs = steps.copy()
    for item in left:
        differs = row != numbers.setdefault(item, len(numbers))
        after = np.empty_like(costs)
        after[0] = costs[0] + 1
        after[1:] = np.minimum(costs[:-1] + differs, costs[1:] + 1)
        # An insertion costs one more than the place before: the running minimum, counted from the left.
        costs = np.minimum.accumulate(after - steps) + steps
    return int(costs[-1])


def score(truth: Transcript, reading: str, text: str, seconds: float) -> Score:
    """Compare a reading of a page with its truth."""
    true, found = truth.joined if reading == "text" else truth.printed, normal(text)
    words = true.split()
    lost = (Counter(words) - Counter(found.split())).total()
    return Score(
        f"{truth.file} p. {truth.page}", truth.part, reading, len(true), distance(true, found), len(words),
        distance(words, found.split()), lost, seconds,
    )  # fmt: skip


def plain(path: Path, number: int) -> str:
    """Return what Tesseract prints of the page with its defaults."""
    image = page_png(path, number, round(page_size(path, number)[0] / 72 * DPI))
    return subprocess.run(
        ["tesseract", "stdin", "stdout", "--dpi", str(DPI), "--psm", "3", "-l", "deu"],
        input=image, capture_output=True, check=True, timeout=120, env=os.environ | {"OMP_THREAD_LIMIT": "1"},
    ).stdout.decode()  # fmt: skip


def words(path: Path, number: int) -> str:
    """Return the words that the product sees on the page, in Tesseract's order; '' where it gives up."""
    raw = next(page for page in raw_pages(path) if page.number == number)
    try:
        return " ".join(word.text for word in ocr.read_page(path, raw).words)
    except IngestError:
        return ""


def text(path: Path, number: int) -> str:
    """Return the page's text as the product has it after reading the whole paper."""
    return _paper(path)[number - 1]


@cache
def _paper(path: Path) -> tuple[str, ...]:
    return tuple(page.text for page in read.read_pages(path))


READINGS: dict[str, Callable[[Path, int], str]] = {"plain": plain, "words": words, "text": text}


@dataclass(frozen=True, slots=True)
class _Task:
    truth: Transcript
    path: Path
    reading: str
    worn: str = ""


def _scored(task: _Task) -> Score:
    with tempfile.TemporaryDirectory(prefix="kiz-ocr-") as folder:
        path, number = task.path, task.truth.page
        if task.worn:
            path, number = worn(path, number, task.worn, Path(folder) / f"{task.truth.file}.pdf"), 1
        started = time.perf_counter()
        found = READINGS[task.reading](path, number)
        return score(task.truth, task.reading, found, time.perf_counter() - started)


def measure(
    folder: Path, *, part: str = "", quick: bool = False, kinds: Sequence[str] = ("",), workers: int = 0
) -> list[tuple[str, Score]]:
    """Read every page written down that is below `folder`, by each reading; return (kind of wear, score)."""
    where = {path.stem: path for path in sorted(folder.rglob("*.pdf"))}
    readings = [name for name in READINGS if not (name == "text" and (quick or any(kinds)))]
    tasks = [
        _Task(truth, where[truth.file], reading, kind)
        for kind in kinds
        for truth in transcripts(part=part)
        for reading in readings
        if truth.file in where
    ]
    with ProcessPoolExecutor(workers or os.cpu_count(), mp_context=get_context("spawn")) as pool:
        return [(task.worn, done) for task, done in zip(tasks, pool.map(_scored, tasks), strict=True)]


def summary(scores: Iterable[Score]) -> dict[str, float]:
    """Return the error rates over all pages of `scores`, and the seconds per page."""
    every = list(scores)
    characters, count = (sum(getattr(one, name) for one in every) or 1 for name in ("characters", "words"))
    return {
        "pages": len(every),
        "characters": characters,
        "character_error": round(sum(one.character_errors for one in every) / characters, 4),
        "word_error": round(sum(one.word_errors for one in every) / count, 4),
        "lost": round(sum(one.lost for one in every) / count, 4),
        "seconds_per_page": round(sum(one.seconds for one in every) / (len(every) or 1), 2),
    }


def _line(name: str, part: dict[str, float]) -> str:
    return (
        f"{name:44} {part['pages']:3.0f} pages  character error {part['character_error']:.4f}"
        f"  word error {part['word_error']:.4f}  lost {part['lost']:.4f}  {part['seconds_per_page']:.1f} s a page"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.ocr", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", choices=PARTS, default="")
    parser.add_argument("--quick", action="store_true", help="without the text of whole papers")
    parser.add_argument("--worn", action="store_true", help="read worse copies of the pages")
    parser.add_argument("--pages", action="store_true", help="a line per page")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    if not ocr.available():
        sys.exit("Tesseract with German data is not installed")
    kinds = tuple(WORN) if options.worn else ("",)
    scores = measure(options.folder, part=options.part, quick=options.quick, kinds=kinds)
    if not scores:
        sys.exit(f"{options.folder}: none of the pages written down is here")
    result: dict[str, dict[str, float]] = {}
    for kind in kinds:
        for reading in READINGS:
            mine = [one for wear, one in scores if wear == kind and one.reading == reading]
            if not mine:
                continue
            if options.pages:
                for one in mine:
                    print(_line(f"{one.page[:35]}{one.page[-6:]} {one.part} {reading}"[-44:], summary([one])))
            for part in (*PARTS, ""):
                some = [one for one in mine if part in {"", one.part}]
                if some and (part == "" or not kind):
                    name = " ".join(word for word in (kind, reading, part) if word)
                    result[name] = summary(some)
                    print(_line(name, result[name]))
    if options.json:
        print(json.dumps(result))


if __name__ == "__main__":
    main()
