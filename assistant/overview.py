"""What a council paper is about, from its own first page: for "Was steht in der Vorlage 12/2021?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.choose import folded
from assistant.match import Matcher
from assistant.question import Question
from kb.embed import Embedder
from kb.model import Document, Passage

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
    r"(?i)\b(?:was (?:steht|sagt|besagt|beinhaltet|enthält)|que (?:dit|contient)|ne diyor|co zawiera|що говорить|что говорит|worum (?:geht|ging|handelt)|wovon handelte?|um was geht|inhalt|zusammenfass\w*|was regelt|what is|what does|about|summar\w+|"
    r"konusu|hakkında|о чём|о чем|про що|de quoi|ماذا|موضوع|o czym|despre)\b"
)
_DATED = re.compile(r"(?i)\b(?:datum|vom|stand|erstellt|date)\b")
_PAPER = re.compile(r"(?i)(?:sitzungs|informations|beschluss)?vorlagen?$|drucksache|paper|tagesordnungspunkt")
MOST = 7
SHORT = 20
# Kinds of papers that a council deals with; of another, no head is looked for.
COUNCIL = ("vorlage", "antrag", "anfrage", "beschluss")
# A line of a head is at most so long.
LINE = 160
# How well the title of a paper must know the words of a question on average, and each of them, to be the one meant.
MEANT, KNOWN = 0.8, 0.5


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


def by_subject(
    asked: Question, documents: Sequence[Document], rarity: Callable[[str], float], lexicon: Embedder
) -> str | None:
    """Return the id of the council paper that a question names by its subject and asks about as a whole.

    The title, sender and year of the paper must know all words of the question; of several the newest is taken.
    """
    if asked.intent != "paper" or not _WHOLE.search(asked.text) or asked.wants - {"definition", "reference"}:
        return None
    text = _WHOLE.sub(" ", asked.text)
    matcher = Matcher(text, asked.language, rarity, lexicon)
    own = [at for at, need in enumerate(matcher.needs) if not _PAPER.match(need.word)]
    if not own:
        # "Worum geht es in der Vorlage?" needs no subject where there is but one.
        papers = [document.id for document in documents if is_council_paper(document)]
        return papers[0] if len(papers) == 1 else None
    found: list[tuple[float, int, str]] = []
    for document in documents:
        if not is_council_paper(document):
            continue
        year = str(document.date.year) if document.date else ""
        held = matcher.support(" · ".join(filter(None, (document.title, document.issuer, document.unit, year))))[own]
        if float(held.min()) >= KNOWN and float(held.mean()) >= MEANT:
            found.append((float(held.mean()), document.date.toordinal() if document.date else 0, document.id))
    if not found:
        return None
    best = max(score for score, _, _ in found)
    return max((day, identity) for score, day, identity in found if score >= best - 0.05)[1]


def is_council_paper(document: Document) -> bool:
    """Return whether a paper is one that a council deals with: it has a number, committees, or says so."""
    return bool(document.reference or document.consultations or document.paper_type or document.kind in COUNCIL)


def head(document: Document, passages: Sequence[Passage]) -> tuple[tuple[int, int], ...]:
    """Return (passage number, sentence number) of a council paper's head data on its first page, in reading order.

    These are the lines with its number, its date, and each step of its Beratungsfolge with date and decision.
    """
    day = f"{document.date:%d.%m.%Y}" if document.date else ""
    numbered = re.compile(rf"(?<![\w/]){re.escape(document.reference)}(?![\w/])") if document.reference else None
    found: list[tuple[int, int]] = []
    seen: set[str] = set()
    for number, passage in enumerate(passages):
        if passage.first_page > 1:
            break
        for at, sentence in enumerate(passage.sentences):
            text = " ".join(passage.said(at).split())
            if len(text) > LINE or text in seen:
                continue
            short = sentence.kind in ("heading", "row", "item") or len(text) < 2 * SHORT
            named = numbered is not None and bool(numbered.search(text))
            dated = bool(day) and day in text and bool(_DATED.search(text))
            if short and (named or dated or _consulted(text, document)):
                # The number is printed more than once; the first time is enough.
                numbered = None if named else numbered
                seen.add(text)
                found.append((number, at))
    return tuple(found)


def _consulted(text: str, document: Document) -> bool:
    """Return whether a line is a step of the Beratungsfolge: a committee with its date or what it decides."""
    for step in document.consultations:
        if step.organization in text:
            rest = (f"{step.date:%d.%m.%Y}" if step.date else "", step.role or "")
            return any(part and part in text for part in rest)
    return False


def overview(document: Document, passages: Sequence[Passage]) -> tuple[tuple[int, int], ...]:
    """Return (passage number, sentence number) of what the first page says of the paper: title, the rest in reading order.

    These are its number, dates and committees, its resolution with the sentence after it, its effects.
    """
    named = folded(document.title)
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
    titles = {place for rank, place in found if rank == 0}
    rest = {*chosen, *head(document, passages)} - titles
    return (*sorted(titles)[:1], *sorted(rest))
