import pytest

from assistant.asked_nouns import asked_nouns, asks_several
from assistant.question import read_question


@pytest.mark.parametrize(
    "question",
    [
        "Wer trägt die Kosten?",
        "Gibt es Geld dafür, wenn ich meinen Garten begrüne?",
        "Bekomme ich mein Geld zurück?",
        "Was antwortete die Stadt auf die Frage nach den Kosten für neue Türen?",
        "Worauf stützt der Rat die Forderung, Eltern das Geld zurückzugeben?",
        "Wie wird das Geld verteilt?",
        "Welche Stelle verwaltet das Geld?",
        "Ich habe wenig Geld. Wer kann mir helfen?",
        "Warum steigen die Kosten?",
    ],
)
def test_money_that_is_only_mentioned_is_not_asked_for(question):
    assert "amount" not in read_question(question).wants


@pytest.mark.parametrize(
    "question",
    [
        "Wie hoch sind die Kosten?",
        "Wie viel Geld bekommt der Fonds?",
        "Welche Kosten entstehen?",
        "Was kostet der Kurs?",
        "Was hat die Studie gekostet?",
        "Was sollte der Umbau kosten?",
        "Kosten Griffbereit",
        "Kurs, Ort, Kosten",
        "Gibt es Angaben zu den Kosten?",
        "Wer bietet den Kurs an und was kostet er?",
        "Ich möchte wissen, wie hoch die Kosten sind.",
        "Kostet der Kurs etwas?",
    ],
)
def test_money_that_is_asked_for_is(question):
    assert "amount" in read_question(question).wants


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Kann ich per E-Mail einen Antrag stellen?", False),
        ("Gibt es eine E-Mail-Adresse für Beschwerden?", True),
        ("Können Sie mir die E-Mail-Adresse nennen?", True),
        ("Ich brauche die E-Mail-Adresse vom Sozialamt.", True),
        ("An welche E-Mail-Adresse schicke ich das?", True),
    ],
)
def test_an_address_is_asked_for_only_where_it_would_be_told(question, asked):
    assert ("mail" in read_question(question).wants) is asked


def test_words_for_a_search_are_all_asked_for():
    assert asked_nouns("Sozialamt Telefon, Adresse") == ("Sozialamt", "Telefon", "Adresse")


def test_what_a_dependent_clause_says_is_not_asked_for():
    assert "Nummer" not in asked_nouns("Was tun, wenn ich die Nummer verloren habe?")


def test_a_question_of_two_halves_asks_for_several_things() -> None:
    assert asks_several("Was kostet der Kurs und wo melde ich mich an?")
    assert asks_several("Wie lang soll die Wand werden und wie hoch wird sie?")
    assert not asks_several("Was kosten Kurs und Buch?")
    assert not asks_several("Wer hat den Kurs geleitet?")
