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
