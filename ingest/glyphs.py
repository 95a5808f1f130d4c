"""What the glyphs of a font stand for: list marks of symbol fonts, ligatures, kinds of hyphens.

Symbol fonts often name no Unicode for their glyphs. pdfium then gives the byte in the private use area
(U+F0xx), the byte itself as a letter, or a control character; none of them means anything to a reader.
"""

from __future__ import annotations

import re
from typing import Literal

# Wingdings and ZapfDingbats (`dings`), and Symbol with its Greek letters; '' is any other font.
Face = Literal["", "dings", "symbol"]

BULLET = "•"
# Written instead of their parts so that words can be searched; what is not to be seen goes.
_SPELLED = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
    "\u200b": "", "\ufeff": "", "\u2010": "-", "\u2011": "-",
}  # fmt: skip
# Marks of Wingdings by their byte. 2 and 3 keep arrows there, and ZapfDingbats other boxes and checks.
_WINGDINGS = {
    0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x46: "→", 0x4A: "☺", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x72: "☐",
    0x75: "◆", 0x76: "❖", 0x77: "◆", 0x78: "☒", 0x9E: "·", 0x9F: "•", 0xA0: "•", 0xA1: "○", 0xA4: "◉", 0xA7: "▪",
    0xA8: "☐", 0xC4: "→", 0xD8: "➢", 0xDC: "➲", 0xE0: "→", 0xE8: "→", 0xF0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑",
}  # fmt: skip
_ZAPF = {
    0x34: "✓", 0x33: "✓", 0x36: "✗", 0x37: "✗", 0x38: "✗", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "☐", 0x71: "☐",
    0x75: "◆", 0x76: "❖", 0xD4: "→", 0xDC: "➜", 0xE0: "➢", 0xE4: "➢",
}  # fmt: skip
_WINGDINGS_3 = dict.fromkeys((*range(97, 127), 34, 36, 103, 132, 198, 218, 226), "→") | {
    0x70: "▲", 0x71: "▼", 0x75: "►", 0x77: "→", 0x7D: "►",
}  # fmt: skip
_SYMBOL = dict(
    zip(
        range(0x41, 0x5B),
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ",
        strict=True,
    )
) | dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
_SYMBOL |= {byte: chr(byte) for byte in (*range(0x20, 0x2A), *range(0x2B, 0x2D), *range(0x2E, 0x40))}
_SYMBOL |= {
    0x2A: "*", 0x2D: "–", 0xA3: "≤", 0xA5: "∞", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB6: "∂",
    0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBC: "…", 0xC5: "⊕", 0xC6: "∅", 0xD6: "√", 0xDE: "⇒", 0xE5: "∑",
}  # fmt: skip
# Where the font has no telling name: Symbol's bullet and dash, otherwise Wingdings.
_UNNAMED = _WINGDINGS | {0xB7: "•", 0x2D: "–"}
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_CONTROL = re.compile("^[\x01\x03-\x1f]$")
_ODD = re.compile("[\uf000-\uf0ff\x01\x03-\x1f]")
# Bytes of the upper half as pdfium gives them where it takes the font for one of letters.
_CP1252 = {
    bytes([byte]).decode("cp1252"): byte for byte in range(0x80, 0xA0) if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
_SPELLING = str.maketrans(_SPELLED)
# What is spelled otherwise in whatever font, and pdfium's marks for hyphens (`ingest.letters`): few words have any.
SPECIAL = re.compile("[\x00-\x1f\xad\ufffe\uf000-\uf0ff" + "".join(_SPELLED) + "]")


def face(font: str) -> Face:
    """Return the kind of a font by its name in small letters."""
    if "dings" in font or "dingbats" in font:
        return "dings"
    name = font.rpartition("+")[2]
    return "symbol" if name.startswith(("symbol", "standardsymbols")) else ""


def spelled(text: str, font: str, *, opens_line: bool) -> str:
    """Return what `text`, set in `font` (its name in small letters), stands for; '' for an ornament.

    A glyph of a symbol font that is not known here is a list mark if it opens a line, else an ornament.
    """
    text = text.translate(_SPELLING)
    kind = face(font)
    if not kind and not _ODD.search(text):
        return text
    if _CONTROL.match(text):
        # A subset's own number of the glyph: whoever sets one alone sets a mark.
        return BULLET if kind or opens_line else ""
    if kind == "dings" and len(text) == 1 and not _PRIVATE.match(text) and (text < "\u2000" or text in _CP1252):
        byte = _CP1252.get(text, ord(text) & 0xFF)
        return _mark(byte, font) or (BULLET if opens_line else "")
    return _PRIVATE.sub(lambda found: _known(found, font, opens_line=opens_line), text)


def _known(found: re.Match[str], font: str, *, opens_line: bool) -> str:
    byte = ord(found.group()) & 0xFF
    known = _mark(byte, font)
    if known is not None:
        return known
    if face(font) or len(found.string) == 1:
        return BULLET if opens_line and found.start() == 0 else ""
    return found.group()  # a text font without a map: its words are left to whoever can read them


def _mark(byte: int, font: str) -> str | None:
    if "dingbats" in font:
        return _ZAPF.get(byte)
    if re.search(r"dings\s?3", font):
        return _WINGDINGS_3.get(byte)
    if "dings" in font:
        return _WINGDINGS.get(byte)
    return _SYMBOL.get(byte) if face(font) == "symbol" else _UNNAMED.get(byte)
