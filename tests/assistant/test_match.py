import numpy as np
import pytest

from assistant.match import Matcher
from assistant.wordforms import content_words
from kb.embed import Embedder, load_embedder


@pytest.fixture(scope="module")
def lexicon() -> Embedder:
    return load_embedder("builtin")


def matcher(question: str, lexicon: Embedder, language: str = "de") -> Matcher:
    return Matcher(question, language, lambda word: 1.0, lexicon)


def met(question: str, text: str, lexicon: Embedder, *, strict: bool = False) -> dict[str, float]:
    found = matcher(question, lexicon)
    return {
        need.word: round(float(value), 2)
        for need, value in zip(found.needs, found.support(text, strict=strict), strict=True)
    }


def test_function_words_and_question_frames_are_no_needs(lexicon: Embedder) -> None:
    needs = matcher("Wie lange kann man die Beratung für Eltern bekommen?", lexicon).needs
    assert [need.word for need in needs] == ["Beratung", "Eltern"]


def test_function_words_of_other_languages_are_no_needs(lexicon: Embedder) -> None:
    needs = matcher("Where can I find a course for parents?", lexicon, "en").needs
    assert [need.word for need in needs] == ["course", "parents"]


def test_a_separable_verb_is_put_together(lexicon: Embedder) -> None:
    needs = matcher("Mit wem arbeitet das Zentrum zusammen?", lexicon).needs
    assert [need.word for need in needs] == ["zusammenarbeitet", "Zentrum"]


@pytest.mark.parametrize(
    ("asked", "text", "least"),
    [
        ("Beratung", "Beratungen finden statt.", 1.0),
        ("leitet", "Die Leitung hat Erika Muster.", 0.8),
        ("Zentrum", "Das Kreisintegrationszentrum berät.", 0.8),
        ("Integrationszentrum", "Das Zentrum für Integration berät.", 0.8),
        ("50/025/2021", "Vorlage 50/025/2021", 1.0),
    ],
)
def test_a_word_is_met_by_its_forms_family_and_compounds(
    asked: str, text: str, least: float, lexicon: Embedder
) -> None:
    assert met(asked, text, lexicon)[asked] >= least


def test_a_number_is_met_by_itself_alone(lexicon: Embedder) -> None:
    assert met("50/025/2021", "Vorlage 50/026/2021 vom 25.11.2021", lexicon)["50/025/2021"] < 0.5


def test_a_compound_without_its_last_part_is_hardly_met(lexicon: Embedder) -> None:
    assert met("Integrationskonferenz", "Integration gelingt.", lexicon, strict=True)["Integrationskonferenz"] < 0.5


def test_names_are_told_from_the_first_word(lexicon: Embedder) -> None:
    needs = matcher("Kommt der Beirat nach Velbert?", lexicon).needs
    amiss = {need.word: need.name for need in needs}
    assert amiss["Kommt"] == 0
    assert 0 < amiss["Beirat"] < amiss["Velbert"]


@pytest.mark.parametrize("word", ["Düsseldorf", "Hilden", "Griffbereit", "Büchenbach"])
def test_a_proper_name_is_amiss_more_than_any_noun(word: str, lexicon: Embedder) -> None:
    needs = {need.word: need.name for need in matcher(f"Angebote der Behörde in {word}", lexicon).needs}
    assert needs[word] > needs["Behörde"]


def test_a_land_goes_without_saying(lexicon: Embedder) -> None:
    assert {n.word: n.name for n in matcher("Angebote in NRW", lexicon).needs}["NRW"] == 0


def test_a_street_named_after_a_town_is_not_in_that_town(lexicon: Embedder) -> None:
    assert met("Düsseldorf", "Düsseldorfer Straße 47, 40822 Mettmann", lexicon)["Düsseldorf"] < 0.5
    assert met("Amt Düsseldorfer Straße", "Düsseldorfer Straße 47", lexicon)["DüsseldorferStraße"] == 1


def test_a_word_that_begins_a_compound_counts_less_than_one_that_ends_it(lexicon: Embedder) -> None:
    first = met("Mutter", "Alle lernen ihre Muttersprache.", lexicon)["Mutter"]
    last = met("Sprache", "Alle lernen ihre Muttersprache.", lexicon)["Sprache"]
    assert first < last


def test_an_empty_text_meets_nothing(lexicon: Embedder) -> None:
    assert not np.any(matcher("Beratung", lexicon).support(""))
    assert content_words("und der die das") == ()


def test_what_the_vectors_know_letter_by_letter_has_no_meaning(lexicon: Embedder) -> None:
    matcher = Matcher("hjkl", "en", lambda word: 1.0, lexicon)
    assert matcher.support("Honig und Ehe, Herr und KHJL").max() == 0


def test_a_woman_addressed_by_name_is_not_about_women(lexicon: Embedder) -> None:
    matcher = Matcher("Angebote für Frauen", "de", lambda word: 0.5, lexicon)
    met = dict(zip((need.word for need in matcher.needs), matcher.support("Leitung: Frau Hecker"), strict=True))
    assert met["Frauen"] == 0
    assert matcher.support("Frau und Kind")[1] == 1


def test_a_town_in_another_language_is_met_by_its_name_alone(lexicon: Embedder) -> None:
    matcher = Matcher("Who is the mayor of Ratingen?", "en", lambda word: 1.0, lexicon)
    assert matcher.support("Bericht aus Mettmann, Hilden und dem Rat")[1] == 0
    assert matcher.support("Die Stadt Ratingen")[1] == 1


@pytest.mark.parametrize("text", ["ein passendes Angebot", "was dazu passend ist"])
def test_a_short_noun_is_not_met_by_what_is_left_of_a_participle(text: str, lexicon: Embedder) -> None:
    assert met("Wo bekomme ich einen Pass?", text, lexicon)["Pass"] < 0.4


@pytest.mark.parametrize(
    ("asked", "text"), [("Leitung", "die leitende Stelle"), ("Plan", "die Planung"), ("Pass", "der Reisepass")]
)
def test_families_of_words_are_still_met(asked: str, text: str, lexicon: Embedder) -> None:
    assert met(asked, text, lexicon)[asked] >= 0.6


def test_a_short_noun_is_not_met_by_a_word_that_only_ends_with_it(lexicon: Embedder) -> None:
    assert met("Wo bekomme ich einen Pass?", "der IntegrationsKompass", lexicon)["Pass"] < 0.4


def test_a_family_name_does_not_mean_what_it_sounds_like(lexicon: Embedder) -> None:
    fire = matcher("Who is responsible for the fire brigade?", lexicon, "en")
    at = [need.word for need in fire.needs].index("fire")
    assert fire.support("Sprecherin ist Ilse Brandt.")[at] == 0.0
    assert fire.support("Nach dem Brand kam die Feuerwehr.")[at] > 0.5
