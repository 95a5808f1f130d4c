"""Figures by which variants are compared: pages found for questions, sentences found in another language."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.data import Sources

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
OMOS_LANGUAGES = ("de", "en", "fr", "ar", "uk")
# Passages of about this many words, cut at line ends, and how much the whole page counts beside its best
# passage: mean recall@5 over the five languages .742, against .706 of passages of 60 words alone.
WORDS = 30
PAGE = 0.6


def cut(text: str, words: int = WORDS) -> list[str]:
    """Return the passages of a page: its lines gathered to about `words` words, its first line before each."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    passages: list[str] = []
    held: list[str] = []
    for line in lines[1:]:
        held.append(line)
        if sum(len(part.split()) for part in held) >= words:
            passages.append(" ".join([lines[0], *held]))
            held = []
    if held or not passages:
        passages.append(" ".join([*lines[:1], *held]))
    return passages


def ranks(scores: NDArray[np.float32], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rank (1 = first) of column ``right[i]`` in row i; equal scores count against it."""
    own = scores[np.arange(len(right)), right]
    return np.asarray((scores >= own[:, None]).sum(axis=1), dtype=np.int64)


def figures(found: NDArray[np.int64]) -> dict[str, float]:
    """Return recall@1, @5, @10 and mrr@10 of a list of ranks."""
    inverse = np.where(found <= 10, 1 / found, 0)
    return {
        "n": len(found),
        **{f"recall@{k}": round(float((found <= k).mean()), 3) for k in (1, 5, 10)},
        "mrr@10": round(float(inverse.mean()), 3),
    }


def page_retrieval(
    encode: Encode, pages: Sequence[str], questions: Sequence[str], right: Sequence[int]
) -> dict[str, float]:
    """Return the figures of finding page ``right[i]`` for question i.

    A page scores as its best passage plus `PAGE` times itself as a whole.
    """
    passages: list[str] = []
    begins: list[int] = []
    for page in pages:
        begins.append(len(passages))
        passages.extend(cut(page))
    asked = encode(questions)
    scores = np.maximum.reduceat(asked @ encode(passages).T, begins, axis=1) + PAGE * (asked @ encode(pages).T)
    return figures(ranks(scores, np.asarray(right)))


def omos(encode: Encode, folder: Path, part: str = "dev") -> dict[str, dict[str, float]]:
    """Return per language the figures of OMoS-QA's answerable questions of `part` against all German pages."""
    pages: dict[int, str] = {}
    for name in ("train", "dev"):
        for row in _rows(folder / f"{name}_de.jsonl"):
            pages.setdefault(row["pageId"], row["context"])
    number = {page: n for n, page in enumerate(pages)}
    result = {}
    for language in OMOS_LANGUAGES:
        rows = [row for row in _rows(folder / f"{part}_{language}.jsonl") if row["answers"]]
        questions = [row["question"] for row in rows]
        result[language] = page_retrieval(
            encode, list(pages.values()), questions, [number[row["pageId"]] for row in rows]
        )
    return result


def written(encode: Encode, sources: Sources) -> dict[str, dict[str, float]]:
    """Return per language the figures of the answerable written questions that were held out, against all German pages.

    "de2" is the same question in other German words.
    """
    pages = list(dict.fromkeys(row["context"]["de"] for row in (*sources.questions, *sources.written, *sources.held_written)
                               if row.get("page", True)))  # fmt: skip
    number = {page: n for n, page in enumerate(pages)}
    asked: dict[str, list[tuple[str, int]]] = {}
    for row in sources.held_written:
        for language, question in row["question"].items():
            if row["answers"]:
                asked.setdefault(language, []).append((question, number[row["context"]["de"]]))
    return {
        language: page_retrieval(encode, pages, [question for question, _ in rows], [page for _, page in rows])
        for language, rows in sorted(asked.items())
    }


def documents(encode: Encode, folder: Path) -> dict[str, float]:
    """Return the figures of a folder with `docs.jsonl` and `queries.jsonl`."""
    docs = _rows(folder / "docs.jsonl")
    number = {doc["id"]: n for n, doc in enumerate(docs)}
    queries = _rows(folder / "queries.jsonl")
    pages = [doc["title"] + "\n" + doc["text"] for doc in docs]
    return page_retrieval(encode, pages, [q["question"] for q in queries], [number[q["doc"]] for q in queries])


def sentence_retrieval(encode: Encode, pairs: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, float]:
    """Return per name the share of sentences whose translation is the nearest, mean of both directions."""
    result = {}
    for name, rows in pairs.items():
        scores = encode([left for left, _ in rows]) @ encode([right for _, right in rows]).T
        same = np.arange(len(rows))
        hits = [(ranks(side, same) == 1).mean() for side in (scores, scores.T)]
        result[name] = round(float(np.mean(hits)), 3)
    return result


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
