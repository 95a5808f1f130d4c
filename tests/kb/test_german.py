"""The analyser: spellings of a word meet, different things stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.german import analyse


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Förderung", "Foerderung"),
        ("Förderung", "FÖRDERUNG"),
        ("Straße", "STRASSE"),
        ("Kindertagesstätten", "Kindertagesstaette"),
        ("neue", "neu"),
        ("Kurs", "Kurse"),
        ("Kitas", "Kita"),
        ("Büros", "Buero"),
        ("kostenlos", "kostenlose"),
        ("Kreis", "Kreise"),
        ("Ärztin", "Arzt"),
        ("Migrantinnen", "Migranten"),
        ("Integrationsbeauftragte", "integrationsbeauftragten"),
    ],
)
def test_spellings_and_inflections_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert analyse(one).stems == analyse(other).stems != ()


@pytest.mark.parametrize(
    ("gendered", "plain"),
    [
        ("Lehrer*innen", "Lehrer"),
        ("Teilnehmer/innen", "Teilnehmer"),
        ("Mitarbeiter:innen", "Mitarbeiter"),
        ("Mitarbeiter/-innen", "Mitarbeiter"),
        ("Schüler_innen", "Schüler"),
        ("Bürger(innen)", "Bürger"),
        ("BürgerInnen", "Bürger"),
        ("Migranten/innen", "Migranten"),
        ("Ansprechpartner/-in", "Ansprechpartner"),
        ("LehrerIn", "Lehrer"),
        ("Bürger*innenversammlung", "Bürgerversammlung"),
        ("Beauftragte:r", "Beauftragter"),
    ],
)
def test_gendered_forms_meet_the_plain_word(gendered: str, plain: str) -> None:
    assert analyse(gendered).stems == analyse(plain).stems
    assert analyse(gendered).parts == analyse(plain).parts


@pytest.mark.parametrize("word", ["Termin", "Medizin", "Berlin", "beginnen", "gewinnen"])
def test_words_that_only_look_feminine_keep_their_ending(word: str) -> None:
    assert any("in" in stem[-4:] for stem in analyse(word).stems)


def test_a_slash_before_in_is_not_taken_for_a_gendered_form() -> None:
    assert analyse("Kurse und/oder Treffen in Hilden").stems == analyse("Kurse Treffen Hilden").stems


def test_question_words_say_nothing_but_negations_do() -> None:
    assert analyse("Wo und wann gibt es welche").stems == ()
    assert analyse("nicht ohne kein").stems != ()


def test_compounds_bring_the_stems_of_their_parts() -> None:
    terms = analyse("Integrationskonferenz")
    assert set(analyse("Konferenz zur Integration").stems) <= set(terms.parts)


def test_a_slip_of_the_pen_shares_most_five_grams() -> None:
    right, wrong = set(analyse("Kinderbetreuung").grams), set(analyse("Kinderbetreunug").grams)
    assert len(right & wrong) >= len(right) // 2


def test_other_scripts_stay_as_they_stand() -> None:
    assert analyse("Де отримати допомогу").stems == ("де", "отримати", "допомогу")
    assert analyse("أين أحصل").stems == ("أين", "أحصل")


@pytest.mark.parametrize(
    "text",
    [
        "02104 992175",
        "02104/99-2175",
        "(02104) 99 21 75",
        "+49 2104 992175",
        "+49 (0)2104 99-2175",
        "02104992175",
    ],
)
def test_a_phone_number_has_one_form(text: str) -> None:
    assert "t:02104992175" in analyse(f"Telefon {text}.").exact


@pytest.mark.parametrize("text", ["15.03.2021", "15.3.21", "15. März 2021", "15. Mrz. 2021", "2021-03-15"])
def test_a_date_has_one_form_and_its_month_and_year(text: str) -> None:
    assert {"d:2021-03-15", "d:2021-03", "2021"} <= set(analyse(f"am {text} beschlossen").exact)


def test_a_month_of_a_year_is_found_in_a_date() -> None:
    assert set(analyse("im März 2021").exact) <= set(analyse("15.03.2021").exact)


def test_references_and_file_numbers_are_exact() -> None:
    exact = analyse("Vorlage 50/025/2021, Az. 50-5, § 16a SGB II").exact
    assert {"r:50/25/2021", "2021", "r:50-5", "p:16a"} <= set(exact)
    assert "r:50/26/2021" not in exact


def test_numbers_lose_their_thousands_points_and_no_date_is_made_of_them() -> None:
    assert analyse("1.250.000 Euro").exact == ("1250000",)
    assert analyse("12,5 %").exact == ("12,5",)
    assert analyse("99.99.2021").exact == ("99", "99", "2021")


def test_addresses_on_the_net_have_one_form() -> None:
    exact = analyse("Ki@Kreis-Mettmann.de, siehe https://www.kreis-mettmann.de/Ki/.").exact
    assert exact == ("m:ki@kreis-mettmann.de", "u:kreis-mettmann.de", "u:kreis-mettmann.de/ki")


@given(st.text(max_size=200))
def test_no_token_of_any_text_is_empty_or_holds_a_space(text: str) -> None:
    terms = analyse(text)
    for token in (*terms.stems, *terms.parts, *terms.grams, *terms.exact):
        assert token
        assert not any(sign.isspace() for sign in token)


@given(st.text(max_size=100))
def test_the_same_text_has_the_same_terms(text: str) -> None:
    assert analyse(text) == analyse(text)
