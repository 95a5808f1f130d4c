"""The check: sentences whose words are all there, in another order, at another time, of another subject."""

from __future__ import annotations

import pytest

from assistant.verify import check

SOURCES = {
    "fees": "Der Höchstbeitrag beträgt 412 Euro im Monat. Der Beirat tagt alle zwei Jahre in Hilden.",
    "rent": "Weil die Unterkunft voll belegt ist, mietet die Stadt zusätzlich 28 Wohnungen an. "
    "Die Kosten trägt zu 70 Prozent das Land, den Rest die Stadt. Die Zahl der Personen stieg auf 397.",
    "council": "Der Rat darf Anträge stellen, hat aber kein Stimmrecht. Vorsitzende ist Leyla Aydin, die schon dem "
    "früheren Ausländerbeirat angehörte. Die Umlage wurde um 8 Prozent erhöht.",
    "lines": "Die Linie 7 fährt künftig alle 15 statt alle 30 Minuten. Die Wahlbeteiligung lag 2020 höher als 2014.",
    "archive": "Der Leiter hofft, dass der Bestand bis 2030 zur Hälfte digitalisiert ist. Die Fachkräfte beraten "
    "Mieter zum Umbau der Wohnung. Die Benutzung ist gebührenfrei, für Kopien werden 50 Cent je Seite berechnet.",
    "fund": "Zuständig ist die Fachstelle nur für Haushalte in der Stadt. Anträge sind bis zum 31. August zu stellen. "
    "Die Zuweisung erfolgt nach einem Gespräch im Amt. Das Geld wird in zwei Raten ausgezahlt.",
    "dogs": "Für den ersten Hund beträgt die Steuer 84 Euro im Jahr, für jeden weiteren 168 Euro. "
    "Die Lebensmittel spenden 34 Märkte. Zum Leiter wurde Jens Overbeck ernannt; sein Vorgänger ist Manfred Tillmann.",
}


@pytest.mark.parametrize(
    ("source", "sentence", "problem"),
    [
        ("fees", "Der Höchstbeitrag beträgt 412 Euro im Jahr.", "rate"),
        ("fees", "Der Beirat tagt jedes Jahr in Hilden.", "rhythm"),
        ("rent", "Weil die Stadt zusätzlich 28 Wohnungen anmietet, ist die Unterkunft voll belegt.", "order"),
        ("rent", "Die Stadt trägt 70 Prozent der Kosten, den Rest das Land.", "swapped"),
        ("rent", "Die Zahl der Personen ging auf 397 zurück.", "contrary"),
        ("council", "Der Rat darf weder Anträge stellen noch abstimmen.", "negation"),
        ("council", "Leyla Aydin war Vorsitzende des früheren Ausländerbeirats.", "office"),
        ("council", "Die Umlage wurde auf 8 Prozent erhöht.", "step"),
        ("lines", "Die Linie 7 fährt künftig alle 30 Minuten.", "replaced"),
        ("lines", "Die Wahlbeteiligung lag 2014 höher als 2020.", "compared"),
        ("lines", "Die Linie 7 ist die beliebteste Linie.", "most"),
        ("archive", "Der Bestand ist zur Hälfte digitalisiert.", "hearsay"),
        ("archive", "Die Fachkräfte bauen die Wohnung um.", "hearsay"),
        ("archive", "Kopien sind gebührenfrei.", "subject"),
        ("fund", "Zuständig ist die Fachstelle auch für Vereine.", "only"),
        ("fund", "Anträge sind ab dem 31. August zu stellen.", "qualifier"),
        ("fund", "Nach der Zuweisung erfolgt ein Gespräch im Amt.", "order"),
        ("fund", "Das Geld wird in zwei Raten zurückgezahlt.", "contrary"),
        ("dogs", "Für jeden weiteren Hund beträgt die Steuer 84 Euro.", "swapped"),
        ("dogs", "Der Verein spendet Lebensmittel an 34 Märkte.", "swapped"),
        ("dogs", "Manfred Tillmann ist Nachfolger von Jens Overbeck.", "order"),
    ],
)
def test_what_was_turned_round_is_caught_and_named(source: str, sentence: str, problem: str) -> None:
    verdict = check(sentence, [SOURCES[source]])
    assert not verdict.supported
    assert any(found.startswith(problem) for found in verdict.problems), verdict.problems


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("fees", "Der monatliche Höchstbeitrag liegt bei 412 €."),
        ("fees", "Alle zwei Jahre tagt der Beirat in Hilden."),
        ("rent", "Die Stadt mietet 28 weitere Wohnungen an, weil die Unterkunft voll ist."),
        ("rent", "70 Prozent der Kosten trägt das Land, die Stadt den Rest."),
        ("council", "Anträge darf der Rat stellen, ein Stimmrecht hat er nicht."),
        ("council", "Leyla Aydin gehörte dem früheren Ausländerbeirat an."),
        ("lines", "Die Linie 7 fährt künftig alle 15 Minuten."),
        ("archive", "Der Leiter hofft, den Bestand bis 2030 zur Hälfte zu digitalisieren."),
        ("archive", "Kopien kosten 50 Cent pro Seite."),
        ("fund", "Das Geld wird in zwei Teilbeträgen ausgezahlt."),
        ("dogs", "Der erste Hund kostet jährlich 84 Euro Steuer."),
        ("dogs", "Jens Overbeck wurde Nachfolger von Manfred Tillmann."),
    ],
)
def test_the_same_told_truly_passes(source: str, sentence: str) -> None:
    assert check(sentence, [SOURCES[source]]).problems == ()


@pytest.mark.parametrize(
    ("passage", "sentence"),
    [
        ("Der Versuch dauert ein Jahr.", "Der Versuch läuft zwölf Monate."),
        ("Die Gruppe trifft sich alle vierzehn Tage.", "Die Gruppe trifft sich jede zweite Woche."),
        ("Das Treffen ist jeden ersten und dritten Freitag.", "Das Treffen ist zweimal im Monat."),
        (
            "Wir haben 2022 eine Beratungsstelle in Hilden eröffnet.",
            "Seit 2022 gibt es eine Beratungsstelle in Hilden.",
        ),
        (
            "Bücher müssen mindestens drei Tage vorher bestellt werden.",
            "Bücher muss man spätestens drei Tage vorher bestellen.",
        ),
        ("Die Räume sind mietfrei.", "Für die Räume wird keine Miete gezahlt."),
        (
            "Der Hof schließt im Mai. Die Stadt plant die Rückgabe der Fläche.",
            "Die Stadt plant, die Fläche zurückzugeben.",
        ),
    ],
)
def test_spellings_of_time_and_denial_are_known(passage: str, sentence: str) -> None:
    assert check(sentence, [passage]).problems == ()


def test_a_general_word_may_be_said_of_a_special_one_but_not_the_other_way_round() -> None:
    assert check("Das Gremium tagt im Mai.", ["Der Beirat tagt im Mai."]).supported
    assert not check("Der Beirat tagt im Mai.", ["Das Gremium tagt im Mai."]).supported
    assert not check("Das Hallenbad öffnet um 8 Uhr.", ["Das Freibad öffnet um 8 Uhr."]).supported


def test_where_a_sentence_is_from_may_stand_anywhere_in_the_passages() -> None:
    passage = "Im November 2021 legte das Büro Plan den Bericht vor. Von 48 Spielplätzen sind 17 in schlechtem Zustand."
    told = "Laut dem Bericht vom November {} sind 17 von 48 Spielplätzen in schlechtem Zustand."
    assert check(told.format(2021), [passage]).supported
    assert not check(told.format(2022), [passage]).supported
