"""Benches of free wording: pairs of translations of one foreign sentence, and papers retold in other papers.

    python -m evaluation.rewordings pairs PARALLEL.jsonl.xz TRAIN.jsonl DEV.jsonl
    python -m evaluation.rewordings retold INDEX RETELLINGS TRAIN.jsonl DEV.jsonl

`pairs` takes German sentences that translate the same sentence; each is to be carried by the other. `retold` takes
sentences of one set of texts (.md) and the passages of an index that lie nearest: the demo papers retell real ones. Not
every retold sentence stands in the passages found, so shares on these rows compare states of the check and are no
absolute figures. Both add falsified rows: a word exchanged for another of the kind, another sentence.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.tokens import Token, tokens
from evaluation.rows import read_rows
from kb.embed import load_embedder
from kb.model import Query
from kb.sentences import spans
from kb.store import KnowledgeBase

Row = dict[str, Any]
# Forms of address: translations differ in them without saying the same.
_ADDRESS = re.compile(r"\b(?:ihr|du|Sie|euch|dich|dir|dein\w*|euer|eure\w*|Ihnen|Ihre?\w*)\b")


def pairs(path: Path) -> list[tuple[str, str]]:
    """Return pairs of German sentences of five words and more that share a foreign sentence of four and more."""
    together: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in read_rows(path, ("de",)):
        for language, text in row.items():
            if language not in {"src", "de"} and len(text.split()) >= 4:
                together[language, text].add(row["de"])
    found = {
        (a, b)
        for same in together.values()
        for a in same
        for b in same
        if a < b and _plain(a) != _plain(b) and min(len(a.split()), len(b.split())) >= 5
    }
    return sorted((a, b) for a, b in found if not (_ADDRESS.search(a) and _ADDRESS.search(b)))


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def pair_rows(found: Sequence[tuple[str, str]], rng: random.Random) -> Iterator[tuple[int, Row]]:
    """Yield (number of the pair, row): each sentence as a retelling of the other among two strange ones."""
    every = sorted({text for pair in found for text in pair})
    words = _pool(every)
    holding: dict[str, list[str]] = defaultdict(list)
    for text in every:
        for root in {token.root for token in _words(text)}:
            holding[root].append(text)
    for number, pair in enumerate(found):
        for source, claim in (pair, pair[::-1]):
            passage = " ".join(rng.sample([source, *rng.sample(every, 2)], 3))
            yield number, _row(claim, [passage], "pair")
            exchanged = _exchanged(claim, words, passage, rng)
            if exchanged:
                yield number, _row(exchanged, [passage], "pair-word", supported=False)
            roots = {token.root for token in _words(source)}
            near = sorted({text for root in roots for text in holding[root]} - set(pair))
            # Of sentences that share words with this one, the one that has fewest of its own.
            near.sort(key=lambda text: len({token.root for token in _words(text)} - roots))
            if near and {token.root for token in _words(near[0])} - roots:
                yield number, _row(near[0], [passage], "pair-related", supported=False)


def retold_rows(base: KnowledgeBase, folder: Path, rng: random.Random) -> Iterator[tuple[int, Row]]:
    """Yield (number of the text, row) for the sentences of the .md files of `folder`, each with its three nearest passages."""
    told = [
        (number, text)
        for number, path in enumerate(sorted(folder.glob("*.md")))
        for text in _prose(path.read_text(encoding="utf-8"))
    ]
    words = _pool([text for _, text in told])
    for number, text in told:
        passages = [hit.passage.text for hit in base.search(Query(text, "de"), 3)]
        yield number, _row(text, passages, "retold")
        for _ in range(2):
            exchanged = _exchanged(text, words, " ".join(passages), rng)
            if exchanged:
                yield number, _row(exchanged, passages, "retold-word", supported=False)
        other, strange = rng.choice(told)
        if other != number:
            yield number, _row(strange, passages, "retold-other", supported=False)


def _prose(text: str) -> Iterator[str]:
    body = re.sub(r"<!--.*?-->", "", text.split("+++", 2)[-1], flags=re.DOTALL)
    for paragraph in re.split(r"\n\s*\n", body):
        if paragraph.lstrip().startswith(("|", "#", "-", ">")):
            continue
        flat = " ".join(re.sub(r"\*\*[^*]+:\*\*|\*\*", "", paragraph).split())
        yield from (flat[a:b] for a, b in spans(flat) if 6 <= len(flat[a:b].split()) <= 35 and flat[b - 1] == ".")


def _row(sentence: str, passages: Sequence[str], kind: str, *, supported: bool = True) -> Row:
    return {"sentence": sentence, "passages": list(passages), "supported": supported, "kind": kind}


def _words(text: str) -> list[Token]:
    return [token for token in tokens(text) if token.content and token.place]


def _pool(texts: Sequence[str]) -> Mapping[tuple[bool, str], list[str]]:
    pool: dict[tuple[bool, str], list[str]] = defaultdict(list)
    for text in texts:
        for token in _words(text):
            pool[token.noun, token.lower[-2:]].append(token.text)
    return pool


def _exchanged(text: str, pool: Mapping[tuple[bool, str], list[str]], passage: str, rng: random.Random) -> str | None:
    """Exchange one word for another with the same last letters that the passage does not have."""
    words = _words(text)
    if not words:
        return None
    token = rng.choice(words)
    new = rng.choice(pool[token.noun, token.lower[-2:]])
    if new.lower()[:5] in passage.lower():
        return None
    return re.sub(rf"\b{re.escape(token.text)}\b", new, text, count=1)


def write(found: Iterator[tuple[int, Row]], train: Path, dev: Path) -> None:
    """Write the rows, half of the pairs or texts to `dev`."""
    parts: dict[bool, list[str]] = {True: [], False: []}
    for number, row in found:
        parts[number % 4 in {1, 2}].append(json.dumps(row, ensure_ascii=False) + "\n")
    train.write_text("".join(parts[False]), encoding="utf-8")
    dev.write_text("".join(parts[True]), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    kind, *paths = arguments or sys.argv[1:]
    rng = random.Random(1)
    *sources, train, dev = map(Path, paths)
    if kind == "pairs":
        write(pair_rows(pairs(sources[0]), rng), train, dev)
    else:
        write(retold_rows(KnowledgeBase.open(sources[0], load_embedder("builtin")), sources[1], rng), train, dev)


if __name__ == "__main__":
    main()
