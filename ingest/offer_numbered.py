"""Catalogues of numbered courses, often set in narrow columns -> column by column, the name of each course a heading.

„A1004 Kommunalpolitik verstehen“, „26F-101 Yoga am Morgen“, „1.104 Englisch A1“: where several lines begin with such a
number and a name, each begins an entry. The columns are where these lines begin, however the page was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from ingest.offer_lines import FACE, Line, cut, faced, level
from ingest.offer_rows import SETTLED, TABLE
from ingest.offer_titles import GOES_ON, TITLE
from ingest.offer_values import look, reached, times

# Letters and digits as catalogues number their courses: at least three digits, or a letter and two.
_NUMBER = re.compile(
    r"(?:(?:Kurs(?:-?\s?Nr\.?)?|Nr\.)\s?:?\s?)?(?P<number>(?=(?:\S*\d){3}|[A-ZÄÖÜ]\S*\d\S*\d)"
    r"(?:[A-ZÄÖÜ]{1,3}\s)?[A-ZÄÖÜ]{0,3}[a-z]?\d[A-Za-z\d./-]*):?\s+(?=[A-ZÄÖÜ„»\"\d])"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:/\d\d(?:\d\d)?)?")
# Nothing but digits, with full stops at most: a postcode or an amount, unless its face tells otherwise.
_DIGITS = re.compile(r"[\d.]+")
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?")
# So many different numbers of one form number the entries of a paper.
SEVERAL = 3
# In line heights: lines begin in one column within this; so far apart columns begin; lines of a name stand so near.
EDGE, APART, NEAR = 1.0, 6.0, 0.6
# A name runs over so many lines at most.
LINES = 3


class _Opening(NamedTuple):
    """The line that begins an entry; the first `words` of it are the number."""

    line: Line
    words: int
    number: str
    bare: bool = False  # its name does not follow


def in_numbers(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with those of numbered entries column by column, and their names as headings."""
    openings = _openings(lines)
    if not openings:
        return list(lines)
    done: list[Line] = []
    block = SETTLED
    for page, group in groupby(lines, key=lambda line: line.page):
        held = list(group)
        begun = {id(one.line): one for one in openings if one.line.page == page}
        columns = list(_columns(held, [one.line for one in begun.values()])) if begun else []
        if not begun:
            done += held
        for column in columns:
            made = _blocked(list(_named(column, begun)), block)
            block = max((line.block for line in made), default=block) + 1
            done += made
    return done


def _openings(lines: Sequence[Line]) -> list[_Opening]:
    """Return the lines that begin numbered entries, where the paper has several numbers of one form."""
    forms: dict[str, list[_Opening]] = {}
    for number, line in enumerate(lines):
        match = _NUMBER.match(f"{line.text} 0" if " " not in line.text else line.text) if line.block < TABLE else None
        if match is None or not _is_number(match["number"], line.text):
            continue
        name = line.text[match.end() :]
        form = re.sub(r"\d+", "9", re.sub(r"[A-ZÄÖÜ]+", "A", match["number"]))
        if not name or look(name) == "time":  # the number alone, or before the day: the name stands over it or under it
            over = name or (number + 1 < len(lines) and lines[number + 1].kind == "heading")
            if over and not _DIGITS.fullmatch(match["number"]):
                words = min(sum(word.start - line.span.start < match.end() for word in line.words), len(line.words))
                forms.setdefault(form, []).append(_Opening(line, words, match["number"], bare=True))
            continue
        if look(name) in {"cost", "contact"} or len(name.split()) > TITLE:
            continue
        words = sum(word.start - line.span.start < match.end() for word in line.words)
        apart = _set_apart(line, words, lines[number + 1 : number + 1 + LINES]) if words < len(line.words) else False
        if apart and (
            not _DIGITS.fullmatch(match["number"]) or faced(line.words) == words
        ):  # „12345 Musterstadt“ is a town
            forms.setdefault(form, []).append(_Opening(line, words, match["number"]))
    found = [one for held in forms.values() if len({one.number for one in held}) >= SEVERAL for one in held]
    tables = {page for page in {one.line.page for one in found} if _is_table(page, found, lines)}
    return [one for one in found if one.line.page not in tables]


def _is_table(page: int, openings: Sequence[_Opening], lines: Sequence[Line]) -> bool:
    """Tell a page whose numbers stand in one column, and what belongs to them in others beside them."""
    begun = [one.line for one in openings if one.line.page == page]
    if any(abs(line.x0 - begun[0].x0) > APART * line.size for line in begun):
        return False
    beside = [line for line in begun if any(other.x0 > line.x1 and level(line, other) for other in lines)]
    return 2 * len(beside) > len(begun)


def _is_number(number: str, text: str) -> bool:
    """Tell the number of a course from a year, a section, a day, an hour and a telephone."""
    if _YEAR.fullmatch(number) or _SECTION.fullmatch(number):
        return False
    return not any(found.start == 0 for found in (*times(text), *reached(text)))


def _set_apart(line: Line, words: int, below: Sequence[Line]) -> bool:
    """Tell a name set in another face than its number, than what follows it, or than the lines below."""
    own = _high(line, words)
    if faced(line.words) or faced(line.words[words:]):
        return True
    return any(abs(other.size - own) > FACE * own for other in below if other.page == line.page and other.y0 > line.y0)


def _high(line: Line, words: int) -> float:
    return line.words[words].box.y1 - line.words[words].box.y0


def _columns(lines: Sequence[Line], begun: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the lines of a page column by column; what runs over several columns parts what is above and below."""
    left = _edges(lines, begun)
    if len(left) < 2:
        yield list(lines)
        return
    crossing = [line for line in lines if _crosses(line, left)]
    top = float("-inf")
    for bottom in [*sorted({line.y0 for line in crossing}), float("inf")]:
        over = [line for line in crossing if line.y0 == top]
        if over:
            yield over
        inside = [line for line in lines if top <= line.y0 < bottom and not _crosses(line, left)]
        for number in range(len(left)):
            column = [line for line in inside if _column(line, left) == number]
            if column:
                yield sorted(column, key=lambda line: (line.y0, line.x0))
        top = bottom


def _edges(lines: Sequence[Line], begun: Sequence[Line]) -> list[float]:
    """Return where the columns of a page begin: where entries do, and where lines do that no other line runs into."""
    left: list[float] = []
    for line in sorted(begun, key=lambda line: line.x0):
        if not left or line.x0 - left[-1] > APART * line.size:
            left.append(line.x0)
    for x0 in sorted({round(line.x0) for line in lines}):
        starts = [line for line in lines if abs(line.x0 - x0) < EDGE * line.size]
        size = min(line.size for line in starts)
        free = not any(line.x0 < x0 - EDGE * size and line.x1 > x0 for line in lines)
        level = begun and max(line.y1 for line in starts) > min(line.y0 for line in begun)
        if len(starts) >= SEVERAL and free and level and all(abs(x0 - one) > APART * size for one in left):
            left.append(min(line.x0 for line in starts))
    return sorted(left)


def _column(line: Line, left: Sequence[float]) -> int:
    return max((number for number, x0 in enumerate(left) if x0 <= line.x0 + EDGE * line.size), default=0)


def _crosses(line: Line, left: Sequence[float]) -> bool:
    column = _column(line, left)
    return column + 1 < len(left) and line.x1 > left[column + 1]


def _named(column: Sequence[Line], begun: dict[int, _Opening]) -> Iterator[Line]:
    """Yield the lines of a column; the name behind each number, and the lines it runs on, as headings."""
    at = 0
    while at < len(column):
        line = column[at]
        at += 1
        opening = begun.get(id(line))
        if opening is None:
            yield line
            continue
        if opening.words == len(line.words):
            continue
        name = cut(line, opening.words)[1]
        if opening.bare:
            yield name
            continue
        own = faced(name.words)
        if own:
            name, behind = cut(name, own)
            yield name._replace(kind="heading")
            yield behind._replace(kind="text")
            continue
        yield name._replace(kind="heading", x0=line.x0)  # where its further lines begin
        for more in _running_on(name, column[at:]):
            yield more._replace(kind="heading")
            at += 1


def _running_on(name: Line, below: Sequence[Line]) -> list[Line]:
    """Return the lines over which a name runs on: set like it, where what follows them is not."""
    found: list[Line] = []
    above = name
    for line in below[: LINES + 1]:
        near = 0 <= line.y0 - above.y1 + NEAR * line.size < 2 * NEAR * line.size
        if not near or not (abs(line.size - name.size) <= FACE * name.size or GOES_ON.search(above.text)):
            return found[: LINES - 1]
        found.append(line)
        above = line
    return []  # set like all that follows: no face tells where the name ends


def _blocked(lines: Sequence[Line], block: int) -> list[Line]:
    """Return the lines of a column with blocks of their own, parted where names part those that were read."""
    done: list[Line] = []
    for number, line in enumerate(lines):
        above = lines[number - 1] if number else line
        runs_on = above.kind == line.kind == "heading" and abs(line.y0 - above.y1) < NEAR * line.size
        if (above.block != line.block and not runs_on) or (above.kind == "heading") != (line.kind == "heading"):
            block += 1
        kind = "text" if line.kind == "row" else line.kind
        done.append(line._replace(block=block, kind=kind, cell=0))
    return done
