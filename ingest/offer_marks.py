"""Marks that a paper explains below -> what they say of the offers that bear them: „*“, „★“, „(3)“, „F“.

A footnote („* 15 € je Halbjahr“), the signs of a poster („● kostet nichts · ★ bitte anmelden · F nur für Frauen“) and
numbered persons („(1) Yvonne Kästner, Tel. 555 20“) all tell a field of each offer at which the mark stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from ingest.offer_badges import badge
from ingest.offer_bodies import is_organiser
from ingest.offer_drafts import Draft, Value, part
from ingest.offer_legends import ROOM, abbreviated
from ingest.offer_lines import Line
from ingest.offer_looks import REGISTER, tells
from ingest.offer_rows import TABLE
from ingest.offer_values import costs, reached
from kb.offer_words import audiences

# In words: beside a letter that is a mark stands no more than this; a longer text has letters of its own.
SHORT = 6
# So many explained signs make a list of signs; one alone is the bullet of a list.
SEVERAL = 2
_SIGNS = "●○◉◎★☆◆◇■□▲△▼▽♥♿☎✓✔♪✱✶✦⚑"
_NOTE = re.compile(r"(?:(?<=\s)|^)(?P<mark>\*{1,3}|[†‡¹²³⁴])\s?(?=[A-ZÄÖÜa-zäöü\d][^*†‡]{3,})")
_NUMBERED = re.compile(r"(?P<mark>\(\d{1,2}\))\s+(?=[A-ZÄÖÜ])")
_SIGN = re.compile(rf"(?P<mark>[{_SIGNS}]|[A-ZÄÖÜ]{{1,2}})\s?[=:–]?\s+(?P<what>[^\W\d].*)")
_PIECE = re.compile(r"[^·|;]+")
_FOUND = re.compile(rf"\*{{1,3}}|[†‡¹²³⁴]|\(\d{{1,2}}\)|[{_SIGNS}]|(?<![\w.])[A-ZÄÖÜ]{{1,2}}(?![\w.])")
_ENDS = re.compile(r"\s*(?:\*{1,3}|[†‡¹²³⁴])$")
# What an explanation says of all that bears no mark („Wo keine Zahl steht, hilft das Büro weiter (1)“).
_ELSE = re.compile(r"\bkeine?n?\s(?:Zahl|Nummer|Ziffer|Zeichen)\b.*(?P<mark>\(\d{1,2}\))", re.IGNORECASE)

Marks = Mapping[str, Value]


def marks_of(lines: Sequence[Line]) -> Mapping[int, Marks]:
    """Return what the marks of a paper mean, page by page; under 0 those that it explains only once.

    A mark that stands for all without one is kept under "".
    """
    pages: dict[int, dict[str, Value]] = {}
    for (page, _), group in groupby(lines, key=lambda line: (line.page, line.block)):
        held = list(group)
        if held[0].block >= TABLE or held[0].kind in {"row", "heading"}:
            continue
        value = Value(" ".join(line.text for line in held), tuple(line.span for line in held))
        for mark, said in _explained(value):
            pages.setdefault(page, {}).setdefault(mark, said)
    for found in pages.values():
        if "" in found:
            found[""] = found.get(found[""].text, found.pop(""))
    every = [(mark, said) for found in pages.values() for mark, said in found.items() if mark]
    once = {mark: said for mark, said in every if sum(other == mark for other, _ in every) == 1}
    return {**pages, 0: once}


def _explained(value: Value) -> Iterator[tuple[str, Value]]:
    text = value.text
    other = _ELSE.search(text)
    if other:
        yield "", part(value, other.start("mark"), other.end("mark"))
        return
    numbered = _NUMBERED.match(text)
    if numbered:
        yield numbered["mark"], part(value, numbered.end(), len(text))
        return
    notes = list(_NOTE.finditer(text)) if _NOTE.match(text) else []
    for number, match in enumerate(notes):
        end = notes[number + 1].start() if number + 1 < len(notes) else len(text)
        yield match["mark"], part(value, match.end(), match.end() + len(text[match.end() : end].rstrip()))
    signs: list[tuple[str, int, int]] = []
    for piece in () if notes else _PIECE.finditer(text):
        sign = _SIGN.match(piece.group().strip())
        if sign:
            start = text.index(sign["what"], piece.start())
            signs.append((sign["mark"], start, start + len(sign["what"])))
    if len({mark for mark, _, _ in signs}) >= SEVERAL and any(mark in _SIGNS for mark, _, _ in signs):
        for mark, start, end in signs:
            yield mark, part(value, start, end)


def explain(draft: Draft, marks: Mapping[int, Marks], page: int) -> Draft:
    """Return a draft with what its marks mean in its fields, and without those behind a value."""
    known = {**marks.get(0, {}), **marks.get(page, {})}
    if not known:
        return draft
    own = draft.fields.pop("marks", [])
    said: list[str] = []
    for value in [draft.name, *own, *draft.texts, *(value for held in draft.fields.values() for value in held)]:
        letters = value in own and len(value.text.split()) <= SHORT
        said += [mark for mark in _FOUND.findall(value.text) if letters or not mark.isalpha()]
    asked = False
    for mark in dict.fromkeys(said):
        if mark in known:
            asked |= _state(draft, known[mark])
    if not asked and "" in known and own:
        _state(draft, known[""])
    for value in own:
        _rest(draft, value)
    draft.name = _bare(draft.name)
    for held in draft.fields.values():
        held[:] = [_bare(value) for value in held if _bare(value).text]
    return draft


def _state(draft: Draft, said: Value) -> bool:
    """Put an explanation into the field that it tells, unless the offer says that itself; return whether it is a contact."""
    text = said.text.strip(" .")
    if reached(text):
        if not any(reached(value.text) for value in draft.fields.get("contact", ())):
            draft.put("contact", said)
            _organised(draft, said)
        return True
    found = costs(text)
    if REGISTER.search(text):
        field, value = "registration", part(said, 0, len(said.text.rstrip(" .")))
    elif found:
        field, value = "cost", part(said, found[0].start, found[-1].end)
    elif badge(text) == "cost":
        field, value = "cost", said
    elif audiences(text):
        field, value = "audience", said
    else:
        field, value = tells(text) or "", said
    if field and field not in draft.fields:
        draft.put(field, value)
    return False


def _organised(draft: Draft, said: Value) -> None:
    """Take the organisation of the person to ask, where neither the offer nor a title above names who organises."""
    if any("organiser" in source.fields for source in (draft, *draft.above)):
        return
    bodies = [
        match
        for match in re.finditer(r"[^,(]+", said.text)
        if is_organiser(match.group().strip(" .")) and not reached(match.group())
    ]
    if len(bodies) == 1:
        start = said.text.index(bodies[0].group().strip())
        draft.put("organiser", part(said, start, start + len(bodies[0].group().strip())))


def _rest(draft: Draft, value: Value) -> None:
    """Take what a piece with marks says beside them: the room, a price („★ (2)“, „M ab 14 J.“)."""
    text = value.text.strip()
    if ROOM.fullmatch(text) or abbreviated(text, draft.known):
        draft.fields.setdefault("place", []).insert(0, value)
        draft.put("rooms", value)
        return
    field = badge(text) or tells(text)
    if field and field not in draft.fields:
        draft.put(field, value)
        if field == "place":
            draft.put("rooms", value)


def _bare(value: Value) -> Value:
    return part(value, 0, len(_ENDS.sub("", value.text)))
