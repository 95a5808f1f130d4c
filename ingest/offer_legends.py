"""Abbreviations that a paper explains -> spelt out where a value of an offer is one: „MGH = Mehrgenerationenhaus“."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ingest.offer_drafts import Draft, Value, part
from ingest.offer_entries import Node
from ingest.offer_parts import Part

# Of these fields a value may be an abbreviation.
FIELDS = ("place", "organiser", "audience", "languages")
# Rooms by a word of their own: what a legend says of these is where they are, no longer name.
ROOM = re.compile(
    r"(?:R|Raum|Zi\.|Zimmer)\s?\d{1,3}|[A-ZÄÖÜ]\w*(?:raum|saal|küche|keller)|Hof|Saal|Küche|Keller|Halle|Büro|Café|Garten|Foyer"
)
_SHORT = r"[A-ZÄÖÜ][\wÄÖÜäöü&.-]{0,7}"
_EQUALS = re.compile(
    rf"(?<![\w-])(?P<short>{_SHORT})\s?=\s?(?P<full>[^=;·|]+?)(?=\s*(?:[;·|]|,?\s*{_SHORT}\s?=|[.]?$|\.\s[A-ZÄÖÜ]))"
)
_EXPLAINS = re.compile(
    r"(?:legende|abkürzung|kürzel|zeichenerklärung|erläuterung|symbole|(?:(?:unsere|die|alle)\s)?(?:\w+(?:orte|räume|stätten|häuser)|orte|häuser|standorte|räume)\b|wo ist was)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:,|/|\+|&|·|\bund\b|\bmit\b)\s*")


def legend(nodes: Iterable[Node]) -> Mapping[str, Value]:
    """Return what the abbreviations of a paper mean, where it says so: with „=“, or under a title like „Abkürzungen“."""
    found: dict[str, Value] = {}
    for node in nodes:
        explains = bool(_EXPLAINS.match(node.name))
        for each in node.parts:
            for value in _values(each):
                for match in _EQUALS.finditer(value.text):
                    found.setdefault(match["short"], part(value, match.start("full"), match.end("full")))
            if explains:
                for short, full in _listed(each):
                    found.setdefault(short, full)
    return found


def _values(each: Part) -> list[Value]:
    return [Value(cell.text, cell.spans) for cell in each.cells] or [Value(each.text, each.spans)]


def _listed(each: Part) -> Sequence[tuple[str, Value]]:
    """Return the abbreviation that begins a line or a row of a legend, with what stands behind it."""
    if each.cells:
        short, rest = each.cells[0].text.strip(" :"), each.cells[1:]
        if not rest or not re.fullmatch(_SHORT, short):
            return ()
        text = ", ".join(cell.text for cell in rest)
        return ((short, Value(text, tuple(span for cell in rest for span in cell.spans))),)
    if each.kind == "value" and re.fullmatch(_SHORT, each.label) and each.text:
        return ((each.label, Value(each.text, each.spans)),)
    match = re.match(rf"(?P<short>{_SHORT})\s?(?::|–|-)\s(?P<full>\S.*)$", each.text)
    if match is None or not (match["short"].isupper() or len(match["short"]) <= 3):
        return ()
    return ((match["short"], part(Value(each.text, each.spans), match.start("full"), match.end("full"))),)


def abbreviated(text: str, known: Mapping[str, Value]) -> bool:
    """Tell a value that begins with an abbreviation which the paper explains („HdB, Zi. 3“)."""
    return bool(known) and _BETWEEN.split(text, maxsplit=1)[0].strip() in known


def spell_out(draft: Draft, known: Mapping[str, Value]) -> Draft:
    """Return a draft with the abbreviations among its values, and those of the titles above it, spelt out."""
    for source in (draft, *draft.above) if known else ():
        for name in FIELDS:
            held = source.fields.get(name, [])
            held[:] = [_spelt(value, known) for value in held]
    return draft


def _spelt(value: Value, known: Mapping[str, Value]) -> Value:
    """Return a value with each of its pieces that is an abbreviation spelt out („MGH, Raum 2“)."""
    cuts = [(match.start(), match.end()) for match in _BETWEEN.finditer(value.text)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(value.text)]
    if not any(value.text[start:end] in known for start, end in zip(starts, ends, strict=True)):
        return value
    text, spans, at = "", [], 0
    for start, end in zip(starts, ends, strict=True):
        piece = known.get(value.text[start:end])
        if piece is None or ROOM.fullmatch(value.text[start:end]):
            continue
        before = part(value, at, start)
        text += before.text + piece.text
        spans += [*before.spans, *piece.spans]
        at = end
    rest = part(value, at, len(value.text))
    return Value(text + rest.text, tuple(spans) + rest.spans)
