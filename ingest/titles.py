"""The title of a council paper: what its head prints between sender, labels and values, and the text.

A title has no label of its own in most heads. So every line of the head is told what it is; what
remains free is the title: the first stretch of free lines after the labels, else the last before them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.captions import new_paragraph
from ingest.consultations import TABLE
from ingest.labels import begins_with_label
from ingest.parts import (
    BODY_HEADING,
    BODY_SENTENCE,
    POINT,
    SHORTEST_HEAD,
    issuer_line,
    not_title,
    text_start,
)
from ingest.printed import Line, words_of

# A title of more lines has swallowed text. Of 3,539 titles read right in Karlsruhe's papers (half of those of
# `train/` that print their reference) three had four lines, none more.
_MOST = 6
# "… des Ausscheidens von" / "Stadträtin Erika Beispiel"; "… zum" / "1. Januar 2017"
_BROKEN_OFF = re.compile(r"\b(?:das|der|den|dem|des|eine[rsmn]?|durch|für|und|zu[mr]?|vo[nm]|über)$")
_DAY = re.compile(
    r"\d{1,2}\.\s?(?:\d{1,2}\.|(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November"
    r"|Dezember)\b)"
)


def title_places(lines: Sequence[Line], taken: Mapping[int, str]) -> list[int]:
    """Return the indexes of the lines that are a council paper's title, [] where none can be told.

    :param taken: lines that are known to be something else (label, headline, consultation, ...), by index.
    """
    table = next((n for n, line in enumerate(lines) if TABLE.match(line.text.replace("\t", " "))), len(lines))
    last_label = max((n for n, what in taken.items() if what == "label" and n < text_start(lines, taken)), default=-1)
    runs: list[list[int]] = []
    run: list[int] = []
    for place, line in enumerate(lines):
        text = line.text.replace("\t", " ")
        goes_on = bool(run) and place not in taken and _unfinished(lines[run[-1]].text, text, gap=line.gap)
        goes_on = goes_on or (not run and place > last_label and _body_in_title(lines, taken, place))
        if not goes_on and (place in taken or not_title(text, within=bool(run)) or TABLE.match(text)):
            runs, run = _closed(runs, run)
            if TABLE.match(text) and any(r[0] > last_label for r in runs):
                break
            continue
        titled = bool(run) or any(r[0] > last_label for r in runs)
        if BODY_HEADING.match(text) and (titled or place >= SHORTEST_HEAD):
            break
        if titled and BODY_SENTENCE.match(text):
            break
        if not goes_on and run and _note_above(lines, run, place):
            run = []
        if not goes_on and run and (_point(lines, place) or new_paragraph(lines, run, place)):
            break
        if len(run) >= _MOST:
            break
        run.append(place)
    runs, run = _closed(runs, run)
    runs = [r for r in runs if _plausible([lines[n].text for n in r])]
    # Where titles stand, most usual first: between labels and table, above the labels, below the table.
    between = [r for r in runs if last_label < r[0] < table]
    below = [r for r in runs if r[0] > max(last_label, table) and not _prose([lines[n].text for n in r])]
    above = [r for r in runs if r[0] < max(last_label, 0)]
    for choice in (between, below[:1] if _headed(lines, below) else [], above[-1:], below):
        if choice:
            return choice[0]
    return runs[-1] if runs and not _prose([lines[n].text for n in runs[-1]]) else []


def _unfinished(last: str, text: str, *, gap: bool) -> bool:
    """Whether a title line is plainly broken off, so that whatever comes next belongs to it."""
    if TABLE.match(text) or begins_with_label(text):
        return False
    return (
        last.endswith((",", ";"))
        or (re.search(r"[a-zäöüß]-$", last) is not None and text[:1].islower())
        or (_BROKEN_OFF.search(last) is not None and not gap)
    )


def _body_in_title(lines: Sequence[Line], taken: Mapping[int, str], place: int) -> bool:
    """Whether a title below the labels begins with the name of a body: "Zweckverband Nord" / "Wahl der Mitglieder"."""
    after = place + 1
    return (
        issuer_line(lines[place].text)
        and place - 1 in taken
        and after < len(lines)
        and after not in taken
        and not lines[after].gap
        and not (not_title(lines[after].text) or TABLE.match(lines[after].text))
    )


def _note_above(lines: Sequence[Line], run: Sequence[int], place: int) -> bool:
    """Whether what was taken for the title is a sentence set above it: "Nicht angegeben: Termine."."""
    return len(run) == 1 and lines[place].gap and re.search(r": .*[a-zäöü]{3}\.$", lines[run[0]].text) is not None


def _point(lines: Sequence[Line], place: int) -> bool:
    """Whether a line is one point of several; a day or a lone subtitle behind a dash begins no list."""
    text = lines[place].text
    if not POINT.match(text) or _DAY.match(text):
        return False
    following = lines[place + 1].text if place + 1 < len(lines) else ""
    return lines[place].gap or not text.startswith("- ") or following.startswith("- ")


def _closed(runs: list[list[int]], run: list[int]) -> tuple[list[list[int]], list[int]]:
    return ([*runs, run] if run else runs), []


def _prose(texts: Sequence[str]) -> bool:
    return BODY_SENTENCE.match(texts[0]) is not None or (texts[-1].endswith((".", ";")) and len(texts) > 2)


def _headed(lines: Sequence[Line], runs: Sequence[Sequence[int]]) -> bool:
    """Whether the first of `runs` is followed by a heading of the text, as a title below the table is."""
    after = runs[0][-1] + 1 if runs else len(lines)
    return after < len(lines) and BODY_HEADING.match(lines[after].text.replace("\t", " ")) is not None


def _plausible(texts: Sequence[str]) -> bool:
    text = " ".join(texts)
    return bool(words_of(text)) and sum(character.isalpha() for character in text) >= 4
