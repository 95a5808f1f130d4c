"""What the word index is told: a passage as tokens by field, a question as tokens with weights.

`kb.german` is the one analyser. Both word indexes, tantivy's (`kb.words`) and the one on a Milvus server
(`kb.milvus_words`), take their tokens and weights from here, so that they find the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kb.german import Terms, analyse
from kb.synonyms import Group, expand

# Weights of the fields. On OMoS-QA de (535 questions, 442 pages) recall@5 is .81 with stems alone, .85
# with parts or 5-grams, .86 with both; between .1 and .3 (grams), .5 and 1 (parts) nothing differs by more
# than .01. Grams at .5 cost .02 of recall@1.
FIELDS: Mapping[str, float] = {"words": 1.0, "grams": 0.2, "exact": 1.5, "title": 0.5, "section": 0.3}
PARTS = 0.7
TEXTS = ("words", "title", "section")  # fields of stems and parts
Weighted = Mapping[str, float]
Token = tuple[str, str]  # field and token


@dataclass(frozen=True, slots=True)
class WordEntry:
    """What the word index is told of a passage; `section` is its heading path as one text."""

    passage: int
    document: str
    title: str
    section: str
    text: str


def entry_tokens(
    entry: WordEntry, fields: Mapping[str, float] = FIELDS, parts: bool = True
) -> dict[str, tuple[str, ...]]:
    """Return the tokens of a passage by field, in order and with repetitions; fields without a weight are left out."""
    body, title, section = analyse(entry.text), _heading(entry.title), _heading(entry.section)
    tokens = {
        "words": body.stems + body.parts if parts else body.stems,
        "grams": body.grams,
        "exact": body.exact + title.exact + section.exact,
        "title": title.stems + title.parts if parts else title.stems,
        "section": section.stems + section.parts if parts else section.stems,
    }
    return {field: found for field, found in tokens.items() if fields.get(field)}


def query_weights(
    query: str | Weighted,
    synonyms: tuple[Group, ...],
    fields: Mapping[str, float] = FIELDS,
    parts: float = PARTS,
) -> dict[Token, float]:
    """Return the tokens that a question asks for, each with its weight (above 0).

    A question as text is widened by the synonyms; German words that have weights already are not.
    """
    texts = {query: 1.0} if isinstance(query, str) else query
    weights: dict[Token, float] = {}
    for text, weight in texts.items():
        terms = analyse(text)
        others = expand(terms, synonyms) if isinstance(query, str) else {}
        for token, boost in _boosts(terms, others, fields, parts):
            weights[token] = max(weights.get(token, 0.0), boost * weight)
    return {token: weight for token, weight in weights.items() if weight}


def word_places(word: str) -> list[Token]:
    """Return where a word stands: its stem among the words of the text, an exact token in its field."""
    terms = analyse(word)
    return [("words", stem) for stem in terms.stems] + [("exact", token) for token in terms.exact]


def _boosts(terms: Terms, others: Weighted, fields: Mapping[str, float], parts: float) -> Iterator[tuple[Token, float]]:
    """Yield (field, token) and its weight for the terms of a question and `others` by stem."""
    for field in ("grams", "exact"):
        for token in getattr(terms, field):
            yield (field, token), fields.get(field, 0.0)
    for field in TEXTS:
        weight = fields.get(field, 0.0)
        for token in terms.stems:
            yield (field, token), weight
        for token in terms.parts:
            yield (field, token), weight * parts
        for token, share in others.items():
            yield (field, token), weight * share


@lru_cache(maxsize=256)
def _heading(text: str) -> Terms:
    """Return the terms of a title or section, which many passages share."""
    return analyse(text)
