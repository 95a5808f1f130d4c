from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from kb.config import ContactConfig
from kb.model import Answer, AnswerSentence
from ui.chat import Turn
from ui.messages import conversation
from ui.wording import examples

CONTACT = ContactConfig("KI Kreis Mettmann", "02104 99-2175", "ki@example.org")
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "![x](https://evil.example/x.png)",
    "</article></div><iframe src='https://evil.example'>",
    "${alert(1)} {{constructor.constructor('alert(1)')()}}",
    "' onmouseover='alert(1)",
    "\u202ekcirt",
]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    return tags


def shown(answer: Answer, question: str = "Wer hilft?") -> Tags:
    return read(conversation((Turn(1, question, "done", answer),), CONTACT))


def test_the_welcome_offers_every_example_in_its_own_language() -> None:
    buttons = {a["data-question"]: a for tag, a in read(conversation((), CONTACT)).tags if "data-question" in a}
    assert set(buttons) == {example.text for example in examples()}
    arabic = next(example.text for example in examples() if example.language == "ar")
    assert (buttons[arabic]["lang"], buttons[arabic]["dir"]) == ("ar", "rtl")


def test_a_sentence_carries_its_numbered_source_and_a_card_with_page_and_date(house: Any) -> None:
    tags = shown(house.answer())
    reference, card = (a for tag, a in tags.tags if a.get("data-source") == "1-c-1")
    assert reference["aria-label"] == "Quelle 1 zeigen: Integrationskonzept, Seite 3"
    assert "card" in str(card["class"])
    assert "Seite 3 · Stand 12.03.2021" in tags.texts


def test_an_undated_paper_says_so(house: Any) -> None:
    tags = shown(house.answer(house.citation(document=house.document(date=None))))
    assert "Seite 3 · ohne Datum" in tags.texts


def test_a_version_that_a_newer_one_superseded_says_since_when(house: Any) -> None:
    cited = house.citation(document=house.document(superseded=date(2024, 5, 1)))
    assert "Seite 3 · Stand 12.03.2021 · abgelöst am 01.05.2024" in shown(house.answer(cited)).texts


@pytest.mark.parametrize("hostile", HOSTILE)
def test_words_of_papers_and_people_never_become_markup(house: Any, hostile: str) -> None:
    harmless = "harmlos"
    documents = [house.document(title=value, issuer=value, kind=value) for value in (hostile, harmless)]
    pages = []
    for document, value in zip(documents, (hostile, harmless), strict=True):
        cited = house.citation(document=document, quote=value)
        answer = house.answer(cited, notes=(value,))
        refusal = Answer(False, "de", "other", value, nearest=(cited,))
        turns = (
            Turn(1, value, "done", answer),
            Turn(2, value, "done", refusal),
            Turn(3, value, "failed"),
            Turn(4, value, "done", house.answer(cited, written_by="llm")),
        )
        pages.append(read(conversation(turns, ContactConfig(value, value, value))))
    assert [(tag, sorted(a)) for tag, a in pages[0].tags] == [(tag, sorted(a)) for tag, a in pages[1].tags]
    # What turns the direction of text on the screen is taken out, all else is shown as it is written.
    assert any(hostile.removeprefix("\u202e") in said for said in pages[0].texts)
    assert not any("\u202e" in said for said in pages[0].texts)


def test_quotes_are_german_whatever_the_answers_language(house: Any) -> None:
    answer = house.answer(language="ar", text="هذا ما تقوله الوثائق:\n" + house.quote, notes=("قديم",))
    tags = shown(answer, "من يساعد؟")
    paragraphs = [a for tag, a in tags.tags if tag == "p"]
    assert [(a.get("lang"), a.get("dir")) for a in paragraphs if a.get("lang")] == [("ar", "rtl")] * 3
    said = [a for tag, a in tags.tags if tag == "span" and a.get("lang") and not a.get("class")]
    assert [(a["lang"], a["dir"]) for a in said] == [("de", "ltr")]
    assert "هذا ما تقوله الوثائق:" in tags.texts


def test_a_card_names_page_and_stand_in_the_askers_language_and_quotes_in_german(house: Any) -> None:
    tags = shown(house.answer(language="ar"), "من يساعد؟")
    spans = {str(a.get("class")): (a.get("lang"), a.get("dir")) for tag, a in tags.tags if tag == "span"}
    assert (spans["title"], spans["quote"], spans["meta"]) == (("de", "ltr"), ("de", "ltr"), ("ar", "rtl"))
    assert "ص 3 · بتاريخ 12.03.2021" in tags.texts
    assert "المصادر" in tags.texts
    assert next(a["dir"] for tag, a in tags.tags if tag == "ol") == "rtl"


def test_the_german_quote_stands_under_every_sentence_that_a_model_translated(house: Any) -> None:
    sentences = (AnswerSentence("المركز يقدم المشورة.", (1,)), AnswerSentence("للوالدين.", (1,)))
    tags = shown(house.answer(language="ar", written_by="llm", sentences=sentences))
    quotes = [a for tag, a in tags.tags if tag == "blockquote"]
    assert [(a["lang"], a["dir"]) for a in quotes] == [("de", "ltr")] * 2
    assert sum(house.quote in said for said in tags.texts) == 3


def test_the_head_of_a_council_paper_is_a_block_of_its_own(house: Any) -> None:
    sentences = (AnswerSentence("Ein Satz.", (1,)), AnswerSentence("Sozialausschuss: 25.11.2021", (1,), "head"))
    tags = shown(house.answer(sentences=sentences))
    assert ("ul", "facts") in [(tag, a.get("class")) for tag, a in tags.tags]
    assert "Zur Vorlage:" in tags.texts


def test_an_event_stands_under_its_date_unless_it_begins_with_it(house: Any) -> None:
    sentences = (
        AnswerSentence("Im Mai 2010 begann es.", (1,), "event"),
        AnswerSentence("2011: Es ging weiter.", (1,), "event"),
    )
    tags = shown(house.answer(sentences=sentences))
    assert "05/2010" in tags.texts
    assert tags.texts.index("2011") == tags.texts.index(": Es ging weiter.") - 1


def test_german_words_and_numbers_keep_together_in_a_line_from_right_to_left(house: Any) -> None:
    refusal = Answer(False, "ar", "other", "يمكنك أن تسأل: Amt für Soziales, 02104 992175.\nاتصل: 02104 992175")
    tags = shown(refusal)
    assert [a["dir"] for tag, a in tags.tags if tag == "bdi"] == ["ltr", "ltr"]
    assert "Amt für Soziales, 02104 992175" in tags.texts
    assert not [
        tag for tag, _ in shown(Answer(False, "de", "other", "Fragen: Amt, 02104 992175.")).tags if tag == "bdi"
    ]


def test_cards_of_one_paper_show_its_title_once(house: Any) -> None:
    other = house.document(id="anders")
    cited = (house.citation(1), house.citation(2), house.citation(3, document=other))
    classes = [a.get("class") for tag, a in shown(house.answer(*cited)).tags if "title" in str(a.get("class"))]
    assert classes == ["title", "title hidden", "title"]


def test_what_a_model_phrased_has_the_answers_language_and_is_named_as_such(house: Any) -> None:
    answer = house.answer(language="en", written_by="llm", sentences=(AnswerSentence("They help.", (1,)),))
    tags = shown(answer)
    spans = [a for tag, a in tags.tags if tag == "span" and a.get("lang") and not a.get("class")]
    assert [a["lang"] for a in spans] == ["en"]
    assert any("language model" in said for said in tags.texts)


def test_a_refusal_shows_the_nearest_pages_and_whom_to_ask(house: Any) -> None:
    text = "Dazu finde ich nichts.\nWeiterhelfen kann: KI Kreis Mettmann, 02104 99-2175."
    tags = shown(Answer(False, "de", "other", text, nearest=(house.citation(),)))
    assert [a["href"] for tag, a in tags.tags if tag == "a"] == ["tel:02104992175", "mailto:ki@example.org"]
    assert [a["data-source"] for tag, a in tags.tags if "data-source" in a] == ["1-n-1"]
    # The number stands in the link alone.
    assert "".join(tags.texts).count("02104 99-2175") == 1
    assert "Weiterhelfen kann: KI Kreis Mettmann." in "".join(tags.texts)


def test_a_greeting_is_no_refusal_and_sends_nobody_to_the_telephone() -> None:
    assert not [tag for tag, _ in shown(Answer(False, "de", "other", "Guten Tag!")).tags if tag == "a"]


def test_a_failed_turn_offers_the_same_question_again() -> None:
    tags = read(conversation((Turn(1, "Wer „hilft“?", "failed"),), CONTACT))
    assert [a["data-question"] for tag, a in tags.tags if "data-question" in a] == ["Wer „hilft“?"]
    assert ("div", "alert") in [(tag, a.get("role")) for tag, a in tags.tags]


def test_a_citation_that_is_missing_gives_no_link(house: Any) -> None:
    answer = house.answer(sentences=(AnswerSentence("Ohne Quelle.", (5,)),), citations=())
    assert not [a for _, a in shown(answer).tags if "data-source" in a]


def test_items_are_a_list_events_a_chronology_and_a_contact_can_be_tapped(house: Any) -> None:
    sentences = (
        AnswerSentence("Ein Satz.", (1,)),
        AnswerSentence("Erstens", (1,), "item"),
        AnswerSentence("Zweitens", (1,), "item"),
        AnswerSentence("2007 war der Anfang.", (1,), "event"),
        AnswerSentence("Telefon: 02104 992175", (1,), "contact"),
        AnswerSentence("E-Mail: a@b.example", (1,), "contact"),
    )
    tags = shown(house.answer(sentences=sentences)).tags
    lists = [(tag, attributes.get("class")) for tag, attributes in tags if tag in ("ul", "ol")]
    assert lists[:3] == [("ul", "said items"), ("ol", "said events"), ("ul", "reach")]
    links = [attributes["href"] for tag, attributes in tags if tag == "a"]
    assert links == ["tel:02104992175", "mailto:a@b.example"]


def test_a_contact_line_does_not_let_markup_through(house: Any) -> None:
    sentence = AnswerSentence('Telefon: 02104 992175 <script>"a@b.c"', (1,), "contact")
    assert "script" not in [tag for tag, _ in shown(house.answer(sentences=(sentence,))).tags]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Tel. 02104 99-2175", "02104992175"),
        ("+49 211 445566", "+49211445566"),
        ("02104 99.2175", ""),
        ("0211 445566a1", ""),
    ],
)
def test_a_telephone_number_is_linked_whole_or_not_at_all(line: str, number: str, house: Any) -> None:
    sentence = AnswerSentence(line, (1,), "contact")
    links = [a["href"] for tag, a in shown(house.answer(sentences=(sentence,))).tags if tag == "a"]
    assert [link for link in links if str(link).startswith("tel:")][:1] == ([f"tel:{number}"] if number else [])


def test_the_heading_of_a_contact_stands_once(house: Any) -> None:
    sentence = AnswerSentence("Telefon: 02104 992175", (1,), "contact")
    answer = house.answer(sentences=(sentence,), text="So erreichen Sie die Stelle:\n• Telefon: 02104 992175 [1]")
    assert shown(answer).texts.count("So erreichen Sie die Stelle:") == 1


def test_further_quotes_are_folded_up_under_the_answer_with_their_sources(house: Any) -> None:
    answer = house.answer(house.citation(1), house.citation(2))
    answer = replace(
        answer, sentences=(AnswerSentence("Es gibt Kurse.", (1,)), AnswerSentence("Ein Verein hilft.", (2,), "also"))
    )
    tags = shown(answer)
    names = [tag for tag, _ in tags.tags]
    cards = [at for at, (_, a) in enumerate(tags.tags) if a.get("class") == "card"]
    assert "Dazu auch (1)" in tags.texts
    assert "Ein Verein hilft." not in tags.texts
    assert cards[0] < names.index("details") < cards[1]
