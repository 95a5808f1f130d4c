"""Who is responsible for what, who heads what, how somebody is reached: answered from the catalogue of contacts.

Taken only where the catalogue knows every word that the question asks about; else the papers' sentences are searched as for
any question. Every line of an answer is a line of a paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant import stand
from assistant.agreement import Version
from assistant.contact_quotes import lines_of
from assistant.contact_search import entries
from assistant.match import Matcher
from assistant.phrases import phrases
from assistant.phrases import stand as dated
from assistant.question import Question
from assistant.sought import Sought, fields, read_sought
from kb.blocks import Block
from kb.blocks import kind_of as kind_of_way
from kb.contact_merge import ContactEntry, Sighting
from kb.contact_names import body, person_key, post
from kb.contacts import Contact
from kb.embed import Embedder
from kb.german import analyse
from kb.guard import Guard
from kb.model import AnswerSentence, Citation, Document
from kb.store import KnowledgeBase

# From this support on a word of another language is met by a German one (as `assistant.held_facts.SURE`).
MET = 0.5
# Of the words of a question so many must be met by what is quoted: vectors miss every third word of the field.
ENOUGH = 0.5
_PROJECT = re.compile(r"(?i)(?:des\s+|eines\s+)?[\w-]*projekt")
# People of one paper who have the same task.
SEVERAL = 3


@dataclass(frozen=True, slots=True)
class Told:
    """What the catalogue says: lines with their sources, and notes; without lines it knows whom is asked for, but not what."""

    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()


def responsible(asked: Question, base: KnowledgeBase, lexicon: Embedder) -> Told | None:
    """Return what the catalogue of contacts answers, None where the question is none for it or it does not know.

    :param lexicon: tells what a word of another language is near to in German.
    """
    if asked.intent == "paper":
        return None
    sought = read_sought(asked)
    office = sought.posts or sought.ways or sought.charged or (sought.once and sought.people)
    if not office or not sought.anything or (asked.intent == "offer" and not sought.charged):
        return None
    known = entries(base)
    fits = _Fitting(sought, asked.language, base, lexicon)
    if sought.once:
        fits.sought = sought._replace(ways=frozenset())
        return _before(asked, base, known, fits)
    found = [
        (rank, entry, seen)
        for entry in known
        if not entry.past or sought.people
        for rank, seen in [fits(entry)]
        if seen is not None
    ]
    return _now(asked, base, found, sought) if found else None


def anothers(asked: Question, base: KnowledgeBase, lexicon: Embedder, lines: Iterable[str]) -> bool:
    """Return whether lines give the number or mail address of somebody else than the body that a question names.

    „Telefon Sozialamt“: the catalogue knows the Sozialamt, and that the number beside its name is that of the centre within it.
    """
    sought = read_sought(asked)._replace(charged=False, once=False)
    if not sought.ways or sought.posts or sought.people or not sought.words or sought.far:
        return False
    known = entries(base)
    fits = _Fitting(sought, asked.language, base, lexicon)
    fitting = [entry for entry in known if fits(entry)[1] is not None]
    if not fitting:
        return False
    others = [entry for entry in known if entry.contact.unit and all(entry is not one for one in fitting)]
    foreign, own = _finder(others), _finder(fitting)
    held = [line for line in lines if foreign.holds(line)]
    return bool(held) and not any(own.holds(line) for line in held)


def beside(asked: Question, base: KnowledgeBase, lexicon: Embedder, texts: Iterable[str]) -> bool:
    """Return whether texts say little of what a question in another language asks who is responsible for.

    Somebody is responsible for something on every other page, and so "responsible" is always met.
    """
    if asked.language == "de":
        return False
    sought = read_sought(asked)
    if not sought.charged or not sought.far or sought.words or sought.people:
        return False
    matcher = Matcher(" ".join(sought.far), asked.language, base.rarity, lexicon, base.synonyms)
    met = matcher.supports(matcher.seen(list(texts))).max(axis=0, initial=0.0) >= MET
    return bool(len(met)) and float(met.mean()) < ENOUGH


def _finder(held: Iterable[ContactEntry]) -> Guard:
    """Return what finds the numbers and mail addresses of entries in a text, however they are printed."""
    ways = [way for entry in held for way in (entry.contact.phone, entry.contact.mail) if way]
    return Guard(tuple(Block(kind_of_way(way), way, date.min) for way in ways))


def _now(
    asked: Question, base: KnowledgeBase, found: Sequence[tuple[float, ContactEntry, Sighting]], sought: Sought
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


class _Fitting:
    """How well entries are what a question asks for."""

    def __init__(self, sought: Sought, language: str, base: KnowledgeBase, lexicon: Embedder) -> None:
        self.sought = sought
        self._count = 0
        if sought.far:
            text = " ".join(sought.far)
            self._matcher = Matcher(text, language, base.rarity, lexicon, base.synonyms)
            self._count = len(self._matcher.needs)

    def as_charged(self) -> _Fitting:
        """Return the same for whoever is responsible, where no office is named."""
        other = copy(self)
        other.sought = self.sought._replace(charged=not self.sought.posts)
        return other

    def __call__(self, entry: ContactEntry) -> tuple[float, Sighting | None]:
        """Return how well an entry is what the question asks for, and the newest statement that says so.

        What the question calls by the very name that the paper prints fits better than what is only called the same.
        """
        people, wanted, literal, posts, ways, charged = self.sought[:6]
        if people and not any(_is(entry.contact, name) for name in people):
            return 0, None
        for seen in entry.seen:
            contact = seen.contact
            if posts and _post(contact) not in posts:
                continue
            unit, role, tasks = _words(contact.unit), _words(contact.role), _words(*contact.tasks)
            around = _around(seen.document)
            if not wanted <= unit | tasks | role | around:
                continue
            whole = " · ".join(filter(None, (contact.unit, contact.role, *contact.tasks, seen.document.issuer)))
            met = self._met(whole)
            if met is None:
                continue
            named = 2 * (literal <= _plain(contact) | around) + met
            office = bool(wanted & (unit | role)) or self._touched(contact.unit, contact.role)
            task = bool(wanted & tasks) or self._touched(*contact.tasks)
            if people or (posts and office):
                return 1 + named, seen
            if charged and not posts and task:
                return 1 + named + bool(contact.person), seen
            if ways and not charged and not posts and (wanted & unit or task or self._touched(contact.unit)):
                own = wanted <= unit | around and not contact.tasks
                return 1 + named + own, seen
        return 0, None

    def _met(self, text: str) -> float | None:
        """Return how well a text meets the words of another language, None where it does not meet each of them."""
        if not self.sought.far or not self._count:
            return 0.0
        support = self._matcher.support(text)
        return float(support.mean()) if float(support.min()) >= MET else None

    def _touched(self, *texts: str | None) -> bool:
        text = " · ".join(filter(None, texts))
        return bool(text and self.sought.far and self._count) and float(self._matcher.support(text).max()) >= MET


def _post(contact: Contact) -> str | None:
    """Return the kind of a post; who is named as head of a project ("Leitung des Projektes") heads no office."""
    found = post(contact.role)
    return "project" if found == "leader" and any(_PROJECT.match(task) for task in contact.tasks) else found


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
        word
        for text in texts
        if text
        for word in (*body(text), *analyse(text).stems, *analyse(text).parts, *_fields(text))
    )


# Of the names of offices and tasks in all papers, of which there are some thousands.
_fields = lru_cache(maxsize=20_000)(fields)


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
    fits: _Fitting,
) -> Told | None:
    """Return who it was before: predecessors, newest first, each with the dates of the papers that name them."""
    fits = fits.as_charged()
    for entry in known:
        _, seen = fits(entry)
        if seen is None or not (entry.predecessors or fits.sought.people):
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
