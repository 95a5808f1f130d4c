"""Telling organisations and offices from persons by their words: „Werkstatt Zukunft gGmbH“, „Schulamt“, „Ruth Sommer“."""

from __future__ import annotations

import re
from functools import cache

from ingest.offer_labels import pattern, table

# In words: a longer piece is a sentence.
NAME = 9
_TITLE = r"(?:Frau|Herrn?|Fr\.|Hr\.|Dr\.(?: \w+\.)?|Prof\.|Dipl\.-\w+\.?)\s"
# What somebody is, before the name: no part of it.
_ROLE = re.compile(
    r"(?:[A-ZÄÖÜ][\w-]*(?:pädagog|berater|leiter|koordinator|beauftragte|lots|referent|trainer|helfer|mitarbeiter|psycholog|therapeut|arbeiter|ärzt|partner)\w*"
    r"|Hebamme|Pfarrer(?:in)?|Pastor(?:in)?|Schwester|Imam|Ansprechperson)\s(?=[A-ZÄÖÜ])"
)
_PART = r"(?:[A-ZÄÖÜÇŞİ][a-zäöüßéèçğıñóáíłńśżźćřšžãâîșț’']+(?:-[A-ZÄÖÜ]\w+)*|[A-ZÄÖÜ]\.)"
_SMALL = r"(?:(?:von|van|de|del|di|el|al|zu|ten|der|den|bin|ben)\s)"
_PERSON = re.compile(
    rf"(?:(?:{_TITLE})+(?:{_SMALL})*{_PART}(?:\s(?:{_SMALL})*{_PART}){{0,2}}|{_PART}(?:\s(?:{_SMALL})*{_PART}){{1,2}})"
)
# „Ehrenamtliche übersetzen …“: a verb right behind those who do something; what is asked of them is none.
_DOING = re.compile(
    r"[A-ZÄÖÜ][\w*:-]+(?:\sund\s[A-ZÄÖÜ][\w*:-]+)?\s(?!(?:jeden|allen|seit|statt|erbeten|erwünscht|inbegriffen|enthalten|geschlossen|begrenzt|vorhanden|geöffnet|willkommen|kostenlos)\b)"
    r"[a-zäöü]{3,}(?:en|eln|ern|t)\b"
)
# „Zulassung vom Jugendamt erforderlich“: what is asked for, nobody.
_ASKED_FOR = re.compile(r"\b(?:erforderlich|notwendig|nötig|möglich|vorhanden|erwünscht)$")
_SHORT_TITLE = re.compile(r"^(?:Fr|Hr)\.\s")
_TITLED = re.compile(rf"(?:{_TITLE})+(?:{_SMALL})*{_PART}(?:\s(?:{_SMALL})*{_PART}){{0,2}}")


def person(text: str) -> str | None:
    """Return the person that a piece of text begins with, None where it names no person or an office."""
    role = _ROLE.match(text)
    text = text[role.end() :] if role else text
    match = _TITLED.match(text) or _PERSON.match(text)
    if match is None or (not _TITLED.match(text) and (is_body(match.group()) or _is_common(match.group()))):
        return None
    rest = text[match.end() :].strip()
    named = _SHORT_TITLE.sub("", match.group())
    return named if not rest or re.match(r"(?:vom?|im|in|beim?|aus|und|oder|an|\(|–|-|/|,)", rest) else None


def is_person(text: str) -> bool:
    """Tell a piece that is nothing but a person's name, with what the person is."""
    named = person(text)
    return named is not None and text.strip().endswith(named)


def is_body(text: str) -> bool:
    """Tell the name of an organisation, an office or a house by a word of it."""
    return len(text.split()) <= NAME and bool(_words("bodies", "any").search(text))


# The legal form behind a name, whatever the name is.
_REGISTERED = re.compile(r"(?<=\w)\s(?:e\. ?V|g?GmbH|gUG)$")


def is_organiser(text: str) -> bool:
    """Tell a line that is an organisation, not the house where something is."""
    bare = text.strip(" .,;")
    if len(bare.split()) <= NAME and _REGISTERED.search(bare) and not re.search(r"[.!?:,;]\s", bare[: -len("e. V")]):
        return True  # „Frauen helfen Frauen e. V.“
    return (
        bare[:1].isupper()
        and not bare.startswith(("Kein ", "Keine "))
        and len(bare.split()) <= NAME
        and bool(_words("bodies", "organisers").search(bare))
        and not re.search(r"[.!?]\s|[!?]$|:", re.sub(r"\b(?:e\. ?V|Ev|Kath|St|Dr)\b\.?", "", bare))
        and not re.match(
            r"(?:[\w-]*[Hh]aus|[\w-]*[Zz]entrum|[\w-]*[Ss]aal|[\w-]*[Hh]alle|Praxis|Raum|Zimmer)\b(?!.*\be\. ?V)",
            bare.replace("Integrationszentrum", ""),
        )
        and not _ASKED_FOR.search(bare)
        and not has_verb(bare)
    )


def has_verb(text: str) -> bool:
    """Tell a text that says what somebody does: no name, no list of values."""
    return bool(_words("bodies", "verbs").search(text) or _DOING.match(text))


def _is_common(text: str) -> bool:
    """Tell two capitals that are no name of a person: „Offene Angebote“, „Weitere Informationen“."""
    return bool(pattern("bodies", "common").match(text))


@cache
def _words(section: str, key: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])(?:" + "|".join(table()[section][key]) + r")(?![\w-])")
