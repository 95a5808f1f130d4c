import json
from pathlib import Path

import pytest

from evaluation.extraction import evaluate


def page(folder: Path, *rows: tuple[list[int], str]) -> Path:
    file = folder / "x.jsonl"
    lines = (json.dumps({"question": name, "context": "a\nb\nc\nd", "answers": answers}) for answers, name in rows)
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_scores_are_averaged_per_answerable_question(tmp_path: Path) -> None:
    file = page(tmp_path, ([0, 1], "half"), ([2], "none"))
    picked = {"half": [0], "none": []}
    figures = evaluate(file, lambda question, lines, language: picked[question])
    assert figures["precision"] == 1.0  # one right of one, and 1 where nothing is predicted
    assert figures["recall"] == 0.25
    assert figures["f1"] == pytest.approx((2 / 3) / 2, abs=1e-4)


def test_refusing_counts_only_where_there_is_no_answer(tmp_path: Path) -> None:
    file = page(tmp_path, ([], "silent"), ([], "talks"), ([1], "shy"), ([1], "right"))
    picked = {"silent": [], "talks": [0], "shy": [], "right": [1]}
    figures = evaluate(file, lambda question, lines, language: picked[question])
    assert figures["refusal"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5}
