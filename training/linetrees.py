"""The boosted trees that judge the lines of a page: grown by scikit-learn, laid out as plain arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from assistant.linefeatures import Table

# Languages of a question that trees see, by lot, besides German: more cost time and gave nothing.
MORE = 2
BY_MACHINE = 0.3
SETTINGS = {
    "max_iter": 120, "max_leaf_nodes": 12, "learning_rate": 0.06, "l2_regularization": 5.0, "min_samples_leaf": 40,
    "max_features": 0.3, "early_stopping": False, "random_state": 0,
}  # fmt: skip


def grow(cases: Sequence[Mapping[str, Table]], rows: Sequence[Mapping[str, Any]]) -> dict[str, NDArray[Any]]:
    """Return the arrays of trees that tell right lines of pages that answer.

    Whether the label is a machine's is one more feature while training; in use it is always no.
    """
    lot = np.random.default_rng(0)
    tables, labels, weights = [], [], []
    for case, row in zip(cases, rows, strict=True):
        if not row["answers"]:
            continue
        others = [language for language in case if language != "de"]
        picked = ["de", *lot.permutation(others)[:MORE]]
        for language in picked:
            lines = case[language].lines
            right = np.zeros(len(lines))
            right[row["answers"]] = 1
            tables.append(np.column_stack([lines, np.full(len(lines), float(row["machine"]))]))
            labels.append(right)
            # A long page counts more than a short one, but not by as much as it is longer.
            share = (BY_MACHINE if row["machine"] else 1.0) / len(picked)
            weights.append(np.full(len(lines), share * len(lines) ** -0.5))
    weight = np.concatenate(weights)
    model = HistGradientBoostingClassifier(**SETTINGS)
    model.fit(np.vstack(tables), np.concatenate(labels), sample_weight=weight / weight.mean())
    return laid_out(model)


def laid_out(model: HistGradientBoostingClassifier) -> dict[str, NDArray[Any]]:
    """Return the nodes of the trees as arrays (trees, nodes): a leaf is its own child, of any value."""
    trees = [stage[0].nodes for stage in model._predictors]
    size = max(len(nodes) for nodes in trees)
    feature = np.zeros((len(trees), size), dtype=np.int16)
    threshold = np.full((len(trees), size), np.inf, dtype=np.float32)
    child = np.tile(np.arange(size, dtype=np.int16)[None, :, None], (len(trees), 1, 2))
    value = np.zeros((len(trees), size), dtype=np.float32)
    for n, nodes in enumerate(trees):
        inner = np.flatnonzero(nodes["is_leaf"] == 0)
        feature[n, inner] = nodes["feature_idx"][inner]
        threshold[n, inner] = nodes["num_threshold"][inner]
        child[n, inner, 0], child[n, inner, 1] = nodes["left"][inner], nodes["right"][inner]
        value[n, : len(nodes)] = nodes["value"]
    return {
        "trees.feature": feature,
        "trees.threshold": threshold,
        "trees.child": child,
        "trees.value": value,
        "trees.start": np.array([float(np.ravel(model._baseline_prediction)[0])], dtype=np.float32),
        "trees.depth": np.array([max(int(nodes["depth"].max()) for nodes in trees)]),
    }
