"""Fonts, colours and paragraph styles of the corpus."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

HERE = Path(__file__).resolve().parent
FONTS = HERE.parent / "fonts"
REGULAR, BOLD, ITALIC = "Corpus", "Corpus-Bold", "Corpus-Italic"
FILES = {
    REGULAR: "DejaVuSansCondensed.ttf",
    BOLD: "DejaVuSansCondensed-Bold.ttf",
    ITALIC: "DejaVuSansCondensed-Oblique.ttf",
}

INK = HexColor("#1c1c1c")
ACCENT = HexColor("#1f4e66")
RULE = HexColor("#8a979e")
TINT = HexColor("#eaf0f3")

BODY_SIZE, BODY_LEADING = 10.0, 14.6

# A part of a word shorter than this at either side of a break reads badly.
SHORTEST_PART = 3


@cache
def register_fonts() -> None:
    """Make the three fonts of corpus/fonts known to reportlab, once."""
    for name, file in FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD)


@cache
def _breaks() -> dict[str, tuple[str, ...]]:
    words: list[str] = tomllib.loads((HERE / "hyphens.toml").read_text(encoding="utf-8"))["words"]
    return {word.replace("-", "").lower(): tuple(word.split("-")) for word in words}


def hyphenate(word: str) -> Iterator[tuple[str, str]]:
    """Yield (head, tail) of each place where `word` may break, the longest head first.

    Only the hand-checked words of hyphens.toml break: German patterns tear compounds
    ("Krei-sintegrationszentrum"), and a wrong break would be a wrong word in the text.
    """
    parts = _breaks().get(word.lower(), ())
    ends = [sum(len(part) for part in parts[:count]) for count in range(1, len(parts))]
    for end in reversed(ends):
        if end >= SHORTEST_PART and len(word) - end >= SHORTEST_PART:
            yield word[:end], word[end:]


def _style(name: str, font: str = REGULAR, size: float = BODY_SIZE, **settings: object) -> ParagraphStyle:
    hyphens: Callable[[str], Iterator[tuple[str, str]]] | str = hyphenate if font != BOLD else ""
    base: dict[str, object] = {
        "fontName": font,
        "fontSize": size,
        "leading": round(size * BODY_LEADING / BODY_SIZE, 2),
        "textColor": INK,
        "allowWidows": 0,
        "allowOrphans": 0,
        "hyphenationLang": hyphens,
    }
    return ParagraphStyle(name, **(base | settings))


@cache
def styles() -> dict[str, ParagraphStyle]:
    """Return the paragraph styles by name: page, column (narrower text) and furniture."""
    register_fonts()
    headings = {"textColor": ACCENT, "keepWithNext": 1}
    made = [
        _style("text", spaceAfter=7),
        _style("item", spaceAfter=3.5, leftIndent=14, bulletIndent=3),
        _style("subitem", spaceAfter=3, leftIndent=28, bulletIndent=17),
        _style("note", ITALIC, 9, spaceBefore=4, spaceAfter=9, leftIndent=10, textColor=ACCENT),
        _style("cell", size=9, leading=12.4),
        _style("label", BOLD, 9, leading=12.4),
        _style("kicker", size=10.5, textColor=ACCENT, spaceAfter=4),
        _style("title", BOLD, 18, leading=23, textColor=ACCENT, spaceAfter=10),
        _style("subject", BOLD, 13.5, leading=17.5, textColor=ACCENT, spaceAfter=8),
        _style("h2", BOLD, 12.5, leading=16.5, spaceBefore=13, spaceAfter=6, **headings),
        _style("h3", BOLD, 10.5, leading=14, spaceBefore=8, spaceAfter=4, keepWithNext=1),
        _style("box", size=8.6, leading=11.8, spaceAfter=2),
        _style("column-text", size=8.7, leading=11.8, spaceAfter=2.2),
        _style("column-item", size=8.7, leading=11.8, spaceAfter=2, leftIndent=10, bulletIndent=1),
        _style("column-h2", BOLD, 11.5, leading=15, spaceBefore=2, spaceAfter=7, **headings),
        _style("column-h3", BOLD, 9.6, leading=12.6, spaceAfter=3, keepWithNext=1),
    ]
    return {style.name: style for style in made}
