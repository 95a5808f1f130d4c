"""What was gathered of an entry -> an offer: values normalised, each with the stretches that state it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.offer_drafts import Draft, Value, part
from ingest.offer_lists import is_named
from ingest.offer_texts import ASKED, DESCRIPTION, opening, read_text
from ingest.offer_values import MAIL, PHONE, POSTCODE, WEB, Period, is_place, period
from ingest.offer_whom import ages, audience
from kb.offer_words import languages, topics
from kb.offers import Contact, Field, Offer, Span
from kb.sentences import spans as sentences

# Words. A longer title says more than a topic or a town.
HEAD = 6
_IN_TOWN = re.compile(r"(?:(?:\w+\s){0,2}(?:in|für)\s)?(?:(?:der|die)\s)?(?:(?:Stadt|Gemeinde)\s)?[A-ZÄÖÜ][\w-]+$")
_ENDS = re.compile(r"(?:,|\bin)\s(?P<town>[A-ZÄÖÜ][a-zäöüß]{3,})$")
_TOWN = re.compile(r"\b(?:Stadt|Gemeinde)\s(?P<town>[A-ZÄÖÜ][a-zäöüß]+)\b")


def offer(draft: Draft, towns: Sequence[str] = ()) -> Offer:
    """Return the offer that a draft is; what neither it nor the titles above it state stays empty.

    :param towns: names of towns that the document gives with postcodes.
    """
    read_text(draft)
    found: dict[Field, tuple[Span, ...]] = {"name": draft.name.spans}
    values: dict[str, object] = {}

    def state(name: Field, value: object, spans: Iterable[Span]) -> None:
        values[name] = value
        found[name] = tuple(dict.fromkeys(spans))

    description = _description(draft)
    place = _joined(draft, "place")
    town = _town(draft, place, towns)
    stated: dict[Field, Value | None] = {
        "description": description,
        "place": place or town,
        "town": town,
        "time": _joined(draft, "time"),
        "cost": _joined(draft, "cost"),
        "organiser": _first(draft, "organiser"),
        "registration": _joined(draft, "registration"),
    }
    for name, value in stated.items():
        if value:
            state(name, value.text, value.spans)
    intended = _first(draft, "audience")
    who = audience(draft, description)
    if who or intended:
        spans = [span for _, at in who for span in at.spans]
        told = tuple(dict.fromkeys(told.value for told, _ in who))
        state("audience", told, [*spans, *(intended.spans if intended else ())])
    topic = _topic(draft, description)
    if topic:
        state("topic", topic[0], topic[1].spans)
    spoken = _joined(draft, "languages")
    if spoken:
        state("languages", tuple(one.value for one in languages(spoken.text)) or (spoken.text,), spoken.spans)
    contact, spans_of_contact = _contact(draft)
    if contact:
        state("contact", contact, spans_of_contact)
    bounds, spans_of_bounds = _validity(draft)
    if any(bounds):
        found["validity"] = spans_of_bounds
    return Offer(
        draft.name.text,
        intended=intended.text if intended else None,
        ages=ages([value for value in (intended, draft.name, description) if value]),
        valid_from=bounds.first,
        valid_to=bounds.last,
        spans=tuple(found.items()),
        **values,  # type: ignore[arg-type]
    )


def _first(draft: Draft, name: str) -> Value | None:
    return next((value for source in (draft, *draft.above) for value in source.fields.get(name, ())), None)


def _joined(draft: Draft, name: str) -> Value | None:
    """Return the values of a field as one text: the entry's own, else those of the nearest title above that has any."""
    for source in (draft, *draft.above):
        held = list(dict.fromkeys(source.fields.get(name, ())))
        if held:
            return Value(
                ", ".join(value.text.rstrip(" ,;.") if len(held) > 1 else value.text.rstrip(" ,;") for value in held),
                tuple(span for value in held for span in value.spans),
            )
    return None


def _description(draft: Draft) -> Value | None:
    for value in draft.fields.get("description", ()):
        return _shortened(value)
    prose = [
        value
        for value in draft.texts
        if len(value.text.split()) > 3 or (len(value.text.split()) == 3 and value.text[-1] in ".!")
    ]
    return opening(prose[0]) if prose else None


def _shortened(value: Value) -> Value:
    if len(value.text) <= DESCRIPTION:
        return value
    end = next((end for _, end in sentences(value.text) if end >= DESCRIPTION / 2), len(value.text))
    return part(value, 0, end)


def _topic(draft: Draft, description: Value | None) -> tuple[str, Value] | None:
    stated = [value for value in draft.fields.get("topic", ()) if topics(value.text)]
    heads = [source.name for source in draft.above]
    held = [value for source in draft.above for value in source.fields.get("topic", ())]
    short = [head for head in heads[:2] if len(head.text.split()) <= HEAD]
    for value in (*stated, draft.name, *held, *short, description):
        told = topics(value.text) if value else ()
        if value and told:
            return told[0].value, part(value, told[0].start, told[0].end) if len(value.spans) == 1 else value
    return None


def _town(draft: Draft, place: Value | None, towns: Sequence[str]) -> Value | None:
    heads = [source.name for source in draft.above if _IN_TOWN.match(source.name.text)]
    for value in (place, *heads):
        if value is None:
            continue
        match = POSTCODE.search(value.text) or _TOWN.search(value.text)
        if match:
            return part(value, match.start("town"), match.end("town"))
        ends = _ENDS.search(value.text) if value is place else None
        if ends and not is_place(ends["town"]) and not is_named(ends["town"]):
            return part(value, ends.start("town"), ends.end("town"))
        for town in towns:
            at = re.search(rf"(?<!\w){re.escape(town)}(?!\w)", value.text)
            if at:
                return part(value, at.start(), at.end())
    return None


def _contact(draft: Draft) -> tuple[Contact, tuple[Span, ...]]:
    for source in (draft, *draft.above):
        held = [value for name in ("contact", "phone", "mail") for value in source.fields.get(name, ())]
        name = phone = mail = None
        spans: list[Span] = []
        for value in (*held, *(source.fields.get("registration", ()))):
            found_phone, found_mail = PHONE.search(value.text), MAIL.search(value.text)
            own = _named(value.text) if value in held or found_phone or found_mail else None
            if (found_phone and not phone) or (found_mail and not mail) or (own and not name):
                spans += value.spans
            phone = phone or (found_phone.group() if found_phone else None)
            mail = mail or (found_mail.group() if found_mail else None)
            name = name or own
        if name or phone or mail:
            return Contact(name, phone.strip(" .") if phone else None, mail), tuple(spans)
    return Contact(), ()


def _named(text: str) -> str | None:
    """Return whom a contact names: what stands before phone, mail, comma or colon, if it is a name."""
    asked = ASKED.search(text)
    if asked and len(text.split()) > 5:
        return (asked["who"] or asked["who2"]).strip()
    bare = WEB.sub(" ", MAIL.sub("\0", PHONE.sub("\0", text)))
    first = re.split(r"\0|,|;|\||\s[–-]\s|\(|\b(?:Tel(?:efon)?|Fon|Mobil|E-?Mail|Mail|Fax)\b|\bunter\b|\s{2,}", bare)[0]
    first = re.sub(r"^(?:bei|durch|über|an|im|in|beim|die|der|das|bis|per|siehe)\b\s*", "", first.strip()).strip(" .:-")
    words = first.split()
    if not 1 <= len(words) <= 9 or not words[0][0].isupper() or first.isdigit():
        return None
    return (
        None
        if re.match(r"(?:nicht|keine|erforderlich|bis|ab|per)\b", first, re.IGNORECASE)
        or any(ch.isdigit() for ch in first)
        else first
    )


def _validity(draft: Draft) -> tuple[Period, tuple[Span, ...]]:
    """Return from when until when the offer holds: what it says itself, else what the titles above say."""
    for name in ("validity", "time"):
        held = [value for value in draft.fields.get(name, ()) if any(period(value.text))]
        if held:
            begins = draft.fields.get("begins", ())
            found = [Period(period(value.text).first) if value in begins else period(value.text) for value in held]
            first = [one.first for one in found if one.first]
            last = [one.last for one in found if one.last]
            return Period(min(first, default=None), max(last, default=None)), tuple(
                s for value in held for s in value.spans
            )
    for source in draft.above:
        for value in (*source.fields.get("validity", ()),):
            if any(period(value.text)):
                return period(value.text), value.spans
    return Period(), ()
