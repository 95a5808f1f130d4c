"""What the lines of a page look like: lengths, ends, headings, what is printed in them. In any language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.nearby import among

Column = NDArray[np.float64]
_END = re.compile(r"[.!?…؟][\"“”»)\]]*$")
# A heading has at most this many words, a question set as one a few more.
HEADING, QUESTION = 9, 12
PRINTED = {
    "url": re.compile(r"www\.|https?:|\w\.(?:de|org|com|eu|net|info|bayern)\b", re.IGNORECASE),
    "mail": re.compile(r"[\w.]@\w"),
    "phone": re.compile(r"\(?0\d{1,5}\)?[ /-]{0,3}\d{3,}|\+49|\b\d{3,}[ /-]\d{3,}"),
    "clock": re.compile(r"\b\d{1,2}[:.]\d\d\b|\d\s*(?:Uhr|a\.?m|p\.?m|h\b)", re.IGNORECASE),
    "date": re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}\.\s?\d{1,2}\."),
    "money": re.compile(r"€|\beuros?\b|\bEUR\b|євро|евро|يورو|%", re.IGNORECASE),
    "number": re.compile(r"\d"),
    "address": re.compile(r"\b\d{5}\b|(?:str(?:aße|\.)|platz|weg|allee)\b", re.IGNORECASE),
    "quoted": re.compile(r"[\"„“«»]"),
    "bracket": re.compile(r"\("),
    "listed": re.compile(r",.*,.*,|،.*،"),
}
CONTACT = 3  # the first of them lead to somebody


@dataclass(frozen=True, slots=True)
class Shape:
    """Columns with one number per line; `section` is the line of the heading that each stands under.

    `lead`: the last line before that ends in a colon, itself where there is none; `since_lead`: how far up (99: none).
    """

    words: Column
    letters: Column
    ended: Column
    colon: Column
    asks: Column
    small: Column
    short: Column
    heading: Column
    tags: Column
    repeats_title: Column
    printed: NDArray[np.float64]
    section: NDArray[np.int64]
    lead: NDArray[np.int64]
    since_lead: Column


def shape_of(lines: Sequence[str]) -> Shape:
    """Return how the lines of a page are set; the first line is its title."""
    lines = [line.strip() for line in lines]
    words = np.array([len(line.split()) for line in lines], dtype=np.float64)
    letters = np.array([len(line) for line in lines], dtype=np.float64)
    ended = _flags(bool(_END.search(line)) for line in lines)
    colon = _flags(line.endswith(":") for line in lines)
    asks = _flags(line.endswith(("?", "؟")) for line in lines)
    small = _flags(line[:1].islower() or line[:1] in tuple('-•–*"') for line in lines)
    printed = np.array([[bool(look.search(line)) for look in PRINTED.values()] for line in lines], dtype=np.float64)
    contact = printed[:, :CONTACT].max(axis=1)
    short = (1 - ended) * (words <= HEADING) * (1 - contact) * (1 - colon) * (1 - small)
    short = np.maximum(short, asks * (words <= QUESTION))
    heading = short * np.maximum.reduce(
        [moved(ended, -1), moved(colon, -1), (moved(words, -1) > HEADING) * 1.0, asks, 1 - moved(short, 1, 1.0)]
    )
    heading[:1] = 1
    commas = np.array([line.count(",") + line.count("،") for line in lines], dtype=np.float64)
    lead, since_lead = _leads(colon)
    return Shape(
        words=words,
        letters=letters,
        ended=ended,
        colon=colon,
        asks=asks,
        small=small,
        short=short,
        heading=heading,
        tags=(commas >= np.maximum(2, words / 4)) * (1 - ended),
        repeats_title=_flags(line == lines[0] for line in lines),
        printed=printed,
        section=np.maximum.accumulate(np.where(heading > 0, np.arange(len(lines)), 0)),
        lead=lead,
        since_lead=since_lead,
    )


def layout(shape: Shape) -> dict[str, Column]:
    """Return where each line stands and how it and its neighbours are set."""
    total = len(shape.words)
    at = np.arange(total).astype(np.float64)
    members = np.bincount(shape.section, minlength=total)
    ends = np.append(np.flatnonzero(shape.heading > 0), total)
    contact = shape.printed[:, :CONTACT]
    columns = {
        "at": at,
        "at_relative": at / max(total - 1, 1),
        "left": total - 1 - at,
        "lines": np.full(total, float(total)),
        "letters": shape.letters,
        "small": shape.small,
        "tags": shape.tags,
        "repeats_title": shape.repeats_title,
        "since_heading": at - shape.section,
        "to_heading": ends[np.searchsorted(ends, at, side="right")] - at,
        "section_lines": members[shape.section].astype(np.float64),
        "sections": np.full(total, float(np.count_nonzero(members))),
        "since_lead": shape.since_lead,
        "contact_near": among(contact, -2, 2).max(axis=1),
        "contact_page": np.full(total, float(contact.mean())),
    }
    for name in ("words", "ended", "colon", "asks", "short", "heading"):
        column: Column = getattr(shape, name)
        columns |= {
            f"is_{name}": column,
            f"is_{name}-1": moved(column, 1, -1.0),
            f"is_{name}+1": moved(column, -1, -1.0),
        }
    return columns | {f"has_{name}": shape.printed[:, n] for n, name in enumerate(PRINTED)}


def moved(column: Column, by: int, fill: float = 0.0) -> Column:
    """Return a column in which each line has the value of the line `by` above it (below, where negative)."""
    result = np.full_like(column, fill)
    if by > 0:
        result[by:] = column[:-by]
    elif by < 0:
        result[:by] = column[-by:]
    else:
        result[:] = column
    return result


def _flags(values: Iterable[bool]) -> Column:
    return np.fromiter(values, dtype=np.float64)


def _leads(colon: Column) -> tuple[NDArray[np.int64], Column]:
    at = np.arange(len(colon))
    last = moved(np.maximum.accumulate(np.where(colon > 0, at, -1)).astype(np.float64), 1, -1.0).astype(np.int64)
    return np.where(last >= 0, last, at), np.where(last >= 0, at - last, 99.0)
