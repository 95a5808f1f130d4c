"""The printed lines of a paper's text, each with its place: what head data are quoted from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

# Invisible and odd characters that extractors leave: soft hyphen, zero-width and no-break spaces.
# Characters of a font's own (bullets, a form's blanks) say nothing by themselves.
_BLANKS: dict[str, str] = {chr(code): " " for code in (*range(0xE000, 0xF900), 0xA0, 0x2009, 0x202F)}
_INVISIBLE = str.maketrans({**_BLANKS, "\u00ad": "", "\u200b": "", "\ufeff": ""})
_ODD = re.compile("[\ue000-\uf8ff\xa0\u2009\u202f\xad\u200b\ufeff]")
_WORD = re.compile(r"[A-Za-zÄÖÜäöüß]{2,}")
# A hyphen between small letters within a line: mostly one that stood at a line's end before the text was set anew.
LEFT_HYPHEN = re.compile(r"[A-Za-zÄÖÜäöüß]*[a-zäöüß]-[a-zäöüß]+")
_SPELLED = re.compile(r"[A-Za-zÄÖÜäöüß]+(?:-[A-Za-zÄÖÜäöüß]+)*\b(?!-?\n)")


# A line this long is a paragraph or worse; what heads say stands before it. It bounds the time of all patterns.
_LONGEST = 600


class Line(NamedTuple):
    """A printed line at ``pages[page - 1][start:end]``; `text` is its first 600 characters, spaces tidied.

    `gap` says that the page leaves a space (an empty line) before it.
    """

    text: str
    page: int
    start: int
    end: int
    gap: bool


def lines_of(pages: Sequence[str]) -> list[Line]:
    """Return the lines of `pages` that carry something."""
    lines = []
    for number, page in enumerate(pages, start=1):
        start, gap = 0, True
        odd = _ODD.search(page) is not None
        for raw in page.splitlines(keepends=True):
            text = tidy(raw[:_LONGEST], odd=odd)
            if text:
                left = len(raw) - len(raw.lstrip())
                lines.append(Line(text, number, start + left, start + len(raw.rstrip()), gap))
            gap = not text
            start += len(raw)
    return lines


def tidy(text: str, *, odd: bool = True) -> str:
    """Return `text` on one line with single spaces, tabs between cells kept; `odd`: it may have odd characters."""
    plain = text.translate(_INVISIBLE) if odd else text
    if "\t" not in plain:
        return " ".join(plain.split())
    return "\t".join(" ".join(cell.split()) for cell in plain.split("\t")).strip()


def join_lines(lines: Sequence[str], vocabulary: frozenset[str] = frozenset()) -> str:
    """Return printed lines as one, end-of-line hyphens undone.

    :param vocabulary: the paper's own words in lower case: where it has the word joined, or the
        hyphened one, that decides; else a small letter after the hyphen says that the word goes on.
    """
    text = ""
    for line in lines:
        part = line.replace("\t", " ").strip()
        if not text:
            text = part
        elif text.endswith("/") and not text.endswith(" /"):
            text += part
        elif text.endswith("-") and len(text) > 1 and text[-2].isalpha():
            text = _join_hyphen(text, part, vocabulary)
        else:
            text += " " + part
    return text


def _join_hyphen(left: str, right: str, vocabulary: frozenset[str]) -> str:
    head = re.split(r"[\s„\"(/]", left[:-1])[-1].rpartition("-")[2].lower()
    tail = re.split(r"[\s,.;:!?)\"“/-]", right)[0].lower()
    if tail in ("und", "oder", "sowie", "bzw", "bis", "u"):
        return f"{left} {right}"  # "Sport-" "und Freizeit": an elided word, not a broken one
    if f"{head}{tail}" in vocabulary:
        return left[:-1] + right
    if f"{head}-{tail}" in vocabulary or not right[:1].islower():
        return left + right
    return left[:-1] + right


def whole_words(text: str, vocabulary: frozenset[str]) -> str:
    """Return `text` without hyphens left inside words that the paper elsewhere writes whole ("Maß-nahmen")."""

    def joined(match: re.Match[str]) -> str:
        word, last = match[0].replace("-", ""), match[0].rpartition("-")[2]
        # "Energiesparmaß-nahmen" is known where "Maßnahmen" is.
        known = word.lower() in vocabulary or any(
            len(last) + 2 < len(each) and len(each) > 6 and word.lower().endswith(each) for each in vocabulary
        )
        return word if known else match[0]

    return LEFT_HYPHEN.sub(joined, text)


def words_of(text: str) -> list[str]:
    """Return the words of at least two letters, in lower case."""
    return [word.lower() for word in _WORD.findall(text)]


def vocabulary_of(pages: Sequence[str]) -> frozenset[str]:
    """Return the paper's words, whole and hyphened, as they stand inside its lines, in lower case."""
    return frozenset(word.lower() for word in _SPELLED.findall("\n".join(pages)))
