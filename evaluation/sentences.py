"""Real sentences where they stand: cut from texts, with their passage, for benches of the check."""

from __future__ import annotations

import json
import lzma
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.sentences import spans


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence where it stands: its passage, its document's number."""

    sentence: str
    passage: str
    document: int


Change = Callable[[Source, random.Random, Sequence[Source]], str | None]


def texts(paths: Sequence[Path]) -> Iterator[str]:
    """Yield the texts of .txt files and of the `text` or `context` fields of .jsonl and .jsonl.xz files."""
    for path in paths:
        if path.suffix == ".txt":
            yield path.read_text(encoding="utf-8")
            continue
        raw = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
        for line in raw.decode("utf-8").split("\n"):
            if not line.strip():
                continue
            row = json.loads(line)
            yield row.get("text") or row.get("context") or ""


def sources(paths: Sequence[Path], rng: random.Random, most: int = 30_000) -> list[Source]:
    """Cut texts into passages of some 700 characters and return their whole sentences, shuffled."""
    found: list[Source] = []
    seen: set[str] = set()
    for number, text in enumerate(texts(paths)):
        for passage in _passages(re.sub(r"-\n(?=[a-zäöüß])", "", text)):
            for start, end in spans(passage):
                sentence = " ".join(passage[start:end].split())
                if whole(sentence) and sentence not in seen:
                    seen.add(sentence)
                    found.append(Source(sentence, passage, number))
    rng.shuffle(found)
    return found[:most]


def _passages(text: str) -> Iterator[str]:
    lines: list[str] = []
    for line in text.splitlines():
        lines.append(line.strip())
        if sum(map(len, lines)) > 700 and line.rstrip().endswith((".", ":", "!")):
            yield "\n".join(lines)
            lines = []
    if lines:
        yield "\n".join(lines)


def whole(sentence: str) -> bool:
    """Say whether a text is one sentence of running prose, 6 to 40 words long."""
    words = sentence.split()
    return (
        6 <= len(words) <= 40
        and sentence[0].isupper()
        and sentence[-1] in ".!"
        and sum(w.islower() for w in words) >= 3
    )


def substituted(
    pattern: re.Pattern[str], source: Source, rng: random.Random, new: Callable[[re.Match[str]], str | None]
) -> str | None:
    """Return the sentence with one place of `pattern`, drawn at random, made anew; None where there is none."""
    places = list(pattern.finditer(source.sentence))
    if not places:
        return None
    place = rng.choice(places)
    text = new(place)
    if text is None or text == place[0]:
        return None
    return source.sentence[: place.start()] + text + source.sentence[place.end() :]
