"""The top of a document: title and origin, or the head of a council paper with its tables."""

from __future__ import annotations

from html import escape

from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle

from press.flow import TEXT_WIDTH, Heading, table
from press.source import Head, Source
from press.style import ACCENT, TINT, styles

ANSWERS = ("ja", "nein", "noch nicht zu übersehen")
BOXES = {True: "☒", False: "☐"}


def opening(source: Source) -> list[Flowable]:
    """Return what stands above the text of `source`."""
    title = Heading(escape(source.title, quote=False), "subject" if source.head else "title", 0)
    kicker = Paragraph(escape(source.kicker, quote=False), styles()["kicker"])
    if source.head is None:
        return [kicker, title, _origin(source), Spacer(1, 6)]
    return [kicker, *_papers_head(source.head), title, _origin(source), *_effects(source.head), Spacer(1, 4)]


def _text(words: str, style: str = "cell") -> Paragraph:
    return Paragraph(escape(words, quote=False), styles()[style])


def _origin(source: Source) -> Table:
    """Name the papers that the document retells, in a tinted box."""
    lines = [Paragraph("<b>Nacherzählt nach:</b>", styles()["box"])]
    lines += [Paragraph(escape(name, quote=False), styles()["box"], bulletText="–") for name in source.origin]
    for line in lines[1:]:
        line.style = line.style.clone("box-item", leftIndent=11, bulletIndent=1)
    stand = styles()["box"].clone("box-stand", spaceBefore=5)
    lines.append(Paragraph(f"<b>Stand:</b> {escape(source.stand, quote=False)}", stand))
    look = TableStyle(
        [
            ("BACKGROUND", (0, 0), (-1, -1), TINT),
            ("LINEBEFORE", (0, 0), (0, -1), 2, ACCENT),
            ("LEFTPADDING", (0, 0), (-1, -1), 9),
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ]
    )
    return Table([[lines]], colWidths=[TEXT_WIDTH], style=look, spaceAfter=8)


def _papers_head(head: Head) -> list[Flowable]:
    flow: list[Flowable] = [Heading(escape(head.name), "h2", 1)]
    if head.publicity:
        flow.append(_text(head.publicity, "h3"))
    pairs = [Paragraph(f"<b>{name}:</b> {escape(value)}", styles()["cell"]) for name, value in head.fields]
    halves = [pairs[at : at + 2] for at in range(0, len(pairs), 2)]
    flow.append(table(halves, [50] * len(halves[0]), header=False))
    steps = [[_text(name, "label") for name in ("Beratungsfolge", "Termine", "Art der Entscheidung")]]
    steps += [[_text(cell) for cell in step] for step in head.consultations]
    flow.append(table(steps, [40, 32, 28], header=True))
    if head.missing:
        flow.append(_text(f"In der Quelle nicht angegeben: {', '.join(head.missing)}.", "note"))
    return flow


def _effects(head: Head) -> list[Flowable]:
    flow: list[Flowable] = []
    if head.effects:
        rows = [
            [_text(name), *(_text(f"{BOXES[answer == ticked]} {answer}") for answer in ANSWERS)]
            for name, ticked in head.effects
        ]
        flow.append(table(rows, [36, 16, 16, 32], header=False))
    if head.decision:
        flow.append(_text(head.decision, "h3"))
    return flow
