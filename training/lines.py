"""Trains what judges the lines of a page: ``python -m training.lines [--data ../shared] [--out assistant/lines.npz]``.

Boosted trees and small networks over the features of `assistant.linefeatures`, and a linear model of whether the
page answers at all. Everything that is reported and the point of refusal come from a cross-check by pages: the parts
share no page, in no language, nor pages that share many lines.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from assistant.linefeatures import Table, tabulate
from assistant.linemodel import Arrays, Judgement, judge, scaled, together
from assistant.lines import likeliest, worth
from assistant.lineviews import VIEWS, packed, translator
from evaluation.rows import read_rows
from kb.embed import StaticEmbedder, load_embedder
from training.data import read
from training.linenet import Recipe, Sample, learn
from training.linetrees import grow
from training.linewords import lexicons
from training.twins import twin

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("de", "en", "fr", "ar", "uk")
FOLDS = 5
HALVES = ((0, 1, 2), (3, 4))  # parts that share an embedding which knows none of their questions
# Pages that share this part of the longer lines of the smaller one stay together.
SHARED, LONG_LINE = 0.3, 40
# Share of the networks beside the trees (lines) and beside the linear model (page).
BLEND = (0.4, 0.5)
NETS = 3
# Linear model of the page: strength of its prior, number of directions of the question it sees, weight of labels
# by machine and how much rarer silence is among people's questions than among the machine's.
LINEAR, DIRECTIONS, BY_MACHINE, RARER = 0.02, 64, 0.22, 0.45

Case = dict[str, Table]  # one question on one page, by language


def main(arguments: Sequence[str] | None = None) -> None:
    """Cross-check, train on everything, write; print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared", help="folder with train/ and eval/")
    parser.add_argument("--out", type=Path, default=ROOT / "assistant" / "lines.npz")
    given = parser.parse_args(arguments)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    started = time.process_time()

    def say(text: str) -> None:
        print(f"{time.process_time() - started:6.0f} s  {text}", flush=True)

    rows = people(given.data) + by_machine(given.data)
    folds = parts(rows)
    cases = tabulated(rows, folds, given.data, say)
    human = [n for n, row in enumerate(rows) if not row["machine"]]
    say(f"{len(human)} questions by people, {len(rows) - len(human)} by machine")
    checked: dict[tuple[int, str], Judgement] = {}
    for fold in range(FOLDS):
        arrays = fit([case for case, part in zip(cases, folds, strict=True) if part != fold],
                     [row for row, part in zip(rows, folds, strict=True) if part != fold])  # fmt: skip
        for n in human:
            if folds[n] == fold:
                for language in rows[n]["question"]:
                    views = [language, *(f"{language}>{other}" for other in VIEWS[language])]
                    checked[n, language] = together([judge(cases[n][view], arrays) for view in views])
        say(f"part {fold + 1} of {FOLDS}")
    calibration = calibrated([(checked[key].answers, bool(rows[key[0]]["answers"])) for key in checked])
    enough = refusal({key: _recalibrated(found, calibration) for key, found in checked.items()}, rows)
    arrays = fit(cases, rows) | {"calibration": calibration, "enough": np.array([enough], dtype=np.float32)}
    shipped = cast(StaticEmbedder, load_embedder("builtin"))
    words = lexicons(read(given.data / "train", hold_out=False), shipped.folded)
    arrays |= {f"words.{language}.{other}": packed(known) for (language, other), known in words.items()}
    np.savez_compressed(given.out, **{name: _small(array) for name, array in arrays.items()})
    say(f"written to {given.out}")
    figures = {}
    for language in LANGUAGES:
        found = {n: _recalibrated(checked[n, language], calibration) for n in human}
        figures[language] = measured([(found[n], rows[n]["answers"]) for n in human], enough)
    print(json.dumps({"enough": round(enough, 3), "checked": figures}))


def people(data: Path) -> list[dict[str, Any]]:
    """Return the questions of OMoS-QA train with question, lines and right lines in each language."""
    found: dict[str, dict[str, Any]] = {}
    for language in LANGUAGES:
        file = data / "eval" / "omos" / f"train_{language}.jsonl"
        for row in read_rows(file, ("id", "question", "context", "answers", "pageId")):
            new = {"question": {}, "context": {}, "answers": row["answers"], "page": row["pageId"], "machine": False}
            entry = found.setdefault(row["id"], new)
            entry["question"][language], entry["context"][language] = row["question"], row["context"].split("\n")
    return [*found.values()]


def by_machine(data: Path) -> list[dict[str, Any]]:
    """Return the Integreat questions whose lines a machine labelled; German only."""
    return [
        {
            "question": row["question"],
            "context": {language: text.split("\n") for language, text in row["context"].items()},
            # Some labels point behind the last line.
            "answers": [n for n in row["answers"] if n < len(row["context"]["de"].split("\n"))],
            "page": None,
            "machine": True,
        }
        for row in read_rows(data / "train" / "integreat-questions.jsonl.xz", ("question", "context", "answers"))
        if row.get("machine_labelled")
    ]


def tabulated(
    rows: Sequence[Mapping[str, Any]], folds: Sequence[int], data: Path, say: Callable[[str], None]
) -> list[Case]:
    """Return the features of each question in each of its languages, by an embedding that never saw it.

    Besides, as `assistant.lineviews` looks at it: "de>en" is German put into English, by a lexicon that never saw it.
    """
    cases: list[Case] = [{} for _ in rows]
    sources = read(data / "train", hold_out=False)
    for half in HALVES:
        some = [n for n, part in enumerate(folds) if part in half]
        pages = [tuple(rows[n]["context"]["de"]) for n in some]
        embedder = twin(data, pages, say)
        words = lexicons(sources, embedder.folded, {line for page in pages for line in page})
        puts = {key: translator(known, embedder.folded, key[0] == "de") for key, known in words.items()}
        for n in some:
            for language, question in rows[n]["question"].items():
                lines = rows[n]["context"][language]
                cases[n][language] = tabulate(question, lines, embedder)
                for other in VIEWS[language]:
                    put = puts[language, other]
                    cases[n][f"{language}>{other}"] = tabulate(question, lines, embedder, put)
        say(f"features of {len(some)} questions")
    return cases


def parts(rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return the part (0 to `FOLDS` - 1) of each question: the same for all that share a page, or much of one."""
    first = list(range(len(rows)))

    def head(n: int) -> int:
        while first[n] != n:
            n = first[n] = first[first[n]]
        return n

    owners: dict[Any, list[int]] = {}
    longer = [{line for line in row["context"]["de"] if len(line) > LONG_LINE} for row in rows]
    for n, row in enumerate(rows):
        for key in (tuple(row["context"]["de"]), row["page"] or ("alone", n)):
            first[head(n)] = head(owners.setdefault(key, [n])[0])
        common = Counter(other for line in longer[n] for other in owners.setdefault(line, []))
        for other, count in common.items():
            if count > SHARED * min(len(longer[n]), len(longer[other])):
                first[head(n)] = head(other)
        for line in longer[n]:
            owners[line].append(n)
    groups = sorted({head(n) for n in range(len(rows))})
    lot = dict(zip(groups, np.random.default_rng(0).permutation(len(groups)) % FOLDS, strict=True))
    return [int(lot[head(n)]) for n in range(len(rows))]


def fit(cases: Sequence[Case], rows: Sequence[Mapping[str, Any]]) -> dict[str, NDArray[Any]]:
    """Return the arrays of a model trained on these questions, not yet calibrated."""
    every = [table for case in cases for table in case.values()]
    lines, page = np.vstack([table.lines for table in every]), np.array([table.page for table in every])
    arrays: dict[str, NDArray[Any]] = {
        "names": np.array(every[0].names),
        "blend": np.array(BLEND, dtype=np.float32),
        "nets": np.array([NETS]),
        "calibration": np.array([-1.0, 0.0], dtype=np.float32),
        "lines.mean": lines.mean(axis=0),
        "lines.deviation": lines.std(axis=0) + 1e-3,
        "page.mean": page.mean(axis=0),
        "page.deviation": page.std(axis=0) + 1e-3,
    }
    samples = [[_sample(table, row, arrays) for table in case.values()] for case, row in zip(cases, rows, strict=True)]
    hand = [some for some in samples if not some[0].machine]
    machine = [some[0] for some in samples if some[0].machine]
    topics = _topics(cases)
    for n in range(NETS):
        state = learn(hand, machine, topics[: Recipe().topics], Recipe(), seed=n).state_dict()
        arrays |= {f"{n}.{name}": value.numpy() for name, value in state.items()}
    return arrays | grow(cases, rows) | linear(cases, rows, topics)


def linear(
    cases: Sequence[Case], rows: Sequence[Mapping[str, Any]], topics: NDArray[np.float32]
) -> dict[str, NDArray[Any]]:
    """Return the linear model of silence: logistic regression over the page's features and the question's direction."""
    pages, asked, silent, weights = [], [], [], []
    for case, row in zip(cases, rows, strict=True):
        for table in case.values():
            pages.append(table.page)
            asked.append(table.question)
            silent.append(not row["answers"])
            machine = BY_MACHINE * (RARER if silent[-1] else 1.0)
            weights.append((machine if row["machine"] else 1.0) / len(case))
    directions = topics[:DIRECTIONS]
    inputs = np.hstack([np.array(pages), np.array(asked) @ directions.T])
    mean, deviation = inputs.mean(axis=0), inputs.std(axis=0) + 1e-6
    model = LogisticRegression(C=LINEAR, max_iter=500).fit((inputs - mean) / deviation, silent, sample_weight=weights)
    slopes = model.coef_[0] / deviation
    size = len(pages[0])
    return {
        "linear.page": slopes[:size].astype(np.float32),
        "linear.question": (slopes[size:] @ directions).astype(np.float32),
        "linear.bias": np.array([model.intercept_[0] - mean @ slopes], dtype=np.float32),
    }


def calibrated(pairs: Sequence[tuple[float, bool]]) -> NDArray[np.float32]:
    """Return slope and shift that make the probabilities of an answer, seen with slope -1 and shift 0, true ones."""
    odds = np.array([-_odds(chance) for chance, _ in pairs])
    model = LogisticRegression(C=1e6).fit(odds[:, None], [answers for _, answers in pairs])
    return np.array([model.coef_[0, 0], model.intercept_[0]], dtype=np.float32)


def refusal(found: Mapping[tuple[int, str], Judgement], rows: Sequence[Mapping[str, Any]]) -> float:
    """Return the worth (`assistant.lines.worth`) below which to refuse: the greatest sum of F1 and refusal F1.

    All languages together, and over a little range, since single questions make the sum jump.
    """
    pairs = [(judgement, rows[n]["answers"]) for (n, _), judgement in found.items()]
    grid = np.quantile([worth(judgement) for judgement, _ in pairs], np.linspace(0.05, 0.4, 71))
    sums = [figures["f1"] + figures["refusal_f1"] for figures in (measured(pairs, float(point)) for point in grid)]
    smooth = np.convolve(np.pad(sums, 3, mode="edge"), np.full(7, 1 / 7), mode="valid")
    return float(grid[int(np.argmax(smooth))])


def measured(pairs: Sequence[tuple[Judgement, Sequence[int]]], enough: float) -> dict[str, float]:
    """Return F1 of the lines over answerable questions and F1 of refusing, as `evaluation.extraction` does."""
    scores, right, refused, silent = [], 0, 0, 0
    for judgement, answers in pairs:
        chosen = set(likeliest(judgement.lines)) if worth(judgement) >= enough else set()
        if answers:
            scores.append(2 * len(chosen & set(answers)) / (len(chosen) + len(answers)))
        refused += not chosen
        silent += not answers
        right += not chosen and not answers
    return {"f1": round(float(np.mean(scores)), 4), "refusal_f1": round(2 * right / (refused + silent), 4)}


def _sample(table: Table, row: Mapping[str, Any], arrays: Arrays) -> Sample:
    right = np.zeros(len(table.lines), dtype=np.float32)
    right[row["answers"]] = 1
    return Sample(*scaled(table, arrays), table.vectors, table.question, right, row["machine"])


def _topics(cases: Sequence[Case]) -> NDArray[np.float32]:
    """Return the principal directions (k, d) of the questions."""
    asked = np.array([table.question for case in cases for table in case.values()], dtype=np.float64)
    asked -= asked.mean(axis=0)
    return np.linalg.eigh(asked.T @ asked)[1].T[::-1].astype(np.float32)


def _recalibrated(found: Judgement, calibration: NDArray[np.float32]) -> Judgement:
    odds = calibration[0] * -_odds(found.answers) + calibration[1]
    return Judgement(found.lines, float(1 / (1 + np.exp(-odds))))


def _odds(chance: float) -> float:
    chance = min(max(chance, 1e-6), 1 - 1e-6)
    return float(np.log(chance / (1 - chance)))


def _small(array: NDArray[Any]) -> NDArray[Any]:
    return array.astype(np.float16) if array.dtype.kind == "f" and array.size > 2000 else array


if __name__ == "__main__":
    main()
