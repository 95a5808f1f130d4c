"""What is worth saying about a file that was read: pages left out, hidden text, embedded files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.pdf import DocumentInfo, RawPage
from kb.model import Remark

# A quote in a report is long enough to recognise the text, and one line.
QUOTE = 160
# Hidden runs with fewer letters are bullets, page numbers and crop marks.
LETTERS = 3
# Words in a row that are compared to tell whether the reader finds a hidden text elsewhere in the document.
ROW = 4


def remarks(raw: Sequence[RawPage], info: DocumentInfo) -> tuple[Remark, ...]:
    """Return what a reader of the report should know, the most urgent first."""
    found = [*_unread(raw), *_hidden(raw)]
    if info.attachments:
        found.append(Remark("attachments", (), _quoted(", ".join(info.attachments))))
    if info.encrypted:
        found.append(Remark("empty-password"))
    return tuple(found)


def _unread(raw: Sequence[RawPage]) -> Iterator[Remark]:
    pages: dict[tuple[str, str], list[int]] = {}
    for page in raw:
        if page.problem is not None:
            pages.setdefault((page.cause, page.why), []).append(page.number)
    for (cause, why), numbers in pages.items():
        yield Remark(cause, tuple(numbers), _quoted(why))


def _hidden(raw: Sequence[RawPage]) -> Iterator[Remark]:
    """Yield one remark for each way of hiding, with what was hidden so; nothing that is shown elsewhere, too.

    Pages cut out of a spread hold the neighbour's text outside their edges, and covers lie over running
    heads that other pages show: nothing is kept from the reader there.
    """
    pages: dict[str, list[int]] = {}
    texts: dict[str, list[str]] = {}
    runs = [(page.number, run) for page in raw for run in page.hidden if sum(map(str.isalpha, run.text)) >= LETTERS]
    shown = _rows(raw) if runs else frozenset()
    for number, (why, text) in runs:
        if _repeats(text.split(), shown):
            continue
        if number not in pages.setdefault(why, []):
            pages[why].append(number)
        if text not in texts.setdefault(why, []):
            texts[why].append(text)
    for kind, numbers in pages.items():
        yield Remark(f"hidden-{kind}", tuple(numbers), _quoted(" … ".join(texts[kind])))


def hidden_text(raw: Sequence[RawPage]) -> str:
    """Return the hidden text of all pages, as long as a quote may be."""
    return _quoted(" … ".join(run.text for page in raw for run in page.hidden))


def _rows(raw: Sequence[RawPage]) -> frozenset[tuple[str, ...]]:
    """Return all rows of up to `ROW` words that the pages show."""
    rows: set[tuple[str, ...]] = set()
    for page in raw:
        words = [word.text for word in page.words]
        for length in range(1, ROW + 1):
            rows.update(zip(*(words[start:] for start in range(length)), strict=False))
    return frozenset(rows)


def _repeats(words: Sequence[str], shown: frozenset[tuple[str, ...]]) -> bool:
    length = min(len(words), ROW)
    rows = [tuple(words[start : start + length]) for start in range(len(words) - length + 1)]
    # Half is enough: where columns meet, the order of words differs.
    return 2 * sum(row in shown for row in rows) >= len(rows)


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= QUOTE else text[:QUOTE].rsplit(" ", 1)[0] + " …"
