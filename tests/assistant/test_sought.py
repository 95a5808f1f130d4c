"""What questions about offices ask for, in ten languages."""

from __future__ import annotations

import pytest

from assistant.question import LANGUAGES, read_question
from assistant.sought import fields, read_sought

RESPONSIBLE = {
    "de": "Wer ist zuständig für Sport?",
    "en": "Who is responsible for sport?",
    "tr": "Spor için kim sorumlu?",
    "ar": "من المسؤول عن الرياضة؟",
    "uk": "Хто відповідає за спорт?",
    "ru": "Кто отвечает за спорт?",
    "fr": "Qui est responsable du sport ?",
    "pl": "Kto odpowiada za sport?",
    "fa": "چه کسی مسئول ورزش است؟",
    "ro": "Cine este responsabil de sport?",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_asks_who_is_responsible_and_for_what(language: str) -> None:
    question = read_question(RESPONSIBLE[language])
    assert question.language == language
    sought = read_sought(question)
    assert sought.charged
    assert not sought.once
    assert "@topic:sport" in sought.words or language == "de"
    assert sought.far == ()


def test_a_paper_and_a_question_name_a_field_by_the_same_word() -> None:
    assert "@topic:sport" in fields("Sport und Bewegung")
    assert not fields("Rechnungsprüfung")


def test_offices_have_their_german_names() -> None:
    ours = read_sought(read_question("What is the phone number of the integration centre?"))
    assert ours.words == read_sought(read_question("Telefonnummer des KIZ")).words
    assert ours.ways == {"phone", "contact"}


def test_who_it_was_before_is_asked_of_an_office_or_of_a_name() -> None:
    assert read_sought(read_question("Who was head of the KIZ before?")).once
    assert read_sought(read_question("Wer war vor Petra Lindner Leiterin des KIZ?")).once
    assert not read_sought(read_question("Wofür war Petra Lindner zuständig?")).once


def test_words_that_only_frame_the_question_are_left_out() -> None:
    sought = read_sought(read_question("Who can I contact about the recognition of my diploma?"))
    assert sought.charged
    assert sought.far == ("recognition", "diploma")


def test_with_what_somebody_is_charged_is_part_of_the_word_for_them() -> None:
    sought = read_sought(read_question("Wer ist Integrationsbeauftragte der Stadt?"))
    assert "integration" in sought.words
