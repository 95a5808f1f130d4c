"""Whom to ask: the person or office, the telephone and the mail that lines and sentences give, in whatever order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.offer_bodies import NAME, is_body, person
from ingest.offer_drafts import Value
from ingest.offer_values import MAIL, MONTHS, PHONE, STREET, WEB, costs, is_street, times
from kb.offers import Contact, Span

# What parts the pieces of a contact; a bracket as well („Frau Celik (Tel. 02999 88990)“).
_PARTS = re.compile(
    r"\s*(?:[,;|·•\n()\0]|\s[–/-]\s|\soder\s|\bsowie\b)\s*|\.\s(?=[A-ZÄÖÜ])(?<!Dr\.\s)(?<!Fr\.\s)(?<!Hr\.\s)(?<!Prof\.\s)(?<!St\.\s)(?<![A-Z]\.\s)"
)
_WORDS = re.compile(
    r"^(?:(?:tel(?:efon)?(?:isch)?|fon|mobil|handy|e-?mail|mail|fax|durchwahl|internet|web)\b\.?\s?(?:nummer)?|[☎✉📞])\s*:?\s*|\s*\b(?:tel(?:efon)?|fon|mobil|handy|e-?mail|mail|fax)\b\.?:?\s*$|\s*[☎✆✉📞📧]\s*$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:bei|durch|über|an|im|in|beim|bis|per|siehe|unter|via|von|vom|mit|für|und|oder|ist|sind|gibt|erteilt|erteilen|geben|beantwortet|beantworten|die|der|das|den|dem|direkt|gerne?|anm\.)\s)+",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"(?:ja|nein|nicht|keine|ohne|erforderlich|bis|ab|per|mo|di|mi|do|fr|sa|so|anmeld\w*|kontakt|info\w*|auskunft|adresse|anschrift|termin\w*|e-?mail|mail|online|link|warteliste|bitte|rückfragen|spätestens|montags?|öffnungszeit\w*|sprechzeit\w*|erreichbar|telefonisch|persönlich|nähere?|weitere|jederzeit|vor ort|nach|täglich|persönliche|zimmer|raum|ansprechpartner\w*|ansprechperson\w*)\b",
    re.IGNORECASE,
)
# „Fr. Dorn“ is no Friday.
_MRS = re.compile(r"(?-i:Fr)\.\s(?:Dr\.\s)?[A-ZÄÖÜ][a-zäöüß]{2,}")
# Where a sentence names whom to ask: before the way to reach them, or behind a word that says so.
_BEFORE = re.compile(
    r"(?P<who>(?:(?:Frau|Herrn?|Dr\.|Prof\.)\s)*[A-ZÄÖÜ][\w’'-]+(?:\s(?:(?:von|van|de|der|des|für|und)\s)?[A-ZÄÖÜ][\w’'-]+){0,4})(?:\sunter(?: der)?(?: Nummer| Rufnummer| Telefonnummer)?|\svom [A-ZÄÖÜ]\w+)?[\s,(:]*$"
)
_CUE = re.compile(
    r"\b(?:[Bb]ei|an|durch|Rufen Sie|Ruft|Fragen Sie|[Ss]prechen Sie mit|Ansprechpartner(?:in)?(?: ist| sind|:)|Ansprechperson(?: ist|:)|Kontakt(?:person)?(?: ist|:)|Auskunft(?:gibt| gibt| erteilt|:)|Leitung(?: hat|:)|Fragen beantwortet|beantwortet|berät|leitet|koordiniert|Koordination:?)\s(?:die |der |das |dem |den |unser\w* )?(?P<who>(?=[A-ZÄÖÜ]).+)"
)
_ASKED = re.compile(
    r"\b(?:[Bb]ei|an|Rufen Sie|Ruft|Fragen Sie|[Ss]prechen Sie mit)\s(?:der |die |dem )?(?P<who>[A-ZÄÖÜ].+)"
)
# „15. Oktober per Mail an“: how, and until when. „Gespräch mit der Erziehungsberatung“: what, before with whom.
_HOW = re.compile(rf"{MONTHS}(?!\w)|\b(?:per|unter|an|auf|bis)$", re.IGNORECASE)
_WITH = re.compile(r"\s(?:mit|bei)\s(?:der|dem|den|einer|einem)\s")
_VERB = re.compile(
    r"\b(?:ist|sind|wird|werden|kann|können|gibt|melde\w*|möchte\w*|wende\w*|beantworte\w*|erteil\w*|nimmt|bitte\w*|haben|fordern|freu\w*|rufen)\b"
)


class _Piece(NamedTuple):
    """A piece of a contact: "name", "phone" or "mail", what it says, and the value that it stands in."""

    kind: str
    text: str
    value: Value


def contact_of(values: Sequence[Value], *, named: bool = True) -> tuple[Contact, tuple[Span, ...]]:
    """Return the first contact that values give and the stretches that state it.

    A mail that follows several persons is for each of them. Without `named`, a name counts only with a way to reach it.
    """
    pieces = [piece for value in dict.fromkeys(values) for piece in _pieces(value)]
    name = phone = mail = None
    spans: list[Span] = []
    for piece in pieces:
        own: str | None = {"name": name, "phone": phone, "mail": mail}[piece.kind]
        if piece.kind == "name" and own is None and phone is None:
            name = piece.text
        elif piece.kind == "name" and own is not None and phone is None and mail is None:
            if person(piece.text) and not person(own):  # „Gesundheitsamt, Ruth Sommer“
                name = piece.text
            else:
                continue
        elif piece.kind == "name" and own is None and person(piece.text):  # the number stands before the name
            name = piece.text
        elif piece.kind == "phone" and own is None:
            phone = piece.text
        elif piece.kind == "mail" and own is None:
            mail = piece.text
        else:
            continue
        spans += piece.value.spans
    if not (phone or mail or (named and name)):
        return Contact(), ()
    return Contact(name, phone, mail), tuple(spans)


def reaches(value: Value) -> bool:
    """Tell a value that gives a way to reach somebody."""
    return bool(PHONE.search(value.text) or MAIL.search(value.text))


def _pieces(value: Value) -> Iterator[_Piece]:
    """Yield the pieces of a value in order of place."""
    text = value.text
    found = [(m.start(), m.end(), "mail", m.group()) for m in MAIL.finditer(text)]
    found += [
        (m.start(), m.end(), "phone", _number(m.group()))
        for m in PHONE.finditer(WEB.sub(_blank, MAIL.sub(_blank, text)))
    ]
    at = 0
    for start, end, kind, said in [*sorted(found), (len(text), len(text), "", "")]:
        yield from (_Piece("name", name, value) for name in _names(text[at:start], reached=bool(kind)))
        if kind and not re.search(r"\bfax\b\W*$", text[at:start], re.IGNORECASE):
            yield _Piece(kind, said, value)
        at = end


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _number(text: str) -> str:
    """Return a telephone number; a bracket that is not closed, or not opened, is none of it."""
    bare = text.strip(" .,-/")
    return bare.strip("() ") if bare.count("(") != bare.count(")") else bare


def _names(text: str, *, reached: bool) -> Iterator[str]:
    """Yield the names in a stretch between ways to reach somebody.

    :param reached: a way to reach follows the stretch.
    """
    text = WEB.sub("", text)
    street = STREET.search(text)
    text = f"{text[: street.start()]}, {text[street.start() :]}" if street else text
    if _VERB.search(text) or len(text.split()) > NAME + 5:
        who = _in_sentence(text, reached=reached)
        if who:
            yield who
        return
    for piece in _PARTS.split(text):
        bare = _WORDS.sub("", _WORDS.sub("", (piece or "").strip(" .:–-"))).strip(" .:–-")
        bare = bare.rpartition(": ")[2]  # „Ansprechpartnerin für alle Kurse: Leyla Özkaya“
        asked = _ASKED.search(bare)  # „Um Anmeldung bei Frau Celik“, „bis 23.10. bei Tom Aydin“
        who = (person(asked["who"]) if asked else None) or _name(_LEAD.sub("", bare).strip())
        if who:
            yield who


def _name(bare: str) -> str | None:
    """Return whom a piece names, None where it is an address, hours or a remark."""
    words = bare.split()
    if not words or not bare[0].isupper() or len(words) > NAME or (_NO_NAME.match(bare) and not _MRS.match(bare)):
        return None
    who = person(bare)
    if who:
        return who
    if _HOW.search(bare) or (_WITH.search(bare) and not is_body(_WITH.split(bare)[0])):
        return None
    if times(bare) or costs(bare) or is_street(bare) or bare.isdigit() or re.search(r"\d{3}", bare):
        return None
    return bare


def _in_sentence(text: str, *, reached: bool) -> str | None:
    for match in reversed(list(_CUE.finditer(text))):
        who = person(match["who"])
        first = re.split(r"[,;(]|(?<!\be)\.(?!\s?V\b)|\sunter\b|\s(?:Tel|Mail|E-Mail)", match["who"])[0].strip()
        if who or (is_body(first) and not re.search(r"\s[a-z]+(?:en|t)\b", first)):
            return who or first
    before = _BEFORE.search(_WORDS.sub("", text)) if reached else None
    if before is None or _NO_NAME.match(before["who"]):
        return None
    who = before["who"]
    return person(who) or (who if is_body(who) else None)
