"""A bench for the check: real sentences, falsified or told faithfully in other words.

The contraries and synonyms in `falsified_words` and `retold` overlap with `assistant/verify.toml`, which was completed
after misses on this bench: figures for such kinds are better than on words nobody listed.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from evaluation.falsified_claims import CLAIMS
from evaluation.falsified_figures import FIGURES
from evaluation.falsified_words import WORDS
from evaluation.retold import TRUE
from evaluation.sentences import Change, Source, sources

FALSE: Mapping[str, Change] = {**FIGURES, **WORDS, **CLAIMS}


def bench(found: Sequence[Source], rng: random.Random, each: int) -> Iterator[dict[str, object]]:
    """Yield up to `each` false and `each` true rows, kinds in turn as far as the texts give them."""
    for changes, supported in ((FALSE, False), (TRUE, True)):
        made: Counter[str] = Counter()
        share = -(-each // len(changes))
        for source in found:
            for kind in sorted(changes, key=lambda kind: made[kind]):
                if made[kind] >= share * 2 or made.total() >= each:
                    break
                text = changes[kind](source, rng, found)
                if text is None or (not supported and " ".join(text.split()) in " ".join(source.passage.split())):
                    continue
                made[kind] += 1
                yield {
                    "sentence": text, "passages": [source.passage], "supported": supported, "kind": kind, "source": source.sentence,
                }  # fmt: skip
                break


def write_bench(out: Path, paths: Sequence[Path], each: int, seed: int = 1) -> int:
    """Write a bench made from texts; return the number of rows. The same texts and seed give the same bench."""
    rng = random.Random(seed)
    rows = list(bench(sources(paths, rng), rng, each))
    out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return len(rows)
