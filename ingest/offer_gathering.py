"""A title with what stands under it -> a draft: labelled values, whole lines that tell a field, running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ingest.offer_bodies import has_verb, is_body, is_person
from ingest.offer_drafts import Draft, Value, part
from ingest.offer_entries import Node
from ingest.offer_heads import head_of
from ingest.offer_labels import whole_label
from ingest.offer_lines import Line
from ingest.offer_looks import LINE, REGISTER, begins_with_street, deadline, tells, times_first
from ingest.offer_parts import Part
from ingest.offer_pieces import listed
from ingest.offer_sentences import sentences
from ingest.offer_values import MAIL, MONTHS, PHONE, costs, reached
from kb.offer_words import audiences
from kb.offers import Span

_BEGINS = re.compile(r"(?:kurs)?beginn|start", re.IGNORECASE)
# A time that says on which day, not the hour alone.
_DATED = re.compile(r"\d\.\s?\d|tag|woch|\b(?:Mo|Di|Mi|Do|Fr|Sa|So)\b|\d\.\s?[A-Z]", re.IGNORECASE)
# In words: a longer item is the name of something with its details.
ITEM = 6
# In words: the line over a street in an address, the house.
HOUSE = 6
# In characters: a sentence that says what else is to be paid.
PRICE = 60
# In characters: a line end between what stands right over one another.
APART = 2
# A text that breaks off before the number or the address that it announces.
_BREAKS_OFF = re.compile(r"(?:\b(?:Telefon|Tel|Mobil|Handy|E-Mail|Mail|unter|Nummer|Rufnummer)\b\.?:?|,)$")
# Both when something is and how to come there.
_APPOINTMENT = re.compile(r"\bTermine?\b.*\bnach (?:\w+ )?(?:Vereinbarung|Absprache)", re.IGNORECASE)
_TOWN = re.compile(r"[A-ZÄÖÜ][a-zäöüß]+(?:[- ](?:[A-ZÄÖÜ][a-zäöüß]+|am|an|der|im|bei))*")
# A day, not a season: „Do 24.“, „Montag“; „Sommerferien 2027“ is none.
_ANY_DAY = re.compile(r"\d\.|tag\b|\b(?:Mittwoch|Mo|Di|Mi|Do|Fr|Sa|So)\b|[a-z]tags\b", re.IGNORECASE)
_DAY_ALONE = re.compile(r"^(?:\w+[.,]*\s)?\d{1,2}\.$")
_MONTH = re.compile(rf"{MONTHS}(?:\s\d{{4}})?", re.IGNORECASE)
_SAID = {"cost", "languages"}
# What follows the first sentence of these tells of something else.
_ALONE = {"time", "place", "audience", "organiser", "leader"}
# The label belongs to the day: „seit 2021“, „Gültig bis: 31.07.2027“.
_BOUND = re.compile(r"(?:seit|ab|bis)$", re.IGNORECASE)
_BARS = re.compile(r"\s[|•·]\s")
_BARRED = re.compile(r"(?<![^|•·\s])[^|•·\s](?:[^|•·]*[^|•·\s])?")
_ASKING = {"contact", "registration", "phone", "mail", "leader"}
# A word that says how: „per E-Mail“, „nicht nötig“.
_TOLD = re.compile(r"\b[a-zäöüß]{2,}")


def gather(node: Node, heads: Mapping[int, Draft], known: Mapping[str, Value]) -> Draft:
    """Return the draft of a title; `heads` are what the titles above hold, by the `id` of their nodes.

    :param known: what the abbreviations of the paper mean.
    """
    title = Value("", ()) if node.title is None else title_of(node.title, node.name)
    draft = Draft(title, above=[heads[id(above)] for above in node.above], known=known)
    table = node.head is not None or any(each.kind == "row" and head_of(each) for each in node.parts)
    for each in node.parts:
        value = Value(each.text, each.spans)
        if each.kind == "value" and each.field not in {None, "other", "name"}:
            if each.field in {"phone", "mail"}:
                at = each.label_span or next(iter(each.spans), None)
                _take_whom(draft, at)
            first, rest = _until_bar(each, value)
            _labelled(draft, each, first)
            for more in rest:
                _line(draft, more, item=False)
        elif each.kind == "value" and each.field == "other":
            _unknown(draft, each, value)
        elif each.kind in {"text", "item"}:
            _line(draft, value, item=each.kind == "item")
        elif each.kind == "row" and not table:
            for cell in each.cells:
                for line in _pieces(cell):
                    if is_person(line.text) and not is_body(line.text):
                        draft.put("contact", line)
                    else:
                        _line(draft, line, item=False)
    held = draft.fields.get("time")
    if node.day and _ANY_DAY.search(node.day.text) and held and not any(_DATED.search(value.text) for value in held):
        held.insert(0, _day(node, node.day))
    return draft


def _day(node: Node, day: Part) -> Value:
    """Return the day over an entry, with the month above it where it has none („Do 24.“ under „September 2026“)."""
    if _DAY_ALONE.search(day.text):
        for above in node.above:
            if above.title is not None and _MONTH.fullmatch(above.title.text):
                return Value(f"{day.text} {above.title.text}", (*day.spans, *above.title.spans))
    return Value(day.text, day.spans)


def title_of(title: Part, name: str) -> Value:
    """Return the name of a node as it stands in its title."""
    start = title.text.find(name)
    return (
        part(Value(title.text, title.spans), start, start + len(name))
        if len(title.spans) == 1
        else Value(name, title.spans)
    )


def _labelled(draft: Draft, each: Part, value: Value) -> None:
    field = str(each.field)
    if field == "description" and len(each.text.split()) <= LINE and (reached(each.text) or is_person(each.text)):
        field = "contact"
    if field == "organiser" and asks(value.text):
        field = "contact"
    held = _first(value) if field in _SAID else value
    rest = value.text[len(held.text) :]
    behind = value.text[len(_first(value).text) :]
    if field in _ALONE and (has_verb(behind) or REGISTER.search(behind) or costs(behind)):
        held, rest = _first(value), behind
    if rest.strip() and (has_verb(rest) or REGISTER.search(rest) or costs(rest)):
        draft.texts.append(part(value, len(value.text) - len(rest.lstrip()), len(value.text)))
    again = bool(each.label) and held.text.casefold().startswith(each.label.casefold())
    bare = bool(held.text) and not _TOLD.search(_rest_of(held.text))
    if field == "registration" and each.label_span is not None and each.label and bare and not again:
        # A number or a name alone does not say that it is for registering.
        held = Value(f"{each.label}: {held.text}", (each.label_span, *held.spans))
    if field == "validity" and each.label_span is not None and _BOUND.search(each.label):
        held = Value(f"{each.label} {held.text}", (each.label_span, *held.spans))
    draft.put(field, held)
    if field == "contact" and re.search(r"antrag|anmeld|bewerb", each.label, re.IGNORECASE):
        draft.put("registration", held)
    if field == "time" and _BEGINS.match(each.label):
        draft.put("begins", value)


def asks(text: str) -> bool:
    """Tell whom to ask: a person with a way to reach them („Boris Kuhlmann, Tel. 0221 …“), whatever the label says."""
    who = text.split(",", maxsplit=1)[0].strip()
    return bool(reached(text)) and is_person(who) and not is_body(who)


def _until_bar(each: Part, value: Value) -> tuple[Value, list[Value]]:
    """Return a value up to the bar or dot behind which another field is told, and the pieces from there on."""
    if not _BARS.search(value.text):
        return value, []
    own = {each.field, *(("contact", "registration", "phone", "mail") if each.field in _ASKING else ())}
    found = list(_BARRED.finditer(value.text))
    at = next((n for n, one in enumerate(found) if n and tells(one.group().strip()) not in {None, *own}), None)
    if at is None:
        return value, []
    rest = [part(value, one.start(), one.end()) for one in found[at:]]
    return part(value, 0, len(value.text[: found[at].start()].rstrip(" |•·"))), [one for one in rest if one.text]


def _rest_of(text: str) -> str:
    """Return a value without the ways to reach somebody in it."""
    return MAIL.sub("", PHONE.sub("", text)).strip(" ,;.")


def _unknown(draft: Draft, each: Part, value: Value) -> None:
    """Take the value of a label that nobody knows where the value itself tells its field („Ausgabe: Mo–Fr 13–15 Uhr“)."""
    field = tells(value.text.strip(" ,;"))
    if each.label_span is None or len(value.text.split()) > LINE:
        return
    if not each.label or (whole_label(each.label) == "other" and not (field == "time" and "Uhr" in value.text)):
        return
    whole = Value(f"{each.label}: {value.text}", (each.label_span, *value.spans))
    if deadline(value.text) or (field == "contact" and REGISTER.search(each.label)):
        draft.put("registration", whole)
    elif re.match(r"für\s", each.label, re.IGNORECASE) and audiences(each.label):
        draft.put("audience", Value(each.label, (each.label_span,)))
        draft.texts.append(value)
    elif field in {"contact", "cost"} or (field == "time" and re.search(r"\d", value.text)):
        draft.put(field, value)


def _line(draft: Draft, value: Value, *, item: bool) -> None:
    """Take a line without a label."""
    count = len(value.text.split())
    if listed(draft, value):
        return
    field = tells(value.text) or ""
    if field in {"time", "place", "cost", "contact"} and item and count > ITEM and not times_first(value.text):
        field = ""  # a list of names, some with their times
    if field == "time" and _APPOINTMENT.search(value.text):
        draft.put("registration", value)
    if (
        field == "contact"
        and draft.texts
        and _BREAKS_OFF.search(draft.texts[-1].text)
        and has_verb(draft.texts[-1].text)
    ):
        before = draft.texts.pop()
        draft.texts.append(Value(f"{before.text} {value.text}", (*before.spans, *value.spans)))
        return
    if field == "contact" and reached(value.text):
        _take_whom(draft, value.spans[0])
    loose = draft.fields.get("unlabelled", [])
    if not field and loose and is_person(value.text) and not is_body(value.text) and _asks(draft, loose[-1]):
        field = "contact"
    if not field and loose and begins_with_street(loose[-1].text) and _TOWN.fullmatch(value.text):
        field = "place"  # the town under the street
    if field == "place" and begins_with_street(value.text) and draft.texts and _is_house(draft.texts[-1]):
        house = draft.texts.pop()
        draft.put("place", house)
        draft.put("unlabelled", house)
    if field and count <= LINE:
        draft.put(field, value)
        draft.put("unlabelled", value)
    else:
        draft.texts.append(value)


def _asks(draft: Draft, before: Value) -> bool:
    """Tell a line under which the name of a person says whom to ask: an organisation, a telephone, an address."""
    return any(before in draft.fields.get(name, ()) for name in ("organiser", "contact", "place"))


def _take_whom(draft: Draft, way: Span | None) -> None:
    """Take the person whose name stands right over a telephone or a mail as whom to ask."""
    if way is None or not draft.texts:
        return
    asked = draft.texts[-1]
    near = asked.spans[-1].ordinal == way.ordinal and 0 < way.start - asked.spans[-1].end <= APART
    if near and is_person(asked.text) and not is_body(asked.text):
        draft.texts.pop()
        draft.put("contact", asked)
        draft.put("unlabelled", asked)


def _is_house(value: Value) -> bool:
    """Tell the line over a street: the house („Alte Feuerwache“)."""
    words = value.text.split()
    return len(words) <= HOUSE and words[0][0].isupper() and value.text[-1] not in ".!?:;" and not has_verb(value.text)


def _first(value: Value) -> Value:
    """Return the first sentence of a value: a price ends with it, whatever was printed close below.

    Short sentences with further prices belong to it: „Erwachsene zahlen 8 Euro. Kinder zahlen 4 Euro.“
    """
    stop = 0
    for start, end in sentences(value.text):
        if stop and not (costs(value.text[:stop]) and costs(value.text[start:end]) and end - start <= PRICE):
            break
        said = value.text[:end]
        if said.count("(") <= said.count(")"):  # „25 € (erm. 12 €)“ is one
            stop = end
    return part(value, 0, stop) if stop else value


def _pieces(cell: Part) -> Iterator[Value]:
    """Yield the lines of a cell that stand for themselves, and the text that the others make."""
    held: list[Line] = []
    for line in cell.lines:
        if tells(line.text) and not (held and has_verb(" ".join(one.text for one in held))):
            yield from _joined(held)
            held = []
            yield Value(line.text, (line.span,))
        else:
            held.append(line)
    yield from _joined(held)


def _joined(lines: list[Line]) -> Iterator[Value]:
    if lines:
        yield Value(" ".join(line.text for line in lines), tuple(line.span for line in lines))
