"""Judges the lines of a page by the trained weights in `lines.npz`: boosted trees and small networks, in numpy.

Trained by `python -m training.lines` (data, method and figures: `training/README.md`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.linefeatures import Table
from assistant.nearby import Matrix

Arrays = Mapping[str, NDArray[Any]]
# Values further out than this many deviations are taken for as much; directions are made this long.
FAR, LONG = 4.0, 4.0
KERNEL = 3
EDGE = 1e-4  # no probability is nearer to 0 or 1


@dataclass(frozen=True, slots=True)
class Judgement:
    """`lines`: probability of each line (n,) to belong to the answer, where there is one; `answers`: that there is."""

    lines: Matrix
    answers: float


def judge(table: Table, arrays: Arrays | None = None) -> Judgement:
    """Return what the shipped model, or that of `arrays`, thinks of a page."""
    arrays = weights() if arrays is None else arrays
    share = float(arrays["blend"][0])
    lines, page = _nets(table, arrays)
    odds = share * lines + (1 - share) * _logit(_trees(table.lines, arrays))
    linear = table.page @ arrays["linear.page"] + table.question @ arrays["linear.question"] + arrays["linear.bias"][0]
    share = float(arrays["blend"][1])
    slope, shift = arrays["calibration"]
    return Judgement(_sigmoid(odds), float(_sigmoid(slope * (share * page + (1 - share) * linear) + shift)))


def together(found: Sequence[Judgement]) -> Judgement:
    """Return what several looks at one page say on average, in log-odds."""
    lines = np.mean([_logit(one.lines) for one in found], axis=0)
    answers = np.mean([_logit(np.array([one.answers], dtype=np.float32)) for one in found])
    return Judgement(_sigmoid(lines), float(_sigmoid(float(answers))))


@cache
def weights() -> Arrays:
    """Load the shipped weights, as `training.lines` writes them."""
    with as_file(files("assistant") / "lines.npz") as file, np.load(file, allow_pickle=False) as stored:
        return {
            name: stored[name].astype(np.float32) if stored[name].dtype == np.float16 else stored[name]
            for name in stored.files
        }


def scaled(table: Table, arrays: Arrays) -> tuple[Matrix, Matrix]:
    """Return the features of lines and page with mean 0 and deviation 1 over the training pages."""
    lines = (table.lines - arrays["lines.mean"]) / arrays["lines.deviation"]
    page = (table.page - arrays["page.mean"]) / arrays["page.deviation"]
    return np.clip(lines, -FAR, FAR).astype(np.float32), np.clip(page, -FAR, FAR).astype(np.float32)


def _trees(rows: Matrix, arrays: Arrays) -> Matrix:
    """Return the probabilities that the boosted trees give: their leaves' values added up."""
    # The last feature says that a label is a machine's, see `training.linetrees`.
    rows = np.column_stack([rows, np.zeros(len(rows), dtype=np.float32)])
    feature, threshold, child, value = (arrays[f"trees.{name}"] for name in ("feature", "threshold", "child", "value"))
    if feature.size == 0:
        return np.full(len(rows), 0.5, dtype=np.float32)
    each = np.arange(len(feature))[None]
    node = np.zeros((len(rows), len(feature)), dtype=np.int64)
    line = np.arange(len(rows))[:, None]
    for _ in range(int(arrays["trees.depth"][0])):
        # A leaf is its own child on both sides.
        right = rows[line, feature[each, node]] > threshold[each, node]
        node = child[each, node, right.astype(np.int64)].astype(np.int64)
    return _sigmoid(value[each, node].sum(axis=1) + arrays["trees.start"][0])


def _nets(table: Table, arrays: Arrays) -> tuple[Matrix, float]:
    """Return log-odds of the lines (n,) and of silence, of the networks on average."""
    rows, page = scaled(table, arrays)
    total = int(arrays["nets"][0])
    judged = [
        _net(rows, page, table, {k[2:]: v for k, v in arrays.items() if k.startswith(f"{n}.")}) for n in range(total)
    ]
    lines = np.mean([lines for lines, _ in judged], axis=0)
    return np.asarray(lines, dtype=np.float32), float(np.mean([page for _, page in judged]))


def _net(rows: Matrix, page: Matrix, table: Table, net: Arrays) -> tuple[Matrix, float]:
    """Run one network (`training.linenet.Net`): a line with its neighbours, gated convolutions over the page."""
    asked = _linear(LONG * table.question, net, "ask")
    said = _linear(LONG * table.vectors, net, "say")
    x = np.hstack([rows, said / 2, np.broadcast_to(asked / 2, said.shape), said * asked])
    x = _gelu(_linear(x, net, "inner"))
    for n in range(sum(name.startswith("turns.") and name.endswith(".bias") for name in net)):
        x = x + _gated(_normed(x, net, f"norms.{n}"), net, f"turns.{n}", 2**n)
    out = _linear(x, net, "out")
    heed = np.exp(out[:, 2] - out[:, 2].max())
    pooled = (heed / heed.sum()) @ x
    whole = np.concatenate([pooled, x.max(axis=0), page, asked])
    silence = _linear(_gelu(_linear(whole, net, "page.0")), net, "page.3")
    return out[:, 0], float(silence[0])


def _linear(x: Matrix, net: Arrays, name: str) -> Matrix:
    return np.asarray(x @ net[f"{name}.weight"].T + net[f"{name}.bias"], dtype=np.float32)


def _normed(x: Matrix, net: Arrays, name: str) -> Matrix:
    centred = x - x.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-5)
    return np.asarray(centred / spread * net[f"{name}.weight"] + net[f"{name}.bias"], dtype=np.float32)


def _gated(x: Matrix, net: Arrays, name: str, step: int) -> Matrix:
    """Return the gated convolution over lines `step` apart; beyond the page there is nothing."""
    kernel = net[f"{name}.weight"]
    padded = np.pad(x, ((step, step), (0, 0)))
    parts = [padded[k * step : k * step + len(x)] @ kernel[:, :, k].T for k in range(KERNEL)]
    value, gate = np.split(np.sum(parts, axis=0) + net[f"{name}.bias"], 2, axis=1)
    return np.asarray(value * _sigmoid(gate), dtype=np.float32)


def _gelu(x: Matrix) -> Matrix:
    return np.asarray(0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))), dtype=np.float32)


def _sigmoid(x: NDArray[np.float32] | float) -> Matrix:
    return np.asarray(0.5 * (1 + np.tanh(0.5 * np.asarray(x, dtype=np.float64))), dtype=np.float32)


def _logit(p: Matrix) -> Matrix:
    p = np.clip(p, EDGE, 1 - EDGE)
    return np.asarray(np.log(p / (1 - p)), dtype=np.float32)
