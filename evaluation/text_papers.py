"""Sets council papers that are only at hand as text as PDFs: ``python -m evaluation.text_papers PAPERS.jsonl[.xz] --out DIR``.

`questions-council.jsonl` asks about 777 papers of `karlsruhe-council-papers.jsonl.xz` (rows ``{"reference", "text"}``):
up to three papers each of 450 matters, drawn with a seed, a line of the text as a line of the page. The place of words is
therefore not that of the printed paper; head, lines and order are. The same releases of reportlab give the same bytes.
"""

from __future__ import annotations

import argparse
import random
import textwrap
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from evaluation.rows import read_rows

FACE = Path(__file__).resolve().parent / "booklets" / "faces" / "DejaVuSansCondensed.ttf"
SEED, MATTERS, EACH = 20261122, 450, 3
# A matter counts where one of its papers has so many characters: shorter ones are a sheet with a signature.
LONG = 1500
WIDTH, HEIGHT, MARGIN, SIZE, LEADING, GAP = 595, 842, 60, 9, 12.5, 7
# Characters that fit between the margins in this face and size.
COLUMNS = 105


def drawn(papers: Path) -> Iterator[tuple[str, str]]:
    """Return file name and text of each paper, in the order drawn.

    :raises KizError: a row of `papers` lacks a field.
    """
    matters: dict[str, list[str]] = {}
    for row in read_rows(papers, ("reference", "text")):
        if row["reference"]:
            matters.setdefault(row["reference"], []).append(row["text"])
    names = sorted(name for name, texts in matters.items() if any(len(text) > LONG for text in texts))
    random.Random(SEED).shuffle(names)
    number = 0
    for name in names[:MATTERS]:
        for text in islice(matters[name], EACH):
            number += 1
            yield f"{name.replace('/', '-')}-{number:04d}.pdf", text


def set_text(text: str, file: Path) -> None:
    """Write a text as a PDF, line by line; lines wider than the page are wrapped."""
    canvas = Canvas(str(file), pagesize=(WIDTH, HEIGHT), invariant=True)
    canvas.setFont("Text", SIZE)
    top = HEIGHT - MARGIN
    y = float(top)
    for line in text.expandtabs(4).split("\n"):
        for part in textwrap.wrap(line, COLUMNS, drop_whitespace=False) or [""]:
            if y < MARGIN:
                canvas.showPage()
                canvas.setFont("Text", SIZE)
                y = float(top)
            canvas.drawString(MARGIN, y, part)
            y -= LEADING if part.strip() else GAP
    canvas.save()


def main() -> None:
    """Set the papers drawn from a file."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.text_papers", description=__doc__.splitlines()[0])
    parser.add_argument("papers", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    pdfmetrics.registerFont(TTFont("Text", str(FACE)))
    papers = list(drawn(options.papers))
    for name, text in papers:
        set_text(text, options.out / name)
    print(f"{len(papers)} papers in {options.out}")


if __name__ == "__main__":
    main()
