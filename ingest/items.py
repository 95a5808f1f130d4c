"""Where list items begin: what a line opens with, and what stands around it.

Bullets and check boxes are marks wherever they open a line. Dashes, numbers and letters are words as
well; they are marks where lines around them say so: an end or a colon before, an indent, lines that
hang under the text after the mark, or a row of such lines at one edge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lines import Line, same_size
from kb.model import BlockKind

INDENT = 0.8
# Lines that may lie between two marks of one row before they are no neighbours any more.
REACH = 6

END = re.compile(r"[.!?:;…][)\"“”»«'’]*$")
_SENTENCE = re.compile(r"[.!?…][)\"“”»«'’]*(?: [-–])*$|[-–]$")
_COUNTED = re.compile(r"^\(?(\d{1,2})[.)]+$")
_BULLET = re.compile(r"^[›‣⁃»•▪●○◦■□◆❖❍➢➲➔➤►▶✓✗*]$|^[☐☒☑]$")
_DASH = frozenset("-‐‑–—−·→")
_GLUED = re.compile(r"^[•▪●■➢►✓]\S")
_NUMBER = re.compile(
    r"^(?:\(?\d{1,2}[a-z]?[.)]|\d{1,2}\.\)|\d{1,2}(?:\.\d{1,2})+\.?|[„\"‚]?\(\d{1,3}[a-z]?\)|\(?[a-zA-Z]\)|\(?[a-z]{1,2}\)|[a-h]\."
    r"|\(?[ivxIVX]{1,4}\)|[ivxIVX]{1,4}\.)$"
)
_MONTH = re.compile(r"^(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)[a-zä]*\.?,?$|^\d{1,2}\.(?:\d{2,4})?$")
# „d. h.“, „z. B.“ at a line's start.
_SHORTENED = re.compile(r"^[a-zA-Z]{1,2}\.[,)]?$")
_SERIES = re.compile(
    r"^(?:(Artikel|Anlage|Anhang|Kapitel|Teil|Abschnitt|TOP|§|[A-Z]) )?(\d{1,3}(?:\.\d{1,3})*)(?:[.:)] ?| )[A-ZÄÖÜ„(]"
)


def opens_item(
    line: Line, above: Line | None, below: Line | None, item: Line | None, *, short: bool, row: bool
) -> bool:
    """Tell whether `line` opens a list item.

    :param item: the first line of the item that `above` belongs to, if it belongs to one.
    :param short: the line above was ended on purpose (`ingest.paragraphs`).
    :param row: the line is one of a row of marks at one edge (`rows_of_marks`).
    """
    first = line.words[0].text
    if len(line.words) == 1 or _BULLET.match(first) or _GLUED.match(first) or (row and bare(line)):
        return bool(_GLUED.match(first)) or (row and bare(line)) or len(line.words) > 1
    second = line.words[1]
    if first == "o":
        # A bullet of Word's list of circles stands off from its text; the Italian „oder“ does not.
        if second.box.x0 - line.words[0].box.x1 < 0.6 * line.size:
            return False
    elif first in _DASH:
        if line.words[-1].text in _DASH:
            return False  # set between two dashes
    elif not _marks_number(first, second.text):
        return False
    return not _quoting(line, above) and (row or _stands_free(line, above, below, item, short=short))


def _quoting(line: Line, above: Line | None) -> bool:
    """Tell whether a title in quotation marks goes on: „Gebäude und Energien“ / „- klimafreundliches Wohnen“."""
    if above is None or re.search(r"[.:!?;,]$", above.text):
        return False
    return _open_quotes(above.text) > 0 or _open_quotes(line.text) < 0


def _open_quotes(text: str) -> int:
    return text.count("„") - len(re.findall("[“”]", text))


def _stands_free(line: Line, above: Line | None, below: Line | None, item: Line | None, *, short: bool) -> bool:
    """Tell whether a word that may be a mark is one, by the lines around it."""
    second = line.words[1]
    if above is None or above.words[-1].text.endswith(":"):
        return True
    if item is not None and not short and _within(line, item) and not re.search(r"[.!?;,]$", above.text):
        return False
    if (
        item is not None
        or line.box.x0 > above.box.x0 + INDENT * line.size
        or (END.search(above.words[-1].text) and short)
    ):
        return True
    hangs = below is not None and abs(below.box.x0 - second.box.x0) < 0.3 * line.size
    return hangs and line.box.x0 < second.box.x0 - INDENT * line.size


def counts_on(line: Line, starts: Sequence[Line]) -> bool:
    """Tell whether a line opens with the number after that of one of the items above, at the same edge.

    So „2.“ opens an item even below the words that close the list within „1.“.
    """
    number = _COUNTED.match(line.words[0].text)
    if number is None:
        return False
    before = str(int(number.group(1)) - 1)
    return any(
        start.words[0].text == line.words[0].text.replace(number.group(1), before) and same_mark(start, line)
        for start in starts[-2 * REACH :]
    )


def _within(line: Line, item: Line) -> bool:
    """Tell whether „15.“ stands where the text of an item goes on: no list within the item begins with 15."""
    number = re.match(r"^(\d+)\.$", line.words[0].text)
    if number is None or number.group(1) == "1" or len(item.words) < 2:
        return False
    hanging = item.words[1].box.x0
    return abs(line.box.x0 - hanging) < 0.3 * line.size < hanging - item.box.x0


def _marks_number(first: str, second: str) -> bool:
    if first[0] in '„‚"' and first[1:2] != "(":
        # In laws that change others; „1. Rohr Wasser marsch!“ is an order.
        first = first[1:] if first[-1] == ")" or second[0].islower() else ""
    if not _NUMBER.match(first):
        return False
    if first[-1] == "." and first[0].isdigit() and _MONTH.match(second):
        return False
    return not (first[-1] == "." and first[:-1].isalpha() and first.islower() and _SHORTENED.match(second))


def rows_of_marks(found: Sequence[Line]) -> frozenset[int]:
    """Return the indexes of the lines of one column that open with a mark out of a row of them.

    Dashes: two at one edge close to one another, each after a line that was ended early or a colon is
    left to `opens_item`; here only numbers in sequence count: „1 Name“ above „2 Name“, „A 3 Titel“ above
    „A 4 Titel“, „Artikel 1 …“ above „Artikel 2 …“, with nothing but hanging lines between them.
    """
    done: set[int] = set()
    last: tuple[int, tuple[str | None, tuple[int, ...]]] | None = None
    for index, line in enumerate(found):
        label = _label(line)
        if label is not None:
            if last is not None and _follows(last[1], label) and _at_one_edge(found, last[0], index):
                done |= {last[0], index}
            last = (index, label)
        elif last is not None and line.box.x0 < found[last[0]].box.x0 + INDENT * line.size:
            last = None
    return frozenset(done)


def bare(line: Line) -> bool:
    """Tell whether a line of a row opens with a number alone, not with a word such as „Artikel“."""
    return line.words[0].text[0].isdigit()


def _label(line: Line) -> tuple[str | None, tuple[int, ...]] | None:
    if not (line.words[0].text[0].isdigit() or (len(line.words) > 2 and line.words[1].text[0].isdigit())):
        return None
    match = _SERIES.match(line.text)
    return (match.group(1), tuple(map(int, match.group(2).split(".")))) if match else None


def _follows(before: tuple[str | None, tuple[int, ...]], label: tuple[str | None, tuple[int, ...]]) -> bool:
    """Tell whether a number comes right after another: 2 after 1, 1.2 after 1.1, 2 after 1.3, 1.1 after 1."""
    old, new = before[1], label[1]
    if before[0] != label[0]:
        return False
    if len(new) > len(old):
        return new == (*old, 1)
    return new[:-1] == old[: len(new) - 1] and new[-1] == old[len(new) - 1] + 1


def _at_one_edge(found: Sequence[Line], first: int, second: int) -> bool:
    size = found[second].size
    if second - first > REACH or not same_size(found[first].size, size):
        return False
    return abs(found[first].box.x0 - found[second].box.x0) < INDENT * size


def dashed(line: Line) -> bool:
    """Tell whether a line opens with a dash, which in minutes begins a speech as well."""
    return len(line.words) > 1 and line.words[0].text in _DASH and line.words[0].text not in {"·", "→"}


def spoken(blocks: Sequence[Sequence[Line]], kinds: Sequence[BlockKind], index: int) -> bool:
    """Tell whether the dash that opens an item begins a speech: sentences set as a paragraph among paragraphs."""
    block = blocks[index]
    start = block[0]
    if kinds[index] != "item" or not dashed(start) or not _SENTENCE.search(block[-1].text):
        return False
    hangs = len(block) > 1 and block[1].box.x0 > start.box.x0 + 0.3 * start.size
    set_in = start.box.x0 > min(other[0].box.x0 for other in blocks) + INDENT * start.size
    introduced = index > 0 and blocks[index - 1][-1].text.endswith(":")
    # Numbers beside it are items of the agenda.
    near = [other for other in (index - 1, index + 1) if 0 <= other < len(kinds)]
    beside = any(kinds[other] == "item" and not bare(blocks[other][0]) for other in near)
    return not (hangs or set_in or introduced or beside)


def paired_dashes(found: Sequence[Line], index: int) -> bool:
    """Tell whether another line close by opens with a dash at the same edge as line `index`."""
    line = found[index]
    near = [*range(max(index - REACH, 0), index), *range(index + 1, min(index + REACH + 1, len(found)))]
    return any(dashed(found[other]) and abs(found[other].box.x0 - line.box.x0) < 0.3 * line.size for other in near)


def same_mark(line: Line, other: Line) -> bool:
    """Tell whether two lines open with marks of one kind at one edge: „1.“ and „12.“, „a)“ and „b)“."""
    kinds = {re.sub(r"\d+", "1", re.sub(r"[a-z]+", "a", each.words[0].text)) for each in (line, other)}
    return len(kinds) == 1 and abs(line.box.x0 - other.box.x0) < INDENT * line.size
