"""Names set apart inside running text („Daneben steht die **Migrationsberatung** …“) -> each with what is said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from ingest.offer_drafts import Draft, Value, part
from ingest.offer_labels import pattern, whole_label
from ingest.offer_lines import FACE, Line
from ingest.offer_nouns import QUOTED, is_bare, is_named
from ingest.offer_sentences import sentences
from ingest.offer_styles import likely
from ingest.offer_values import costs, reached, regular, times
from kb.offer_words import audiences

# So many words set apart make it a way of the document, not a slip of one line.
SEVERAL = 3
# In parts of the height: what is set apart differs by more than a face and less than another size.
OTHER = 0.05
# The share of its words that a paragraph's own face has at least.
OWN = 0.5
# Faces of one pair differ by the same share of the height, but for letters that stand out.
SAME = 0.004

Runs = Mapping[int, Sequence[tuple[int, int]]]


class _Word(NamedTuple):
    ordinal: int
    start: int
    end: int
    ratio: float  # its height in parts of that of its paragraph's own face

    @property
    def apart(self) -> bool:
        """Whether it is set in another face of the same size."""
        return FACE < abs(self.ratio - 1) < OTHER


def emphasised(lines: Sequence[Line]) -> Runs:
    """Return where words inside running text are set in another face: by passage, from where to where.

    A face is as much higher than the other wherever it stands; what differs now by this, now by that, is no face.
    """
    found: list[tuple[float, int, tuple[int, int]]] = []
    for _, group in groupby(lines, key=lambda line: line.block):
        held = list(group)
        if held[0].kind not in {"text", "item"}:
            continue
        firsts, lasts = {line.words[0].start for line in held}, {line.words[-1].end for line in held}
        for (apart, at), run in groupby(_words(held), key=lambda word: (word.apart, word.ordinal)):
            words = list(run)
            if apart and not (words[0].start in firsts and words[-1].end in lasts):  # lines of their own
                found.append((median(word.ratio for word in words), at, (words[0].start, words[-1].end)))
    usual = [one for one in found if sum(abs(one[0] - other[0]) < SAME for other in found) >= OWN * len(found)]
    runs: dict[int, list[tuple[int, int]]] = {}
    for _, at, run_ in usual if len(usual) >= SEVERAL else ():
        runs.setdefault(at, []).append(run_)
    return runs


def _words(lines: Sequence[Line]) -> list[_Word]:
    """Return the words of a paragraph, none where most of it is not in one face."""
    held = [(line.span.ordinal, word, word.box.y1 - word.box.y0) for line in lines for word in line.words]
    heights = Counter(round(high, 1) for _, _, high in held)
    usual, count = heights.most_common(1)[0]
    if count < OWN * len(held):
        return []
    own = next(high for _, _, high in held if round(high, 1) == usual)
    return [_Word(at, word.start, word.end, high / own) for at, word, high in held]


class Emphasis(NamedTuple):
    """The offers that a text names in another face, so many of them surely, of so many names that it sets apart."""

    drafts: list[Draft]
    sure: int
    names: int


def from_emphasis(whole: Value, runs: Runs, above: Sequence[Draft]) -> Emphasis:
    """Return what a text names in another face, each with the sentences from its name to the next."""
    names = list(_names(whole, runs))
    cuts = [0]
    for before, (start, _) in pairwise(names):
        begins = max((at for at, _ in sentences(whole.text) if at <= start), default=0)
        cuts.append(begins if begins > before[1] else start)
    found, sure = [], 0
    for (start, end), low, high in zip(names, cuts, [*cuts[1:], len(whole.text)], strict=False):
        sentence = _around(whole.text, start)
        over = pattern("prose", "past").search(sentence) or pattern("prose", "cancelled").search(sentence)
        name, said = whole.text[start:end], whole.text[low:high]
        if not over and (_offers(name, said) or _may_offer(name, said)):
            sure += _offers(name, said)
            found.append(Draft(part(whole, start, end), above=list(above), texts=[part(whole, low, high)]))
    return Emphasis(found, sure, len(names))


def is_way(found: Sequence[Emphasis]) -> bool:
    """Tell a document that sets the names of offers apart, not now this, now that word."""
    sure, names = sum(one.sure for one in found), sum(one.names for one in found)
    return sure >= SEVERAL and 2 * sum(len(one.drafts) for one in found) >= names


def _names(whole: Value, runs: Runs) -> Iterator[tuple[int, int]]:
    """Yield from where to where the names of a paragraph reach."""
    at = 0
    for span in whole.spans:
        for low, high in runs.get(span.ordinal, ()):
            if low >= span.end or high <= span.start:
                continue
            start, end = at + max(low, span.start) - span.start, at + min(high, span.end) - span.start
            yield from _name(whole.text, start, end)
        at += span.end - span.start + 1


def _name(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    said = text[start:end]
    before = text[:start].rstrip()
    # A sentence of its own is a headline that runs in; the full stop behind a name ends the sentence it stands in.
    headline = said.rstrip()[-1:] in set(".!?") and (not before or before[-1] in ".!?:")
    bare = said.strip(" .:,;–-")
    if (
        headline
        or not (bare[:1].isalnum() or bare[:1] in set('„»"'))
        or bare.count("(") != bare.count(")")
        or bare.count("„") != bare.count("“")
    ):
        return
    if whole_label(bare) is None and likely(bare) and not is_bare(bare):
        begin = start + said.index(bare)
        yield begin, begin + len(bare)


def _offers(name: str, said: str) -> bool:
    """Tell a name by what its sentences say: when, for how much, whom to ask; for whom or that it is offered, if it is a noun of offers."""
    if costs(said) or reached(said) or any(regular(said[one.start : one.end]) for one in times(said)):
        return True
    named = is_named(name) or QUOTED.search(name)
    return bool(named and (audiences(said) or pattern("prose", "offering").search(said)))


def _may_offer(name: str, said: str) -> bool:
    """Tell a name that is one where others set like it are: what is said of it is for somebody, or is offered."""
    return likely(name) == 1 and bool(audiences(said) or pattern("prose", "offering").search(said))


def _around(text: str, at: int) -> str:
    return next((text[low:high] for low, high in sentences(text) if low <= at < high), text)
