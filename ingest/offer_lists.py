"""Lists of offers by name -> drafts: „Frühe Bildung: Griffbereit/Rucksack KiTa, Elternseminare“."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.offer_drafts import Draft, Value, part
from ingest.offer_entries import Node, bare
from ingest.offer_heads import head_of
from ingest.offer_labels import whole_label
from ingest.offer_listed import NAME, TAKING, VERBS, detailed, details, heads, names_in, names_of, parted, single, tell
from ingest.offer_looks import tells
from ingest.offer_nouns import is_bare, is_group, is_named, is_sentence, never
from ingest.offer_parts import Part
from ingest.offer_pieces import listed, pieces
from ingest.offer_texts import read_text
from ingest.offer_values import costs, look, reached, times
from kb.sentences import spans as sentences

# In words: what stands before the first comma of a line and is longer begins a sentence.
SHORT = 8
_LEAD = re.compile(r"^(?P<lead>[A-ZÄÖÜ][^:.(]{2,70}?(?:\s\([^)]*\))?)\s?(?P<mark>:\s|\s[–-]\s)")
# So many dashes part a name and what is said of it; one may be part of a sentence.
DASHES = 2
_DASH = re.compile(r"\s[–—-]\s")
_BARRED = re.compile(r"\s[|•·]\s")
_HELD = {"audience", "topic", "organiser", "validity"}


class _Record(NamedTuple):
    """A line that is a name, and the pieces that say something of it."""

    named: Value
    told: list[Value]
    parted: bool  # by bars or dashes
    dashed: bool  # what dashes part may hold commas


def from_lists(node: Node, above: Sequence[Draft]) -> Iterator[Draft]:
    """Yield drafts of what the items and rows under a title name; what a row or item begins with is their topic."""
    alike = _alike(node)
    lined = _lined(node)
    if node.closed or not (node.open or alike or lined or _mostly_named(node)):
        return
    above = named_only(above)
    for each in node.parts:
        record = lined.get(id(each))
        if record is not None and (record.parted or each.kind == "text"):
            yield _recorded(record, above)
        elif each.kind == "item":
            yield from _item(Value(each.text, each.spans), above, each.lead, alike=alike)
        elif each.kind == "text":
            yield from _sentence(node, Value(each.text, each.spans), above)
        elif each.kind == "row" and len(each.cells) == 2 and head_of(each) is None:
            lead, rest = each.cells
            if is_group(lead.text):
                yield from names_of(Value(rest.text, rest.spans), Value(lead.text, lead.spans), above)
        elif (
            each.kind == "value"
            and each.label
            and each.field in {"other", "languages", "topic"}
            and is_group(each.label)
        ):
            yield from _value(each, above)


def _sentence(node: Node, text: Value, above: Sequence[Draft]) -> Iterator[Draft]:
    """Yield what a sentence without a verb lists; what the others say, whom to ask, holds for all of it."""
    found = [part(text, start, end) for start, end in sentences(text.text)]
    lists = [said for said in found if not VERBS.search(said.text) and _is_list(said)]
    if not lists or not is_group(node.name) or not node.above:
        return
    group = Draft(Value("", ()), texts=[said for said in found if said not in lists])
    read_text(group)
    for said in lists:
        yield from names_of(said, None, [group, *above])


def _is_list(said: Value) -> bool:
    listed = list(parted(said))
    named = [piece for piece in listed if is_named(piece.text)]
    if len(listed) < 2 or 2 * len(named) < len(listed):
        return False
    return all(len(piece.text.split()) <= NAME and not piece.text[0].islower() for piece in listed)


def named_only(above: Sequence[Draft]) -> list[Draft]:
    """Return titles with what holds for names listed under them: not the office and the telephone of a sheet.

    Those of an organisation are those of what it offers.
    """
    found: list[Draft] = []
    for head in above:
        itself = head.name in head.fields.get("organiser", ())
        found.append(Draft(head.name, {name: held for name, held in head.fields.items() if itself or name in _HELD}))
    return found


def from_cell(cell: Value, lead: Value | None, above: Sequence[Draft], *, sure: bool = False) -> Iterator[Draft]:
    """Yield drafts of what a cell of a table lists, under the topic that stands beside it.

    :param sure: the head of the table says that the cell holds names.
    """
    if not sure:
        yield from names_of(cell, lead, above)
        return
    for piece in parted(cell):
        if _fits(piece.text):
            yield from single(piece, above)


def _value(each: Part, above: Sequence[Draft]) -> Iterator[Draft]:
    if "," in each.text and is_named(each.text) and len(each.text.split()) > 2:
        yield from names_of(Value(each.text, each.spans), Value(each.label, each.spans), above)


def _alike(node: Node) -> bool:
    """Tell a list in which most items are a name with what is said of it, and state when, for how much or whom to ask."""
    items = [each for each in node.parts if each.kind == "item"]
    sure = [each for each in items if _states(each.text) and (_told(each.text, each.lead) or _aside(each.text))]
    return len(sure) > 1 and 2 * len(sure) >= len(items)


def _lined(node: Node) -> dict[int, _Record]:
    """Return the texts, by `id`, that are a name with what is said of it by commas, bars or dashes, where several are so."""
    found: dict[int, _Record] = {}
    for each in node.parts:
        if each.kind not in {"text", "item"}:
            continue
        line = Value(each.text, each.spans)
        dashed = _dashed(line)
        held = dashed or pieces(line) or [line]
        parted = bool(dashed) or bool(_BARRED.search(line.text))  # commas part a name from what is before it, too
        at = next((n for n, piece in enumerate(held) if look(piece.text) != "time"), 0) if parted else 0
        if at and len(held) < at + 2:
            continue
        first, others = held[at], held[at + 1 :]
        told = {tells(piece.text) if dashed else look(piece.text) for piece in (*held[:at], *others)} - {None}
        named = 0 < len(first.text.split()) <= SHORT and _fits(first.text) and not look_fact(first.text)
        if named and len(told) > 1 and first.text[0].isupper() and first.text[-1] not in ".:":
            rest = [] if dashed else [part(line, line.text.index(others[0].text, len(first.text)), len(line.text))]
            found[id(each)] = _Record(first, [*held[:at], *(rest or others)], parted, bool(dashed))
    return found if len(found) > 1 else {}


def _dashed(line: Value) -> list[Value]:
    """Return what several dashes part („Nähtreff – montags 10–12 Uhr – Bürgerhaus – kostenlos“), those of times not counted."""
    inside = times(line.text)
    cuts = [m for m in _DASH.finditer(line.text) if not any(one.start < m.start() < one.end for one in inside)]
    if len(cuts) < DASHES:
        return []
    starts, ends = [0, *(m.end() for m in cuts)], [*(m.start() for m in cuts), len(line.text)]
    return [part(line, start, end) for start, end in zip(starts, ends, strict=True) if line.text[start:end].strip()]


def look_fact(text: str) -> bool:
    """Tell a text that is nothing but a time, a price or a way to reach somebody."""
    return look(text) in {"time", "cost", "contact"}


def names_its_items(node: Node) -> bool:
    """Tell a title over a list of entries: each item is a name with what is said of it."""
    return _alike(node) or bool(_lined(node))


def _mostly_named(node: Node) -> bool:
    """Tell a list of which most items begin with a name that says what is offered."""
    items = [each.text for each in node.parts if each.kind == "item"]
    begins = [re.split(r"[:,(–]|\s-\s", text, maxsplit=1)[0].strip() for text in items]
    sure = [name for name in begins if _fits(name) and is_named(name, quoted=False)]
    return len(sure) > 1 and 2 * len(sure) > len(items)


def _fits(name: str) -> bool:
    return (
        len(name.split()) <= NAME
        and not never(name)
        and not is_bare(name)
        and not is_sentence(name)
        and not VERBS.search(name)
    )


def _states(text: str) -> bool:
    return bool(times(text) or costs(text) or reached(text))


def _told(text: str, lead: int) -> int:
    """Return where the name ends that an item begins with, 0 where none does."""
    match = _LEAD.match(text)
    end = lead or (match.end("lead") if match else 0)
    name = text[:end].rstrip(" .:,–-")
    return len(name) if name and _fits(name) and not times(name) and whole_label(name) is None else 0


def _aside(text: str) -> int:
    """Return where the name ends that brackets with times and places stand behind, 0 for any other item."""
    match = re.match(r"(?P<name>[A-ZÄÖÜ„»][^():]{2,80}?)\s\((?P<what>[^()]*)\)\W*$", text)
    if match is None or not _states(match["what"]) or VERBS.search(match["name"]) or never(match["name"]):
        return 0
    return match.end("name")


def _recorded(record: _Record, above: Sequence[Draft]) -> Draft:
    draft = detailed(record.named, None, above)
    for piece in record.told:
        if not record.dashed:
            tell(draft, piece)
        elif not listed(draft, piece):
            field = tells(piece.text) or ("contact" if reached(piece.text) else "")
            draft.put(field, piece) if field else draft.texts.append(piece)
    return draft


def _told_of(named: Value, rest: Value, above: Sequence[Draft]) -> Draft:
    draft = detailed(named, None, above)
    tell(draft, rest)
    return draft


def _without_lead(item: Value, above: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the name that an item begins with, what it says behind it, or the names that it lists."""
    first = next(iter(pieces(item)), None)
    if first is not None and is_named(first.text) and not never(first.text):
        at = item.text.index(first.text) + len(first.text)
        rest = part(item, len(item.text) - len(item.text[at:].lstrip(" ,;|·")), len(item.text))
        if rest.text and (look(rest.text) in {"time", "cost", "contact"} or listed(Draft(first), rest)):
            yield _told_of(first, rest, above)
            return
    yield from names_of(item, None, above)


def _item(item: Value, above: Sequence[Draft], set_apart: int = 0, *, alike: bool = False) -> Iterator[Draft]:
    number = len(item.text) - len(bare(item.text))
    if number and item.text.endswith(bare(item.text)):
        item, set_apart = part(item, number, len(item.text)), max(set_apart - number, 0)
    lead = _LEAD.match(item.text)
    own = _told(item.text, set_apart) if alike or set_apart else 0
    if own and not (is_group(item.text[:own]) and len(names_in(part(item, own, len(item.text)))) > 1):
        behind = len(item.text) - len(item.text[own:].lstrip(" .:,–-"))
        yield _told_of(part(item, 0, own), part(item, behind, len(item.text)), above)
        return
    if alike and (own := _aside(item.text)):
        draft = detailed(part(item, 0, own), None, above)
        details(draft, part(item, item.text.index("(", own) + 1, item.text.rindex(")")))
        yield draft
        return
    if lead is None:
        yield from _without_lead(item, above)
        return
    named = part(item, 0, lead.end("lead"))
    rest = part(item, lead.end(), len(item.text))
    if lead["mark"].startswith(":") and heads(named, rest):
        yield from names_of(rest, named, above)
    elif lead["mark"].strip() in "–-" and TAKING.match(named.text):
        yield from single(item, above)
    elif (
        is_named(named.text)
        and not is_bare(named.text)
        and not never(named.text)
        and not is_sentence(named.text)
        and len(named.text.split()) <= NAME
    ):
        inside = re.search(r"\s\((?P<what>[^)]*)\)$", named.text)
        draft = detailed(part(named, 0, inside.start() if inside else len(named.text)), None, above)
        if inside:
            details(draft, part(named, inside.start("what"), inside.end("what")))
        tell(draft, rest)
        yield draft
