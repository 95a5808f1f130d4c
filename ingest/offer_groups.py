"""What titles and the text under them state for all the offers below: place, whom to ask, cost, how to register."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.offer_bearers import bears, borne
from ingest.offer_bodies import is_organiser
from ingest.offer_cards import CORE
from ingest.offer_contacts import contact_of
from ingest.offer_covers import covers
from ingest.offer_drafts import Draft, Value, part
from ingest.offer_entries import Node
from ingest.offer_gathering import asks, title_of
from ingest.offer_labels import WORDS, whole_label
from ingest.offer_looks import REGISTER, clause, tells
from ingest.offer_parts import Part
from ingest.offer_periods import Period, period
from ingest.offer_sentences import sentences
from ingest.offer_values import costs, is_place, is_street, placed, reached, times

# In words: the text over a table says what holds for its rows; more is a preface.
INTRODUCTION = 60
# In words: the beginning of a label that goes on („Information und Anmeldung zu den Kursen: …“).
LEAD = 3
# Nouns that are no house by themselves („Frauen im Haus“).
_ANY_HOUSE = re.compile(
    r"(?:Haus|Raum|Saal|Garten|Keller|Café|Büro|Amt|Heim|Park|Platz|Bad|Kita|Schule|Zentrum|Alltag)$", re.IGNORECASE
)
_OF_ALL = r"(?:Angebote|Kurse|Veranstaltungen|Termine|Treffen|Gruppen|Workshops|Seminare|Fortbildungen|Vorträge|Abende|Beratungen|Kapitels?|Abschnitts?|Rubrik|Bereichs?|Seite|Reihe|Übersicht|Tabelle|Spalte|Woche|Hauses)"
# „Alle Kurse dieses Abschnitts“, „Ansprechpartnerin für alle Angebote dieses Kapitels“, „wenn nichts anderes dabeisteht“.
_FOR_ALL = re.compile(
    rf"\b(?:alle[rn]?|sämtliche[rn]?|diese[rsn]?|jeweils|die|unsere)\s(?:\w+e[nrs]?\s)?{_OF_ALL}\b|\b(?:wenn|sofern|soweit|falls)\s(?:\w+\s)?(?:nichts?|keine?)\s\w+",
    re.IGNORECASE,
)
# „wenn nichts anderes dabeisteht“, „wenn kein Preis genannt ist“; „wenn Sie nicht kommen können“ is something else.
_OTHERWISE = re.compile(
    r"\b(?:wenn|sofern|soweit|falls)\s(?:\w+\s){0,2}?(?:nichts?\s(?:anders|anderes)"
    r"|keine?\s(?:\w+\s){1,2}(?:dabei\w*|angegeben|genannt|vermerkt|etwas|steht))\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?P<label>[A-ZÄÖÜ][\w/-]+(?:\sund\s[A-ZÄÖÜ]\w+)?)(?P<whose>,?\s(?:für|zu[rm]?|der|des|dieser|dieses|aller?|wenn|sofern|soweit|falls|bei)\b[^:]{0,70})?\s?:\s?"
)
_ORGANISED = re.compile(
    r"^(?:Eine (?:Reihe|Veranstaltungsreihe|Kooperation)|Ein (?:Angebot|Projekt|Programm)|Angebote?|Veranstaltungen) (?P<art>des|der|vom|von)\s(?P<who>[A-ZÄÖÜ][^.;]*?)[.;]?$"
)
# „Fortbildungen des Regionalen Bildungsbüros“
_BY = re.compile(
    r"^(?:[A-ZÄÖÜ][\w-]+\s)?[A-ZÄÖÜ]\w+(?:\sund\s[A-ZÄÖÜ]\w+)?\s(?:des|der|vom|von der)\s(?P<who>[A-ZÄÖÜ].+)$"
)
_HOW = re.compile(r"\b(?:nur|ausschließlich|bitte|bis|ab)\s")
# „Unsere Woche in der Alten Weberei“, over a street.
_IN_HOUSE = re.compile(
    r"\b(?:im|in der|in den)\s(?P<house>[A-ZÄÖÜ][\w-]+(?:\s(?:der|des|am|an|im)?\s?[A-ZÄÖÜ][\w-]+){0,4})$"
)
_HOLDS = re.compile(r"\b(?:gültig|gilt|gelten|läuft|laufen|Laufzeit|Zeitraum)\b", re.IGNORECASE)
# Whom to tell of mistakes in the list is nobody to ask about an offer.
_OF_THE_LIST = re.compile(r"\b(?:Meldungen|Änderung(?:en|swünsche)|Korrekturen|Ergänzungen|Aktualisierungen|Fehler)\b")
# „Luftenau (wenn nichts anderes angegeben: Haus der Vielfalt)“
_UNLESS = re.compile(r"\((?:wenn|sofern|soweit|falls)\s[^:()]*:\s(?P<what>[^)]+)\)")
# „Information und Anmeldung zu den Kursen: …“
_ABOUT = re.compile(r"(?:Info|Anmeldung|Auskunft|Kontakt|Fragen|Ansprech)[^.:]{0,60}:\s")
_TOTAL = re.compile(
    r"\b(?:Teilnahme|Angebote|Kurse|Abende|Veranstaltungen|Treffen|Beratung(?:en)?|Vorträge|Workshops|Fortbildungen|Seminare|Termine|Gruppen|alles|alle)\b",
    re.IGNORECASE,
)


def groups(nodes: Sequence[Node]) -> Mapping[int, Draft]:
    """Return, by the `id` of each node, what it holds for the entries under it.

    A title that speaks of all offers of a chapter („Koordination dieses Kapitels“) tells it of the title above.
    """
    heads = {id(node): _head(node) for node in nodes}
    bearers = [node for node in nodes if bears(node)]
    # One alone may be the sender of a letter.
    for node in bearers if len(bearers) > 1 else ():
        borne(heads[id(node)], node, heads[id(node)].name)
    for node in covers(nodes):
        heads[id(node)] = _unless(node)
    for node in nodes:
        if node.title is None or not node.above or not _speaks(node):
            continue
        above = heads[id(node.above[0])]
        field = _asked(node.name)
        for each in node.parts:
            if each.kind == "row":
                break
            _say(above, Value(each.text, each.spans), field or each.field)
    return heads


def _unless(node: Node) -> Draft:
    """Return what a cover says all offers cost that say nothing else („kostenfrei, wenn nichts anderes dabeisteht“)."""
    head = Draft(Value("", ()))
    for each in node.parts:
        if each.kind in {"text", "item"}:
            value = Value(each.text, each.spans)
            for start, end in sentences(value.text):
                if _OTHERWISE.search(value.text[start:end]):
                    _cost(head, part(value, start, end))
    return head


def _speaks(node: Node) -> bool:
    """Tell a title that is no name, but says of which offers the text under it speaks."""
    return bool(_FOR_ALL.search(node.name)) and len(node.name.split()) <= 8 and not node.name.endswith("?")


def _head(node: Node) -> Draft:
    title = Value("", ()) if node.title is None else title_of(node.title, node.name)
    head = Draft(title)
    if node.title is not None:
        _from_title(head, node, title)
    over, behind, lead = True, False, ""
    table = any(each.kind == "row" for each in node.parts)
    words = sum(len(each.text.split()) for each in node.parts[: _first_row(node.parts)])
    for each in node.parts:
        if each.kind == "row":
            over, behind = False, True
            continue
        # Right under a table whom to ask about it is said.
        close, behind = behind, behind and len(each.text.split()) <= LEAD
        words_before, lead = lead, each.text if len(each.text.split()) <= WORDS else ""
        value = Value(each.text, each.spans)
        if (
            each.kind == "value"
            and each.field in CORE | {"contact", "phone", "mail"} - {"description"}
            and (over or (close and each.field in {"contact", "registration"}))
        ):
            _say(head, value, str(each.field))
        elif each.kind == "value" and each.field == "other" and _FOR_ALL.search(f"{words_before} {each.label}"):
            _say(head, value, None if words_before else _asked(each.label))
        elif each.kind == "value" and _FOR_ALL.search(each.label):
            _say(head, value, _asked(each.label))
        elif each.kind == "text" and _barred(head, value):
            continue
        elif each.kind in {"text", "item", "value"}:
            near = table and over and words <= INTRODUCTION
            for start, end in sentences(value.text):
                said = part(value, start, end)
                if (
                    near
                    or (close and _ABOUT.match(said.text))
                    or (_FOR_ALL.search(said.text) and (not node.leaf or table))
                ):
                    _say(head, said, None)
                elif not node.leaf and words <= INTRODUCTION:
                    _cost(head, said)
                    _organiser(head, said)
    return head


def _from_title(head: Draft, node: Node, title: Value) -> None:
    """Take what a title itself says for all under it: a house, days, a place that holds unless another is named."""
    if not _barred(head, title):
        _housed(head, title)
        _dated(head, title)
    unless = _UNLESS.search(title.text)
    if unless and (is_place(unless["what"]) or placed(unless["what"])):
        head.fields["place"] = [part(title, unless.start("what"), unless.end("what"))]
    if tells(node.name) == "time":  # a day over what is on that day
        head.put("time", title)


def _asked(label: str) -> str | None:
    """Return the field of a label that goes on: „Ansprechpartnerin für alle Angebote dieses Kapitels“."""
    return whole_label(re.split(r"\s(?:für|zu|der|des|dieser|dieses|aller?)\b|:", label)[0])


def _first_row(parts: Sequence[Part]) -> int:
    return next((number for number, each in enumerate(parts) if each.kind == "row"), len(parts))


def _dated(head: Draft, title: Value) -> None:
    """Take the days that a title gives („1. Ferienwoche (19.–23. Juli)“)."""
    for found in times(title.text):
        if re.search(r"\d\.", title.text[found.start : found.end]):
            head.put("validity", part(title, found.start, found.end))


def _barred(head: Draft, line: Value) -> bool:
    """Take the line under the title of a plan: „Brückenweg 7, Musterstadt · gültig vom 11. Januar bis 25. Juni“.

    It says where and from when until when, with bars or dots between; an address alone may be that of an office.
    """
    found = [match for match in re.finditer(r"[^·|•]+", line.text) if match.group().strip()]
    streets = [match for match in found if is_street(match.group().strip()) and not reached(match.group())]
    periods = [match for match in found if any(period(match.group())[:2])]
    if len(found) < 2 or len(streets) != 1 or not periods or streets[0] in periods:
        return False
    house = _IN_HOUSE.search(head.name.text)
    if house and head.name is not line and "place" not in head.fields:
        head.put("place", part(head.name, house.start("house"), house.end("house")))
    for field, match in (("place", streets[0]), ("validity", periods[0])):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        head.put(field, part(line, start, match.start() + len(match.group().rstrip())))
    return True


def _housed(head: Draft, title: Value) -> None:
    """Take the house or the address that a title names („Woche im Mehrgenerationenhaus“, „Arche, Pastoratsweg 1“)."""
    for found in placed(title.text)[:1]:
        if not _ANY_HOUSE.match(title.text[found.start : found.end]):
            head.put("place", part(title, found.start, found.end))
    body = _BY.search(title.text)
    if body and is_organiser(body["who"]):
        head.put("organiser", part(title, body.start("who"), body.end("who")))
    if "place" not in head.fields and (
        (is_street(title.text) and is_place(title.text)) or re.fullmatch(r"online|digital", title.text, re.IGNORECASE)
    ):
        head.put("place", title)


def _say(head: Draft, value: Value, field: str | None) -> None:
    """Take what a value or a text says for all; without a field the text itself tells which."""
    if field == "organiser" and asks(value.text):
        field = "contact"
    if field in {None, "other", "name", "description", "value"}:
        for start, end in sentences(value.text):
            _sentence(head, part(value, start, end))
        return
    first = next((end for _, end in sentences(value.text)), len(value.text))
    whole = field in {"contact", "registration", "time"} and not re.match(
        r"\s[A-ZÄÖÜ][a-zäöü]+[\s,]", value.text[first:]
    )
    head.put(str(field), value if whole else part(value, 0, first))
    for start, end in sentences(value.text)[1:]:
        _sentence(head, part(value, start, end))


def _sentence(head: Draft, said: Value) -> None:
    """Take what a sentence over a group says: of its place, contact, registration, cost, organiser, period."""
    label = _LABEL.match(said.text)
    if label:
        field = None if label["label"] == "Für" else whole_label(label["label"])
        how = _HOW.search(label["whose"] or "")  # „Anmeldung für diesen Bereich nur persönlich: …“
        rest = part(said, label.start("whose") + how.start() if how else label.end(), len(said.text))
        if field and field not in {"other", "name", "description", "topic"}:
            head.put(field, rest)
            return
        if _FOR_ALL.search(said.text[: label.end()]):
            said = rest
    text = said.text
    if _organiser(head, said) or _OF_THE_LIST.search(text):
        return
    looks = tells(text.strip(" .,;"))
    if REGISTER.search(text):
        head.put("registration", clause(said))
    elif looks in {"place", "audience", "languages"} or (
        is_street(text) and len(text.split()) <= 9 and not reached(text)
    ):
        bare = text.strip(" .,;")
        start = text.index(bare)
        head.put(looks or "place", part(said, start, start + len(bare)))
        return
    if reached(text) and contact_of([said])[0]:
        head.put("contact", said)
    else:
        _cost(head, said)
        if "place" not in head.fields:
            for found in placed(text)[:1]:
                named = text[found.start : found.end]
                unless = _OTHERWISE.search(named)  # „im Familienbüro, wenn nichts anderes dabeisteht“
                end = len(named[: unless.start()].rstrip(" ,")) if unless else len(named)
                head.put("place", part(said, found.start, found.start + end))
        for when in times(text):
            held = period(text[when.start : when.end])
            if any(held[:2]) and (_HOLDS.search(text) or _exact(held)):
                head.put("validity", part(said, when.start, when.end))


def _exact(found: Period) -> bool:
    """Tell days from months: in a sentence over a booklet, months say for when it was made."""
    return any(len(printed) == len("2027-01-01") for printed in found.printed)


def _cost(head: Draft, said: Value) -> None:
    if "cost" not in head.fields and (_TOTAL.search(said.text) or _FOR_ALL.search(said.text)):
        for found in costs(said.text)[:1]:
            head.put("cost", part(said, found.start, found.end))


def _organiser(head: Draft, said: Value) -> bool:
    match = _ORGANISED.match(said.text)
    if match and "organiser" not in head.fields:
        head.put("organiser", part(said, match.start("who"), match.end("who")))
    return bool(match)
