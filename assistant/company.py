"""What goes along with a sentence so that it can be read: its list, what it leans on, the head of its entry."""

from __future__ import annotations

import re

from assistant.legible import labelled
from assistant.units import DIGIT, ENDS
from kb.model import Passage

# A list that a sentence opens is shown up to so many items.
MOST_ITEMS = 10
# A list that is asked for is shown whole up to so many items.
WHOLE = 15
# Sentences that say what a thing is, from the first that names it.
DEFINITION = 4
# A question of a paper is shown with so many sentences of its answer.
ANSWER = 2
# An entry of a programme booklet says what it is for within this many sentences of its heading.
ENTRY = 4
# The name of a column has at most so many words.
COLUMN = 3
# Rows of fewer cells within a table are a label and its value.
AGAIN = 3
_LEANING = re.compile(
    r"^(Dies|Diese[rsmn]?|Dabei|Dadurch|Damit|Dazu|Daher|Darüber|Hierdurch|Hierzu|Hierbei|Hier|Sie|Er|Es|Ihr|Dort|Zudem|Außerdem|Ferner|Auch)\b"
)
# An item that is a question to somebody else ("welche Erwartungen es gibt,") says nothing without the sentence above its list.
_ASKING = re.compile(r"^\W*(?:welche[rsmn]?|wie|was|wer|wo|ob|wann|warum|inwie\w+|wofür|womit|woran|wodurch)\b")
_SIGNED = re.compile(r"(?i)^\W*(?:gez\.|gezeichnet|i\. ?[av]\.)\W*$")


def company(passage: Passage, at: int, *, define: bool) -> list[int]:
    """Return the sentences that belong to the one at `at`: its list, what it leans on, what leans on it."""
    sentences = passage.sentences
    text = passage.said(at)
    along: list[int] = []
    if text.endswith(":"):
        along += _below(passage, at)
    if asks(text):
        # What a paper asks itself, it answers below.
        for following in range(at + 1, min(at + 1 + ANSWER, len(sentences))):
            if sentences[following].kind == "heading" or asks(passage.said(following)):
                break
            along.append(following)
    if sentences[at].kind == "item" and asks_within(text) and (opening := _opening(passage, at)) is not None:
        along.append(opening)
    if _SIGNED.match(text):
        # Who signed stands on the next line.
        along += range(at + 1, min(at + 2, len(sentences)))
    if define:
        rest = range(at + 1, min(at + DEFINITION, len(sentences)))
        along += [number for number in rest if sentences[number].kind == "text"]
    if at + 1 < len(sentences) and sentences[at + 1].kind == "text" and leans(passage.said(at + 1)):
        # "Dort gibt es besonders geschulte Personen. Es gibt sie für ...": it goes on about the same.
        along.append(at + 1)
    torn = starts_small(text) and at and not ENDS.search(passage.said(at - 1).rstrip())
    if (leans(text) or torn) and at and sentences[at - 1].kind == "text":
        along.append(at - 1)
    return list(dict.fromkeys(along))


def starts_small(text: str) -> bool:
    """Return whether a sentence lacks its beginning: its first letter is a small one."""
    return text.lstrip("→ „“\"'(")[:1].islower()


def leans(text: str) -> bool:
    """Return whether a sentence begins with a word that points to the one before it."""
    return bool(_LEANING.match(text))


def _below(passage: Passage, at: int) -> list[int]:
    """Return the list that a sentence opens, or the sentence below it where there is no list."""
    sentences = passage.sentences
    last = at
    while last + 1 < len(sentences) and last - at < MOST_ITEMS and sentences[last + 1].kind in ("item", "row"):
        last += 1
    if last == at and at + 1 < len(sentences) and sentences[at + 1].kind == "text":
        return [at + 1]
    return [number for number in range(at + 1, last + 1) if not heads_table(passage, number)]


def asks_within(text: str) -> bool:
    """Return whether an item is a question that a sentence above it goes on to ("welche Erwartungen es gibt")."""
    return bool(_ASKING.match(text))


def _opening(passage: Passage, at: int) -> int | None:
    """Return the sentence that opens the list of an item, None where none does."""
    first = at
    while first and passage.sentences[first - 1].kind == "item":
        first -= 1
    return first - 1 if first and passage.said(first - 1).rstrip().endswith(":") else None


def asks(text: str) -> bool:
    """Return whether a sentence of a paper is a question."""
    return text.rstrip().endswith("?")


def whole_list(passage: Passage, at: int) -> list[int]:
    """Return the list that an item stands in, with the sentence that opens it; nothing where it is too long to show."""
    kinds = [sentence.kind for sentence in passage.sentences]
    if kinds[at] != "item":
        return []
    first = last = at
    while first and kinds[first - 1] == "item":
        first -= 1
    while last + 1 < len(kinds) and kinds[last + 1] == "item":
        last += 1
    opens = first > 0 and passage.said(first - 1).endswith(":")
    return list(range(first - opens, last + 1)) if last - first < WHOLE else []


def entry_head(passage: Passage, at: int, named: frozenset[int], *, define: bool) -> list[int]:
    """Return, for a sentence of a short entry under its own heading, all from that heading on.

    Who reads of an offer wants its name, and what stands between the name and the sentence. The heading of an entry
    says something of what was asked for (`named`), or what follows has rows or labels ("Für wen: ..."); where it is
    asked what something is, labels alone are not enough.
    """
    head = next((n for n in range(at, -1, -1) if passage.sentences[n].kind == "heading"), None)
    if head is None or at - head > ENTRY:
        return []
    below = range(head + 1, min(at + 2, len(passage.sentences)))
    rows = any(passage.sentences[number].kind == "row" or labelled(passage.said(number)) for number in below)
    if head not in named and (define or not rows):
        return []
    return [number for number in range(head, at) if not heads_table(passage, number)]


def heads_table(passage: Passage, at: int) -> bool:
    """Return whether a row only names the columns of those below it.

    Where a table goes on after a page break they may be named once more; a row with figures follows then.
    """
    kinds = [sentence.kind for sentence in passage.sentences[max(0, at - 1) : at + 2]]
    cells = passage.said(at).split("\t")
    row = passage.sentences[at].kind == "row" and kinds[-1] == "row" and at + 1 < len(passage.sentences)
    first = at == 0 or kinds[0] != "row"
    again = (
        row and len(cells) >= AGAIN and not DIGIT.search(passage.said(at)) and bool(DIGIT.search(passage.said(at + 1)))
    )
    return (
        row
        and (first or again)
        and all(len(cell.split()) <= COLUMN and not cell.rstrip().endswith(":") for cell in cells)
    )
