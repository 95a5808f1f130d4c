"""Questions about offers on a small catalogue: lists that are complete, follow-ups that narrow them, facts that stay facts."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from assistant.answer import Assistant
from assistant.offer_catalogue import prepared
from assistant.offer_lists import Names, at_once, is_ours, named_first, of_ours, parted
from assistant.offer_terms import Told
from assistant.offers import Told as Word
from assistant.question import read_question
from ingest.publish import ingest
from kb.config import Config, IngestConfig
from kb.embed import Embedder, load_embedder
from kb.model import Answer
from kb.offer_history import CatalogueEntry
from kb.offers import Offer
from kb.store import KnowledgeBase

TODAY = date(2026, 11, 21)
OFFERS = {
    "Vätertreff": ("Väter mit Kindern", "dienstags, 16 bis 18 Uhr", "Familienzentrum, Neudorf", "kostenlos"),
    "Papa-Werkstatt": ("Väter", "samstags, 10 Uhr", "Bürgerhaus, Altstadt", "5 Euro"),
    "Müttercafé": ("Mütter", "mittwochs, 9 Uhr", "Bürgerhaus, Altstadt", "kostenlos"),
    "Schwimmkurs für Frauen": ("Frauen", "freitags, 18 Uhr", "Hallenbad, Neudorf", "40 Euro"),
}


@pytest.fixture(scope="module")
def lexicon() -> Embedder:
    return load_embedder("builtin")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, lexicon: Embedder) -> Path:
    folder = tmp_path_factory.mktemp("offers")
    (folder / "papers").mkdir()
    canvas = Canvas(str(folder / "papers" / "programmheft.pdf"), invariant=1)
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(70, 780, "Programmheft 2026: Angebote im Kreis Musterland")
    y = 730
    for name, values in OFFERS.items():
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(70, y, name)
        canvas.setFont("Helvetica", 11)
        for number, (label, value) in enumerate(zip(("Für wen", "Wann", "Wo", "Kosten"), values, strict=True), 1):
            canvas.drawString(70, y - 4 - 16 * number, f"{label}: {value}")
        y -= 40 + 16 * len(values)
    canvas.save()
    ingest([folder / "papers"], folder / "index", lexicon, IngestConfig(workers=1, default_visibility="public"))
    return folder / "index"


@pytest.fixture
def ask(index: Path, lexicon: Embedder) -> Iterator[Callable[..., Answer]]:
    """What asks one question after the other, as a conversation."""
    with KnowledgeBase.open(index, lexicon, "public") as base:
        assistant = Assistant(base, Config(), lexicon, lambda: TODAY)

        def asked(*questions: str, **options: Any) -> Answer:
            history: list[tuple[str, str]] = []
            for question in questions:
                answer = assistant.ask(question, history, **options)
                history.append((question, answer.text))
            return answer

        yield asked


def names(answer: Answer) -> set[str]:
    return {card.name.text for card in answer.offers}


FATHERS = {"Vätertreff", "Papa-Werkstatt"}


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Welche Angebote gibt es für Väter?", FATHERS),
        ("Which offers are there for fathers?", FATHERS),
        ("Babalar için hangi teklifler var?", FATHERS),
        ("Quelles offres pour les pères ?", FATHERS),
        ("Was gibt es in Neudorf?", {"Vätertreff", "Schwimmkurs für Frauen"}),
        ("Welche Angebote sind kostenlos?", {"Vätertreff", "Müttercafé"}),
        ("Welche Schwimmkurse gibt es?", {"Schwimmkurs für Frauen"}),
        ("Was tut der Kreis für Väter?", FATHERS),
        ("Ich möchte Sport machen", {"Schwimmkurs für Frauen"}),
    ],
)
def test_a_question_for_a_list_gets_every_offer_and_no_other(
    ask: Callable[..., Answer], question: str, found: set[str]
) -> None:
    answer = ask(question)
    assert names(answer) == found
    assert all(name in answer.text for name in found)


def test_every_name_and_value_of_a_list_is_an_exact_quote(ask: Callable[..., Answer]) -> None:
    answer = ask("Welche Angebote gibt es für Väter?")
    quotes = {citation.n: citation.quote for citation in answer.citations}
    assert {sentence.text for sentence in answer.sentences} == FATHERS
    for sentence in answer.sentences:
        assert sentence.text == " ".join(quotes[n] for n in sentence.citations)
    for card in answer.offers:
        assert card.values
        for value in card.values:
            assert value.citations
            assert all(quotes[n] in value.text or value.text in quotes[n] for n in value.citations)


def test_the_frame_is_in_the_language_of_the_question_and_the_values_are_german(ask: Callable[..., Answer]) -> None:
    answer = ask("Which offers are there for fathers?")
    assert answer.text.splitlines()[0] == "Looked for: Men and fathers · 2 offers match"
    assert "Cost: kostenlos" in answer.text
    assert ask("Welche Angebote gibt es für Väter?", language="tr").text.startswith("Aranan:")


@pytest.mark.parametrize(
    ("questions", "found"),
    [
        (("Welche Angebote gibt es für Väter?", "nur kostenlose"), {"Vätertreff"}),
        (("Welche Angebote gibt es für Väter?", "und in Neudorf?"), {"Vätertreff"}),
        (("Welche Angebote gibt es für Väter?", "und für Mütter?"), {"Müttercafé", "Schwimmkurs für Frauen"}),
        (("Which offers are there for fathers?", "only free ones"), {"Vätertreff"}),
        (("Quelles offres pour les pères ?", "seulement gratuits"), {"Vätertreff"}),
        (("Welche Angebote gibt es für Väter?", "فقط مجانية"), {"Vätertreff"}),
        (("Babalar için hangi teklifler var?", "peki kadınlar için?"), {"Müttercafé", "Schwimmkurs für Frauen"}),
    ],
)
def test_a_follow_up_narrows_the_list_or_takes_the_place_of_a_value(
    ask: Callable[..., Answer], questions: tuple[str, ...], found: set[str]
) -> None:
    assert names(ask(*questions)) == found


def test_the_same_list_is_given_in_another_language(ask: Callable[..., Answer]) -> None:
    answer = ask("Welche Angebote gibt es für Väter?", "und auf Englisch bitte?")
    assert (names(answer), answer.language) == (FATHERS, "en")


def test_a_new_question_drops_the_list(ask: Callable[..., Answer]) -> None:
    answer = ask("Welche Angebote gibt es für Väter?", "Was gibt es in Neudorf?")
    assert names(answer) == {"Vätertreff", "Schwimmkurs für Frauen"}


@pytest.mark.parametrize(
    "question", ["Wann ist der Vätertreff?", "Was kostet der Schwimmkurs für Frauen?", "Wo ist die Papa-Werkstatt?"]
)
def test_a_fact_about_one_offer_is_a_sentence_with_the_card_of_that_offer(
    ask: Callable[..., Answer], question: str
) -> None:
    answer = ask(question)
    assert [sentence for sentence in answer.sentences if sentence.part != "offer"]
    assert len(answer.offers) == 1
    (card,) = answer.offers
    assert card.name.text in question
    numbers = {citation.n for citation in answer.citations}
    assert len(numbers) == len(answer.citations)
    assert set(card.citations) <= numbers


@pytest.mark.parametrize(
    ("questions", "fact"),
    [
        (("Was kostet der Schwimmkurs?",), "40 Euro"),
        (("Wann ist das Müttercafé?",), "mittwochs, 9 Uhr"),
        (("Gibt es kostenlose Angebote für Mütter?", "Wann ist das?"), "mittwochs, 9 Uhr"),
        (("Gibt es kostenlose Angebote für Mütter?", "Wann ist das?", "Und wo?"), "Bürgerhaus, Altstadt"),
    ],
)
def test_a_fact_that_stands_in_a_field_is_that_field_of_the_offer_named_or_spoken_of(
    ask: Callable[..., Answer], questions: tuple[str, ...], fact: str
) -> None:
    answer = ask(*questions)
    (sentence,) = answer.sentences
    assert sentence.text == fact
    assert sentence.citations[0] == 1
    quotes = {citation.n: citation.quote for citation in answer.citations}
    assert " ".join(quotes[n] for n in sentence.citations) == fact
    (card,) = answer.offers
    assert all(quotes[n] in value.text for value in (card.name, *card.values) for n in value.citations)


@pytest.mark.parametrize("question", ["Was kostete die Papa-Werkstatt 2019?", "Wer hat die Papa-Werkstatt beantragt?"])
def test_what_the_card_does_not_state_is_not_made_up_from_it(ask: Callable[..., Answer], question: str) -> None:
    answer = ask(question)
    assert "5 Euro" not in [sentence.text for sentence in answer.sentences]
    if not answer.answered:
        assert [card.name.text for card in answer.offers] == ["Papa-Werkstatt"]


@pytest.mark.parametrize(
    "question",
    [
        "Welche Angebote gibt es für Lehrkräfte?",
        "Welche Tauchkurse gibt es?",
        "Wie viele Angebote gibt es für Väter?",
        "Wer leitet das Angebot für Väter?",
        "Wann wurde das Programm beschlossen?",
    ],
)
def test_what_the_catalogue_has_not_and_what_asks_for_a_fact_is_no_list(
    ask: Callable[..., Answer], question: str
) -> None:
    assert not [sentence for sentence in ask(question).sentences if sentence.part == "offer"]


def told(text: str, *values: tuple[str, str], facet: str = "audience") -> list[Told]:
    return [Told(facet, (code,), word, text.index(word), text.index(word) + len(word)) for code, word in values]


@pytest.mark.parametrize(
    ("text", "values", "groups"),
    [
        ("neu zugewanderte kinder", (("newcomers", "zugewanderte"), ("children", "kinder")), 2),
        ("les enseignants et le personnel", (("teachers", "enseignants"), ("day-care staff", "personnel")), 0),
        ("kinder und jugendliche", (("children", "kinder"), ("young people", "jugendliche")), 0),
        ("frauen, kinder und väter", (("women", "frauen"), ("children", "kinder"), ("men", "väter")), 0),
        ("freiwillige, die geflüchteten helfen", (("volunteers", "freiwillige"), ("newcomers", "geflüchteten")), 2),
        ("للأطفال والشباب", (("children", "أطفال"), ("young people", "والشباب")), 0),
        ("для новоприбулих дітей та підлітків", (("newcomers", "новоприбулих"), ("children", "дітей"), ("young people", "підлітків")), 2),
    ],
)  # fmt: skip
def test_values_side_by_side_will_each_do_and_one_of_another_must_both_hold(
    text: str, values: tuple[tuple[str, str], ...], groups: int
) -> None:
    assert len(list(at_once(told(text, *values), text))) == groups


def entry(name: str, **fields: Any) -> CatalogueEntry:
    status = fields.pop("status", "unknown")
    return CatalogueEntry(Offer(name, **fields), status, (), None, None, (), id=name)


def test_a_long_list_has_groups_the_largest_first_and_what_is_over_last() -> None:
    many = [entry(f"Kurs {n}", topic="language" if n > 2 else "sport") for n in range(8)]
    groups = [group for _, group in parted([*many, entry("Alt", status="past")], {"audience"}, "de")]
    assert list(dict.fromkeys(groups)) == ["Sprache", "Sport", "Nicht mehr aktuell"]


def test_a_list_is_not_parted_by_what_was_asked_for_nor_where_few_have_it() -> None:
    many = [entry(f"Kurs {n}", topic="language" if n > 2 else "sport") for n in range(8)]
    assert {group for _, group in parted(many, {"topic"}, "de")} == {""}
    assert {group for _, group in parted(many[:3], set(), "de")} == {""}
    assert {group for _, group in parted([entry("A", status="past")], set(), "de")} == {""}
    bare = [*many[:3], *(replace(one, offer=replace(one.offer, topic=None)) for one in many[3:])]
    assert {group for _, group in parted(bare, set(), "de")} == {""}


def test_who_asks_for_one_thing_gets_first_what_is_called_so() -> None:
    every = [entry("Krabbelgruppe Käfer", topic="early education"), entry("Elterncafé", topic="early education")]
    held = prepared(every, TODAY)
    asked = Told("topic", ("early education",), "krabbelgruppe", 0, 13)
    told = [Word(asked.facet, asked.codes[0], asked.words)]
    first = named_first(held.entries, told, held, "de")
    assert first is not None
    assert [(one.offer.name, group) for one, group in first] == [
        ("Krabbelgruppe Käfer", ""), ("Elterncafé", "Weitere: Frühe Bildung"),
    ]  # fmt: skip
    named = [Word("topic", "early education", "frühe bildung")]
    assert named_first(held.entries, named, held, "de") is None


def test_names_are_looked_up_in_the_catalogue_of_the_moment() -> None:
    known = Names()
    first: Any = SimpleNamespace(entries=(entry("Nähtreff"),))
    second: Any = SimpleNamespace(entries=(entry("Schwimmkurs für Frauen"),))
    assert [found.offer.name for _, found in known.of(first, frozenset(["nähtreff"]))] == ["Nähtreff"]
    assert known.of(second, frozenset(["nähtreff"])) == []
    assert known.of(second, frozenset(["schwimmkurs", "frauen", "gibt"]))


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("Welche Kurse gibt es beim Kreisintegrationszentrum?", "Welche Kurse gibt es beim"),
        ("Was bietet das KIZ für Frauen?", "Was bietet das für Frauen?"),
    ],
)
def test_the_centre_itself_narrows_no_list(question: str, rest: str) -> None:
    """Hardly an offer says of itself that it is the centre's."""
    asked, ours = of_ours(read_question(question))
    assert ours
    assert asked.text == rest
    assert of_ours(read_question("Welche Kurse gibt es in Velbert?")) == (
        read_question("Welche Kurse gibt es in Velbert?"),
        False,
    )


def test_what_others_organise_is_not_the_centres() -> None:
    assert is_ours(entry("Kurs"))
    assert is_ours(entry("Kurs", organiser="Kommunales Integrationszentrum Kreis Muster"))
    assert not is_ours(entry("Kurs", organiser="Diakonie Birkenfurt"))


def test_where_nothing_has_it_all_the_nearest_are_listed_with_what_was_left_out(ask: Callable[..., Answer]) -> None:
    answer = ask("Welche Angebote gibt es am Sonntag für Väter?")
    assert answer.text.startswith("Zu allem zusammen passt nichts. Ohne „Sonntag“:")
    assert {card.name.text for card in answer.offers} == {"Vätertreff", "Papa-Werkstatt"}
    assert not any(card.name.text for card in ask("Welche Kurse gibt es auf Chinesisch?").offers)


def test_of_two_subjects_the_one_named_last_is_left_out_first(ask: Callable[..., Answer]) -> None:
    answer = ask("Gibt es Sport in der Schule?")
    assert answer.text.startswith("Zu allem zusammen passt nichts. Ohne „Schule“:")
    assert names(answer) == {"Schwimmkurs für Frauen"}
