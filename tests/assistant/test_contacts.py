"""The contact with which an answer about responsibility ends."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.contacts import contact, reachable
from assistant.question import read_question
from kb.embed import Embedder, load_embedder
from kb.model import Hit
from tests.assistant.factories import document, hit


@pytest.fixture(scope="module")
def lexicon() -> Embedder:
    return load_embedder("builtin")


CARD = hit("Integrationszentrum", "Leitung: Erika Muster", "Telefon: 0211 445566", "E-Mail: erika@muster.example")


def found(
    question: str, lexicon: Embedder, *hits: Hit, people: tuple[str, ...] = ()
) -> tuple[int, tuple[int, ...]] | None:
    return contact(read_question(question, "de"), people, hits, lambda word: 0.8, lexicon)


def test_a_contact_stands_with_the_person_named(lexicon: Embedder) -> None:
    assert found("Wer leitet es?", lexicon, hit("Nichts."), CARD, people=("Erika Muster",)) == (1, (2, 3))


def test_a_contact_of_somebody_else_is_none(lexicon: Embedder) -> None:
    assert found("Wer leitet es?", lexicon, CARD, people=("Max Beispiel",)) is None
    assert found("Welche Telefonnummer hat die Caritas?", lexicon, CARD) is None


def test_without_a_person_the_names_of_the_question_must_stand_beside_it(lexicon: Embedder) -> None:
    assert found("Wie erreiche ich das Integrationszentrum?", lexicon, CARD) == (0, (2, 3))


def test_the_newest_papers_contact_is_taken(lexicon: Embedder) -> None:
    old = hit("Integrationszentrum", "Telefon: 0211 111111", of=document("Alt", date(2010, 1, 1)))
    new = hit("Integrationszentrum", "Telefon: 0211 222222", of=document("Neu", date(2021, 1, 1)))
    assert found("Telefon Integrationszentrum, wie erreiche ich das Integrationszentrum?", lexicon, old, new) == (
        1,
        (1,),
    )


def test_reachable_means_phone_or_mail() -> None:
    assert reachable(["Telefon: 0211 445566"])
    assert not reachable(["Musterstraße 1, 40822 Mettmann"])


def test_a_block_of_many_lines_keeps_what_can_be_called(lexicon: Embedder) -> None:
    streets = [f"Musterstraße {number}" for number in range(1, 5)]
    block = hit("Leitung: Erika Muster", *streets, "Telefon: 0211 445566")
    answer = found("Wer leitet es?", lexicon, block, people=("Erika Muster",))
    assert answer is not None
    assert 5 in answer[1]


def test_a_name_within_another_name_is_somebody_else(lexicon: Embedder) -> None:
    card = hit("Amt", "Herr Otto Meier", "Telefon: 0211 445566")
    assert found("Wer leitet es?", lexicon, card, people=("Frau Ott",)) is None


def test_parts_of_a_name_from_several_lines_are_not_that_office(lexicon: Embedder) -> None:
    card = hit(
        "Sozialamt", "Telefon: 0211 445566", "Dezernat für Soziales, Gesundheit und Schule", section=("Kontakt",)
    )
    assert found("Telefonnummer Gesundheitsamt", lexicon, card) is None
    assert found("Telefonnummer Sozialamt", lexicon, card) == (0, (1,))


def test_a_line_below_a_number_does_not_say_whose_it_is(lexicon: Embedder) -> None:
    card = hit("Sozialamt", "Telefon: 0211 445566", "Das Gesundheitsamt zieht um.")
    assert found("Wie erreiche ich das Gesundheitsamt?", lexicon, card) is None


def test_a_mail_with_the_name_of_somebody_else_is_not_given_for_the_person_asked_for(lexicon: Embedder) -> None:
    card = hit(
        "Leitung: Jörg Müller",
        "Telefon: 0211 445566",
        "E-Mail: joerg.mueller@muster.example",
        "Dezernent: Max Beispiel",
    )
    above = hit("Dezernent: Max Beispiel", "Leitung: Jörg Müller", "Telefon: 0211 445566")
    mail = hit("Dezernent: Max Beispiel", "E-Mail: joerg.mueller@muster.example", "Jörg Müller leitet das Amt.")
    for other in (card, above, mail):
        assert found("Wie erreiche ich Max Beispiel?", lexicon, other, people=("Max Beispiel",)) is None
    assert found("Wie erreiche ich Jörg Müller?", lexicon, card, people=("Jörg Müller",)) == (0, (1, 2))


def test_what_fits_comes_before_what_is_new(lexicon: Embedder) -> None:
    old = hit("Integrationszentrum", "Telefon: 0211 111111", of=document("Alt", date(2010, 1, 1)))
    new = hit("Beratungsstelle", "Telefon: 0211 222222", of=document("Integrationszentrum", date(2021, 1, 1)))
    assert found("Wie erreiche ich das Integrationszentrum?", lexicon, old, new) == (0, (1,))
    assert found("Wie erreiche ich das Integrationszentrum?", lexicon, new) is None


def test_of_a_list_of_contacts_the_line_asked_for_is_given(lexicon: Embedder) -> None:
    rows = hit("Wichtige Nummern", "Jugendamt\t0211 111111", "Sozialamt\t0211 222222", "Schulamt\t0211 333333")
    assert found("Telefonnummer Sozialamt", lexicon, rows) == (0, (2,))


@pytest.mark.parametrize(
    ("question", "language"),
    [("phone number of the fire brigade", "en"), ("Quel est le numéro de téléphone de la mairie ?", "fr")],
)
def test_a_question_in_another_language_must_be_met_word_by_word(
    question: str, language: str, lexicon: Embedder
) -> None:
    asked = read_question(question, language)
    assert contact(asked, (), [CARD], lambda word: 1.0, lexicon) is None


def test_the_wish_for_a_number_names_nobody(lexicon: Embedder) -> None:
    asked = read_question("What is the phone number of the integration centre?", "en")
    assert contact(asked, (), [CARD], lambda word: 1.0, lexicon) == (0, (2, 3))
