import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evaluation.embedded import kept
from evaluation.retrieval import evaluate
from kb.embed import load_embedder


def test_the_right_document_is_found_through_the_real_index(tmp_path: Path, embedder: Any) -> None:
    docs, queries = tmp_path / "d.jsonl", tmp_path / "q.jsonl"
    texts = {"sport": "Der Verein bietet Sport für Kinder.", "amt": "Das Amt stellt Ausweise aus."}
    docs.write_text("\n".join(json.dumps({"id": i, "title": i, "text": t}) for i, t in texts.items()))
    asked = [("Sport für Kinder", "sport"), ("Ausweise vom Amt", "amt"), ("Ausweise vom Amt", "sport")]
    queries.write_text("\n".join(json.dumps({"lang": "de", "question": q, "doc": d}) for q, d in asked))
    figures = evaluate(docs, queries, embedder)
    assert figures["de"]["n"] == figures["all"]["n"] == 3
    assert figures["de"]["recall@1"] == round(2 / 3, 4)
    assert figures["de"]["recall@5"] == 1.0


class Counting:
    """The fake embedder, with a count of the texts it was asked for."""

    def __init__(self, embedder: Any, space: str = "costly") -> None:
        self.space, self.dimension, self.asked = space, embedder.dimension, 0
        self._embedder = embedder

    def passages(self, texts: Any) -> Any:
        self.asked += len(texts)
        return self._embedder.passages(texts)

    queries = words = passages


def test_a_second_run_embeds_nothing_anew(tmp_path: Path, embedder: Any) -> None:
    docs, queries = tmp_path / "d.jsonl", tmp_path / "q.jsonl"
    docs.write_text(json.dumps({"id": "1", "title": "Sport", "text": "Sport fuer Kinder"}))
    queries.write_text(json.dumps({"lang": "de", "question": "Sport", "doc": "1"}))
    figures = []
    for expected in (2, 0):
        counting = Counting(embedder)
        with kept(counting, tmp_path / "eval") as keeping:  # type: ignore[arg-type]
            figures.append(evaluate(docs, queries, keeping))
        assert counting.asked == expected
    assert figures[0] == figures[1]


def test_vectors_are_kept_by_model_text_and_use(tmp_path: Path, embedder: Any) -> None:
    with kept(Counting(embedder), tmp_path) as first:  # type: ignore[arg-type]
        assert np.allclose(first.passages(["a", "b", "a"]), embedder.passages(["a", "b", "a"]))
        assert first.passages([]).shape == (0, embedder.dimension)
    again, other = Counting(embedder), Counting(embedder, "other")
    with kept(again, tmp_path) as second:  # type: ignore[arg-type]
        second.passages(["b"])
        assert again.asked == 0
        second.queries(["b"])
        assert again.asked == 1
    with kept(other, tmp_path) as third:  # type: ignore[arg-type]
        third.passages(["b"])
    assert other.asked == 1


@pytest.mark.parametrize("damage", [b"", b"no archive", b"PK\x03\x04"])
def test_a_torn_file_is_computed_again(tmp_path: Path, embedder: Any, damage: bytes) -> None:
    with kept(Counting(embedder), tmp_path) as first:  # type: ignore[arg-type]
        first.passages(["a"])
    (file,) = tmp_path.glob("*.npz")
    file.write_bytes(damage)
    counting = Counting(embedder)
    for expected in (1, 1):
        with kept(counting, tmp_path) as again:  # type: ignore[arg-type]
            again.passages(["a"])
        assert counting.asked == expected


def test_the_shipped_model_is_quicker_than_a_file(tmp_path: Path) -> None:
    with kept(load_embedder(), tmp_path) as embedder:
        assert embedder is load_embedder()
