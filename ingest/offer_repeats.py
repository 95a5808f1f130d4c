"""Sheets of measures, profiles, projects: the same sub-headings under each name -> what stands under each, labelled.

„Beschreibung“, „Zielgruppe“, „Zuständig“, „Zeitplan“, each on a line of its own and again in the next entry: a short
text under such a sub-heading is its value, however it looks, and the line over the first of them is the name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ingest.offer_labels import whole_label
from ingest.offer_lines import FACE, Line, level
from ingest.offer_rows import TABLE
from ingest.offer_titles import TITLE, same_title

# Blocks from this number on are values that were put together here.
REPEATED = TABLE + 200_000
# So many entries with the same sub-headings, and so many of them, of which as many fields as that are known.
SEVERAL, LABELS, FIELDS = 3, 3, 2
# In words: a sub-heading.
WORDS = 4
# Sizes of one rank differ by less; in line heights, what begins so far left of a sub-heading is no longer its value.
ALIKE, LEFT = 1.06, 1.0
# These say that something is offered; a decision or a chapter has aims and responsibilities, too.
_SAID = {"audience", "time", "validity", "cost", "registration", "place"}


def in_repeats(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with each repeated sub-heading and what stands under it as a row of two cells."""
    heads = _heads(lines)
    if not heads:
        return list(lines)
    order = {text: number for number, text in enumerate(dict.fromkeys(_said(lines[at]) for at in heads))}
    done = list(lines[: heads[0]])
    block = REPEATED
    for number, at in enumerate(heads):
        head = lines[at]
        after = heads[number + 1] if number + 1 < len(heads) else len(lines)
        wraps = after < len(lines) and order[_said(lines[after])] <= order[_said(head)]
        if number == 0:
            done = [*done[: len(done) - _named(done)], *_titled(done[len(done) - _named(done) :], block)]
        between = list(lines[at + 1 : after])
        name = _named(between) if wraps else 0
        value = between[: _held(head, between[: len(between) - name])]
        block += 2
        if value:
            field = whole_label(head.text)
            if field == "other" or field is None:
                done += [
                    line._replace(kind="text", block=block, field="other", apart=n == 0) for n, line in enumerate(value)
                ]
            else:
                done.append(head._replace(kind="row", block=block, cell=0))
                done += [line._replace(kind="row", block=block, cell=1) for line in value]
        rest = between[len(value) :]
        done += [*rest[: len(rest) - name], *_titled(rest[len(rest) - name :], block + 1)]
    return done


def _said(line: Line) -> str:
    return line.text.strip(" :?").casefold()


def _heads(lines: Sequence[Line]) -> list[int]:
    """Return the places of the sub-headings, none where the paper has no entries with such."""
    alone = [number for number, line in enumerate(lines) if _is_alone(lines, number)]
    counted = Counter(_said(lines[number]) for number in alone)
    likely = [number for number in alone if counted[_said(lines[number])] >= SEVERAL]
    known = [number for number in likely if whole_label(lines[number].text) not in {None, "other", "name"}]
    sizes = Counter(round(lines[number].size, 1) for number in known)
    if not sizes:
        return []
    usual = sizes.most_common(1)[0][0]
    heads = [number for number in likely if usual <= ALIKE * lines[number].size and lines[number].size <= ALIKE * usual]
    # A sub-heading that no field takes stands among those that fields take, as often as they do.
    often = max(counted[_said(lines[number])] for number in known)
    heads = [
        number for number in heads if whole_label(lines[number].text) or 2 * counted[_said(lines[number])] >= often
    ]
    fields = {whole_label(lines[number].text) for number in heads} - {None, "other", "name"}
    texts = {_said(lines[number]) for number in heads}
    if len(texts) < LABELS or len(fields) < FIELDS or not fields & _SAID or not {"audience", "time"} & fields:
        return []
    return heads


def _is_alone(lines: Sequence[Line], number: int) -> bool:
    """Tell a short line that stands alone over another and is set otherwise than that."""
    line = lines[number]
    below = lines[number + 1] if number + 1 < len(lines) else None
    if line.block >= TABLE or line.field or len(line.text.split()) > WORDS or not line.text[0].isupper():
        return False
    if line.text[-1] in ".,;" or below is None or any(char.isdigit() for char in line.text):
        return False
    if any(level(line, other) for other in lines[max(number - 2, 0) : number + 3] if other is not line):
        return False
    alike = line.size <= (1 + FACE) * below.size and below.size <= (1 + FACE) * line.size
    if below.page == line.page and below.block == line.block and line.kind == below.kind and alike:
        return False
    return line.kind == "heading" or whole_label(line.text) is not None


def _named(lines: Sequence[Line]) -> int:
    """Return how many lines at the end are the name of the entry whose sub-headings follow."""
    count = 0
    while count < len(lines):
        line = lines[-1 - count]
        below = lines[len(lines) - count] if count else None
        if line.block >= TABLE or (below is not None and not same_title(line, below)):
            break
        count += 1
    words = sum(len(line.text.split()) for line in lines[len(lines) - count :])
    return count if words <= TITLE and (not count or lines[-1].text[-1] not in ".,;") else 0


def _titled(lines: Sequence[Line], block: int) -> list[Line]:
    return [line._replace(kind="heading", block=block, cell=0) for line in lines]


def _held(head: Line, lines: Sequence[Line]) -> int:
    """Return how many of the lines under a sub-heading are its value: set alike, and not further left."""
    count = 0
    for line in lines:
        first = lines[0]
        if line.block >= TABLE or line.size > ALIKE * first.size or first.size > ALIKE * line.size:
            break
        if line.x0 < head.x0 - LEFT * head.size and line.page == head.page:
            break
        if count and line.kind == "heading" and first.kind != "heading":
            break
        count += 1
    return count
