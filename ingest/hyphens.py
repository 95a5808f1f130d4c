"""Writing lines as text: end-of-line hyphens undone by what the document itself writes elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ingest.boxes import piece_of
from ingest.pdf import Word
from kb.compounds import fold
from kb.compounds import vocabulary as vocabulary_of_compounds
from kb.model import Piece

_EDGE = re.compile(r"^[^\w]+|[^\w]+$")
_HYPHENS = "-‐‑"
_ENDS = re.compile(r"[\w/)\]“”\"»][-‐‑]$")
# After these a hyphen stands for the part of the word that follows: „Moschee- und Kulturvereine“.
_AND = frozenset(
    {
        "und",
        "oder",
        "bzw",
        "sowie",
        "beziehungsweise",
        "u",
        "o",
        "als",
        "wie",
        "noch",
        "bis",
        "and",
        "or",
        "&",
    }
)
# Words that end in one of these; others are known where the document writes them within a line.
_WHOLE = frozenset({"sowie", "dennoch", "irgendwie", "ebensowie", "soundso"})
_ADDRESS = re.compile(r"^\(?(?:https?://|www\.)\S+$")
_MAIL = re.compile(r"^\(?[\w.+-]+@[\w.-]*$")
_AT, _NAME = re.compile(r"^@[\w-]+\.\w"), re.compile(r"^[\w.+-]+$")
# The name of a server, with which another address begins.
_SERVER = re.compile(
    r"^(?:https?://|www\.)|^[\w-]+(?:\.[\w-]+)*\.(?:de|org|net|com|eu|info|nrw|at|ch)\b", re.IGNORECASE
)
_MORE = re.compile(r"^[\w%-]*[/.?=&#]\S")
_VOWELS = frozenset("AEIOUÄÖÜaeiouäöü")
_CAMEL = re.compile(r"[a-zäöüß][A-ZÄÖÜ]")


class Row(NamedTuple):
    """The words of a printed line and the page they are on."""

    page: int
    words: Sequence[Word]


def vocabulary(lines: Iterable[Sequence[Word]]) -> Counter[str]:
    """Count the words (small letters, no punctuation) that stand whole within the lines.

    A word with capitals inside counts once more as it is written.
    """
    printed: list[str] = []
    broken = False
    for line in lines:
        words = [word[0] for word in line]
        first = 1 if broken else 0
        broken = bool(words) and words[-1][-1] in _HYPHENS and _ENDS.search(words[-1]) is not None
        printed += words[first:-1] if broken else words[first:] if first else words
    counts: Counter[str] = Counter()
    for word, times in Counter(printed).items():
        counts[_bare(word)] += times
        if _CAMEL.search(word):  # „RheinEnergie“ is written so, and counts as itself beside its small letters
            counts[_EDGE.sub("", word)] += times
    del counts[""]
    return counts


def _bare(word: str) -> str:
    return word.lower() if word.isalnum() else _EDGE.sub("", word).lower()


def written(
    lines: Sequence[Row], known: Mapping[str, int], start: int = 0, line_break: str = " "
) -> tuple[str, list[Piece]]:
    """Return the text of `lines` and a piece per printed word, offsets counted from `start`.

    :param line_break: stands between lines where no word runs on.
    """
    parts: list[str] = []
    pieces: list[Piece] = []
    at = start
    last: str | None = None
    before = ""
    for page, line in lines:
        texts = [word[0] for word in line]
        if last is not None:
            glue = between(last, texts[0], known, before)
            if glue is None:
                # The hyphen goes: it leaves the text and the piece of the word's first half.
                parts[-1] = parts[-1][:-1]
                at -= 1
                pieces[-1] = pieces[-1]._replace(end=at)
            elif glue:
                parts.append(line_break)
                at += len(line_break)
        parts.append(" ".join(texts))
        for text, word in zip(texts, line, strict=True):
            end = at + len(text)
            pieces.append(piece_of((at, end, page, word[1])))
            at = end + 1  # the blank
        at -= 1
        before, last = (texts[-2] if len(texts) > 1 else last or ""), texts[-1]
    return "".join(parts), pieces


def between(above: str, below: str, known: Mapping[str, int], before: str = "") -> str | None:
    """Return what stands between the last word of a line and the first of the next.

    A space, nothing (the hyphen or slash stays, the words touch), or None: the hyphen goes.

    :param before: the word before `above`: „Mitarbeiterinnen und -“ above „mitarbeiter“ is „-mitarbeiter“.
    """
    if ("@" in above and _MAIL.match(above)) or _ADDRESS.match(above):
        return _in_address(above, below)
    if above in {"-", "–"} and _bare(before) in _AND:
        return "" if _ends_compounds(below) else " "
    if _ENDS.search(above):
        return _at_hyphen(above, below, known)
    if above.endswith("/") and len(above) > 1:
        return ""
    return "" if _AT.match(below) and _NAME.match(above) and "." in above[1:-1] else " "


def halved(above: str, below: str, known: Mapping[str, int]) -> bool:
    """Tell whether two words are the halves of one that the document writes within a line elsewhere."""
    return bool(_ENDS.search(above)) and below[:1].islower() and known.get(_bare(above[:-1] + below), 0) > 0


def _in_address(above: str, below: str) -> str:
    """Return what stands between an address at a line's end and the next word: nothing if it is the rest of it."""
    if _SERVER.match(below) and (_ADDRESS.match(below) or above[-1] not in "-.@/"):
        return "" if re.search(r"https?://$", above) else " "
    if above[-1] in "-@" or above.endswith("://"):
        return ""
    if "@" in above:
        return "" if above[-1] == "." and re.match(r"^[a-z]{2,4}\b", below) else " "
    if above[-1] in "/=_&?" and not below.isalpha():
        return ""
    return "" if _MORE.match(below) and not below.endswith(".") else " "


def _ends_compounds(word: str) -> bool:
    """Tell whether a word written small is a noun that compounds end in, by the shipped list."""
    small = _EDGE.sub("", word)
    return len(small) > 4 and small.isalpha() and small.islower() and fold(small) in vocabulary_of_compounds().heads


def _at_hyphen(above: str, below: str, known: Mapping[str, int]) -> str | None:
    stem = above[:-1]
    bare = _bare(below)
    joined, kept = known.get(_bare(stem + below), 0), known.get(_bare(above + below), 0)
    if not bare:
        return "" if below[0] in ",;:." else " "
    if bare in _AND:
        return None if joined or _bare(stem + below) in _WHOLE else " "
    first = below[0]
    tail = re.split(r"[-‐‑/(]", stem)[-1]
    if first.isdigit() or stem[-1].isdigit() or stem[-1] in '/)]“”"»':
        return ""
    if not first.isalpha():
        return " " if first in '–—(„"+' else ""
    if first.isupper():
        return _before_capital(stem, tail, below, known, joined, kept)
    whole = joined >= kept if joined or kept else not _are_two(tail, bare)
    return None if whole else ""


def _are_two(tail: str, bare: str) -> bool:
    """Tell whether the hyphen before a small letter is written on every line, judged by the words alone."""
    if len(tail) == 1 and tail not in _VOWELS:
        return True  # „T-förmig“; a letter is parted from its word only if it is a vowel: „Ü-bertragung“
    # „medizinisch-technisch“; „vermisch-te“ has too little after it to be two words.
    if tail[:1].islower() and len(tail) > 5 and tail.endswith("isch") and len(bare) > 5:
        return not bare.startswith(("stämmig", "sprachig"))
    # Abbreviations keep their hyphen: „EU-weit“, „IT-gestützt“.
    return (tail.isupper() and len(tail) > 1) or (tail in {"E", "e"} and bare.startswith("mail"))


def _before_capital(stem: str, tail: str, below: str, known: Mapping[str, int], joined: int, kept: int) -> str | None:
    """Decide before a capital: the hyphen stays but in words set in capitals, or with capitals inside."""
    part = re.split(r"[-‐‑]", below)[0]
    core = _EDGE.sub("", part)
    if core == "Innen" and tail.endswith("er"):
        return None
    if known.get(_EDGE.sub("", stem + below), 0) > kept and not tail.isupper():
        return None
    if kept or not tail.isupper() or not below[: min(len(core), 4)].isupper() or len(core) < 2:
        return ""
    # „INTEGRATI-ONSKONZEPT“: what the document does not write elsewhere must be long to be no abbreviation.
    spelled = joined or known.get(_bare(stem + part), 0)
    return None if spelled or (min(len(tail), len(core)) >= 4 and len(tail) > 4) else ""
