"""Turns the Markdown of a source text into the flowables that reportlab sets on pages.

Beside plain Markdown (headings, paragraphs, lists, tables, quotes as remarks) a text may give
directives in comments of their own: ``<!-- widths: 25 75 -->`` before a table (per cent of the
line), ``<!-- newpage -->`` and ``<!-- columns -->`` (the rest of the document in two columns).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from reportlab.lib.units import mm
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from press.style import RULE, TINT, styles

TEXT_WIDTH = 165 * mm
COLUMN_GAP = 9 * mm
COLUMN_WIDTH = (TEXT_WIDTH - COLUMN_GAP) / 2
DIRECTIVE = re.compile(r"<!--\s*(\w+)(?::\s*([^>]*?))?\s*-->")
TAGS = {"strong": "b", "em": "i"}


class Heading(Paragraph):  # type: ignore[misc]
    """A heading that also enters the PDF's outline; `level` 0 is the title."""

    def __init__(self, text: str, style: str, level: int) -> None:
        super().__init__(text, styles()[style])
        self.level = level


# Tables and lists up to this many rows stay on one page; longer ones may break between rows.
KEPT_ROWS = 10


def table(rows: Sequence[Sequence[Flowable]], widths: Sequence[float], header: bool) -> Table:
    """Return a ruled table; `widths` are shares of the line, a header row is tinted and repeated."""
    total = sum(widths)
    look = [
        ("GRID", (0, 0), (-1, -1), 0.5, RULE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ("LEFTPADDING", (0, 0), (-1, -1), 5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 5),
    ]
    if header:
        look.append(("BACKGROUND", (0, 0), (-1, 0), TINT))
    columns = [TEXT_WIDTH * width / total for width in widths]
    return Table(
        [list(row) for row in rows],
        colWidths=columns,
        repeatRows=int(header),
        splitByRow=int(len(rows) > KEPT_ROWS),
        style=TableStyle(look),
        spaceBefore=4,
        spaceAfter=9,
    )


def flowables(markdown: str) -> list[Flowable]:
    """Return what `markdown` says as flowables in reading order."""
    tree = SyntaxTreeNode(MarkdownIt("commonmark", {"html": True}).enable("table").parse(markdown))
    return _entries(list(_blocks(tree.children)))


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> Iterator[Flowable]:
    prefix, widths = "", ""
    for node in nodes:
        directive = DIRECTIVE.match(node.content) if node.type == "html_block" else None
        if directive and directive[1] == "widths":
            widths = directive[2]
        elif directive and directive[1] == "newpage":
            yield PageBreak()
        elif directive and directive[1] == "columns":
            prefix = "column-"
            yield NextPageTemplate("columns")
            yield PageBreak()
        elif node.type == "heading":
            level = int(node.tag[1])
            yield Heading(_inline(node.children[0]), f"{prefix}h{level}", level - 1)
        elif node.type == "paragraph":
            yield Paragraph(_inline(node.children[0]), styles()[f"{prefix}text"])
        elif node.type == "bullet_list":
            items = [*_items(node, f"{prefix}item"), Spacer(1, 4)]
            for item in items[:-2] if len(items) <= KEPT_ROWS else ():
                item.keepWithNext = 1
            yield from items
        elif node.type == "blockquote":
            yield from (Paragraph(_inline(part.children[0]), styles()["note"]) for part in node.children)
        elif node.type == "table":
            yield _table(node, widths)
        else:
            raise ValueError(f"the corpus has no way to set {node.type}: {node.content!r}")


def _items(node: SyntaxTreeNode, style: str) -> Iterator[Flowable]:
    for item in node.children:
        for part in item.children:
            if part.type == "bullet_list":
                yield from _items(part, "subitem")
            else:
                yield Paragraph(_inline(part.children[0]), styles()[style], bulletText="•")


def _table(node: SyntaxTreeNode, widths: str) -> Table:
    rows: list[list[Flowable]] = []
    for part in node.children:
        style = styles()["label" if part.type == "thead" else "cell"]
        cells = [[_inline(cell.children[0]) for cell in row.children] for row in part.children]
        rows.extend([Paragraph(words, style) for words in row] for row in cells)
    # A table without words in its first row has no header row; Markdown cannot leave it out.
    header = any(cell.text for cell in rows[0])
    shares = [float(share) for share in widths.split()] or [1.0] * len(rows[0])
    return table(rows if header else rows[1:], shares, header)


def _inline(node: SyntaxTreeNode) -> str:
    out = []
    for child in node.children:
        if child.type in TAGS:
            out.append(f"<{TAGS[child.type]}>{_inline(child)}</{TAGS[child.type]}>")
        elif child.type == "softbreak":
            out.append(" ")
        elif child.type == "hardbreak":
            out.append("<br/>")
        else:
            out.append(escape(child.content, quote=False))
    return "".join(out)


def _entries(flow: list[Flowable]) -> list[Flowable]:
    """Keep each entry of the two-column part (heading and fields) together in one column."""
    out: list[Flowable] = []
    entry: list[Flowable] = []
    for part in [*flow, None]:
        name = part.style.name if isinstance(part, Paragraph) else ""
        if part is None or not name.startswith("column-") or name in {"column-h2", "column-h3"}:
            opened = bool(entry) and entry[-1].style.name == "column-h2"
            if entry and not (name == "column-h3" and opened):
                out.append(KeepTogether([*entry, Spacer(1, 7)]))
                entry = []
        if part is None:
            break
        if name == "column-h3":
            entry.append(HRFlowable(width="100%", thickness=0.6, color=RULE, spaceAfter=3))
        (entry if name.startswith("column-") else out).append(part)
    return out
