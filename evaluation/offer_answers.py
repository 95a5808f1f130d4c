"""How complete answers to list questions are.

    python -m evaluation.offer_answers evaluation/questions-offers.jsonl corpus=INDEX musterland=INDEX [--misses]

asks each question of the indexes named; of those whose collection has none nothing is asked.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evaluation.offer_matching import GoldOffer, match, read_offers
from evaluation.offer_names import is_named, normal
from evaluation.rows import read_rows
from kb.model import Answer

# The gold lists of each collection that questions name.
COLLECTIONS: Mapping[str, tuple[str, ...]] = {
    "real": ("offers-real.jsonl",),
    "corpus": ("offers-corpus.jsonl",),
    "musterland": tuple(f"offers-musterland-{name}.jsonl" for name in ("integration", "kurse", "familien")),
    "musterland-dev": tuple(f"offers-musterland-{name}.jsonl" for name in ("wegweiser", "konzept", "wochen", "flyer")),
    "musterland-dev3": tuple(
        f"offers-musterland-{name}.jsonl" for name in ("fortschreibung", "beratung", "nachweis", "familienpost")
    ),
    "musterland-dev4": tuple(
        f"offers-musterland-{name}.jsonl" for name in ("programm", "kompass", "ausblick", "fruehling")
    ),
    "musterland-dev5": tuple(f"offers-musterland-{name}.jsonl" for name in ("ueberblick", "leicht", "lesezeit")),
    "held": tuple(f"offers-held-{name}.jsonl" for name in ("kurse", "bericht", "steckbriefe", "ferien")),
    "held-2": tuple(f"offers-held-{name}.jsonl" for name in ("elternbrief", "massnahmen", "wochenplan", "verzeichnis")),
    "held-3": tuple(f"offers-held-{name}.jsonl" for name in ("webseite", "vorlage", "vhs", "zweisprachig")),
    "held-4": tuple(f"offers-held-{name}.jsonl" for name in ("familienzeit", "kursplan", "angebotsmappe", "mitmachen")),
    "held-5": tuple(f"offers-held-{name}.jsonl" for name in ("rundmail", "sport", "traeger")),
}


@dataclass(frozen=True, slots=True)
class Completeness:
    """`share` (0-1) of the wanted offers shown, averaged over questions; `surplus` shown beyond them, per question."""

    share: float
    surplus: float
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def completeness(
    found_by_question: Mapping[str, Any], questions: Path, only: Sequence[str] | None = None
) -> Completeness:
    """Compare answers to list questions with the offers that complete ones show.

    :param found_by_question: by the question's id the offers shown, or the answer's text, or both as
        ``{"text", "offers"}``. A question without an answer counts as one that shows nothing.
    :param questions: the list of questions; the gold lists of its collections stand beside it.
    :param only: the ids of the questions that are judged; None for all.
    :raises KizError: a file is missing or is not of this form.
    :raises ValueError: there are no questions.
    """
    shares: list[float] = []
    surplus = 0
    missing: dict[str, tuple[str, ...]] = {}
    for question in read_rows(questions, ("id", "collection", "offers", "keys")):
        if only is not None and question["id"] not in only:
            continue
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


def shown(answer: Answer) -> dict[str, Any]:
    """Return what an answer shows: its cards with their sources, or, where it has no list, its text."""
    if not any(sentence.part == "offer" for sentence in answer.sentences):
        return {"text": answer.text if answer.answered else ""}
    by_number = {citation.n: citation for citation in answer.citations}
    offers = []
    for card in answer.offers:
        cited = [by_number[number] for number in card.citations]
        place = card.value("place")
        offers.append(
            {
                "name": card.name.text,
                "place": place.text if place else "",
                "sources": [{"document": entry.document.file, "page": entry.page} for entry in cited],
            }
        )
    return {"offers": offers}


def main() -> None:
    """Ask the questions and print how complete the lists are."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.offer_answers", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("questions", type=Path, help="the list of questions; the gold lists stand beside it")
    parser.add_argument("indexes", nargs="+", metavar="COLLECTION=INDEX", help="where the papers of a collection are")
    parser.add_argument("--misses", action="store_true", help="name what is missing, question by question")
    options = parser.parse_args()
    asking = {name: _asking(Path(index)) for name, _, index in (one.partition("=") for one in options.indexes)}
    rows = [
        row for row in read_rows(options.questions, ("id", "collection", "question")) if row["collection"] in asking
    ]
    found = {row["id"]: shown(asking[row["collection"]](row["question"])) for row in rows}
    for row in rows:
        done = completeness(found, options.questions, [row["id"]])
        missing = ", ".join(done.missing.get(row["id"], ())) if options.misses else ""
        kind = f"{len(found[row['id']]['offers'])} listed" if "offers" in found[row["id"]] else "no list"
        print(f"{row['id']}  {done.share:.2f}  {done.surplus:3.0f} more  {kind:10}  {row['question']}  {missing}")
    whole = completeness(found, options.questions, list(found))
    print(f"completeness {whole.share:.3f}, surplus {whole.surplus:.1f} an answer, {len(rows)} questions")


def _asking(index: Path) -> Callable[[str], Answer]:
    from assistant.answer import Assistant  # noqa: PLC0415
    from kb.config import Config  # noqa: PLC0415
    from kb.embed import load_embedder  # noqa: PLC0415
    from kb.store import KnowledgeBase  # noqa: PLC0415

    config = Config()
    embedder = load_embedder(config.embedding.model)
    return Assistant(KnowledgeBase.open(index, embedder), config, embedder).ask


if __name__ == "__main__":
    main()
