"""What stands nearest to a question that is refused: one sentence of each of the best pages, as a place to look."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.choose import citation
from assistant.extract import Scored
from kb.model import Citation, Hit

# Pages named below a refusal: a few to look into, no list of results.
NEAREST = 3


def nearest(hits: Sequence[Hit], scored: Sequence[Scored]) -> tuple[Citation, ...]:
    """Return the best sentence of each of the pages that come closest."""
    found: list[Citation] = []
    pages: set[tuple[str, int]] = set()
    for entry in sorted(scored, key=lambda each: -each.score):
        hit = hits[entry.unit.hit]
        place = (hit.document.id, hit.passage.page_at(hit.passage.sentences[entry.unit.at].start))
        if place in pages or entry.unit.kind == "heading":
            continue
        pages.add(place)
        sentence = hit.passage.sentences[entry.unit.at]
        found.append(citation(len(found) + 1, hit, sentence.start, sentence.end))
        if len(found) == NEAREST:
            break
    return tuple(found)
