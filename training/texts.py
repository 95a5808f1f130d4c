"""Many token sequences in one array, and batches of random crops taken from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

IntArray = NDArray[np.int64]
BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Texts:
    """Token ids of text i are ``ids[offsets[i]:offsets[i + 1]]``."""

    ids: NDArray[np.int32]
    offsets: IntArray

    def __len__(self) -> int:
        return len(self.offsets) - 1


@dataclass(frozen=True, slots=True)
class Bags:
    """A batch as an embedding bag takes it: flat token ids and where each text begins."""

    ids: IntArray
    offsets: IntArray


def tokenised(tokenizer: Tokenizer, texts: Sequence[str]) -> Texts:
    """Return the texts as token ids; the vocabulary has no piece that spans a blank, so words are cut once."""
    words = sorted({word for text in texts for word in text.split()})
    known = {
        word: encoding.ids
        for start in range(0, len(words), BATCH)
        for word, encoding in zip(
            words[start : start + BATCH],
            tokenizer.encode_batch_fast(words[start : start + BATCH]),
            strict=False,
        )
    }
    ids = [[piece for word in text.split() for piece in known[word]] for text in texts]
    offsets = np.concatenate([[0], np.cumsum([len(row) for row in ids], dtype=np.int64)])
    flat = np.fromiter(chain.from_iterable(ids), dtype=np.int32, count=int(offsets[-1]))
    return Texts(flat, offsets)


def crops(texts: Texts, rows: IntArray, longest: int, drop: float, rng: np.random.Generator) -> Bags:
    """Return the rows as bags: a random window of at most `longest` tokens of each text.

    `drop` is the share of tokens left out at random (never all of a text), which keeps single
    words from carrying a pair alone.
    """
    starts = texts.offsets[rows]
    lengths = texts.offsets[rows + 1] - starts
    window = np.minimum(lengths, longest)
    starts = starts + (rng.random(len(rows)) * (lengths - window + 1)).astype(np.int64)
    first = np.concatenate([[0], np.cumsum(window)])
    flat = np.arange(first[-1]) - np.repeat(first[:-1], window) + np.repeat(starts, window)
    ids = texts.ids[flat].astype(np.int64)
    if drop:
        keep = rng.random(len(ids)) >= drop
        keep[first[:-1][window > 0]] = True
        owner = np.repeat(np.arange(len(rows)), window)[keep]
        ids = ids[keep]
        window = np.bincount(owner, minlength=len(rows))
        first = np.concatenate([[0], np.cumsum(window)])
    return Bags(ids, first[:-1])
