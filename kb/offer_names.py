"""When two papers mean the same offer by its name: names compared without the nouns and signs around them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kb.compounds import fold, split, vocabulary
from kb.german import analyse
from kb.offer_forms import (
    COMMON,
    common_stems,
    initials_of,
    joined_of,
    letters,
    ordered,
    pieces_of,
    plain_of,
    unaccented,
    unmeant,
)
from kb.offer_words import audiences
from kb.offers import Offer

# How a name stands to another: the same words; the same before a dash, in brackets or in quotation marks; nearly
# the same words; a part of a list ("Startercenter, Firmen- und Gründungsservice") or what stands behind a colon.
# Weak ones hold only where the statements say the rest: "Austauschtreffen" beside "Austausch der Vereine" (`meant`:
# for whom), "Beratung von Kitas zu Sprache" beside "Beratung von Kitas" (`begins`).
Relation = Literal["same", "core", "near", "part", "meant", "begins"]
WEAK: frozenset[Relation] = frozenset(("meant", "begins"))

# The share of words that names of one offer have in common: „Stärkung der interkulturellen Väterarbeit“ and
# „Interkulturelle Väterarbeit“ have two of three, names of two levels of a course or two parts of a town less.
ALIKE = 0.65
# And the least share of their weight: what they share must not be the words that most names of a catalogue have.
RARE = 0.5
# The share of words where each name has a word that the other has not: a word in another's place is what tells courses apart.
_ALIKE_BOTH = 0.8
# A name of more words than these is a sentence of a paper: its parts are no names (of the 236 rows of the gold lists, 2 have more).
LONGEST = 8
# „Kompetenzagentur des Kreises Mettmann“: whose it is, its paper or organiser says elsewhere, too.
_BODY = re.compile(
    r"(?<=\w)\s+(?:(?:des|der|im|in der|beim|vom|von der)\s)?(?:Kreis(?:es)?|Landkreis(?:es)?|Stadt|Gemeinde)\s[A-ZÄÖÜ][\w-]+$"
)
# What a phrase begins with that only narrows what stands before it.
_ON = re.compile(r"^\W*(?:zu[mr]?|über|rund um|bei|im bereich|in fragen)\s", re.IGNORECASE)
# An abbreviation, and the fewest letters of one: two stand for too much.
_SHORT = re.compile(r"^(?=(?:.*[A-ZÄÖÜ]){2})[A-Za-zÄÖÜäöü]{3,6}$")
_COURSE = re.compile(r"^[^\W\d_]{1,3}-?\d{3,}[^\W\d_]?\s+(?=\S)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?:\s?[/–-]\s?(?:(?:19|20)?\d\d))?(?!\d)")
_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]|\s[–—-]\s.*|:\s.*")
_BRACKETS = re.compile(r"[(\[]([^)\]]{2,})[)\]]")
_QUOTED = re.compile(r"[„“\"»‚›]([^„“”\"»«‚‘’›‹]{3,})[“”\"«‘’‹]")
_PARTS = re.compile(r"\s*[,;]\s+|\s+und\s+|\s+sowie\s+|\s*/\s*")
_TAIL = re.compile(r":\s+(.+)$")
# A coined word of which the rest says for whom it is ("IntegrationsKompass für Zugewanderte").
_COINED = re.compile(r"^([A-ZÄÖÜ]\w*[a-zäöüß][A-ZÄÖÜ]\w*) für ")
_WEB = re.compile(r"^(?:https?://)?www\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is compared.

    `joined`: its telling words in one; `order`: their stems as they follow each other; `numbers`: levels and ages, years left out; `core`: joined
    words before a dash, bracket or colon, and those in brackets or quotation marks; `parts`: joined words of what a
    list or a colon sets apart, where such a part names something by itself; `head`: those before a colon, of which the
    name is a part; `rest`: words of what is no core; `meant`: the audiences in it. `plain`: joined without nouns for its
    kind; `general`: that without the audiences; `pieces`: stems of the parts of its compounds; `initials`: what it is
    abbreviated by.
    """

    text: str
    joined: str
    order: tuple[str, ...]
    numbers: frozenset[str]
    core: frozenset[str]
    parts: frozenset[str]
    head: str
    rest: frozenset[str]
    meant: frozenset[str]
    plain: str
    general: str
    pieces: frozenset[str]
    initials: frozenset[str]

    @property
    def stems(self) -> frozenset[str]:
        """The stems, each once."""
        return frozenset(self.order)


def words(name: str) -> frozenset[str]:
    """Return the words that tell a name from others; all of its words where none does."""
    return frozenset(ordered(name))


def plain_name(text: str) -> str:
    """Return a name without a course number in front, years, and the beginning of a web address."""
    plain = _COURSE.sub("", " ".join(unicodedata.normalize("NFKC", _WEB.sub("", text)).replace("\xad", "").split()))
    bare = " ".join(_YEAR.sub(" ", plain).split())
    return bare if re.search(r"\w", bare) else plain


@lru_cache(maxsize=100_000)
def read_name(text: str) -> Name:
    """Return a name ready to be compared."""
    bare = _BODY.sub("", plain_name(text))
    short = _ASIDE.sub("", bare)
    inside = [found for pattern in (_BRACKETS, _QUOTED) for found in pattern.findall(bare)]
    pieces = _PARTS.split(short) if _PARTS.search(short) else []
    pieces = [] if any(len(piece.split()) > LONGEST for piece in pieces) else pieces + _TAIL.findall(bare)
    stems, numbers = _terms(bare)
    return Name(
        text,
        joined_of(bare),
        stems,
        numbers,
        frozenset(filter(None, map(joined_of, (short, *_COINED.findall(bare), *filter(_telling, inside))))),
        frozenset(joined_of(_WEB.sub("", piece)) for piece in pieces if _telling(piece)),
        joined_of(_TAIL.sub("", bare)) if _TAIL.search(bare) else "",
        words(bare[len(short) :]) if short != bare else frozenset(),
        frozenset(told.value for told in audiences(bare)),
        plain_of(bare),
        plain_of(unmeant(bare)),
        pieces_of(bare),
        initials_of(short),
    )


def relation(left: Name, right: Name, weights: Mapping[str, float]) -> Relation | None:
    """Return how two names are of one offer, None where they tell offers apart.

    „MIMI“ and „MIMI – Mit Migranten für Migranten“ are, „Demokratie leben!“ and „Demokratie leben!: Jugendfonds“ are not.

    :param weights: how much a stem tells, more for rare ones; 1 for those that it has not.
    """
    ordered_alike = left.order == right.order != () and left.numbers == right.numbers
    if left.joined == right.joined or ordered_alike or letters(left.text) == letters(right.text):  # „KommAn“, „KOMM-AN“
        return "same"
    if left.joined == right.head or right.joined == left.head:
        return None
    if left.numbers == right.numbers and _near(left, right, weights):
        return "near"
    if _core(left, right) or _kindless(left, right) or _shortened(left, right) or _shortened(right, left):
        return "core"
    if left.joined in right.parts or right.joined in left.parts:
        return "part"
    return _weakly(left, right) if left.numbers == right.numbers else None


def alike(left: str, right: str) -> bool:
    """Tell whether two names are of one offer, whatever other names there are."""
    return relation(read_name(left), read_name(right), {}) is not None


def apart(left: Offer, right: Offer) -> bool:
    """Tell offers of one name that are held in different towns: each is an offer of its own."""
    return left.town is not None and right.town is not None and left.town != right.town


def ordinary(name: Name) -> bool:
    """Tell a name that any offer of its kind could have: one common noun or compound („Hausaufgabenhilfe“)."""
    found = [word for word in re.findall(r"\w+", name.text.casefold()) if word not in COMMON]
    if len(found) != 1 or name.numbers:
        return False
    return fold(found[0]) in vocabulary().heads or bool(split(fold(found[0])))


def _core(left: Name, right: Name) -> bool:
    """Tell a name that is the other's before a bracket or a dash, in brackets or in quotation marks.

    Where both say more than that, at least half of it has to be the same.
    """
    if left.joined in right.core or right.joined in left.core:
        return True
    most = max(len(left.rest), len(right.rest))
    return bool(left.core & right.core) and 2 * len(left.rest & right.rest) >= most > 0


def _kindless(left: Name, right: Name) -> bool:
    """Tell names of which one says its kind besides („Griffbereit-Gruppen“), or that are cut into words differently."""
    if left.plain in {right.joined} | right.core or right.plain in {left.joined} | left.core:
        return True
    return len(left.pieces) > 1 and left.pieces == right.pieces and left.numbers == right.numbers


def _shortened(short: Name, long: Name) -> bool:
    return bool(_SHORT.match(short.text)) and short.text.casefold() in long.initials


def _weakly(left: Name, right: Name) -> Relation | None:
    if left.general == right.general != "" and bool(left.meant) != bool(right.meant):
        return "meant"
    short, long = sorted((left, right), key=lambda name: len(name.order))
    if len(short.order) < 2 or short.meant != long.meant or not long.text.casefold().startswith(short.text.casefold()):
        return None
    return "begins" if _ON.match(long.text[len(short.text) :]) else None


def _near(left: Name, right: Name, weights: Mapping[str, float]) -> bool:
    pairs = _paired(left.stems, right.stems)
    if len(pairs) < 2 or left.meant != right.meant:
        return False
    rests = left.stems - pairs.keys(), right.stems - set(pairs.values())
    if len(pairs) <= (_ALIKE_BOTH if all(rests) else ALIKE) * (len(pairs) + len(rests[0]) + len(rests[1])):
        return False
    shared, rest = (sum(weights.get(stem, 1.0) for stem in stems) for stems in (pairs, rests[0] | rests[1]))
    return shared > RARE * (shared + rest)


def _paired(left: frozenset[str], right: frozenset[str]) -> dict[str, str]:
    """Return the stems that both have, one letter more or less allowed in long ones („Migraten“, „Migranten“)."""
    pairs = {stem: stem for stem in left & right}
    free = right - left
    for stem in sorted(left - right):
        near = next((other for other in sorted(free) if _slip(stem, other)), None)
        if near is not None:
            pairs[stem] = near
            free -= {near}
    return pairs


def _slip(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < 6 or len(long) - len(short) != 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at:] == long[at + 1 :]


def _terms(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    terms = analyse(unaccented(text))
    stems = tuple(stem for stem in terms.stems if stem not in common_stems())
    return stems or terms.stems, frozenset(terms.exact)


def _telling(piece: str) -> bool:
    name = [word for word in re.findall(r"\w+", piece.casefold()) if word not in COMMON]
    return len(name) > 1 or (len(name) == 1 and len(name[0]) > 1 and fold(name[0]) not in vocabulary().heads)
