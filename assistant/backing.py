"""Does a figure of the source say what a figure of the claim says? The same, more exactly, or near enough to "rund"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.figures import Figure, Kind

# How far "rund 100" may be from what it rounds: judged by usage ("rund 100" for 98, not for 120).
_ROUND = 0.06
# "knapp 100" is said of 93 and more, "gut 100" of 107 and less; a little wider for fractions.
_SHORT = 0.1
_ABOUT = frozenset(["rund", "etwa", "circa", "ca", "ungefähr", "zirka", "annähernd"])
_BELOW = frozenset(["knapp", "fast", "beinahe", "nahezu"])
_ABOVE = frozenset(["gut", "reichlich"])


def backed(claim: Figure, source: Sequence[Figure], about: str = "") -> bool:
    """Say whether one of the `source` figures says what `claim` says, or says it more exactly.

    `about` is the word before the claim's figure: after "rund", "knapp" or "gut" it need not be exact.
    """
    if claim.kind == "date":
        return _date_backed(claim, source)
    values = [figure for figure in source if _comparable(claim.kind, figure.kind)]
    return any(_equal(claim, figure) or _near(claim, figure, about) for figure in values)


def _near(claim: Figure, source: Figure, about: str) -> bool:
    ours, theirs = claim.value, source.value
    if not (isinstance(ours, float | int) and isinstance(theirs, float | int)) or not theirs or claim.kind == "time":
        return False
    part = ours / theirs - 1
    if about in _ABOUT:
        return abs(part) <= _ROUND
    if about in _BELOW:
        return 0 < part <= _SHORT
    return about in _ABOVE and -_SHORT <= part < 0


def _comparable(claim: Kind, source: Kind) -> bool:
    # A table says "Euro" in its head and bare numbers below; "1." may be a place in a list.
    loose: dict[Kind, set[Kind]] = {
        "number": {"number", "ordinal"},
        "ordinal": {"ordinal", "number"},
        "time": {"time"},
        "code": {"code", "phone"},
        "phone": {"phone", "number", "code"},
    }
    return source in loose.get(claim, {claim})


def _equal(claim: Figure, source: Figure) -> bool:
    if isinstance(claim.value, float | int) and isinstance(source.value, float | int):
        return abs(claim.value - source.value) < 1e-9 * max(1.0, abs(claim.value))
    if claim.kind == "phone":
        return re.sub(r"\D", "", str(claim.value)) == re.sub(r"\D", "", _digits(source))
    return claim.value == source.value


def _digits(figure: Figure) -> str:
    return str(int(figure.value)) if isinstance(figure.value, float) else str(figure.value)


def _date_backed(claim: Figure, source: Sequence[Figure]) -> bool:
    dates = [figure.value for figure in source if figure.kind == "date" and isinstance(figure.value, tuple)]
    wanted = claim.value
    if not isinstance(wanted, tuple):
        return False
    if any(_within(wanted, date) for date in dates):
        return True
    # "Am 6. Oktober ... (2016)": day and month in one place, the year in another.
    year = any(date[0] == wanted[0] for date in dates)
    return bool(wanted[0]) and year and any((0, *wanted[1:]) == date for date in dates) and wanted[1] > 0


def _within(wanted: tuple[int, ...], date: tuple[int, ...]) -> bool:
    return all(part in (0, given) for part, given in zip(wanted, date, strict=True))
