"""Papers for benchmarks: the real ones first, then made-up ones in any number.

Copies of a few papers would make a benchmark of nothing: a vector index full of equal points, a word index without
new words. So a made-up passage is put together anew: it takes from a real one how many sentences it has, each of
them a sentence from anywhere in the real papers, in which words are exchanged for others with the same ending,
nouns here and there joined to new compounds, and figures drawn anew. Everything follows from the seed. Such texts
mean nothing; they have the lengths, places and word frequencies of real ones, and words that occur only once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import chain, count
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from evaluation.retrieval import text_passages
from evaluation.rows import read_rows
from ingest.boxes import piece_of
from kb.embed import load_embedder
from kb.model import BlockKind, Box, Document, Page, Passage, Piece, Sentence
from kb.store import KnowledgeBase

# Of the words that can be exchanged, so many are. Of the sentences so many come from the paper itself: passages of one
# paper are nearer to each other than to others, as in real ones.
EXCHANGED, NEAR = 0.5, 0.8
# Of the exchanged nouns a share becomes a compound, the greater the fewer words there are to choose from, within bounds.
# Of 12,000 passages from papers with 12,000, about as many words are different as in those papers.
JOINED_OF, JOINED = 3000, (0.06, 0.4)
FIGURES = "123456789"
# Of more real passages than this, a sample is enough to draw from.
STOCK = 20_000
# Shorter words are mostly articles, pronouns, prepositions: they stay, as they do in any text.
LETTERS = 5
FIRST_DAY, DAYS = date(2000, 1, 1), 9000
_TOKEN = re.compile(r"\S+")
_CORE = re.compile(r"[^\W\d_]+")
_NOWHERE = Box(0, 0, 1, 1)


class Paper(NamedTuple):
    """A document as it is published: with pages and passages."""

    document: Document
    pages: tuple[Page, ...]
    passages: tuple[Passage, ...]


class _Token(NamedTuple):
    """A printed word with its place; `others` are words that can stand for `core`, between the signs around it."""

    text: str
    box: Box
    others: Sequence[str]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Line:
    """What stands in a sentence, and whose it is."""

    kind: BlockKind
    tokens: tuple[_Token, ...]


@dataclass(frozen=True, slots=True)
class _Stock:
    """What papers are put together from."""

    everywhere: Sequence[_Line]
    of_paper: Mapping[str, Sequence[_Line]]
    nouns: Sequence[str]
    joined: float


def real_papers(base: KnowledgeBase) -> list[Paper]:
    """Return the papers of an index."""
    papers = []
    for document in base.documents():
        pages = tuple(page for n in range(1, document.pages + 1) if (page := base.page(document.id, n)))
        papers.append(Paper(document, pages, base.passages(document.id)))
    return [paper for paper in papers if paper.passages]


def load(source: Path) -> list[Paper]:
    """Return the papers of an index folder, or the texts of a `.jsonl[.xz]` file as papers of one page each."""
    if source.is_dir():
        with KnowledgeBase.open(source, load_embedder()) as base:
            return real_papers(base)
    return [_text_paper(number, row) for number, row in enumerate(read_rows(source, ("title", "text")))]


def _text_paper(number: int, row: Mapping[str, Any]) -> Paper:
    version = sha256(f"{number}\0{row['text']}".encode()).hexdigest()
    day = date.fromisoformat(row["date"]) if row.get("date") else None
    kind = row.get("kind") or "text"
    document = Document(version[:16], version, f"{number}.pdf", row["title"], kind, "internal", 1, date=day)
    page = Page(1, 595, 842, row["text"])
    return Paper(document, (page,), tuple(text_passages(document, row["text"])))


def papers(real: Sequence[Paper], passages: int, seed: int = 9) -> Iterator[Paper]:
    """Yield papers with exactly so many passages together: the real ones, then made-up ones; the last may be cut off."""
    left = passages
    for paper in chain(real, made_up(real, seed)):
        yield paper._replace(passages=paper.passages[:left])
        left -= len(paper.passages)
        if left <= 0:
            return


def made_up(real: Sequence[Paper], seed: int = 9) -> Iterator[Paper]:
    """Yield papers without end, put together from the sentences of real ones."""
    random, stock = Random(seed), _stock(real)
    for number in count():
        yield _paper(random, number, random.choice(real), stock)


def _stock(real: Sequence[Paper]) -> _Stock:
    alike: dict[str, list[str]] = defaultdict(list)
    of_paper: dict[str, list[_Line]] = defaultdict(list)
    few = max(1, sum(len(paper.passages) for paper in real) // STOCK)
    for paper in real[::few]:
        for passage in paper.passages:
            boxes = {piece.start: piece.box for piece in passage.pieces}
            for sentence in passage.sentences:
                found = _TOKEN.finditer(passage.text, sentence.start, sentence.end)
                tokens = tuple(_token(match.group(), boxes.get(match.start(), _NOWHERE), alike) for match in found)
                if tokens:
                    of_paper[paper.document.id].append(_Line(sentence.kind, tokens))
    vocabulary = len({word for words in alike.values() for word in words})
    joined = min(max(JOINED_OF / max(1, vocabulary), JOINED[0]), JOINED[1])
    nouns = [word for words in alike.values() for word in words if word[0].isupper()]
    return _Stock([line for lines in of_paper.values() for line in lines], of_paper, nouns, joined)


def _token(word: str, box: Box, alike: dict[str, list[str]]) -> _Token:
    if any(map(str.isdigit, word)):
        return _Token(word, box, FIGURES, "", "")
    core = max(_CORE.findall(word), key=len, default="")
    if len(core) < LETTERS:
        return _Token(word, box, (), "", "")
    # What words must have in common to stand for each other: small or capital letter, ending.
    others = alike[("A" if core[0].isupper() else "a") + core[-2:].lower()]
    others.append(core)
    before, _, after = word.partition(core)
    return _Token(word, box, others, before, after)


def _paper(random: Random, number: int, model: Paper, stock: _Stock) -> Paper:
    """Return a paper with the outline of `model` and other sentences."""
    version = sha256(f"made-up {number}".encode()).hexdigest()
    document = replace(
        model.document,
        id=version[:16],
        version=version,
        file=f"made-up-{number}.pdf",
        title=f"{model.document.title} {number}",
        date=FIRST_DAY + timedelta(random.randrange(DAYS)),
        reference=None,
        consultations=(),
        remarks=(),
    )
    own = stock.of_paper.get(model.document.id, stock.everywhere)
    passages = tuple(_passage(random, document, passage, own, stock) for passage in model.passages)
    texts: dict[int, list[str]] = defaultdict(list)
    for passage in passages:
        texts[_page(passage)].append(passage.text)
    pages = tuple(replace(page, text="\n".join(texts[page.number])) for page in model.pages)
    return Paper(document, pages, passages)


def _passage(random: Random, document: Document, model: Passage, own: Sequence[_Line], stock: _Stock) -> Passage:
    page, drawn = _page(model), random.random
    words: list[str] = []
    pieces: list[Piece] = []
    sentences: list[Sentence] = []
    at = 0
    for _ in range(max(1, len(model.sentences))):
        lines = own if drawn() < NEAR else stock.everywhere
        line = lines[int(drawn() * len(lines))]
        start = at
        for token in line.tokens:
            word = _printed(random, token, stock) if token.others else token.text
            words.append(word)
            end = at + len(word)
            pieces.append(piece_of((at, end, page, token.box)))
            at = end + 1
        sentences.append(Sentence(start, at - 1, line.kind))
    return Passage(
        0, document.id, document.version, model.ordinal, " ".join(words), model.section, tuple(pieces), tuple(sentences)
    )


def _page(passage: Passage) -> int:
    return passage.pieces[0].page if passage.pieces else 1


def _printed(random: Random, token: _Token, stock: _Stock) -> str:
    """Return the word, or another one in its place."""
    if token.others is FIGURES:  # each digit drawn anew, none nought: no figure begins with it
        return "".join(random.choice(FIGURES) if sign.isdigit() else sign for sign in token.text)
    if random.random() > EXCHANGED:
        return token.text
    others = token.others
    word = others[int(random.random() * len(others))]
    if word[0].isupper() and random.random() < stock.joined:
        nouns = stock.nouns
        word = nouns[int(random.random() * len(nouns))] + word.lower()
    return f"{token.before}{word}{token.after}"
