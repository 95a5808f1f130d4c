"""Embeddings for questions that the shipped one has learned by heart: each has never seen its part of them.

The shipped embedding was trained on the very questions and answer lines from which the lines of a page are judged:
there a question lies nearer to its answer than one that it never saw. What is trained on such features trusts them
too much (cross-check .57, dev .45 in F1 of lines before twins; see `training/README.md`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tokenizers import Tokenizer

from kb.embed import BUILTIN, StaticEmbedder, load_static
from training import data, export, synthetic
from training.learn import Recipe, learn, tokens

# Fewer steps than the shipped embedding: of the pages at hand it learns the most in the first half.
STEPS = 700


def twin(
    folder: Path, unseen: Sequence[tuple[str, ...]], say: Callable[[str], None], kept_in: Path | None = None
) -> StaticEmbedder:
    """Return an embedding like the shipped one, with its pieces, trained without questions on the texts `unseen`.

    :param unseen: texts as their lines; :param kept_in: a folder to write the embedding to, too.
    """
    tokenizer = Tokenizer.from_file(str(BUILTIN / "tokenizer.json"))
    sources = data.read(folder / "train", hold_out=False)
    gone = set(unseen)
    kept = tuple(row for row in sources.questions if tuple(row["context"]["de"].split("\n")) not in gone)
    say(f"twin without {len(sources.questions) - len(kept)} of {len(sources.questions)} questions")
    written = tuple(row for row in sources.written if tuple(row["context"]["de"].split("\n")) not in gone)
    sources = replace(sources, questions=kept, written=written)
    recipe = Recipe(steps=STEPS)
    normalise = cache(tokenizer.normalizer.normalize_str)
    pairs = [*data.pairs(sources), *synthetic.pairs(sources, normalise, recipe.seed)]
    sets = tokens(tokenizer, [some for some in pairs if len(some.groups)])
    table = learn(sets, tokenizer.get_vocab_size(), recipe, lambda step, loss, _: say(f"step {step}  loss {loss:.3f}"))
    with TemporaryDirectory() as place:  # rounded like the shipped one
        export.write(kept_in or Path(place), tokenizer, table.folded())
        return load_static(kept_in or Path(place))
