"""Labels that a paper makes up („Zeitfenster:“, „Ihr Draht zu uns“) -> their fields, by what stands behind them each time.

A label comes again in every entry, and its values are alike: one behind which days and hours stand says when, whatever
it is called. Where values do not tell, a root of the label does („Teilnahmepreis“).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from ingest.offer_bodies import has_verb, is_person
from ingest.offer_drafts import Value
from ingest.offer_labels import WORDS, table, whole_label
from ingest.offer_lines import Line, cut, faced, stands_out
from ingest.offer_looks import LINE, REGISTER, tells
from ingest.offer_nouns import is_named
from ingest.offer_pieces import pieces
from ingest.offer_rows import TABLE
from ingest.offer_titles import GOES_ON
from ingest.offer_values import costs, is_place, reached, times

# A label comes so often; what is set in another face or has no colon is one from then on.
SEVERAL = 3
# The share of the values that tell a field, from which on it is that of their label.
SURE = 0.5
# In words: a label that comes less often.
FEW = 3
# The field of a label for several („Wann und wo?“): each piece behind it tells its own.
JOINT = "joint"
_MARK = r"(?:[•·▪■●►➤→➔▸–*-]\s*)?"
_COLON = re.compile(rf"{_MARK}(?P<label>[A-ZÄÖÜ€☎✉][^:.!;|•„“\d]{{0,38}}?)\s?(?P<end>\?\s?:|:|\?)(?=\s|$)")
_MARKED = re.compile(r"[•·▪■●►➤→➔▸–*-]\s")
_DASH = re.compile(rf"{_MARK}(?P<label>[A-ZÄÖÜ][^:.!?;,|•\d–]{{1,30}}?)\s–(?=\s)")
_SIGNS = "☎✉€"
_AND = re.compile(r"\s*(?:&|/|\+|,|\bund\b)\s*")
_HOW = re.compile(
    r"(?:nicht |keine |ohne )?(?:nötig|erforderlich|notwendig|erwünscht|erbeten|telefonisch|schriftlich|persönlich|online|per|mit Formular|ohne Termin)\b|bis\s(?:zum\s)?\d",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"(?:keine|nichts|frei|0 €|gratis|umsonst)\W*$", re.IGNORECASE)
# What a label that is known may say in a paper beside its own field; these two are told apart by the label alone.
_OTHER = {"audience", "place", "cost", "languages", "time"}
_NEAR = ({"registration", "time"}, {"validity", "time"}, {"organiser", "place"})
# What a value behind a label may look like that would be too little without one.
_LIKE: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("contact", lambda text: bool(reached(text)) or is_person(text)),
    ("cost", lambda text: bool(costs(text) or _NOTHING.match(text))),
    ("time", lambda text: any(one.start == 0 for one in times(text))),
    ("registration", lambda text: bool(_HOW.match(text) or REGISTER.search(text))),
    ("place", lambda text: is_place(text) and not has_verb(text)),
)
_OPEN = {None, "other", "name", "description", "topic"}


class _Begun(NamedTuple):
    """A line that begins with what may be a label: its key, its words, the value in the line, and whether a colon ends it."""

    key: str
    words: int
    value: str
    colon: bool


def in_learnt(lines: Sequence[Line]) -> list[Line]:
    """Return the lines without the labels that the paper makes up, each value with its field."""
    begun = [
        _begun(line) if line.block < TABLE and not line.field and not _goes_on(above, line) else None
        for above, line in zip([None, *lines], lines, strict=False)
    ]
    known = _fields(lines, begun)
    if not known:
        return list(lines)
    done: list[Line] = []
    block = min((line.block for line in lines), default=0) - 1
    for line, one in zip(lines, begun, strict=True):
        field = known.get(one.key) if one is not None else None
        if one is None or field is None or one.words >= len(line.words):
            done.append(line)
            continue
        value = cut(line, one.words)[1]._replace(x0=line.x0, kind="text" if line.kind == "heading" else line.kind)
        if field == JOINT:
            done.append(value._replace(apart=True, block=block))
            block -= 1
        else:
            done.append(value._replace(field=field))
    return done


def _goes_on(above: Line | None, line: Line) -> bool:
    """Tell a further line of an item or of a sentence: what begins it is no label."""
    if above is None or above.block != line.block:
        return False
    return (line.kind == "item" and not _MARKED.match(line.text)) or bool(GOES_ON.search(above.text))


def _begun(line: Line) -> _Begun | None:
    """Return the label that a line may begin with, None where it begins with none."""
    if line.kind == "row" or len(line.words) < 2:
        return None
    match = _COLON.match(line.text)
    colon = match is not None and match["end"].endswith(":")
    match = match or _DASH.match(line.text)
    end = match.end() if match else 0
    own = _face(line)
    if own and (match is None or own[1] < match.end("label")):
        end, label, colon = own[1], line.text[own[0] : own[1]], False
    elif match:
        label = match["label"]
    else:
        return None
    key = label.strip(" :?–-").casefold()
    signs = len(key) > 1 or key in _SIGNS
    if not signs or len(key.split()) > WORDS or any(map(str.isdigit, key)) or times(key):
        return None
    words = sum(word.start - line.span.start < end for word in line.words)
    return _Begun(key, words, line.text[end:].strip(" –-"), colon)


def _face(line: Line) -> tuple[int, int] | None:
    """Return from where to where the first words of a line are set in another face than the rest."""
    marks = 1 if len(line.words) > 2 and not any(map(str.isalpha, _said(line, 0))) else 0
    own = faced(line.words[marks:])
    before, behind = line.words[marks : marks + own], line.words[marks + own :]
    if not own or own > WORDS or stands_out(line, before, behind) or stands_out(line, behind, before):
        return None
    return line.words[marks].start - line.span.start, line.words[marks + own - 1].end - line.span.start


def _said(line: Line, number: int) -> str:
    piece = line.words[number]
    return line.text[piece.start - line.span.start : piece.end - line.span.start]


def _fields(lines: Sequence[Line], begun: Sequence[_Begun | None]) -> Mapping[str, str]:
    """Return the fields of labels that no list of labels knows, or that stand for another one here."""
    held: dict[str, list[_Begun]] = {}
    for one in begun:
        if one is not None and one.value:
            held.setdefault(one.key, []).append(one)
    found: dict[str, str] = {}
    for key, every in held.items():
        field = _field(key, every)
        if field:
            found[key] = field
    return found


def _field(key: str, every: Sequence[_Begun]) -> str | None:
    """Return the field of a label from all its values, None where a list of labels knows it, or nothing tells."""
    own = whole_label(key)
    if len(every) < SEVERAL:
        return _seldom(key, every) if own is None and _stated_once(key, every) else None
    root, votes = _root(key), _votes(every)
    top, count = votes.most_common(1)[0] if votes else (None, 0)
    sure = count >= SURE * len(every)
    if own not in _OPEN:
        other = sure and top in _OTHER and not votes[str(own)] and {own, top} not in _NEAR
        return top if other else None if every[0].colon else own
    if is_named(key, quoted=False) and own is None and not (sure and every[0].colon):
        return None
    if root == JOINT or (top == JOINT and 2 * count >= sum(votes.values())):
        return JOINT
    return top if sure and (root is None or not votes[root]) else root


def _seldom(key: str, every: Sequence[_Begun]) -> str | None:
    """Return the field of a label that comes seldom: that of its root, unless a value says otherwise."""
    root = _root(key)
    return root if root not in {None, JOINT} and set(_votes(every)) <= {root} else None


def _votes(every: Sequence[_Begun]) -> Counter[str]:
    return Counter(vote for one in every if (vote := _vote(one.value)))


def _stated_once(key: str, every: Sequence[_Begun]) -> bool:
    """Tell what may be a label though it comes seldom: a few words, a colon, a short value."""
    short = all(one.colon and len(one.value.split()) <= LINE for one in every)
    return short and len(key.split()) <= FEW and "," not in key and not is_named(key)


def _vote(text: str) -> str | None:
    """Return the field that a value tells, `JOINT` where it says both when and where."""
    bare = text.strip(" .,;")
    if not bare:
        return None
    field = tells(bare)
    if field in {"time", "place", None} and len(bare.split()) > 2 and times(bare):
        told = {tells(piece.text) for piece in pieces(Value(bare, ()))}
        field = JOINT if {"time", "place"} <= told else field
    return field or next((name for name, holds in _LIKE if holds(bare)), None)


def _root(key: str) -> str | None:
    """Return the field that a word of a label tells, `JOINT` where its words tell several."""
    whole = _rooted(key)
    told = [_rooted(piece) for piece in _AND.split(key)]
    fields = list(dict.fromkeys(field for field in told if field))
    if len(fields) > 1 and all(told):
        return "registration" if set(fields) == {"contact", "registration"} else JOINT
    return whole


def _rooted(text: str) -> str | None:
    own = whole_label(text)
    if own is not None and own not in _OPEN:
        return own
    return next((field for field, pattern in _roots().items() if pattern.search(text)), None)


@cache
def _roots() -> Mapping[str, re.Pattern[str]]:
    return {field: re.compile("|".join(words), re.IGNORECASE) for field, words in table()["roots"].items()}
