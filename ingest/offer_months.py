"""Calendars of a month, a column for each day of the week -> entries one after the other: name, days, hour, what else is said."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import NamedTuple

from ingest.offer_labels import pattern
from ingest.offer_lines import FACE, Line, cut, level
from ingest.offer_nouns import is_named
from ingest.offer_rows import SETTLED
from ingest.offer_values import costs, times
from ingest.offer_weeks import is_day
from kb.offer_names import words
from kb.offers import Offer

# So many numbers of days make a calendar: two rows of it. So many days of the week are a column each.
DAYS, WEEK = 14, 5
# Blocks from this number on are lines of entries put together here.
CALENDAR = 4 * SETTLED
_DAY = re.compile(r"(?:[1-9]|[12]\d|3[01])\.?")
# The hour before or behind a name: „9.30“, „10–12“, „16.00“, „9–15 Uhr“.
_HOUR = re.compile(
    r"(?:(?:um|ab|von)\s)?\d{1,2}(?:[.:]\d{2})?(?:\s?(?:–|-|bis)\s?\d{1,2}(?:[.:]\d{2})?)?(?:\s?(?:Uhr|h)\b)?(?=\s|,|$)"
)
_ENDS = re.compile(r",\s|\s[–-]\s|\s\((?=\d)|:\s")


# Days that are no offers.
_NO_OFFER = re.compile(
    r"(?:Neujahr|Heilige|Silvester|Ostern|Oster(?:sonntag|montag)|Karfreitag|Pfingst(?:en|sonntag|montag)|Fronleichnam|Allerheiligen|Reformationstag|Nikolaus$"
    r"|Maifeiertag|Tag der (?:Arbeit|Deutschen Einheit)|Christi Himmelfahrt|Heiligabend|Rosenmontag|Buß- und Bettag|Volkstrauertag|\d\. ?Advent$|\d\. (?:Weihnachts|Feier)"
    r"|\w*ferien\b|\w*[Ff]eiertag|geschlossen|Brückentag)"
)


class _Entry(NamedTuple):
    """What stands on one day: the lines of its name, its hour, and what else is said."""

    name: tuple[Line, ...]
    hour: Line | None
    told: tuple[Line, ...]

    @property
    def said(self) -> str:
        return " ".join(line.text for line in self.name)


def in_months(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with those of calendars entry by entry, each under the title that names its month."""
    done: list[Line] = []
    block = CALENDAR
    at = 0
    while at < len(lines):
        days = _head(lines, at)
        held: list[Line] = []
        for line in lines[at + len(days) :] if days else ():
            if line.kind != "row" or line.page != days[0].page:
                break
            held.append(line)
        cells = [(_column(days, line), line) for line in held]
        if len({line.text for _, line in cells if _number(line)}) < DAYS:
            done.append(lines[at])
            at += 1
            continue
        made, block = _month(cells, block)
        done += made
        at += len(days) + len(held)
    return done


def _head(lines: Sequence[Line], at: int) -> list[Line]:
    """Return the days of the week that stand beside one another from this line on, none where fewer than a week's work do."""
    first = lines[at]
    found: list[Line] = []
    for line in lines[at : at + 7]:
        if not is_day(line.text) or not level(first, line):
            break
        found.append(line)
    return found if len(found) >= WEEK else []


def _column(days: Sequence[Line], line: Line) -> int:
    return max((n for n, day in enumerate(days) if day.x0 - line.size <= line.x0), default=0)


def _month(cells: Sequence[tuple[int, Line]], block: int) -> tuple[list[Line], int]:
    """Return the entries of a calendar, those of one name as one with all its days, and the number of the last block."""
    usual = median(word.box.y1 - word.box.y0 for _, line in cells if not _number(line) for word in line.words)
    held: dict[str, tuple[_Entry, list[Line], list[Line]]] = {}
    for day, entry in _days(cells, usual):
        one = held.setdefault(re.sub(r"\s?\([^)]*\)", "", entry.said).strip(" !"), (entry, [], []))
        one[1].append(day._replace(text=day.text.rstrip(".") + "."))
        if entry.hour is not None and not any(entry.hour.text == hour.text for hour in one[2]):
            one[2].append(entry.hour)
    made: list[Line] = []
    for entry, days, hours in held.values():
        block += 1
        left = min(line.x0 for line in entry.name)  # an hour may stand before the first
        made += [line._replace(kind="heading", block=block, cell=0, x0=left) for line in entry.name]
        for line in (*days, *hours):
            block += 1
            made.append(line._replace(kind="text", block=block, cell=0, field="time"))
        block += 1
        made += [line._replace(kind="text", block=block, cell=0, apart=not n) for n, line in enumerate(entry.told)]
    return made, block


def _days(cells: Sequence[tuple[int, Line]], usual: float) -> Iterator[tuple[Line, _Entry]]:
    """Yield each day of the calendar with its entries."""
    for column in sorted({column for column, _ in cells}):
        lines = sorted((line for at, line in cells if at == column), key=lambda one: (one.page, one.y0))
        day: Line | None = None
        held: list[Line] = []
        for line in lines:
            if not _number(line):
                held.append(line)
                continue
            if day is not None:
                yield from ((day, entry) for entry in _entries(held, usual))
            day, rest = (line, None) if len(line.words) == 1 else cut(line, 1)
            held = [rest] if rest is not None else []
        if day is not None:
            yield from ((day, entry) for entry in _entries(held, usual))


def _number(line: Line) -> int:
    """Return the number of the day that a line is or begins with, 0 for any other line."""
    if not line.words:
        return 0
    first = line.words[0]
    text = line.text[: first.end - first.start]
    alone = len(line.words) == 1
    beside = not alone and any(char.isalpha() for char in line.text) and not _HOUR.match(line.text)
    return int(text.rstrip(".")) if _DAY.fullmatch(text) and (alone or beside) else 0


def _entries(lines: Sequence[Line], usual: float) -> Iterator[_Entry]:
    """Yield the entries of a day: each begins with an hour, or with words set in another face than the line above begins."""
    group: list[Line] = []
    for line in lines:
        hour = _HOUR.match(line.text)
        begins = bool(hour and line.text[hour.end() : hour.end() + 1] != ",") or (
            bool(group) and _is_bold(line, usual) and not _is_bold(group[-1], usual, -1)
        )
        if group and begins and any(char.isalpha() for one in group for char in _HOUR.sub("", one.text)):
            yield from _entry(group, usual)
            group = []
        group.append(line)
    yield from _entry(group, usual)


def _is_bold(line: Line, usual: float, word: int = 0) -> bool:
    box = line.words[word].box
    return box.y1 - box.y0 > (1 + FACE) * usual


def _entry(lines: Sequence[Line], usual: float) -> Iterator[_Entry]:
    """Yield the entry that lines make, none for a holiday, for what is called off or names nothing."""
    said = " ".join(line.text for line in lines)
    if not said or _NO_OFFER.match(said) or pattern("prose", "cancelled").search(said):
        return
    hour: Line | None = None
    rest = list(lines)
    match = _HOUR.match(rest[0].text)
    if match:
        count = sum(word.start - rest[0].span.start < match.end() for word in rest[0].words)
        if count == len(rest[0].words):
            hour, rest = rest[0], rest[1:]
        else:
            hour, after = cut(rest[0], count)
            rest[0] = after
    if not rest:
        return
    name: list[Line] = []
    told: list[Line] = []
    for line in rest:
        own = _own(line, usual, begun=bool(name)) if not told else 0
        if own == len(line.words):
            name.append(line)
        elif own:
            before, behind = cut(line, own)
            name.append(before)
            told.append(behind)
        else:
            told.append(line)
    words = " ".join(line.text for line in name)
    stated = hour is not None or costs(said) or times(said)
    if not name or not any(map(str.isalpha, words)) or not (stated or is_named(words) or _is_bold(name[0], usual)):
        return
    if name[-1].text.endswith(","):
        span = name[-1].span
        name[-1] = name[-1]._replace(text=name[-1].text[:-1], span=span._replace(end=span.end - 1))
    yield _Entry(tuple(name), hour, tuple(told))


def _own(line: Line, usual: float, *, begun: bool) -> int:
    """Return how many of the first words of a line belong to the name: those in another face, else up to a comma or an hour."""
    bold = 0
    for word in line.words:
        if word.box.y1 - word.box.y0 <= (1 + FACE) * usual:
            break
        bold += 1
    if bold or begun:
        return bold or (len(line.words) if line.text.startswith("(") else 0)
    ends = [match.start() for match in (_ENDS.search(line.text),) if match]
    ends += [found.start for found in times(line.text)[:1] if found.start]
    end = min(ends, default=len(line.text))
    return sum(word.start - line.span.start < end for word in line.words)


def is_calendar(block: int) -> bool:
    """Tell a line that was put together here by its block."""
    return CALENDAR <= block < CALENDAR + SETTLED


def without_days(offers: Sequence[Offer], dated: Collection[int]) -> list[Offer]:
    """Return offers, those of calendars that an entry of the paper describes left out, those of several months as one.

    :param dated: the ids of those that stand in calendars.
    """
    described = [words(each.name) for each in offers if id(each) not in dated]
    kept: list[Offer] = []
    first: dict[frozenset[str], int] = {}
    for each in offers:
        own = frozenset(words(re.sub(r"\([^)]*\)", "", each.name)))
        if id(each) not in dated:
            kept.append(each)
        elif any(own <= other or other <= own for other in described if other):
            continue
        elif own in first:
            kept[first[own]] = _both(kept[first[own]], each)
        else:
            first[own] = len(kept)
            kept.append(each)
    return kept


def _both(first: Offer, other: Offer) -> Offer:
    """Return an offer with the days of another month."""
    spans = [(field, (*at, *dict(other.spans).get(field, ()))) if field in {"time", "validity"} else (field, at)
             for field, at in first.spans]  # fmt: skip
    printed = (*first.valid_printed[:1], *other.valid_printed[1:])
    return replace(
        first, time=", ".join(filter(None, (first.time, other.time))), valid_to=other.valid_to or first.valid_to,
        valid_printed=printed if other.valid_to else first.valid_printed, spans=tuple(spans),
    )  # fmt: skip
