"""What the fields of a head are read from: its lines, labelled values, headline and consultations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest import kinds
from ingest.consultations import Steps, read_consultations
from ingest.labels import Entry, read_labels
from ingest.printed import Line, lines_of
from ingest.properties import sane_title

# Lines looked at. In 4,502 Karlsruhe heads the reference is in the first forty lines, but for 17 in twenty.
_HEAD_LINES = 60
_LONGEST_PROPERTY = 300
# A first page with fewer lines is a cover: the head may then stand on the second page.
_COVER_LINES = 6
_PAPER_TYPE_LINES = 25


class Evidence(NamedTuple):
    """Where a field was read: the text as it stands on `page` (0: the file's own properties)."""

    field: str
    quote: str
    page: int


class Running(NamedTuple):
    """The lines at the top and bottom of the pages that are not in their text, because they repeat."""

    head: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()


NOTHING_RUNS = Running()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all fields are read from: the head's lines and what is known of them."""

    pages: Sequence[str]
    info: Mapping[str, str]
    lines: Sequence[Line]  # all lines
    top: Sequence[Line]  # the head's lines, a beginning of `lines`
    entries: Sequence[Entry]
    headline: kinds.Printed | None
    steps: Steps
    running: Running = NOTHING_RUNS  # not among the lines
    sort: kinds.Sort | None = None

    def printed(self, place: int) -> str:
        """Return line `place` whole, as its page prints it."""
        line = self.lines[place]
        return self.pages[line.page - 1][line.start : line.end]

    def quote(self, field: str, places: Sequence[int]) -> Evidence:
        """Quote the lines `places`, as far as they stand together up to the last of them."""
        run = [places[-1]]
        for place in reversed(places[:-1]):
            if run[0] - place != 1 or self.lines[place].page != self.lines[run[0]].page:
                break
            run.insert(0, place)
        first, last = self.lines[run[0]], self.lines[run[-1]]
        return Evidence(field, self.pages[first.page - 1][first.start : last.end], first.page)

    @property
    def info_title(self) -> str:
        """The file's title property, "" where it is what a program left there."""
        return sane_title(self.info.get("title", ""))


def sheet_of(pages: Sequence[str], info: Mapping[str, str], running: Running = NOTHING_RUNS) -> Sheet:
    """Find the head on the first pages of a paper and what is plain to see there."""
    info = {name: value[:_LONGEST_PROPERTY] for name, value in info.items()}
    lines = lines_of(pages)
    first = [line for line in lines if line.page == (lines[0].page if lines else 1)]
    last_page = first[0].page + (len(first) < _COVER_LINES) if first else 1
    top = [line for line in lines if line.page <= last_page][:_HEAD_LINES]
    entries = read_labels(top)
    headline = kinds.find_headline(top[:_PAPER_TYPE_LINES])
    sort = kinds.sort_of(top, info, running.head)
    return Sheet(pages, info, lines, top, entries, headline, read_consultations(top, entries), running, sort)
