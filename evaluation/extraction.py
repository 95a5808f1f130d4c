"""`kiz eval extraction`: which lines of a page answer a question? In the format of OMoS-QA.

Figures as its authors define them (Kleinle et al., KONVENS 2024): precision, recall and F1 of the
predicted lines, averaged over the answerable questions; precision is 1 where nothing is predicted.
Refusal: unanswerable questions are the positive class.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from evaluation.rows import read_rows

Select = Callable[[str, Sequence[str], str], list[int]]


def evaluate(path: Path, select: Select) -> dict[str, Any]:
    """Score `select(question, lines, language) -> line numbers` on a file of `question`, `context`, `answers`.

    :raises KizError: the file is missing or a row lacks a field.
    """
    scores: list[tuple[float, float, float]] = []
    outcomes: list[tuple[bool, bool]] = []  # unanswerable, refused
    for row in read_rows(path, ("question", "context", "answers")):
        lines = row["context"].split("\n")
        predicted = set(select(row["question"], lines, str(row.get("language") or "de")))
        right = set(row["answers"])
        outcomes.append((not right, not predicted))
        if right:
            scores.append(_score(predicted, right))
    n = max(len(scores), 1)
    precision, recall, f1 = (round(sum(score[i] for score in scores) / n, 4) for i in range(3))
    return {"n": len(outcomes), "precision": precision, "recall": recall, "f1": f1, "refusal": _refusal(outcomes)}


def _score(predicted: set[int], right: set[int]) -> tuple[float, float, float]:
    hits = len(predicted & right)
    precision = hits / len(predicted) if predicted else 1.0
    recall = hits / len(right)
    return precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0


def _refusal(outcomes: Sequence[tuple[bool, bool]]) -> dict[str, float]:
    both = sum(1 for unanswerable, refused in outcomes if unanswerable and refused)
    refused = sum(1 for _, refused in outcomes if refused)
    unanswerable = sum(1 for unanswerable, _ in outcomes if unanswerable)
    precision = both / refused if refused else 0.0
    recall = both / unanswerable if unanswerable else 0.0
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
