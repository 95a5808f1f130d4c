"""Running text of an entry -> values: when, where, for how much, whom to ask, where a sentence says it."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.offer_bodies import has_verb, is_body, is_organiser
from ingest.offer_drafts import Draft, Value, part
from ingest.offer_labels import cut_at, labels_in, pattern
from ingest.offer_looks import clause, tells
from ingest.offer_periods import period
from ingest.offer_pieces import listed
from ingest.offer_sentences import sentences
from ingest.offer_values import MONTHS, costs, placed, reached, regular, times
from kb.offer_words import languages

# Characters. A description is cut at the sentence that passes this.
DESCRIPTION = 300
_RUNS = re.compile(
    r"laufzeit\W{1,3}(?:(?:ist|geht|läuft|dauert)\s)?(?P<when>(?:bis|von|ab|seit)[^).;,]*\d{4})", re.IGNORECASE
)
_ORGANISER = re.compile(
    r"(?:Veranstalter(?:in)?|Träger(?:in)?|Anbieter(?:in)?)\s(?:ist|sind)\s(?:der|die|das)?\s?(?P<who>[A-ZÄÖÜ][^.;]*?)(?=[.;]|$)"
    r"|\b[Ee]ine?\s(?:Angebot|Projekt|Programm|Veranstaltung|Reihe|Kooperation|Kurs)\s(?:der|des|vom|von)\s(?P<who3>[A-ZÄÖÜ][^.;,]*?)(?=[.;,]|$)"
    r"|(?:angeboten|veranstaltet|durchgeführt|organisiert) (?:wird|werden|vom|von) (?:der |dem |vom |von )?(?P<who2>[A-ZÄÖÜ][^.;,]*?)(?=[.;,]|$)"
)
# Words before the languages of an offer, with up to three others between; „Unterricht in Türkisch“ names what is taught.
_IN_LANGUAGE = re.compile(
    r"(?<!fit )(?<!unterricht )(?<!kurse )(?<!kurs )(?<!kenntnisse )(?<!nachhilfe )\b(?:auf|in|ins|für|sprechen|spricht|sprachen|gesprochen|mehrsprachig|zweisprachig|übersetz\w+|dolmetsch\w+|sprachmittl\w+)"
    r"(?:\s\(|:?\s)(?:(?:die|den|der|das|unsere|wir|auch|ins|in|auf|und|für|Sprachen?|Lotsinnen|Beraterinnen|Mitarbeitenden|Kolleginnen|Lotsen|Berater)\s){0,3}(?=(?P<which>\S[^.;:!?]*))",
    re.IGNORECASE,
)
# A description that says what takers pay; the money that a project has is none of it.
_PAID = re.compile(
    r"\b(?:Teilnahme|Eigenanteil|Eintritt|Teilnahmebeitrag|kostet)\b(?!.*\b(?:gefördert|Fördermittel|Zuschuss)\b)"
)
_MONEY_GIVEN = re.compile(
    r"\b(?:erhalten|erhält|bekommen|bekommt|förder\w*|bezuschuss\w*|zuschuss|zuschüsse|beantragen|bewillig\w*|prämie|preisgeld|entscheide\w*|vergibt|vergeben)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"(?:,?\s?(?:und|oder|sowie|mit|auch|Simultanübersetzung|Übersetzung|Untertiteln?|ins|in|auf|bzw\.|[/,(])\s?){0,5}\s?",
    re.IGNORECASE,
)
# „Seit Mai 2009 wird …“, „Für die Jahre 2009 – 2011 …“: the sentence under the title says since when.
_SINCE = re.compile(
    rf"(?P<when>(?:Seit|Ab)\s(?:(?:Anfang|Mitte|Ende|dem)\s)?(?:{MONTHS}\s)?\d{{4}}|Für die Jahre\s\d{{4}}\s?(?:–|-|bis)\s?\d{{4}})\b",
    re.IGNORECASE,
)
_BEGUN = re.compile(
    rf"\b(?:ab|seit)\s(?:dem\s)?(?:\d{{1,2}}\.\s?(?:\d{{1,2}}\.|{MONTHS})\s?|{MONTHS}\s)\d{{4}}\b", re.IGNORECASE
)
_BODY = r"(?:[A-ZÄÖÜ][\w-]+(?:\s[A-ZÄÖÜ][\w-]+){0,3}\s(?:g?GmbH|e\.\s?V\.?)|[A-ZÄÖÜ][\w-]+(?:\s(?:der|des|für)\s[A-ZÄÖÜ][\w-]+)?)"
_OFFERS = re.compile(
    rf"(?:bietet|organisiert|veranstaltet|führt|lädt|vermittelt|betreut|begleitet|berät)\s(?:das|der|die)\s(?P<who>{_BODY})"
    r"|(?:^|[.!?]\s)(?:Das|Der|Die)\s(?P<who2>[A-ZÄÖÜ][\w-]+(?:\s(?:(?:der|des|für|und)\s)?[A-ZÄÖÜ][\w-]+){0,4}(?:\se\.\s?V\.)?)"
    r"\s(?:bietet|organisiert|veranstaltet|lädt|berät|vermittelt|hilft|betreut)\b"
)
# „Sprechstunde „Gesund ankommen“ des Gesundheitsamtes“, „Sozialsprechstunde der AWO“.
_OF_WHOM = re.compile(
    r"[“”\"«]?(?:\s\([^)]*\))?\s(?:der|des|von|vom|von der)\s(?:Vereins?\s)?(?P<who>[A-ZÄÖÜ][\w-]+(?:\s[A-ZÄÖÜ][\w-]+){0,3}(?:\se\.\s?V\.)?)(?=[\s,.;:]|$)"
)
# Days and hours at which people come; „vierteljährlich“ may be how often a body meets.
_COMING = re.compile(r"tag|mittwoch|\bUhr\b|\b(?:Mo|Di|Mi|Do|Fr|Sa|So)\b", re.IGNORECASE)
# What tells of an offer as one that people can come to.
_GOES = re.compile(
    r"\b(?:finde[nt]\b.*\bstatt|tr(?:ifft|effen) sich|kostenlos|kostenfrei|kostet|Ansprechpartner(?:in)?|Ansprechperson|Anmeldung|meld(?:en|et) sich|geöffnet|beraten|berät)\b"
)
_HELD = re.compile(r"\b(?:statt|treff\w*|trifft|beginnt|start\w*|veranstaltet|kommen|geöffnet)\b", re.IGNORECASE)
_REGISTER = re.compile(
    r"\b(?:anmeld|anm\.|angemeldet|anzumelden|voranmeld|(?:melden|wenden) sie sich|meld(?:e|et|en) (?:dich|euch|sich)|(?:sich|bitte) (?:\w+ ){0,4}melden\b|forder\w+ (?=[^.]*@)[^.]*\ban\b|einfach (?:vorbei)?kommen|kommen sie einfach vorbei)",
    re.IGNORECASE,
)
ASKED = re.compile(
    r"(?:Ansprech(?:partner(?:in)?|person)|Kontakt|Auskunft|Info(?:s|rmationen)?|Leitung)\s?(?::|gibt|erteilt|bei|unter|ist)\s(?:die |der |das )?(?P<who>(?:Frau|Herrn?|Dr\.|[A-ZÄÖÜ])[^,;(.\d@]{2,60}?)(?=[,;(.]|\s[\w.+-]+@|$|\s\()"
    r"|(?:bei|an)\s(?P<who2>(?:Frau|Herrn?)\s(?:Dr\.\s)?[A-ZÄÖÜ][\w-]+(?:\s[A-ZÄÖÜ][\w-]+)?)"
)


def read_text(draft: Draft) -> None:
    """Take from the running text of a draft what it states without labels."""
    labelled = "time" in draft.fields
    if draft.told:
        for value in draft.texts:
            for match in _RUNS.finditer(value.text):
                draft.put("validity", part(value, match.start("when"), match.end("when")))
        for value in draft.texts[:1]:
            since = _SINCE.match(value.text)
            if since and "validity" not in draft.fields:
                draft.put("validity", part(value, since.start("when"), since.end("when")))
        for value in draft.fields.get("description", ()) if "validity" not in draft.fields else ():
            begun = _BEGUN.search(value.text)
            if begun:
                draft.put("validity", part(value, begun.start(), begun.end()))
        for value in draft.texts:
            _offered_by(draft, value)
        for value in (*draft.texts, *draft.fields.get("description", ())):
            _present(draft, value)
        return
    _described(draft)
    for value in draft.texts:
        for start, end in sentences(value.text):
            _sentence(draft, part(value, start, end), timed=labelled)
    if re.search(r"\bauf [A-ZÄÖÜ]|\bin \w+er Sprache", draft.name.text):
        _spoken(draft, draft.name)


def _present(draft: Draft, told: Value) -> None:
    """Take from text that tells of an offer beside other things what a sentence says of how it goes on now."""
    for start, end in sentences(told.text):
        said = part(told, start, end)
        if not _GOES.search(said.text) or pattern("prose", "past").search(said.text):
            continue
        if "time" not in draft.fields:
            for found in times(said.text):
                if _COMING.search(said.text[found.start : found.end]):
                    draft.put("time", part(said, found.start, found.end))
        _sentence(draft, said, timed=True)


def _offered_by(draft: Draft, said: Value) -> None:
    """Take the organisation that a sentence says offers something („bietet das Kreisintegrationszentrum …“)."""
    if draft.fields.get("organiser"):
        return
    at = said.text.find(draft.name.text)
    behind = _OF_WHOM.match(said.text, at + len(draft.name.text)) if at >= 0 else None
    if behind and is_organiser(behind["who"]):
        draft.put("organiser", part(said, behind.start("who"), behind.end("who")))
        return
    for match in _OFFERS.finditer(said.text):
        name = "who" if match["who"] else "who2"
        if is_body(match[name]):
            draft.put("organiser", part(said, match.start(name), match.end(name)))
            return


def _described(draft: Draft) -> None:
    """Take what a description states beside what it tells: a place with its label, languages, what is to be paid."""
    for value in draft.fields.get("description", ()):
        for field, start, end in cut_at(value.text, labels_in(value.text)):
            said = value.text[start:end].strip(" .,;|·")
            if field in {"place", "cost", "languages", "registration", "contact", "audience"} and said:
                at = value.text.index(said, start)
                draft.fields[str(field)] = []
                draft.put(str(field), part(value, at, at + len(said)))
        for start, end in sentences(value.text):
            said_there = part(value, start, end)
            _spoken(draft, said_there)
            paid = re.search(
                r"\b\w*(?:umlage|beitrag|kosten|eintritt|gebühr|pauschale)\s(?=\d)", said_there.text, re.IGNORECASE
            )
            for found in costs(said_there.text)[:1]:
                if paid and "cost" not in draft.fields:
                    draft.put("cost", part(said_there, paid.start(), found.end))
                elif _PAID.search(said_there.text) and "cost" not in draft.fields:
                    draft.put("cost", part(said_there, found.start, found.end))


def _sentence(draft: Draft, said: Value, *, timed: bool) -> None:
    text = said.text
    if pattern("prose", "past").search(text):
        return
    _phrase(draft, said)
    if not timed:
        for found in times(text):
            if regular(text[found.start : found.end]) or period(text[found.start : found.end]).first:
                draft.put("time", part(said, found.start, found.end))
    if not draft.fields.get("cost") and not _MONEY_GIVEN.search(text):
        found_costs = costs(text)
        if found_costs:
            draft.put("cost", part(said, found_costs[0].start, found_costs[-1].end))
    if not draft.fields.get("place") and (times(text) or _HELD.search(text)):
        for found in placed(text)[:1]:
            draft.put("place", part(said, found.start, found.end))
    if not draft.fields.get("organiser"):
        match = _ORGANISER.search(text)
        if match:
            name = next(name for name, held in match.groupdict().items() if held)
            draft.put("organiser", part(said, match.start(name), match.end(name)))
    _offered_by(draft, said)
    _spoken(draft, said)
    if _REGISTER.search(text) and not draft.fields.get("registration"):
        draft.put("registration", clause(said))
    if not draft.fields.get("contact") and (reached(text) or ASKED.search(text)):
        draft.put("contact", said)


def _phrase(draft: Draft, said: Value) -> None:
    """Take a sentence that is nothing but a value: „Begegnungsstätte Nord, Nordring 20“, „Frauen jeden Alters“."""
    bare = said.text.strip(" .;")
    if not bare or has_verb(bare):
        return
    start = said.text.index(bare)
    if listed(draft, part(said, start, start + len(bare))):
        return
    field = tells(bare)
    if field in {"place", "audience", "languages", "organiser"} and not draft.fields.get(field):
        draft.put(field, part(said, start, start + len(bare)))


def _spoken(draft: Draft, said: Value) -> None:
    """Take the languages that stand in a row behind a word that tells how people speak with one another there."""
    if draft.fields.get("languages"):
        return
    start = end = -1
    for match in _IN_LANGUAGE.finditer(said.text):
        at = match.start("which")
        for one in languages(said.text):
            between = said.text[at : one.start] if one.start >= at else "x"
            if _BETWEEN.fullmatch(between):
                start, at = (one.start, one.end) if start < 0 else (start, one.end)
                end = at
    if start < 0:
        start, end = _speaking(said.text)
    if start >= 0:  # what tells that an inflected word is a language belongs to it
        before = re.search(r"\b(?:ins|im|aus dem)\s$", said.text[:start], re.IGNORECASE)
        behind = re.match(r"\s\w*(?:[Ss]prache|Übersetzung)n?\b", said.text[end:])
        draft.put("languages", part(said, before.start() if before else start, end + (behind.end() if behind else 0)))


def _speaking(text: str) -> tuple[int, int]:
    """Return where several languages stand before „sprechen“ („die auch Arabisch und Farsi sprechen“); (-1, -1)."""
    found = list(languages(text))
    for one, other in pairwise(found):
        if _BETWEEN.fullmatch(text[one.end : other.start]) and re.match(
            r"(?:,?\s(?:und\s)?\w+){0,4}?\s(?:sprechen|spricht|gesprochen)\b", text[other.end :]
        ):
            return one.start, other.end
    return -1, -1


def opening(value: Value) -> Value:
    """Return the first sentences of running text, up to where it turns to times, costs and whom to ask."""
    end = 0
    for start, stop in sentences(value.text):
        said = value.text[start:stop]
        practical = regular(said) or costs(said) or reached(said) or _REGISTER.search(said) or _ORGANISER.search(said)
        if end and (practical or end > DESCRIPTION / 2):
            break
        end = stop
    return part(value, 0, end)
