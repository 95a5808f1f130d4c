"""Papers that only name an offer belong to its history."""

from __future__ import annotations

import pytest

from kb.model import Document
from kb.offer_mentions import Text, mentions
from kb.offers import Offer, Span


def paper(name: str, issuer: str | None = None) -> Document:
    return Document(name, name, f"{name}.pdf", name, "konzept", "public", 1, issuer=issuer)


BOOKLET, CONCEPT = paper("booklet"), paper("concept")


def named(text: str, *names: str, concept: Document = CONCEPT, booklet: Document = BOOKLET) -> list[str]:
    stated = [(booklet, Offer(name)) for name in names]
    found = mentions(stated, [Text(concept, 7, text)])
    for document, offer in found:
        ((field, (span,)),) = offer.spans
        assert (document, field, span.ordinal) == (concept, "name", 7)
        assert text[span.start : span.end][:3] == offer.name[:3]
    return [offer.name for _, offer in found]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Die Programme Griffbereit und andere gehen weiter.", "Griffbereit"),
        ("Ausbau von Rucksack KiTa im Kreis", "Rucksack KiTa"),
        ("Die Ausgabe des IntegrationsKompasses beginnt.", "IntegrationsKompass"),
        ("MIMI schult Menschen.", "MIMI – Mit Migranten für Migranten"),
        ("Arbeitsmarktprojekte an den Berufskollegs laufen.", "Arbeitsmarktprojekte an Berufskollegs"),
        ("Topf\tMittel\nAktionsfonds\t35.000 €", "Demokratie leben!: Aktionsfonds"),
        ("Die „Hausaufgabenhilfe“ bleibt.", "Hausaufgabenhilfe"),
        ("Angebote\n• Hausaufgabenhilfe\n• anderes", "Hausaufgabenhilfe"),
        ("Mehr steht auf www.mokme.de, einem Angebot.", "mokme.de"),
    ],
)
def test_a_name_is_found_where_it_stands(text: str, name: str) -> None:
    assert len(named(text, name)) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Die Mittel liegen griffbereit im Amt.", "Griffbereit"),
        ("Eine Hausaufgabenhilfe wünschen sich viele.", "Hausaufgabenhilfe"),
        ("Wer Deutsch lernen will, ist willkommen.", "Deutsch lernen"),
        ("Rucksack und KiTa", "Rucksack KiTa"),
        ("Rucksack Schule", "Rucksack KiTa"),
        ("Die Beratung ist kostenlos.", "Beratung"),
    ],
)
def test_what_only_looks_like_a_name_is_none(text: str, name: str) -> None:
    assert named(text, name) == []


def test_a_common_name_counts_in_a_list_with_a_sure_one() -> None:
    text = "Dazu gehören Griffbereit, Elternseminare und Hausaufgabenhilfe. Elternseminare kosten nichts."
    assert named(text, "Griffbereit", "Elternseminare", "Hausaufgabenhilfe") == [
        "Griffbereit", "Elternseminare", "Hausaufgabenhilfe",
    ]  # fmt: skip
    assert named(text, "Elternseminare", "Hausaufgabenhilfe") == []


def test_of_overlapping_names_the_longest_counts() -> None:
    assert named("Rucksack Schule Mettmann wächst.", "Rucksack Schule", "Rucksack Schule Mettmann") == [
        "Rucksack Schule Mettmann"
    ]


def test_a_paper_that_states_the_offer_is_no_mention() -> None:
    stated = [(BOOKLET, Offer("Griffbereit")), (CONCEPT, Offer("Griffbereit (Eltern-Kind-Gruppe)"))]
    assert mentions(stated, [Text(CONCEPT, 0, "Griffbereit wächst."), Text(BOOKLET, 0, "Griffbereit wächst.")]) == []


def test_each_paper_counts_once_with_the_first_place() -> None:
    texts = [Text(CONCEPT, 3, "Griffbereit."), Text(CONCEPT, 4, "Griffbereit.")]
    ((_, offer),) = mentions([(BOOKLET, Offer("Griffbereit"))], texts)
    assert offer.spans == (("name", (Span(3, 0, 11),)),)


def test_another_countys_paper_names_another_offer() -> None:
    own, other, town = (paper(name, name) for name in ("Kreis Mettmann", "Kreis Kleve", "Stadt Hilden"))
    assert named("Griffbereit wächst.", "Griffbereit", booklet=own, concept=other) == []
    assert named("Griffbereit wächst.", "Griffbereit", booklet=own, concept=town) == ["Griffbereit"]


def test_a_part_of_several_names_means_none_of_them() -> None:
    assert named("Topf\nAktionsfonds\t1 €", "Demokratie leben!: Aktionsfonds", "Vielfalt: Aktionsfonds") == []


def test_a_sentence_that_was_read_as_a_name_hides_no_name_in_it() -> None:
    sentence = "Zur frühen Bildung gehören in diesem Kreis die Programme Griffbereit und Rucksack KiTa"
    stated = [(BOOKLET, Offer("Griffbereit")), (BOOKLET, Offer("Rucksack KiTa")), (CONCEPT, Offer(sentence))]
    found = mentions(stated, [Text(CONCEPT, 0, f"{sentence}.")])
    assert [offer.name for _, offer in found] == ["Griffbereit", "Rucksack KiTa"]


def test_names_that_begin_alike_are_told_apart_by_how_they_go_on() -> None:
    names = ("Sprachbrücke Lindenau", "Sprachbrücke Lindenau Nord", "Sprachbrücke Hafen")
    assert named("Die Sprachbrücke in Lindenau und die Sprachbrücke Hafenstadt", *names) == []
    text = "Die Sprachbrücke Lindenau Nord, die Sprachbrücke der Lindenau und die Sprachbrücke Hafen wachsen."
    assert named(text, *names) == ["Sprachbrücke Lindenau Nord", "Sprachbrücke Lindenau", "Sprachbrücke Hafen"]
