"""The words of a question that say what it is about, and the name of what an answer is about."""

from __future__ import annotations

import re

from assistant.facts import told_by
from assistant.lexicon import lexicon
from assistant.people import names
from assistant.question import detect, function_words
from assistant.successors import years

WORD = re.compile(r"[^\W\d_](?:[\w*:-]*\w)?|\d(?:[\d./]*\d)?")
# "and" is one letter before the next word, if a preposition or a question word is what follows.
_AND = re.compile(r"(?<!\w)و(?=(?:لل|ال|بال|ل|ب|في|من|عن|على|ماذا|كيف|أين|متى|هل|كم|ما|مع|إلى)\w*)")
# The name of an offer, as an answer begins with it, is at most so long.
_NAME = 60


def own_words(text: str) -> list[str]:
    """Return the content words of a question that neither ask, nor name a kind of fact or a year."""
    asking = lexicon("follow_up")["asking"] | lexicon("follow_up")["more"]
    return [
        word
        for word in content_words(text)
        if not (word.casefold() in asking or told_by(word) or years(word) == [word])
    ]


def content_words(text: str) -> list[str]:
    """Return the words of a question that say what it is about, in order, each once."""
    rules = lexicon("follow_up")
    empty = rules["empty"] | rules["pointers"] | rules["openers"] | rules["articles"]
    language = detect(text)
    if language != "de":
        empty |= function_words(language)
    return list(dict.fromkeys(word for word in WORD.findall(parted(text)) if word.lower() not in empty))


def parted(text: str) -> str:
    """Return a text with the Arabic "and" parted from the word it is written with."""
    return _AND.sub("و ", text)


def thing(answer: str) -> str | None:
    """Return the name of what an answer is about, where it begins with one: a heading above what follows."""
    lines = [re.sub(r"\s*\[\d+\]", "", line).strip(" •") for line in answer.splitlines()]
    lines = [line for line in lines if line]
    first = next((line for line in lines[:2] if not line.endswith(":")), "") if len(lines) > 1 else ""
    bare = not re.search(r"[.!?:\d]", first) and first[:1].isupper() and len(first) <= _NAME
    return first if bare and first and not names(first) else None
