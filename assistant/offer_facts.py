"""A fact about one offer, as its card states it, and an answer with the card beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.facts import holds
from assistant.offer_lines import card_lines
from assistant.phrases import offer_phrases, phrases
from assistant.question import WORDS, Question
from kb.model import Answer, AnswerSentence, Citation, OfferCard, OfferValue

Card = tuple[OfferCard, tuple[Citation, ...]]

# Who asks for one of these wants a fact, not a list, whatever else the question has.
FACTS = frozenset(
    [
        "date", "number", "amount", "share", "leader", "holder", "contact", "phone", "mail", "address", "hours",
        "duration", "frequency", "reference", "development", "measure", "age",
    ]
)  # fmt: skip
# So does who asks for one of these, unless all else that is said are facets ("What does the town offer to women?").
OPEN_FACTS = frozenset(["person", "office", "definition", "task"])
# In which fields of a card the facts stand that a question may ask for.
STATED: Mapping[str, tuple[str, ...]] = {
    "hours": ("time",),
    "frequency": ("time",),
    "date": ("time", "validity"),
    "duration": ("validity", "time"),
    "place": ("place",),
    "address": ("place",),
    "amount": ("cost",),
    "phone": ("contact", "registration"),
    "mail": ("contact", "registration"),
    "contact": ("contact", "registration"),
    "audience": ("audience",),
    "age": ("audience",),
}


def stated_fact(asked: Question, card: OfferCard, citations: tuple[Citation, ...]) -> Answer | None:
    """Return the value of a card that a question asks for, with the card; None where it is not stated."""
    value = _wanted(asked, card)
    if value is None:
        return None
    # The source of what was asked for has the first number.
    order = list(dict.fromkeys((*value.citations, *(entry.n for entry in citations))))
    numbered = {number: at for at, number in enumerate(order, 1)}
    card = _renumbered(card, numbered)
    value = replace(value, citations=tuple(numbered[number] for number in value.citations))
    citations = tuple(sorted((replace(entry, n=numbered[entry.n]) for entry in citations), key=lambda entry: entry.n))
    lead = phrases(asked.frame)["lead"]
    answer = Answer(
        answered=True,
        language=asked.frame,
        intent=asked.intent,
        text="\n".join(filter(None, (lead, f"{value.text} [{value.citations[0]}]"))),
        sentences=(AnswerSentence(value.text, value.citations),),
    )
    return with_card(answer, (card, citations))


def with_card(answer: Answer, made: Card | None) -> Answer:
    """Return an answer with a card beside it, whose citations go on from those of the answer; itself without one."""
    if made is None:
        return answer
    card, citations = made
    said = offer_phrases(answer.language)
    text = "\n".join([answer.text, "", said["card"], *card_lines(card, answer.language)])
    return replace(answer, text=text, citations=(*answer.citations, *citations), offers=(card,))


def numbers(text: str) -> list[str]:
    """Return the numbers of a question: what a card says may hold for another year."""
    return [word for word in WORDS.findall(text) if word.isdigit()]


def _wanted(asked: Question, card: OfferCard) -> OfferValue | None:
    for kind, fields in STATED.items():
        for field in fields if kind in asked.wants else ():
            value = card.value(field)
            if value and value.citations and (field != "contact" or kind == "contact" or holds(kind, value.text)):
                return value
    return None


def _renumbered(card: OfferCard, numbered: Mapping[int, int]) -> OfferCard:
    name, *values = (
        replace(value, citations=tuple(numbered[number] for number in value.citations))
        for value in (card.name, *card.values)
    )
    return replace(card, name=name, values=tuple(values))
