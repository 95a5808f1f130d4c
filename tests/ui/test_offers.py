"""Offers as cards: what is stated, what is not, and the way to the page."""

from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from kb.config import ContactConfig
from kb.model import Answer, AnswerSentence, Box, OfferCard, OfferValue
from ui.chat import Turn, card_key, find, is_nearest
from ui.console import answer_json
from ui.messages import conversation
from ui.offers import ROWS


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def card(name: str = "Vätertreff", *numbers: int, **values: str) -> OfferCard:
    held = {"time": "dienstags, 16 Uhr", "contact": "Frau Muster, 01234 55510, treff@example.org"} | values
    fields = tuple(OfferValue(field, text, numbers or (1,)) for field, text in held.items())
    return OfferCard(name.casefold(), OfferValue("name", name, (1,)), fields)


def listed(house: Any, *made: OfferCard, language: str = "de", **changes: Any) -> Answer:
    sentences = tuple(AnswerSentence(each.name.text, (1,), "offer") for each in made)
    answer = Answer(
        True, language, "offer", "2 Angebote passen", sentences, (house.citation(quote="Vätertreff"),), offers=made
    )
    return replace(answer, **changes)


def read(answer: Answer) -> Tags:
    tags = Tags()
    tags.feed(conversation((Turn(1, "Was gibt es?", "done", answer),), ContactConfig("", "", "")))
    assert not tags.open
    return tags


def test_a_card_shows_values_as_printed_and_what_is_not_stated(house: Any) -> None:
    tags = read(listed(house, card()))
    texts = "".join(tags.texts)
    assert [a.get("class") for tag, a in tags.tags if tag == "article"] == ["turn", "offer"]
    assert [tag for tag, _ in tags.tags if tag in ("dt", "dd")] == ["dt", "dd", "dt", "dd"]
    assert "dienstags, 16 Uhr" in tags.texts
    assert "Nicht angegeben: Für wen, Wo, Kosten, Sprachen, Anmeldung, Veranstaltet von" in texts
    assert "Seite 3 · Stand 12.03.2021" in texts


def test_telephone_and_mail_of_an_offer_can_be_tapped(house: Any) -> None:
    links = [a["href"] for tag, a in read(listed(house, card())).tags if tag == "a"]
    assert links == ["tel:0123455510", "mailto:treff@example.org"]


def test_labels_are_in_the_language_of_the_answer_and_values_german(house: Any) -> None:
    tags = read(listed(house, card(), language="ar"))
    assert "متى" in tags.texts
    (section,) = [a for tag, a in tags.tags if tag == "section"]
    assert (section["lang"], section["dir"]) == ("ar", "rtl")
    (german,) = [a for (tag, a) in tags.tags if tag == "span" and a.get("lang") == "de"][1:2]
    assert german["dir"] == "ltr"


def test_the_source_of_a_card_marks_all_its_words_on_the_page(house: Any) -> None:
    first = house.citation(1, quote="Vätertreff", boxes=((3, Box(70, 100, 120, 110)),), start=0, end=10)
    second = house.citation(2, quote="dienstags, 16 Uhr", boxes=((3, Box(70, 120, 180, 130)),), start=20, end=37)
    turn = Turn(1, "Was gibt es?", "done", listed(house, card("Vätertreff", 2), citations=(first, second)))
    assert card_key(turn, 0) in {a.get("data-source") for _, a in read(turn.answer or listed(house)).tags}
    found = find((turn,), card_key(turn, 0))
    assert found is not None
    assert found.quote == "Vätertreff … dienstags, 16 Uhr … Frau Muster, 01234 55510, treff@example.org"
    assert len(found.boxes) == 2
    assert is_nearest(card_key(turn, 0))


@pytest.mark.parametrize("name", ["1-o-0", "1-o-2", "2-o-1", "1-o-"])
def test_no_source_for_a_card_that_is_not_there(house: Any, name: str) -> None:
    assert find((Turn(1, "Was gibt es?", "done", listed(house, card())),), name) is None


def test_what_stands_on_another_page_has_a_way_of_its_own(house: Any) -> None:
    cover = house.citation(2, page=1, passage=9, quote="2026/2027")
    answer = listed(house, card("Vätertreff", 2), citations=(house.citation(1), cover))
    places = [a for tag, a in read(answer).tags if a.get("class") == "place"]
    assert {a["data-source"] for a in places} == {"1-c-2"}
    assert {a["aria-label"] for a in places} == {"aus: Integrationskonzept, Seite 1"}


def test_a_corrected_value_is_marked_and_explained(house: Any) -> None:
    changed = replace(card(), values=(OfferValue("cost", "5 Euro", (), corrected=True),))
    texts = "".join(read(listed(house, changed)).texts)
    assert "5 Euro berichtigt" in texts
    assert "in den Unterlagen steht sie so nicht" in texts


def test_a_long_list_leaves_nothing_out(house: Any) -> None:
    made = tuple(replace(card(f"Angebot {n}"), group="Sprache" if n < 20 else "Sport") for n in range(30))
    tags = read(listed(house, *made))
    details = [a for tag, a in tags.tags if tag == "details"]
    assert sum("open" in a for a in details) == 3
    assert len(details) == 31
    assert "Alle 30 anzeigen" in tags.texts
    assert all(f"Angebot {n}" in tags.texts for n in range(30))
    assert [a.get("class") for tag, a in tags.tags if tag == "h3"].count("group") == 2
    assert len([1 for tag, _ in tags.tags if tag == "h4"]) == 30


def test_a_list_a_little_longer_than_the_page_is_shown_whole(house: Any) -> None:
    made = tuple(card(f"Angebot {n}") for n in range(ROWS + 2))
    assert not [a for tag, a in read(listed(house, *made)).tags if a.get("class") == "rest"]


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "\"><img src=x onerror='alert(1)'>"])
def test_words_of_an_offer_never_become_markup(house: Any, hostile: str) -> None:
    tags = read(listed(house, replace(card(hostile, time=hostile, contact=hostile), group=hostile), card()))
    assert not {tag for tag, _ in tags.tags} & {"script", "img"}


def test_an_answer_about_one_offer_has_its_sources_and_the_card(house: Any) -> None:
    cited, own = house.citation(1), house.citation(2, quote="Vätertreff")
    answer = replace(house.answer(cited), citations=(cited, own), offers=(card("Vätertreff", 2),))
    tags = read(answer)
    assert len([1 for tag, a in tags.tags if tag == "button" and a.get("class") == "card"]) == 1
    assert len([1 for tag, a in tags.tags if a.get("class") == "offer"]) == 1


def test_as_json_every_field_of_an_offer_has_its_citations(house: Any) -> None:
    told = answer_json(listed(house, card()))
    (offer,) = told["offers"]
    assert offer["name"] == "Vätertreff"
    assert offer["fields"]["time"] == {"text": "dienstags, 16 Uhr", "citations": [1], "corrected": False}
    assert told["sentences"] == [{"text": "Vätertreff", "citations": [1]}]
    assert {n for field in offer["fields"].values() for n in field["citations"]} <= {c["n"] for c in told["citations"]}
