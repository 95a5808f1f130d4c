"""An answer phrased by a language model: each sentence checked against what it cites, or left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from assistant.choose import citation
from assistant.draft import Draft, DraftSentence
from assistant.followups import Turn
from assistant.foreign import check_foreign
from assistant.llm import LanguageModel
from assistant.phrases import day, phrases
from assistant.question import Question, detect
from assistant.quotes import is_quote
from assistant.verify import check
from kb.config import LlmConfig
from kb.embed import Embedder
from kb.errors import AssistantError
from kb.german import analyse
from kb.model import AnswerSentence, Citation, Hit
from kb.synonyms import load

_WORD = re.compile(r"[^\W\d_]+")
_SHORT = re.compile(r"\b[A-ZÄÖÜ]\w*[A-ZÄÖÜ]\w*\b")

# Sentences of a model with (passage, start, end) of what carries them; nothing where nothing does.
Told = dict[DraftSentence, list[tuple[int, int, int]]]


def phrased(
    asked: Question,
    hits: Sequence[Hit],
    history: Sequence[tuple[str, str]],
    config: LlmConfig,
    lexicon: Embedder,
    *,
    simple: bool = False,
) -> Iterator[tuple[tuple[AnswerSentence, ...], tuple[Citation, ...], tuple[str, ...], bool]]:
    """Yield (sentences, citations, notes, whether the model found evidence) as the model goes on.

    `simple` asks for Einfache Sprache; its sentences are checked like any others.

    :raises AssistantError: the model failed, or not one of its sentences is supported.
    """
    turns = [Turn(question, answer) for question, answer in history]
    told: Told = {}
    for draft in LanguageModel(config).stream(asked.text, hits, asked.frame, turns, simple=simple):
        if draft.no_evidence:
            yield (), (), (), False
            return
        sentences, citations, removed = _checked(draft, asked, hits, lexicon, told)
        if draft.complete and not sentences:
            raise AssistantError("llm-failed", why=phrases("de")["unsupported"])
        words = phrases(asked.frame)
        notes = (words["removed"].format(n=removed),) if removed and draft.complete else ()
        if asked.frame != "de":
            notes = (words["translated"], *notes)
        if sentences:
            yield sentences, citations, notes, True


def _checked(
    draft: Draft, asked: Question, hits: Sequence[Hit], lexicon: Embedder, told: Told
) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...], int]:
    """Return the supported sentences of a draft with their citations, and how many were not.

    `told` keeps what was found of the sentences of earlier drafts, which this one repeats; a sentence said twice is
    returned once.
    """
    places: dict[tuple[int, int, int], int] = {}
    sentences: list[AnswerSentence] = []
    removed = len(draft.uncited)
    said: set[str] = set()
    for sentence in draft.sentences:
        if sentence not in told:
            carrying = _carrying(sentence, hits, asked, lexicon)
            told[sentence] = [(number, *_place(sentence, hits[number], lexicon)) for number in carrying]
        if not told[sentence]:
            removed += 1
            continue
        if sentence.text.casefold() in said:
            continue
        said.add(sentence.text.casefold())
        numbers = [places.setdefault(place, len(places) + 1) for place in told[sentence]]
        sentences.append(AnswerSentence(sentence.text, tuple(numbers)))
    citations = tuple(citation(n, hits[number], start, end) for (number, start, end), n in places.items())
    return tuple(sentences), citations, removed


def _carrying(sentence: DraftSentence, hits: Sequence[Hit], asked: Question, lexicon: Embedder) -> tuple[int, ...]:
    """Return which of the passages that a sentence cites carry it: each alone, else all together, else none."""
    alone = tuple(n for n in sentence.passages if _supported(sentence, [hits[n]], asked, lexicon))
    if alone or len(sentence.passages) == 1:
        return alone
    together = _supported(sentence, [hits[number] for number in sentence.passages], asked, lexicon)
    return sentence.passages if together else ()


def _supported(sentence: DraftSentence, cited: Sequence[Hit], asked: Question, lexicon: Embedder) -> bool:
    """Check a sentence against its passages; one in another language against the sentences that its quotes are from."""
    words = _WORD.findall(sentence.text)
    if len(words) < 2 and not any(char.isdigit() for char in sentence.text):
        # "HACKED" or "Ja" stands in many passages and says nothing that could be checked.
        return False
    texts, context = [hit.passage.text for hit in cited], [part for hit in cited for part in _context(hit)]
    # A model may answer in German whatever it was told: then its words can be compared.
    if asked.frame == "de" or is_quote(sentence.text, texts) or detect(sentence.text) == "de":
        if check(sentence.text, texts, language="de", context=context).supported:
            return True
        spelled = _spelled_out(sentence.text, texts)
        return spelled != sentence.text and check(spelled, texts, language="de", context=context).supported
    quoted = [told for hit in cited for told in _quoted(sentence, hit)]
    return check_foreign(sentence.text, quoted, asked.frame, lexicon, context).supported


def _spelled_out(sentence: str, texts: Sequence[str]) -> str:
    """Return a sentence with its abbreviations as the passages write them out: "KIZ" is in the list of synonyms."""
    for short in dict.fromkeys(_SHORT.findall(sentence)):
        stems = analyse(short).stems
        ways = [way.stems for group in load() if any(way.stems == stems for way in group.terms) for way in group.terms]
        written = next((found for text in texts for way in ways if way != stems and (found := _written(way, text))), "")
        if written:
            sentence = re.sub(rf"\b{short}\b", written, sentence)
    return sentence


def _written(stems: tuple[str, ...], text: str) -> str:
    """Return the words of a text, one behind the other, that have these stems; nothing if there are none."""
    if not set(stems) <= set(analyse(text).stems):
        return ""
    words = _WORD.findall(text)
    runs = (" ".join(words[at : at + len(stems)]) for at in range(len(words) - len(stems) + 1))
    return next((run for run in runs if analyse(run).stems == stems), "")


def _quoted(sentence: DraftSentence, hit: Hit) -> tuple[str, ...]:
    """Return the sentences of a passage in which the quotes of a model's sentence stand."""
    text = hit.passage.text
    places = [(at, at + len(quote)) for quote in sentence.quotes if (at := text.find(quote)) >= 0]
    spans = [(unit.start, unit.end) for unit in hit.passage.sentences] or [(0, len(text))]
    return tuple(text[start:end] for start, end in spans if any(start < until and end > at for at, until in places))


def _context(hit: Hit) -> tuple[str, ...]:
    """Return what is known of a passage beside its text: it may back a name or a date."""
    document = hit.document
    return (document.title, *hit.passage.section, *([day(document.date, "de")] if document.date else []))


def _place(sentence: DraftSentence, hit: Hit, lexicon: Embedder) -> tuple[int, int]:
    """Return where in the passage the quote of a sentence stands, else the passage sentence nearest to it."""
    text = hit.passage.text
    for quote in sentence.quotes:
        start = text.find(quote)
        if start >= 0:
            return start, start + len(quote)
    spans = [(s.start, s.end) for s in hit.passage.sentences]
    vectors = lexicon.passages([sentence.text, *(text[start:end] for start, end in spans)])
    return spans[int(np.argmax(vectors[1:] @ vectors[0]))]
