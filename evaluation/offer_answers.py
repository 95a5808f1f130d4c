"""How complete answers to list questions are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evaluation.offer_matching import GoldOffer, match, read_offers
from evaluation.offer_names import is_named, normal
from evaluation.rows import read_rows

# The gold lists of each collection that questions name.
COLLECTIONS: Mapping[str, tuple[str, ...]] = {
    "real": ("offers-real.jsonl",),
    "corpus": ("offers-corpus.jsonl",),
    "musterland": tuple(f"offers-musterland-{name}.jsonl" for name in ("integration", "kurse", "familien")),
}


@dataclass(frozen=True, slots=True)
class Completeness:
    """`share` (0-1) of the wanted offers shown, averaged over questions; `surplus` shown beyond them, per question."""

    share: float
    surplus: float
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def completeness(found_by_question: Mapping[str, Any], questions: Path) -> Completeness:
    """Compare answers to list questions with the offers that complete ones show.

    :param found_by_question: by the question's id the offers shown, or the answer's text, or both as
        ``{"text", "offers"}``. A question without an answer counts as one that shows nothing.
    :param questions: the list of questions; the gold lists of its collections stand beside it.
    :raises KizError: a file is missing or is not of this form.
    :raises ValueError: there are no questions.
    """
    shares: list[float] = []
    surplus = 0
    missing: dict[str, tuple[str, ...]] = {}
    for question in read_rows(questions, ("id", "collection", "offers", "keys")):
        offers = read_offers([questions.parent / name for name in COLLECTIONS[question["collection"]]])
        answer = found_by_question.get(question["id"], "")
        cards, text = _parts(answer)
        matching = match(cards, offers)
        shown = {offers[index].key for index in matching.pairs.values()}
        wanted, also = set(question["keys"]), set(question.get("also_keys", ()))
        shown |= _named(text, offers, wanted | also)
        surplus += len(shown - wanted - also) + len(cards) - len(matching.pairs) - len(matching.again)
        shares.append(len(wanted & shown) / len(wanted))
        if absent := tuple(key for key in question["keys"] if key not in shown):
            missing[question["id"]] = absent
    if not shares:
        raise ValueError("no questions to score")
    return Completeness(sum(shares) / len(shares), surplus / len(shares), missing)


def _named(text: str, offers: Iterable[GoldOffer], wanted: set[str]) -> set[str]:
    named = {offer.key: [name for name in offer.names if is_named(name, text)] for offer in offers}
    inner = {name for key in wanted & named.keys() for name in named[key]}
    # "Demokratie leben!" is no further offer where only "Demokratie leben!: Aktionsfonds" is shown.
    return {
        key
        for key, names in named.items()
        if any(key in wanted or not any(normal(name) in normal(longer) for longer in inner) for name in names)
    }


def _parts(answer: Any) -> tuple[Sequence[Mapping[str, Any]], str]:
    if isinstance(answer, str):
        return (), answer
    if isinstance(answer, Mapping):
        return answer.get("offers") or (), str(answer.get("text") or "")
    return answer, ""
