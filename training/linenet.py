"""The networks that judge the lines of a page: small gated convolutions over its lines, trained with torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from assistant.linemodel import KERNEL, LONG

# Lines of longer pages are left out of training, not of use.
LONGEST = 64
# What a label by machine counts beside one by people: for lines, for silence. Set beforehand, not tuned.
LINES_BY_MACHINE, SILENCE_BY_MACHINE = 0.3, 0.4


@dataclass(frozen=True, slots=True)
class Recipe:
    """Settings; the defaults are those of the shipped weights."""

    epochs: int = 8
    batch: int = 24
    rate: float = 2e-3
    decay: float = 0.02
    inner: int = 32
    topics: int = 16
    turns: int = 2
    drop: float = 0.4
    overlap: float = 0.5  # weight of the soft F1 beside the cross-entropy


@dataclass(frozen=True, slots=True)
class Sample:
    """A question and a page: scaled features, directions and which lines are right (none: no answer)."""

    lines: NDArray[np.float32]
    page: NDArray[np.float32]
    vectors: NDArray[np.float32]
    question: NDArray[np.float32]
    right: NDArray[np.float32]
    machine: bool


class Net(nn.Module):
    """Scores lines (by people's labels, by machine's) and silence (likewise)."""

    def __init__(self, features: int, page: int, topics: NDArray[np.float32], recipe: Recipe) -> None:
        """Start from `topics` (k, d): principal directions of the questions."""
        super().__init__()
        e, h = recipe.topics, recipe.inner
        self.ask, self.say = nn.Linear(topics.shape[1], e), nn.Linear(topics.shape[1], e)
        for layer in (self.ask, self.say):
            with torch.no_grad():
                layer.weight.copy_(torch.tensor(topics[:e]))
                layer.bias.zero_()
        self.inner = nn.Linear(features + 3 * e, h)
        self.drop, self.drop_in = nn.Dropout(recipe.drop), nn.Dropout(0.15)
        self.turns = nn.ModuleList(
            nn.Conv1d(h, 2 * h, KERNEL, padding=2**n, dilation=2**n) for n in range(recipe.turns)
        )
        self.norms = nn.ModuleList(nn.LayerNorm(h) for _ in range(recipe.turns))
        self.out = nn.Linear(h, 3)
        self.page = nn.Sequential(
            nn.Linear(2 * h + page + e, h), nn.GELU(approximate="tanh"), nn.Dropout(recipe.drop), nn.Linear(h, 2)
        )

    def forward(
        self, lines: Tensor, page: Tensor, vectors: Tensor, question: Tensor, there: Tensor
    ) -> tuple[Tensor, ...]:
        """Return log-odds of lines (b, n, 2) and of silence (b, 2): by people, by machine."""
        asked, said, here = self.ask(LONG * question), self.say(LONG * vectors), there[..., None]
        wide = asked[:, None].expand_as(said)
        x = self.drop_in(torch.cat([lines, said / 2, wide / 2, said * wide], -1))
        x = functional.gelu(self.inner(x), approximate="tanh") * here
        for turn, norm in zip(self.turns, self.norms, strict=True):
            value, gate = turn((norm(self.drop(x)) * here).transpose(1, 2)).transpose(1, 2).chunk(2, -1)
            x = (x + value * torch.sigmoid(gate)) * here
        out = self.out(self.drop(x))
        heed = torch.softmax(out[..., 2] + (there - 1) * 1e9, 1)
        pooled, most = (heed[..., None] * x).sum(1), (x + (here - 1) * 1e9).amax(1)
        return out[..., :2], self.page(self.drop(torch.cat([pooled, most, page, asked], -1)))


def learn(
    people: Sequence[Sequence[Sample]],
    machine: Sequence[Sample],
    topics: NDArray[np.float32],
    recipe: Recipe,
    seed: int,
) -> Net:
    """Return a network trained on questions in several languages (`people`) and on those labelled by machine.

    Every epoch sees each question twice, each time in a language by lot, and half of the machine's, the last two
    epochs people's alone.
    """
    torch.manual_seed(seed)
    lot = np.random.default_rng(seed)
    first = people[0][0]
    net = Net(first.lines.shape[1], len(first.page), topics, recipe)
    optimiser = torch.optim.AdamW(net.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    for epoch in range(recipe.epochs):
        samples = [some[lot.integers(len(some))] for some in (*people, *people)]
        if epoch < recipe.epochs - 2 and machine:
            samples += [machine[n] for n in lot.choice(len(machine), len(machine) // 2, replace=False)]
        # Pages of about the same length together.
        order = np.argsort([len(sample.lines) + lot.uniform(0, 8) for sample in samples])
        batches = [order[start : start + recipe.batch] for start in range(0, len(order), recipe.batch)]
        for done, n in enumerate(lot.permutation(len(batches))):
            past = epoch + done / len(batches)
            for group in optimiser.param_groups:
                group["lr"] = recipe.rate * min(1, 2 * past + 0.05) * (1 - past / recipe.epochs)
            optimiser.zero_grad()
            _loss(net, [samples[k] for k in batches[n]], recipe).backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
    return net.eval()


def _loss(net: Net, samples: Sequence[Sample], recipe: Recipe) -> Tensor:
    longest = min(max(len(sample.lines) for sample in samples), LONGEST)

    def padded(rows: Sequence[NDArray[np.float32]]) -> Tensor:
        pages = np.zeros((len(rows), longest, *rows[0].shape[1:]), dtype=np.float32)
        for n, row in enumerate(rows):
            pages[n, : len(row[:longest])] = row[:longest]
        return torch.tensor(pages)

    there = padded([np.ones(len(sample.lines), dtype=np.float32) for sample in samples])
    right = padded([sample.right for sample in samples])
    machine = torch.tensor([sample.machine for sample in samples])
    silent = torch.tensor([not sample.right.any() for sample in samples])
    lines, silence = net(
        padded([sample.lines for sample in samples]),
        torch.tensor(np.stack([sample.page for sample in samples])),
        padded([sample.vectors for sample in samples]),
        torch.tensor(np.stack([sample.question for sample in samples])),
        there,
    )
    odds = torch.where(machine[:, None], lines[..., 1], lines[..., 0])
    apart = functional.binary_cross_entropy_with_logits(odds, right, reduction="none")
    chances = torch.sigmoid(odds) * there
    overlap = (2 * (chances * right).sum(1) + 0.5) / (chances.sum(1) + right.sum(1) + 0.5)
    per_page = (apart * there).sum(1) / there.sum(1) + recipe.overlap * (1 - overlap)
    weight = torch.where(machine, LINES_BY_MACHINE, 1.0) * ~silent
    refusal = functional.binary_cross_entropy_with_logits(
        torch.where(machine, silence[:, 1], silence[:, 0]), silent.float(), reduction="none"
    )
    return (per_page * weight + 0.5 * refusal * torch.where(machine, SILENCE_BY_MACHINE, 1.0)).mean()
