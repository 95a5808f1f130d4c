"""What a council paper is about, from its own first page: for "Was steht in der Vorlage 12/2021?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.choose import folded
from assistant.match import Matcher
from assistant.question import Question
from kb.embed import Embedder
from kb.model import Passage

# Lines of a head, in the order in which they are read; the first text after a resolution's heading belongs to it.
_HEAD = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^(?:betreff|titel|bezeichnung|thema|beratungsgegenstand|tagesordnungspunkt)\b",
        r"^(?:datum|vorlagendatum|erstellt)\b",
        r"(?:ausschu(?:ss|ß)|kreistag|rat|versammlung|vertretung)\b.*\d{1,2}\.\s?\d{1,2}\.\s?\d{4}",
        r"^(?:beschlussvorschlag|beschlussentwurf|beschluss|antrag)\b",
        r"^finanzielle auswirkung",
    )
)
_RESOLUTION = re.compile(r"^(?:beschluss\w*|antrag)\W*$", re.IGNORECASE)
_WHOLE = re.compile(
    r"(?i)\b(?:was steht|worum geht|wovon handelt|inhalt|zusammenfass\w*|was regelt|what is|what does|about|summar\w+|"
    r"konusu|hakkında|о чём|о чем|про що|de quoi|ماذا|موضوع|o czym|despre)\b"
)
_PAPER = re.compile(r"(?i)(?:sitzungs|informations|beschluss)?vorlagen?$|drucksache|paper|tagesordnungspunkt")
MOST = 7
SHORT = 20


def asks_for_all(asked: Question, rarity: Callable[[str], float], lexicon: Embedder) -> bool:
    """Return whether a question names a paper and asks for nothing in it in particular."""
    matcher = Matcher(asked.text, asked.language, rarity, lexicon)
    own = [
        need
        for need, number in zip(matcher.needs, matcher.references, strict=True)
        if not number and not _PAPER.match(need.word)
    ]
    particular = any(need.name or need.fact for need in own) or bool(asked.wants - {"definition", "reference"})
    return not particular and (bool(_WHOLE.search(asked.text)) or not own)


def overview(title: str, passages: Sequence[Passage]) -> tuple[tuple[int, int], ...]:
    """Return (passage number, sentence number) of what the first page says of the paper, in reading order.

    These are its title, its dates and committees, its resolution with the sentence after it, its effects.
    """
    named = folded(title)
    found: list[tuple[int, tuple[int, int]]] = []
    for number, passage in enumerate(passages):
        if passage.first_page > 1:
            break
        for at, sentence in enumerate(passage.sentences):
            text = passage.said(at)
            rank = next((rank for rank, look in enumerate(_HEAD) if look.search(text)), None)
            if len(text) > SHORT and named.startswith(folded(text)[:SHORT]):
                rank = 0
            elif rank is None or (sentence.kind == "heading" and not _RESOLUTION.match(text)):
                continue
            found.append((rank, (number, at)))
            if _RESOLUTION.match(text) and at + 1 < len(passage.sentences):
                found.append((rank, (number, at + 1)))
    chosen = [place for _, place in sorted(found)[:MOST]]
    return tuple(sorted(set(chosen)))
