"""What was gathered of an entry -> an offer: values normalised, each with the stretches that state it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.offer_contacts import contact_of, reaches
from ingest.offer_drafts import Draft, Value, part
from ingest.offer_nouns import is_named
from ingest.offer_periods import Period, covering, period
from ingest.offer_sentences import sentences
from ingest.offer_settling import settle
from ingest.offer_texts import DESCRIPTION, opening, read_text
from ingest.offer_values import POSTCODE, is_place
from ingest.offer_whom import ages, audience
from kb.offer_words import languages, topics
from kb.offers import Contact, Field, Offer, Span

# Words. A longer title says more than a topic or a town.
HEAD = 6
# „e. V.“: the full stop belongs to the word; sentences keep theirs as well.
_ABBREVIATED = re.compile(r"\b(?:[A-Za-z]{1,3}|\w*[Ss]tr)\.$")
_SENTENCES = re.compile(r"[a-zäöüß]{3,}[.!?]\s")
# Until when one may apply is until when a fund is there; a course goes on after its registration.
_FUND = re.compile(r"fonds\b|förderung\b|stipendi", re.IGNORECASE)
_BY_TOWN = re.compile(
    r"\b(?:nach|in den)\s(?:\w+\s)?(?:Städten|Orten|Ortsteilen|Stadtteilen|Gemeinden|Kommunen|Stadtbezirken|Regionen)\b",
    re.IGNORECASE,
)
_TOWN_ALONE = re.compile(r"(?P<town>[A-ZÄÖÜ][\w-]+(?:\s(?:am|an der|im|bei|[A-ZÄÖÜ][\w-]+))*)(?=$|\s\()")
_IN_TOWN = re.compile(r"(?:(?:\w+\s){0,2}(?:in|für)\s)?(?:(?:der|die)\s)?(?:(?:Stadt|Gemeinde)\s)?[A-ZÄÖÜ][\w-]+$")
_ENDS = re.compile(r"(?:,|\bin)\s(?P<town>[A-ZÄÖÜ][a-zäöüß]{3,})$")
_AT_WHOM = re.compile(r"\b(?:[Bb]ei|Rufen Sie|Ruft|Fragen Sie|[Ss]prechen Sie mit|Schreiben Sie an)\s")
# „Gültig bis“ is not when.
_ENDS_ONLY = re.compile(r"gültig\sbis\b", re.IGNORECASE)
_TOWN = re.compile(r"\b(?:Stadt|Gemeinde)\s(?P<town>[A-ZÄÖÜ][a-zäöüß]{2,})\b")


def offer(draft: Draft, towns: Sequence[str] = (), year: Value | None = None) -> Offer:
    """Return the offer that a draft is; what neither it nor the titles above it state stays empty.

    :param towns: names of towns that the document gives with postcodes.
    :param year: where the paper says of which year it is; it holds for first and last days printed without one.
    """
    settle(draft)
    read_text(draft)
    found: dict[Field, tuple[Span, ...]] = {"name": draft.name.spans}
    values: dict[str, object] = {}

    def state(name: Field, value: object, spans: Iterable[Span]) -> None:
        values[name] = value
        found[name] = tuple(dict.fromkeys(spans))

    description = _description(draft)
    place = _joined(draft, "place")
    town = _town(draft, place, towns)
    grouped = _group_town(draft)
    if grouped and place and not re.search(rf"(?<!\w){re.escape(grouped.text)}(?!\w)", place.text):
        place = Value(f"{place.text}, {grouped.text}", (*place.spans, *grouped.spans))
    town = town or grouped
    stated: dict[Field, Value | None] = {
        "description": description,
        "place": place or town,
        "town": town,
        "time": _joined(draft, "time") or _when(draft),
        "cost": _joined(draft, "cost"),
        "organiser": _first(draft, "organiser"),
        "registration": _joined(draft, "registration"),
    }
    for name, given in stated.items():
        value = _cut(given) if given and name == "organiser" else given
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
    if spoken and _spoken(spoken.text):
        state("languages", _spoken(spoken.text), spoken.spans)
    contact, spans_of_contact = _contact(draft)
    if contact:
        state("contact", contact, spans_of_contact)
    bounds, spans_of_bounds = _validity(draft, year)
    if any(bounds[:2]):
        found["validity"] = spans_of_bounds
    return Offer(
        draft.name.text,
        intended=intended.text if intended else None,
        ages=ages([value for value in (intended, draft.name, description) if value]),
        valid_from=bounds.first,
        valid_to=bounds.last,
        valid_printed=bounds.printed,
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
                ", ".join(_bare(value.text, name) for value in held),
                tuple(span for value in held for span in value.spans),
            )
    return None


def _cut(value: Value) -> Value:
    """Return a value without the marks that end it."""
    return part(value, 0, len(_bare(value.text, "organiser")))


def _bare(text: str, field: str) -> str:
    """Return a value without the marks that end it; that of a day („So 4.10.“) or an abbreviation is its own."""
    bare = text.rstrip(" ,;")
    own = _ABBREVIATED.search(bare) or (field == "time" and re.search(r"\d\.$", bare)) or _SENTENCES.search(bare)
    return bare if own else bare.rstrip(" ,;.")


def _when(draft: Draft) -> Value | None:
    """Return the period that an entry states of itself: where it names no hours, that is when it is."""
    return next((value for value in draft.fields.get("validity", ()) if not _ENDS_ONLY.match(value.text)), None)


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
    short = [head for head in heads[:2] if len(head.text.split()) <= HEAD and _one_topic(head.text)]
    for value in (*stated, draft.name, *held, *short, description):
        told = topics(value.text) if value else ()
        if value and told:
            return told[0].value, part(value, told[0].start, told[0].end) if len(value.spans) == 1 else value
    return None


def _one_topic(title: str) -> bool:
    """Tell a heading of one topic: „60 plus & Ehrenamt“ does not say which of its entries are of which."""
    told = [topics(piece) for piece in re.split(r"\s(?:&|und|\+)\s|,\s", title)]
    return all(told) and len({found[0].value for found in told}) == 1


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


def _group_town(draft: Draft) -> Value | None:
    """Return the town that a title above names where the paper says that its titles are towns („nach Städten“)."""
    if not any(_BY_TOWN.search(source.name.text) for source in draft.above):
        return None
    for source in draft.above:
        match = _TOWN_ALONE.match(source.name.text)
        if match:
            return part(source.name, match.start("town"), match.end("town"))
    return None


def _spoken(text: str) -> tuple[str, ...]:
    """Return the languages of a value; also one that the vocabulary does not know, where it stands alone between commas."""
    known = languages(text)
    rest = text
    for one in reversed(known):
        rest = f"{rest[: one.start]},{rest[one.end :]}"
    unknown = re.findall(r"(?:^|[,/;·&])\s*([A-ZÄÖÜ][a-zäöüß]+isch)\s*(?=$|[,/;·&.(])", rest)
    return (*(one.value for one in known), *unknown)


def _contact(draft: Draft) -> tuple[Contact, tuple[Span, ...]]:
    """Return whom to ask: what the entry says, else how to register there, else what the titles above say."""
    for source in (draft, *draft.above):
        held = [value for name in ("contact", "phone", "mail") for value in source.fields.get(name, ())]
        registering = [value for value in source.fields.get("registration", ()) if reaches(value)]
        led = [value for value in source.fields.get("leader", ()) if reaches(value)]
        contact, spans = contact_of([*held, *led, *registering])
        offices = [
            value for value in source.fields.get("organiser", ()) if value in source.fields.get("unlabelled", ())
        ]
        if contact and contact.name is None and source is draft:
            asked = [value for value in source.fields.get("registration", ()) if _AT_WHOM.search(value.text)]
            named, where = contact_of(source.fields.get("leader", ()) or asked)
            contact, spans = contact._replace(name=named.name), (*spans, *where)
        if contact and contact.name is None and offices and _is_office(offices[0].text):
            return contact._replace(name=offices[0].text), (*offices[0].spans, *spans)
        if contact:
            return contact, spans
    return Contact(), ()


def _is_office(name: str) -> bool:
    """Tell a name that is one word: an office to ask („Freiwilligenagentur“), no organisation with a name of its own."""
    return len(name.split()) == 1 and not name.isupper()


def _validity(draft: Draft, year: Value | None) -> tuple[Period, tuple[Span, ...]]:
    """Return from when until when the offer holds: what it says itself, else what the titles above say."""
    found, spans = _stated_period(draft, None)
    if any(found[:2]) or year is None:
        return found, spans
    found, spans = _stated_period(draft, int(year.text))
    return found, (*spans, *year.spans) if any(found[:2]) else ()


def _stated_period(draft: Draft, year: int | None) -> tuple[Period, tuple[Span, ...]]:
    for name in ("validity", "time"):
        held = [value for value in draft.fields.get(name, ()) if any(period(value.text, year)[:2])]
        if held:
            begins = draft.fields.get("begins", ())
            told = [(value, period(value.text, year)) for value in held]
            found = [_begin(one) if value in begins else one for value, one in told]
            return covering(found), tuple(span for value in held for span in value.spans)
    for value in draft.fields.get("registration", ()) if _FUND.search(draft.name.text) else ():
        found_end = period(value.text, year)
        if found_end.last and found_end.first is None:
            return found_end, value.spans
    for source in draft.above:
        for value in source.fields.get("validity", ()):
            if any(period(value.text, year)[:2]):
                return period(value.text, year), value.spans
    return Period(), ()


def _begin(found: Period) -> Period:
    return Period(found.first, None, (*found.printed[:1], "") if found.printed else ())
