"""The style in which a document sets the names of its entries -> each name with what belongs to it, in any layout.

What makes a reader see entries: short lines that could be names, set alike again and again (by size, by face, in
capitals, further left than the rest), each with lines near it that say when, where, for whom, for how much. One such
style is looked for in all lines; the one under which most names stand with facts is that of the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ingest.offer_bodies import has_verb, is_organiser, is_person
from ingest.offer_entries import bare, untimed
from ingest.offer_labels import REMEMBERED, labels_in, whole_label
from ingest.offer_lines import ACCENT, ACCENTED, FACE, Line, cut, faced, stands_out
from ingest.offer_looks import REGISTER, tells, times_first
from ingest.offer_nouns import is_named, is_sentence, never
from ingest.offer_pairs import is_paired
from ingest.offer_rows import TABLE
from ingest.offer_units import Unit, units_of
from ingest.offer_values import costs, is_street, reached, regular, times

# In words: a name, and what is said of it (as in `offer_cards`).
NAME, ENTRY = 12, 220
# So many entries set alike make a layout; at least so large a share of the lines set like them could be names, and of
# the names have facts with them.
SEVERAL, NAMES, FACTS = 3, 0.7, 0.5
# A line that names a place, an organisation or people may be the name of an offer as well, less likely than another.
# So is one with a verb; with more words than SAYING that is a sentence. A name has at least so many letters.
DOUBTFUL, SAYING, LETTERS = 0.5, 6, 3
# In words: so few that one with an accent makes a line higher.
FEW = 2
# „e. V.“, „u. a.“: the full stop is the word's.
_SHORT = re.compile(r"(?<!\w)\w{1,2}\.$|\b(?:Str|Nr|Dr|Tel)\.$")
# In points: lines that begin within it stand at one edge.
EDGE = 4.0
_STATED = {"time", "place", "cost", "contact", "audience", "registration", "languages", "organiser", "validity"}
_SURE = {"time", "cost", "contact", "audience", "registration"}
_NEVER = {"time", "cost", "contact", "registration", "languages"}


class Reading(NamedTuple):
    """The entries of one style, and how well they explain the document: names with facts, weighed by how sure both are."""

    units: tuple[Unit, ...]
    weight: float


_NOTHING = Reading((), 0)


def atoms(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, those that begin in another face parted there."""
    done: list[Line] = []
    for line in lines:
        own = _set_apart(line) if line.block < TABLE and not line.field else 0
        parts = _parted(line, own) if own else (line,)
        named = whole_label(parts[0].text) or any(likely(part.text) for part in parts)
        done += parts if named else (line,)
    return done


def _parted(line: Line, own: int) -> tuple[Line, Line]:
    """Return a line in two, the first without the full stop that parts it from the rest."""
    before, behind = cut(line, own)
    bare = before.text[:-1]
    if not bare or before.text[-1] != "." or _SHORT.search(before.text):
        return before, behind
    return before._replace(text=bare, span=before.span._replace(end=before.span.start + len(bare))), behind


def _set_apart(line: Line) -> int:
    """Return how many of the first words of a line are set in another face than the rest, the mark of an item with them."""
    marks = 1 if len(line.words) > 2 and not any(map(str.isalpha, _word(line, 0))) else 0
    own = faced(line.words[marks:])
    before, behind = line.words[marks : marks + own], line.words[marks + own :]
    if own and (stands_out(line, before, behind) or stands_out(line, behind, before)):
        return 0
    return own + marks if own else 0


def _word(line: Line, number: int) -> str:
    piece = line.words[number]
    return line.text[piece.start - line.span.start : piece.end - line.span.start]


def read_styles(lines: Sequence[Line]) -> list[Unit]:
    """Return the entries of the style that explains most of the lines, then of the one that explains most of the rest."""
    units: list[Unit] = []
    rest = list(lines)
    while True:
        best = max((_read(rest, names) for names in _candidates(rest)), key=lambda one: one.weight, default=_NOTHING)
        if not best.units:
            return units
        units += best.units
        inside = {id(line) for unit in best.units for line in (*unit.named, *unit.lines)}
        rest = [line for line in rest if id(line) not in inside]


def _read(lines: Sequence[Line], names: Sequence[Line]) -> Reading:
    units = units_of(lines, names)
    told = [unit for unit in units if is_told(unit)]
    if len(told) < SEVERAL or len(told) < FACTS * len(units):
        return _NOTHING
    sure = sum(likely(unit.name) for unit in told)
    return Reading(tuple(units), sure * len(told) / len(units))


def _candidates(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the lines that could be names, style by style."""
    free = [line for line in lines if line.block < TABLE and not line.field]
    for alike in _sizes(free):
        for group in (alike, *_finer(alike)):
            found = [line for line in group if likely(line.text)]
            others = [line for line in group if not likely(line.text) and whole_label(line.text) is None]
            if len(found) >= SEVERAL and len(found) >= NAMES * (len(found) + len(others)):
                yield [line for line in group if possible(line.text)]


def _sizes(lines: Iterable[Line]) -> list[list[Line]]:
    """Return the lines of one size and face together; faces differ in height.

    In some fonts letters with accents stand out: a line of a few words with them belongs to those a little smaller.
    """
    groups: list[list[Line]] = []
    accented = [line for line in lines if len(line.words) <= FEW and ACCENTED.search(line.text)]
    taller = {id(line) for line in accented}
    for line in sorted((line for line in lines if id(line) not in taller), key=lambda line: line.size):
        if groups and line.size <= (1 + FACE) * groups[-1][-1].size:
            groups[-1].append(line)
        else:
            groups.append([line])
    for line in accented:
        near = [group for group in groups if (1 - ACCENT) * line.size <= group[0].size <= (1 + FACE) * line.size]
        same = [group for group in near if abs(group[0].size - line.size) <= FACE * line.size]
        if near:
            (same or near[-1:])[0].append(line)
        else:
            groups.append([line])
    return groups


def _finer(alike: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the lines of one size that are set in capitals, or begin at one edge."""
    yield [line for line in alike if line.text.isupper()]
    edges: dict[int, list[Line]] = {}
    for line in alike:
        edges.setdefault(round(line.x0 / EDGE), []).append(line)
    if len(edges) > 1:
        yield from edges.values()


@lru_cache(REMEMBERED)
def likely(text: str) -> float:
    """Return how well a line reads like a name (0-1): a short noun phrase that no field takes."""
    name = untimed(bare(text))[0]
    begins = bool(name) and (name[0].isupper() or name[0].isdigit() or name[0] in '„"»')
    if not begins or sum(map(str.isalpha, name)) < LETTERS or len(name.split()) > NAME or never(name):
        return 0.0
    field = tells(name)
    says = has_verb(name) and len(name.split()) > SAYING
    if not possible(text) or says or field in _NEVER or times(name) or is_street(name):
        return 0.0
    if is_named(name):
        return 1.0
    others = field is not None or is_organiser(name) or is_sentence(name) or has_verb(name) or is_person(name)
    return DOUBTFUL if others else 1.0


@lru_cache(REMEMBERED)
def possible(text: str) -> bool:
    """Tell a line that is a name if it is set like names: no label, no sentence, nothing that goes on below."""
    if text[-1] in ",;:" or _is_labelled(text) or whole_label(text) or (text[-1] == "." and has_verb(text)):
        return False
    # „Comic-Werkstatt in den Osterferien“ names what is on then.
    timed = tells(text) in {"time", "cost"} and not (is_named(untimed(text)[0]) and not times_first(text))
    return not reached(text) and not timed


def _is_labelled(text: str) -> bool:
    """Tell a line with a label of a field, or one that papers use; „Welttag des Buches: Lange Spielenacht“ has none."""
    return any(label.field != "other" or whole_label(label.printed(text)) for label in labels_in(text))


def is_told(unit: Unit) -> bool:
    """Tell a name with at least two facts of those that entries state, one of them when, for whom, for how much or whom to ask."""
    words = sum(len(line.text.split()) for line in unit.lines)
    if words > ENTRY:
        return False
    told = facts(unit)
    return len(told) > 1 and bool(told & _SURE)


def facts(unit: Unit) -> set[str]:
    """Return the fields that the lines of an entry state."""
    told: set[str] = set()
    for line in unit.lines:
        told |= {whole_label(line.text) or ""} if is_paired(line) else set()
        told |= {label.field for label in labels_in(line.text)} | {tells(line.text) or ""}
        told |= {"time"} if any(regular(line.text[one.start : one.end]) for one in times(line.text)) else set()
        told |= {"cost"} if costs(line.text) else set()
        told |= {"contact"} if reached(line.text) else set()
        told |= {"registration"} if REGISTER.search(line.text) else set()
    told |= {"contact"} if told & {"phone", "mail"} else set()
    return told & _STATED
