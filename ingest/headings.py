"""Telling headings from text: larger or bolder than the document's body, and short."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.lines import Line, usual_size
from ingest.lookalikes import (
    FINITE,
    contents_entries,
    in_runs,
    last_of_list,
    no_heading,
    numbered_sentence,
    signatures,
    text_of,
)
from ingest.paragraphs import OPEN, Rough
from ingest.torn import LEADING, rejoined

LARGER = 1.12
LONGEST = 320
DEEPEST = 6
_NUMBERED = re.compile(r"^(?:\d+(?:\.\d+)+\.?|[IVX]+\.)\s+[A-ZÄÖÜ]")
_SECTION = re.compile(
    r"^(?:§\s*\d+\s?[a-z]?|Artikel\s+(?:\d+|[IVX]+)|TOP\s+[\d.]+:?|Anlage\s+\d+:?)(?:\s+[A-ZÄÖÜ„(].*)?$"
)
_COUNTED = re.compile(r"^\(?(?:\d|[A-Za-z][).]|[ivxIVX]+[).])")
_LETTERED = re.compile(r"^(?:[a-z]\)|\d{1,2}\.?\)|\d{1,2}\.)\s+[A-ZÄÖÜ„\"]")
_LABEL = re.compile(r"^[A-ZÄÖÜ][^.:;!?,]{2,60}:$")
# What only leads over to what follows is said by somebody: „Ich rufe auf:“, „Zu beachten ist weiter:“.
_SPOKEN = re.compile(
    r"^(?:Und|Aber|Oder|Also|So|Dann|Nun|Jetzt|Hier|Da\w*|Dazu|Hierzu|Zunächst|Weiter)\b|\b(?:[Ii]ch|[Ww]ir|[Ee]r|[Ss]ie|[Ee]s|[Mm]an)\b"
)
# What a statute calls itself, in the first words of its title.
_STATUTE = re.compile(
    r"^(?:\S+ ){0,5}?\S*(?:satzung|ordnung|gesetz|richtlinien?|vorschrift(?:en)?|bekanntmachung)\b", re.IGNORECASE
)


def body_size(lines: Iterable[Line]) -> float:
    """Return the type size in which most of the document is set (10 if it has no text)."""
    # Without the blanks between words.
    return usual_size([(line.size, len(line.text) - len(line.words) + 1) for line in lines])


def mostly_bold(lines: Iterable[Line]) -> bool:
    """Tell whether weight says nothing here because most lines are bold."""
    flags = [line.bold for line in lines]
    return sum(flags) * 2 > len(flags)


def marked(blocks: Sequence[Rough], body: float, *, bold: bool) -> list[Rough]:
    """Return the blocks with headings marked; levels by size and weight over the document.

    :param bold: whether weight tells headings (false where the whole document is bold).
    """
    blocks = rejoined(blocks, lambda block: _set_apart(block, body, bold=bold))
    kinds = _kinds(blocks, body, bold=bold)
    styles = Counter(_style(block) for block, kind in zip(blocks, kinds, strict=True) if kind == "style")
    level = _levels(styles)
    deepest = min(max(level.values(), default=0) + 1, DEEPEST - 1)
    done = []
    for block, kind in zip(blocks, kinds, strict=True):
        if kind == "style":
            done.append(replace(block, kind="heading", level=level[_style(block)]))
        elif kind:
            done.append(replace(block, kind="heading", level=1 if kind == "title" else deepest))
        elif block.kind == "heading":
            done.append(replace(block, level=DEEPEST))
        else:
            done.append(block)
    return done


def _kinds(blocks: Sequence[Rough], body: float, *, bold: bool) -> list[str]:
    """Return by what each block is a heading: "style", "words", "title"; "" where it is none."""
    kinds = []
    for index, block in enumerate(blocks):
        before = blocks[index - 1] if index else None
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if _by_style(block, before, following, body, bold=bold):
            kinds.append("style")
        else:
            kinds.append("words" if _by_words(block, before, following) else "")
    title = _statute_title(blocks, kinds)
    if title is not None:
        kinds[title] = "title"
    contents = contents_entries(blocks)
    kinds = ["" if index in contents else kind for index, kind in enumerate(kinds)]
    dropped = in_runs(blocks, kinds, body) | signatures(blocks, kinds)
    return ["" if index in dropped else kind for index, kind in enumerate(kinds)]


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


def _set_apart(block: Rough, body: float, *, bold: bool) -> bool:
    """Tell whether a block is short and set larger or bolder than the body."""
    if block.kind not in {"text", "item"} or len(block.lines) > 8:
        return False
    if not (_larger(block, body) or (bold and all(line.bold for line in block.lines))):
        return False
    text = text_of(block)
    if len(text) > LONGEST or sum(map(str.isalpha, text)) < 3:
        return False
    return block.kind == "text" or bool(_COUNTED.match(text))


def _larger(block: Rough, body: float) -> bool:
    """Tell whether a block's first line is in larger type, not only a label at its beginning."""
    line = block.lines[0]
    if line.size < LARGER * body:
        return False
    small = sum(len(word.text) for word in line.words if word.size < LARGER * body)
    return 5 * small <= sum(len(word.text) for word in line.words)


def _by_style(block: Rough, before: Rough | None, following: Rough | None, body: float, *, bold: bool) -> bool:
    if not _set_apart(block, body, bold=bold) or _mid_sentence(before, block, body):
        return False
    text = text_of(block)
    if text.endswith((",", ";")):
        return False
    return not no_heading(text, larger=_larger(block, body)) or numbered_sentence(block, following)


def _mid_sentence(before: Rough | None, block: Rough, body: float) -> bool:
    """Tell whether a bold line only ends the sentence of the text above it: „… wollen wir die“, „Rechte stärken.“."""
    if before is None or before.page != block.page or before.kind not in {"text", "item"} or _larger(block, body):
        return False
    above = before.lines[-1]
    tight = 0 < block.lines[0].box.y1 - above.box.y1 <= LEADING * above.size
    return tight and not above.bold and len(above.words) > 2 and bool(OPEN.search(above.text))


def _by_words(block: Rough, before: Rough | None, following: Rough | None) -> bool:
    """Headings that only their words show: „Beschlussvorschlag:“, „5.3 Berichte aus …“."""
    if block.kind not in {"text", "item"} or len(block.lines) > 2 or following is None:
        return False
    text = text_of(block)
    if (len(block.lines) == 2 and not _LETTERED.match(text)) or no_heading(text, larger=False):
        return False
    if _LABEL.match(text) and len(text.split()) <= 4 and not (_SPOKEN.search(text) or FINITE.search(text)):
        # „Gründe:“ stands over the boxes to be checked in a form; a list's lead-in is a sentence.
        options = following.kind == "item" and following.lines[0].text[0] in "☐☒☑"
        return (options or following.kind == "text") and following.page == block.page
    if _SECTION.match(text) and len(text) <= 90 and not re.search(r"[.,;)]$", text):
        return True
    if _LETTERED.match(text) and following.kind == "text" and len(text) <= 90 and not re.search(r"[.,;:\d]$", text):
        return not last_of_list(text, before)  # the first of a list would be followed by the second
    return bool(_NUMBERED.match(text)) and len(text) <= 100 and not re.search(r"[.,;:\d]$", text)


def _statute_title(blocks: Sequence[Rough], kinds: Sequence[str]) -> int | None:
    """Return which block is the title of a statute in body type: centred, before the first heading and long text."""
    first = blocks[0].page if blocks else 0
    page = [line for block in blocks if block.page == first for line in block.lines]
    for index, block in enumerate(blocks[:12]):
        text = text_of(block)
        if block.page != first or kinds[index] or (block.kind == "text" and len(text) > LONGEST):
            return None
        if block.kind == "text" and _STATUTE.match(text) and not text.endswith((".", ":", ",")) and text[0].isupper():
            left, right = min(line.box.x0 for line in page), max(line.box.x1 for line in page)
            if all(_centred(line, left, right) for line in block.lines):
                return index
    return None


def _centred(line: Line, left: float, right: float) -> bool:
    middle = (line.box.x0 + line.box.x1) / 2
    return abs(middle - (left + right) / 2) < 0.03 * (right - left) and line.box.x0 - left > 0.05 * (right - left)
