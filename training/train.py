"""Trains the shipped embedding: ``python -m training.train [--data ../shared] [--out kb/models/builtin]``."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from kb.embed import load_static
from training import data, export, measure, synthetic, vocabulary
from training.learn import Recipe, Table, learn, tokens
from training.texts import tokenised

# How many characters the vocabulary is learned from.
CHARACTERS = 24_000_000
ROOT = Path(__file__).resolve().parent.parent
# How many of the vocabulary's characters each language gives; the German parts are the field's own.
SHARES = {
    "integreat": 8, "de": 6, "law": 6, "council": 8, "en": 9, "fr": 8, "ar": 9, "uk": 9, "ru": 6, "tr": 6, "pl": 5,
    "fa": 5, "ro": 3, "bg": 3, "sr": 1.5, "hr": 1.5, "sq": 2, "ku": 2, "ckb": 1, "ps": 1, "so": 1, "ti": 1, "it": 2,
    "es": 2, "el": 1,
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, measure and write; print the figures as JSON."""
    given, recipe = _arguments(arguments)
    torch.set_num_threads(given.threads)
    torch.use_deterministic_algorithms(True)
    started = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - started:6.0f} s  {text}", flush=True)

    held = data.read(given.data / "train")
    # The vocabulary comes from the same rows with and without --everything, so that figures compare.
    tokenizer = (
        Tokenizer.from_file(str(given.tokenizer))
        if given.tokenizer
        else vocabulary.learn(data.languages(held), SHARES, recipe.pieces, CHARACTERS, recipe.seed)
    )
    say(f"vocabulary of {tokenizer.get_vocab_size()} pieces")
    sources = data.read(given.data / "train", hold_out=False) if given.everything else held
    normalise = cache(tokenizer.normalizer.normalize_str)
    sets = tokens(tokenizer, [*data.pairs(sources), *synthetic.pairs(sources, normalise, recipe.seed)])
    say(f"{sum(len(s.groups) for s in sets)} pairs in {len(sets)} sets")

    def report(step: int, mean: float, table: Table) -> None:
        found = measure.omos(encoder(tokenizer, table.folded()), given.data / "eval" / "omos")
        at5 = " ".join(f"{language} {figure['recall@5']:.3f}" for language, figure in found.items())
        say(f"step {step}  loss {mean:.3f}  recall@5 {at5}")

    table = learn(sets, tokenizer.get_vocab_size(), recipe, report).folded()
    export.write(given.out, tokenizer, table)
    say(f"written to {given.out}")
    encode = load_static(given.out).passages
    result = {
        "omos": measure.omos(encode, given.data / "eval" / "omos"),
        "amtsschimmel": measure.documents(encode, given.data / "eval" / "amtsschimmel"),
    }
    if not given.everything:
        result["written"] = measure.written(encode, held)
        result["sentences"] = measure.sentence_retrieval(encode, data.held_out(held))
    print(json.dumps(result))


def _arguments(arguments: Sequence[str] | None) -> tuple[argparse.Namespace, Recipe]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared", help="folder with train/ and eval/")
    parser.add_argument("--out", type=Path, default=ROOT / "kb" / "models" / "builtin")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--tokenizer", type=Path, help="a tokenizer.json to use instead of learning one")
    parser.add_argument("--everything", action="store_true", help="train on the held-out sentences too")
    for setting in fields(Recipe):
        parser.add_argument(f"--{setting.name}", type=type(setting.default), default=setting.default)
    given = parser.parse_args(arguments)
    return given, Recipe(**{setting.name: getattr(given, setting.name) for setting in fields(Recipe)})


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
        return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12))

    return encode


if __name__ == "__main__":
    main()
