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


@pytest.mark.parametrize(
    "question",
    [
        "Telefonnummer?",
        "Wie viel Geld?",
        "how old?",
        "kimler için?",
        "kaç para?",
        "telefonu ne?",
        "сколько стоит?",
        "الهاتف؟",
        "Muss man sich anmelden?",
        "Ab welchem Alter?",
        "In welchem Jahr?",
        "kostenlos?",
        "Wo findet das statt?",
        "Wie lange soll das dauern?",
    ],
)
def test_a_question_that_only_asks_leans_on_the_one_before(question: str) -> None:
    turn = Turn("Was ist Griffbereit?", "Ein Sprachprogramm für Eltern.")
    assert complete([turn], question) == f"Griffbereit: {question}"


@pytest.mark.parametrize(
    "question",
    [
        "Was ist das Konzept?",
        "was ist das jugendzentrum?",
        "Wann findet das Fest statt?",
        "Worum geht es in 50/025/2021?",
        "Wo finde ich die Caritas?",
    ],
)
def test_a_question_with_a_topic_of_its_own_stands_alone(question: str) -> None:
    assert complete([HEAD], question) == question


@pytest.mark.parametrize("question", ["Erzähl mir mehr", "Tell me more", "Mehr Details bitte"])
def test_who_wants_to_hear_more_gets_the_topic_without_what_was_asked_of_it(question: str) -> None:
    assert complete([HEAD], question) == "Integrationszentrum"


def test_a_colon_is_no_part_of_a_word() -> None:
    assert complete([Turn("Kreisintegrationszentrum:", "…")], "Und seit wann?") == (
        "Kreisintegrationszentrum: Und seit wann?"
    )


@pytest.mark.parametrize(
    ("before", "question", "after"),
    [
        ("Wann war die 3. Sitzung 2021?", "Und die im Jahr 2022?", "Wann war die 3. Sitzung 2022?"),
        ("Wann war die 3. Sitzung 2021?", "2022?", "Wann war die 3. Sitzung 2022?"),
        ("Wer leitet das Sozialamt?", "Und die Caritas?", "Wer leitet die Caritas?"),
        ("Wer leitet das Sozialamt?", "Und das Amt für Soziales?", "Wer leitet das Amt für Soziales?"),
        ("Wie erreiche ich Frau Erika Muster?", "Und Herrn Armin Schaper?", "Wie erreiche ich Herrn Armin Schaper?"),
        ("Welche Kurse gibt es beim Sozialamt?", "Und bei der Caritas?", "Welche Kurse gibt es bei der Caritas?"),
        ("Welche Kurse gibt es für Mütter?", "Und in der Stadt?", "Welche Kurse gibt es für Mütter in der Stadt?"),
        ("Wer leitet das Amt für Soziales und Integration?", "Und die Caritas?", "Wer leitet die Caritas?"),
        ("Wann begann das Handlungskonzept?", "Und das Integrationskonzept?", "Wann begann das Integrationskonzept?"),
        ("Wann begann das Handlungskonzept?", "Und die Ziele?", "begann Handlungskonzept: Und die Ziele?"),
        ("Wer stellt den Antrag?", "Und die Caritas?", "stellt Antrag: Und die Caritas?"),
        ("Wer leitet das Sozialamt?", "Und wo ist das Amt?", "Sozialamt: Und wo ist das Amt?"),
        ("Welche Kurse hat das Sozialamt?", "Und was macht die Caritas?", "Kurse: Und was macht die Caritas?"),
    ],
)
def test_a_new_year_or_office_takes_the_place_of_the_old(before: str, question: str, after: str) -> None:
    assert complete([Turn(before, "…")], question) == after


def test_the_fact_that_was_asked_for_last_does_not_stick() -> None:
    history = [Turn("Who leads the KIZ?", "Leitung: Armin Muster [1]")]
    history.append(Turn("And how can I reach him?", "Telefon: 0211 445566 [1]"))
    history.append(Turn("what about the caritas?", "…"))
    assert complete(history, "since when?") == "caritas: since when?"
    phone = [Turn("Wie ist die Telefonnummer vom Sozialamt?", "Telefon: 0211 445566 [1]")]
    assert complete(phone, "Seit wann?") == "Sozialamt: Seit wann?"


def test_fragments_in_a_row_do_not_lose_the_topic() -> None:
    asked = ["Was ist Griffbereit?", "Telefonnummer?", "kostenlos?", "Für wen?", "Wie viel Geld?"]
    assert complete([Turn(question, "…") for question in asked], "Seit wann?") == "Griffbereit: Seit wann?"


@pytest.mark.parametrize(
    "question",
    ["Hat die Person auch eine E-Mail-Adresse?", "Wann ist das nächste Treffen?", "Wie viele Teilnehmer waren es?", "Wer sind die Mitglieder?", "Was steht drin?", "Kostet das etwas?", "Nasıl kayıt olabilirim?"],
)  # fmt: skip
def test_what_is_always_of_something_leans_on_what_was_spoken_of(question: str) -> None:
    assert is_follow_up(question)


@pytest.mark.parametrize("question", ["Wann wurde das Netzwerk gegen Gewalt gegründet?", "Was ist das Projekt „Mosaik“?", "Welche Angebote gibt es?"])  # fmt: skip
def test_what_says_of_what_it_is_stands_alone(question: str) -> None:
    assert not is_follow_up(question)


def test_an_organisation_takes_the_place_of_another_whatever_its_name_is_made_of() -> None:
    red_cross = complete([Turn("Was macht die Caritas?", "Sie berät.")], "Und das Rote Kreuz?")
    assert red_cross == "Was macht das Rote Kreuz?"
    assert complete([Turn(red_cross, "Es hilft.")], "Und die Diakonie?") == "Was macht die Diakonie?"


def test_whoever_is_meant_by_a_ukrainian_pronoun_is_taken_over() -> None:
    turn = Turn("Хто керує центром?", "Leitung: Armin Muster [1]")
    assert complete([turn], "А як з ним зв'язатися?").startswith("Armin Muster центром:")


def test_what_was_asked_of_the_topic_is_not_taken_for_it() -> None:
    history = [Turn("Was macht das Integrationszentrum?", "Es berät."), Turn("Welche Ziele hat es?", "Teilhabe.")]
    assert complete(history, "Wie viele Menschen arbeiten dort?").startswith("Integrationszentrum:")
