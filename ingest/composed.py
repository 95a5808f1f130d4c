"""Blocks as lines -> blocks as text, each word with the place where it is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.hyphens import Row, between, halved, written
from ingest.paragraphs import Rough
from kb.model import Block, Piece


def composed(rough: Sequence[Rough], known: Mapping[str, int]) -> list[tuple[int, Block]]:
    """Return the blocks with their texts, each with its page; a word broken at a page's end is whole in the first block.

    :param known: the document's words, which decide about hyphens.
    """
    cells = [[[Row(block.page, list(line.words)) for line in cell] for cell in block.cells] for block in rough]
    for index in range(len(rough)):
        follower = _follower(rough, index)
        if follower is None and index + 1 < len(rough) and _halved(rough[index], rough[index + 1], known):
            follower = index + 1
        if follower is None or not cells[index][-1] or not cells[follower][0]:
            continue
        last, first = cells[index][-1][-1].words[-1].text, cells[follower][0][0]
        opening = first.words[0].text
        if last[-1] in "-‐‑" and opening[0].islower() and between(last, opening, known) != " ":
            cells[index][-1].append(Row(first.page, first.words[:1]))
            cells[follower][0][0] = Row(first.page, first.words[1:])
    done = []
    for block, content in zip(rough, cells, strict=True):
        text = ""
        pieces: list[Piece] = []
        for number, cell in enumerate(content):
            text += "\t" if number else ""
            glue = "\n" if block.breaks else " "
            inner, found = written([row for row in cell if row.words], known, len(text), glue)
            text += inner
            pieces += found
        if pieces:
            done.append((block.page, Block(block.kind, text, tuple(pieces), block.level)))
    return done


def _halved(above: Rough, below: Rough, known: Mapping[str, int]) -> bool:
    """Tell whether a word is broken between two blocks that were parted all the same, by type or a gap."""
    if above.page != below.page or {above.kind, below.kind} & {"row", "note"}:
        return False
    return halved(above.lines[-1].words[-1].text, below.lines[0].words[0].text, known)


def _follower(rough: Sequence[Rough], index: int) -> int | None:
    """Return the block that goes on with the text of block `index` on the next page, if it may."""
    block = rough[index]
    if block.kind not in {"text", "item"}:
        return None
    for later in range(index + 1, len(rough)):
        other = rough[later]
        if other.page == block.page:
            if other.kind != "note":
                return None
            continue
        return later if other.page == block.page + 1 and other.kind == "text" else None
    return None
