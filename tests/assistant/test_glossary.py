"""Words of the field in other languages, and what German papers call it."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from assistant.glossary import german, glossed, in_german_names
from assistant.question import LANGUAGES, read_question


@pytest.mark.parametrize(
    ("word", "language", "term"),
    [
        ("interpreter", "en", "Sprachmittlung"),
        ("derneği", "tr", "Verein"),
        ("والمتطوعين", "ar", "Ehrenamt"),
        ("перекладача", "uk", "Sprachmittlung"),
        ("Партнёрство", "ru", "Partnerschaft"),
        ("bénévoles", "fr", "Ehrenamt"),
        ("wolontariuszy", "pl", "Ehrenamt"),
        ("داوطلبان", "fa", "Ehrenamt"),
        ("părinților", "ro", "Eltern"),
    ],
)
def test_words_are_known_in_their_forms(word: str, language: str, term: str) -> None:
    assert term in german(word, language)


def test_german_and_strange_words_stay_as_they_are() -> None:
    assert glossed(["Ehrenamt", "xyzzy"], "de") == ()
    assert german("xyzzy", "en") == ()


def test_every_entry_has_all_nine_languages() -> None:
    table = tomllib.loads((files("assistant") / "glossary.toml").read_text(encoding="utf-8"))
    assert {frozenset(cues) for cues in table.values()} == {frozenset(LANGUAGES) - {"de"}}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("What is the address of the integration centre?", "Integrationszentrum"),
        ("Yabancılar dairesine nasıl ulaşabilirim?", "Ausländerbehörde"),
        ("كيف أتصل بدائرة الأجانب؟", "Ausländerbehörde"),
        ("Яка електронна адреса центру інтеграції?", "Integrationszentrum"),
        ("Quelle est l'adresse du centre d'intégration ?", "Integrationszentrum"),
    ],
)
def test_a_question_calls_offices_by_their_german_names(text: str, named: str) -> None:
    question = read_question(text)
    assert named in question.text
    assert question.language != "de"


def test_a_german_question_is_left_alone() -> None:
    assert in_german_names("Wo ist das job center?", "de") == "Wo ist das job center?"
