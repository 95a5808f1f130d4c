"""Sentences of a text about an offer: the full stop of a day ends none („ab 1. Februar: Sekretariat“)."""

from __future__ import annotations

import re

from ingest.offer_values import MONTHS
from kb.sentences import spans

_GOES_ON = re.compile(
    rf"(?:\d|und\b|bis\b|{MONTHS}(?!\w)|(?:[A-Z]\w+tag|Mittwoch|Klasse|Schuljahr|Halbjahr)\b)", re.IGNORECASE
)
# „Zi. 12“, „erm. 5 €“: the full stop belongs to the word.
_SHORT = re.compile(r"(?<!\w)(?:Zi|Nr|Tel|Kl|Hs|Geb|Anm|erm|max|mind|inkl|zzgl|jew|tägl|ca|bzw|Std)\.$", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)\d{1,2}\.$")


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return the stretches of the sentences of a text, in order."""
    found: list[tuple[int, int]] = []
    for start, end in spans(text):
        before = text[: found[-1][1]] if found else ""
        if found and (_SHORT.search(before) or (_DAY.search(before) and _goes_on(text[start:end]))):
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return tuple(found)


def _goes_on(text: str) -> bool:
    """Tell what belongs to the number before it: a month, a weekday, another number."""
    return bool(_GOES_ON.match(text))
