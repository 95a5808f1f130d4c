"""Follow-up questions completed by rules."""

from __future__ import annotations

import pytest

from assistant.followups import Turn, complete, is_follow_up, spoken, thing, wished
from assistant.question import greeting

HEAD = Turn("Wer leitet das Integrationszentrum?", "Leitung: Armin Muster [1]")
MOTHERS = Turn("Welche Angebote gibt es für Mütter?", "Das Müttercafé.")


def test_a_phrase_takes_the_place_of_the_one_with_its_preposition() -> None:
    assert complete([MOTHERS], "und für Väter?") == "Welche Angebote gibt es für Väter?"


def test_a_phrase_without_a_place_of_its_own_is_added() -> None:
    assert complete([MOTHERS], "Und in Hilden?") == "Welche Angebote gibt es für Mütter in Hilden?"


def test_phrases_add_up_over_several_turns() -> None:
    history = [MOTHERS, Turn("und für Väter?", "Die Väterarbeit.")]
    assert complete(history, "Und in Hilden?") == "Welche Angebote gibt es für Väter in Hilden?"


@pytest.mark.parametrize(
    ("before", "question", "after"),
    [
        ("What courses are there for women?", "and for men?", "What courses are there for men?"),
        ("Quels cours pour les femmes ?", "et pour les hommes ?", "Quels cours pour les hommes?"),
        ("Які курси є для жінок?", "а для дітей?", "Які курси є для дітей?"),
        ("Какие курсы есть для женщин?", "а для мужчин?", "Какие курсы есть для мужчин?"),
        ("Kadınlar için hangi kurslar var?", "peki erkekler için?", "erkekler için hangi kurslar var?"),
        ("Velbert'te hangi kurslar var?", "Peki Hilden'de?", "Hilden'de hangi kurslar var?"),
        ("Çocuğum için okulda yardım var mı?", "Peki anaokulunda?", "Çocuğum için anaokulunda yardım var mı?"),
        ("Hangi kurslar var?", "peki kadınlar için?", "kadınlar için Hangi kurslar var?"),
        ("ما هي الدورات المتاحة للنساء؟", "وللرجال؟", "ما هي الدورات المتاحة للرجال؟"),
        ("چه دوره‌هایی برای زنان هست؟", "و برای مردان؟", "چه دوره‌هایی برای مردان هست؟"),
        ("Jakie kursy są dla kobiet?", "a dla mężczyzn?", "Jakie kursy są dla mężczyzn?"),
        ("Ce cursuri există pentru femei?", "și pentru bărbați?", "Ce cursuri există pentru bărbați?"),
        ("What courses are there for women?", "what about men?", "What courses are there for men?"),
        ("Welche Angebote gibt es für Mütter?", "Und was ist mit Vätern?", "Welche Angebote gibt es für Vätern?"),
        ("Welche Angebote gibt es für Mütter?", "und die Väter?", "Welche Angebote gibt es für Väter?"),
    ],
)
def test_phrases_are_replaced_in_other_languages_too(before: str, question: str, after: str) -> None:
    assert complete([Turn(before, "…")], question) == after


def test_who_was_named_is_taken_over_and_what_was_asked_is_not() -> None:
    asked = complete([HEAD], "Und wie erreiche ich ihn?")
    assert asked.startswith("Armin Muster Integrationszentrum")
    assert "leitet" not in asked


def test_a_question_without_a_word_of_its_own_keeps_what_was_asked() -> None:
    assert complete([HEAD], "Seit wann?") == "leitet Integrationszentrum: Seit wann?"


def test_a_new_topic_drops_the_old() -> None:
    assert complete([HEAD], "Welche Sprachkurse gibt es in Velbert?") == "Welche Sprachkurse gibt es in Velbert?"


def test_a_whole_question_behind_a_place_is_no_phrase() -> None:
    asked = complete([MOTHERS], "Und in Hilden, wer ist da zuständig?")
    assert "wer ist da zuständig" in asked


def test_thanks_in_between_are_no_topic_for_the_assistant() -> None:
    assert greeting("Danke") == ("de", "thanks")


@pytest.mark.parametrize(
    ("before", "question", "language"),
    [
        ("Какие курсы есть для женщин?", "а для мужчин?", "ru"),
        ("Які курси є для жінок?", "а де?", "uk"),
        ("Welche Kurse gibt es für Frauen?", "Hilden?", "de"),
        ("What courses are there for women?", "Hilden?", "en"),
        ("Welche Kurse gibt es für Frauen?", "and for men?", "en"),
        ("Welche Kurse gibt es für Frauen?", "peki erkekler için?", "tr"),
        ("Welche Kurse gibt es für Frauen?", "وللرجال؟", "ar"),
        ("چه دوره‌هایی برای زنان هست؟", "کجا؟", "fa"),
    ],
)
def test_a_short_follow_up_is_in_the_language_of_the_talk_unless_it_surely_is_not(
    before: str, question: str, language: str
) -> None:
    assert spoken([Turn(before, "…")], question) == language


def test_where_is_it_asks_about_the_offer_that_was_named() -> None:
    turn = Turn("Welche Angebote gibt es für Väter?", "Interkulturelle Väterarbeit [1]\nFür wen: Väter [1]")
    assert complete([turn], "Und wo ist das?") == "Interkulturelle Väterarbeit Angebote Väter: Und wo ist das?"


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("Griffbereit [1]\nEin Sprachprogramm. [1]", "Griffbereit"),
        ("This is what the papers say (quoted in German):\nGriffbereit [1]\nEin Programm. [1]", "Griffbereit"),
        ("Das Zentrum berät Eltern. [1]\nEs ist offen. [1]", None),
        ("Griffbereit [1]", None),
        ("Erika Muster [1]\nTelefon: 0211 [1]", None),
    ],
)
def test_what_an_answer_is_about_is_read_off_its_first_line(answer: str, name: str | None) -> None:
    assert thing(answer) == name


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("and in English please?", "en"),
        ("Auf Türkisch bitte", "tr"),
        ("Türkçe lütfen", "tr"),
        ("А українською?", "uk"),
        ("بالعربية من فضلك", "ar"),
        ("Gibt es Kurse auf Englisch?", None),
        ("Englischkurs?", None),
    ],
)
def test_the_same_answer_is_wanted_in_another_language(question: str, language: str | None) -> None:
    turn = Turn("Wer leitet das Integrationszentrum?", "Armin Muster")
    assert wished(question) == language
    if language:
        assert is_follow_up(question)
        assert (complete([turn], question), spoken([turn], question)) == (turn.question, language)
