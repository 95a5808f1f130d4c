"""The one path from a question to an answer: read it, search, extract or phrase, cite, or refuse."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from functools import partial

from assistant import stand
from assistant.asked_kind import misses
from assistant.beside_contact import contacted, with_contact
from assistant.choose import choose, cite
from assistant.chronology import events
from assistant.contacts import REACHED, reachable
from assistant.extract import Scored, score
from assistant.facts import EXACT
from assistant.followups import Turn, complete, is_follow_up, spoken, wished
from assistant.further import with_further
from assistant.match import Matcher
from assistant.nearest import nearest
from assistant.offer_answers import OfferAnswers
from assistant.orders import trusted
from assistant.paper_heads import whole, with_head
from assistant.people import names
from assistant.phrases import phrases
from assistant.question import Question, greeting, read_question
from assistant.reading import read
from assistant.responsible import anothers, beside, responsible
from assistant.shape import lines_of, tells, told_in_order
from kb.config import Config
from kb.embed import Embedder
from kb.errors import AssistantError
from kb.model import Answer, AnswerSentence, Citation, Hit
from kb.narrowed import Extent, narrowed
from kb.store import KnowledgeBase

# Extents whose catalogues are kept; a desk seldom asks within more at a time.
EXTENTS = 8


class Assistant:
    """Answers questions over a knowledge base; safe to ask from several threads."""

    def __init__(
        self, kb: KnowledgeBase, config: Config, lexicon: Embedder, today: Callable[[], date] = date.today
    ) -> None:
        """Take the knowledge base, the settings, the built-in word vectors, and what tells the day."""
        self.kb = kb
        self.config = config
        self._lexicon = lexicon
        self._today = today
        self._offers = OfferAnswers(kb, today)
        self._lock = threading.Lock()
        self._narrowed: dict[Extent, Assistant] = {}

    def ask(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        language: str | None = None,
        *,
        plain: bool = False,
        within: Extent | None = None,
    ) -> Answer:
        """Return the answer to a question; `history` are earlier (question, answer text) pairs.

        `plain` asks a language model for Einfache Sprache; `within` says which papers alone are looked at.
        """
        *_, answer = self.stream(question, history, language, plain=plain, within=within)
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        language: str | None = None,
        *,
        plain: bool = False,
        within: Extent | None = None,
        frame: str = "",
    ) -> Iterator[Answer]:
        """Yield growing answers, the last one final. Without a language model there is one only.

        `frame` is the language to answer in, where that is not the question's: of a page, if a question is of no language.
        """
        if within:
            yield from self._within(within).stream(question, history, language, plain=plain, frame=frame)
            return
        asked = replace(read_question(question, language), wished=frame)
        if not any(char.isalnum() for char in asked.text):
            yield self._plain(asked, "empty")
            return
        if said := greeting(asked.text):
            yield self._plain(replace(asked, language=language or said[0]), said[1])
            return
        alone = asked
        turns = [Turn(before, answer) for before, answer in history if not greeting(before)]
        asked = self._standing_alone(asked, turns, language)
        leaned = asked is not alone
        asked = replace(asked, wished=asked.wished or frame)
        if listed := self._offers.listed(asked, alone.text, turns) or self._offers.fact(asked):
            yield listed
            return
        found = read(self.kb, asked)
        words = phrases(asked.frame)
        if self.config.llm.enabled and (hits := trusted(found)):
            # What speaks to a language model instead of to readers is not sent to one.
            last = (words["tampered"],) if len(hits) < len(found) else ()
            # A new topic drops the old one: only what a question leans on goes along with it.
            for answer in self._phrased(asked, hits, history if leaned else (), plain=plain):
                yield replace(answer, notes=(*answer.notes, *last))
            return
        first = (words["plain_needs_model"],) if plain and not self.config.llm.enabled else ()
        answer = self._extracted(asked, found)
        if leaned and answer.answered and not tells(alone, answer):
            answer = self._extracted(asked, found, refuse=True)
        used = {entry.passage for entry in (*answer.citations, *answer.nearest)}
        shown = [hit for hit in found if hit.passage.id in used]
        if len(trusted(shown)) < len(shown):
            # Nor is it quoted. Looking at what is shown first spares looking at all of it for every question.
            answer = self._extracted(asked, trusted(found), refuse=leaned and not tells(alone, answer))
            answer = replace(answer, notes=(*answer.notes, words["tampered"]))
        yield self._offers.beside(asked, replace(answer, notes=(*first, *answer.notes)))

    def rehearse(self, question: str) -> None:
        """Answer a question to nobody, without a language model: what this loads, later questions find loaded."""
        rehearsing = copy(self)  # what it remembers is this one's, too
        rehearsing.config = replace(self.config, llm=replace(self.config.llm, base_url=""))
        rehearsing.ask(question)

    def _within(self, extent: Extent) -> Assistant:
        """Return an assistant that knows the papers within an extent alone; the last few are kept."""
        with self._lock:
            found = self._narrowed.pop(extent, None)
            found = found or Assistant(narrowed(self.kb, extent), self.config, self._lexicon, self._today)
            self._narrowed[extent] = found
            while len(self._narrowed) > EXTENTS:
                del self._narrowed[next(iter(self._narrowed))]
            return found

    def _standing_alone(self, asked: Question, turns: Sequence[Turn], language: str | None) -> Question:
        """Return a follow-up question completed from the turns before it, in the `language` given or spoken in them."""
        if not turns or not is_follow_up(asked.text):
            return asked
        if wish := wished(asked.text):
            return replace(read_question(complete(turns, asked.text)), wished=language or wish)
        asked = replace(asked, language=language or spoken(turns, asked.text))
        if not self.config.llm.enabled:
            return read_question(complete(turns, asked.text), asked.language)
        # llama-index takes a second to import.
        from assistant.llm import LanguageModel  # noqa: PLC0415
        from assistant.memory import condense  # noqa: PLC0415

        return read_question(condense(turns, asked.text, LanguageModel(self.config.llm)), asked.language)

    def _extracted(self, asked: Question, hits: Sequence[Hit], *, refuse: bool = False) -> Answer:
        if not refuse and (head := whole(asked, self.kb, self._lexicon)):
            return self._answer(asked, *head)
        if not refuse and (known := responsible(asked, self.kb, self._lexicon)) is not None:
            if not known.sentences:
                return self._refused(asked, hits, ())
            answer = self._answer(asked, known.sentences, known.citations)
            return replace(answer, notes=(*answer.notes, *known.notes))
        found = score(asked, hits, self.kb.rarity, self._lexicon, self.kb.synonyms, self.kb.mentions)
        scored = found.scored
        choice = None if refuse else choose(asked, scored, hits, found.hope)
        if choice and stand.upcoming(asked) and stand.over(_texts(choice.picked, hits), self._today()):
            choice = None  # what is over is no answer to when it is next
        matcher = partial(Matcher, asked.text, asked.language, self.kb.rarity, self._lexicon, self.kb.synonyms)
        # On the subject, without what is asked of it.
        if choice and (
            misses(asked, choice.picked, scored, hits, matcher)
            or beside(asked, self.kb, self._lexicon, _around(choice.picked, hits))
        ):
            choice = None
        told = events(scored, hits) if choice and "development" in asked.wants else ()
        picked = told if len(told) > 1 else choice.picked if choice else ()
        sentences, citations = cite(picked, hits, "event" if len(told) > 1 else None)
        if stand.present(asked) and choice and stand.versions(asked.wants, sentences, citations):
            sentences, citations = cite(stand.newest_first(picked, hits), hits)
        if (asked.intent == "responsibility" or asked.wants & {"contact", *REACHED}) and not refuse:
            sentences, citations = with_contact(asked, sentences, citations, hits, self.kb, self._lexicon)
            if anothers(asked, self.kb, self._lexicon, [sentence.text for sentence in sentences]):
                return self._refused(asked, hits, scored)
            if choice and not sentences and not asked.wants & EXACT:
                # Whoever is to be turned to may be named without a number.
                named = [entry for entry in scored if names(entry.unit.text) and not contacted(entry.unit.text)]
                other = choose(asked, named, hits, found.hope)
                sentences, citations = cite(other.picked, hits) if other else ((), ())
        if asked.intent == "paper" and sentences:
            sentences, citations = with_head(sentences, citations, self.kb)
        if not sentences:
            return self._refused(asked, hits, scored)
        if choice and len(told) < 2:  # a chronology is whole
            sentences, citations = with_further(asked, scored, hits, choice, (sentences, citations))
        return self._answer(asked, sentences, citations)

    def _answer(
        self,
        asked: Question,
        sentences: tuple[AnswerSentence, ...],
        citations: tuple[Citation, ...],
        lead: str | None = None,
    ) -> Answer:
        """Compose the answer; `lead` is the language's own unless given (quotes are German, a model's text not)."""
        lead = phrases(asked.frame)["lead"] if lead is None else lead
        beside = citations if lead == "" and asked.frame != "de" else ()
        lines = lines_of(asked.frame, sentences, beside)
        return Answer(
            answered=True,
            language=asked.frame,
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
        scanned = (phrases(asked.frame)["scanned"],) if any(entry.ocr for entry in citations) else ()
        # What further quotes say is not what the question is answered with.
        told = [sentence for sentence in sentences if sentence.part != "also"]
        used = {n for sentence in told for n in sentence.citations}
        return (*scanned, *stand.notes(asked, told, [entry for entry in citations if entry.n in used], self._today()))

    def _refused(self, asked: Question, hits: Sequence[Hit], scored: Sequence[Scored]) -> Answer:
        words = phrases(asked.frame)
        lines = [words["nothing"]]
        contact = self.config.contact
        if contact.name:
            who = ", ".join(part for part in (contact.name, contact.phone, contact.mail) if part)
            lines.append(words["contact"].format(contact=who))
        return Answer(
            answered=False,
            language=asked.frame,
            intent=asked.intent,
            text="\n".join(lines),
            nearest=nearest(hits, scored),
        )

    def _plain(self, asked: Question, phrase: str) -> Answer:
        return Answer(answered=False, language=asked.frame, intent="other", text=phrases(asked.frame)[phrase])

    def _phrased(
        self, asked: Question, hits: Sequence[Hit], history: Sequence[tuple[str, str]], *, plain: bool
    ) -> Iterator[Answer]:
        """Let the language model phrase the answer; the extract stands in where it fails."""
        from assistant.phrased import phrased  # noqa: PLC0415 - llama-index takes a second to import

        told = phrased(asked, hits, history, self.config.llm, self._lexicon, simple=plain)
        sentences: tuple[AnswerSentence, ...] = ()
        citations: tuple[Citation, ...] = ()
        notes: tuple[str, ...] = ()
        try:
            for sentences, citations, notes, found in told:
                if not found:
                    yield self._extracted(asked, hits, refuse=True)
                    return
                answer = self._answer(asked, sentences, citations, lead="")
                yield replace(answer, notes=(*notes, *answer.notes), written_by="llm")
            # Whoever phrased it, an answer has the shape that its question asks for.
            shaped = self._shaped(asked, sentences, citations, hits)
            if shaped != (sentences, citations):
                answer = self._answer(asked, *shaped, lead="")
                yield replace(answer, notes=(*notes, *answer.notes), written_by="llm")
        except AssistantError:
            extract = self._extracted(asked, hits)
            yield replace(extract, notes=(phrases(asked.frame)["llm_failed"], *extract.notes))

    def _shaped(
        self,
        asked: Question,
        sentences: tuple[AnswerSentence, ...],
        citations: tuple[Citation, ...],
        hits: Sequence[Hit],
    ) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
        """Return a model's answer as a dated list, or with the contact or the head of the paper at its end."""
        if "development" in asked.wants and len(sentences) > 1:
            return told_in_order(sentences), citations
        if asked.intent == "responsibility" and not reachable([sentence.text for sentence in sentences]):
            return with_contact(asked, sentences, citations, hits, self.kb, self._lexicon)
        return with_head(sentences, citations, self.kb) if asked.intent == "paper" else (sentences, citations)


def _texts(picked: Sequence[tuple[int, int]], hits: Sequence[Hit]) -> str:
    return " ".join(hits[number].passage.said(at) for number, at in picked)


def _around(picked: Sequence[tuple[int, int]], hits: Sequence[Hit]) -> list[str]:
    """Return the passages that sentences are from, each with its headings and the title of its paper."""
    used = [hits[number] for number in dict.fromkeys(number for number, _ in picked)]
    return [" · ".join((hit.document.title, *hit.passage.section, hit.passage.text)) for hit in used]
