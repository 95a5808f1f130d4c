"""Puts a question beside the lines of a page: numbers per line and for the page, the same in every language.

The nearness of words is late interaction (Khattab and Zaharia, SIGIR 2020) over the shipped word vectors, a
line's surroundings (neighbours, heading, section, title) count beside its own words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.lineshape import Column, Shape, layout, shape_of
from assistant.nearby import Matrix, Wide, among, literal, stretch, unit
from kb.embed import Wordwise

Put = Callable[[str], Sequence[str]]
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# A word of the question occurs in a line from this cosine on.
SAME = 0.6
# Columns whose best, best three, mean and spread describe the page.
SUMMED = ("own", "own_rare", "near_rare", "wide_rare", "section_rare", "heading_rare", "literal", "literal_rare",
          "back", "cosine", "cosine_near", "cosine_wide", "cosine_section", "top", "excess", "headed", "literal_heading")  # fmt: skip
_RELATIVE = ("own", "own_rare", "near_rare", "wide_rare", "section_rare", "literal", "back", "cosine", "cosine_near",
             "cosine_wide", "cosine_section", "heading_rare")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """A question and a page in numbers.

    `lines`: (n, features), named by `names`; `vectors`: (n, d), each of length 1 (0 where no word is known);
    `question`: (d,), likewise; `page`: features of the page.
    """

    names: tuple[str, ...]
    lines: Matrix
    vectors: Matrix
    question: Matrix
    page: Matrix


def tabulate(question: str, lines: Sequence[str], embedder: Wordwise, put: Put | None = None) -> Table:
    """Return the numbers of a question and the lines of a page, at least one.

    :param put: puts a word into another language; how the lines are set is seen in the page as it is.
    """
    asked = list(dict.fromkeys(_words(question, put))) or [""]
    texts = [_words(line, put) or [""] for line in lines]
    words = list(dict.fromkeys(word for text in texts for word in text))
    at = {word: n for n, word in enumerate(words)}
    members = [np.array([at[word] for word in text]) for text in texts]
    sought, there = embedder.sums(asked), embedder.sums(words)
    lengths, weights = np.linalg.norm(there, axis=1), np.linalg.norm(sought, axis=1)
    near = np.maximum(unit(sought) @ unit(there).T, 0)
    letters = literal(asked, words)
    best = near.max(axis=0)
    met = np.array([near[:, member].max(axis=1) for member in members])  # lines x words of the question
    spelt = np.array([letters[:, member].max(axis=1) for member in members])
    back = np.array([best[m] @ lengths[m] / max(lengths[m].sum(), 1e-6) for m in members])
    back_most = np.array([(best[m] * lengths[m]).max() for m in members])
    sums = np.array([there[member].sum(axis=0) for member in members])
    aim = unit(sought.sum(axis=0)[None])[0]
    share = weights / max(float(weights.sum()), 1e-6)
    total = len(lines)
    rarity = [math.log((total + 1) / (seen + 0.5)) / math.log((total + 1) / 0.5) for seen in (met > SAME).sum(axis=0)]
    rare = share * rarity
    rare = rare / max(float(rare.sum()), 1e-6)
    shape = shape_of(lines)
    columns = _matches(met, spelt, share, rare, shape)
    columns |= {"back": back, "back_most": back_most} | _cosines(sums, aim, shape)
    columns |= _relative(columns, met @ rare, shape) | layout(shape)
    reach = met.max(axis=0)
    page = _page(columns, reach, share, shape)
    columns |= {"page": np.full(total, reach @ share), "page_mean": np.full(total, met.mean(axis=0) @ share)}
    columns["asked"] = np.full(total, float(len(asked)))
    table = np.column_stack([*columns.values()]).astype(np.float32)
    return Table(tuple(columns), table, unit(sums), aim.astype(np.float32), page.astype(np.float32))


def _words(text: str, put: Put | None) -> list[str]:
    words = _WORD.findall(text)
    return words if put is None else [other for word in words for other in put(word)]


def _matches(met: Matrix, spelt: Matrix, share: Column, rare: Column, shape: Shape) -> dict[str, Column]:
    """Return how well each line and what stands around it meet the words of the question."""
    heads, title = met[shape.section], met[:2].max(axis=0)
    sections = np.zeros_like(met)
    np.maximum.at(sections, shape.section, met)
    around: dict[str, Wide | Matrix] = {
        "own": met,
        "heading": heads,
        "section": sections[shape.section],
        "near": among(met, -1, 1),
        "wide": among(met, -2, 2),
        "before": among(met, -1, -1),
        "before3": among(met, -3, -1),
        "after": among(met, 1, 1),
        "after3": among(met, 1, 3),
    }
    columns = {name: matrix @ share for name, matrix in around.items()}
    columns |= {f"{name}_rare": matrix @ rare for name, matrix in around.items()}
    top, rarest = int(np.argmax(share)), int(np.argmax(rare))
    return columns | {
        "headed": np.maximum(met, heads) @ rare,
        "titled": np.maximum(np.maximum(met, heads), title) @ rare,
        "heaviest": met[:, top],
        "top": met[:, rarest],
        "top_section": sections[shape.section, rarest],
        "top_heading": heads[:, rarest],
        "literal": spelt @ share,
        "literal_rare": spelt @ rare,
        "literal_heading": spelt[shape.section] @ rare,
        "literal_near": among(spelt, -1, 1) @ rare,
        "excess": (met - met.mean(axis=0)) @ rare,
        "lead": np.where(shape.since_lead < 99, met[shape.lead] @ rare, -1.0),
    }


def _cosines(sums: Matrix, aim: Matrix, shape: Shape) -> dict[str, Column]:
    """Return how near whole lines, stretches and sections come to the question, and lines to each other."""
    directions = unit(sums)
    alone = directions @ aim
    sections = np.zeros_like(sums)
    np.add.at(sections, shape.section, sums)
    neighbours = np.einsum("ij,ij->i", directions[1:], directions[:-1])
    size = len(sums)
    return {
        "cosine": alone,
        "cosine_near": unit(stretch(sums, 1)) @ aim,
        "cosine_wide": unit(stretch(sums, 2)) @ aim,
        "cosine_heading": alone[shape.section],
        "cosine_section": unit(sections[shape.section]) @ aim,
        "cosine_title": np.full(size, float(alone[:2].max())),
        "cosine_page": np.full(size, float((unit(sums.sum(axis=0)[None]) @ aim)[0])),
        "like_title": directions @ directions[0],
        "like_before": np.concatenate([[0.0], neighbours]),
        "like_after": np.concatenate([neighbours, [0.0]]),
    }


def _relative(columns: dict[str, Column], rare: Column, shape: Shape) -> dict[str, Column]:
    """Return how each line stands among the others, and how far it is from the best ones."""
    relative: dict[str, Column] = {}
    at = np.arange(len(rare))
    for name in _RELATIVE:
        column = columns[name]
        relative[f"{name}_gap"] = column - float((column[1:] if len(column) > 1 else column).max())
        relative[f"{name}_z"] = (column - column.mean()) / (column.std() + 1e-3)
    for name in ("own_rare", "cosine_wide", "wide_rare"):
        relative[f"{name}_rank"] = np.argsort(np.argsort(-columns[name], kind="stable")) / len(at)
    best = int(np.argmax(rare[1:])) + 1 if len(rare) > 1 else 0
    head = int(np.argmax(columns["heading_rare"] * (shape.section > 1)))
    return relative | {
        "from_best": (at - best).astype(np.float64),
        "from_nearest": (at - int(np.argmax(columns["cosine_wide"]))).astype(np.float64),
        "in_best_section": (shape.section == shape.section[best]).astype(np.float64),
        "from_best_heading": (at - shape.section[head]).astype(np.float64),
    }


def _page(columns: dict[str, Column], reach: Column, share: Column, shape: Shape) -> Column:
    """Return what tells whether the page answers at all; `reach`: how well its best line meets each word."""
    body = np.column_stack([columns[name] for name in SUMMED])[1 if len(reach) and len(shape.words) > 1 else 0 :]
    missing = np.sort(share * (1 - reach))[::-1]
    heaviest = reach[np.argsort(-share)[:3]]
    whole = [
        float(reach @ share),
        float(heaviest.min()),
        float(missing[0]),
        float(missing[:3].sum()),
        float(reach.min()),
        float(columns["titled"][0]),
        float(columns["cosine_title"][0]),
        float(columns["cosine_page"][0]),
        float(columns["contact_page"][0]),
        float(columns["sections"][0]),
        float(len(reach)),
        math.log1p(len(shape.words)),
        float(columns["own"][:2].max()),
    ]
    summed = [body.max(axis=0), np.sort(body, axis=0)[-3:].mean(axis=0), body.mean(axis=0), body.std(axis=0)]
    return np.concatenate([*summed, whole])
