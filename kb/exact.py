"""What must match to the letter: numbers, references, dates, phone numbers, addresses on the net.

Each kind has a normal form with a letter and a colon before it (`d:2021-03-15`, `t:02104992175`), so
that spellings meet and kinds do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

MONTH_NAMES = (
    ("januar", "jänner", "jan"),
    ("februar", "feb"),
    ("märz", "maerz", "mär", "mrz"),
    ("april", "apr"),
    ("mai",),
    ("juni", "jun"),
    ("juli", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("oktober", "okt"),
    ("november", "nov"),
    ("dezember", "dez"),
)
MONTHS = {name: number for number, names in enumerate(MONTH_NAMES, start=1) for name in names}
NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
DIGIT = re.compile(r"\d")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
URL = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"'()\[\]]+", re.IGNORECASE)
DAY = re.compile(rf"\b(\d{{1,2}})\.\s?(?:(\d{{1,2}})\.\s?|({NAMES})\b\.?\s?)(\d{{4}}|\d{{2}})\b(?!\.\d)", re.IGNORECASE)
ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
MONTH_BEFORE = re.compile(rf"\b({NAMES})\b\.?\s$", re.IGNORECASE)
# A phone number begins with 0 or +49 and has 6 digits or more, in groups parted by signs but no dots.
PHONE = re.compile(
    r"(?<![\w/.,-])(?:(?:\+|00)49[\s/-]*(?:\(0\))?[\s/-]*|\(?0)(?=[1-9])\d{1,5}\)?(?:[\s/–-]{1,3}\d+)+(?![\w/])"
    r"|(?<![\w/.,-])(?:(?:\+|00)49\s?|0)[1-9]\d{6,12}(?![\w/])"
)
REFERENCE = re.compile(r"(?<![\w/])\d{1,4}(?:/\d{1,4}){1,3}(?:-\d{1,4})?(?![\w/])")
FILE = re.compile(r"(?<![\w/.-])\d{1,3}(?:-\d{1,3}){1,2}(?![\w-])")
PARAGRAPH = re.compile(r"§{1,2}\s?(\d+[a-z]?)\b")
THOUSANDS = re.compile(r"\b\d{1,3}(?:\.\d{3})+\b(?!\.\d)")
DECIMAL = re.compile(r"\b\d+,\d+\b")


def exact_tokens(text: str) -> tuple[tuple[str, ...], str]:
    """Return the exact tokens of `text`, kind by kind, and the text without what they stand for.

    Plain numbers and words with digits (`12`, `b2`) are left in the text: they need no normal form.
    """
    tokens: list[str] = []
    if "@" in text:
        text = MAIL.sub(partial(_take, tokens, _mail), text)
    if "://" in text or "www." in text.casefold():
        text = URL.sub(partial(_take, tokens, _url), text)
    if DIGIT.search(text):
        for pattern, normal in NUMBERS:
            text = pattern.sub(partial(_take, tokens, normal), text)
    return tuple(tokens), text


def _take(tokens: list[str], normal: Callable[[re.Match[str]], list[str]], match: re.Match[str]) -> str:
    found = normal(match)
    tokens += found
    return " " if found else match.group()


def _mail(match: re.Match[str]) -> list[str]:
    address = match.group().casefold().rstrip(".-")
    return [f"m:{address}"]


def _url(match: re.Match[str]) -> list[str]:
    address = re.sub(r"^(?:https?://)?(?:www\.)?", "", match.group().casefold()).rstrip("/.,;:!?")
    host = address.split("/")[0]
    return [f"u:{host}"] if host == address else [f"u:{host}", f"u:{address}"]


def _day(match: re.Match[str]) -> list[str]:
    day, month, name, year = match.groups()
    return _date(year, int(month) if month else MONTHS[name.casefold()], int(day))


def _iso(match: re.Match[str]) -> list[str]:
    return _date(match[1], int(match[2]), int(match[3]))


def _date(year: str, month: int, day: int) -> list[str]:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return []
    # Two digits: 69 to 99 are 1969 to 1999, as strptime has it after POSIX.
    full = year if len(year) == 4 else ("19" if int(year) > 68 else "20") + year
    return [f"d:{full}-{month:02}-{day:02}", f"d:{full}-{month:02}", full]


def _year(match: re.Match[str]) -> list[str]:
    start = match.start()
    month = MONTH_BEFORE.search(match.string, max(0, start - 12), start)
    return [f"d:{match[0]}-{MONTHS[month[1].casefold()]:02}", match[0]] if month else []


def _phone(match: re.Match[str]) -> list[str]:
    text = match.group().replace("(0)", "")
    digits = re.sub(r"\D", "", text)
    national = re.sub(r"^(?:0049|49)", "0", digits) if text.startswith(("+", "00")) else digits
    return [f"t:{national}"] if 7 <= len(national) <= 15 else []


def _reference(match: re.Match[str]) -> list[str]:
    normal = re.sub(r"\d+", lambda number: str(int(number.group())), match.group())
    return [f"r:{normal}", *re.findall(r"\b(?:19|20)\d\d\b", normal)]


def _paragraph(match: re.Match[str]) -> list[str]:
    return [f"p:{match[1].casefold()}", match[1].casefold()]


def _thousands(match: re.Match[str]) -> list[str]:
    return [match.group().replace(".", "")]


def _decimal(match: re.Match[str]) -> list[str]:
    return [match.group()]


# In this order: what one kind has taken is not seen by the next.
NUMBERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], list[str]]], ...] = (
    (DAY, _day),
    (ISO, _iso),
    (PHONE, _phone),
    (REFERENCE, _reference),
    (FILE, _reference),
    (PARAGRAPH, _paragraph),
    (THOUSANDS, _thousands),
    (DECIMAL, _decimal),
    (YEAR, _year),
)
