"""What a text says of time, as `OFFERS.md` compares it: weekdays, clock times, dates, months, years, intervals, meetings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_DAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_SHORT_DAYS = ("mo", "di", "mi", "do", "fr", "sa", "so")
_MONTHS = (
    "januar",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
)
_NUMBERS = ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
_ORDINALS = ("erst", "zweit", "dritt", "viert", "fünft", "letzt")  # the last is numbered 6

_MONTH = rf"(?P<m>{'|'.join(_MONTHS)}|jan|feb|mär|apr|jun|jul|aug|sept?|okt|nov|dez)\b\.?"
_DAY = r"(?P<d>\d{1,2})\.\s?"
_YEAR = r"(?:19|20)\d\d"
_TO = r"\s*(?:-|bis|und|u\.|/)\s*"
_HOUR = r"(?:[01]?\d|2[0-4])(?:[.:][0-5]\d)?"
_NUMBER = rf"(?P<n>\d{{1,2}}|{'|'.join(_NUMBERS)})"
_WEEKDAY = rf"(?:{'|'.join(_DAYS)})(?:s|en)?|(?:{'|'.join(_SHORT_DAYS)})\b\.?"

_DATE = re.compile(rf"(?<![\d.:]){_DAY}(?:(?P<n>\d{{1,2}})\.(?!\d\d(?!\d)(?!\.))|{_MONTH})(?:\s?(?P<y>{_YEAR})\b)?")
_SHARED = re.compile(
    rf"(?<![\d.])(\d{{1,2}})\.?(\s*(?:/|-|und|bis)\s*)(?=\d{{1,2}}\.\s?(\d{{1,2}}\.|(?:{'|'.join(_MONTHS)})\b))"
)
_MONTH_YEAR = re.compile(rf"\b{_MONTH}(?:\s(?P<y>{_YEAR})\b)?")
_WEEKDAYS = re.compile(rf"\b(?P<a>{_WEEKDAY})(?:\s*(?:-|bis)\s*(?P<b>{_WEEKDAY}))?")
_SPAN = re.compile(
    rf"(?<![\d.])({_HOUR})(?:\s?uhr)?\s*(?:-|bis|und)\s*({_HOUR})(?![\d.]*\d)(?!\s*(?:x\b|mal|std|stunden|jahr))"
)
_CLOCK = re.compile(rf"(?<![\d.])({_HOUR})\s?uhr|(?<![\d.])((?:[01]?\d|2[0-4])[.:][0-5]\d)(?![\d.]*\d)")
_ORDINAL = re.compile(rf"\b(\d)\.\s(?=(?:(?:und|u\.|,)\s\d\.\s)*(?:{_WEEKDAY}))")
_ORDINAL_WORD = re.compile(rf"\b({'|'.join(_ORDINALS)})e[nrsm]?\b")
_PART_OF_YEAR = re.compile(r"\b(\d)\. (halbjahr|quartal)")
_MEETINGS = re.compile(
    rf"\b{_NUMBER}\w{{0,2}}[\s-]?(?:x\b|×|mal\b|treffen|termine|vormittage|nachmittage|abende|sitzungen|module|einheiten)"
)
_INTERVALS: tuple[tuple[str, str], ...] = (
    (r"14-?täg\w+|alle (?:zwei|2) wochen|zweiwöchentlich|vierzehntäg\w+", "fortnight"),
    (r"wöchentlich|(?:in der|pro|jede|die) woche\b", "week"),
    (r"vierteljährlich|pro quartal", "quarter"),
    (r"halbjährlich", "half-year"),
    (r"monatlich|(?:im|pro|jeden) monat\b", "month"),
    (r"jährlich|(?:im|pro|jedes) jahr\b", "year"),
    (r"täglich|jeden tag\b", "day"),
    (r"rund um die uhr", "always"),
    (r"nach (?:vereinbarung|absprache)", "arranged"),
)


def times(text: str) -> frozenset[str]:
    """Return what a text says of time as a set of short codes, the same for each way of writing it.

    Numbers of hours are none of the kinds compared. A year that only a later date of the text prints holds for the
    dates before it.
    """
    found: set[str] = set()
    rest = " ".join(re.sub(r"[‐‑‒–—―−]", "-", unicodedata.normalize("NFKC", text)).casefold().split())
    rest = _SHARED.sub(lambda m: f"{m[1]}.{m[3] if m[3].endswith('.') else ' ' + m[3]}{m[2]}", rest)
    rest = _ORDINAL_WORD.sub(lambda match: f"{_ORDINALS.index(match[1]) + 1}.", rest)
    found |= _dates(rest)
    rest = _DATE.sub(" ", rest)
    ordinals = _ORDINAL.search(rest)
    rest = _take(_ORDINAL, rest, lambda match: {f"nth {match[1]}"}, found)
    rest = _take(_PART_OF_YEAR, rest, lambda match: {f"{match[2]} {match[1]}"}, found)
    for pattern, code in _INTERVALS:
        every = re.search(pattern, rest)
        rest = re.sub(pattern, " ", rest)
        # "jeden ersten Donnerstag im Monat" says no more than "jeden ersten Donnerstag".
        if every and not (code == "month" and ordinals):
            found.add(code)
    rest = _take(_MEETINGS, rest, lambda match: {f"times {_number(match['n'])}"} - {"times 1"}, found)
    rest = _take(_WEEKDAYS, rest, _weekdays, found)
    rest = _take(_SPAN, rest, lambda match: {_clock(match[1]), _clock(match[2])}, found)
    rest = _take(_CLOCK, rest, lambda match: {_clock(match[1] or match[2])}, found)
    found |= _months(rest)
    found |= set(re.findall(rf"\b{_YEAR}\b", _MONTH_YEAR.sub(" ", rest)))
    return frozenset(found - {""})


def _take(pattern: re.Pattern[str], text: str, codes: Callable[[re.Match[str]], set[str]], found: set[str]) -> str:
    for match in pattern.finditer(text):
        found |= codes(match)
    return pattern.sub(" ", text)


def _dates(text: str) -> set[str]:
    dates = [(int(m["y"] or 0), int(m["n"] or _month(m["m"])), int(m["d"])) for m in _DATE.finditer(text)]
    return {_iso(*date) for date in _with_years(dates)}


def _months(text: str) -> set[str]:
    months = [(int(m["y"] or 0), _month(m["m"]), 0) for m in _MONTH_YEAR.finditer(text)]
    return {_iso(*date)[:-3] for date in _with_years(months)}


def _with_years(dates: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    later: tuple[int, int, int] = (0, 0, 0)
    result = []
    for year, month, day in reversed(dates):
        last_year = (month, day) > later[1:]  # "01.12. – 15.01.2027" begins in 2026
        later = (year or (later[0] - last_year if later[0] else 0), month, day)
        result.append(later)
    return result


def _iso(year: int, month: int, day: int) -> str:
    return f"{year or '-'}-{month:02}-{day:02}"


def _month(name: str) -> int:
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(name[:3]))


def _weekdays(match: re.Match[str]) -> set[str]:
    first, last = (_SHORT_DAYS.index(day[:2]) if day else None for day in (match["a"], match["b"]))
    if first is None or last is None:
        return {_SHORT_DAYS[first or 0]}
    return {_SHORT_DAYS[number % 7] for number in range(first, last + 1 + 7 * (last < first))}


def _clock(text: str) -> str:
    hour, _, minute = text.replace(".", ":").partition(":")
    return f"{int(hour)}:{minute or '00'}"


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS.index(text) + 1
