"""The lexicons by which the lines of a page are looked at in another language (`assistant.lineviews`)."""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import cache

from assistant.lineviews import VIEWS
from training.data import Sources
from training.lexicon import lexicon


def lexicons(
    sources: Sources, fold: Callable[[str], str], unseen: Container[str] = ()
) -> dict[tuple[str, str], dict[str, str]]:
    """Return language, other language -> word -> its best translation, from the parallel texts.

    :param unseen: German lines of pages that the lexicons must not know, where they are to be judged on them.
    """
    fold = cache(fold)
    found = {}
    for language, others in VIEWS.items():
        for other in others:
            foreign = other if language == "de" else language
            lines = [row for row in sources.lines if row["de"] not in unseen]
            pairs = [(row["de"], row[foreign]) for row in (*sources.parallel, *lines) if row.get(foreign)]
            if language != "de":
                pairs = [(right, left) for left, right in pairs]
            words = lexicon(pairs, fold, most=1)
            found[language, other] = {word: translations[0] for word, (translations, _) in words.items()}
    return found
