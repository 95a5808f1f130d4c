"""Offers for a question that none meets as a whole: those that have all but a time, a price, a language, a second subject."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.offer_limits import printed
from assistant.offer_terms import folded
from assistant.offers import Listing
from assistant.question import Question

# What somebody may do without, in this order. Whom an offer is for, an age, a topic and a town are what is sought.
SOFT = ("limit", "when", "cost", "language")


def nearest(asked: Question, whole: Listing, having_all: Callable[[Question], Listing | None]) -> Listing | None:
    """Return the offers that have the most of what a question asks for, with the words left out; None where there are none.

    :param whole: how the question was read.
    :param having_all: what returns the offers that have all that a question asks for.
    """
    rest = folded(asked.text)
    dropped: list[str] = []
    for kind in SOFT:
        words = [one.words for one in whole.told if one.facet == kind and folded(one.words) in rest]
        if not words:
            continue
        dropped += [word for word in dict.fromkeys(words) if word not in dropped]
        for word in words:
            rest = " ".join(rest.replace(folded(word), " ").split())
        nearly = having_all(replace(asked, text=rest))
        if nearly and nearly.entries and nearly.told:  # what only is "a course" is most of the catalogue
            return replace(nearly, without=" · ".join(_as_asked(asked.text, word) for word in dropped))
    return _of_one_topic(asked, whole, having_all)


def _of_one_topic(asked: Question, whole: Listing, having_all: Callable[[Question], Listing | None]) -> Listing | None:
    """Return the offers on one of several subjects, with the other left out: "Diskriminierung in der Schule".

    What is named last is mostly where it happens, so it is the first to go.
    """
    topics = list(dict.fromkeys(one.words for one in whole.told if one.facet == "topic"))
    for word in reversed(topics) if len(topics) > 1 else ():
        rest = " ".join(folded(asked.text).replace(folded(word), " ").split())
        nearly = having_all(replace(asked, text=rest))
        if nearly and nearly.entries and any(one.facet == "topic" for one in nearly.told):
            return replace(nearly, without=_as_asked(asked.text, word))
    return None


def _as_asked(text: str, words: str) -> str:
    """Return words as the question has them; they were folded when they were read."""
    found = re.search(re.escape(folded(words)), folded(text))
    return printed(text, found) if found else words
