"""Makes the invented papers: ``python -m evaluation.contact_papers.build [--out DIR]``.

The texts are the TOML files beside this module: a list of parts, each a heading, lines, a paragraph or a table.
"""

from __future__ import annotations

import argparse
import io
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

HERE = Path(__file__).resolve().parent
_TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=10, leading=13, spaceAfter=6)
_CELL = ParagraphStyle("cell", parent=_TEXT, fontSize=9, leading=11, spaceAfter=0)
_HEADS = {
    level: ParagraphStyle(f"head{level}", parent=_TEXT, fontName="Helvetica-Bold", fontSize=size, leading=size + 4)
    for level, size in ((1, 17), (2, 13), (3, 11))
}
_FOOT = "Erfundenes Papier des erfundenen Kreises Musterland – nur zum Prüfen von Software."


def made() -> dict[str, bytes]:
    """Return the PDFs by file name."""
    return {
        f"{path.stem}.pdf": set_pdf(tomllib.loads(path.read_text(encoding="utf-8")))
        for path in sorted(HERE.glob("*.toml"))
    }


def set_pdf(source: Mapping[str, Any]) -> bytes:
    """Return the paper of a source as a PDF; the same source gives the same bytes."""
    target = io.BytesIO()
    paper = SimpleDocTemplate(target, pagesize=A4, title=source["title"], invariant=1)
    story = [flowable for part in source["parts"] for flowable in _set(part)]
    paper.build([*story, Spacer(1, 18), Paragraph(_FOOT, _CELL)])
    return target.getvalue()


def _set(part: Mapping[str, Any]) -> list[Flowable]:
    if "head" in part:
        return [Paragraph(part["head"], _HEADS[part.get("level", 2)])]
    if "text" in part:
        return [Paragraph(part["text"], _TEXT)]
    if "lines" in part:
        return [Paragraph("<br/>".join(part["lines"]), _TEXT)]
    rows = [[Paragraph(cell, _CELL) for cell in row] for row in part["table"]]
    table = Table(rows, colWidths=part.get("widths"), hAlign="LEFT")
    lines = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    ruled = [("GRID", (0, 0), (-1, -1), 0.5, colors.grey)] if part.get("ruled", True) else []
    table.setStyle(TableStyle([*lines, *ruled]))
    return [table, Spacer(1, 8)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("var/contact-papers"), help="folder (var/contact-papers)")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for name, data in made().items():
        (out / name).write_bytes(data)
        print(f"{name}: {len(data)} bytes")


if __name__ == "__main__":
    main()
