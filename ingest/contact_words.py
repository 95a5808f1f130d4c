"""Words and shapes by which contacts are read: labels, roles, names of bodies, addresses, hours."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from ingest.offer_values import MAIL, PHONE, WEB, times

# Words. The longest name of a body seen in the papers has eight („Kommunales Integrationszentrum für den Kreis ...“).
BODY = 10
_STREET = (
    r"[A-ZÄÖÜ][\w.-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|markt|ufer|damm|hof)\s\d+\s?[a-z]?\b(?:\s?[-–/]\s?\d+)?"
    r"|[A-ZÄÖÜ][\w-]+er (?:Straße|Str\.|Weg|Platz|Allee)\s\d+\s?[a-z]?\b|(?:Am|An der|Im|Auf der|Zum|Zur)\s[A-ZÄÖÜ][\w-]+\s\d+[a-z]?\b"
    r"|[A-ZÄÖÜ][\w-]*allee\s\d+"
)
_TOWN = r"\d{5}\s[A-ZÄÖÜ][a-zäöüß-]+(?:\s(?:am|an der|im|a\.\s?d\.)\s[A-ZÄÖÜ]\w+)?"
ADDRESS = re.compile(rf"(?:{_STREET})(?:\s?[,·|]?\s?(?:{_TOWN}))?|(?<!\d){_TOWN}")
CLOCK = re.compile(r"\d\s?(?:[.:]\d\d\s?)?uhr", re.IGNORECASE)


_VERB = re.compile(
    r"\s(?:ist|sind|war|waren|wird|werden|wurden?|hat|haben|hatte|kann|soll|bleibt|gibt|verantwortet\w*|liegt|lag)(?:\s|$)"
)


class Label(NamedTuple):
    """A label at ``text[start:end]``, the colon included; `kind` says what its value is."""

    kind: str
    start: int
    end: int
    word: str
    task: tuple[int, int] | None = None  # where „Ansprechpartnerin für X:“ says what for


@cache
def table(section: str) -> dict[str, list[str]]:
    """Return a section of the word lists."""
    held: dict[str, Any] = tomllib.loads((files("ingest") / "contacts.toml").read_text(encoding="utf-8"))
    return dict(held[section])


@cache
def _label() -> re.Pattern[str]:
    held = table("labels")
    kinds = "|".join(f"(?P<{kind}>{'|'.join(words)})" for kind, words in held.items() if kind != "person")
    people = "|".join(held["person"])
    # A name without a colon is a label only for numbers; anything else before a colon ends the value before it.
    bare = "|".join(table("labels")["phone"] + table("labels")["fax"] + table("labels")["mail"])
    return re.compile(
        rf"(?:^|(?<=[\s(,;.·|]))(?:(?:{kinds}|(?P<person>{people})(?:\sfür\s(?P<task>[^:.,;\t]{{3,60}}))?)(?:\slaut\s\w+)?\s?:|(?P<bare>{bare})\s(?=[+(\d]|\S+@)|(?P<other>(?-i:[A-ZÄÖÜ])[\w/*-]{{1,24}}(?:\s(?-i:[a-zäöü]){{2,12}})?)\s?:(?=\s|$))",
        re.IGNORECASE,
    )


@lru_cache(maxsize=5_000)
def labels(text: str) -> tuple[Label, ...]:
    """Return the labels of a line in order."""
    found = []
    for match in _label().finditer(text):
        group = next(name for name, value in match.groupdict().items() if value is not None and name != "task")
        word = match[group].strip()
        kind = (bare_label(word) or "other") if group == "bare" else group
        found.append(Label(kind, match.start(group), match.end(), word, match.span("task") if match["task"] else None))
    return tuple(found)


@lru_cache(maxsize=5_000)
def bare_label(text: str) -> str | None:
    """Return the kind of a text that is nothing but a label („Leitung laut Steckbrief“ in a cell)."""
    bare = re.sub(r"\s(?:laut|gemäß|nach)\s\w+$|\s?:$|\s\d{4}$", "", text.strip())
    for kind, words in table("labels").items():
        if re.fullmatch("|".join(words), bare, re.IGNORECASE):
            return kind
    return None


@cache
def _role() -> re.Pattern[str]:
    words = "|".join(table("roles")["words"])
    return re.compile(rf"(?<![\w@.-])(?:stellv(?:\.|ertretende[rn]?)\s)?[\w*-]*(?:{words})(?![\w@-])", re.IGNORECASE)


def role_in(text: str) -> re.Match[str] | None:
    """Return the first word for a role in a text."""
    return _role().search(text)


@cache
def _body() -> tuple[re.Pattern[str], ...]:
    held = table("units")
    return (
        re.compile(rf"\b[\w-]*[A-ZÄÖÜa-zäöü-](?:{'|'.join(held['endings'])})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{'|'.join(held['words'])})(?!\w)"),
        re.compile(rf"(?:{'|'.join(held['openings'])})\s\S"),
    )


@lru_cache(maxsize=20_000)
def is_body(text: str) -> bool:
    """Tell whether a run of words names a body: an office, a centre, an association."""
    words = text.split()
    if not 1 <= len(words) <= BODY or not (words[0][0].isupper() or words[0][0] in '„"') or "@" in text:
        return False
    if _VERB.search(text) or any(word[0].islower() and word.endswith("t") and word != "mit" for word in words):
        return False  # a clause: „das Bildungsbüro trägt die Kosten“
    if text[-1] in ".!?:" and not re.search(r"e\.\s?V\.$", text):
        return False
    ends, whole, opens = _body()
    found = ends.search(text)
    capital = sum(word[0].isupper() for word in words)
    named = (found is not None and found.group()[0].isupper()) or whole.search(text) or opens.match(text)
    return bool(named) and 2 * capital >= len(words) and not PHONE.search(text)


def hours_in(text: str) -> tuple[int, int] | None:
    """Return where a line says when somebody is there: days with their hours."""
    for found in times(text):
        if CLOCK.search(text[found.start : found.end]) or re.search(r"\d\s?[–-]\s?\d", text[found.start : found.end]):
            return found.start, found.end
    return None


def generic(head: str) -> bool:
    """Tell whether a title says neither who it is nor what they are for („Kontakt“, „Impressum“)."""
    return bool(bare_label(head) or re.fullmatch("|".join(table("never")["heads"]), head.strip(), re.IGNORECASE))


def reached(text: str) -> tuple[tuple[str, int, int], ...]:
    """Return the phone numbers, mail and web addresses of a text as (kind, start, end), in order."""
    found: list[tuple[str, int, int]] = []
    for kind, look in (("mail", MAIL), ("web", WEB), ("phone", PHONE)):
        for match in look.finditer(text):
            start, end = match.span()
            if text[start] == "(" and ")" not in match.group():  # „(02104 992175)“
                start += 1
            if not any(low < end and start < high for _, low, high in found):
                found.append((kind, start, end))
    return tuple(
        sorted((one for one in found if one[0] != "phone" or _callable(text[one[1] : one[2]])), key=lambda one: one[1])
    )


def _callable(number: str) -> bool:
    """Tell a number to call from other figures: seven digits at least (area code and line), brackets in pairs."""
    figures = re.sub(r"\D", "", number)
    spaced = re.match(r"\(?0\s", number)  # „0 200 210 220“: the figures of a scale
    return len(figures) >= 7 and not spaced and not figures.startswith("000") and number.count("(") == number.count(")")
