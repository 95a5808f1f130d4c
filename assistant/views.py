"""What a question's words meet in each sentence, in what stands around it, and in its paper."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.match import Matcher
from assistant.units import Unit
from kb.exact import MONTH_NAMES
from kb.model import Hit

Matrix = NDArray[np.float32]
# In which share of its passages each of the documents has a word.
Mentions = Callable[[str, Collection[str]], Mapping[str, float]]
# A block of contact lines is about so many lines long on either side of each.
BLOCK = 4
# A paper is about a name that stands in this share of its passages: every page or so.
ABOUT = 0.1
# Words that nearly every passage has are not looked up.
SAID = 0.2


class View:
    """What the matcher sees of each unit (`own`), of what stands around it, and of its paper."""

    def __init__(self, matcher: Matcher, hits: Sequence[Hit], units: Sequence[Unit]) -> None:
        self.headings: list[str] = []
        self.papers: set[str] = set()
        places: list[tuple[str, ...]] = []
        knowns: list[tuple[str, ...]] = []
        for hit in hits:
            document, section = hit.document, hit.passage.section
            day = f"{MONTH_NAMES[document.date.month - 1][0]} {document.date.year}" if document.date else None
            places.append((document.title, document.reference or "", *section[-1:]))
            told = (day, document.title, document.kind, document.reference, document.file_reference, document.issuer)
            knowns.append((*filter(None, told), *section))
            self.headings.append(" · ".join(places[-1]))
            head = (document.title, document.kind, document.reference, document.issuer, day)
            self.papers.add(" · ".join(filter(None, head)))
        texts = list(
            dict.fromkeys([*(unit.text for unit in units), *(t for group in (*places, *knowns) for t in group)])
        )
        row = {text: at for at, text in enumerate(texts)}
        seen = matcher.seen(texts)
        counts = [len(hit.passage.sentences) for hit in hits]
        starts = np.cumsum([0, *counts])
        self.own = seen[[row[unit.text] for unit in units]]
        owner = np.repeat(np.arange(len(hits)), counts)
        heading = np.stack([seen[[row[text] for text in group]].max(axis=0) for group in places])
        known = np.stack([seen[[row[text] for text in group]].max(axis=0) for group in knowns])
        whole = np.stack([self.own[start:end].max(axis=0, initial=0.0) for start, end in pairwise(starts)])
        self.place = heading[owner]
        self.wide = np.maximum(whole, known)[owner]
        self.near = np.maximum(self.place, _beside(self.own, owner, 1, own=False))
        self.around = np.maximum(self.place, _beside(self.own, owner, BLOCK, own=True))
        self.owner = owner


def _beside(rows: Matrix, owner: NDArray[np.int64], reach: int, *, own: bool) -> Matrix:
    """Return for each row the greatest of those up to `reach` before and after it in its passage."""
    found = rows.copy() if own else np.zeros_like(rows)
    for step in range(1, reach + 1):
        same = (owner[step:] == owner[:-step])[:, None]
        found[step:] = np.where(same, np.maximum(found[step:], rows[:-step]), found[step:])
        found[:-step] = np.where(same, np.maximum(found[:-step], rows[step:]), found[:-step])
    return found


def by_paper(matcher: Matcher, hits: Sequence[Hit], units: Sequence[Unit], mentions: Mentions | None) -> Matrix:
    """Return how much the paper of each unit is about each need: in what share of its passages it stands."""
    known = np.zeros((len(hits), len(matcher.needs)), dtype=np.float32)
    documents = {hit.document.id for hit in hits}
    for at, need in enumerate(matcher.needs):
        if mentions is not None and need.weight > SAID:
            shares = mentions(need.word, documents)
            known[:, at] = [min(1.0, shares.get(hit.document.id, 0.0) / ABOUT) for hit in hits]
    rows: Matrix = known[[unit.hit for unit in units]]
    return rows
