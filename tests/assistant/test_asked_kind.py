"""Sentences on the subject that lack the kind of thing asked for are no answer."""

from __future__ import annotations

from functools import partial

import pytest

from assistant.asked_kind import off_kind
from assistant.match import Matcher
from assistant.question import read_question
from kb.embed import Embedder, load_embedder


@pytest.fixture(scope="module")
def lexicon() -> Embedder:
    return load_embedder("builtin")


def lacks(question: str, text: str, lexicon: Embedder, title: str = "Niederschrift") -> bool:
    asked = read_question(question)
    return off_kind(
        asked, [text], [title], partial(Matcher, asked.text, asked.language, lambda word: 0.8, lexicon, None)
    )


@pytest.mark.parametrize(
    ("question", "answer", "miss"),
    [
        (
            "Welche Baufirma baut das Haus der Begegnung?",
            "Das Haus der Begegnung baut die Muster Hochbau GmbH.",
            "Das Stadtplanungsamt stellt das Haus der Begegnung vor.",
        ),
        (
            "Wer bezahlt die Sprachmittler im Kreis?",
            "Die Sprachmittler im Kreis werden aus Landesmitteln finanziert.",
            "Die Sprachmittler im Kreis begleiten Familien in die Schule.",
        ),
        (
            "An wen wende ich mich bei Rassismus in der Schule?",
            "Bei Rassismus in der Schule hilft die Servicestelle.",
            "Das Konzept gegen Rassismus gilt auch für die Schule.",
        ),
        (
            "Wovon wird die Beratungsstelle bezahlt?",
            "Das Land fördert die Beratungsstelle.",
            "Die Beratungsstelle steht allen offen.",
        ),
        (
            "Кто оплачивает курсы?",
            "Die Kurse bezahlt das Jobcenter.",
            "Die Kurse finden montags statt.",
        ),
        (
            "Qui finance les cours ?",
            "Die Kosten der Kurse trägt der Bund.",
            "Die Kurse finden montags statt.",
        ),
        (
            "Welche Fraktion wollte mehr Radwege?",
            "Die SPD-Fraktion beantragt mehr Radwege.",
            "Mehr Radwege sind gewünscht.",
        ),
        (
            "Mit welcher Mehrheit lehnte der Rat die Garage ab?",
            "Der Rat lehnt die Garage mit 7:3 ab.",
            "Die Garage soll am Bahnhof stehen.",
        ),
        (
            "Wann trifft sich das Netzwerk?",
            "Das Netzwerk trifft sich jeden ersten Montag im Monat.",
            "Das Netzwerk wurde 2010 gegründet.",
        ),
        (
            "Wie heißt die Geschäftsführerin des Vereins?",
            "Geschäftsführerin des Vereins ist Petra Lindner.",
            "Die Geschäftsführung des Vereins arbeitet eng mit dem Amt zusammen.",
        ),
        (
            "Wer ist Wehrführer in Linden?",
            "Wehrführer ist Herr Stumm.",
            "Gebietsleiter in Linden ist Herr Stumm.",
        ),
        (
            "Welche Städte machen beim Projekt mit?",
            "Beim Projekt machen Velbert und Hilden mit.",
            "Drei Städte machten beim Projekt zum Zeitpunkt der Vorlage schon mit.",
        ),
        (
            "Wie alt müssen Kinder für die Gruppe sein?",
            "Für Kinder von 1 bis 3 Jahren",
            "Ein Ausbau der Gruppen ist geplant.",
        ),
        ("Wie oft tagt der Beirat?", "Der Beirat tagt vierteljährlich.", "Jährliche Kosten des Beirats"),
        (
            "Wer leitet das Büro?",
            "Die Leitung des Büros liegt beim Sozialamt.",
            "Das Büro ist Teil der Integrationsarbeit.",
        ),
        (
            "Wen kann ich wegen der Schule anrufen?",
            "Schule: Telefon 02999 555-12",
            "Frau Roth ist seit Mai für die Schule zuständig.",
        ),
    ],
)
def test_a_sentence_on_the_subject_without_what_is_asked_is_no_answer(
    question: str, answer: str, miss: str, lexicon: Embedder
) -> None:
    assert not lacks(question, answer, lexicon)
    assert lacks(question, miss, lexicon)


def test_the_lead_above_a_sentence_counts_with_it(lexicon: Embedder) -> None:
    assert not lacks("Wer leitet das Büro?", "Leitung des Büros:\nSachgebiet 50-5", lexicon)


def test_a_figure_with_which_no_word_of_the_question_stands_is_no_answer(lexicon: Embedder) -> None:
    asked = "Was kostet ein Reisepass?"
    assert lacks(asked, "Der Automat kostet 40.000 Euro.", lexicon)
    assert not lacks(asked, "Gebühr: 70 Euro", lexicon, title="Reisepass beantragen")


def test_who_moved_something_may_stand_in_the_title_alone(lexicon: Embedder) -> None:
    asked, text = "Welche Fraktion wollte mehr Radwege?", "Mehr Radwege sollen geprüft werden."
    assert lacks(asked, text, lexicon)
    assert not lacks(asked, text, lexicon, title="Antrag der CDU-Fraktion")


def test_where_several_things_are_asked_one_of_them_may_be_told_alone(lexicon: Embedder) -> None:
    asked = "Welche Baufirma baut das Haus und was kostet es?"
    assert not lacks(asked, "Das Haus kostet 4 Mio. Euro.", lexicon)


@pytest.mark.parametrize(
    "question",
    ["Was macht das Büro?", "Leitung Sprachkurse", "Wer ist für Sport zuständig?", "Welche Angebote gibt es?"],
)
def test_other_questions_ask_for_no_kind_that_could_be_missed(question: str, lexicon: Embedder) -> None:
    assert not lacks(question, "Das Büro arbeitet gern.", lexicon)


def test_what_a_figure_is_of_may_stand_in_the_sentence_before(lexicon: Embedder) -> None:
    asked = read_question("Was kostet die neue Beleuchtung der Kapelle?")
    compared = partial(Matcher, asked.text, "de", lambda word: 0.8, lexicon, None)
    figure, before = "Insgesamt sind es 5.000 Euro.", "Die Beleuchtung der Kapelle soll erneuert werden."
    assert off_kind(asked, [figure], [], compared)
    assert not off_kind(asked, [figure], [], compared, [before])
