"""Tells questions on residence, asylum and benefits: who answers those decides about people, and a machine may not.

The words are in `caution.toml`. A question that only names such a matter is told, too: the hint costs one paragraph,
and to leave it out where somebody asks about their own stay would cost more.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache

from assistant.offer_terms import folded
from ui.markup import asset, language, text
from ui.wording import LANGUAGES, words

# What Arabic writes together with a word: and, then; the article and what stands before it.
_ATTACHED = "[وف]?(?:ال|لل|بال|كال|وال|[لبك])?"


def touches_rights(question: str, code: str) -> bool:
    """Return whether a question asks about residence, asylum or benefits; German words are understood in all languages."""
    said = folded(question)
    return any(_cues(one).search(said) for one in dict.fromkeys((code if code in LANGUAGES else "de", "de")))


def caution(question: str, code: str) -> str:
    """Return the hint (HTML) to the office that decides, "" where the question is about nothing of the kind."""
    if not touches_rights(question, code):
        return ""
    code = code if code in LANGUAGES else "de"
    label = words("caution", code)
    return (
        f'<div class="caution" role="note" {language(code)}><p><strong>{label["title"]}</strong></p>'
        f"<p>{text(label['hint'])}</p></div>"
    )


@cache
def _cues(code: str) -> re.Pattern[str]:
    return re.compile("|".join(_cue(word, code) for word in _words()[code]))


@cache
def _words() -> dict[str, list[str]]:
    return tomllib.loads(asset("caution.toml"))


def _cue(word: str, code: str) -> str:
    parts = [re.escape(part).replace(r"\*", r"\w*") for part in folded(word).split()]
    # Any Arabic word may have something before it and an ending behind it.
    parts = [f"{_ATTACHED}{part}\\w{{0,3}}" for part in parts] if code in ("ar", "fa") else parts
    return r"(?<!\w)" + r"[\s\u200c-]+".join(parts) + r"(?!\w)"
