"""When an offer takes place: days, periods, weekdays and clock times read from the printed words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Literal, NamedTuple

Part = Literal["morning", "afternoon", "evening"]
# A day is cut where German usage cuts it; evening courses of adult education begin at 17 to 18 h.
_NOON, _EVENING = time(12), time(17)
_PARTS: tuple[tuple[Part, time, time], ...] = (
    ("morning", time(0), _NOON),
    ("afternoon", _NOON, _EVENING),
    ("evening", _EVENING, time.max),
)
_SAID = {"morning": r"vormittag|morgens", "afternoon": r"nachmittag", "evening": r"abend"}
_DAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_SHORT = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
_MONTHS = (
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember",
)  # fmt: skip
_MONTH = r"(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)[a-zä]*\.?"
_DATE = rf"(?P<d>\d{{1,2}})\.\s?(?:(?P<m>\d{{1,2}})\.|(?P<name>{_MONTH}))(?:\s?(?P<y>\d{{4}})(?!\d))?"
_LONG = "|".join((*_DAYS, "sonnabend"))
_UNIT = r"(?!\s?(?:Jahre|J\.|Monat|Woche|Termin|Stunde|Std|UE|Person|Teiln|Kinder|€|Euro|Min|Mal|x\b))"
_TOKEN = re.compile(
    rf"""
    (?P<date>(?<![\d.]){_DATE})
    |(?P<listed>(?<![\d.])\d{{1,2}}\.(?=\s?(?:,|/|\+|und|u\.|–|-|bis)\s?(?:\d{{1,2}}\.\s?(?:,|/|\+|und|u\.|–|-|bis)\s?)*\d{{1,2}}\.\s?(?:\d{{1,2}}\.|{_MONTH})))
    |(?P<span>(?<![\d.,])(?P<h1>\d{{1,2}})(?:[.:](?P<n1>\d{{2}}))?(?:\s?(?:Uhr|h))?\s?(?:–|-|bis)\s?(?P<h2>\d{{1,2}})(?:[.:](?P<n2>\d{{2}}))?(?![\d.]*\d){_UNIT})
    |(?P<clock>(?<![\d.,])(?P<h>\d{{1,2}})(?:[.:](?P<n>\d{{2}}))?\s?(?:Uhr|h)\b)
    |(?P<days>(?<!\w)(?:(?i:{_LONG}|werktag)(?i:s|en|e)?|(?:{"|".join(_SHORT)})(?![\w])))
    |(?P<to>–|-|bis(?:\s(?:zum|einschließlich))?\b)
    |(?P<from>\bab\b|\bseit\b)
    |(?P<not>\bnicht\b|\baußer\b|\bentfällt\b|\bausgenommen\b)
    |(?P<until>☐|\b(?:[Aa]nmeld\w+|[Ss]pätestens|[Ss]chluss\w*))
    |(?P<spaced>(?i:im\sMonat|monatlich|\b14-?\s?tägi?g?lich|14-tägig|vierzehntäg\w+|zweiwöch\w+|alle\s(?:zwei|drei|vier|\d)\sWochen|jeden\s(?:ersten|zweiten|dritten|vierten|letzten|\d\.)|\d\.\s(?=(?:{_LONG})\sim)))
    """,
    re.VERBOSE,
)  # fmt: skip


class Slot(NamedTuple):
    """Clock times of a day; `end` is None where only the beginning is printed."""

    start: time
    end: time | None


class Meeting(NamedTuple):
    """From a first to a last day (the same: one day), on these weekdays (0 = Monday; (): not said), at these times."""

    first: date
    last: date
    weekdays: tuple[int, ...] = ()
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class Times:
    """What the words say: `meetings` with first and last day printed, weekdays, clock times, days left out.

    `spaced`: not in each week ("jeden ersten Montag im Monat", "14-täglich").
    """

    meetings: tuple[Meeting, ...] = ()
    weekdays: tuple[int, ...] = ()
    slots: tuple[Slot, ...] = ()
    without: tuple[date, ...] = ()
    spaced: bool = False

    @property
    def all_weekdays(self) -> tuple[int, ...]:
        """The weekdays named, and those on which single days fall."""
        single = {meeting.first.weekday() for meeting in self.meetings if meeting.first == meeting.last}
        return tuple(sorted({*self.weekdays, *single}))


def read_times(text: str) -> Times:
    """Return what a text says of days and times. A day without a year, and an open period, are no meeting."""
    reader = _Reader(each="jeweils" in text)
    for match in _TOKEN.finditer(text):
        reader.take(match)
    return reader.done()


def parts_of_day(text: str) -> tuple[Part, ...]:
    """Return the parts of the day that a text names, or in which its times lie for an hour or begin."""
    folded = text.casefold()
    found = {part for part, said in _SAID.items() if re.search(said, folded)}
    for slot in read_times(text).slots:
        found |= {part for part, first, last in _PARTS if _within(slot, first, last)}
    return tuple(part for part, _, _ in _PARTS if part in found)


def _within(slot: Slot, first: time, last: time) -> bool:
    if first <= slot.start < last:
        return True
    return slot.end is not None and _minutes(min(slot.end, last)) - _minutes(max(slot.start, first)) >= 60


def _minutes(when: time) -> int:
    return 60 * when.hour + when.minute


@dataclass(slots=True)
class _Day:
    """A printed day whose year may be missing; `joined`: the end of a period that the day before begins."""

    day: int
    month: int
    year: int | None
    joined: bool


_DATED = re.compile(r"[.,]*\s(?:den\s|dem\s)?\d{1,2}\.(?:\s?\d{1,2}\.|\s?[A-ZÄ])")


class _Reader:
    """Takes the tokens in order: days gather until their times come, and the next day begins a new group."""

    def __init__(self, *, each: bool) -> None:
        self.each = each
        self.groups: list[tuple[list[_Day], list[Slot]]] = [([], [])]
        self.free: list[Slot] = []
        self.weekdays: list[int] = []
        self.without: list[_Day] = []
        self.listed: list[int] = []
        self.spaced = False
        self.before = ""
        self.dated = 0  # whether the last weekday stands before a date

    def take(self, match: re.Match[str]) -> None:
        kind = next(name for name in _KINDS if match[name] is not None)
        if kind == "date":
            self._date(match)
        elif kind == "listed":
            self.listed.append(int(match["listed"].rstrip(".")))
        elif kind in ("span", "clock"):
            self._slot(match, kind)
        elif kind == "days":
            dated = bool(_DATED.match(match.string, match.end()))
            if dated and self.before == "to":  # „Sa 19.9. – So 4.10.“: every day between, not Saturdays and Sundays
                del self.weekdays[len(self.weekdays) - self.dated :]
                return
            self.dated = int(dated)
            self._weekday(match["days"])
        elif kind == "spaced":
            self.spaced = True
        if kind in ("not", "until"):
            self.before = kind
        elif kind in ("to", "from"):
            self.before = kind if self.before not in ("not", "until") else self.before
        elif kind == "date":
            self.before = "not" if self.before == "not" else ""  # "nicht am 12.10. und 19.10."
        elif kind != "listed":
            self.before = ""

    def _date(self, match: re.Match[str]) -> None:
        month = int(match["m"]) if match["m"] else _month(match["name"])
        year = int(match["y"]) if match["y"] else None
        days = [*self.listed, int(match["d"])]
        self.listed = []
        found = [_Day(day, month, year, False) for day in days]
        if self.before == "not":
            self.without += found
            return
        if self.before in ("until", "from") or (self.before == "to" and not self.groups[-1][0]):
            return  # a deadline, or a period of which one end is not printed
        if self.before == "to" or (len(found) == 2 and re.search(r"–|-|bis", match.string[: match.start()][-6:])):
            found[-1].joined = True
        if self.groups[-1][1] and not found[-1].joined:
            self.groups.append(([], []))
        self.groups[-1][0].extend(found)

    def _slot(self, match: re.Match[str], kind: str) -> None:
        if self.before in ("not", "until"):
            return
        start = _clock(match["h1"], match["n1"]) if kind == "span" else _clock(match["h"], match["n"])
        end = _clock(match["h2"], match["n2"]) if kind == "span" else None
        if start is None or (kind == "span" and (end is None or end <= start)):
            return
        (self.groups[-1][1] if self.groups[-1][0] else self.free).append(Slot(start, end))

    def _weekday(self, word: str) -> None:
        folded = word.casefold().replace("sonnabend", "samstag")
        if folded.startswith("werktag"):
            named = [0, 1, 2, 3, 4]
        else:
            named = [next(at for at, day in enumerate(_DAYS) if folded[:2] == day[:2])]
        if self.before == "not":
            return
        if self.before == "to" and self.weekdays and named[0] > self.weekdays[-1]:
            named = list(range(self.weekdays[-1] + 1, named[0] + 1))
        self.weekdays += named

    def done(self) -> Times:
        every = [day for days, _ in self.groups for day in days]
        _fill(every)
        _fill(self.without, every)
        weekdays = tuple(sorted(set(self.weekdays)))
        slots = tuple(dict.fromkeys((*self.free, *(slot for _, times in self.groups for slot in times))))
        shared = list(slots) if self.each else self.free
        meetings = [
            meeting
            for days, times in self.groups
            for meeting in _meetings(days, tuple(dict.fromkeys(times or shared)), weekdays)
        ]
        without = tuple(day for one in self.without if (day := _real(one)))
        return Times(tuple(dict.fromkeys(meetings)), weekdays, slots, without, self.spaced)


_KINDS = ("date", "listed", "span", "clock", "days", "to", "from", "not", "until", "spaced")


def _fill(days: Sequence[_Day], also: Sequence[_Day] = ()) -> None:
    """Give days without a year that of the next one that has it: "10.09., 17.09. und 01.10.2026"."""
    later = next((day for day in reversed(also) if day.year), None)
    for day in reversed(days):
        if day.year is None and later is not None and later.year is not None:
            day.year = later.year - ((day.month, day.day) > (later.month, later.day))
        if day.year is not None:
            later = day


def _meetings(days: Sequence[_Day], slots: tuple[Slot, ...], weekdays: tuple[int, ...]) -> Iterator[Meeting]:
    for at, one in enumerate(days):
        day, after = _real(one), days[at + 1] if at + 1 < len(days) else None
        if day is None or one.joined:
            continue
        if after is not None and after.joined:
            last = _real(after)
            if last is not None and last >= day:
                yield Meeting(day, last, weekdays, slots)
        else:
            yield Meeting(day, day, (), slots)


def _real(day: _Day) -> date | None:
    try:
        return date(day.year, day.month, day.day) if day.year else None
    except ValueError:
        return None


def _month(name: str) -> int:
    return next((at for at, month in enumerate(_MONTHS, 1) if month.startswith(name.casefold()[:3])), 0)


def _clock(hour: str, minute: str | None) -> time | None:
    try:
        return time(int(hour) % 24 if int(hour) <= 24 else 99, int(minute or 0))
    except ValueError:
        return None
