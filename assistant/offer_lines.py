"""Cards of offers as lines of text: how many are shown whole, what of the others, what is not stated."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.offer_cards import FIELDS
from assistant.phrases import offer_phrases
from kb.model import OfferCard, OfferValue

# Cards that are open from the start where there are more than TOGETHER; the others show name, time and place. Three
# fill a screen; judged on lists of 1 to 45 offers.
OPEN, TOGETHER = 3, 5


def opened(made: Sequence[OfferCard]) -> int:
    """Return how many of the cards of a list are open from the start; those of offers that are over are not."""
    going = sum(not card.past for card in made) or len(made)
    return going if going <= TOGETHER else OPEN


def lines(made: Sequence[OfferCard], language: str) -> list[str]:
    """Return the cards of a list as lines of text: the first whole, of the others name, time and place."""
    if len(made) == 1:
        return card_lines(made[0], language)
    shown: list[str] = []
    group = ""
    count = opened(made)
    for at, card in enumerate(made):
        if card.group != group:
            group = card.group
            shown += ["", f"{group} ({sum(other.group == group for other in made)}):"]
        whole = card_lines(card, language)
        glance = " – ".join([whole[0], *(value.text for field in ("time", "place") if (value := card.value(field)))])
        shown += [f"• {line}" if line is whole[0] else f"  {line}" for line in whole] if at < count else [f"• {glance}"]
    return shown


def card_lines(card: OfferCard, language: str) -> list[str]:
    """Return a card as lines of text: the name with the number of its source, what is stated, what is not."""
    said = offer_phrases(language)
    over = f" ({said['past']})" if card.past else ""
    rows = [f"{_told(card.name, language)}{_marks(card.name.citations[:1])}{over}"]
    for value in stated(card):
        label = "" if value.field == "description" else f"{said[value.field]}: "
        rows.append(f"{label}{_told(value, language)}")
    if missing := missing_line(card, language):
        rows.append(missing)
    return rows


def stated(card: OfferCard) -> list[OfferValue]:
    """Return what a card says beside its name, nothing twice.

    For whom it is, the name may have said ("Elternseminare"); a number to register with may be that of the contact.
    """
    contact = card.value("contact")
    return [
        value
        for value in card.values
        if not (value.field == "audience" and value.text in card.name.text)
        and not (value.field == "registration" and contact and _same(value, contact))
    ]


def _told(value: OfferValue, language: str) -> str:
    return f"{value.text} ({offer_phrases(language)['corrected']})" if value.corrected else value.text


def _same(value: OfferValue, other: OfferValue) -> bool:
    return value.text == other.text or (bool(value.citations) and set(value.citations) == set(other.citations))


def missing_line(card: OfferCard, language: str) -> str:
    """Return the line that names the fields of which no paper says anything; "" where each is stated."""
    said = offer_phrases(language)
    known = {value.field for value in card.values}
    # Where it takes place is no period missing, and a name may say all there is to say.
    missing = [said[field] for field in FIELDS if field not in known and field not in ("description", "validity")]
    return said["missing"].format(fields=said["between"].join(missing)) if missing else ""


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f" [{number}]" for number in numbers)
