"""Lines without a label -> the field that they tell: „Kinder ab 5 Jahren“, „Deutsch, Arabisch“, „ohne Anmeldung“."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from ingest.offer_bodies import has_verb, is_organiser
from ingest.offer_drafts import Value, part
from ingest.offer_labels import pattern
from ingest.offer_values import REMEMBERED, STREET, costs, is_place, is_street, look, reached, times
from kb.offer_words import audiences, languages

# In words: what is longer is running text. Four lines of a narrow column hold no more.
LINE = 15
# In words: a value without a label, with no more than a name or a house around it.
SHORT = 10
REGISTER = re.compile(r"(?<!\w)(?:\w{2,6})?anmeld|\banm\.|\banzumelden|\bwarteliste", re.IGNORECASE)
_DEADLINE = re.compile(
    r"(?:spätestens\s)?bis\s(?:spätestens\s|zum\s|zu\s)*\d{1,2}\.\s?(?:\d{1,2}\.|\w+)\s?(?:\d{2,4})?\W*", re.IGNORECASE
)
_SENTENCES = re.compile(r"[a-zäöüß]{3,}[.!?]\s+[A-ZÄÖÜ]")
# „im Stadtpark“, „online (Zoom)“
_WHERE = re.compile(
    r"(?:(?:im|in der|in den|in dem|am|an der|auf dem|auf der|beim|vor dem|vor der)\s(?=[A-ZÄÖÜ])|(?:online|digital|per Zoom|als Videokonferenz)\b)",
    re.IGNORECASE,
)
_AGES = re.compile(
    r"(?:von|ab|bis|für|ca\.|zwischen)?\s?(?:ca\. )?\d{1,2}(?:[.,]5)?\s?(?:(?:–|-|bis|und)\s?\d{1,2}\s?)?(?:Jahren?\b|J\.|Monaten?\b|Mon\.|jährige)|(?:ab|bis|Klassen?)\s(?:(?:Klasse|Jahrgang|Stufe)\s)?\d{1,2}(?:\s?(?:–|-|bis|und)\s?\d{1,2})?(?:\. Klasse)?$",
    re.IGNORECASE,
)
# „nur mit Termin“, „ohne Voranmeldung“, „Einfach kommen“, „am Vortag bis 11 Uhr bestellen“.
_APPOINTED = re.compile(
    r"(?:(?:nur |bitte )?(?:mit|ohne) (?:vorherige[nr]? )?(?:Termin|Terminvereinbarung|Terminabsprache|Einladung)\b|auf Einladung|Terminvergabe|(?:offen, )?Einfach (?:vorbei)?kommen|Termine? (?:\w+ )?buchen|\S.*\b(?:vor)?bestellen$)",
    re.IGNORECASE,
)
# „Am Wehr, Wiesenhagen“
_NAMED_PLACE = re.compile(
    r"(?:Am|An der|An den|Auf dem|Auf der|Im|Zum|Zur|Hinter dem|Vor dem|Unter den)\s[A-ZÄÖÜ][\w-]+(?:\s\d+\s?[a-z]?)?(?:,\s[A-ZÄÖÜ][\w-]+)?"
)
# Somebody by title or by what they are, and nothing else.
_ASKED = re.compile(r"(?:(?:Frau|Herrn?|Dr\.|Prof\.|Hebamme|Pfarrer(?:in)?)\s)+(?:[A-ZÄÖÜ][\w’'-]+\s?){1,3}$")
_MARK = re.compile(r"^(?:[☐☑☒✓✔□■•·▪●]\s*)+")
# What may stand before the first group of people.
_BEFORE = re.compile(r"(?:(?:[a-zäöüß]+e[nr]?|Alle|Alleinstehende|Junge|Ältere|Neue|Interessierte)\s)?")
_WITHOUT = re.compile(r"\b(?:ohne|keine) (?:\w+ )?(?:vor)?anmeld", re.IGNORECASE)
_FOR = re.compile(r"^(?:offen |nur )?für\s|^an\s", re.IGNORECASE)
_AT_HOME = re.compile(
    r"(?:bei (?:Ihnen|euch|dir|den Familien|der Familie)(?: zu Hause)?|zu Hause|kreisweit|stadtweit|im ganzen Kreis(?:gebiet)?|in allen (?:\w+ )?(?:\w*kitas|\w*schulen|städten|stadtteilen)|alle (?:Grund)?[Ss]chulen in \w+|alle Kitas in \w+|wechselnde Orte|verschiedene Orte|vor Ort)\b.*",
    re.IGNORECASE,
)


@lru_cache(REMEMBERED)
def tells(text: str) -> str | None:
    """Return the field that a whole line tells, None for running text and names."""
    bare = _MARK.sub("", text.strip())
    if not bare or len(bare.split()) > LINE:
        return None
    if _registers(bare):
        return "registration"
    looks = look(bare)
    if looks == "place":
        return _house_or_people(bare)
    return looks or next((field for field, holds in _CHECKS if holds(bare)), None)


def _registers(text: str) -> bool:
    if _DEADLINE.fullmatch(text) or _APPOINTED.match(text):
        return True
    return bool(REGISTER.search(text)) and not _SENTENCES.search(text) and not times_first(text)


def _house_or_people(text: str) -> str:
    """Tell a house from those who come or who offer something there: „Fachkräfte aus Kita und Schule“, „Schulamt“."""
    if is_audience(text):
        return "audience"
    return "organiser" if is_organiser(text) and not is_street(text) else "place"


def _is_hours_with_house(text: str) -> bool:
    return times_first(text) and tells(text[times(text)[-1].end :].strip(" ,;:|·–-")) == "place"


def _is_contact(text: str) -> bool:
    return bool(_ASKED.match(text)) or (bool(reached(text)) and len(text.split()) <= SHORT and not has_verb(text))


def _is_where(text: str) -> bool:
    if _NAMED_PLACE.fullmatch(text) or _AT_HOME.fullmatch(text):
        return True
    short = len(text.split()) < SHORT and text[-1] not in ".!?"
    return short and bool(_WHERE.match(text)) and is_place(text) and not has_verb(text)


def clause(said: Value) -> Value:
    """Return the piece of a listing that says how to register („Offene Angebote ohne Anmeldung, kostenlos“)."""
    for match in re.finditer(r"[^,;]+", said.text):
        if _WITHOUT.search(match.group()):
            text = match.group().strip(" .")
            start = said.text.index(text)
            return part(said, start, start + len(text))
    return said


def deadline(text: str) -> bool:
    """Tell a text that is nothing but a last day."""
    return bool(_DEADLINE.fullmatch(_MARK.sub("", text.strip())))


def begins_with_street(text: str) -> bool:
    """Tell a line of an address that begins with the street, the house missing."""
    return bool(STREET.match(text))


def _is_cost(text: str) -> bool:
    """Tell a line that begins with a price, or what it is the price of („Stand 5 €, Kinder frei“, „VVK 12 €, AK 15 €“)."""
    found = costs(text)
    if not found or has_verb(text) or len(text.split()) >= SHORT or text[-1] in "!?":
        return False
    return len(text[: found[0].start].split()) <= 3 and not times(text[: found[0].start])


def times_first(text: str) -> bool:
    """Tell a line that begins with when something is, whatever follows."""
    found = times(text)
    return bool(found) and found[0].start == 0 and not re.match(r"nach|auf", text, re.IGNORECASE)


def is_languages(text: str) -> bool:
    """Tell a line that names several languages and nothing else, or one with „auf“."""
    found = languages(text)
    rest = text
    for one in reversed(found):
        rest = rest[: one.start] + rest[one.end :]
    rest = re.sub(
        r"\b(?:auf|in|und|oder|sowie|bei bedarf|auch|weitere|anfrage|sprachen?)\b|[\s,/|·•&+–().:-]",
        "",
        rest,
        flags=re.IGNORECASE,
    )
    return not rest and (len(found) > 1 or bool(re.match(r"(?:auf|in)\s", text, re.IGNORECASE)))


def is_audience(text: str) -> bool:
    """Tell a line that is nothing but whom something is for: groups of people, or ages."""
    if text[-1] in ".!?:" and not text.endswith(("J.", "Mon.")):
        return False
    if has_verb(text) or reached(text) or times(_AGES.sub("", text)):
        return False
    bare = _FOR.sub("", text)
    ages = _AGES.match(bare)
    told = audiences(bare)
    begins = bool(told) and bool(_BEFORE.fullmatch(bare[: told[0].start]))
    return (bool(ages) and len(text.split()) < SHORT) or (begins and (bool(_FOR.match(text)) or _plural(bare)))


def _plural(text: str) -> bool:
    """Tell a text that begins with people, not with the first word of a title: „Elterncafé“, „Frauenfrühstück“ name offers."""
    first = re.match(r"[\w*:/-]+", text)
    return first is not None and bool(pattern("bodies", "people").match(first.group()))


_CHECKS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("time", _is_hours_with_house),
    ("cost", _is_cost),
    ("contact", _is_contact),
    ("place", _is_where),
    ("languages", is_languages),
    ("audience", is_audience),
    ("organiser", lambda text: is_organiser(text) and not reached(text)),
)
