"""The whole path on small papers: ingest, ask, read the answer."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Assistant
from ingest.publish import ingest
from kb.config import Config, ContactConfig, IngestConfig
from kb.embed import Embedder, load_embedder
from kb.store import KnowledgeBase

PAPERS = {
    "griffbereit": """Griffbereit
Griffbereit ist ein Sprachprogramm fuer Eltern mit Kindern von einem bis drei Jahren.
Die Gruppen treffen sich einmal in der Woche in der Kita.""",
    "leitung": """Leitung und Kontakt
Die Leitung des Integrationszentrums hat Erika Muster.
Telefon: 0211 445566. Das Zentrum gehoert zum Sozialamt.""",
    "chronik": """Chronik
Das erste Integrationskonzept wurde im Jahr 2007 beschlossen.
Im Mai 2009 begann die Ausgabe des Wegweisers.""",
    "foerderung": """Aktionsfonds
Der Aktionsfonds hat 35.000 Euro im Jahr.
Antragsberechtigt sind Vereine und Initiativen.""",
}
CONTACT = ContactConfig("Integrationszentrum Musterkreis", "0211 445566")


@pytest.fixture(scope="module")
def lexicon() -> Embedder:
    return load_embedder("builtin")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, lexicon: Embedder) -> Path:
    from reportlab.pdfgen.canvas import Canvas

    folder = tmp_path_factory.mktemp("answers")
    (folder / "public").mkdir()
    for name, text in PAPERS.items():
        canvas = Canvas(str(folder / "public" / f"{name}.pdf"), invariant=1)
        for line, words in enumerate(text.splitlines()):
            canvas.setFont("Helvetica-Bold" if not line else "Helvetica", 16 if not line else 11)
            canvas.drawString(70, 760 - 18 * line, words)
        canvas.save()
    ingest([folder / "public"], folder / "index", lexicon, IngestConfig(workers=1))
    return folder / "index"


@pytest.fixture
def assistant(index: Path, lexicon: Embedder) -> Iterator[Assistant]:
    with KnowledgeBase.open(index, lexicon, "public") as base:
        yield Assistant(base, Config(contact=CONTACT), lexicon)


@pytest.mark.parametrize(
    ("question", "fact", "file"),
    [
        ("Wer leitet das Integrationszentrum?", "Erika Muster", "leitung.pdf"),
        ("Für wen ist das Programm Griffbereit?", "Eltern mit Kindern", "griffbereit.pdf"),
        ("Wann wurde das erste Integrationskonzept beschlossen?", "2007", "chronik.pdf"),
        ("Wer darf beim Aktionsfonds einen Antrag stellen?", "Vereine", "foerderung.pdf"),
        ("Telefon Integrationszentrum", "0211 445566", "leitung.pdf"),
    ],
)
def test_an_answer_quotes_the_sentence_that_holds_the_fact(
    assistant: Assistant, question: str, fact: str, file: str
) -> None:
    answer = assistant.ask(question)
    assert answer.answered
    assert fact in answer.text
    assert file in {citation.document.file for citation in answer.citations}


def test_every_sentence_is_an_exact_quote_of_its_citation(assistant: Assistant) -> None:
    answer = assistant.ask("Wer leitet das Integrationszentrum?")
    quotes = {citation.n: citation.quote for citation in answer.citations}
    assert answer.sentences
    for sentence in answer.sentences:
        assert any(sentence.text in quotes[n] for n in sentence.citations)
    for citation in answer.citations:
        page = assistant.kb.page(citation.document.id, citation.page)
        assert page is not None
        assert citation.quote in " ".join(page.text.split())
        assert citation.boxes


@pytest.mark.parametrize(
    "question",
    [
        "Wie beantrage ich einen Reisepass?",
        "Wie wird das Wetter morgen?",
        "Wer leitet das Schwimmbad in Velbert?",
        "qwrtz plmk",
    ],
)
def test_what_the_papers_do_not_say_is_refused_with_pages_and_contact(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert not answer.answered
    assert answer.citations == ()
    assert "0211 445566" in answer.text


def test_a_refusal_names_the_nearest_pages(assistant: Assistant) -> None:
    assert assistant.ask("Wer leitet das Schwimmbad in Velbert?").nearest


@pytest.mark.parametrize(("question", "language"), [("Hallo!", "de"), ("Merhaba", "tr"), ("شكرا", "ar")])
def test_small_talk_gets_a_friendly_word_and_no_sources(assistant: Assistant, question: str, language: str) -> None:
    answer = assistant.ask(question)
    assert not answer.answered
    assert (answer.language, answer.citations, answer.nearest) == (language, (), ())


@pytest.mark.parametrize("question", ["", "   ", "?!"])
def test_an_empty_question_is_asked_for_again(assistant: Assistant, question: str) -> None:
    assert "Frage" in assistant.ask(question).text


def test_the_frame_is_in_the_language_of_the_question_and_the_quote_german(assistant: Assistant) -> None:
    answer = assistant.ask("What is Griffbereit?")
    assert answer.language == "en"
    assert answer.text.startswith("This is what the papers say")
    assert "Sprachprogramm" in answer.text


def test_a_follow_up_is_understood_from_the_question_before(assistant: Assistant) -> None:
    before = assistant.ask("Wer leitet das Integrationszentrum?")
    answer = assistant.ask("Und wie ist die Telefonnummer?", [("Wer leitet das Integrationszentrum?", before.text)])
    assert "0211 445566" in answer.text


def test_the_same_question_has_the_same_answer(assistant: Assistant) -> None:
    assert assistant.ask("Was ist Griffbereit?") == assistant.ask("Was ist Griffbereit?")


def test_a_language_model_that_cannot_be_reached_is_said_so_and_quotes_stand_in(assistant: Assistant) -> None:
    llm = replace(assistant.config.llm, base_url="http://127.0.0.1:9/v1", model="keins", timeout=2.0)
    with_model = Assistant(assistant.kb, replace(assistant.config, llm=llm), load_embedder("builtin"))
    answer = with_model.ask("Wer leitet das Integrationszentrum?")
    assert "Erika Muster" in answer.text
    assert answer.written_by == "extract"
    assert any("Sprachmodell" in note for note in answer.notes)


def test_who_is_in_charge_comes_with_the_contact(assistant: Assistant) -> None:
    answer = assistant.ask("Wer leitet das Integrationszentrum?")
    contact = [sentence for sentence in answer.sentences if sentence.part == "contact"]
    assert "0211 445566" in contact[0].text
    assert contact[0].text in {citation.quote for citation in answer.citations}
    assert [citation.n for citation in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_a_follow_up_about_the_person_named_is_answered_with_the_contact(assistant: Assistant) -> None:
    first = assistant.ask("Wer leitet das Integrationszentrum?")
    answer = assistant.ask("Und wie erreiche ich sie?", [("Wer leitet das Integrationszentrum?", first.text)])
    assert "0211 445566" in answer.text
    assert {sentence.part for sentence in answer.sentences} == {"contact"}


def test_another_towns_office_is_not_this_one(assistant: Assistant) -> None:
    assert not assistant.ask("Wer leitet das Integrationszentrum Düsseldorf?").answered


@pytest.mark.parametrize(
    ("said", "phrase"), [("Danke!", "Gern geschehen"), ("Hallo", "Guten Tag"), ("merci", "vous en prie")]
)
def test_thanks_and_greetings_get_a_friendly_word(assistant: Assistant, said: str, phrase: str) -> None:
    answer = assistant.ask(said)
    assert phrase in answer.text
    assert not answer.citations


def test_a_development_of_something_else_is_refused(assistant: Assistant) -> None:
    assert not assistant.ask("Wie hat sich die bemannte Raumfahrt in Japan entwickelt?").answered


def test_the_name_asked_for_stays_beside_the_contact(assistant: Assistant) -> None:
    answer = assistant.ask("Wer leitet das Integrationszentrum und wie lautet die Telefonnummer?")
    assert "Erika Muster" in answer.text
    assert "0211 445566" in answer.text


def test_thanks_in_between_do_not_become_the_topic(assistant: Assistant) -> None:
    asked = "Wer leitet das Integrationszentrum?"
    history = [(asked, assistant.ask(asked).text), ("Danke", "Gern geschehen!")]
    assert "0211 445566" in assistant.ask("Und wie erreiche ich sie?", history).text


def test_the_last_answer_is_given_once_more_in_the_language_that_is_wished(assistant: Assistant) -> None:
    asked = "Wer leitet das Integrationszentrum?"
    answer = assistant.ask("and in English please?", [(asked, assistant.ask(asked).text)])
    assert answer.language == "en"
    assert answer.text.startswith("This is what the papers say")
    assert "Erika Muster" in answer.text


@pytest.mark.parametrize(
    "question",
    ["Telefonnummer Gesundheitsamt", "Telefon Jugendamt", "What is the phone number of the town hall?"],
)
def test_the_number_of_one_office_is_not_given_for_another(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).answered


@pytest.mark.parametrize("question", ["wuppdi", "dfgh", "Fahrrad kaufen", "3+4", "<b>x</b>", "plopp plopp"])
def test_what_has_no_word_in_the_papers_is_refused(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).answered
