"""How well the check of sentences in other languages tells true translations from false ones.

Lines of the OMoS-QA pages and their translations stand for sentences of a language model with their German quotes; a
false one has another figure, name or negation, or belongs to another line. Run as

    python -m evaluation.translations ../shared/eval/omos dev
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from assistant.foreign import check_foreign
from kb.embed import Embedder, load_embedder

LANGUAGES = ("en", "fr", "ar", "uk")
MOST, LEAST_WORDS = 1500, 5
# Names that no page of the data holds, with "... says" of each language.
NAMES = (
    "Schmidt",
    "Kowalski",
    "Yilmaz",
    "Petrov",
    "Brandt",
    "Nowak",
    "Hoffmann",
    "Aydin",
    "Sokolov",
    "Berger",
    "Novak",
)
SAYS = {"en": ", says Ms {name}.", "fr": ", dit Mme {name}.", "ar": " ({name}).", "uk": ", каже {name}."}
DENIED = {
    "en": ("can ", "cannot "),
    "fr": (" est ", " n'est pas "),
    "ar": ("يمكن", "لا يمكن"),
    "uk": ("можете", "не можете"),
}


def pairs(folder: Path, split: str, language: str) -> list[tuple[str, str]]:
    """Return up to `MOST` (German line, its translation) that are sentences, in an order that chance fixed."""
    german = {_key(row): row["context"].split("\n") for row in _rows(folder / f"{split}_de.jsonl")}
    found: set[tuple[str, str]] = set()
    for row in _rows(folder / f"{split}_{language}.jsonl"):
        lines, translated = german.get(_key(row), []), row["context"].split("\n")
        if len(lines) == len(translated):
            found |= {
                (line, other)
                for line, other in zip(lines, translated, strict=True)
                if len(line.split()) >= LEAST_WORDS and other[-1:] in (".", "!", "?", "؟")
            }
    return random.Random(1).sample(sorted(found), min(MOST, len(found)))


def falsified(sentence: str, other: str, language: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield (kind, sentence) of what the sentence can be made to say falsely."""
    yield "name", sentence.rstrip(".!?؟") + SAYS[language].format(name=chance.choice(NAMES))
    yield "other line", other
    if re.search(r"\b\d", sentence):
        yield "figure", re.sub(r"\d", lambda digit: str((int(digit[0]) + 3) % 10), sentence, count=1)
    before, after = DENIED[language]
    if before in sentence and after not in sentence:
        yield "negation", sentence.replace(before, after, 1)


def score(told: Sequence[tuple[str, str]], language: str, lexicon: Embedder) -> dict[str, float]:
    """Return the share of true translations refused, and of each kind of false ones that were caught."""
    chance = random.Random(2)
    passes: Callable[[str, str], bool] = lambda line, said: check_foreign(said, [line], language, lexicon).supported  # noqa: E731
    sound = [(line, said) for line, said in told if passes(line, said)]
    caught: dict[str, list[bool]] = {}
    for line, said in sound:
        for kind, wrong in falsified(said, chance.choice(sound)[1], language, chance):
            caught.setdefault(kind, []).append(not passes(line, wrong) or wrong == said)
    shares = {kind: round(sum(found) / len(found), 3) for kind, found in sorted(caught.items())}
    return {"n": len(told), "refused": round(1 - len(sound) / max(len(told), 1), 3), **shares}


def _rows(file: Path) -> Iterator[Mapping[str, str]]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _key(row: Mapping[str, str]) -> tuple[str, str]:
    return str(row["id"]), str(row.get("pageId"))


if __name__ == "__main__":
    embedder = load_embedder("builtin")
    for code in LANGUAGES:
        print(code, json.dumps(score(pairs(Path(sys.argv[1]), sys.argv[2], code), code, embedder)))
