"""Words of facets in ten languages."""

import tomllib
from importlib.resources import files

import pytest

from assistant.offer_asking import read_asked
from assistant.offer_facets import COST, FACETS, STATUS, WHEN
from assistant.offer_terms import KINDS, LANGUAGES, facet_name, language_code, read_terms, told_by, value_name
from kb.offer_words import values

TOWNS = ("Velbert", "Bad Neudorf", "Haan", "Birkenfurt")


def told(text: str, language: str) -> set[tuple[str, str]]:
    return {(one.facet, code) for one in read_asked(text, language, TOWNS).told for code in one.codes}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_every_facet_and_value(language: str) -> None:
    table = tomllib.loads((files("assistant") / "offer_terms" / f"{language}.toml").read_text(encoding="utf-8"))
    assert set(FACETS) == set(table["facets"])
    assert set(KINDS) == set(table["words"])
    for facet, codes in {
        "audience": values("audience"),
        "topic": values("topic"),
        "cost": COST,
        "when": WHEN,
        "status": STATUS,
    }.items():
        assert set(codes) <= set(table[facet])
        assert all(value_name(facet, code, language) for code in codes)
    assert set(LANGUAGES) <= set(table["language"])


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Angebote für Väter in Velbert am Samstag", {("audience", "men"), ("town", "Velbert"), ("when", "sat")}),
        ("en", "free advice for mothers", {("cost", "free"), ("topic", "counselling"), ("audience", "women"), ("audience", "parents")}),
        ("tr", "Velbert'te kadınlar için ücretsiz kurslar", {("town", "Velbert"), ("audience", "women"), ("cost", "free")}),
        ("ar", "دورات مجانية للنساء يوم السبت", {("cost", "free"), ("audience", "women"), ("when", "sat")}),
        ("uk", "Безкоштовні заняття для дітей увечері", {("cost", "free"), ("audience", "children"), ("when", "evening")}),
        ("ru", "Бесплатные консультации для беженцев", {("cost", "free"), ("topic", "counselling"), ("audience", "newcomers")}),
        ("fr", "Activités gratuites pour les jeunes le mercredi", {("cost", "free"), ("audience", "young people"), ("when", "wed")}),
        ("pl", "Bezpłatne zajęcia sportowe dla seniorów", {("cost", "free"), ("topic", "sport"), ("audience", "older people")}),
        ("fa", "کلاس‌های رایگان برای زنان در روز پنج‌شنبه", {("cost", "free"), ("audience", "women"), ("when", "thu")}),
        ("ro", "Consiliere gratuită pentru părinți", {("topic", "counselling"), ("cost", "free"), ("audience", "parents")}),
    ],
)  # fmt: skip
def test_a_question_is_read_in_its_language(language: str, text: str, expected: set[tuple[str, str]]) -> None:
    assert told(text, language) == expected


def test_what_a_course_teaches_and_the_language_it_is_in_are_told_apart() -> None:
    assert told("Deutschkurse", "de") == {("topic", "language")}
    assert told("Angebote auf Deutsch", "de") == {("language", "de")}
    assert told("Angebote in arabischer Sprache", "de") == {("language", "ar")}
    assert told("Angebote zum Thema Sprache", "de") == {("topic", "language")}


def test_the_longer_word_is_meant() -> None:
    assert told("junge Frauen", "de") == {("audience", "young people")}
    assert told("alle Angebote", "de") == set()


def test_a_town_is_known_in_other_letters_and_endings() -> None:
    assert told("Что есть в Биркенфурте?", "ru") == {("town", "Birkenfurt")}
    assert told("Velberter Kurse", "de") == {("town", "Velbert")}
    assert told("in Bad Neudorf", "de") == {("town", "Bad Neudorf")}
    assert ("town", "Haan") not in told("Haare schneiden", "de")


def test_what_no_facet_says_is_the_rest() -> None:
    assert read_asked("Welche Schwimmkurse gibt es für Frauen in Velbert?", "de", TOWNS).rest == ("schwimmkurse",)
    assert read_asked("Was gibt es für Väter?", "de").rest == ()


def test_a_name_in_brackets_stands_for_the_foreign_word_before_it() -> None:
    assert read_asked("Курсы в Эссене (Essen)", "ru").rest == ("essen",)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Was kann ich in Velbert machen?", True),
        ("Angebote für Eltern", True),
        ("Schwimmen für Frauen", True),
        ("Wer ist für Jugendliche zuständig?", False),
        ("Wie viele Angebote gibt es für Eltern?", False),
        ("Die Mühlen des Kreises", False),
    ],
)
def test_questions_for_offers_are_told_from_others(text: str, asked: bool) -> None:
    assert read_asked(text, "de", TOWNS).offers is asked


def test_the_language_of_two_words_is_that_in_which_they_say_something() -> None:
    assert {(one.facet, one.codes) for one in read_terms("kurslar ücretsiz", "ro").told} == {("cost", ("free",))}


def test_a_name_is_not_taken_for_a_word_of_another_language() -> None:
    assert read_terms("Familienwelten", "de").told == ()


def test_the_word_that_which_asks_for_is_known() -> None:
    assert read_asked("Welche Ämter beraten Eltern?", "de").head == "ämter"
    assert read_asked("Welche kostenlosen Kurse gibt es?", "de").head == ""


def test_alternatives_are_one_thing_asked_for() -> None:
    assert read_asked("Nähkurs oder Kochkurs in Essen", "de").groups == (("nähkurs", "kochkurs"), ("essen",))
    assert read_asked("sewing or cooking", "en").groups == (("sewing", "cooking"),)


def test_names_are_german_where_a_language_has_none() -> None:
    assert value_name("audience", "men", "tr") == "Erkekler ve babalar"
    assert value_name("language", "ka", "ro") == "Georgisch"
    assert value_name("town", "Velbert", "en") == "Velbert"
    assert facet_name("town", "xx") == "Ort"


def test_printed_languages_have_codes_and_others_stay() -> None:
    assert language_code("Arabisch") == "ar"
    assert language_code("Farsi") == "fa"
    assert language_code("Klingonisch") == "Klingonisch"


def test_words_of_readers_choose_values() -> None:
    assert told_by("audience", "Senioren") == ("older people",)
    assert told_by("when", "samstags") == ("sat",)
    assert told_by("audience", "fathers") == ("men",)
    assert told_by("audience", "Hunde") == ()
