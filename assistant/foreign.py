"""Does a sentence in another language say what its German quote says? As far as that can be told without translating.

The sentence is laid beside the sentences that its quotes stand in: figures and dates must be there, also where the
language writes them in its own way, names as they are printed, a negation on both sides or on neither, and the
meaning must be near by the word vectors that the languages share. What passes is not proven to be a good
translation: the quote stands beside it, and a note says whose translation it is.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.figures import figures
from assistant.people import names
from assistant.question import function_words
from assistant.verify import Verdict, check
from kb.embed import Embedder

# Of the lines of the OMoS-QA dev pages (the embedding has not seen them) and their translations, 1 to 5 in 100 are
# farther apart than this; of lines of different pages 98 in 100 are. Turkish and Ukrainian words have so many endings
# that true translations are farther apart.
MEANT, FARTHER = 0.34, {"tr": 0.28, "uk": 0.28}
# A word of the sentence that resembles no word of the source more than this is one of its own: 96 of 100 German,
# Turkish and Slavic family names do not. The first word is written large whatever it is, so it is looked at only where
# the source names somebody, and less is asked of it (90 of 100 names are still found). Names told in Cyrillic letters are compared letter by letter.
RESEMBLES, FIRST, SPELT = 0.33, 0.23, 0.7
_SHORT = 3
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[,\s’']\d{3})+(?![\d.,]*\d)")
_EURO = re.compile(r"(?i)(?<!\w)(?:euros?|avro|евро|євро|يورو|یورو|eur)(?:['’]?(?:ya|yu|luk|dur|dan))?(?!\w)")
_JOINTS = re.compile(r"[,;.:](?!\d)|\s(?:und|and|et|та|й|і|и|а|i|oraz|a|și|iar|ve|و|while|während)\s")
_TWELVE = re.compile(r"(?i)\b(\d{1,2})(?:[:.](\d{2}))?\s?([ap])\.?\s?m\b\.?")
_HOUR = re.compile(r"(?i)(?<![\d.:])(\d{1,2})(?:[:.](\d{2}))?\s?(?:h|год|ч|часов|godz)(?![^\W\d_])\.?(?:\s?(\d{2})\b)?")
_CLOCK = re.compile(r"(?<![\d.,:])([01]?\d|2[0-4])[:.]([0-5]\d)(?![.,:]?\d|\s?Uhr)")
_COLON = re.compile(r"(?<![\d.,:])([01]?\d|2[0-4]):([0-5]\d)(?![.,:]?\d|\s?Uhr)")
_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
# What `in_german_figures` writes.
_WRITTEN = frozenset([*_MONTHS, "Uhr", "Euro"])
_CYRILLIC = {
    "а": "a", "б": "b", "в": "w", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "je", "ж": "sh", "з": "s", "и": "i", "і": "i",
    "ї": "ji", "й": "j", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ф": "f", "х": "ch", "ц": "z", "ч": "tsch", "ш": "sch", "щ": "schtsch", "ь": "", "ю": "ju", "я": "ja", "ё": "jo", "ы": "y",
    "э": "e", "ъ": "",
}  # fmt: skip


def check_foreign(
    sentence: str, quoted: Sequence[str], language: str, lexicon: Embedder, context: Sequence[str] = ()
) -> Verdict:
    """Check a sentence against the German sentences that its quotes are taken from.

    `context` is what else is known of them (title, date, headings): it backs figures and names. Without a
    quote nothing is supported.
    """
    if not quoted or not sentence.strip():
        return Verdict(False, ("quote: none",))
    told = " ".join(quoted)
    spoken = in_german_figures(sentence, language, clock="Uhr" in told)
    # "Beide" is "the two" in other languages.
    known = (*context, "zwei") if re.search(r"(?i)\bbeide", told) else context
    found = list(check(spoken, quoted, language=language, context=known).problems)
    found += _names(spoken, (*quoted, *context), language, lexicon)
    if language in _rules()["negation"] and _turned(sentence, told, language):
        found.append("negation")
    found += _opposites(sentence, told, language)
    found += _exchanged(spoken, quoted)
    # The row of a table says little without the heading above it.
    near = lexicon.passages([sentence, told, *quoted, *(f"{each} {told}" for each in context)])
    if float((near[1:] @ near[0]).max()) < FARTHER.get(language, MEANT):
        found.append("meaning")
    return Verdict(not found, tuple(dict.fromkeys(found)))


def in_german_figures(sentence: str, language: str, *, clock: bool = False) -> str:
    """Return a sentence with thousands, dates and times of day as German papers write them.

    `clock`: the source speaks of times of day, so that "14.30" is one.
    """
    sentence = _THOUSANDS.sub(lambda found: re.sub(r"\D", ".", found[0]), sentence)
    sentence = _dated(_EURO.sub("Euro", sentence), language)
    if language == "tr":
        # "2015'ten" is "from 2015"; what is behind the apostrophe is an ending.
        sentence = re.sub(r"(?<=\w)['’]\w+", "", sentence)
    sentence = _TWELVE.sub(lambda found: _time(int(found[1]) % 12 + 12 * (found[3] in "pP"), found[2]), sentence)
    sentence = _HOUR.sub(lambda found: _time(int(found[1]), found[2] or found[3]), sentence)
    return (_CLOCK if clock else _COLON).sub(lambda found: _time(int(found[1]), found[2]), sentence)


def _dated(sentence: str, language: str) -> str:
    """Write months out in German where a day or a year stands beside them; "May 3, 2019" is turned."""
    for name, word in zip(_MONTHS, _rules()["months"].get(language, ()), strict=False):
        month = rf"(?i:(?<!\w)(?:{word})(?!\w))"
        if not re.search(month, sentence):
            continue
        sentence = re.sub(rf"{month}\s+(\d{{1,2}})(?:st|nd|rd|th)?(?:,)?(?=\s|$|[.;)])", rf"\1. {name}", sentence)
        sentence = re.sub(
            rf"(\d{{1,2}})\.?(?:er|st|nd|rd|th|-?го|-?е)?\s+(?:of\s+|de\s+|d['’])?{month}", rf"\1. {name}", sentence
        )
        sentence = re.sub(rf"{month}(?=,?\s+(?:de\s+|عام\s+|سنة\s+)?(?:19|20)\d\d)", name, sentence)
    return sentence


def _time(hour: int, minute: str | None) -> str:
    return f"{hour}:{minute} Uhr" if minute and minute != "00" else f"{hour} Uhr"


def _turned(sentence: str, told: str, language: str) -> bool:
    """Return whether one of both says "not" and the other has no negation of any form."""
    ours, theirs = sentence.casefold(), told.casefold()
    plain, german = _pattern("negation", language, plain=True), _pattern("negation", "de", plain=True)
    if plain.search(ours) and not _pattern("negation", "de").search(theirs):
        return True
    return bool(german.search(theirs)) and not _pattern("negation", language).search(ours)


def _opposites(sentence: str, told: str, language: str) -> Iterator[str]:
    """Find what the sentence says where the source says only the opposite: free and paid, rejected and accepted."""

    def denies(spoken: str, text: str) -> bool:
        return bool(_pattern("negation", spoken, plain=True).search(text))

    for said, other in _rules()["excludes"].items():
        ours, theirs = (f"opposites.{said}", f"opposites.{other}")
        if language not in _rules()["opposites"][said]:
            continue
        mine, source = sentence.casefold(), told.casefold()
        if said in _rules()["denied"]["any"] and (denies(language, mine) or denies("de", source)):
            continue
        said_here = _pattern(ours, language).search(mine) and not _pattern(theirs, language).search(mine)
        if said_here and _pattern(theirs, "de").search(source) and not _pattern(ours, "de").search(source):
            yield f"opposite: {said}"


def _exchanged(sentence: str, quoted: Sequence[str]) -> Iterator[str]:
    """Find a figure beside another name than in the source: "Velbert 15,000, Ratingen 20,000" turned round."""
    theirs: dict[str, set[object]] = {}
    for text in quoted:
        for name, value in _beside(text):
            theirs.setdefault(name, set()).add(value)
    for name, value in _beside(sentence):
        rivals = set().union(*(values for other, values in theirs.items() if other != name))
        if name in theirs and value not in theirs[name] and value in rivals:
            yield f"swapped: {name}"


def _beside(text: str) -> Iterator[tuple[str, object]]:
    """Yield (name or other capital word, figure) of each clause that has one figure."""
    for clause in _JOINTS.split(text):
        values = [
            figure for figure in figures(clause) if figure.kind in {"money", "number", "percent", "time", "phone"}
        ]
        if len(values) == 1:
            yield from ((_bare(word), values[0].value) for word in _WORD.findall(clause) if word[0].isupper())


@cache
def _pattern(name: str, language: str, *, plain: bool = False) -> re.Pattern[str]:
    """Return a pattern of the word lists; of a negation the `plain` words alone, which are its first line."""
    part, _, key = name.partition(".")
    table = _rules()[part][key] if key else _rules()[part]
    return re.compile("|".join(table[language][:1] if plain else table[language]))


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads((files("assistant") / "foreign.toml").read_text(encoding="utf-8"))


def _names(sentence: str, source: Sequence[str], language: str, lexicon: Embedder) -> Iterator[str]:
    """Find names that the source does not print; where it names somebody, the sentence must name them too."""
    printed = [word for text in source for word in _WORD.findall(text)]
    folded = {_bare(word) for word in printed}
    proper = [_bare(word) for word in printed if word[0].isupper()]
    common = function_words(language)
    titles = _rules()["titles"]["any"]
    people = [name for text in source for name in names(text)]
    for at, word in _own(sentence):
        bare = _bare(word)
        if word.casefold() in common or word.casefold() in titles or word in _WRITTEN:
            continue
        if len(bare) < _SHORT or _stands(bare, folded):
            continue
        first = at == 0 and not _doubled(sentence, word)
        # "Call Ms Hecker": nobody's name stands before a title.
        if first and (not people or _titled(sentence, titles)):
            continue
        if not _LATIN.match(word) and any(SequenceMatcher(None, bare, other).ratio() >= SPELT for other in proper):
            continue
        near = lexicon.words([word, *dict.fromkeys(printed)])
        if float((near[1:] @ near[0]).max(initial=0.0)) < (FIRST if first else RESEMBLES):
            yield f"name: {word}"
    if language in ("ar", "fa"):
        # A name in Arabic letters cannot be compared: it has to stand there as it is printed.
        said = {_bare(word) for word in _WORD.findall(sentence)}
        if people and not any(_stands(_bare(part), said) for name in people for part in name.split()):
            yield f"name: {people[0]}"


def _own(sentence: str) -> list[tuple[int, str]]:
    """Return the words written like names, with their places: capitals, and Latin words among other letters."""
    words = _WORD.findall(sentence)
    latin = sum(bool(_LATIN.match(word)) for word in words)
    foreign = latin * 2 < len(words)
    return [(at, word) for at, word in enumerate(words) if word[0].isupper() or (foreign and _LATIN.match(word))]


def _doubled(sentence: str, word: str) -> bool:
    """Return whether a capital word goes on with another: "Peter Schmidt leads it"."""
    rest = sentence[sentence.find(word) + len(word) :].split()
    return bool(rest) and rest[0][:1].isupper() and rest[0].strip(".").casefold() not in _rules()["titles"]["any"]


def _titled(sentence: str, titles: Sequence[str]) -> bool:
    """Return whether the second word of a sentence is a title."""
    words = _WORD.findall(sentence)
    return len(words) > 1 and words[1].casefold() in titles


def _bare(word: str) -> str:
    """Return a word in plain small Latin letters, without the ending behind an apostrophe."""
    word = re.split(r"['’]", word.casefold())[0] or word.casefold()
    word = "".join(_CYRILLIC.get(char, char) for char in word)
    return "".join(
        char for char in unicodedata.normalize("NFD", word.replace("ß", "ss")) if not unicodedata.combining(char)
    )


def _stands(word: str, known: set[str]) -> bool:
    """Return whether a word is known, its inflection aside: "Römera", "Römerului"."""
    return any(
        word == other
        or (len(other) > _SHORT and word.startswith(other))
        or (len(word) > _SHORT + 1 and other.startswith(word[:-1]))
        for other in known
    )
