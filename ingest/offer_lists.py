"""Lists of offers by name -> drafts: „Frühe Bildung: Griffbereit/Rucksack KiTa, Elternseminare“."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.offer_drafts import Draft, Value, part
from ingest.offer_entries import Node
from ingest.offer_heads import head_of
from ingest.offer_labels import cut_at, labels_in, pattern, table
from ingest.offer_parts import Part
from ingest.offer_pieces import listed, pieces
from ingest.offer_texts import read_text
from ingest.offer_values import WEB, costs, look, reached, times
from kb.offer_words import audiences, topics
from kb.sentences import spans as sentences

# In words: a longer piece of a list is no name.
NAME = 14
_LEAD = re.compile(r"^(?P<lead>[A-ZÄÖÜ][^:.(]{2,50}?(?:\s\([^)]*\))?)\s?(?P<mark>:\s|\s[–-]\s)")
# Nouns that are no part of the name behind them: „Elternbildungsprogramm „Familienwelten““.
_KIND = re.compile(r"\w*(?:programme?|projekte?|konzepte?|initiative|kampagne)$", re.IGNORECASE)
_TAKING = re.compile(r"^(?:Teilnahme|Beteiligung|Mitwirkung) (?:am|an der|an dem|bei|beim)\s(?=\w)")
_QUOTED = re.compile(r"[„\"»“](?P<name>[^„“”\"«»]{2,80}?)[“”\"«]")
_AROUND = re.compile(r"^[\s,;.·•|/]+|[\s,;.·•|/]+$")
_HELD = {"audience", "topic", "organiser", "validity"}
_VERBS = re.compile(
    r"\b(?:ist|sind|wird|werden|hat|haben|können|kann|soll|sollen|wurde|wurden|gibt|bietet|finden|findet)\b"
)


def is_named(text: str) -> bool:
    """Tell a name that says what is offered: by its noun („Sprachcafé“, „Beratung von Kitas“) or in quotes."""
    words = re.findall(r"[\w-]+", text)
    nouns = re.compile(r"(?:.*[a-zäöüß-])?(?:" + "|".join(table()["names"]["kinds"]) + r")$", re.IGNORECASE)
    return bool(_QUOTED.search(text)) or any(word[0].isupper() and nouns.match(word) for word in words)


def is_sentence(text: str) -> bool:
    """Tell a title or an item that asks or addresses somebody: no name of an offer."""
    return bool(pattern("names", "sentence").match(text) and re.match(r"\w+(?:\s|:)", text)) or text.endswith("?")


def never(text: str) -> bool:
    """Tell what is no offer to anybody: calls for funding, concepts, studies, bodies."""
    return bool(re.search(r"(?:" + "|".join(table()["names"]["never"]) + ")", text, re.IGNORECASE))


def from_lists(node: Node, above: Sequence[Draft]) -> Iterator[Draft]:
    """Yield drafts of what the items and rows under a title name; what a row or item begins with is their topic."""
    if not node.open or node.closed:
        return
    above = named_only(above)
    for each in node.parts:
        if each.kind == "item":
            yield from _item(Value(each.text, each.spans), above)
        elif each.kind == "text":
            yield from _sentence(node, Value(each.text, each.spans), above)
        elif each.kind == "row" and len(each.cells) == 2 and head_of(each) is None:
            lead, rest = each.cells
            if is_group(lead.text):
                yield from _names(Value(rest.text, rest.spans), Value(lead.text, lead.spans), above)
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
    lists = [said for said in found if not _VERBS.search(said.text) and _is_list(said)]
    if not lists or not is_group(node.name) or not node.above:
        return
    group = Draft(Value("", ()), texts=[said for said in found if said not in lists])
    read_text(group)
    for said in lists:
        yield from _names(said, None, [group, *above])


def _is_list(said: Value) -> bool:
    listed = list(_pieces(said))
    named = [piece for piece in listed if is_named(piece.text)]
    if len(listed) < 2 or 2 * len(named) < len(listed):
        return False
    return all(len(piece.text.split()) <= NAME and not piece.text[0].islower() for piece in listed)


def named_only(above: Sequence[Draft]) -> list[Draft]:
    """Return titles with what holds for names listed under them: not the office and the telephone of a sheet."""
    return [Draft(head.name, {name: held for name, held in head.fields.items() if name in _HELD}) for head in above]


def from_cell(cell: Value, lead: Value | None, above: Sequence[Draft]) -> Iterator[Draft]:
    """Yield drafts of what a cell of a table lists, under the topic that stands beside it."""
    yield from _names(cell, lead, above)


def _value(each: Part, above: Sequence[Draft]) -> Iterator[Draft]:
    if "," in each.text and is_named(each.text) and len(each.text.split()) > 2:
        yield from _names(Value(each.text, each.spans), Value(each.label, each.spans), above)


def _item(item: Value, above: Sequence[Draft]) -> Iterator[Draft]:
    lead = _LEAD.match(item.text)
    if lead is None:
        first = next(iter(pieces(item)), None)
        if first is not None and is_named(first.text) and not never(first.text):
            draft = _detailed(first, None, above)
            at = item.text.index(first.text) + len(first.text)
            rest = part(item, at + len(item.text[at:]) - len(item.text[at:].lstrip(" ,;|·")), len(item.text))
            if rest.text and (look(rest.text) in {"time", "cost", "contact"} or listed(Draft(first), rest)):
                _tell(draft, rest)
                yield draft
                return
        yield from _names(item, None, above)
        return
    named = part(item, 0, lead.end("lead"))
    rest = part(item, lead.end(), len(item.text))
    if lead["mark"].startswith(":") and is_group(named.text):
        yield from _names(rest, named, above)
    elif lead["mark"].strip() in "–-" and _TAKING.match(named.text):
        yield from _single(item, above)
    elif (
        is_named(named.text)
        and not never(named.text)
        and not is_sentence(named.text)
        and len(named.text.split()) <= NAME
    ):
        inside = re.search(r"\s\((?P<what>[^)]*)\)$", named.text)
        draft = _detailed(part(named, 0, inside.start() if inside else len(named.text)), None, above)
        if inside:
            details(draft, part(named, inside.start("what"), inside.end("what")))
        _tell(draft, rest)
        yield draft


def is_group(text: str) -> bool:
    """Tell a topic or an audience under which names are listed."""
    told = [*topics(text), *audiences(text)]
    return (
        bool(told)
        and len(text.split()) <= 6
        and not _QUOTED.search(text)
        and not re.search(r"\w(?:kurs|café|treff|gruppe)\b", text)
    )


def _names(whole: Value, lead: Value | None, above: Sequence[Draft]) -> Iterator[Draft]:
    heads = [Draft(lead), *above] if lead else list(above)
    found = list(_pieces(whole))
    if any(_VERBS.search(re.sub(r"\([^)]*\)|,\s(?:die|der|das)\s.*", "", piece.text)) for piece in found):
        return
    certain = [is_named(piece.text) for piece in found]
    for piece, sure in zip(found, certain, strict=True):
        text = re.sub(r"\s*\([^)]*\)", "", piece.text)
        proper = bool(lead) and 2 * sum(certain) >= len(certain) and len(text.split()) <= 4 and _is_proper(text)
        if (
            not (sure or proper)
            or never(text)
            or is_sentence(text)
            or len(text.split()) > NAME
            or (not text[:1].isupper() and text[:1] not in '„"»')
        ):
            continue
        yield from _single(piece, heads)


def _is_proper(text: str) -> bool:
    return all(word[0].isupper() or word[0].isdigit() for word in text.split()) and not re.match(
        r"\w*(?:ung|keit|heit|nis)(?:en)?\b", text
    )


def _pieces(whole: Value) -> Iterator[Value]:
    """Yield what commas, semicolons and dots part, outside brackets and quotes."""
    depth, quoted, start = 0, False, 0
    parting = ";·•|" if re.search(r"[;·•|]", whole.text) else ","
    text = WEB.sub(lambda match: " " * len(match.group()), whole.text)
    for at, char in enumerate([*text, parting[0]]):
        if char in "(„»":
            depth += 1
        elif char in ")“”«":
            depth = max(depth - 1, 0)
        elif char == '"':
            quoted = not quoted
        if char in parting and (not depth or at == len(text)) and not quoted:
            piece = text[start:at]
            trimmed = _AROUND.sub("", piece)
            if trimmed:
                begin = start + piece.index(trimmed)
                yield part(whole, begin, begin + len(trimmed))
            start = at + 1


def _single(piece: Value, heads: Sequence[Draft]) -> Iterator[Draft]:
    """Yield the offers that a piece of a list names: one, or several parted by a stroke."""
    inside = re.search(r"\((?P<what>[^)]*)\)", piece.text)
    named = part(piece, 0, inside.start()) if inside and inside.end() == len(piece.text) else piece
    taking = _TAKING.match(named.text)
    named = part(named, taking.end() if taking else 0, len(named.text.rstrip()))
    quoted = _QUOTED.search(named.text)
    words = named.text.split()
    kind = _KIND.match(words[0]) if words else None
    if quoted and kind:
        named = part(named, quoted.start("name"), quoted.end("name"))
    elif (
        kind
        and len(words) > 1
        and words[1][0].isupper()
        and not re.search(r"\s(?:für|von|zu|zur|zum|der|des|mit|in|im|an)\s", named.text)
    ):
        named = part(named, len(words[0]) + 1, len(named.text))
    stroke = "/" if re.search(r"\w/[A-ZÄÖÜ]\w+\s?\w*$", named.text) else None
    if kind and words[0].endswith("e") and _is_proper(named.text.replace(" und ", " ")):
        stroke = stroke or " und "
    at = 0
    for name in named.text.split(stroke) if stroke else [named.text]:
        draft = _detailed(part(named, at, at + len(name)), None, heads)
        if inside:
            details(draft, part(piece, inside.start("what"), inside.end("what")))
        yield draft
        at += len(name) + len(stroke or "")


def _detailed(named: Value, rest: Value | None, heads: Sequence[Draft]) -> Draft:
    draft = Draft(named, above=list(heads))
    if rest is not None and rest.text:
        draft.texts.append(rest)
    return draft


def _tell(draft: Draft, rest: Value) -> None:
    """Take what stands behind a name: fields with labels, a list of values, or running text."""
    for field, start, end in cut_at(rest.text, labels_in(rest.text)):
        text = rest.text[start:end].strip(" ,;|·")
        if not text:
            continue
        begin = start + rest.text[start:end].index(text)
        value = part(rest, begin, begin + len(text))
        if field is None and listed(draft, value):
            continue
        looks = field or look(text)
        if looks and looks not in {"other", "name"}:
            draft.put(looks, value)
        elif field is None:
            draft.texts.append(value)


def details(draft: Draft, held: Value) -> None:
    """Take what brackets behind a name say of it („samstags, Hallenbad“)."""
    for detail in _pieces(held):
        if times(detail.text):
            draft.put("time", detail)
        elif re.match(r"für\s", detail.text) and audiences(detail.text):
            draft.put("audience", detail)
        elif costs(detail.text):
            draft.put("cost", detail)
        elif reached(detail.text):
            draft.put("contact", detail)
        elif pattern("names", "kinds").search(detail.text) is None and re.match(
            r"[A-ZÄÖÜ][\w-]*[a-zäöüß]", detail.text
        ):
            draft.put("place", detail)
