import re

import pytest

from assistant import question
from assistant.phrases import offer_phrases, phrases
from assistant.question import LANGUAGES, detect, read_question


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wer leitet das Integrationszentrum?", "de"),
        ("kita place", "de"),
        ("Rucksack KiTa", "de"),
        ("KIZ", "de"),
        ("BuT", "de"),
        ("KIZ adresi nerede", "tr"),
        ("MIMI", "de"),
        ("0211 12345", "de"),
        ("Where can I learn German?", "en"),
        ("Kindergeld başvurusu nasıl yapılır?", "tr"),
        ("أين يمكنني تعلم اللغة الألمانية؟", "ar"),
        ("کجا می‌توانم آلمانی یاد بگیرم؟", "fa"),
        ("Де я можу вивчити німецьку мову?", "uk"),
        ("Где я могу выучить немецкий язык?", "ru"),
        ("Où puis-je apprendre l'allemand ?", "fr"),
        ("Що таке Griffbereit?", "uk"),
        ("ما هو IntegrationsKompass؟", "ar"),
        ("Gdzie mogę nauczyć się niemieckiego?", "pl"),
        ("Unde pot învăța limba germană?", "ro"),
    ],
)
def test_the_language_is_detected_and_names_stay_german(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    ("text", "intent", "wants"),
    [
        ("Wer ist für Elternbildung zuständig?", "responsibility", {"person"}),
        ("Wann wurde das Konzept erarbeitet?", "history", {"date"}),
        ("Welche Angebote gibt es für Väter?", "offer", set()),
        ("Wie viele Städte hat der Kreis?", "fact", {"number"}),
        ("Was steht in der Vorlage 12/034/2020?", "paper", set()),
        ("What is the phone number?", "responsibility", {"contact"}),
        ("Wo liegt das Amt?", "other", {"place"}),
    ],
)
def test_intent_and_the_facts_asked_for_are_read(text: str, intent: str, wants: set[str]) -> None:
    asked = read_question(text)
    assert asked.intent == intent
    assert wants <= asked.wants


def test_white_space_is_tidied_and_a_given_language_wins() -> None:
    asked = read_question("  Wer \n leitet das  Amt? ", "tr")
    assert asked.text == "Wer leitet das Amt?"
    assert asked.language == "tr"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_all_phrases(language: str) -> None:
    assert phrases(language).keys() == phrases("de").keys()
    assert offer_phrases(language).keys() == offer_phrases("de").keys()
    for name, words in offer_phrases("de").items():
        if name != "one":
            assert _places(offer_phrases(language)[name]) == _places(words), name
    for name, words in phrases("de").items():
        if words:
            assert _places(phrases(language)[name]) == _places(words), name


def _places(words: str) -> list[str]:
    return sorted(re.findall(r"\{\w+\}", words))


def test_a_language_we_do_not_speak_is_answered_in_german() -> None:
    assert phrases("xx") == phrases("de")


@pytest.mark.parametrize(
    "question",
    [
        "Welche Ziele will der Kreis erreichen?",
        "Wie viele Menschen wurden 2020 erreicht?",
        "Wer sind die Adressaten der Richtlinie?",
        "Welche Kontaktbeschränkungen galten 2020?",
        "Wie hoch ist die Telefonpauschale?",
        "Welche Nummer hat die Satzung?",
    ],
)
def test_words_that_only_begin_like_a_contact_ask_for_none(question: str) -> None:
    assert "contact" not in read_question(question, "de").wants


@pytest.mark.parametrize(
    "question", ["Wie erreiche ich das Amt?", "Telefonnummer KIZ", "Welche Adresse hat das Jobcenter?", "Kontakt KIZ"]
)
def test_who_asks_for_a_contact_is_understood(question: str) -> None:
    assert "contact" in read_question(question, "de").wants


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kreisintegrationszentrum'un telefon numarası nedir?", "tr"),
        ("Gdzie jest Kreisintegrationszentrum w mieście?", "pl"),
        ("Wer leitet die Straße?", "de"),
    ],
)
def test_letters_that_one_language_has_tell_it_beside_a_german_name(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    "text",
    ["Wie viel kostet der Kurs?", "How much does the course cost?", "كم تبلغ تكلفة الدورة؟", "Ile kosztuje kurs?"],
)
def test_what_something_costs_is_an_amount_and_no_number_of_any_kind(text: str) -> None:
    wants = read_question(text).wants
    assert "amount" in wants
    assert "number" not in wants


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("ما هي العروض المتاحة للنساء؟", "offer"),
        ("وما هو رقم الهاتف؟", "responsibility"),
        ("С какого года?", "history"),
    ],
)
def test_intents_are_told_behind_what_arabic_writes_with_the_word_and_in_cases(text: str, intent: str) -> None:
    assert read_question(text).intent == intent


def test_one_model_tells_the_languages_of_all_scripts() -> None:
    question._identifier.cache_clear()
    question._all_languages.cache_clear()
    texts = ("Kommen wir hinüber", "من هو المدير", "Кто руководит центром")
    assert [detect(text) for text in texts] == ["de", "ar", "ru"]
    assert question._all_languages.cache_info().misses == 1
    assert question._identifier.cache_info().misses >= 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hallo, was kannst du?", ("de", "smalltalk")),
        ("thx", ("en", "thanks")),
        ("Hi, who are you?", ("en", "smalltalk")),
    ],
)
def test_greetings_in_a_hurry_are_greetings(text: str, said: tuple[str, str]) -> None:
    assert question.greeting(text) == said


def test_a_paper_named_in_english_is_a_paper_and_a_call_is_a_contact() -> None:
    assert read_question("What is the paper 12/2021 about?").intent == "paper"
    assert "contact" in read_question("Wie ruf ich das Integrationszentrum an?").wants


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("Wie hoch ist die Förderung?", {"amount"}),
        ("Wie hoch sind die Mittel des Landes?", {"amount"}),
        ("Wie hoch ist der Steuersatz?", {"number"}),
        ("Wann hat das Amt offen?", {"hours"}),
        ("Wann macht die Bücherei auf?", {"hours"}),
        ("Wann wurde das Amt eröffnet?", {"date"}),
        ("Wer ist Landrat?", {"person", "holder"}),
        ("Wer ist hier eigentlich der Bürgermeister?", {"person", "holder"}),
    ],
)
def test_several_words_together_say_what_is_asked_for(question: str, wants: set[str]) -> None:
    assert read_question(question).wants == wants


@pytest.mark.parametrize("text", ["dfgh", "xkcd brzl", "QWRTZ plmk"])
def test_what_nobody_can_say_is_of_no_language(text: str) -> None:
    assert read_question(text).language == "de"


@pytest.mark.parametrize(
    "text", ["Welchen Stundensatz verlangt das Land?", "Welche Stundenvergütung gibt es?", "Fördersumme Mosaik 2025"]
)
def test_a_word_for_a_sum_asks_for_an_amount(text: str) -> None:
    assert "amount" in read_question(text, "de").wants


def test_how_something_reads_is_no_measure_and_how_to_call_wants_a_number() -> None:
    assert read_question("Wie lautet die Telefonnummer von Frau Roth?").wants == {"phone", "contact"}
    assert "phone" in read_question("Wie kann ich das Büro anrufen?").wants
    assert "phone" in read_question("Who do I call about school?").wants


@pytest.mark.parametrize("text", ["Wie kann ich das Zentrum erreichen?", "Wo kann man Frau Muster am besten anrufen?"])
def test_who_asks_how_to_reach_somebody_wants_a_contact_wherever_the_verb_stands(text: str) -> None:
    assert "contact" in read_question(text).wants


def test_who_wants_to_reach_a_goal_wants_no_contact() -> None:
    assert "contact" not in read_question("Wie kann der Kreis seine Ziele erreichen?").wants
