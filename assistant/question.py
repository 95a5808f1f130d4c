"""Reads a question: in which language it is asked, what kind of answer it wants, what it looks for."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from copy import copy
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from assistant.asked_nouns import asked_nouns
from assistant.facts import beginning, kind_of
from assistant.glossary import in_german_names
from kb.model import Intent

LANGUAGES = ("de", "en", "tr", "ar", "uk", "ru", "fr", "pl", "fa", "ro")
# Below this probability a short question in Latin letters is taken as German: most names of offers
# ("Rucksack KiTa", "MIMI") are German or no language at all. Judged on two dozen short inputs.
CONFIDENT = 0.5
WORDS = re.compile(r"\w+")
# Letters that only one of the languages in Latin script has; a name in the middle may bring one of another.
_LETTERS = {
    "de": frozenset("ß"), "en": frozenset[str](), "tr": frozenset("ığş"), "fr": frozenset("èêœùû"), "pl": frozenset("ąęłżźśćń"),
    "ro": frozenset("ățșţ"),
}  # fmt: skip
# Kinds of fact by which somebody is reached.
REACHING = frozenset(["phone", "mail", "address", "contact"])
# Kinds of fact that a question may as well only mention: "Wer trägt die Kosten?"
MENTIONED = frozenset(["amount", "share", "number", "date", "phone", "mail", "address", "hours", "file"])
_SAYABLE = re.compile(r"[aeiouyäöüàâæéèêëîïôœûùąęóıâăîİ]|^\w{1,2}$")
# "KIZ" and "BuT" are of no language, whatever they look like.
_ABBREVIATION = re.compile(r"[A-ZÄÖÜ]{2,}[a-z]{0,2}|[A-Z][a-z]+[A-Z]\w*")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its language (ISO 639-1), its intent and the kinds of fact it asks for.

    `wished` is the language in which it is to be answered, where that is another one.
    """

    text: str
    language: str
    intent: Intent
    wants: frozenset[str]
    wished: str = ""

    @property
    def frame(self) -> str:
        """The language of the answer's frame."""
        return self.wished or self.language


def read_question(text: str, language: str | None = None) -> Question:
    """Read a question; `language` is detected where it is not given."""
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    cues = _cues()
    folded = text.casefold()
    intent = next((name for name, pattern in cues.intents if pattern.search(folded)), "other")
    wants = {name for name, pattern in cues.wants if pattern.search(folded)}
    spoken = language or detect(text)
    named = {kind for word in WORDS.findall(text) if (kind := kind_of(word))}
    if spoken == "de" and named & MENTIONED:
        asked = {kind_of(word) for word in WORDS.findall(" ".join(asked_nouns(text)))}
        named -= MENTIONED - asked
    wants |= named
    wants = _made_plain(folded, wants)
    # "How much does it cost?" is not answered by any number.
    if wants & {"amount", "share"}:
        wants.discard("number")
    if intent in ("fact", "other") and wants & {"leader", "contact"}:
        intent = "responsibility"
    return Question(in_german_names(text, spoken), spoken, cast(Intent, intent), frozenset(wants))


def _made_plain(folded: str, wants: set[str]) -> set[str]:
    """Return the kinds of fact asked for, where several words together say it ("wie hoch ist die Förderung?")."""
    cues = _cues()
    if cues.open.search(folded):
        wants = (wants - {"date"}) | {"hours"}
    words = WORDS.findall(folded)
    if "wie hoch" in folded and any(map(cues.money.search, words)) and not any(map(cues.rates.search, words)):
        wants = wants | {"amount"}
    if cues.sum.search(folded):
        wants = wants | {"amount"}
    if cues.holder.search(folded):
        wants = wants | {"holder"}
    if cues.reach.search(folded):
        wants = wants | {"contact"}
    return wants


def reaching(word: str) -> bool:
    """Return whether a word of a question only says that somebody is to be reached ("reach", "number", "Rufnummer")."""
    return kind_of(word) in REACHING or bool(_cues().reaching.search(word.casefold()))


def greeting(text: str) -> tuple[str, str] | None:
    """Return language and phrase ("smalltalk", "thanks") for a greeting or thank-you that is all of the text."""
    return _cues().greetings.get(" ".join(WORDS.findall(text.casefold())))


def detect(text: str) -> str:
    """Return the language of a text among those the assistant speaks; German where it cannot be told.

    The script decides first, then function words (a name in the middle does not make a question
    German), then the n-grams of py3langid.
    """
    letters = [char for char in text if char.isalpha()]
    if not letters:
        return "de"
    arabic = sum("\u0600" <= char <= "\u06ff" for char in letters)
    cyrillic = sum("\u0400" <= char <= "\u04ff" for char in letters)
    # A German name in Latin letters does not make a question in another script German.
    if arabic >= max(2, cyrillic):
        return _ranked(text, ("ar", "fa"))[0]
    if cyrillic >= 2:
        return _ranked(text, ("uk", "ru"))[0]
    latin = ("de", "en", "tr", "fr", "pl", "ro")
    # What nobody can say is of no language either.
    sayable = (word for word in WORDS.findall(text) if _SAYABLE.search(word.casefold()))
    text = " ".join(word for word in sayable if not _ABBREVIATION.fullmatch(word))
    if not text:
        return "de"
    words = set(text.casefold().split())
    written = set(text.casefold())
    hits = {language: len(words & function_words(language)) + bool(written & _LETTERS[language]) for language in latin}
    most = max(hits.values())
    if most and [*hits.values()].count(most) == 1:
        return max(hits, key=lambda language: hits[language])
    best, probability = _ranked(text, latin)
    return best if probability >= CONFIDENT else "de"


def _ranked(text: str, languages: tuple[str, ...]) -> tuple[str, float]:
    language, probability = _identifier(languages).classify(text)
    return str(language), float(probability)


@cache
def _identifier(languages: tuple[str, ...]):  # type: ignore[no-untyped-def]
    identifier = copy(_all_languages())
    identifier.set_languages(list(languages))
    return identifier


@cache
def _all_languages():  # type: ignore[no-untyped-def]
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - half a second to load

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def function_words(language: str) -> frozenset[str]:
    """Return the words of a language that carry grammar rather than meaning (`common/xx.txt`)."""
    file = files("assistant") / "common" / f"{language}.txt"
    return frozenset(file.read_text(encoding="utf-8").split()) if file.is_file() else frozenset()


@dataclass(frozen=True, slots=True)
class _Cues:
    intents: tuple[tuple[str, re.Pattern[str]], ...]
    wants: tuple[tuple[str, re.Pattern[str]], ...]
    greetings: dict[str, tuple[str, str]]
    reaching: re.Pattern[str]
    money: re.Pattern[str]
    rates: re.Pattern[str]
    sum: re.Pattern[str]
    open: re.Pattern[str]
    holder: re.Pattern[str]
    reach: re.Pattern[str]


@cache
def _cues() -> _Cues:
    """Load the cue words (`cues.toml`); the order of intents there is their precedence."""
    table = tomllib.loads((files("assistant") / "cues.toml").read_text(encoding="utf-8"))

    def patterns(part: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple(
            (name, re.compile("|".join(beginning(word) for word in words))) for name, words in table[part].items()
        )

    greetings = {
        text: (language, phrase)
        for phrase, part in (("smalltalk", "greetings"), ("thanks", "thanks"))
        for language, texts in table[part].items()
        for text in texts
    }
    together = {name: re.compile(pattern) for name, pattern in table["together"].items()}
    reaching = re.compile(
        "|".join(beginning(word) for word in (*table["reaching"]["words"], *table["wants"]["contact"]))
    )
    return _Cues(patterns("intents"), patterns("wants"), greetings, reaching, **together)
