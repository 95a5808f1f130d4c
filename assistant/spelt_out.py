"""What an abbreviation stands for: the sentence that spells it out, where a question asks for that."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.abbreviations import expansions
from assistant.extract import Scored

_ASKED = re.compile(
    r"(?i)\b(?:wof[üu]e?r\s+steht|was\s+(?:bedeutet|heißt|heisst|meint)|abkürzung|abgekürzt|ausgeschrieben|kürzel|"
    r"stands?\s+for|does\s+\w+\s+mean|abbreviation|acronym|veut\s+dire|signifie|sigle|oznacza|skrót\w*|înseamnă|prescurtar\w*|"
    r"anlama\s+gel\w*|açılımı|kısaltma\w*|означа\w*|розшифров\w*|расшифров\w*|اختصار|يعني|مخفف|یعنی)"
)
_SHORT = re.compile(r"\b[A-ZÄÖÜ][A-Za-zÄÖÜäöü]{0,6}[A-ZÄÖÜ][a-z]?\b")


def spelt_out(question: str, scored: Sequence[Scored]) -> Scored | None:
    """Return the best sentence that says what the abbreviation in a question stands for, if one is asked for."""
    shorts = set(_SHORT.findall(question)) if _ASKED.search(question) else set()
    telling = [entry for entry in scored if shorts and any(short in entry.unit.text for short in shorts)]
    saying = [entry for entry in telling if shorts & expansions([entry.unit.text]).keys()]
    # What is no heading reads better.
    return max(saying, key=lambda entry: (entry.unit.kind != "heading", entry.score), default=None)
