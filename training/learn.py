"""Learns a vector per piece so that texts that belong together lie near each other.

In-batch contrastive loss, both ways (InfoNCE; van den Oord et al. 2018), over sums of piece vectors,
each with a learned weight that begins as the smooth inverse frequency of Arora et al. (ICLR 2017).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 (the name everybody knows)

from training.data import Pairs
from training.texts import Bags, IntArray, Texts, crops, tokenised


@dataclass(frozen=True, slots=True)
class Recipe:
    """What distinguishes one trained variant from another."""

    pieces: int = 60000
    dimension: int = 256
    steps: int = 1400
    batch: int = 512
    rate: float = 0.02
    temperature: float = 0.12
    drop: float = 0.15
    sif: float = 1e-3
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Tokens:
    """A set of pairs as tokens."""

    name: str
    left: Texts
    right: Texts
    groups: IntArray
    share: float
    left_crop: int
    right_crop: int


def tokens(tokenizer: Tokenizer, sets: Sequence[Pairs]) -> list[Tokens]:
    """Return the sets as tokens; the same tuple of texts is tokenised once."""
    known: dict[tuple[str, ...], Texts] = {}

    def once(texts: tuple[str, ...]) -> Texts:
        if texts not in known:
            known[texts] = tokenised(tokenizer, texts)
        return known[texts]

    return [
        Tokens(
            p.name,
            once(p.left),
            once(p.right),
            np.asarray(p.groups, dtype=np.int64),
            p.share,
            p.left_crop,
            p.right_crop,
        )
        for p in sets
    ]


class Table(nn.Module):
    """Piece vectors and their log weights; a text is the weighted sum of its pieces, L2-normalised."""

    def __init__(self, frequencies: NDArray[np.float64], recipe: Recipe) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(recipe.seed)
        rows = torch.randn(len(frequencies), recipe.dimension, generator=generator)
        self.rows = nn.Parameter(rows / math.sqrt(recipe.dimension))
        weights = torch.from_numpy(np.log(recipe.sif / (recipe.sif + frequencies))).float()
        self.weights = nn.Parameter(weights)

    def forward(self, bags: Bags) -> Tensor:
        """Return the vectors of a batch (n, dimension)."""
        ids = torch.from_numpy(bags.ids)
        sums = F.embedding_bag(
            ids,
            self.rows,
            torch.from_numpy(bags.offsets),
            mode="sum",
            per_sample_weights=self.weights.exp()[ids],
        )
        return F.normalize(sums, dim=1)

    def folded(self) -> NDArray[np.float32]:
        """Return rows times weights: the table whose plain mean is the embedding."""
        with torch.no_grad():
            return (self.rows * self.weights.exp()[:, None]).numpy().astype(np.float32)


def loss(left: Tensor, right: Tensor, groups: Tensor, temperature: float) -> Tensor:
    """Return the symmetric in-batch loss; texts of the same group do not count as negatives."""
    scores = left @ right.T / temperature
    same = groups[:, None] == groups[None, :]
    same.fill_diagonal_(False)
    scores = scores.masked_fill(same, -1e4)
    target = torch.arange(len(left))
    return (F.cross_entropy(scores, target) + F.cross_entropy(scores.T, target)) / 2


def learn(sets: Sequence[Tokens], pieces: int, recipe: Recipe, report: Callable[[int, float, Table], None]) -> Table:
    """Return the learned table. `report` is called after every 300th step with step, mean loss and table."""
    rng = np.random.default_rng(recipe.seed)
    torch.manual_seed(recipe.seed)
    table = Table(_frequencies(sets, pieces), recipe)
    optimiser = torch.optim.Adam(table.parameters(), lr=recipe.rate, fused=True)
    warm = max(1, recipe.steps // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / warm) * max(0.02, 1 - step / recipe.steps)
    )
    shares = np.asarray([s.share for s in sets])
    losses: list[float] = []
    for step in range(recipe.steps):
        chosen = sets[int(rng.choice(len(sets), p=shares / shares.sum()))]
        rows = rng.permutation(len(chosen.groups))[: recipe.batch]
        left = table(crops(chosen.left, rows, chosen.left_crop, recipe.drop, rng))
        right = table(crops(chosen.right, rows, chosen.right_crop, recipe.drop, rng))
        value = loss(left, right, torch.from_numpy(chosen.groups[rows]), recipe.temperature)
        optimiser.zero_grad(set_to_none=True)
        value.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
        losses.append(value.item())
        if (step + 1) % 300 == 0:
            report(step + 1, float(np.mean(losses[-300:])), table)
    return table


def _frequencies(sets: Sequence[Tokens], pieces: int) -> NDArray[np.float64]:
    """Return how often each piece is met in training (sums to 1), each set counted by its share."""
    total = np.zeros(pieces)
    for chosen in sets:
        for texts in (chosen.left, chosen.right):
            counts = np.bincount(texts.ids, minlength=pieces)
            total += chosen.share * counts / max(1, counts.sum())
    return np.asarray(total / total.sum())
