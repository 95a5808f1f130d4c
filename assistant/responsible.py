"""Who is responsible for what, who heads what, how somebody is reached: answered from the catalogue of contacts.

Taken only where the catalogue knows every word that the question asks about; else the papers' sentences are searched as for
any question. Every line of an answer is a line of a paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from assistant import stand
from assistant.agreement import Version
from assistant.contact_quotes import lines_of
from assistant.contact_search import entries
from assistant.facts import kind_of
from assistant.people import names
from assistant.phrases import phrases
from assistant.phrases import stand as dated
from assistant.question import REACHING, WORDS, Question, function_words, reaching
from kb.blocks import Block
from kb.blocks import kind_of as kind_of_way
from kb.contact_merge import ContactEntry, Sighting
from kb.contact_names import body, person_key, post
from kb.contacts import Contact
from kb.german import analyse
from kb.guard import Guard
from kb.model import AnswerSentence, Citation, Document
from kb.store import KnowledgeBase

# A question that says of something that somebody is responsible for it.
_CHARGED = re.compile(
    r"zuständig|verantwortlich|ansprechpartner|ansprechperson|wende\w*\b|kümmert|betreut|bearbeitet|koordiniert",
    re.IGNORECASE,
)
_LEADS = re.compile(r"^(?:leit(?:et|ete|en|eten)|geleitet|führt|chef\w*)$", re.IGNORECASE)
_ONCE = re.compile(
    r"\b(?:früher\w*|vorgänger\w*|vorher\w*|ehemal\w*|bisher\w*|damal\w*|zuvor|vormal\w*|war|waren|leitete|vor)\b",
    re.IGNORECASE,
)
# Words of such questions that ask for nothing in particular.
_EMPTY = re.compile(
    r"^(?:wer|wen|wem|wie|wo|welche\w*|was|kann|können|erreich\w*|find\w*|sprech\w*|ruf\w*|frage\w*|bitte|heute|aktuell\w*|derzeit\w*|momentan|jetzt|gerade|neue[rns]?"
    r"|person\w*|mitarbeiter\w*|stelle|kontakt\w*|herrn?|frau|wegen|rund|thema|themen|bereich|hilft|hilfe|an|für|ich|man|mich|uns|wir|es|gibt|hat|haben|lautet|heißt|nummer|durchwahl|amtsleit\w*|team)$",
    re.IGNORECASE,
)
# People of one paper who have the same task.
SEVERAL = 3


class Sought(NamedTuple):
    """What a question asks for: people by name, words with other names for the same made one, and as they are asked.

    `posts` are kinds of offices, `ways` how somebody is reached; `charged`: who is responsible.
    """

    people: tuple[str, ...]
    words: frozenset[str]
    literal: frozenset[str]
    posts: frozenset[str]
    ways: frozenset[str]
    charged: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What the catalogue says: lines with their sources, and notes; without lines it knows whom is asked for, but not what."""

    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()


def responsible(asked: Question, base: KnowledgeBase) -> Told | None:
    """Return what the catalogue of contacts answers, None where the question is none for it or it does not know.

    For questions in German: what the words of another language mean is not known one by one.
    """
    charged = bool(_CHARGED.search(asked.text))
    if asked.language != "de" or asked.intent == "paper" or (asked.intent == "offer" and not charged):
        return None
    sought = _sought(asked, charged=charged)
    # Of a named person it may be asked what they did once; before them was somebody only where it says so.
    once = bool(_ONCE.search(asked.text)) and (not sought.people or _precedes(asked.text, sought.people))
    office = sought.posts or sought.ways or charged or (once and sought.people)
    if not office or not (sought.words or sought.people):
        return None
    known = entries(base)
    if once:
        return _before(asked, base, known, sought._replace(ways=frozenset()))
    found = [
        (rank, entry, seen)
        for entry in known
        if not entry.past or sought.people
        for rank, seen in [_fits(entry, sought)]
        if seen is not None
    ]
    return _now(asked, base, found, sought) if found else None


def anothers(asked: Question, base: KnowledgeBase, lines: Iterable[str]) -> bool:
    """Return whether lines give the number or mail address of somebody else than the body that a question names.

    „Telefon Sozialamt“: the catalogue knows the Sozialamt, and that the number beside its name is that of the centre within it.
    """
    sought = _sought(asked, charged=False)
    if asked.language != "de" or not sought.ways or sought.posts or sought.people or not sought.words:
        return False
    known = entries(base)
    fitting = [entry for entry in known if _fits(entry, sought)[1] is not None]
    if not fitting:
        return False
    others = [entry for entry in known if entry.contact.unit and all(entry is not one for one in fitting)]
    foreign, own = _finder(others), _finder(fitting)
    held = [line for line in lines if foreign.holds(line)]
    return bool(held) and not any(own.holds(line) for line in held)


def _finder(held: Iterable[ContactEntry]) -> Guard:
    """Return what finds the numbers and mail addresses of entries in a text, however they are printed."""
    ways = [way for entry in held for way in (entry.contact.phone, entry.contact.mail) if way]
    return Guard(tuple(Block(kind_of_way(way), way, date.min) for way in ways))


def _precedes(text: str, people: Sequence[str]) -> bool:
    return any(re.search(rf"vorgänger|\bvor\s+{re.escape(name)}", text, re.IGNORECASE) for name in people)


def _now(
    asked: Question, base: KnowledgeBase, found: Sequence[tuple[int, ContactEntry, Sighting]], sought: Sought
) -> Told | None:
    """Return what the newest paper says of those that fit best."""
    ways = sought.ways
    best = max(rank for rank, _, _ in found)
    # Of several that fit alike, those of the newest paper that names any.
    chosen = [(entry, seen) for rank, entry, seen in found if rank == best]
    newest = max((seen.document.date for _, seen in chosen if seen.document.date), default=None)
    chosen = [one for one in chosen if newest is None or one[1].document.date == newest]
    if ways:
        chosen = [one for one in chosen if _way(one[0].contact, ways)]
    sentences, citations = lines_of(base, chosen[:SEVERAL], ways)
    # Whoever is asked for by name may have a successor by now.
    later = [
        other.seen[0]
        for entry, _ in chosen
        if entry.succeeded
        for other in entries(base)
        if other.contact.person == entry.succeeded
    ]
    notes = _versions(asked, [*(seen for _, seen in chosen), *later]) if later else ()
    return Told(sentences, citations, notes) if sentences else None


def _versions(asked: Question, held: Sequence[Sighting]) -> tuple[str, ...]:
    """Return the note that names who it was in which dated paper, oldest first."""
    words = phrases(asked.frame)
    told = sorted(
        {
            Version(one.document.date, one.document.title, one.contact.person)
            for one in held
            if one.document.date and one.contact.person
        }
    )
    shown = "; ".join(
        words["version"].format(value=one.value, title=stand.named(one.title), stand=dated(one.day, asked.frame))
        for one in told
    )
    return (words["differs"].format(versions=shown),) if shown else ()


def _posts(asked: Question) -> frozenset[str]:
    held = {found for word in WORDS.findall(asked.text) if (found := post(word)) and not _CHARGED.search(word)}
    if any(_LEADS.match(word) for word in WORDS.findall(asked.text)):
        held.add("leader")
    return frozenset(held)


def _sought(asked: Question, *, charged: bool) -> Sought:
    """Return what a question asks for."""
    people = names(asked.text)
    rest = asked.text
    for name in people:
        rest = rest.replace(name, " ")
    functional = function_words("de")
    held = [
        word
        for word in WORDS.findall(rest)
        if word.casefold() not in functional
        and not _EMPTY.match(word)
        and not _CHARGED.search(word)
        and not _LEADS.match(word)
        and not _ONCE.fullmatch(word)
        and not post(word)
        and not reaching(word)
        and kind_of(word) not in {*REACHING, "leader", "person", "holder", "hours"}
    ]
    rest = " ".join(held)
    literal = frozenset(analyse(rest).stems)
    return Sought(people, body(rest) if held else literal, literal, _posts(asked), asked.wants & REACHING, charged)


def _fits(entry: ContactEntry, sought: Sought) -> tuple[int, Sighting | None]:
    """Return how well an entry is what a question asks for, and the newest statement that says so.

    What the question calls by the very name that the paper prints fits better than what is only called the same.
    """
    people, wanted, literal, posts, ways, charged = sought
    if people and not any(_is(entry.contact, name) for name in people):
        return 0, None
    for seen in entry.seen:
        contact = seen.contact
        if posts and post(contact.role) not in posts:
            continue
        unit, role, tasks = _words(contact.unit), _words(contact.role), _words(*contact.tasks)
        around = _around(seen.document)
        if not wanted <= unit | tasks | role | around:
            continue
        named = 2 * (literal <= _plain(contact) | around)
        if people or (posts and wanted & (unit | role)):
            return 1 + named, seen
        if charged and not posts and wanted & tasks:
            return 1 + named + bool(contact.person), seen
        if ways and not charged and not posts and wanted & (unit | tasks):
            return 1 + named + (wanted <= unit | around and not contact.tasks), seen
    return 0, None


def _plain(contact: Contact) -> frozenset[str]:
    """Return the words of a contact as they are printed."""
    return frozenset(
        word
        for text in (contact.unit, contact.role, *contact.tasks)
        if text
        for word in (*analyse(text).stems, *analyse(text).parts)
    )


def _words(*texts: str | None) -> frozenset[str]:
    """Return the words of texts, of compounds also their parts, and what else they are called."""
    return frozenset(
        word for text in texts if text for word in (*body(text), *analyse(text).stems, *analyse(text).parts)
    )


def _around(document: Document) -> frozenset[str]:
    """Return the words of the issuer of a paper: the Kreis or the town of which it speaks throughout."""
    return frozenset(analyse(" ".join(filter(None, (document.issuer, "Kreis Stadt Gemeinde")))).stems)


def _is(contact: Contact, name: str) -> bool:
    own, other = person_key(contact.person or ""), person_key(name)
    return bool(own[0]) and own[0] == other[0] and (not own[1] or not other[1] or bool(own[1] & other[1]))


def _way(contact: Contact, ways: frozenset[str]) -> bool:
    return any(getattr(contact, way, None) for way in ways) or ("contact" in ways and contact.reachable)


def _before(
    asked: Question,
    base: KnowledgeBase,
    known: Sequence[ContactEntry],
    sought: Sought,
) -> Told | None:
    """Return who it was before: predecessors, newest first, each with the dates of the papers that name them."""
    for entry in known:
        _, seen = _fits(entry, sought._replace(charged=not sought.posts))
        if seen is None or not (entry.predecessors or sought.people):
            continue
        if not entry.predecessors:  # whoever is named is no answer to who it was before
            return Told()
        held = entry.predecessors
        sentences, citations = lines_of(base, [(None, one.sighting) for one in held], frozenset())
        if not sentences:
            return None
        now = next((one for one in entry.seen if one.document.date), None)
        versions = _versions(asked, [*(one.sighting for one in held), *([now] if now else [])])
        return Told(sentences, citations, versions)
    return None
