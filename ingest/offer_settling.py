"""Values gathered without a label -> each in its field: a house in a line of hours, an organiser among the places."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.offer_bodies import is_organiser, is_person, person
from ingest.offer_drafts import Draft, Value, part
from ingest.offer_looks import tells
from ingest.offer_periods import WEEK, period
from ingest.offer_pieces import listed, pieces
from ingest.offer_values import MONTHS, PHONE, is_place, is_street, placed, reached, times

_MONTH = re.compile(rf"{MONTHS}\s\d{{4}}", re.IGNORECASE)
_DAY = re.compile(
    r"^(?:(?:am|ab|vom|bis)\s)?(?:(?P<week>[A-ZÄÖÜ][a-zäöü]+)[.,]*\s)?(?P<day>\d{1,2}\.)(?!\d\d\b)", re.IGNORECASE
)
_DAY_ONLY = re.compile(rf"\d{{1,2}}\.(?!\s?\d)(?!\s?{MONTHS})", re.IGNORECASE)
_DAY_OF_MONTH = re.compile(r"\d{1,2}\.\s?\d{1,2}\.?")
_TICK = re.compile(r"[☒☑✓✔✗✘]|\[[xX]\]")
_BOX = re.compile(r"(?P<box>[☒☑✓✔✗✘☐□]|\[[xX\s]?\])\s*(?P<what>[^☒☑✓✔✗✘☐□\[]*[^☒☑✓✔✗✘☐□\[\s,;])")
_BETWEEN = re.compile(r"[\s,;()|·–-]|\b(?:und|erstmals|zuletzt|jeweils|immer|einmal|zweimal)\b")
_APPLYING = re.compile(
    r"(?:^|[.;,]\s)(?P<how>(?:Anmeldung|Bewerbung(?:en)?|Antrag|Anträge|Anmeldeschluss|Bewerbungsschluss)\b.*(?:\bbis\b|@).*)$"
)
_IN_BRACKETS = re.compile(r"\s\((?P<what>[^()]+)\)\s*$")
_EDGES = " ,;:|·•–-"
# „31.500 €“, „9.000 € HH“: a budget, no price.
_FUND = re.compile(
    r"\b\d{1,3}\.\d{3}(?:,\d\d)?\s?(?:€|Euro|EUR)|\b\d{4,}\s?(?:€|Euro|EUR)|\bHaushalt|\bFördermittel|^o\. ?K\.$",
    re.IGNORECASE,
)
_SEE = re.compile(r"(?:siehe|s\.\s?o\.|s\.\s|wie oben|vgl\.)", re.IGNORECASE)
_WAY = re.compile(r"[\s,;(|·]*\b(?:Tel(?:efon)?|Fon|Mobil|E-?Mail|Mail)\b\.?:?\s*$", re.IGNORECASE)
_ROOM = re.compile(
    r"(?:R\s?\d{1,3}|(?:(?:großer|kleiner|roter|blauer|grüner)\s)?(?:Raum|Zimmer|Saal|Etage|Keller|Werkstatt|Café|Küche|Mensa|Aula|Foyer|\w+raum|\w+saal|EG|OG|\d\. ?OG)\b[\w\s.,()/-]{0,30})"
    r"|(?:\w+\s){0,2}(?:hinter dem|vor dem|neben dem|im|am)\s(?:Haus|Hof|Keller|Garten|Foyer)(?:,\s\w+(?:\s\w+)?)?",
    re.IGNORECASE,
)
# „ab Marktplatz“, „ab ZOB Musterstadt“: where a trip begins.
_FROM = re.compile(r"ab\s[A-ZÄÖÜ][\w-]+(?:,?\s[A-ZÄÖÜ][\w-]+){0,2}")
_HOME = re.compile(r"\s(?=bei (?:Ihnen|euch|dir) zu Hause\b)")


def settle(draft: Draft) -> None:
    """Move what stands in one field of a draft and says something of another."""
    for value in draft.fields.pop("notes", []):
        _note(draft, value)
    _ticked(draft)
    _funds(draft)
    _registering(draft)
    _priced(draft)
    _held_at(draft)
    _part(draft, "time", "place")
    _part(draft, "validity", "place")
    _part(draft, "place", "time")
    _elsewhere(draft)
    _appointed(draft)
    _at_home(draft)
    _in_month(draft)
    _organisers(draft)
    _from_name(draft)
    _in_house(draft)


def _from_name(draft: Draft) -> None:
    """Take what brackets in a name say of the offer: „Nähwerkstatt (3 €)“, „Lesezeit (ab 6 Jahren)“."""
    for match in re.finditer(r"\((?P<what>[^)]+)\)", draft.name.text):
        field = tells(match["what"])
        if field in {"cost", "audience", "time", "registration"} and field not in draft.fields:
            draft.put(field, part(draft.name, match.start("what"), match.end("what")))


def _in_house(draft: Draft) -> None:
    """Add the house that the titles above name to a room of it."""
    held = draft.fields.get("place", [])
    houses = [value for source in draft.above for value in source.fields.get("place", ())]
    rooms = draft.fields.pop("rooms", [])
    if len(held) != 1 or not houses or not (rooms or _ROOM.fullmatch(held[0].text)):
        return
    streets = [value for value in houses if is_street(value.text)][:1]
    named = [value for value in houses if value not in streets] if streets else []
    where = [*named[:1], *streets] if streets else houses[:1]
    held[:] = [held[0], *where] if rooms else [*where, held[0]]


def _note(draft: Draft, value: Value) -> None:
    """Take a remark of a table: „für Ältere, 3 €“, „Kinder bis 2 Jahre mit Begleitung“."""
    if listed(draft, value):
        return
    found = pieces(value) or [value]
    told = [tells(piece.text) for piece in found]
    if not any(told):
        draft.texts.append(value)
    for piece, field in zip(found, told, strict=True):
        if field and field not in draft.fields:
            draft.put(field, piece)


def _part(draft: Draft, name: str, other: str) -> None:
    """Part a line of hours with a house behind it, or of a house with its days before it („18.09. Birkenfurt, Marktplatz“)."""
    held, hours = draft.fields.get(name, []), name != "place"
    stated = other in draft.fields
    for number, value in enumerate(held):
        found = times(value.text)
        if not found:
            continue
        last = found[-1]
        behind = value.text[last.end :].strip(_EDGES)
        if any(_BETWEEN.sub("", value.text[one.end : other.start]) for one, other in pairwise(found)):
            continue  # several days with a place each, or a sentence
        if (
            len(value.text[: found[0].start].split()) > 1
            or not behind
            or re.match(r"\(", value.text[last.end :].lstrip())
        ):
            continue
        if hours and not is_place(behind) and tells(behind) != "place" and not _FROM.fullmatch(behind):
            continue
        start = value.text.index(behind, last.end)
        rest, days = part(value, start, start + len(behind)), part(value, 0, last.end)
        held[number] = days if hours else rest
        if not stated or not hours:  # each of several days may have its house
            draft.put(other, rest if hours else days)


def _in_month(draft: Draft) -> None:
    """Add month and year to days that have none, where a title above names them („Do 24.“ under „September 2026“)."""
    months = [source.name for source in draft.above if _MONTH.fullmatch(source.name.text)]
    for held in (draft.fields.get(name, []) for name in ("time", "validity")):
        for number, value in enumerate(held):
            day = _DAY.match(value.text)
            month = next((one for one in months if day and _falls_on(day, one.text)), None)
            if month is None or day is None:
                continue
            if _DAY_ONLY.match(value.text[day.start("day") :]):
                end, added = day.end("day"), month
            elif not re.search(r"\d{4}", value.text):
                end = list(_DAY_OF_MONTH.finditer(value.text))[-1].end()
                added = part(month, len(month.text) - 4, len(month.text))
            else:
                continue
            before, behind = part(value, 0, end), part(value, end, len(value.text))
            text = f"{before.text} {added.text}{behind.text}"
            held[number] = Value(text, (*before.spans, *added.spans, *behind.spans))


def _falls_on(day: re.Match[str], month: str) -> bool:
    """Tell whether a day can be of a month: the weekday before it is the one that it falls on."""
    found = period(f"{day['day']} {month}").first
    return found is not None and (not day["week"] or WEEK[found.weekday()] == day["week"][:2].lower())


def _elsewhere(draft: Draft) -> None:
    """Drop a place that only points to another entry („siehe oben“)."""
    held = [value for value in draft.fields.pop("place", []) if not _SEE.match(value.text)]
    for value in held:
        draft.put("place", value)


def _registering(draft: Draft) -> None:
    """Part from the hours what follows them on how to register: „20.01., 14–17 Uhr; Bewerbung bis 15.12.“."""
    held = draft.fields.get("time", [])
    for number, value in enumerate(held):
        match = _APPLYING.search(value.text)
        if match is None:
            continue
        if "registration" not in draft.fields:
            draft.put("registration", part(value, match.start("how"), len(value.text)))
        held[number] = part(value, 0, match.start())
    held[:] = [value for value in held if value.text]
    if not held:
        draft.fields.pop("time", None)


def _priced(draft: Draft) -> None:
    """Take the price in brackets behind the hours: „dienstags 9.30–11 Uhr (1 € je Treffen)“."""
    held = draft.fields.get("time", [])
    for number, value in enumerate(held):
        match = _IN_BRACKETS.search(value.text)
        if match and tells(match["what"]) == "cost":
            if "cost" not in draft.fields:
                draft.put("cost", part(value, match.start("what"), match.end("what")))
            held[number] = part(value, 0, match.start())


def _appointed(draft: Draft) -> None:
    """Take from the hours how to come there: „jeden 2. Donnerstag, 15–17 Uhr, ohne Termin“."""
    if "registration" in draft.fields:
        return
    for value in draft.fields.get("time", []):
        for match in re.finditer(r"[^,;|]+", value.text):
            said = match.group().strip(" .")
            if tells(said) == "registration":
                start = value.text.index(said, match.start())
                draft.put("registration", part(value, start, start + len(said)))
                return


def _held_at(draft: Draft) -> None:
    """Take the houses that the hours name with a preposition: „montags 9–12 Uhr im Haus der Diakonie“."""
    if "place" in draft.fields:
        return
    for value in draft.fields.get("time", []):
        for found in placed(value.text):
            draft.put("place", part(value, found.start, found.end))


def _ticked(draft: Draft) -> None:
    """Keep of a list with boxes what is ticked: „☒ Eltern ☐ Kinder“."""
    for name in ("audience", "languages"):
        held = draft.fields.get(name, [])
        if not any(_TICK.search(value.text) for value in held):
            continue
        held[:] = [
            part(value, match.start("what"), match.end("what")) for value in held for match in _BOX.finditer(value.text)
            if _TICK.match(match["box"])
        ]  # fmt: skip


def _funds(draft: Draft) -> None:
    """Drop what a measure costs its bearer: thousands, parts of a budget. What takers pay stays."""
    kept: list[Value] = []
    for value in draft.fields.pop("cost", []):
        pieces_of = list(re.finditer(r"[^;]+", value.text)) if _FUND.search(value.text) else []
        kept += [value] if not pieces_of else []
        for match in pieces_of:
            if not _FUND.search(match.group()):
                start = match.start() + len(match.group()) - len(match.group().lstrip())
                kept.append(part(value, start, match.start() + len(match.group().rstrip())))
    for value in kept:
        draft.put("cost", value)


def _at_home(draft: Draft) -> None:
    held = draft.fields.get("audience", [])
    for number, value in enumerate(held):
        match = _HOME.search(value.text)
        if match:
            held[number] = part(value, 0, match.start())
            draft.fields.setdefault("place", []).insert(0, part(value, match.end(), len(value.text)))


def _organisers(draft: Draft) -> None:
    """Take whom lines without a label name: an organisation among the places, a person behind an organisation."""
    loose = draft.fields.get("unlabelled", [])
    places = draft.fields.get("place", [])
    if "organiser" not in draft.fields and len(places) > 1:
        for value in places:
            if (
                value in loose
                and is_organiser(value.text)
                and not is_street(value.text)
                and "organiser" not in draft.fields
            ):
                draft.put("organiser", value)
                places.remove(value)
    held = draft.fields.get("organiser", [])
    for number, value in enumerate(held):
        asked = _asked(value) if value not in loose and "(" not in value.text.split(",")[0] else None
        if asked is not None:
            held[number] = part(value, 0, len(value.text[:asked].rstrip(_EDGES)))
            draft.put("contact", part(value, asked, len(value.text)))
            continue
        inside = re.search(r"\s?\((?P<who>[^)]*)\)?$", value.text)
        if inside and inside["who"] and (is_person(inside["who"].split(",")[0]) or PHONE.search(inside["who"])):
            held[number] = part(value, 0, inside.start())
            draft.put("contact", part(value, inside.start("who"), inside.end("who")))
            continue
        way = next(iter(reached(value.text)), None)
        if way is not None and way.start > 0:
            name = _WAY.sub("", value.text[: way.start]).rstrip(" ,;(:")
            held[number] = part(value, 0, len(name))
            draft.put("contact", part(value, way.start, len(value.text)))
            continue
        if value not in loose:
            continue
        parted = pieces(value)
        persons = [piece for piece in parted if is_person(piece.text) and not is_organiser(piece.text)]
        if persons and len(parted) > len(persons):
            end = value.text.index(persons[0].text)
            held[number] = part(value, 0, len(value.text[:end].rstrip(_EDGES)))
            for piece in persons:
                draft.put("contact", piece)
    held[:] = [value for value in held if value.text]
    if not held:
        draft.fields.pop("organiser", None)


def _asked(value: Value) -> int | None:
    """Return where whom to ask begins in who is charged with something: „KI, Frau Tannert (-412)“, „Team West, 555 20“."""
    for match in re.finditer(r"[^,;]+", value.text):
        said = match.group().strip()
        titled = person(said) and re.match(r"(?:Frau|Herrn?|Fr\.|Hr\.|Dr\.|Prof\.)\s", said)
        if titled or (match.start() and (person(said) or said.startswith("Team "))) or reached(said):
            return match.start() + match.group().index(said)
    return None
