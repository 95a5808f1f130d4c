"""How true the text of a page is to the page: lost and glued words, torn order, headings.

    python -m evaluation.reading FOLDER [--part dev|held] [--reader ours|pdfium|pypdf] [--pages] [--json]

`evaluation/pages.jsonl` holds what a careful reader read off sampled pages of papers that are not part of
the project: per block its kind and, in order, a hash of each word. So the measure can be repeated by
whoever has the papers (paths relative to FOLDER), and no text of theirs is copied. Rows of `part` "held"
were not looked at while the reader was improved.

What counts as a word: what stands between white space, without punctuation at its edges, in NFKC.
Per 1,000 words of the truth:

- `lost`: words that are not in the text as often as on the page. A glued, split or still hyphenated
  word counts here.
- `added`: words of the text that are not on the page as often: furniture, halves of words.
- `torn`: neighbours on the page, both present in the text, that are nowhere neighbours there.

`headings`: precision and recall of headings, equal in all words. The first and last word of a page are
not counted, as a word broken over the page end may stand on either page.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import pypdf
import pypdfium2

from evaluation.rows import read_rows
from ingest.read import read_pages

PAGES = Path(__file__).with_name("pages.jsonl")
KINDS = {"#": "heading", "-": "item", "|": "row", "~": "note", "?": "unsure"}
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")

Blocks = list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class PageScore:
    """Counts of one page; `words` are those of the truth."""

    file: str
    page: int
    part: str
    words: int
    lost: int
    added: int
    torn: int
    headings: int
    found: int
    right: int


def words(text: str) -> list[str]:
    """Return the hashes of the words of `text`: four signs of base64, 24 bits of BLAKE2b."""
    plain = unicodedata.normalize("NFKC", text.replace("\u00ad", "")).replace("‐", "-").replace("‑", "-")
    return [_hash(core) for token in plain.split() if (core := _EDGES.sub("", token))]


@cache
def _hash(word: str) -> str:
    return base64.urlsafe_b64encode(hashlib.blake2b(word.encode(), digest_size=3).digest()).decode()


def packed(notation: str) -> Blocks:
    """Return the blocks of a page written down line by line: `# ` heading, `- ` item, `| ` row, `~ ` note.

    A line that begins with `? ` may or may not be read; it is left out of every count.
    """
    blocks = []
    for line in notation.splitlines():
        mark, _, rest = line.partition(" ")
        kind = KINDS.get(mark)
        found = words((rest if kind else line).replace(" | ", " "))
        if found:
            blocks.append((kind or "text", found))
    return blocks


def score(file: str, page: int, part: str, truth: Blocks, read: Blocks) -> PageScore:
    """Compare the blocks of a page as they are with those read."""
    ignored = Counter(word for kind, block in truth if kind == "unsure" for word in block)
    right = [word for kind, block in truth if kind != "unsure" for word in block]
    text = [word for _, block in read for word in block]
    want, have = Counter(right[1:-1]), Counter(text)
    lost = want - have
    extra = Counter(text[1:-1]) - Counter(right) - ignored
    beside = Counter(pairwise(_without(text, ignored - Counter(right))))
    pairs = Counter(pair for pair in pairwise(right) if not (lost[pair[0]] or lost[pair[1]]))
    heads = Counter(tuple(block) for kind, block in truth if kind == "heading")
    found = Counter(tuple(block) for kind, block in read if kind == "heading")
    return PageScore(
        file, page, part, len(right), lost.total(), extra.total(), (pairs - beside).total(),
        heads.total(), found.total(), (heads & found).total(),
    )  # fmt: skip


def _without(text: Sequence[str], ignored: Counter[str]) -> list[str]:
    left = Counter(ignored)
    kept = []
    for word in text:
        if left[word] > 0:
            left[word] -= 1
        else:
            kept.append(word)
    return kept


def ours(path: Path) -> list[Blocks]:
    """Return the pages of a PDF as `ingest` reads them."""
    return [[(block.kind, words(block.text)) for block in page.blocks] for page in read_pages(path)]


def of_pdfium(path: Path) -> list[Blocks]:
    """Return the pages of a PDF as pdfium's plain text has them."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [[("text", words(page.get_textpage().get_text_range()))] for page in document]
    finally:
        document.close()


def of_pypdf(path: Path) -> list[Blocks]:
    """Return the pages of a PDF as pypdf's plain text has them."""
    return [[("text", words(page.extract_text()))] for page in pypdf.PdfReader(path).pages]


READERS: dict[str, Callable[[Path], list[Blocks]]] = {"ours": ours, "pdfium": of_pdfium, "pypdf": of_pypdf}


def measure(folder: Path, *, part: str = "", reader: str = "ours", rows: Path = PAGES) -> list[PageScore]:
    """Read the sampled pages under `folder` and compare each with its truth; absent files are left out."""
    read = cache(READERS[reader])
    scores = []
    for row in read_rows(rows, ("file", "page", "part", "blocks")):
        path = folder / row["file"]
        if path.exists() and part in {"", row["part"]}:
            truth = [(kind, line.split()) for kind, line in row["blocks"]]
            scores.append(score(row["file"], row["page"], row["part"], truth, read(path)[row["page"] - 1]))
    return scores


def summary(scores: Iterable[PageScore]) -> dict[str, float]:
    """Return errors per 1,000 words over all pages, and how headings were told."""
    every = list(scores)
    total = sum(one.words for one in every) or 1
    result: dict[str, float] = {"pages": len(every), "words": total}
    for name in ("lost", "added", "torn"):
        result[name] = round(1000 * sum(getattr(one, name) for one in every) / total, 2)
    right = sum(one.right for one in every)
    result["headings_precision"] = round(right / (sum(one.found for one in every) or 1), 3)
    result["headings_recall"] = round(right / (sum(one.headings for one in every) or 1), 3)
    return result


def _folder(score: PageScore) -> str:
    return score.file.rsplit("/", 1)[0]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.reading", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", choices=("dev", "held"), default="")
    parser.add_argument("--reader", choices=tuple(READERS), default="ours")
    parser.add_argument("--pages", action="store_true", help="a line per page, worst first")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    scores = measure(options.folder, part=options.part, reader=options.reader)
    if not scores:
        sys.exit(f"{options.folder}: none of the sampled papers is here")
    if options.pages:
        for one in sorted(scores, key=lambda one: -(one.lost + one.added + one.torn)):
            print(
                f"{one.lost:4} lost {one.added:4} added {one.torn:4} torn  headings {one.right}/{one.found}"
                f" of {one.headings}  {one.words:5} words  {one.file} p. {one.page} ({one.part})"
            )
    for folder in [*sorted({_folder(one) for one in scores}), ""]:
        part = summary(one for one in scores if folder in {"", _folder(one)})
        print(
            f"{folder or 'all':32} {part['pages']:4.0f} pages {part['words']:6.0f} words, per 1,000: "
            f"lost {part['lost']:6.2f}  added {part['added']:6.2f}  torn {part['torn']:6.2f}   "
            f"headings precision {part['headings_precision']:.2f} recall {part['headings_recall']:.2f}"
        )
    if options.json:
        print(json.dumps(summary(scores)))


if __name__ == "__main__":
    main()
