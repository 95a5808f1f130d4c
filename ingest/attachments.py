"""The attachments (Anlagen) that a paper lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.printed import Line, words_of

_HEADING = re.compile(r"^(?:Anlagen?(?:verzeichnis)?(?:\s*\(\d+\))?\s*:|Anlagen?(?:verzeichnis)?$)\s*(?P<first>.*)$")
_NUMBERED = re.compile(r"^(?:Anlage \d+[a-z]?|\d{1,2}[.)]|[•▪–*-])\s*[:–-]?\s*(?P<name>\S.*)$")
_LONE = re.compile(r"^Anlage \d+[a-z]?\s*[:–-]\s*(?P<name>\S.*)$")
_NOTHING = re.compile(r"^(?:keine|entfällt|-|–|siehe .*|\d+)\.?$", re.IGNORECASE)
_LONGEST, _MOST = 150, 30


class Attachments(NamedTuple):
    """The names as listed, and the lines (indexes) they stand on."""

    names: tuple[str, ...]
    places: tuple[int, ...]


def read_attachments(lines: Sequence[Line]) -> Attachments:
    """Return what stands under or behind the heading "Anlage(n)"; () where there is no such list."""
    for place, line in enumerate(lines):
        heading = _HEADING.match(line.text.replace("\t", " "))
        if heading is None:
            continue
        names: list[str] = []
        places = [place]
        if heading["first"] and not _NOTHING.match(heading["first"]):
            names.append(_name(heading["first"]))
        for below in range(place + 1, min(place + 1 + _MOST, len(lines))):
            text = lines[below].text.replace("\t", " ")
            numbered = _NUMBERED.match(text)
            # Without numbers only the lines of the same paragraph belong to the list.
            if len(text) > _LONGEST or (numbered is None and (lines[below].gap or names == [] or text.endswith("."))):
                break
            if numbered is None and not (places[-1] == below - 1 and text[:1].isupper()):
                break
            names.append(_name(text))
            places.append(below)
        names = [name for name in names if any(len(word) > 2 for word in words_of(name))]
        if names:
            return Attachments(tuple(names[:_MOST]), tuple(places))
    lone = [(place, match) for place, line in enumerate(lines) if (match := _LONE.match(line.text))]
    names = [_name(match["name"]) for _, match in lone]
    return Attachments(tuple(names[:_MOST]), tuple(place for place, _ in lone[:_MOST]))


def _name(text: str) -> str:
    numbered = _NUMBERED.match(text)
    return (numbered["name"] if numbered else text).strip(" ,;")
