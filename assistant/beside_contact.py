"""The contact of whoever an answer names, beside it or in its place."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.choose import cite
from assistant.contacts import LINES, REACHED, contact, query_text, reachable
from assistant.facts import holds, kinds
from assistant.orders import trusted
from assistant.paper_heads import Told
from assistant.people import names
from assistant.question import Question
from assistant.reading import READ
from assistant.shape import renumbered
from kb.embed import Embedder
from kb.model import AnswerSentence, Citation, Hit, Query
from kb.store import KnowledgeBase


def with_contact(
    asked: Question,
    sentences: tuple[AnswerSentence, ...],
    citations: tuple[Citation, ...],
    hits: Sequence[Hit],
    kb: KnowledgeBase,
    lexicon: Embedder,
) -> Told:
    """Add the contact of whoever is named, unless the answer has one or no paper prints it.

    Where a contact is what was asked for, it stands for itself.
    """
    texts = [sentence.text for sentence in sentences]
    wanted = bool(asked.wants & {"contact", *REACHED})
    if not wanted and (not sentences or reachable(texts)):
        return sentences, citations
    # Whoever a later sentence names may have to do with something else.
    told = () if wanted and not asked.wants & {"person", "leader", "holder"} else texts[:1]
    people = tuple(dict.fromkeys(name for text in (asked.text, *told) for name in names(text)))[:1]
    search = Query(query_text(asked, people), "de", asked.intent, kb.audience)
    pool = list({hit.passage.id: hit for hit in (*hits, *kb.search(search, READ))}.values())
    found = contact(asked, people, pool, kb.rarity, lexicon)
    if found is None or not trusted([pool[found[0]]]):
        # A number beside a name that it does not belong to is worse than none.
        return _without_contacts(sentences, citations) if wanted else (sentences, citations)
    number, block = found
    lines, sources = cite([(number, at) for at in block], pool, "contact", first=len(citations) + 1)
    # What else was asked for stays, where the contact does not hold it.
    others = {
        kind
        for kind in (asked.wants & kinds()) - {"contact", "person"}
        if not any(holds(kind, line.text) for line in lines)
    }
    there = {line.text for line in lines}
    kept = tuple(
        sentence
        for sentence in sentences
        if sentence.text not in there and (not wanted or any(holds(kind, sentence.text) for kind in others))
    )
    return renumbered((*kept, *lines), (*citations, *sources))


def _without_contacts(sentences: Sequence[AnswerSentence], citations: tuple[Citation, ...]) -> Told:
    """Return the sentences that hold no phone number, mail or street address, renumbered."""
    kept = tuple(entry for entry in sentences if not contacted(entry.text))
    return renumbered(kept, citations) if kept else ((), ())


def contacted(text: str) -> bool:
    """Return whether a line holds a phone number, mail or street address."""
    return any(holds(kind, text) for kind in LINES)
