"""The check: what a sentence may say of its passages, and what not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.figures import figures
from assistant.roots import root
from assistant.verify import check
from kb.sentences import spans

PASSAGE = (
    "Das Kreisintegrationszentrum hat im Februar 2017 mit der Erarbeitung des Handlungskonzeptes begonnen. "
    "Die Projektleitung liegt beim Kreisintegrationszentrum (0,3 Stellenanteil Frau Hecker). "
    "Die Teilnahme ist kostenlos und die Anmeldung muss bis zum 06.10.2016 bei Frau Müller erfolgen. "
    "Für 35.000 € werden 12 Kurse gefördert, für 20.000 € drei Seminare. "
    "Die Bearbeitung dauert höchstens 3 Wochen. "
    "Der Kreisausschuss hat den Antrag der Gruppe nicht abgelehnt. "
    "Das Büro ist dienstags von 9:00 bis 12:30 Uhr unter Tel. 02104 99-2175 erreichbar. "
    "Der Verein unterstützt den Kreis bei der Vernetzung in Hilden."
)


def supported(sentence: str, passage: str = PASSAGE, **options: str) -> bool:
    return check(sentence, [passage], **options).supported  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "sentence",
    [
        "Im Februar 2017 begann das Kreisintegrationszentrum mit der Erarbeitung des Handlungskonzeptes.",
        "Die Anmeldung muss bis zum 6. Oktober 2016 bei Frau Müller erfolgen. [1]",
        "Für 35000 Euro werden zwölf Kurse gefördert.",
        "Für 20.000 Euro gibt es 3 Seminare.",
        "Frau Hecker hat die Projektleitung.",
        "Die Bearbeitung dauert maximal drei Wochen.",
        "Der Antrag der Gruppe wurde vom Kreisausschuss nicht abgelehnt.",
        "Das Büro ist dienstags von 9 bis 12.30 Uhr unter 02104/992175 zu erreichen.",
        "Die Teilnahme ist gratis.",
    ],
)
def test_faithful_sentences_pass(sentence: str) -> None:
    assert check(sentence, [PASSAGE]).problems == ()


@pytest.mark.parametrize(
    ("sentence", "problem"),
    [
        ("Im Februar 2018 begann das Kreisintegrationszentrum mit der Erarbeitung.", "date"),
        ("Die Anmeldung muss bis zum 7. Oktober 2016 bei Frau Müller erfolgen.", "date"),
        ("Für 350.000 Euro werden zwölf Kurse gefördert.", "money"),
        ("Für 20.000 Euro werden 12 Kurse gefördert.", "exchanged"),
        ("Die Anmeldung muss bei Frau Schmidt erfolgen.", "name"),
        ("Die Anmeldung muss bei Frau Hecker erfolgen.", "exchanged"),
        ("Die Anmeldung kann bis zum 6. Oktober 2016 bei Frau Müller erfolgen.", "modality"),
        ("Die Anmeldung erfolgt bis zum 6. Oktober 2016 bei Frau Müller.", "modality"),
        ("Die Anmeldung muss ab dem 6. Oktober 2016 bei Frau Müller erfolgen.", "qualifier"),
        ("Die Bearbeitung dauert mindestens 3 Wochen.", "qualifier"),
        ("Die Bearbeitung dauert 3 Wochen.", "qualifier"),
        ("Die Bearbeitung dauert höchstens 3 Tage.", "contrary"),
        ("Die Teilnahme ist kostenpflichtig.", "contrary"),
        ("Die Teilnahme ist nicht kostenlos.", "negation"),
        ("Der Kreisausschuss hat den Antrag der Gruppe abgelehnt.", "negation"),
        ("Der Kreisausschuss hat den Antrag der Gruppe beschlossen.", "contrary"),
        ("Das Büro ist dienstags von 9:00 bis 13:30 Uhr erreichbar.", "time"),
        ("Das Büro ist donnerstags von 9:00 bis 12:30 Uhr erreichbar.", "contrary"),
        ("Das Büro ist unter Tel. 02104 99-2157 erreichbar.", "phone"),
        ("Der Kreis unterstützt den Verein bei der Vernetzung in Hilden.", "swapped"),
        ("Der Verein unterstützt den Kreis bei der Vernetzung in Velbert.", "exchanged"),
        ("Das Sozialamt hat im Februar 2017 mit der Erarbeitung begonnen.", "exchanged"),
        ("Das Wetter wird morgen in ganz Deutschland schön.", "word"),
    ],
)
def test_falsified_sentences_are_caught_and_the_problem_is_named(sentence: str, problem: str) -> None:
    verdict = check(sentence, [PASSAGE])
    assert not verdict.supported
    assert any(problem in found for found in verdict.problems), verdict.problems


OFFER = (
    "Das Familienzentrum bietet jeden Donnerstag eine offene Sprechstunde an. Eine Anmeldung ist nicht erforderlich. "
    "In den Schulferien findet die Sprechstunde nicht statt. Für Kinder unter sechs Jahren ist das Angebot kostenlos. "
    "Der Neubau wird voraussichtlich im Mai 2024 fertig, sofern das Land ihn fördert. Über den Verlauf unterrichtet die "
    "Verwaltung den Ausschuss. Der Rat soll im Herbst entscheiden. Die Leitung hat Armin Römer, Dezernent ist Marcus "
    "Kowalczyk. Der Aktionsfonds umfasst 35.000 €, der Jugendfonds 10.000 €. 62 Prozent der Eltern sind zufrieden. "
    "Der Antrag wurde am 3. Mai 2022 vertagt."
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Während der Schulferien fällt die Sprechstunde aus.",
        "Man muss sich nicht anmelden.",
        "Umsonst ist das Angebot für Kinder unter sechs Jahren.",
        "Der Ausschuss wird von der Verwaltung über den Verlauf informiert.",
        "Der Jugendfonds hat 10.000 Euro.",
        "Rund 60 % der Eltern sind zufrieden.",
        "Im Mai 2022 wurde der Antrag vertagt.",
    ],
)
def test_what_is_told_in_other_words_passes(sentence: str) -> None:
    assert check(sentence, [OFFER]).problems == ()


@pytest.mark.parametrize(
    ("sentence", "problem"),
    [
        ("Auch in den Schulferien findet die Sprechstunde statt.", "negation"),
        ("Für Kinder über sechs Jahren ist das Angebot kostenlos.", "contrary"),
        ("Der Neubau wird im Mai 2024 fertig, sofern das Land ihn fördert.", "hedge"),
        ("Der Neubau wird voraussichtlich im Mai 2024 fertig.", "condition"),
        ("Über den Verlauf unterrichtet der Ausschuss die Verwaltung.", "swapped"),
        ("Der Rat hat im Herbst entschieden.", "modality"),
        ("Dezernent ist Armin Römer.", "exchanged"),
        ("Die Leitung hat Marcus Kowalczyk.", "spliced"),
        ("Der Jugendfonds umfasst 35.000 €.", "exchanged"),
        ("Rund 75 Prozent der Eltern sind zufrieden.", "percent"),
        ("Alle Eltern sind zufrieden.", "every"),
        ("Nur das Familienzentrum bietet jeden Donnerstag eine offene Sprechstunde an.", "only"),
        ("Eine Anmeldung ist nicht erforderlich, weil das Familienzentrum offen ist.", "cause"),
        ("Das Familienzentrum bietet jeden Donnerstag eine offene Sprechstunde an und berät Schwangere.", "added"),
        ("Der Antrag wurde am 3. Mai 2022 beschlossen.", "contrary"),
        ("Der Antrag wurde Anfang 2022 vertagt, gefördert wird er seit 2021.", "date"),
    ],
)
def test_what_was_turned_round_added_or_dropped_is_caught(sentence: str, problem: str) -> None:
    verdict = check(sentence, [OFFER])
    assert not verdict.supported
    assert any(problem in found for found in verdict.problems), verdict.problems


def test_what_one_sentence_contradicts_no_other_saves() -> None:
    passage = "Der Beirat kann Anregungen geben; ein Stimmrecht in den Ausschüssen hat er nicht. Der Beirat tagt viermal im Jahr."
    assert not supported("Der Beirat hat in den Ausschüssen ein Stimmrecht.", passage)


def test_a_statement_cut_off_before_its_condition_is_no_quote() -> None:
    passage = "Die Gebühr wird erlassen, wenn der Antrag schriftlich gestellt wird."
    assert not supported("Die Gebühr wird erlassen.", passage)
    assert supported("Die Gebühr wird erlassen, wenn der Antrag schriftlich gestellt wird.", passage)


@given(st.integers(0, 7), st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_every_run_of_whole_sentences_of_a_passage_is_a_quote(start: int, count: int) -> None:
    sentences = [PASSAGE[first:last] for first, last in spans(PASSAGE)][start : start + count]
    if sentences:
        assert supported(" ".join(sentences))


def test_a_quote_passes_over_line_breaks_and_other_quotation_marks() -> None:
    assert supported('Das "Rucksack"-Projekt läuft.', "Das „Rucksack“-\nProjekt läuft.".replace("-\n", "-"))
    assert supported("Das Projekt läuft weiter.", "Das Projekt\nläuft weiter.")


def test_part_of_a_word_is_no_quote() -> None:
    assert not supported("Die Teilnahme ist möglich", "Die Teilnahme ist möglichst zu vermeiden.")


def test_neighbouring_sentences_are_told_as_one_only_where_the_second_points_back() -> None:
    claim = "Die Beratungsstelle Rucksack hilft Eltern bei Anträgen."
    pointing = "Die Beratungsstelle Rucksack ist neu. Sie hilft Eltern bei Anträgen."
    apart = "Die Beratungsstelle Rucksack ist neu. Der Sozialdienst hilft Eltern bei Anträgen."
    assert supported(claim, pointing)
    assert not supported(claim, apart)


def test_two_cited_passages_may_carry_a_clause_each() -> None:
    passages = ["Das Zentrum gehört zum Sozialamt.", "Das Zentrum berät Schulen."]
    assert check("Das Zentrum berät Schulen und gehört zum Sozialamt.", passages).supported


def test_title_and_date_of_the_paper_back_what_the_passage_leaves_out() -> None:
    claim = "Laut Vorlage vom 3. Mai 2019 ist die Teilnahme kostenlos."
    assert not supported(claim)
    assert check(claim, [PASSAGE], context=["Vorlage", "03.05.2019"]).supported


def test_figures_and_names_are_checked_in_other_languages_too() -> None:
    assert supported("The project began in February 2017 and is led by Ms Hecker.", language="en")
    assert not supported("The project began in February 2018.", language="en")
    assert not supported("The project is led by Ms Schmidt.", language="en")


def test_nothing_is_supported_by_nothing() -> None:
    assert not check("Die Teilnahme ist kostenlos.", []).supported
    assert not check(" [1] ", [PASSAGE]).supported


@given(st.text(max_size=120), st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_text_makes_the_check_fall_over(sentence: str, passage: str) -> None:
    verdict = check(sentence, [passage])
    assert verdict.supported == (not verdict.problems)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("am 06.10.2016", "am 6. Oktober 2016"),
        ("am 6.10.16", "am 06. Okt. 2016"),
        ("2016-10-06", "6. Oktober 2016"),
        ("35.000 €", "35000 Euro"),
        ("35 000,00 EUR", "35 Tsd. Euro"),
        ("1,5 Mio. €", "1.500.000 Euro"),
        ("15 %", "15 Prozent"),
        ("drei Wochen", "3 Wochen"),
        ("einundzwanzig Personen", "21 Personen"),
        ("um 9 Uhr", "um 9:00 Uhr"),
        ("8.30 Uhr", "8:30 Uhr"),
        ("Tel. 02104 99-2175", "Telefon: 02104/992175"),
        ("+49 (0)2104 992175", "02104 / 99 21 75"),
        ("im ersten Quartal", "im 1. Quartal"),
        ("jeder vierte Antrag", "ein Viertel der Anträge"),
        ("die Hälfte der Eltern", "50 Prozent der Eltern"),
        ("zweisprachige Kinder", "zwei Sprachen"),
        ("www.kreis.example/ki", "https://www.kreis.example/ki."),
    ],
)
def test_a_figure_is_the_same_in_every_spelling(left: str, right: str) -> None:
    def values(text: str) -> list[tuple[str, object]]:
        return [(figure.kind, figure.value) for figure in figures(text)]

    assert values(left) == values(right) != []


def test_the_days_of_a_span_both_get_month_and_year() -> None:
    assert [figure.value for figure in figures("vom 3. bis 5. Mai 2019")] == [(2019, 5, 3), (2019, 5, 5)]


@pytest.mark.parametrize(
    ("left", "right"),
    [("leitet", "Leitung"), ("übernahm", "übernehmen"), ("informiert", "informieren"), ("entschied", "Entscheidung"), ("Leiterin", "Leitung"), ("durchgeführt", "Durchführung"), ("etabliert", "Etablierung"),
     ("Lehrer*innen", "Lehrer"), ("Beratungen", "Beratung")],
)  # fmt: skip
def test_words_of_one_family_have_one_root(left: str, right: str) -> None:
    assert root(left) == root(right)
