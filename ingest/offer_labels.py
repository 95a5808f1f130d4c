"""Labels of an entry's fields: „Für wen:“, „Kosten:“, a cell „Zielgruppe“, a line „Wann?“."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

# A label has at most so many words, whether it is known or not.
WORDS = 5
# Lines of a paper; each is asked several times whether it is a label.
REMEMBERED = 8192
_UNKNOWN = re.compile(r"(?P<label>[A-ZÄÖÜ][\w/*-]*(?: [\w/*-]+){0,3})\s?:(?=\s|$)")
_MARK = r"(?:[•·▪■●►➤→*–-]\s*)?"


class Label(NamedTuple):
    """A label at ``text[start:end]``, the colon with it; `field` is "other" for what no field takes."""

    field: str
    start: int
    end: int

    def printed(self, text: str) -> str:
        """Return the label as it stands in `text`."""
        return text[self.start : self.end].strip(" :")


@lru_cache(REMEMBERED)
def labels_in(text: str) -> tuple[Label, ...]:
    """Return the labels with a colon in a line, and before its first an unknown one that begins it."""
    found = [Label(_field(match), match.start(), match.end()) for match in _inside().finditer(text)]
    unknown = re.match(_MARK + _UNKNOWN.pattern, text)
    if unknown and (not found or unknown.start("label") < found[0].start):
        field = whole_label(unknown["label"]) or "other"
        found.insert(0, Label(field, unknown.start("label"), unknown.end()))
    return tuple(found)


def bare_label(text: str) -> Label | None:
    """Return the label without a colon that begins a line („Anmeldung im Büro“, „Tel. 0211 …“), if there is one."""
    match = _bare().match(text)
    return Label(_field(match), match.start(), match.end()) if match else None


@lru_cache(REMEMBERED)
def whole_label(text: str) -> str | None:
    """Return the field that a text names if it is nothing but a label („Zielgruppe“, „Für wen?“)."""
    bare = re.sub(r"^[•·▪■●►➤→*–-]\s*|\s*[:?]+\s*$", "", text.strip())
    if len(bare.split()) > WORDS:
        return None
    return next((field for field, pattern in _whole().items() if pattern.fullmatch(bare)), None)


@lru_cache(REMEMBERED)
def head_label(text: str) -> str | None:
    """Return the field that the head of a column names, "when" for a column of times with places."""
    if re.search(r":\s*\S", text):
        return None
    parts = [part for part in re.split(r"\s*(?:/|,|&|\bund\b|\boder\b)\s*", text.strip()) if part]
    fields = [field for part in [text, *parts] for field in [_head(part) or whole_label(part)] if field]
    if {"time", "place"} <= set(fields):
        return "when"
    if not fields and len(text.split()) <= 3:  # „Nr. Kurs“: two heads that stand close
        told = [whole_label(word) for word in text.split()]
        fields = [field for field in told if field and field != "other"] if all(told) else []
    return fields[0] if fields else None


def _head(text: str) -> str | None:
    bare = text.strip().rstrip(":?")
    return next((field for field, pattern in _heads().items() if pattern.fullmatch(bare)), None)


def _field(match: re.Match[str]) -> str:
    return next(name for name, value in match.groupdict().items() if value is not None)


@cache
def table() -> dict[str, dict[str, Any]]:
    """Return the words by which offers are read."""
    return tomllib.loads((files("ingest") / "offers.toml").read_text(encoding="utf-8"))


@cache
def _inside() -> re.Pattern[str]:
    groups = "|".join(
        f"(?P<{field}>{_longest(words)})" for field, words in table()["labels"].items() if field != "name"
    )
    # Inside a line a label has its capital; after a bar or a dot it is one as well.
    return re.compile(rf"(?:(?<=^)|(?<=\s)|(?<=[|·•(]))(?=[A-ZÄÖÜ☎✉])(?:{groups})\s?:(?=\s|$)", re.IGNORECASE)


@cache
def _bare() -> re.Pattern[str]:
    groups = "|".join(f"(?P<{field}>{_longest(words)})" for field, words in table()["bare"].items())
    return re.compile(rf"(?:{groups})\s(?=\S)")


def _longest(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


@cache
def _whole() -> dict[str, re.Pattern[str]]:
    return {field: re.compile(_longest(words), re.IGNORECASE) for field, words in table()["labels"].items()}


@cache
def _heads() -> dict[str, re.Pattern[str]]:
    return {field: re.compile(_longest(words), re.IGNORECASE) for field, words in table()["heads"].items()}


@cache
def pattern(section: str, key: str) -> re.Pattern[str]:
    """Return the pattern of a list of words in `offers.toml`, each from the beginning of a word."""
    return re.compile(r"(?<!\w)(?:" + "|".join(table()[section][key]) + ")", re.IGNORECASE)


def cut_at(text: str, labels: Iterable[Label]) -> Iterator[tuple[str | None, int, int]]:
    """Yield (field, start, end) of the values in a line; the stretch before the first label has no field."""
    at, field = 0, None
    for found in labels:
        yield field, at, found.start
        field, at = found.field, found.end
    yield field, at, len(text)
