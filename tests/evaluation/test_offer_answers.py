"""What an answer shows, for the comparison with the offers that a complete one shows."""

from dataclasses import replace
from pathlib import Path

from evaluation.offer_answers import completeness, shown
from kb.model import Answer, AnswerSentence, Box, Citation, Document, OfferCard, OfferValue

PAPER = Document("d", "v", "heft.pdf", "Heft", "programmheft", "public", 3)
CITED = Citation(1, PAPER, 2, "Vätertreff", ((2, Box(0, 0, 1, 1)),), 1, 0, 10)
CARD = OfferCard("vaetertreff", OfferValue("name", "Vätertreff", (1,)), (OfferValue("place", "Neudorf", (1,)),))
LIST = Answer(
    True,
    "de",
    "offer",
    "1 Angebot passt:\nVätertreff",
    (AnswerSentence("Vätertreff", (1,), "offer"),),
    (CITED,),
    offers=(CARD,),
)


def test_a_list_shows_its_cards_with_place_and_page() -> None:
    (offer,) = shown(LIST)["offers"]
    assert offer == {"name": "Vätertreff", "place": "Neudorf", "sources": [{"document": "heft.pdf", "page": 2}]}


def test_an_answer_without_a_list_shows_its_text_and_a_refusal_nothing() -> None:
    told = replace(LIST, sentences=(AnswerSentence("Vätertreff", (1,)),))
    assert shown(told) == {"text": LIST.text}
    assert shown(replace(told, answered=False)) == {"text": ""}


def test_questions_can_be_judged_one_by_one() -> None:
    questions = Path(__file__).parents[2] / "evaluation" / "questions-offers.jsonl"
    done = completeness({"offers-15": "Papa-Zeit, Väterberatung"}, questions, ["offers-15"])
    assert round(done.share, 2) == 0.67
    assert done.missing == {"offers-15": ("vaeterarbeit",)}
