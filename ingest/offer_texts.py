"""Running text of an entry -> values: when, where, for how much, whom to ask, where a sentence says it."""

from __future__ import annotations

import re

from ingest.offer_drafts import Draft, Value, part
from ingest.offer_values import costs, period, placed, reached, regular, times
from kb.offer_words import languages
from kb.sentences import spans as sentences

# Characters. A description is cut at the sentence that passes this.
DESCRIPTION = 300
_RUNS = re.compile(
    r"laufzeit\W{1,3}(?:(?:ist|geht|läuft|dauert)\s)?(?P<when>(?:bis|von|ab|seit)[^).;,]*\d{4})", re.IGNORECASE
)
_ORGANISER = re.compile(
    r"(?:Veranstalter(?:in)?|Träger(?:in)?|Anbieter(?:in)?)\s(?:ist|sind)\s(?:der|die|das)?\s?(?P<who>[A-ZÄÖÜ][^.;]*?)(?=[.;]|$)"
    r"|(?:angeboten|veranstaltet|durchgeführt|organisiert) (?:wird|werden|vom|von) (?:der |dem |vom |von )?(?P<who2>[A-ZÄÖÜ][^.;,]*?)(?=[.;,]|$)"
)
_IN_LANGUAGE = re.compile(r"\b(?:auf|in)\s(?P<which>(?:[A-ZÄÖÜ]\w+(?:,\s|\s(?:und|oder|sowie)\s)?)+)")
_HELD = re.compile(r"\b(?:statt|treff\w*|trifft|beginnt|start\w*|veranstaltet|kommen|geöffnet)\b", re.IGNORECASE)
_REGISTER = re.compile(r"\b(?:anmeld|melden sie sich|voranmeld)", re.IGNORECASE)
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
        return
    for value in draft.texts:
        for start, end in sentences(value.text):
            _sentence(draft, part(value, start, end), timed=labelled)
    if " auf " in draft.name.text:
        _spoken(draft, draft.name)


def _sentence(draft: Draft, said: Value, *, timed: bool) -> None:
    text = said.text
    if not timed:
        for found in times(text):
            if regular(text[found.start : found.end]) or period(text[found.start : found.end]).first:
                draft.put("time", part(said, found.start, found.end))
    if not draft.fields.get("cost"):
        for found in costs(text)[:1]:
            draft.put("cost", part(said, found.start, found.end))
    if not draft.fields.get("place") and (times(text) or _HELD.search(text)):
        for found in placed(text)[:1]:
            draft.put("place", part(said, found.start, found.end))
    if not draft.fields.get("organiser"):
        match = _ORGANISER.search(text)
        if match:
            name = "who" if match["who"] else "who2"
            draft.put("organiser", part(said, match.start(name), match.end(name)))
    _spoken(draft, said)
    if _REGISTER.search(text) and not draft.fields.get("registration"):
        draft.put("registration", said)
    if not draft.fields.get("contact") and (reached(text) or ASKED.search(text)):
        draft.put("contact", said)


def _spoken(draft: Draft, said: Value) -> None:
    if draft.fields.get("languages"):
        return
    for match in _IN_LANGUAGE.finditer(said.text):
        if languages(match["which"]):
            end = match.start("which") + len(match["which"].rstrip(" ,"))
            draft.put("languages", part(said, match.start("which"), end))
            return


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
