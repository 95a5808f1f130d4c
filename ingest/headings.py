"""Telling headings from text: larger or bolder than the document's body, and short."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.lines import Line
from ingest.paragraphs import Rough

LARGER = 1.12
LONGEST = 320
DEEPEST = 6
_NUMBERED = re.compile(r"^(?:\d+(?:\.\d+)+\.?|[IVX]+\.)\s+[A-ZÄÖÜ]")
_SECTION = re.compile(
    r"^(?:§\s*\d+\s?[a-z]?|Artikel\s+(?:\d+|[IVX]+)|TOP\s+[\d.]+:?|Anlage\s+\d+:?)(?:\s+[A-ZÄÖÜ„(].*)?$"
)
_LETTERED = re.compile(r"^(?:[a-z]\)|\d{1,2}\.?\)|\d{1,2}\.)\s+[A-ZÄÖÜ„\"]")
_LABEL = re.compile(r"^[A-ZÄÖÜ][^.:;!?,]{2,60}:$")


def body_size(lines: Iterable[Line]) -> float:
    """Return the type size in which most of the document is set (10 if it has no text)."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[round(line.size * 2) / 2] += sum(len(word.text) for word in line.words)
    return weights.most_common(1)[0][0] if weights else 10.0


def mostly_bold(lines: Iterable[Line]) -> bool:
    """Tell whether weight says nothing here because most lines are bold."""
    flags = [line.bold for line in lines]
    return sum(flags) * 2 > len(flags)


def marked(blocks: Sequence[Rough], body: float, *, bold: bool) -> list[Rough]:
    """Return the blocks with headings marked; levels by size and weight over the document.

    :param bold: whether weight tells headings (false where the whole document is bold).
    """
    kinds = ["style" if _by_style(block, body, bold=bold) else "" for block in blocks]
    for index, block in enumerate(blocks):
        if not kinds[index] and _by_words(block, blocks[index + 1] if index + 1 < len(blocks) else None):
            kinds[index] = "words"
    styles = Counter(_style(block) for block, kind in zip(blocks, kinds, strict=True) if kind == "style")
    level = _levels(styles)
    deepest = min(max(level.values(), default=0) + 1, DEEPEST - 1)
    done = []
    for block, kind in zip(blocks, kinds, strict=True):
        if kind == "style":
            done.append(replace(block, kind="heading", level=level[_style(block)]))
        elif kind == "words":
            done.append(replace(block, kind="heading", level=deepest))
        elif block.kind == "heading":
            done.append(replace(block, level=DEEPEST))
        else:
            done.append(block)
    return done


def _levels(styles: Counter[tuple[float, bool]]) -> dict[tuple[float, bool], int]:
    """Return the level of each style, 1 to 5 from the most prominent.

    Where a document has more styles than levels, its four commonest part the levels; what stands
    out more than all of them (titles, covers) is level 1, the others go with the next lesser.
    """
    ranked = sorted(styles, reverse=True)
    most = DEEPEST - 1
    if len(ranked) <= most:
        return {style: rank + 1 for rank, style in enumerate(ranked)}
    common = sorted((style for style, _ in styles.most_common(most - 1)), reverse=True)
    return {style: 1 if style > common[0] else 2 + sum(other > style for other in common[:-1]) for style in ranked}


def _style(block: Rough) -> tuple[float, bool]:
    line = block.lines[0]
    return round(line.size * 2) / 2, line.bold


def _by_style(block: Rough, body: float, *, bold: bool) -> bool:
    if block.kind not in {"text", "item"} or len(block.lines) > 8:
        return False
    text = " ".join(line.text for line in block.lines)
    if len(text) > LONGEST or sum(letter.isalpha() for letter in text) < 3:
        return False
    larger = block.lines[0].size >= LARGER * body
    heavier = bold and all(line.bold for line in block.lines)
    if not larger and not heavier:
        return False
    if block.kind == "item" and not re.match(r"^\(?[\dA-Za-z]", text):
        return False
    return not text.endswith((",", ";")) and not (text.endswith(".") and len(text) > 80)


def _by_words(block: Rough, following: Rough | None) -> bool:
    """Headings that only their words show: „Beschlussvorschlag:“, „5.3 Berichte aus …“."""
    if block.kind not in {"text", "item"} or len(block.lines) > 2 or following is None:
        return False
    text = " ".join(line.text for line in block.lines)
    if len(block.lines) == 2 and not _LETTERED.match(text):
        return False
    if _LABEL.match(text) and len(text.split()) <= 4:
        return following.kind == "text" and following.page == block.page
    if _SECTION.match(text) and len(text) <= 90 and not re.search(r"[.,;)]$", text):
        return True
    if _LETTERED.match(text) and following.kind == "text" and len(text) <= 90 and not re.search(r"[.,;:\d]$", text):
        return True  # the first of a list would be followed by the second
    return bool(_NUMBERED.match(text)) and len(text) <= 100 and not re.search(r"[.,;:\d]$", text)
