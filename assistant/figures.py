"""Numbers, dates, amounts, times, telephone numbers and references in German text, in one spelling.

"06.10.2016" and "6. Oktober 2016" are the same date, "35.000 €" and "35000 Euro" the same amount, "drei
Wochen" and "3 Wochen" the same number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Kind = Literal["date", "time", "money", "percent", "phone", "address", "code", "ordinal", "number"]

_MONTHS = (
    "januar jänner jan|februar feber feb|märz maerz mär|april apr|mai|juni jun|juli jul|august aug|"
    "september sept sep|oktober okt|november nov|dezember dez"
)
# English months are known because answers may be in English while the passage is German.
_ENGLISH = "january|february|march|april|may|june|july|august|september|october|november|december"
_MONTH = {
    name: number
    for names in (_MONTHS, _ENGLISH)
    for number, line in enumerate(names.split("|"), start=1)
    for name in line.split()
}
_UNITS = ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"]
_TEENS = ["dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"]
_TENS = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
_ONES = ["ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
_WORDS: dict[str, float] = {word: value for value, word in enumerate(_UNITS)}
_WORDS |= {word: value for value, word in enumerate(_TEENS, start=13)}
_WORDS |= {word: 10 * value for value, word in enumerate(_TENS, start=2)}
_WORDS |= {
    f"{one}und{ten}": 10 * tens + ones
    for tens, ten in enumerate(_TENS, start=2)
    for ones, one in enumerate(_ONES, start=1)
}
_WORDS |= {"hundert": 100, "einhundert": 100, "zweihundert": 200, "dreihundert": 300, "fünfhundert": 500}
_WORDS |= {"tausend": 1000, "eintausend": 1000, "zweitausend": 2000, "dutzend": 12}
_WORDS |= {"zweimal": 2, "dreimal": 3, "viermal": 4, "fünfmal": 5}
_WORDS |= {"eineinhalb": 1.5, "anderthalb": 1.5}
_ENGLISH_WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_WORDS |= {word: value for value, word in enumerate(_ENGLISH_WORDS, start=2)}
_ORDINALS = {
    "erst": 1, "zweit": 2, "dritt": 3, "viert": 4, "fünft": 5, "sechst": 6, "siebt": 7, "siebent": 7, "acht": 8,
    "neunt": 9, "zehnt": 10, "elft": 11, "zwölft": 12,
}  # fmt: skip
_FRACTIONS = {"hälfte": 2, "drittel": 3, "viertel": 4, "fünftel": 5, "achtel": 8, "zehntel": 10}
_SCALES = {
    "tausend": 1e3, "tsd": 1e3, "million": 1e6, "millionen": 1e6, "mio": 1e6, "milliarde": 1e9, "milliarden": 1e9,
    "mrd": 1e9,
}  # fmt: skip

_NUM = r"\d{1,3}(?:[. \u00a0\u202f']\d{3})+(?!\d)(?:,\d+)?|\d+(?:,\d+)?(?:\.\d+)?"
_SCALE = r"(?:\s*(?P<scale>Tausend|Tsd|Millionen|Million|Mio|Milliarden|Milliarde|Mrd)\b\.?)?"
_MON = "|".join(sorted(_MONTH, key=len, reverse=True))
_WORD_NUM = "|".join(sorted(_WORDS, key=len, reverse=True))
# "dreijährig", "12-köpfig": a number and what it counts.
_MEASURED = (
    r"(?:jährig|monatig|wöchig|tägig|stündig|minütig|köpfig|teilig|fach|malig|sprachig|stufig|stellig|geschossig|zügig)"
)
_YEAR = r"(?:1[89]|20)\d\d"

# In this order; what one pattern has taken, the next does not see.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("address", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)[^\s<>\"“”)]+"),
        ("iso", r"\b(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)\b"),
        (
            "span",
            rf"\b(?P<d>\d{{1,2}})\.\s*(?:(?P<m>\d{{1,2}})\.)?\s*(?:bis(?:\s+zum)?|und|oder|/|-|–|,)\s*(?P<d2>\d{{1,2}})\.\s*"
            rf"(?:(?P<m2>\d{{1,2}})\.\s*(?P<y>\d{{4}}|\d\d\b)?|(?P<mon>{_MON})\b\.?\s*(?P<y2>{_YEAR})?)",
        ),
        ("numeric", r"\b(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4}|\d\d(?![\d.]))?"),
        ("named", rf"\b(?:(?P<d>\d{{1,2}})\.\s*)?(?P<mon>{_MON})\b\.?(?:\s+(?P<y>{_YEAR})\b)?"),
        ("english", rf"\b(?P<mon>{_ENGLISH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>{_YEAR})\b"),
        (
            "phone",
            r"(?:(?<=tel)|(?<=tel\.)|(?<=telefon)|(?<=fax)|(?<=fon)|(?<=mobil)|(?<=rufnummer))\W{0,3}(?P<number>[+(]?\d[\d\s/().–-]{3,}\d)"
            r"|(?<![\w/.,-])(?P<number2>(?:\+49|0049|0)[\s(/-]*\d[\d\s/()–-]{4,}\d)(?![\w/])",
        ),
        ("percent", rf"(?<!\d)(?P<n>{_NUM})\s*(?:%|Prozent(?:punkte?n?)?\b|v\.\s?H\.|percent\b)"),
        ("percentword", rf"\b(?P<w>{_WORD_NUM})\s+(?:Prozent|percent)\b"),
        ("money", rf"(?<!\d)(?P<n>{_NUM})(?:,-+|,–)?{_SCALE}\s*(?P<t>T)?(?:€|Euro?\b|EUR\b|DM\b|D-Mark\b)"),
        ("moneyfirst", rf"(?P<t>T)?(?:€|EUR\b)\s*(?P<n>{_NUM}){_SCALE}"),
        ("moneyword", rf"\b(?P<w>{_WORD_NUM}){_SCALE}\s+(?:€|Euro\b|EUR\b)"),
        ("time", r"(?<![/.\d])\b(?P<h>\d{1,2})(?:[:.](?P<min>\d\d))?\s*(?:(?:-|–|bis|und)\s*(?P<h2>\d{1,2})(?:[:.](?P<min2>\d\d))?\s*)?Uhr\b(?:\s+(?P<after>\d\d)\b)?"),
        ("clock", r"\b(?P<h>[01]?\d|2[0-4]):(?P<min>[0-5]\d)\b"),
        ("code", r"\b(?=[\w./-]*\d)(?:[A-Za-zÄÖÜ]{1,6}[-/])?\d+(?:[/-][\w]+)*[/][\w/-]*\w\b|\b[A-Z]{1,5}-?\d+[\w/-]*\b|\b\d+-\d+(?:-\d+)+\b"),
        ("every", rf"\bjede[rsnm]?\s+(?P<w>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})(?:e[nrms]?)\b"),
        ("fraction", r"(?:\b(?P<w>ein|zwei|drei|vier)(?:e[mns]?)?\s+)(?P<f>Drittel|Viertel|Fünftel|Achtel|Zehntel)[ns]?\b|\b(?P<half>Hälfte)\b"),
        ("compound", rf"\b(?P<w>{_WORD_NUM}|\d{{1,3}}(?=-))-?(?={_MEASURED})"),
        ("ordinal", r"\b(?P<n>\d{1,3})\.(?=\s+[A-ZÄÖÜa-zäöü])(?!\s+(?:Die|Der|Das|Es|Ein|Eine|Im|In)\b)"),
        ("ordinalword", rf"\b(?P<w>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})(?P<e>e[nrms]?)\b(?!\s+Linie)"),
        ("number", rf"(?<![\w])(?:{_NUM}){_SCALE}"),
        ("word", rf"\b(?P<w>{_WORD_NUM})(?P<e>en|er|te[nrs]?)?\b{_SCALE}"),
    )
)  # fmt: skip


_LETTERS = re.compile(r"[^\W\d_]+")
_SPELLED = frozenset(["percentword", "moneyword", "every", "fraction", "compound", "ordinalword", "word"])
_UNDIGITED = frozenset(["address", "named"])
# The first four letters of all number words.
_HEADS = frozenset(word[:4] for word in (*_WORDS, *_ORDINALS, *_FRACTIONS))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at ``text[start:end]``.

    `value`: (year, month, day) of dates with 0 for what is not said, minutes after midnight of times, digits
    of telephone numbers, lower-case text of codes and addresses, else a number.
    """

    kind: Kind
    value: float | str | tuple[int, int, int]
    start: int
    end: int


@lru_cache(maxsize=4096)
def figures(text: str) -> tuple[Figure, ...]:
    """Return all figures of `text` in order. "ein" and "eine" are articles, no figures."""
    free = text
    found: list[Figure] = []
    digits, spelled = any(char.isdigit() for char in text), any(w[:4] in _HEADS for w in _LETTERS.findall(text.lower()))
    for name, pattern in _PATTERNS:
        # Looking for number words is slow, and most sentences have none.
        if not (spelled if name in _SPELLED else digits or name in _UNDIGITED):
            continue
        for match in pattern.finditer(free):
            made = list(_make(name, match))
            if made:
                found.extend(made)
                # Same length, so that offsets stay true; a letter, so that nothing joins up over the gap.
                free = free[: match.start()] + "\x00" * (match.end() - match.start()) + free[match.end() :]
    return tuple(sorted(found, key=lambda figure: figure.start))


def _make(name: str, match: re.Match[str]) -> Iterator[Figure]:
    groups = match.groupdict()
    start, end = match.span()
    if name == "address":
        text = re.sub(r"^https?://(?:www\.)?|^www\.", "", match[0].casefold()).rstrip("./,;:")
        yield Figure("address", text, start, end)
    elif name in {"iso", "span", "numeric", "named", "english"}:
        yield from _dates(groups, start, end)
    elif name == "phone":
        number = groups["number"] or groups["number2"]
        digits = re.sub(r"\(0\)|\D", "", re.sub(r"\+49|^0049", "0", number))
        yield Figure("phone", re.sub(r"^00", "0", digits), end - len(number), end)
    elif name in {"time", "clock"}:
        yield from _times(groups, start, end)
    elif name == "code":
        yield from _code(match[0], start, end)
    elif name in {"every", "fraction"}:
        yield Figure("percent", _share(groups), start, end)
    elif name == "compound":
        yield Figure("number", float(_count(groups["w"])), start, end)
    elif name.startswith("ordinal"):
        value = _ORDINALS[groups["w"].lower()] if "w" in groups else int(groups["n"])
        yield Figure("ordinal", float(value), start, end)
    else:
        kinds: dict[str, Kind] = {"percent": "percent", "percentword": "percent", "word": "number"}
        kind = kinds.get(name, "money" if name.startswith("money") else "number")
        amount = _WORDS[groups["w"].lower()] if groups.get("w") else _amount(groups.get("n") or match[0])
        if amount is None:
            return
        scale = groups.get("scale")
        amount *= _SCALES[scale.lower()] if scale else 1
        amount *= 1000 if groups.get("t") else 1
        if kind == "number" and re.fullmatch(_YEAR, match[0]):
            yield Figure("date", (int(amount), 0, 0), start, end)
        else:
            yield Figure(kind, amount, start, end)


def _code(text: str, start: int, end: int) -> Iterator[Figure]:
    years = re.fullmatch(r"((?:19|20)\d\d)/((?:19|20)?\d\d)", text)
    if years:
        yield Figure("date", (int(years[1]), 0, 0), start, end)
        yield Figure("date", (int(years[1][: 4 - len(years[2])] + years[2]), 0, 0), start, end)
    elif (part := re.match(r"([A-Z]{1,2}\d)-[A-ZÄÖÜ][a-zäöüß]{2,}$", text)) is not None:
        # "A2-Zeugnis" names the level A2.
        yield Figure("code", part[1].casefold(), start, start + len(part[1]))
    else:
        yield Figure("code", re.sub(r"\s", "", text).casefold(), start, end)


def _share(groups: dict[str, str | None]) -> float:
    """Return per cent: "jeder vierte" and "ein Viertel" are 25."""
    if "f" not in groups:
        return 100 / _ORDINALS[(groups["w"] or "").lower()]
    return 100 * _count(groups["w"]) / _FRACTIONS[(groups["f"] or groups["half"] or "").lower()]


def _count(word: str | None) -> float:
    lower = (word or "ein").lower()
    return float(lower) if lower.isdigit() else _WORDS.get(lower, 1.0)


def _dates(groups: dict[str, str | None], start: int, end: int) -> Iterator[Figure]:
    year = int(groups.get("y") or groups.get("y2") or 0)
    if 0 < year < 100:
        # Two digits: council papers of this century, and of the last one before.
        year += 2000 if year < 50 else 1900
    month = int(groups.get("m2") or groups.get("m") or 0)
    name = groups.get("mon")
    month = _MONTH[name.lower()] if name else month
    day = int(groups.get("d2") or groups.get("d") or 0)
    first = int(groups.get("m") or month)
    if month > 12 or day > 31 or first > 12:
        return
    if groups.get("d2"):
        yield Figure("date", (year, first, int(groups["d"] or 0)), start, end)
    if name and not day and not year and name.lower() in {"mai", "may", "march", "jan", "jun", "jul", "mär"}:
        # Also names, or the English verb; without a day or a year they say too little.
        return
    yield Figure("date", (year, month, day), start, end)


def _times(groups: dict[str, str | None], start: int, end: int) -> Iterator[Figure]:
    hour, minute = int(groups["h"] or 0), int(groups.get("min") or groups.get("after") or 0)
    if hour <= 24 and minute < 60:
        yield Figure("time", float(60 * hour + minute), start, end)
    if groups.get("h2"):
        yield Figure("time", float(60 * int(groups["h2"] or 0) + int(groups.get("min2") or 0)), start, end)


def _amount(text: str) -> float | None:
    digits = re.sub(r"[\s\u00a0\u202f']", "", text)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        digits = digits.replace(".", "")
    digits = re.sub(r"[^\d.,]", "", digits).replace(",", ".")
    try:
        return float(digits)
    except ValueError:
        return None
