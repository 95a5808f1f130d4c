"""What a publication changes, document by document and passage by passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from kb.model import Document, Passage
from kb.next_generation import Publication

# Two passages are the same one, altered, if so many of their words are common: judgement, not tuned.
ALIKE = 0.4
# It is looked for among so many that follow: two versions of a long paper would take hours, each with each.
AHEAD = 25
What = Literal["added", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage before and after; None where there was or is none in its place."""

    before: Passage | None
    after: Passage | None


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a document: its head data before and after, and the passages that differ.

    For a document that is new or gone, `passages` are all it has or had. They know their pages, not their words.
    """

    what: What
    before: Document | None
    after: Document | None
    passages: tuple[Pair, ...]

    @property
    def document(self) -> Document:
        """The document as it is now, else as it was."""
        found = self.after or self.before
        assert found is not None
        return found


def changes(work: Publication) -> tuple[Change, ...]:
    """Return what the generation being written changes, in the order of files' names."""
    before, after = _rows(work, work.base), _rows(work, work.number)
    found = [_change(work, name) for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    return tuple(sorted(found, key=lambda change: (change.document.file, change.document.id)))


def _rows(work: Publication, generation: int) -> dict[str, tuple[str, int]]:
    """Return document id -> shard and row that a generation shows."""
    return {
        row.id: (visibility, row.row)
        for visibility, shard in work.shards.items()
        for row in shard.register.rows()
        if row.since <= generation and (row.until is None or row.until > generation)
    }


def _change(work: Publication, document: str) -> Change:
    before, old = _at(work, document, work.base)
    after, new = _at(work, document, work.number)
    if before is None:
        return Change("added", None, after, tuple(Pair(None, passage) for passage in new))
    if after is None:
        return Change("gone", before, None, tuple(Pair(passage, None) for passage in old))
    return Change("changed", before, after, tuple(_differing(old, new)))


def _at(work: Publication, document: str, generation: int) -> tuple[Document | None, tuple[Passage, ...]]:
    for shard in work.shards.values():
        found = shard.catalogue.document(document, generation)
        if found is not None:
            return found, shard.catalogue.passages_of(document, generation, thin=True)
    return None, ()


def _differing(before: Sequence[Passage], after: Sequence[Passage]) -> Iterator[Pair]:
    """Pair the passages that differ, in the order of the papers."""
    old, new = [_said(passage) for passage in before], [_said(passage) for passage in after]
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        # Where several in a row differ, those meet that say most of the same.
        yield from _paired(before[i:j], after[k:m])


def _paired(before: Sequence[Passage], after: Sequence[Passage]) -> Iterator[Pair]:
    if len(before) == len(after) or not before or not after:
        yield from (Pair(left, right) for left, right in zip_longest(before, after))
        return
    waiting = list(after)
    for left in before:
        place = _nearest(left, waiting[:AHEAD])
        if place is None:
            yield Pair(left, None)
            continue
        yield from (Pair(None, right) for right in waiting[:place])
        yield Pair(left, waiting[place])
        del waiting[: place + 1]
    yield from (Pair(None, right) for right in waiting)


def _nearest(passage: Passage, among: Sequence[Passage]) -> int | None:
    """Return the place of the passage that says most of the same, None where none is near."""
    best, found = ALIKE, None
    compare: SequenceMatcher[str] = SequenceMatcher(autojunk=False)
    compare.set_seq2(passage.text.split())
    for place, other in enumerate(among):
        compare.set_seq1(other.text.split())
        # The bounds cost a hundredth of the comparison, and rule out nearly all.
        if compare.real_quick_ratio() >= best and compare.quick_ratio() >= best and (ratio := compare.ratio()) >= best:
            best, found = ratio, place
    return found


def _said(passage: Passage) -> str:
    return " ".join(passage.text.split())
