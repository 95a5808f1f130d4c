"""`kiz eval retrieval`: is the right document among the first hits? Measured through the real index."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from evaluation.rows import read_rows
from ingest.passages import cut
from kb.embed import Embedder
from kb.model import Block, Box, Document, Page, Passage, Piece, Query
from kb.publication import publication
from kb.store import KnowledgeBase

# Passages looked at to name ten different documents.
DEEP = 60
_NOWHERE = Box(0, 0, 1, 1)


def evaluate(docs: Path, queries: Path, embedder: Embedder) -> dict[str, dict[str, float]]:
    """Index `docs` ({"id", "title", "text"}) in a temporary folder, ask `queries` ({"lang", "question", "doc"}).

    Returns per language (and under "all") n, recall@1, @5, @10 and mrr@10 of the right document.

    :raises KizError: a file is missing or a row lacks a field.
    """
    with tempfile.TemporaryDirectory(prefix="kiz-eval-") as folder:
        index = Path(folder)
        build(index, read_rows(docs, ("id", "title", "text")), embedder)
        ranks: dict[str, list[int]] = defaultdict(list)
        with KnowledgeBase.open(index, embedder) as base:
            for row in read_rows(queries, ("lang", "question", "doc")):
                found = ranking(base, row["question"], row["lang"])
                wanted = str(row["doc"])
                ranks[row["lang"]].append(found.index(wanted) + 1 if wanted in found else 0)
    ranks["all"] = [rank for language in list(ranks) for rank in ranks[language]]
    return {language: figures(values) for language, values in sorted(ranks.items())}


def ranking(base: KnowledgeBase, question: str, language: str) -> list[str]:
    """Return the ids of the first ten documents for a question, best first."""
    hits = base.search(Query(question, language), DEEP)
    return list(dict.fromkeys(hit.document.file for hit in hits))[:10]


def build(index: Path, rows: Any, embedder: Embedder) -> None:
    """Publish texts as documents of one page each; a document's `file` is its row's id."""
    with publication(index, embedder) as work:
        for row in rows:
            identity, title, text = str(row["id"]), str(row["title"] or ""), str(row["text"])
            version = sha256(f"{identity}\0{text}".encode()).hexdigest()
            document = Document(version[:16], version, identity, title, "text", "internal", 1)
            work.add(None, document, "eval", [], [], text_passages(document, text))
        work.publish({})


def text_passages(document: Document, text: str) -> list[Passage]:
    """Return the passages of a text as if it were a page, a block per line."""
    blocks = tuple(
        Block("text", line, (Piece(0, len(line), 1, _NOWHERE),)) for line in map(str.strip, text.splitlines()) if line
    )
    drafts = cut([Page(1, 595, 842, text, blocks)])
    return [
        Passage(0, document.id, document.version, d.ordinal, d.text, d.section, d.pieces, d.sentences) for d in drafts
    ]


def figures(ranks: Sequence[int]) -> dict[str, float]:
    """Return n, recall@1, @5, @10 and mrr@10 of ranks from 1 (0 = not among the first ten)."""

    def recall(k: int) -> float:
        return round(sum(1 for rank in ranks if 0 < rank <= k) / len(ranks), 4)

    mrr = sum(1 / rank for rank in ranks if 0 < rank <= 10) / len(ranks)
    return {
        "n": len(ranks),
        "recall@1": recall(1),
        "recall@5": recall(5),
        "recall@10": recall(10),
        "mrr@10": round(mrr, 4),
    }
