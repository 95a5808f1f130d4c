"""Puts the words of a question and a page into another language, word by word: a second look at the same page.

How near two words lie to each other in the embedding is partly chance, and chance differs from language to language;
what several looks agree on is surer. The words were learned from parallel texts (`training.linewords`).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.linefeatures import Put
from assistant.linemodel import weights
from kb.embed import StaticEmbedder, load_embedder

# Into what the words of each language are put. From German two languages: the others added nothing (`training/README.md`).
VIEWS: dict[str, tuple[str, ...]] = {"de": ("en", "fr"), "en": ("de",), "fr": ("de",), "ar": ("de",), "uk": ("de",)}
# Words whose translations are remembered.
REMEMBERED = 50_000


@cache
def looks(language: str) -> tuple[Put, ...]:
    """Return what puts words of the language into others, by the shipped lexicons; nothing where there is none."""
    fold = _builtin().folded
    return tuple(
        translator(unpacked(weights()[f"words.{language}.{other}"]), fold, language == "de")
        for other in VIEWS.get(language, ())
    )


def translator(words: Mapping[str, str], fold: Callable[[str], str], compounds: bool) -> Put:
    """Return what puts one word into another language; unknown words stay.

    :param words: translations by the folded spelling; :param fold: folds a word.
    :param compounds: whether a word may be two known ones in one, as in German.
    """

    @lru_cache(maxsize=REMEMBERED)
    def put(word: str) -> tuple[str, ...]:
        folded = fold(word).strip()
        parts = [folded] if folded in words else halves(folded, words) if compounds else []
        return tuple(words[part] for part in parts) or (word,)

    return put


def halves(word: str, known: Container[str]) -> list[str]:
    """Return the two known words of which a German compound is made, the former as long as can be; else nothing."""
    for cut in range(len(word) - 4, 3, -1):
        head, tail = word[:cut], word[cut:]
        if tail in known:
            for form in (head, head.removesuffix("s"), head.removesuffix("n"), head + "e"):
                if form in known:
                    return [form, tail]
    return []


def packed(words: Mapping[str, str]) -> NDArray[np.uint8]:
    """Return a lexicon as bytes, for `numpy.savez`."""
    return np.frombuffer("\n".join(f"{word} {other}" for word, other in sorted(words.items())).encode(), dtype=np.uint8)


def unpacked(stored: NDArray[Any]) -> dict[str, str]:
    """Return the lexicon that `packed` made bytes of."""
    rows = (row.partition(" ") for row in stored.tobytes().decode().split("\n") if row)
    return {word: other for word, _, other in rows}


def _builtin() -> StaticEmbedder:
    embedder = load_embedder("builtin")
    assert isinstance(embedder, StaticEmbedder)
    return embedder
