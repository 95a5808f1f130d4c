"""What a sentence leaves out of its source without becoming false, and what not."""

from __future__ import annotations

import pytest

from assistant.verify import check


@pytest.mark.parametrize(
    ("sentence", "passage", "problem"),
    [
        ("Die Städte bauen neue Kitas.", "Wenn das Land Mittel bewilligt, bauen die Städte neue Kitas.", "condition"),
        ("Frau Schmidt leitet das Amt.", "Frau Schmidt leitete das Amt bis 2019.", "past"),
        ("Frau Schmidt ist Leiterin des Amtes.", "Bis 2019 war Frau Schmidt Leiterin des Amtes.", "past"),
        ("Die Verwaltung hat das Geld verschwendet.", "Die Fraktion behauptete, die Verwaltung habe das Geld verschwendet.", "hearsay"),
        ("Das Projekt wird bis Ende 2022 verlängert.", "Die Verwaltung hat beantragt, das Projekt bis Ende 2022 zu verlängern.", "hearsay"),
        ("Der Sozialausschuss lehnte den Antrag ab.", "Der Sozialausschuss empfahl dem Kreistag, den Antrag abzulehnen.", "hearsay"),
        ("Die Teilnahme ist frei, für Inhaber der Karte kostet sie 5 Euro.", "Die Teilnahme kostet 5 Euro, für Inhaber der Karte ist sie frei.", "swapped"),
        ("Vereine fördern Projekte des Kreises.", "Der Kreis fördert Projekte der Vereine.", "swapped"),
        ("Die Städte Ratingen und Velbert zahlen 20.000 Euro.", "Die Stadt Velbert zahlt 20.000 Euro, die Stadt Ratingen 15.000 Euro.", "shared"),
        ("Beide Kurse kosten 80 Euro.", "Der Kurs am Montag kostet 50 Euro, der Kurs am Freitag kostet 80 Euro.", "shared"),
        ("120 Anträge wurden bewilligt.", "Von 120 Anträgen wurden 45 bewilligt.", "part"),
        ("Die Gruppe trifft sich jeden zweiten Dienstag im Monat.", "Die Gruppe trifft sich jeden ersten Dienstag im Monat.", "rhythm"),
    ],
)  # fmt: skip
def test_what_was_bound_said_by_others_or_of_others_is_caught_and_named(
    sentence: str, passage: str, problem: str
) -> None:
    verdict = check(sentence, [passage])
    assert any(found.startswith(problem) for found in verdict.problems), verdict.problems


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("Die Städte bauen neue Kitas, wenn das Land Mittel bewilligt.", "Wenn das Land Mittel bewilligt, bauen die Städte neue Kitas."),
        ("Frau Schmidt war bis 2019 Leiterin des Amtes.", "Frau Schmidt leitete das Amt bis 2019."),
        ("Der Sozialausschuss empfahl, den Antrag abzulehnen.", "Der Sozialausschuss empfahl dem Kreistag, den Antrag abzulehnen."),
        ("Der Kreis unterstützt Projekte von Vereinen.", "Der Kreis fördert Projekte der Vereine."),
        ("Beide Kurse kosten 80 Euro.", "Beide Kurse kosten jeweils 80 Euro."),
        ("Die Stadt Velbert zahlt 20.000 Euro.", "Die Stadt Velbert zahlt 20.000 Euro, die Stadt Ratingen 15.000 Euro."),
        ("45 von 120 Anträgen wurden bewilligt.", "Von 120 Anträgen wurden 45 bewilligt."),
        ("Die Stadt hilft Familien, die neu sind.", "Die Stadt hilft Familien, die neu sind."),
        ("Die Stadt unterstützt Familien.", "Die Stadt unterstützt Familien, die neu zugewandert sind."),
    ],
)  # fmt: skip
def test_the_same_with_its_condition_or_of_a_part_that_stays_true_passes(sentence: str, passage: str) -> None:
    assert check(sentence, [passage]).problems == ()


STAFF = "Ansprechpartner\nFunktion\tName\nDezernent\tMarcus Kowalczyk\nLeiter KIZ\tArmin Römer"
ITEMS = "• Caritasverband: Hilfe für Wohnungslose\n• Diakonie berät Schuldner\n• SkF: Hilfe für Frauen"


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("Armin Römer ist Dezernent.", STAFF),
        ("Marcus Kowalczyk leitet das KIZ.", STAFF),
        ("Der Caritasverband berät Schuldner.", ITEMS),
        ("Der Caritasverband berät Schuldner.", ITEMS.replace("• ", "").replace(": ", "\t").replace(" berät", "\tberät")),
        ("Über den Aktionsfonds entscheidet ein Jugendforum.", "Aktionsfonds\t35.000 €\tdas Gremium\nJugendfonds\t10.000 €\tein Jugendforum"),
    ],
)  # fmt: skip
def test_what_stands_in_two_rows_or_items_is_not_told_as_one(sentence: str, passage: str) -> None:
    assert not check(sentence, [passage]).supported


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("Marcus Kowalczyk ist Dezernent.", STAFF),
        ("Armin Römer leitet das KIZ.", STAFF),
        ("Die Diakonie berät Schuldner.", ITEMS),
    ],
)
def test_what_stands_in_one_row_or_item_is(sentence: str, passage: str) -> None:
    assert check(sentence, [passage]).problems == ()


GROUPS = "Griffbereit\nDie Gruppen treffen sich in Hilden. Das Programm fördert Kinder."


@pytest.mark.parametrize(
    "sentence",
    [
        "Sie können jetzt kommen.",
        "Mir geht es gut.",
        "Sie dürfen das.",
        "Griffbereit ist teuer.",
        "Griffbereit ist gefährlich.",
        "Griffbereit ist neu.",
        "Griffbereit wurde eingestellt.",
        "Die Gruppen sind voll.",
    ],
)
def test_a_sentence_without_content_or_with_only_its_subject_in_the_source_is_not_supported(sentence: str) -> None:
    assert not check(sentence, [GROUPS]).supported


@pytest.mark.parametrize(
    ("sentence", "passages"),
    [
        ("Marcus Kowalczyk und sein Team beraten Eltern.", ["Marcus Kowalczyk ist Dezernent.", "Das Team berät Eltern in Hilden."]),
        ("Armin Römer, Leiter des Zentrums, berät Eltern.", ["Leiter des Zentrums ist Armin Römer.", "Das Team berät Eltern in Hilden."]),
    ],
)  # fmt: skip
def test_two_passages_do_not_lend_each_other_subject_and_verb(sentence: str, passages: list[str]) -> None:
    assert not check(sentence, passages).supported
