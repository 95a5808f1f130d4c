"""Signs that Tesseract's German data does not know, told by their shape: § – ² ³ and a Roman I.

Its data (4.1, as Debian and others ship it) has neither „§“ nor the dash nor raised digits: „§ 5“ is read as
"8 5", "$ 5" or "& 5", „m²“ as "m?", „–“ as "-", and „S. 142 I“ with a bar. Which it was is seen from where the
sign stands and how large it is beside its line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

import numpy as np
from PIL import Image

from ingest.scan import Mask
from ingest.tesseract import Seen

# The section sign reaches below the line, which the digits it is mistaken for do not: 47 pixels
# against 36 on 300 dpi scans, 43 where it is set close to its number.
SECTION = 1.15
# Shares of the type size: capitals and ascenders, small letters, descenders (Helvetica and Times lie close).
CAPITAL, SMALL, BELOW = 0.72, 0.53, 0.21
# Sizes within this share of the page's usual one are taken for it, so that headings are told from noise.
SAME_SIZE = 0.1
# A hyphen is .28 to .33 of the type size wide, a dash .5 to .56 (narrow faces: .27 and .46).
DASH = 0.38
# A raised digit ends this far above the line, in type sizes; it is at most so high and so wide.
RAISED, RAISED_HIGH, RAISED_WIDE = 0.15, 0.58, 0.28

ASCENDERS = re.compile(r"[A-ZÄÖÜ0-9bdfhkltßäöüi()§/!?]")
DESCENDERS = re.compile(r"[gjpqyß()§;Q]")
_NUMBER = re.compile(r"^\d{1,3}[a-z]?(?:[-–]\d{1,3}[a-z]?)?[.,;:)]*$")
_SIGN = re.compile(r"^(\(?)([8$5S&]{1,2})$")
_SIGN_WITH_NUMBER = re.compile(r"^[85$&](\d{1,2}[a-z]?)$")
_RAISED = {"!": "¹", "1": "¹", "?": "²", "2": "²", "3": "³", "'": "¹", "’": "¹"}
# Read as what raised digits are after a unit or a word; quotation marks are raised by nature.
_MAY_BE_RAISED = re.compile(r"^.*[^\W\d_][)\]“”\"]?[!?123]$")
_ALONE_RAISED = re.compile(r"^[!?123'’]$")
_BRACES = str.maketrans("{}", "()")


class Sized(NamedTuple):
    """A word with its type size in pixels."""

    word: Seen
    size: float


def sized(seen: Sequence[Seen]) -> list[Sized]:
    """Return each word with its type size: one per line, from the letters that it has."""
    found: dict[tuple[tuple[int, int], int], list[float]] = {}
    for word in seen:
        # Not from a section sign read as a digit, which would be a measure of itself.
        if sum(sign.isalpha() for sign in word.text) >= 2:
            share = (CAPITAL if ASCENDERS.search(word.text) else SMALL) + (BELOW if DESCENDERS.search(word.text) else 0)
            found.setdefault((word.paragraph, word.line), []).append((word.bottom - word.top) / share)
    lines = {line: median(sizes) for line, sizes in found.items()}
    counts = Counter(lines[word.paragraph, word.line] for word in seen if (word.paragraph, word.line) in lines)
    usual = median(counts.elements()) if counts else 0.0
    result = []
    for word in seen:
        size = lines.get((word.paragraph, word.line), usual) or (word.bottom - word.top) / CAPITAL
        result.append(Sized(word, usual if usual and abs(size - usual) <= SAME_SIZE * usual else size))
    return result


def foot(word: Seen, size: float) -> float:
    """Return the height of the line on which the word stands; letters such as g reach below it."""
    return word.bottom - (BELOW * size if DESCENDERS.search(word.text) else 0)


def corrected(words: Sequence[Sized], image: Image.Image) -> list[str]:
    """Return the text of each word with the signs that its shape in `image` tells; '' is a speck, no word."""
    ink = np.asarray(image) < 200
    texts = []
    for index, (word, size) in enumerate(words):
        before = words[index - 1].word if index and _beside(words[index - 1].word, word) else None
        after = words[index + 1].word if index + 1 < len(words) and _beside(word, words[index + 1].word) else None
        texts.append(_text(word, size, before, after, ink))
    return texts


def _beside(left: Seen, right: Seen) -> bool:
    return left.line == right.line and left.paragraph == right.paragraph


def _text(word: Seen, size: float, before: Seen | None, after: Seen | None, ink: Mask) -> str:
    text = word.text.translate(_BRACES).strip("_")
    if text in {"-", "—", "–"}:
        wide = (word.right - word.left) / size
        return "-" if wide < DASH else "–" if wide < 0.8 else "—"
    if text == "|":
        return _bar(word, size, before, after)
    raised = _MAY_BE_RAISED.match(text) or _ALONE_RAISED.match(text)
    if raised and (len(text) > 1 or before is None or after is None) and _is_raised(word, size, before, after, ink):
        return text[:-1] + _RAISED[text[-1]]
    return _section(word, text, size, after)


def _bar(word: Seen, size: float, before: Seen | None, after: Seen | None) -> str:
    """Return the Roman number that an upright bar within a line is ("BGBl. | S. 142"); '' for a border."""
    high = (word.bottom - word.top) / (CAPITAL * size)
    near = [other for other in (before, after) if other is not None]
    close = all(max(other.left - word.right, word.left - other.right) < size for other in near)
    return "I" if len(near) == 2 and close and 0.8 <= high <= 1.2 else ""


def _is_raised(word: Seen, size: float, before: Seen | None, after: Seen | None, ink: Mask) -> bool:
    """Tell whether the last sign of the word ends above the line on which the word or its neighbours stand."""
    part = ink[max(0, word.top - 2) : word.bottom + 2, word.left : word.right + 2]
    columns = np.flatnonzero(part.any(axis=0))
    if not len(columns):
        return False
    breaks = np.flatnonzero(np.diff(columns) > 1)
    # A raised digit may touch the letter before it: no more is looked at than it is wide.
    first = max(columns[breaks[-1] + 1] if len(breaks) else columns[0], columns[-1] - round(RAISED_WIDE * size))
    rows = np.flatnonzero(part[:, first : columns[-1] + 1].any(axis=1))
    top, bottom = max(0, word.top - 2) + rows[0], max(0, word.top - 2) + rows[-1] + 1
    measure = word if len(word.text) > 1 else after or before
    if measure is None:
        return False
    base = foot(measure, size)
    return bool(base - bottom >= RAISED * size and bottom - top <= RAISED_HIGH * size)


def _section(word: Seen, text: str, size: float, following: Seen | None) -> str:
    """Return the word's text with the section sign where a digit was seen."""
    high = word.bottom - word.top >= SECTION * CAPITAL * size
    sign = _SIGN.match(text)
    if sign and following is not None and _NUMBER.match(following.text):
        low = word.bottom - following.bottom if not re.search("[,;)]", following.text) else 1
        if high and (low > 0 or sign.group(1)):
            return sign.group(1) + ("§§" if len(sign.group(2)) > 1 else "§")
    glued = _SIGN_WITH_NUMBER.match(text)
    if glued and high:
        # As it is nearly always printed and searched; the gap was too narrow for Tesseract.
        return f"§ {glued.group(1)}"
    return text


def loose(word: Sized) -> tuple[float, float, float, float]:
    """Return the word's box with room for ascenders and descenders, as the boxes of text in PDFs have it."""
    seen, size = word
    if not any(sign.isalnum() for sign in seen.text):
        return seen.left, seen.top, seen.right, seen.bottom
    base = foot(seen, size)
    return seen.left, min(base - 0.9 * size, seen.top), seen.right, max(base + BELOW * size, seen.bottom)
