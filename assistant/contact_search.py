"""The catalogue of contacts, found by text: in any of the languages, newest papers first."""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from assistant.question import read_question
from kb.contact_merge import ContactEntry, merge
from kb.contact_names import body, person_key, task_words
from kb.german import analyse
from kb.model import Query
from kb.store import KnowledgeBase

# So many passages are looked at for a text; a contact further down has little to do with it.
READ = 60
# The score of an entry that has all words of the text; no passage of a search has as much.
OWN = 100.0


# The entries of a knowledge base, until a paper is published or somebody blocked.
_KEPT: WeakKeyDictionary[KnowledgeBase, tuple[object, tuple[ContactEntry, ...]]] = WeakKeyDictionary()


def entries(base: KnowledgeBase) -> tuple[ContactEntry, ...]:
    """Return all entries, those of the newest papers first; worked out once for each publication."""
    state = (base.generation.number, base.blocks())
    known = _KEPT.get(base)
    if known is None or known[0] != state:
        known = (state, merge(base.contacts()))
        _KEPT[base] = known
    return known[1]


def find(base: KnowledgeBase, text: str, *, past: bool = False, unit: str = "") -> tuple[ContactEntry, ...]:
    """Return the entries of now (with `past` also who was it before), of a body, and with a text those that it finds, best first.

    A text is searched like any question, in any of the languages; an entry whose own words it names stands first.
    """
    found = [entry for entry in entries(base) if (past or not entry.past) and (not unit or of_unit(entry, unit))]
    if not text.strip():
        return tuple(found)
    asked = read_question(text)
    scores: dict[tuple[str, int], float] = {}
    for hit in base.search(Query(asked.text, asked.language, "responsibility", base.audience), READ):
        scores.setdefault((hit.document.id, hit.passage.ordinal), hit.score)
    wanted = frozenset(analyse(text).stems)
    ranked = [(_score(entry, scores, wanted), entry) for entry in found]
    return tuple(entry for score, entry in sorted(ranked, key=lambda one: -one[0]) if score > float("-inf"))


def of_unit(entry: ContactEntry, unit: str) -> bool:
    """Return whether an entry is of a body: all words of the text that tell it are in the body's name."""
    return bool(entry.contact.unit) and body(unit) <= body(str(entry.contact.unit))


def own_words(entry: ContactEntry) -> frozenset[str]:
    """Return the words by which an entry is told: names, role, body, tasks."""
    contact = entry.contact
    family, given = person_key(contact.person or "")
    held = {stem for name in (family, *given) for stem in analyse(name).stems}
    if contact.unit:
        held |= body(contact.unit) | set(analyse(contact.unit).stems)
    if contact.role:
        held |= set(analyse(contact.role).stems)
    for task in contact.tasks:
        held |= task_words(task) | set(analyse(task).parts)
    return frozenset(held)


def _score(entry: ContactEntry, scores: Mapping[tuple[str, int], float], wanted: frozenset[str]) -> float:
    if wanted and wanted <= own_words(entry):  # in order of their papers, the newest first
        return OWN
    places = ((source.document, span.ordinal) for source in entry.sources for span in source.spans)
    return max((scores[place] for place in places if place in scores), default=float("-inf"))
