"""What the head of a council paper adds to an answer, or is one."""

from __future__ import annotations

from assistant.choose import cite
from assistant.orders import trusted
from assistant.overview import asks_for_all, by_subject, head, is_council_paper, overview
from assistant.question import Question
from assistant.reading import papers_named
from kb.embed import Embedder
from kb.model import AnswerSentence, Citation, Hit
from kb.store import KnowledgeBase

Told = tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]


def whole(asked: Question, kb: KnowledgeBase, lexicon: Embedder) -> Told | None:
    """Return what the head of a paper says, where a question names one paper and nothing in particular."""
    if asked.intent != "paper":
        return None
    named = papers_named(asked.text, kb.documents())
    identity: str | None = None
    if len(named) == 1 and asks_for_all(asked, kb.rarity, lexicon):
        identity = named[0]
    elif not named:
        identity = by_subject(asked, kb.documents(), kb.rarity, lexicon)
    pages = _pages(identity, kb) if identity else []
    picked = overview(pages[0].document, [hit.passage for hit in pages]) if pages else ()
    return cite(picked, pages, "head") if picked else None


def _pages(identity: str, kb: KnowledgeBase) -> list[Hit]:
    """Return the passages of a paper's first page, those that give orders to a machine left out."""
    document = kb.document(identity)
    passages = kb.passages(identity) if document else ()
    return trusted([Hit(each, document, 1.0) for each in passages if each.first_page <= 1]) if document else []


def with_head(sentences: tuple[AnswerSentence, ...], citations: tuple[Citation, ...], kb: KnowledgeBase) -> Told:
    """Add the head data of the council paper that an answer begins with, as far as the answer lacks them."""
    if not is_council_paper(citations[0].document):
        return sentences, citations
    pages = _pages(citations[0].document.id, kb)
    places = head(pages[0].document, [hit.passage for hit in pages]) if pages else ()
    there = {(entry.passage, start) for entry in citations for start in range(entry.start, entry.end)}
    missing = [
        (number, at)
        for number, at in places
        if (pages[number].passage.id, pages[number].passage.sentences[at].start) not in there
    ]
    lines, sources = cite(missing, pages, "head", first=len(citations) + 1)
    return (*sentences, *lines), (*citations, *sources)
