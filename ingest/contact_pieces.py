"""A printed line -> its pieces: who, which body, how reached, where, when, for what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from ingest.contact_words import ADDRESS, bare_label, hours_in, is_body, labels, reached, role_in
from ingest.offer_drafts import Value, part
from kb.people import given_names, is_noun, names

Kind = Literal[
    "person", "role", "unit", "holder", "tasks", "phone", "mail", "address", "hours", "other", "text", "waiting"
]  # fmt: skip
NO_LABEL = Value("", ())
# Words. What is longer and has no label is running text.
SHORT = 9
_PARTS = re.compile(
    r"\s*(?:[;|·•▪]|,(?=\s|$)|\s[–-]\s|\s{2,}|\t|\boder\b|\bund\b(?=\s(?:Frau|Herrn?|Fr\.|Hr\.)\s)|/(?=\s?[A-ZÄÖÜ]))\s*"
)
# A name that has commas of its own; it ends with its „und“.
_COMMAS = re.compile(
    r"(?:Dezernat|Amt|Fachbereich|Fachdienst|Abteilung|Referat|Ministerium|[Rr]eferentin|[Rr]eferent)\sfür\s[^,;|\t]+(?:,\s[^,;|\t]+)*?\sund\s[^,;|\t]+"
)
_COURTESY = re.compile(
    r"^(?:und|oder|sowie|bei|an|über|durch|von|vom|beim|im|in der|die|der|das|bitte|unter|per)\s+", re.IGNORECASE
)
_TAIL = " ,;:.()–-•▪☐✆☎✉|·"
SIGNED = re.compile(r"^(?P<by>gez\.|i\.\s?[AV]\.|im Auftrag|in Vertretung)(?:\s|$)", re.IGNORECASE)
_NOBODY = re.compile(r"^N\.?\s?N\.?$")
# A word of a name, an initial or a title; no „Mo–Do“, no „U18“.
_NAMED = re.compile(r"[^\W\d_a-z][^\W\d_]+(?:[-'’][^\W\d_]+)*|[^\W\d_a-z]\.|(?:Dr|Prof|Fr|Hr)\.")


class Mark(NamedTuple):
    """A label as printed, and what kind of value follows it."""

    kind: str
    word: Value


class Piece(NamedTuple):
    """A piece of a line; `label` is the label it stood behind.

    Of kind "waiting" where the value of a label stands in the next line or cell: then `value` names the label's kind.
    """

    kind: Kind
    value: Value
    label: Value = NO_LABEL


def pieces(line: Value, given: Mark | None = None) -> list[Piece]:
    """Return the pieces of a line in order. `given` is a label that stood in the cell or line before."""
    found: list[Piece] = []
    if signed := SIGNED.match(line.text):
        given = Mark("signed", part(line, *signed.span("by")))
        line = part(line, signed.end(), len(line.text))
        if not line.text.strip():
            return [Piece("waiting", Value("signed", ()), given.word)]
    marks = list(labels(line.text))
    first = marks[0].start if marks else len(line.text)
    if line.text[:first].strip(_TAIL):
        found += _under(part(line, 0, first), given)
    for number, mark in enumerate(marks):
        end = marks[number + 1].start if number + 1 < len(marks) else len(line.text)
        word = Mark(mark.kind, label_word(part(line, mark.start, mark.start + len(mark.word))))
        found += _under(part(line, mark.end, end), word)
        if mark.task:
            found.append(Piece("tasks", trimmed(part(line, *mark.task))))
    return found


def label_word(value: Value) -> Value:
    """Return a label without what it says of its source („Leitung laut Steckbrief“)."""
    match = re.search(r"\s(?:laut|gemäß|nach)\s\w+$|\s?:$", value.text)
    return part(value, 0, match.start()) if match else value


def trimmed(value: Value, more: str = "") -> Value:
    """Return a value without the signs and blanks around it."""
    left = len(value.text) - len(value.text.lstrip(_TAIL + more))
    bare = value.text.strip(_TAIL + more)
    closing = len(bare)
    # „e. V.“ keeps its full stop, „Migrationsberatung (MBE)“ its bracket.
    rest = value.text[left + closing :]
    stopped = bare.endswith((" V", ".V", " J", "Str", "str")) and rest.startswith(".")
    if stopped or (bare.count("(") > bare.count(")") and rest.startswith(")")):
        closing += 1
    return part(value, left, left + closing)


def _under(value: Value, label: Mark | None) -> list[Piece]:
    kind = label.kind if label else None
    word = label.word if label else NO_LABEL
    value = trimmed(value, " ") if kind in {"tasks", "hours"} else value
    if not value.text.strip():
        return [Piece("waiting", Value(kind, ()), word)] if kind else []
    if kind == "fax":
        return [Piece("other", value, word)]
    if kind == "other":
        return [Piece("other", value, word), *(each for each in _loose(value) if each.kind in {"phone", "mail"})]
    if kind == "hours":
        return [Piece("hours", value, word)]
    if kind in {"tasks", "role"}:
        return [Piece("tasks" if kind == "tasks" else "role", value, word), *_numbers(value)]
    return [_as(piece, kind, word) for piece in _loose(value)]


def _as(piece: Piece, kind: str | None, word: Value) -> Piece:
    """Return a piece as its label has it: what no name is told by may be a body, or a role."""
    if kind in {"unit", "holder", "name"} and piece.kind == "text" and not role_in(piece.value.text):
        return Piece("holder" if kind == "holder" else "unit", piece.value, word)
    if kind == "holder" and piece.kind == "unit":
        return Piece("holder", piece.value, word)
    if kind in {"person", "contact"} and piece.kind == "text" and could_be_name(piece.value.text):
        return Piece("person" if kind == "person" else "text", piece.value, word)
    if kind == "address" and piece.kind == "text":
        return Piece("address", piece.value, word)
    return Piece(piece.kind, piece.value, word)


def could_be_name(text: str) -> bool:
    """Tell words that can be a person's name where a label asks for one: capitals, and no noun of the office."""
    words = text.split()
    if len(words) == 1 and is_noun(text):
        return False
    return (
        1 <= len(words) <= 4
        and all(_NAMED.fullmatch(word) for word in words)
        and not is_body(text)
        and not _NOBODY.match(text)
    )


def _numbers(value: Value) -> list[Piece]:
    return [
        Piece("phone" if kind == "phone" else "mail", part(value, start, end))
        for kind, start, end in reached(value.text)
        if kind != "web"
    ]


def _loose(value: Value) -> list[Piece]:
    """Return the pieces of a stretch without labels: what looks like a number, an address, hours; the rest by its words."""
    taken: list[tuple[int, int, Kind | None]] = [
        (start, end, "phone" if kind == "phone" else "mail" if kind == "mail" else None)
        for kind, start, end in reached(value.text)
    ]
    taken += [
        (match.start(), match.end(), "address")
        for match in ADDRESS.finditer(value.text)
        if not any(start < match.end() and match.start() < end for start, end, _ in taken)
    ]
    if not any(kind in {"phone", "mail"} and end - start > 0.8 * len(value.text) for start, end, kind in taken):
        found = hours_in(_blanked(value.text, taken))
        if found:
            taken.append((*found, "hours"))
    result: list[Piece] = []
    at = 0
    for start, end, kind in [*sorted(taken, key=lambda one: one[0]), (len(value.text), len(value.text), None)]:
        if start > at:
            result += _worded(part(value, at, start))
        if kind:
            result.append(Piece(kind, trimmed(part(value, start, end), "/")))
        at = max(at, end)
    return _addresses_joined(result, value)


def _blanked(text: str, taken: list[tuple[int, int, Kind | None]]) -> str:
    for start, end, _ in taken:
        text = text[:start] + "_" * (end - start) + text[end:]
    return text


def _addresses_joined(found: list[Piece], line: Value) -> list[Piece]:
    """Join street and town where they are printed side by side."""
    result: list[Piece] = []
    for piece in found:
        last = result[-1] if result else None
        if last and last.kind == piece.kind == "address":
            result[-1] = Piece("address", joined(last.value, piece.value))
        else:
            result.append(piece)
    return result


def joined(left: Value, right: Value) -> Value:
    """Return two values as one; stretches of one passage that stand side by side become one stretch."""
    a, b = left.spans, right.spans
    if a and b and a[-1].ordinal == b[0].ordinal and 0 <= b[0].start - a[-1].end <= 3:
        gap = " " if b[0].start - a[-1].end == 1 else "" if b[0].start == a[-1].end else ", "
        return Value(
            f"{left.text}{gap}{right.text}", (*a[:-1], type(a[-1])(a[-1].ordinal, a[-1].start, b[0].end), *b[1:])
        )
    return Value(f"{left.text}, {right.text}", (*a, *b))


def _worded(value: Value) -> Iterator[Piece]:
    """Yield the pieces of words: commas part them, but neither „Schaps, Valerie“ nor „Dezernat für Soziales, Sport und Schule“."""
    whole = [match.span() for match in _COMMAS.finditer(value.text)]
    whole += [(value.text.find(name), value.text.find(name) + len(name)) for name in names(value.text) if "," in name]
    at = 0
    for match in [*_PARTS.finditer(value.text), None]:
        end = match.start() if match else len(value.text)
        if match and (
            re.search(r"\be\.\s*$|\b[A-ZÄÖÜ]\.\s*$", value.text[:end])
            or any(low < match.start() < high for low, high in whole)
        ):
            continue
        piece = trimmed(part(value, at, end))
        at = match.end() if match else end
        if piece.text:
            yield from _one(piece)


def _one(value: Value) -> Iterator[Piece]:
    courtesy = _COURTESY.match(value.text)
    bare = part(value, courtesy.end(), len(value.text)) if courtesy else value
    text = bare.text
    if not text or _NOBODY.match(text):
        return
    people = names(text)
    if people and len(text.split()) <= SHORT + 3:
        start = text.find(people[0])
        before, after = text[:start], text[start + len(people[0]) :]
        yield from _beside(part(bare, 0, start) if before.strip(_TAIL) else None)
        yield Piece("person", part(bare, start, start + len(people[0])))
        if after.strip(_TAIL):
            rest = trimmed(part(bare, start + len(people[0]), len(text)))
            yield from _one(rest)
        return
    role = role_in(text)
    office = (
        re.match(r"\s(?:(?:des|der|im|in der|beim|bei der|vom)\s)?(?=[A-ZÄÖÜ])", text[role.end() :])
        if role and role.start() == 0
        else None
    )
    if role and office and is_body(text[role.end() + office.end() :]):
        yield Piece("role", part(bare, 0, role.end()))
        yield Piece("unit", part(bare, role.end() + office.end(), len(text)))
    elif is_body(text):
        yield Piece("unit", bare)
    elif len(text.split()) <= SHORT and role and role.start() == 0 and _is_role(text):
        task = re.match(r"\s(?:für|zu)\s", text[role.end() :])
        if task:
            yield Piece("role", part(bare, 0, role.end()))
            yield Piece("tasks", part(bare, role.end() + task.end(), len(text)))
        else:
            yield Piece("role", bare)
    else:
        yield Piece("text", bare)


def _is_role(text: str) -> bool:
    """Tell a role from the first part of „Oberbürgermeisterin Henriette Reker: Danke!“."""
    return text[0].isupper() and not re.search(r"[!?]", text) and text.rsplit(maxsplit=1)[-1] not in given_names()


def _beside(value: Value | None) -> Iterator[Piece]:
    if value is None:
        return
    bare = trimmed(value)
    if is_body(bare.text):
        yield Piece("unit", bare)
    elif (role := role_in(bare.text)) and len(bare.text.split()) <= SHORT and not re.search(r"[!?]", bare.text):
        yield Piece("role", part(bare, role.start(), len(bare.text)))
    elif not bare_label(bare.text):
        yield Piece("text", bare)
