"""Writes a trained table: as int8 rows for `kb.embed`, or for sentence-transformers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer


def quantised(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return the rows as int8 and the factor per row that gives them back (error at most half a step)."""
    scale = np.maximum(np.abs(table).max(axis=1), 1e-12) / 127
    return np.round(table / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def write(folder: Path, tokenizer: Tokenizer, table: NDArray[np.float32]) -> None:
    """Write `tokenizer.json`, `rows.npy` (int8, pieces x dimension) and `scale.npy` (float32, per piece)."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, scale = quantised(table)
    (folder / "tokenizer.json").write_text(tokenizer.to_str(), encoding="utf-8")
    np.save(folder / "rows.npy", rows)
    np.save(folder / "scale.npy", scale)


def as_sentence_transformer(source: Path, target: Path) -> None:
    """Write the model in `source` (of `write`) to `target` as sentence-transformers loads it: a StaticEmbedding."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (seconds, and not needed to train)
    from sentence_transformers.sentence_transformer.modules import (  # noqa: PLC0415
        Normalize,
        StaticEmbedding,
    )

    rows = np.load(source / "rows.npy").astype(np.float32) * np.load(source / "scale.npy")[:, None]
    static = StaticEmbedding(Tokenizer.from_file(str(source / "tokenizer.json")), embedding_weights=rows)
    SentenceTransformer(modules=[static, Normalize()], device="cpu").save(str(target))
