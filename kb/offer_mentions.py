"""Papers that only name an offer which another paper states: the name is looked up in their passages.

A concept that says "the programmes Griffbereit and Rucksack KiTa" describes neither, yet it belongs to the history of both.
A name counts where it stands with its capital letters; one that could mean any offer of its kind (one noun or compound)
only in quotation marks, alone on its line, in its cell or item, or listed beside a name that counts. Papers of another town or county name other offers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from kb.compounds import fold, split, vocabulary
from kb.model import Document
from kb.offer_contexts import bodies_differ, context_of
from kb.offer_names import LONGEST, Name, plain_name, read_name, relation
from kb.offers import Offer, Span

_WORD = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"(?<=\w{4})(?:en|es|e|n|(?<!s)s)$")
_ARTICLES = frozenset(("der", "die", "das", "den", "dem", "des"))
_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]|\s[–—-]\s.*")
_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_TAIL = re.compile(r":\s+(.+)$")
# What stands between the names of a list.
_LISTED = re.compile(
    r"[“”\"«»‘’]?\s*(?:[,;/]|und|sowie|oder)(?:\s+(?:und|sowie|oder|auch|der|die|das|den|dem))*\s*[„“\"»«‚‘]?"
)
_OPENING, _CLOSING = frozenset('„“"»«‚‘›‹'), frozenset('”“"«»’‘‹›')
_BEFORE, _AFTER = re.compile(r"(?:^|[\n\t])[\W\d_]*$"), re.compile(r"^[^\w\n\t]*(?:$|[\n\t])")
# The last part of a compound; shorter ones end words by chance.
_HEAD = 4


class Text(NamedTuple):
    """The text of a passage."""

    document: Document
    ordinal: int
    text: str


class _Sought(NamedTuple):
    name: str
    common: bool
    owners: tuple[Document, ...]


@dataclass(slots=True)
class _Step:
    """A word of names: the words that may follow it in them, and the names that end with it."""

    after: dict[str, _Step] = field(default_factory=dict)
    ending: list[_Sought] = field(default_factory=list)


def mentions(sightings: Sequence[tuple[Document, Offer]], texts: Iterable[Text]) -> list[tuple[Document, Offer]]:
    """Return statements of nothing but the name, for papers that name an offer and do not state it: its first place in each."""
    stated: dict[str, list[Name]] = defaultdict(list)
    for document, offer in sightings:
        stated[document.id].append(read_name(offer.name))
    first = _sought(sightings)
    found: list[tuple[Document, Offer]] = []
    looked: set[tuple[str, str]] = set()
    for document, ordinal, text in texts:
        for one, start, end in _in_text(text, first):
            at = document.id, one.name
            if at in looked:
                continue
            looked.add(at)
            if not _same_body(document, one.owners):
                continue
            if any(relation(read_name(one.name), name, {}) for name in stated.get(document.id, ())):
                continue
            found.append((document, Offer(one.name, spans=(("name", (Span(ordinal, start, end),)),))))
    return found


def _sought(sightings: Iterable[tuple[Document, Offer]]) -> _Step:
    """Return the names to look for, word by word: all that begin alike are followed at once, however many they are."""
    owners: dict[str, dict[str, Document]] = defaultdict(dict)
    wholes: dict[str, set[str]] = defaultdict(set)
    for document, offer in sightings:
        for form in _forms(offer.name):
            owners[form][document.id] = document
            wholes[form].add(read_name(offer.name).joined)
    first = _Step()
    for form, papers in sorted(owners.items()):
        words = tuple(word for word in _WORD.findall(form) if word not in _ARTICLES)
        unclear = len(wholes[form]) > 1 and read_name(form).joined not in wholes[form]  # a part of several names
        if words and len(words) <= LONGEST and not unclear:
            step = first
            for word in words:
                step = step.after.setdefault(_key(word), _Step())
            step.ending.append(_Sought(form, _common(form, words), tuple(papers.values())))
    return first


def _forms(name: str) -> set[str]:
    """Return the forms that a name is looked for in: as it is, without what is in brackets or behind a dash, behind a colon."""
    plain = plain_name(name)
    forms = (plain, _ASIDE.sub("", plain).strip(), *_TAIL.findall(plain))
    return {form for form in forms if sum(map(str.isalpha, form)) > 2}


def _common(form: str, words: Sequence[str]) -> bool:
    """Tell names that could be of any offer of their kind."""
    if _ADDRESS.fullmatch(form) or any(word[1:].lower() != word[1:] or any(map(str.isdigit, word)) for word in words):
        return False  # coined: „IntegrationsKompass“, „MIMI“, „60plus“
    if len(words) > 1:
        return sum(word[:1].isupper() for word in words) < 2
    word = fold(words[0].casefold())
    heads = vocabulary().heads
    return word in heads or bool(split(word)) or any(word[n:] in heads for n in range(3, len(word) - _HEAD + 1))


def _in_text(text: str, first: _Step) -> Iterator[tuple[_Sought, int, int]]:
    """Yield the names in a text with where they stand; of overlapping ones the longest."""
    words = list(_WORD.finditer(text))
    hits = [hit for n in range(len(words)) for hit in _from(words, n, first)]
    taken = 0
    kept: list[tuple[int, int, _Sought]] = []
    for hit in sorted(hits, key=lambda hit: (hit[0], -hit[1], hit[2].name)):
        if hit[0] >= taken:
            taken = hit[1]
            kept.append(hit)
    sure = [not one.common or _stands_out(text, start, end) for start, end, one in kept]
    for order in (range(1, len(kept)), range(len(kept) - 2, -1, -1)):  # a list is sure from its sure names on
        step = -order.step
        for n in order:
            left, right = sorted((n, n + step))
            sure[n] = sure[n] or (sure[n + step] and bool(_LISTED.fullmatch(text[kept[left][1] : kept[right][0]])))
    for (start, end, one), counts in zip(kept, sure, strict=True):
        if counts:
            yield one, start, end


def _from(words: Sequence[re.Match[str]], n: int, first: _Step) -> Iterator[tuple[int, int, _Sought]]:
    """Yield the names that begin with the word at `n`; articles may stand between their words."""
    step, at = first.after.get(_key(words[n].group())), n
    while step is not None:
        for one in step.ending:
            yield words[n].start(), words[at].end(), one
        at += 1
        while at < len(words) and words[at].group() in _ARTICLES:
            at += 1
        step = step.after.get(_key(words[at].group())) if at < len(words) and step.after else None


def _stands_out(text: str, start: int, end: int) -> bool:
    quoted = start > 0 and text[start - 1] in _OPENING and text[end : end + 1] != "" and text[end] in _CLOSING
    line = text[max(0, start - 12) : start], text[end : end + 12]
    return quoted or bool(_BEFORE.search(line[0]) and _AFTER.search(line[1]))


def _same_body(document: Document, owners: Iterable[Document]) -> bool:
    own = context_of(document, Offer(""))
    return any(not bodies_differ(own, context_of(owner, Offer(""))) for owner in owners)


@lru_cache(maxsize=100_000)
def _key(word: str) -> str:
    """Return what a word is compared by: without its ending, and whether it is written with a capital letter."""
    return ("^" if word[:1].isupper() else "") + _ENDING.sub("", word.casefold())
