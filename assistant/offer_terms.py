"""Words for finding offers, in ten languages: what facets and their values are called, and which words tell them.

The words are in `offer_terms/xx.toml`; what German papers print is read by `kb.offer_words`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from kb.german import analyse
from kb.offer_words import label

LANGUAGES = ("de", "en", "tr", "ar", "uk", "ru", "fr", "pl", "fa", "ro")
# In this order facets are read and shown; of words that tell two, the first has them ("German" courses).
READ = ("audience", "topic", "cost", "when", "language")
# The language of so few words cannot be told for sure: those in whose language they tell something are taken.
# There a word's ending has at most so many letters: "Familienwelten" are no "familii".
SHORT, ENDING = 3, 5
# "need": somebody tells what is needed, not what kind of offer ("Ich brauche Hilfe").
KINDS = ("offers", "list", "other", "frame", "which", "or", "need")
# What Arabic writes together with a word: and, then; the article and what stands before it.
_ATTACHED = "[وف]?(?:ال|لل|بال|كال|[لبك])?"
_SAME = str.maketrans(
    "أإآىيكةёʼ’`´", "اااییکهе''''", "\u0307\u200c\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
)
_NEXT, _LAST = re.compile(r"\s+(\w+)"), re.compile(r"(\w+)\s+$")


class Told(NamedTuple):
    """Values of a facet that a text tells, and the words that do; `start` and `end` in the folded text."""

    facet: str
    codes: tuple[str, ...]
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What a text says about offers: the values told; which kinds of framing words it has; what else it says.

    `head` is the word of the rest that "which" stands before: "welche Ämter"; `either` are pairs of its words with "or" between.
    """

    told: tuple[Told, ...]
    kinds: frozenset[str]
    rest: tuple[str, ...]
    head: str = ""
    either: tuple[tuple[str, str], ...] = ()


def folded(text: str) -> str:
    """Return a text as words are compared: letters of one form, no marks of vowels, no joiners."""
    return unicodedata.normalize("NFKC", text).replace("İ", "i").casefold().translate(_SAME)


def facet_name(facet: str, language: str = "de") -> str:
    """Return what a facet is called in a language, in German where it has no word."""
    own, german = _table(language)["facets"], _table("de")["facets"]
    return str(own.get(facet) or german.get(facet) or facet)


def value_name(facet: str, code: str, language: str = "de") -> str:
    """Return what a value is called in a language, in German where it has no word; names are themselves."""
    for table in (_table(language), _table("de")):
        if words := table.get(facet, {}).get(code):
            return str(words[0]).removeprefix("=")
    return label(facet, code) if facet in ("audience", "topic") else code


def language_code(name: str) -> str:
    """Return the code of a language that a paper names in German ("Arabisch": "ar"), the name where it has none."""
    return next((code for code, cue in _german_languages() if cue.search(folded(name))), name)


def alike(word: str) -> frozenset[str]:
    """Return the German words that stand for the same as a word, in offers."""
    return _alike().get(stem_of(word), frozenset()) - {word}


def stem_of(word: str) -> str:
    """Return a German word as it is compared with others."""
    return next(iter(analyse(word).stems), word)


@cache
def _alike() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for group in _table("de")["alike"]["words"]:
        said = frozenset(group.split())
        for word in said:
            found[stem_of(word)] = found.get(stem_of(word), frozenset()) | said
    return found


def told_by(facet: str, words: str) -> tuple[str, ...]:
    """Return the values of a facet that German or English words tell, if they tell nothing else ("Senioren", "samstags")."""
    for language in ("de", "en"):
        for other, codes, cue in _cues(language):
            if other == facet and cue.fullmatch(folded(words).strip()):
                return codes
    return ()


def read_terms(text: str, language: str, stopwords: Iterable[str] = ()) -> Terms:
    """Return what a text in a language tells of facets; German words are understood in all of them.

    :param stopwords: words that say nothing, beside those of the language's own frame.
    """
    best = _read(text, tuple(dict.fromkeys((language, "de"))), frozenset(stopwords))
    if best.told or best.kinds & {"offers"} or len(text.split()) > SHORT:
        return best
    others = (_read(text, (other, "de"), frozenset(stopwords), ENDING) for other in LANGUAGES if other != language)
    return max((best, *others), key=lambda terms: (sum(told.end - told.start for told in terms.told), not terms.rest))


def _read(text: str, languages: tuple[str, ...], stopwords: frozenset[str], ending: int | None = None) -> Terms:
    text = folded(text)
    found: list[Told] = []
    for language in languages:
        for facet, codes, cue in _cues(language, ending if language != "de" else None):
            found += [Told(facet, codes, match.group(), *match.span()) for match in cue.finditer(text)]
    # Longer words before shorter ones: "junge Frauen" are young people, "Kita-Fachkräfte" no other professionals.
    found.sort(key=lambda told: (told.start - told.end, READ.index(told.facet)))
    kept: list[Told] = []
    for told in found:
        if not any(told.start < other.end and other.start < told.end for other in kept):
            kept.append(told)
    kept = [told for told in kept if not _names_language(told, kept, text)]
    # "Ich spreche kaum Deutsch" asks for nothing in German.
    frames = [match.span() for one in languages for match in _framing(one)["frame"].finditer(text)]
    kept = [told for told in kept if not any(start < told.start and told.end <= end for start, end in frames)]
    kinds = frozenset(kind for language in languages for kind, cue in _framing(language).items() if cue.search(text))
    covered = [told[3:] for told in kept] + [
        match.span() for language in languages for cue in _framing(language).values() for match in cue.finditer(text)
    ]
    rest = [
        match.group()
        for match in re.finditer(r"\w+", text)
        if not any(start < match.end() and match.start() < end for start, end in covered)
        and match.group() not in stopwords
        and len(match.group()) > 2
    ]
    which = [match.end() for one in languages for match in _framing(one)["which"].finditer(text)]
    head = next((match[1] for at in which if (match := _NEXT.match(text, at)) and match[1] in rest), "")
    joints = [match.span() for one in languages for match in _framing(one)["or"].finditer(text)]
    pairs = [(_LAST.search(text[:start]), _NEXT.match(text, end)) for start, end in joints]
    either = tuple((one[1], two[1]) for one, two in pairs if one and two and {one[1], two[1]} <= set(rest))
    return Terms(tuple(sorted(kept, key=lambda told: told.start)), kinds, tuple(dict.fromkeys(rest)), head, either)


def _names_language(told: Told, kept: Iterable[Told], text: str) -> bool:
    """Tell the word "Sprache" of "in arabischer Sprache": no topic."""
    return (told.facet, told.codes) == ("topic", ("language",)) and any(
        other.facet == "language" and (text[other.end : told.start].isspace() or text[told.end : other.start].isspace())
        for other in kept
    )


@cache
def _table(language: str) -> Mapping[str, Mapping[str, list[str]]]:
    file = files("assistant") / "offer_terms" / f"{language if language in LANGUAGES else 'de'}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def _cues(language: str, ending: int | None = None) -> tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]:
    table = _table(language)
    return tuple(
        (facet, tuple(key.split("+")), _pattern(words, language, ending))
        for facet in READ
        for key, words in table[facet].items()
    )


@cache
def _framing(language: str) -> Mapping[str, re.Pattern[str]]:
    return {kind: _pattern(_table(language)["words"][kind], language) for kind in KINDS}


@cache
def _german_languages() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, _pattern([words[0], *words[1:]], "de")) for code, words in _table("de")["language"].items())


def _pattern(words: Iterable[str], language: str, ending: int | None = None) -> re.Pattern[str]:
    cues = [_cue(folded(word), language, ending) for word in words if word and not word.startswith("=")]
    return re.compile(r"(?<!\w)(?:" + "|".join(sorted(cues, key=len, reverse=True)) + r")(?!\w)")


def _cue(cue: str, language: str, longest: int | None) -> str:
    any_ending = r"\w*" if longest is None else rf"\w{{0,{longest}}}"
    words = []
    for word in cue.split():
        bare = re.sub(r"^ال(?=\w{3})", "", word) if language == "ar" else word
        ending = {"*": any_ending, "~": r"\w{0,2}"}.get(bare[-1], "")
        body = re.escape(bare.rstrip("*~")) + ending
        words.append(_ATTACHED + body if language == "ar" else body)
    return r"[\s-]+".join(words)
