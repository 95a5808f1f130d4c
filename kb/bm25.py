"""BM25 as an inner product of sparse vectors: a passage's side is written once, a question's is made when it is asked.

    score = sum over the tokens asked for of   weight * idf * (K1 + 1)  *  tf / (tf + K1 * (1 - B + B * length / mean))
                                               question's side             passage's side

Formula, K1, B, idf and the coarse lengths are those of tantivy, so that scores are the same (Robertson and Zaragoza 2009;
tantivy `bm25.rs`). Every field and token has a dimension of its own: the sum over the fields is one inner product.
"""

from __future__ import annotations

import base64
import binascii
import math
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kb.word_terms import FIELDS, Token

K1, B = 1.2, 0.75
NAMES = tuple(FIELDS)
# A dimension is 29 bits of a token's hash and 3 of its field: Milvus has 2**32 - 1 of them. Of a million different
# tokens in a field, one in 540 shares its dimension with another one (n / 2**29).
_BITS = 3
_FREE = 24  # lengths up to here are told apart by Lucene and tantivy; beyond, four binary digits are kept


@dataclass(frozen=True, slots=True)
class Counts:
    """A passage counted: the number of tokens in each field (in the order of `NAMES`), and how often each is there."""

    lengths: tuple[int, ...]
    frequencies: Mapping[int, int]


def dimension(field: str, token: str) -> int:
    """Return the dimension of a token in a field."""
    return (zlib.crc32(token.encode()) << _BITS & 0xFFFFFFFF) | NAMES.index(field)


def counts_of(tokens: Mapping[str, Sequence[str]]) -> Counts:
    """Return the counts of a passage's tokens by field."""
    found = Counter(dimension(field, token) for field in NAMES for token in tokens.get(field, ()))
    return Counts(tuple(len(tokens.get(field, ())) for field in NAMES), dict(found))


def passage_side(counts: Counts, means: Sequence[float]) -> dict[int, float]:
    """Return the sparse vector of a passage, given the fields' mean lengths (0 where nothing has such a field)."""
    norms = [
        K1 * (1 - B + B * coarse(length) / mean) if mean else K1
        for length, mean in zip(counts.lengths, means, strict=True)
    ]
    return {at: often / (often + norms[at % 2**_BITS]) for at, often in counts.frequencies.items()}


def question_side(weights: Mapping[Token, float], frequencies: Mapping[int, int], passages: int) -> dict[int, float]:
    """Return the sparse vector of a question; tokens that no passage holds are left out.

    :param frequencies: in how many of the `passages` each dimension occurs.
    """
    vector: dict[int, float] = {}
    for token, weight in weights.items():
        at = dimension(*token)
        if holding := frequencies.get(at, 0):
            idf = math.log(1 + (passages - holding + 0.5) / (holding + 0.5))
            vector[at] = vector.get(at, 0.0) + weight * idf * (K1 + 1)
    return vector


def coarse(length: int) -> int:
    """Return a field's length as tantivy and Lucene keep it in one byte: exact up to 40, then in steps."""
    if length < _FREE:
        return length
    rest = length - _FREE
    shift = max(0, rest.bit_length() - 4)
    return _FREE + (rest >> shift << shift)


def packed(counts: Counts) -> str:
    """Return the counts as text, about 7 letters a token."""
    pairs = [number for pair in counts.frequencies.items() for number in pair]
    numbers = np.array([*counts.lengths, *pairs], dtype="<u4")
    return base64.b64encode(zlib.compress(numbers.tobytes())).decode()


def unpacked(text: str) -> Counts:
    """Return the counts of a text made by `packed`.

    :raises ValueError: it is none.
    """
    try:
        numbers = np.frombuffer(zlib.decompress(base64.b64decode(text)), dtype="<u4").tolist()
    except (binascii.Error, zlib.error) as error:
        raise ValueError(str(error)) from error
    size = len(NAMES)
    return Counts(tuple(numbers[:size]), dict(zip(numbers[size::2], numbers[size + 1 :: 2], strict=True)))
