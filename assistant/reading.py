"""Which passages are read for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.facts import printed, told_by
from assistant.glossary import glossed
from assistant.period import papers_of_time
from assistant.question import WORDS, Question, function_words
from kb.exact import exact_tokens
from kb.model import Audience, Document, Hit, Query
from kb.store import KnowledgeBase

# Passages that are read for an answer; with 16 a few facts less are among them (docs/evaluation.md).
READ = 24
# What other papers say of the one asked for by its number, against its own words.
OTHERS = 0.5
# So many passages are from papers of the time that a question names, where there are as many.
TIMELY = 8


def query(asked: Question, audience: Audience) -> Query:
    """Return the search for a question, and for the words with which papers print the facts it asks for."""
    past = "development" in asked.wants  # a development is told by superseded versions, too
    text = _subject(asked) if past else asked.text
    hints = (*printed(asked.wants), *glossed(WORDS.findall(asked.text), asked.language))
    return Query(text, asked.language, asked.intent, audience, hints=hints, past=past)


def _subject(asked: Question) -> str:
    """Return a question without the words that ask for a history: "Geschichte" would find every "Zuwanderungsgeschichte"."""
    kept = [word for word in asked.text.split() if told_by(word.strip("?!.,:;„“\"'"), asked.text) != "course"]
    common = function_words(asked.language)
    return (
        " ".join(kept) if any(word.casefold() not in common for word in WORDS.findall(" ".join(kept))) else asked.text
    )


def read(kb: KnowledgeBase, asked: Question) -> Sequence[Hit]:
    """Return the passages to answer from, best first; those of a paper asked for by its number before others.

    A question that names a day or a month gets passages of papers of that time among them.
    """
    wanted = query(asked, kb.audience)
    hits = kb.search(wanted, READ)
    documents = kb.documents()
    if named := papers_named(asked.text, documents):
        own = kb.search(replace(wanted, documents=named), READ)
        best = max((hit.score for hit in own), default=0.0)
        # Their scores do not compare; what another paper says of this one counts half.
        return [*own, *_others(own, [replace(hit, score=best * OTHERS) for hit in hits])[: READ // 3]]
    if timely := papers_of_time(asked.text, documents):
        own = kb.search(replace(wanted, documents=timely), TIMELY)
        if own and hits and own[0].score > 0:
            share = hits[0].score / own[0].score
            new = _others(hits, [replace(hit, score=hit.score * share) for hit in own])
            kept = [*hits[: READ - len(new)], *new]
            return sorted(kept, key=lambda hit: -hit.score)
    return hits


def papers_named(text: str, documents: Sequence[Document]) -> tuple[str, ...]:
    """Return the ids of the papers whose number (Vorlagen-Nr.) stands in a question."""
    asked = _numbers(text)
    if not asked:
        return ()
    return tuple(document.id for document in documents if asked & _numbers(document.reference or ""))


def _others(known: Sequence[Hit], hits: Sequence[Hit]) -> list[Hit]:
    seen = {hit.passage.id for hit in known}
    return [hit for hit in hits if hit.passage.id not in seen]


# The numbers of all papers are compared with those of a question, twice: each is read once.
@lru_cache(maxsize=20_000)
def _numbers(text: str) -> frozenset[str]:
    return frozenset(token for token in exact_tokens(text)[0] if token.startswith("r:"))
