"""Whether a field of a catalogue entry is right, as `OFFERS.md` says for each field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from evaluation.offer_codes import audience_keys, topic_key
from evaluation.offer_names import content_words
from evaluation.offer_times import times

CONTACT = ("name", "phone", "mail")
FIELDS = (
    *("place", "time", "cost", "languages", "organiser", "contact", *(f"contact.{part}" for part in CONTACT)),
    *("registration", "valid_from", "valid_to", "audience", "topic", "ages"),
)
_FREE = re.compile(r"\b(?:kostenfrei|kostenlos|frei|gebührenfrei|unentgeltlich|keine|gratis|kostet nichts)\w{0,2}\b")
_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d\d)?|\d+(?:,(?:\d\d?|-))?"
_AMOUNT = re.compile(
    rf"(?:€|\beuro?)\s?({_NUMBER})|({_NUMBER})(?=(?:\s?[/|]\s?(?:{_NUMBER}))*\s?(?:€|euro?\b))"
    rf"|\berm\w*\.?:?\s({_NUMBER})"
)
_STREET = re.compile(r"(?!(?:raum|zimmer|saal|etage|haus|halle|gebäude)\b).*[^\W\d_]\.?\s\d{1,3}\s?[a-z]?")
_TITLES = content_words("Frau Herr Herrn Dr Prof Professor Professorin Dipl Ing med phil")
_LANGUAGE = re.compile(r"\b(\w*sch)e[nrsm]?\b")


def value_of(entry: Mapping[str, Any], field: str) -> Any:
    """Return what an entry or a row has in a field: None, "" and empty lists alike are None.

    A town that an entry gives in a field of its own belongs to its place.
    """
    if field == "contact":
        parts = {part: value_of(entry, f"contact.{part}") for part in CONTACT}
        return parts if any(parts.values()) else None
    if field.startswith("contact."):
        return (entry.get("contact") or {}).get(field.removeprefix("contact.")) or None
    if field == "audience":
        return audience_keys(entry.get(field) or ()) or None
    if field == "topic":
        return topic_key(entry.get(field))
    value = entry.get(field) or None
    if isinstance(value, list) and field not in ("languages", "ages"):
        value = "; ".join(map(str, value))  # several places or times
    if field == "place" and (town := entry.get("town")):
        town = " ".join(town) if isinstance(town, list) else str(town)
        return f"{value}, {town}" if value and not content_words(town) <= content_words(value) else value or town
    return value


def right_values(row: Mapping[str, Any], field: str) -> list[Any]:
    """Return the gold value of a field and the further ones accepted, in the form of `value_of`; None for empty."""
    accept = row.get("accept", {})
    if field.startswith("contact."):
        contacts = [row, *({"contact": contact} for contact in accept.get("contact", ()))]
        return [value_of(contact, field) for contact in contacts]
    values: list[Any] = [value_of(row, field)]
    for further in accept.get(field, ()):
        one = [further] if field == "languages" and isinstance(further, str) else further
        values.append(value_of({field: one}, field))
    return values


def is_right(field: str, value: Any, row: Mapping[str, Any], entry_words: frozenset[str] = frozenset()) -> bool:
    """Return whether a value (None: left empty) is the gold's or one of the accepted.

    :param entry_words: content words that the paper prints in the same entry; a place, an organiser and a
        registration may hold them beside the gold's.
    """
    golds = right_values(row, field)
    if field == "audience":
        also = frozenset(row.get("accept", {}).get("audience_also", ()))
        held = value or frozenset()
        return any((gold or frozenset()) <= held <= (gold or frozenset()) | also for gold in golds)
    if value is None:
        return None in golds
    return any(_same(field, value, gold, entry_words) for gold in golds if gold is not None)


def _same(field: str, value: Any, gold: Any, entry_words: frozenset[str]) -> bool:
    if field in ("place", "organiser", "registration"):
        required = _without_streets(gold) if field == "place" else content_words(gold)
        words = content_words(value)
        return required <= words <= content_words(gold) | entry_words
    if field.startswith("contact."):
        return _same_part(field.removeprefix("contact."), value, gold)
    return _COMPARE[field](value, gold) if field in _COMPARE else str(value) == str(gold)


def _same_contact(value: Mapping[str, str | None], gold: Mapping[str, str | None]) -> bool:
    return all(_same_part(part, value[part], gold[part]) for part in CONTACT)


def _same_ages(value: Any, gold: Sequence[int | None]) -> bool:
    return (list(map(value.get, ("from", "to"))) if isinstance(value, Mapping) else list(value)) == list(gold)


def _same_time(value: str, gold: str) -> bool:
    told = times(gold)
    return times(value) == told if told else content_words(gold) <= content_words(value)


def _without_streets(place: str) -> frozenset[str]:
    parts = [part.strip() for part in re.split(r"[,;]", place.casefold())]
    return content_words(" ".join(part for part in parts if not _STREET.fullmatch(part)) or place)


def _same_cost(value: str, gold: str) -> bool:
    told = _cost(gold)
    return _cost(value) == told if told else not _cost(value) and content_words(gold) <= content_words(value)


def _cost(text: str) -> frozenset[str]:
    text = text.casefold()
    amounts = [next(part for part in match.groups() if part) for match in _AMOUNT.finditer(text)]
    told = {f"{float(amount.replace('.', '').replace(',-', '').replace(',', '.')):.2f}" for amount in amounts}
    return frozenset(told | ({"free"} if _FREE.search(text) else set()))


def _same_languages(value: Sequence[str], gold: Sequence[str]) -> bool:
    one, other = ({content_words(_LANGUAGE.sub(r"\1", name.casefold())) for name in names} for names in (value, gold))
    return one == other


def _same_part(part: str, value: str | None, gold: str | None) -> bool:
    if value is None or gold is None:
        return value is gold
    if part == "phone":
        return _digits(value) == _digits(gold)
    if part == "mail":
        return value.strip().casefold() == gold.strip().casefold()
    return content_words(value) - _TITLES == content_words(gold) - _TITLES


def _digits(phone: str) -> str:
    return re.sub(r"^(?:0049|49(?=\d{9}))0?", "0", re.sub(r"\D", "", phone.replace("(0)", "")))


_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "time": _same_time,
    "cost": _same_cost,
    "languages": _same_languages,
    "contact": _same_contact,
    "ages": _same_ages,
}
