"""The one path from a question to an answer: read it, search, extract or phrase, cite, or refuse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

from assistant.agreement import differing
from assistant.choose import choose, citation, cite
from assistant.chronology import events
from assistant.contacts import REACHED, contact, query_text, reachable
from assistant.extract import Scored, score, units_of
from assistant.facts import holds, kinds, printed
from assistant.followups import Turn, complete, is_follow_up
from assistant.overview import asks_for_all, overview
from assistant.people import names
from assistant.phrases import day, phrases
from assistant.question import Question, greeting, read_question
from kb.config import Config
from kb.embed import Embedder
from kb.errors import AssistantError
from kb.exact import exact_tokens
from kb.model import Answer, AnswerSentence, Audience, Citation, Document, Hit, Query
from kb.store import KnowledgeBase

# Passages that are read for an answer, and pages named where there is none.
READ = 16
NEAREST = 3
# What other papers say of the one asked for by its number, against its own words.
OTHERS = 0.5
# A source older than this is named as old where the question is about the present.
OLD = timedelta(days=730)


def query(asked: Question, audience: Audience) -> Query:
    """Return the search for a question, and for the words with which papers print the facts it asks for."""
    return Query(asked.text, asked.language, asked.intent, audience, hints=printed(asked.wants))


class Assistant:
    """Answers questions over a knowledge base; safe to ask from several threads."""

    def __init__(self, kb: KnowledgeBase, config: Config, lexicon: Embedder) -> None:
        """Take the knowledge base, the settings and the built-in word vectors."""
        self.kb = kb
        self.config = config
        self._lexicon = lexicon

    def ask(self, question: str, history: Sequence[tuple[str, str]] = (), language: str | None = None) -> Answer:
        """Return the answer to a question; `history` are earlier (question, answer text) pairs."""
        *_, answer = self.stream(question, history, language)
        return answer

    def stream(
        self, question: str, history: Sequence[tuple[str, str]] = (), language: str | None = None
    ) -> Iterator[Answer]:
        """Yield growing answers, the last one final. Without a language model there is one only."""
        asked = read_question(question, language)
        if not any(char.isalnum() for char in asked.text):
            yield self._plain(asked, "empty")
            return
        if spoken := greeting(asked.text):
            yield self._plain(replace(asked, language=language or spoken[0]), spoken[1])
            return
        asked = self._standing_alone(asked, history)
        hits = self._found(asked)
        if self.config.llm.enabled and hits:
            yield from self._phrased(asked, hits, history)
        else:
            yield self._extracted(asked, hits)

    def _standing_alone(self, asked: Question, history: Sequence[tuple[str, str]]) -> Question:
        """Return a follow-up question completed from the turns before it."""
        turns = [Turn(before, answer) for before, answer in history if not greeting(before)]
        if not turns or not is_follow_up(asked.text):
            return asked
        if not self.config.llm.enabled:
            return read_question(complete(turns, asked.text), asked.language)
        # llama-index takes a second to import.
        from assistant.llm import LanguageModel  # noqa: PLC0415
        from assistant.memory import condense  # noqa: PLC0415

        return read_question(condense(turns, asked.text, LanguageModel(self.config.llm)), asked.language)

    def _found(self, asked: Question) -> Sequence[Hit]:
        """Return the passages to answer from, best first; those of a paper asked for by its number before others."""
        wanted = query(asked, self.kb.audience)
        hits = self.kb.search(wanted, READ)
        named = papers_named(asked.text, self.kb.documents())
        if not named:
            return hits
        own = self.kb.search(replace(wanted, documents=named), READ)
        seen = {hit.passage.id for hit in own}
        best = max((hit.score for hit in own), default=0.0)
        # Their scores do not compare; what another paper says of this one counts half.
        others = [replace(hit, score=best * OTHERS) for hit in hits if hit.passage.id not in seen]
        return [*own, *others[: READ // 3]]

    def _extracted(self, asked: Question, hits: Sequence[Hit], *, refuse: bool = False) -> Answer:
        if not refuse and (whole := self._whole(asked)):
            return whole
        scored = score(asked, units_of(hits), self.kb.rarity, self._lexicon, self.kb.synonyms)
        choice = None if refuse else choose(asked, scored, hits)
        told = events(scored, hits) if choice and "development" in asked.wants else ()
        picked = told if len(told) > 1 else choice.picked if choice else ()
        sentences, citations = cite(picked, hits, "event" if len(told) > 1 else None)
        if asked.intent == "responsibility" and not refuse:
            sentences, citations = self._with_contact(asked, sentences, citations, hits)
        if not sentences:
            return self._refused(asked, hits, scored)
        return self._answer(asked, sentences, citations)

    def _whole(self, asked: Question) -> Answer | None:
        """Return what the head of a paper says, where a question names one paper and nothing in particular."""
        named = papers_named(asked.text, self.kb.documents())
        if len(named) != 1 or not asks_for_all(asked, self.kb.rarity, self._lexicon):
            return None
        document, passages = self.kb.document(named[0]), self.kb.passages(named[0])
        picked = overview(document.title, passages) if document else ()
        if not document or not picked:
            return None
        return self._answer(asked, *cite(picked, [Hit(passage, document, 1.0) for passage in passages]))

    def _with_contact(
        self,
        asked: Question,
        sentences: tuple[AnswerSentence, ...],
        citations: tuple[Citation, ...],
        hits: Sequence[Hit],
    ) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
        """Add the contact of whoever is named, unless the answer has one or no paper prints it.

        Where a contact is what was asked for, it stands for itself.
        """
        texts = [sentence.text for sentence in sentences]
        wanted = bool(asked.wants & {"contact", *REACHED})
        if not wanted and (not sentences or reachable(texts)):
            return sentences, citations
        people = tuple(dict.fromkeys(name for text in (asked.text, *texts) for name in names(text)))[:1]
        search = Query(query_text(asked, people), "de", asked.intent, self.kb.audience)
        pool = list({hit.passage.id: hit for hit in (*hits, *self.kb.search(search, READ))}.values())
        found = contact(asked, people, pool, self.kb.rarity, self._lexicon)
        if found is None:
            return sentences, citations
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

    def _answer(
        self,
        asked: Question,
        sentences: tuple[AnswerSentence, ...],
        citations: tuple[Citation, ...],
        lead: str | None = None,
    ) -> Answer:
        """Compose the answer; `lead` is the language's own unless given (quotes are German, a model's text not)."""
        lead = phrases(asked.language)["lead"] if lead is None else lead
        lines = _lines(asked.language, sentences)
        return Answer(
            answered=True,
            language=asked.language,
            intent=asked.intent,
            text="\n".join([lead, *lines] if lead else lines),
            sentences=sentences,
            citations=citations,
            notes=self._notes(asked, sentences, citations),
        )

    def _notes(
        self, asked: Question, sentences: Sequence[AnswerSentence], citations: Sequence[Citation]
    ) -> tuple[str, ...]:
        """Say so where a scan is quoted, papers differ, or a question about the present is answered from an old one."""
        words = phrases(asked.language)
        noted = (words["scanned"],) if any(entry.ocr for entry in citations) else ()
        if days := differing(asked.wants, sentences, citations):
            named = " / ".join(day(entry, asked.language) for entry in days)
            noted = (*noted, words["differs"].format(dates=named))
        dates = [entry.date for entry in citations if entry.date]
        if asked.intent != "responsibility" or not dates or date.today() - max(dates) < OLD:
            return noted
        return (*noted, words["old"].format(date=day(max(dates), asked.language)))

    def _refused(self, asked: Question, hits: Sequence[Hit], scored: Sequence[Scored]) -> Answer:
        words = phrases(asked.language)
        nearest = self._nearest(hits, scored)
        lines = [words["nothing"]]
        contact = self.config.contact
        if contact.name:
            who = ", ".join(part for part in (contact.name, contact.phone, contact.mail) if part)
            lines.append(words["contact"].format(contact=who))
        return Answer(
            answered=False, language=asked.language, intent=asked.intent, text="\n".join(lines), nearest=nearest
        )

    def _nearest(self, hits: Sequence[Hit], scored: Sequence[Scored]) -> tuple[Citation, ...]:
        """Return the best sentence of each of the pages that come closest."""
        nearest: list[Citation] = []
        pages: set[tuple[str, int]] = set()
        for entry in sorted(scored, key=lambda each: -each.score):
            hit = hits[entry.unit.hit]
            place = (hit.document.id, hit.passage.page_at(hit.passage.sentences[entry.unit.at].start))
            if place in pages or entry.unit.kind == "heading":
                continue
            pages.add(place)
            sentence = hit.passage.sentences[entry.unit.at]
            nearest.append(citation(len(nearest) + 1, hit, sentence.start, sentence.end))
            if len(nearest) == NEAREST:
                break
        return tuple(nearest)

    def _plain(self, asked: Question, phrase: str) -> Answer:
        return Answer(answered=False, language=asked.language, intent="other", text=phrases(asked.language)[phrase])

    def _phrased(self, asked: Question, hits: Sequence[Hit], history: Sequence[tuple[str, str]]) -> Iterator[Answer]:
        """Let the language model phrase the answer; the extract stands in where it fails."""
        from assistant.phrased import phrased  # noqa: PLC0415 - llama-index takes a second to import

        try:
            for sentences, citations, notes, found in phrased(asked, hits, history, self.config.llm, self._lexicon):
                if not found:
                    yield self._extracted(asked, hits, refuse=True)
                    return
                answer = self._answer(asked, sentences, citations, lead="")
                yield replace(answer, notes=(*notes, *answer.notes), written_by="llm")
        except AssistantError:
            extract = self._extracted(asked, hits)
            yield replace(extract, notes=(phrases(asked.language)["llm_failed"], *extract.notes))


def _lines(language: str, sentences: Sequence[AnswerSentence]) -> list[str]:
    """Return the sentences as lines of plain text: items with a bullet, the contact under its heading."""
    lines: list[str] = []
    for part, group in groupby(sentences, key=lambda sentence: sentence.part):
        run = list(group)
        if part == "contact":
            lines.append(phrases(language)["reach"])
        bullet = "" if part == "text" or (part == "item" and len(run) == 1) else "• "
        lines += [f"{bullet}{each.text} {''.join(f'[{n}]' for n in each.citations)}" for each in run]
    return lines


def renumbered(
    sentences: Sequence[AnswerSentence], citations: Sequence[Citation]
) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """Return the sentences and those citations that they use, numbered from 1 in the order of use."""
    order = list(dict.fromkeys(n for sentence in sentences for n in sentence.citations))
    by_number = {entry.n: entry for entry in citations}
    return (
        tuple(replace(each, citations=tuple(order.index(n) + 1 for n in each.citations)) for each in sentences),
        tuple(replace(by_number[n], n=at) for at, n in enumerate(order, 1)),
    )


def papers_named(text: str, documents: Sequence[Document]) -> tuple[str, ...]:
    """Return the ids of the papers whose number (Vorlagen-Nr.) stands in a question."""
    asked = _numbers(text)
    if not asked:
        return ()
    return tuple(document.id for document in documents if asked & _numbers(document.reference or ""))


# The numbers of all papers are compared with those of a question, twice: each is read once.
@lru_cache(maxsize=20_000)
def _numbers(text: str) -> frozenset[str]:
    return frozenset(token for token in exact_tokens(text)[0] if token.startswith("r:"))
