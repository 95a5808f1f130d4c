"""What a question for offers sets beside facets: a time, an age, a price, that nobody has to register; and who meets it.

"im November", "für mein 4-jähriges Kind", "unter 5 Euro", "ohne Anmeldung", in the ten languages.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from assistant.offer_facets import cost_of
from assistant.offer_periods import named_period, takes_place
from assistant.offer_terms import folded
from assistant.period import Period
from kb.offer_history import CatalogueEntry
from kb.offer_words import audiences

# Years of those whom the papers call children, young people and older (evaluation/OFFERS.md, Vocabulary); of the others
# hardly anything is said.
CHILD, YOUNG, OLD = 13, 27, 60
_AGES: Mapping[str, tuple[int, int]] = {"children": (0, CHILD), "young people": (12, YOUNG), "older people": (OLD, 120)}
_AMOUNT = re.compile(r"(\d+(?:[.,]\d\d)?)\s?(?:€|euro|eur\b)|(?:€|euro)\s?(\d+(?:[.,]\d\d)?)")
_ALL = 120


@dataclass(frozen=True, slots=True)
class Limits:
    """What a text sets, None or False where it sets nothing; `said` are its words for that, `age` those of an age, `rest` the text without them."""

    rest: str
    said: tuple[str, ...] = ()
    age: str = ""
    periods: tuple[Period, ...] = ()
    ages: tuple[int, int] | None = None
    price: float | None = None
    unregistered: bool = False

    def __bool__(self) -> bool:
        return bool(self.said)

    @property
    def facts(self) -> frozenset[str]:
        """The kinds of fact that only seem to be asked for: a day, an age or a price that is named is none."""
        told = (("date", self.periods), ("age", self.ages), ("amount", self.price))
        return frozenset(kind for kind, value in told if value) | (
            {"number", "duration", "audience"} if self.ages else set()
        )


def read_limits(text: str, language: str, today: date) -> Limits:
    """Return what a question in a language sets beside facets."""
    rest, said = text, []
    found: dict[str, re.Match[str]] = {}
    for kind, cue in (("free", _cue("unregistered", "asked")), ("price", _price()), ("age", _age())):
        match = cue.search(folded(rest))
        if match is None or (kind == "age" and match["since"]):
            continue
        found[kind] = match
        said.append(printed(rest, match))
        rest = _without(folded(rest), match)
    when = named_period(rest, language, today)
    if when:
        said.append(when.said)
        rest = when.rest
    price, age = found.get("price"), found.get("age")
    amount = float(price["amount"].replace(",", ".")) if price else None
    years = next((words for words in said if age and folded(words) == age.group().strip()), "")
    return Limits(
        rest, tuple(said), years, when.periods if when else (), _ages(age) if age else None, amount, "free" in found
    )


def meets(entry: CatalogueEntry, audience: Sequence[str], limits: Limits) -> bool:
    """Tell whether an offer is as a question wants it, as far as its papers say so.

    :param audience: whom it is for, by the facet.
    """
    offer = entry.offer
    if limits.periods and not takes_place(entry, limits.periods):
        return False
    if limits.ages and not _of_age(offer.ages, audience, limits.ages):
        return False
    if limits.price is not None and not _within(offer.cost, limits.price):
        return False
    texts = " · ".join(filter(None, (offer.registration, offer.time, offer.description)))
    return not limits.unregistered or bool(_cue("unregistered", "stated").search(texts.casefold()))


def _of_age(ages: tuple[int | None, int | None] | None, audience: Sequence[str], asked: tuple[int, int]) -> bool:
    """Tell whether somebody of these years may come: by the years printed, or else by what those meant are called."""
    if ages:
        return (ages[0] or 0) <= asked[1] and asked[0] <= (_ALL if ages[1] is None else ages[1])
    told = [_AGES[one] for one in audience if one in _AGES]
    if not told:  # nobody says for which age: not for children then
        return asked[0] > CHILD
    return any(low <= asked[1] and asked[0] <= high for low, high in told)


def _within(cost: str | None, most: float) -> bool:
    if set(cost_of(cost)) & {"free", "donation"}:
        return True
    found = [float((one or other).replace(",", ".")) for one, other in _AMOUNT.findall((cost or "").casefold())]
    return bool(found) and found[0] <= most


def _ages(match: re.Match[str]) -> tuple[int, int]:
    first = _number(match["first"])
    last = _number(match["last"]) if match["last"] else first
    if match["months"]:
        return first // 12, last // 12
    if match["from"] and not match["last"]:
        told = [_AGES[one.value][1] for one in audiences(match.string) if one.value in _AGES]
        return first, max((top for top in told if top >= first), default=_ALL)  # "children from 6": not of any age
    return (0, first) if match["under"] and not match["last"] else (first, last)


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return _numbers()[text]


@cache
def _numbers() -> dict[str, int]:
    return {folded(word): number for number, words in enumerate(_table()["age"]["words"], 1) for word in words}


def printed(text: str, match: re.Match[str]) -> str:
    """Return what a match in the folded text is in the text itself."""
    whole = text if len(folded(text)) == len(text) else folded(text)
    return whole[match.start() : match.end()].strip()


def _without(text: str, match: re.Match[str]) -> str:
    return " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())


@cache
def _age() -> re.Pattern[str]:
    age = _table()["age"]
    number = r"\d{1,2}|" + "|".join(sorted(_numbers(), key=len, reverse=True))
    before = "|".join(
        rf"(?P<{name}>{_any(age[key])})" for name, key in (("since", "since"), ("from", "from"), ("under", "under"))
    )
    joint = r"(?:\s?[–-]\s?|\s(?:bis|und|to|and|à|et|до|і|та|и|الی|الى|تا|și|do|ile)\s)"
    units = rf"(?:(?P<months>{_any(age['months'])})|{_any(age['years'])})"
    return re.compile(
        rf"(?<!\w)(?:(?:{_any(age['of'])})\s)?(?:(?:{before})\s)?(?P<first>{number})(?:{joint}(?P<last>{number}))?\s?-?\s?{units}(?!\w)"
    )


@cache
def _price() -> re.Pattern[str]:
    price = _table()["price"]
    return re.compile(
        rf"(?<!\w)(?:{_any(price['under'])})\s(?P<amount>\d+(?:[.,]\d\d)?)\s?(?:{_any(price['money'])})(?!\w)"
    )


@cache
def _cue(kind: str, key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(_table()[kind][key])})(?!\w)")


def _any(cues: Sequence[str]) -> str:
    return "|".join(sorted(map(folded, cues), key=len, reverse=True))


@cache
def _table() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads((files("assistant") / "offer_limits.toml").read_text(encoding="utf-8"))
