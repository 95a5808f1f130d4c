"""The one path from a question to an answer: read it, search, extract or phrase, cite, or refuse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from assistant.choose import choose, citation, cite
from assistant.extract import Scored, score, units_of
from assistant.facts import printed
from assistant.phrases import day, phrases
from assistant.question import Question, greeting, read_question
from kb.config import Config
from kb.embed import Embedder
from kb.errors import AssistantError
from kb.model import Answer, AnswerSentence, Audience, Citation, Hit, Query
from kb.store import KnowledgeBase

# Passages that are read for an answer, and pages named where there is none.
READ = 12
NEAREST = 3
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
            yield self._plain(replace(asked, language=language or spoken), "smalltalk")
            return
        asked = self._standing_alone(asked, history)
        hits = self.kb.search(query(asked, self.kb.audience), READ)
        if self.config.llm.enabled and hits:
            yield from self._phrased(asked, hits, history)
        else:
            yield self._extracted(asked, hits)

    def _standing_alone(self, asked: Question, history: Sequence[tuple[str, str]]) -> Question:
        """Return a follow-up question completed from the turns before it."""
        if not history:
            return asked
        from assistant.memory import Turn, condense  # noqa: PLC0415 - llama-index takes a second to import

        model = None
        if self.config.llm.enabled:
            from assistant.llm import LanguageModel  # noqa: PLC0415

            model = LanguageModel(self.config.llm)
        text = condense([Turn(before, answer) for before, answer in history], asked.text, model)
        return read_question(text, asked.language)

    def _extracted(self, asked: Question, hits: Sequence[Hit], *, refuse: bool = False) -> Answer:
        scored = score(asked, units_of(hits), self.kb.rarity, self._lexicon)
        choice = None if refuse else choose(asked, scored, hits)
        if choice is None:
            return self._refused(asked, hits, scored)
        sentences, citations = cite(choice.picked, hits)
        return self._answer(asked, sentences, citations)

    def _answer(
        self,
        asked: Question,
        sentences: tuple[AnswerSentence, ...],
        citations: tuple[Citation, ...],
        lead: str | None = None,
    ) -> Answer:
        """Compose the answer; `lead` is the language's own unless given (quotes are German, a model's text not)."""
        lead = phrases(asked.language)["lead"] if lead is None else lead
        lines = [f"{sentence.text} {''.join(f'[{n}]' for n in sentence.citations)}" for sentence in sentences]
        return Answer(
            answered=True,
            language=asked.language,
            intent=asked.intent,
            text="\n".join([lead, *lines] if lead else lines),
            sentences=sentences,
            citations=citations,
            notes=self._notes(asked, citations),
        )

    def _notes(self, asked: Question, citations: Sequence[Citation]) -> tuple[str, ...]:
        """Say so where a scan is quoted, or a question about the present answered from an old paper."""
        words = phrases(asked.language)
        scanned = (words["scanned"],) if any(entry.ocr for entry in citations) else ()
        dates = [entry.date for entry in citations if entry.date]
        if asked.intent != "responsibility" or not dates or date.today() - max(dates) < OLD:
            return scanned
        return (*scanned, words["old"].format(date=day(max(dates), asked.language)))

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
