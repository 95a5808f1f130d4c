"""Chooses the lines of one page that answer a question (the task of OMoS-QA)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

from assistant.linefeatures import tabulate
from assistant.linemodel import EDGE, Judgement, judge, together, weights
from assistant.lineviews import looks
from assistant.nearby import Matrix
from kb.embed import Wordwise, load_embedder


def select_lines(question: str, lines: Sequence[str], language: str = "de") -> list[int]:
    """Return the numbers (0-based) of the lines that answer the question; none where nothing does."""
    found = line_scores(question, lines, language)
    # Chosen by the cross-check of `training.lines`: the greatest sum of F1 and refusal F1.
    return likeliest(found.lines) if worth(found) >= float(weights()["enough"][0]) else []


def line_scores(question: str, lines: Sequence[str], language: str = "de") -> Judgement:
    """Return the probability that the page answers, and that of each line to belong to its answer if it does.

    :param language: of question and page. The features need none, and page and question may differ in it; but where
        it is one of `assistant.lineviews.VIEWS`, the page is looked at in other languages, too.
    """
    if not lines:
        return Judgement(np.zeros(0, dtype=np.float32), 0.0)
    embedder = cast(Wordwise, load_embedder("builtin"))
    return together([judge(tabulate(question, lines, embedder, put)) for put in (None, *looks(language))])


def likeliest(chances: Matrix) -> list[int]:
    """Return the numbers of the lines that promise the greatest F1, in order; at least one of any."""
    order, promised = _promised(chances)
    return sorted(int(n) for n in order[: int(np.argmax(promised)) + 1])


def worth(found: Judgement) -> float:
    """Return how much speaks for answering: log of the odds of an answer times the F1 that the best lines promise.

    Of two pages as likely to answer, silence costs less on the one whose lines are harder to tell.
    """
    if not len(found.lines):
        return -math.inf
    sure = min(max(found.answers, EDGE), 1 - EDGE)
    return math.log(sure / (1 - sure)) + math.log(float(_promised(found.lines)[1].max()))


def _promised(chances: Matrix) -> tuple[NDArray[np.int64], Matrix]:
    """Return the lines, best first, and about what F1 the first k have: 2 * (their chances) / (k + all chances).

    After Ye et al. (ICML 2012), who sum over all outcomes; on pages the quotient of the means is near enough.
    """
    order = np.argsort(-chances, kind="stable")
    gain = 2 * np.cumsum(chances[order]) / (np.arange(1, len(order) + 1) + chances.sum())
    return order, np.asarray(gain, dtype=np.float32)
