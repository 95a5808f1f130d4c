"""The one path from a question to an answer: read it, search, extract or phrase, cite, or refuse."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from datetime import date

from assistant import stand
from assistant.choose import choose, citation, cite
from assistant.chronology import events
from assistant.contacts import LINES, REACHED, contact, query_text, reachable
from assistant.extract import Scored, score
from assistant.facts import EXACT, holds, kinds
from assistant.followups import Turn, complete, is_follow_up, spoken, wished
from assistant.offer_answers import OfferAnswers
from assistant.orders import trusted
from assistant.overview import asks_for_all, by_subject, head, is_council_paper, overview
from assistant.people import names
from assistant.phrases import phrases
from assistant.question import Question, greeting, read_question
from assistant.reading import READ, papers_named, read
from assistant.responsible import anothers, responsible
from assistant.shape import lines_of, renumbered, tells, told_in_order
from kb.config import Config
from kb.embed import Embedder
from kb.errors import AssistantError
from kb.model import Answer, AnswerSentence, Citation, Hit, Query
from kb.narrowed import Extent, narrowed
from kb.store import KnowledgeBase

# Pages named where there is no answer.
NEAREST = 3
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
    ) -> Iterator[Answer]:
        """Yield growing answers, the last one final. Without a language model there is one only."""
        if within:
            yield from self._within(within).stream(question, history, language, plain=plain)
            return
        asked = read_question(question, language)
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
        if not refuse and (whole := self._whole(asked)):
            return whole
        if not refuse and (known := responsible(asked, self.kb)) is not None:
            if not known.sentences:
                return self._refused(asked, hits, ())
            answer = self._answer(asked, known.sentences, known.citations)
            return replace(answer, notes=(*answer.notes, *known.notes))
        found = score(asked, hits, self.kb.rarity, self._lexicon, self.kb.synonyms, self.kb.mentions)
        scored = found.scored
        choice = None if refuse else choose(asked, scored, hits, found.hope)
        told = events(scored, hits) if choice and "development" in asked.wants else ()
        picked = told if len(told) > 1 else choice.picked if choice else ()
        sentences, citations = cite(picked, hits, "event" if len(told) > 1 else None)
        if stand.present(asked) and choice and stand.versions(asked.wants, sentences, citations):
            sentences, citations = cite(stand.newest_first(picked, hits), hits)
        if (asked.intent == "responsibility" or asked.wants & {"contact", *REACHED}) and not refuse:
            sentences, citations = self._with_contact(asked, sentences, citations, hits)
            if anothers(asked, self.kb, [sentence.text for sentence in sentences]):
                return self._refused(asked, hits, scored)
            if choice and not sentences and not asked.wants & EXACT:
                # Whoever is to be turned to may be named without a number.
                named = [entry for entry in scored if names(entry.unit.text) and not _contacted(entry.unit.text)]
                other = choose(asked, named, hits, found.hope)
                sentences, citations = cite(other.picked, hits) if other else ((), ())
        if asked.intent == "paper" and sentences:
            sentences, citations = self._with_head(sentences, citations)
        if not sentences:
            return self._refused(asked, hits, scored)
        return self._answer(asked, sentences, citations)

    def _whole(self, asked: Question) -> Answer | None:
        """Return what the head of a paper says, where a question names one paper and nothing in particular."""
        if asked.intent != "paper":
            return None
        named = papers_named(asked.text, self.kb.documents())
        identity: str | None = None
        if len(named) == 1 and asks_for_all(asked, self.kb.rarity, self._lexicon):
            identity = named[0]
        elif not named:
            identity = by_subject(asked, self.kb.documents(), self.kb.rarity, self._lexicon)
        pages = self._pages(identity) if identity else []
        picked = overview(pages[0].document, [hit.passage for hit in pages]) if pages else ()
        return self._answer(asked, *cite(picked, pages, "head")) if picked else None

    def _pages(self, identity: str) -> list[Hit]:
        """Return the passages of a paper's first page, those that give orders to a machine left out."""
        document = self.kb.document(identity)
        passages = self.kb.passages(identity) if document else ()
        return trusted([Hit(each, document, 1.0) for each in passages if each.first_page <= 1]) if document else []

    def _with_head(
        self, sentences: tuple[AnswerSentence, ...], citations: tuple[Citation, ...]
    ) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
        """Add the head data of the council paper that an answer begins with, as far as the answer lacks them."""
        if not is_council_paper(citations[0].document):
            return sentences, citations
        pages = self._pages(citations[0].document.id)
        places = head(pages[0].document, [hit.passage for hit in pages]) if pages else ()
        there = {(entry.passage, start) for entry in citations for start in range(entry.start, entry.end)}
        missing = [
            (number, at)
            for number, at in places
            if (pages[number].passage.id, pages[number].passage.sentences[at].start) not in there
        ]
        lines, sources = cite(missing, pages, "head", first=len(citations) + 1)
        return (*sentences, *lines), (*citations, *sources)

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
        # Whoever a later sentence names may have to do with something else.
        told = () if wanted and not asked.wants & {"person", "leader", "holder"} else texts[:1]
        people = tuple(dict.fromkeys(name for text in (asked.text, *told) for name in names(text)))[:1]
        search = Query(query_text(asked, people), "de", asked.intent, self.kb.audience)
        pool = list({hit.passage.id: hit for hit in (*hits, *self.kb.search(search, READ))}.values())
        found = contact(asked, people, pool, self.kb.rarity, self._lexicon)
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
        return (*scanned, *stand.notes(asked, sentences, citations, self._today()))

    def _refused(self, asked: Question, hits: Sequence[Hit], scored: Sequence[Scored]) -> Answer:
        words = phrases(asked.frame)
        nearest = self._nearest(hits, scored)
        lines = [words["nothing"]]
        contact = self.config.contact
        if contact.name:
            who = ", ".join(part for part in (contact.name, contact.phone, contact.mail) if part)
            lines.append(words["contact"].format(contact=who))
        return Answer(answered=False, language=asked.frame, intent=asked.intent, text="\n".join(lines), nearest=nearest)

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
            return self._with_contact(asked, sentences, citations, hits)
        return self._with_head(sentences, citations) if asked.intent == "paper" else (sentences, citations)


def _without_contacts(
    sentences: Sequence[AnswerSentence], citations: tuple[Citation, ...]
) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """Return the sentences that hold no phone number, mail or street address, renumbered."""
    kept = tuple(entry for entry in sentences if not _contacted(entry.text))
    return renumbered(kept, citations) if kept else ((), ())


def _contacted(text: str) -> bool:
    return any(holds(kind, text) for kind in LINES)
