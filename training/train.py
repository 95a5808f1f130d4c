"""Trains the shipped embedding: ``python -m training.train [--data ../shared] [--out kb/models/builtin]``."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training import data, export, measure, vocabulary
from training.learn import Recipe, Table, learn, tokens
from training.texts import tokenised

ROOT = Path(__file__).resolve().parent.parent
# How many of the vocabulary's characters each language gives; the German parts are the field's own.
SHARES = {
    "integreat": 8, "de": 6, "law": 6, "council": 8, "en": 9, "fr": 8, "ar": 9, "uk": 9, "ru": 6, "tr": 6, "pl": 5,
    "fa": 5, "ro": 3, "bg": 3, "sr": 1.5, "hr": 1.5, "sq": 2, "ku": 2, "ckb": 1, "ps": 1, "so": 1, "ti": 1, "it": 2,
    "es": 2, "el": 1,
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, measure and write; print the figures of the dev data as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--out", type=Path, default=ROOT / "kb" / "models" / "builtin")
    parser.add_argument("--threads", type=int, default=2)
    for name, value in ((f.name, f.default) for f in fields(Recipe)):
        parser.add_argument(
            f"--{name.replace('_', '-')}", type=type(value) if not isinstance(value, bool) else _flag
        )
    given = parser.parse_args(arguments)
    recipe = replace(
        Recipe(), **{f.name: v for f in fields(Recipe) if (v := getattr(given, f.name)) is not None}
    )
    torch.set_num_threads(given.threads)
    torch.use_deterministic_algorithms(True)
    started = time.monotonic()
    sources = data.read(given.data / "train")
    tokenizer = vocabulary.learn(data.languages(sources), SHARES, recipe.pieces, 24_000_000, recipe.seed)
    print(
        f"{time.monotonic() - started:6.0f} s  vocabulary of {tokenizer.get_vocab_size()} pieces", flush=True
    )
    sets = tokens(tokenizer, data.pairs(sources))
    print(
        f"{time.monotonic() - started:6.0f} s  {sum(len(s.groups) for s in sets)} pairs in {len(sets)} sets",
        flush=True,
    )

    def report(step: int, mean: float, table: Table) -> None:
        found = measure.omos(encoder(tokenizer, table.folded()), given.data / "eval" / "omos")
        at5 = " ".join(f"{language} {figure['recall@5']:.3f}" for language, figure in found.items())
        print(
            f"{time.monotonic() - started:6.0f} s  step {step}  loss {mean:.3f}  recall@5 {at5}", flush=True
        )

    table = learn(sets, tokenizer.get_vocab_size(), recipe, report).folded()
    export.write(given.out, tokenizer, table)
    encode = encoder(tokenizer, table)
    print(
        json.dumps(
            {
                "omos": measure.omos(encode, given.data / "eval" / "omos"),
                "amtsschimmel": measure.documents(encode, given.data / "eval" / "amtsschimmel"),
                "sentences": measure.sentence_retrieval(encode, data.held_out(sources)),
            }
        )
    )


def encoder(tokenizer: Tokenizer, table: NDArray[np.float32]) -> measure.Encode:
    """Return the function text -> L2-normalised mean of its rows (a text without pieces is zero)."""

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        bags = tokenised(tokenizer, texts)
        sums = np.zeros((len(bags), table.shape[1]), dtype=np.float32)
        full = np.diff(bags.offsets) > 0
        for start in range(0, len(bags), 4096):
            stop = min(start + 4096, len(bags))
            begin, end = bags.offsets[start], bags.offsets[stop]
            if begin == end:
                continue
            some = np.flatnonzero(full[start:stop])
            sums[start + some] = np.add.reduceat(
                table[bags.ids[begin:end]], bags.offsets[start:stop][some] - begin, axis=0
            )
        return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)

    return encode


def _flag(value: str) -> bool:
    return value.lower() in ("1", "true", "yes")


if __name__ == "__main__":
    main()
