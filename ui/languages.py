"""Languages of the citizens' pages: their addresses, and which of them a visitor's browser asks for."""

from __future__ import annotations

import re

from ui.wording import LANGUAGES

GERMAN = "de"
RIGHT_TO_LEFT = frozenset({"ar", "fa"})
_PREFIX = re.compile(r"/([a-z]{2})(?:/|$)")
# A language of `Accept-Language` with its weight (RFC 9110, 12.5.4).
_WANTED = re.compile(r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*")


def address(code: str, within: str = "") -> str:
    """Return the path of a page in that language; `within` "" is its start page."""
    return f"/{within}" if code == GERMAN else f"/{code}/{within}"


def code_of(path: str) -> str:
    """Return the language of a page by its path; German ones have no prefix."""
    match = _PREFIX.match(path)
    return match[1] if match and match[1] in LANGUAGES and match[1] != GERMAN else GERMAN


def direction(code: str) -> str:
    """Return "rtl" for languages written from right to left, else "ltr"."""
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


def preferred(header: str) -> str | None:
    """Return which of our languages a browser likes best, None where it names none of them.

    :param header: `Accept-Language`; the first of several with the same weight wins, "*" is no language.
    """
    best, weight = None, 0.0
    for part in header.split(",")[:20]:
        match = _WANTED.fullmatch(part)
        code = match[1].lower() if match else ""
        if match and code in LANGUAGES and float(match[2] or 1) > weight:
            best, weight = code, float(match[2] or 1)
    return best
