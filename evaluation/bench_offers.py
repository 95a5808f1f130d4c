"""Benchmark: the search over a catalogue of offers.

    python -m evaluation.bench_offers [--offers 5000] [--json]

Invented offers, fifty to a paper, each with the fields that booklets print, from lists of words and a fixed seed.
Told are the seconds in which the catalogue is made ready (once for a publication and day), and milliseconds, warm,
median and 95th percentile, by the clock and, `cpu`, of processor time: of a page of 20 with the counts of all facets,
by facets alone, by text, by both, sorted by date; and of the whole list that a question asks for.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import numpy as np

from assistant.offers import Facets, browse, entries, listing
from evaluation.retrieval import text_passages
from kb.embed import load_embedder
from kb.model import Document, Passage
from kb.offer_words import label, values
from kb.offers import Offer, Span
from kb.publication import publication
from kb.store import KnowledgeBase

TODAY = date(2026, 11, 21)
PAPER, ROUNDS = 50, 10
_WHAT = (
    "Schwimmkurs",
    "Sprachcafé",
    "Elternabend",
    "Nähtreff",
    "Bewerbungshilfe",
    "Hausaufgabenhilfe",
    "Kochgruppe",
    "Lesekreis",
)
_STEMS = (
    "Brücke",
    "Linde",
    "Quelle",
    "Hafen",
    "Anker",
    "Kompass",
    "Laterne",
    "Mühle",
    "Garten",
    "Wiese",
    "Insel",
    "Feder",
)
_DAYS = ("montags", "dienstags", "mittwochs", "donnerstags", "freitags", "samstags")
_TOWNS = ("Musterstadt", "Erlenbrück", "Kirchmoor", "Birkenfurt", "Wiesenhagen", "Ottersried", "Lindenau", "Neudorf")
_TONGUES = ("Deutsch", "Arabisch", "Türkisch", "Ukrainisch", "Farsi", "Englisch")
_ASKED = (
    "Schwimmkurs", "kostenlose Angebote für Väter in Kirchmoor", "women's swimming on Saturday", "Kadınlar için kurslar",
    "курси німецької мови", "Hilfe bei der Bewerbung", "عروض للأطفال", "Was gibt es in Neudorf am Abend?",
)  # fmt: skip


def build(index: Path, offers: int) -> None:
    """Publish so many invented offers."""
    dice = random.Random(7)
    with publication(index, load_embedder()) as work:
        for first in range(0, offers, PAPER):
            made = [_offer(dice, number) for number in range(first, min(first + PAPER, offers))]
            version = sha256(str(first).encode()).hexdigest()
            title = f"Programmheft {first // PAPER}"
            document = Document(version[:16], version, f"{first}.pdf", title, "text", "internal", 1, date=TODAY)
            passages = [
                _numbered(text_passages(document, f"{offer.name}. {offer.description}")[0], at)
                for at, offer in enumerate(made)
            ]
            work.add(None, document, "bench", [], [], passages, [_told(offer, at) for at, offer in enumerate(made)])
        work.publish({})


def measure(base: KnowledgeBase) -> dict[str, float]:
    """Return the seconds of making the catalogue ready, and milliseconds of each kind of search."""
    started = time.process_time()
    found: dict[str, float] = {"offers": len(entries(base, TODAY))}
    browse(base, "Anker", today=TODAY)
    found["ready_s"] = round(time.process_time() - started, 2)
    some = Facets(audience=("women",), town=("Kirchmoor",))
    kinds: dict[str, Callable[[str], object]] = {
        "facets": lambda _: browse(base, facets=some, today=TODAY, limit=20),
        "text": lambda text: browse(base, text, today=TODAY, limit=20),
        "both": lambda text: browse(base, text, some, today=TODAY, limit=20),
        "by_date": lambda _: browse(base, facets=some, today=TODAY, sort="date", limit=20),
        "all_by_date": lambda _: browse(base, today=TODAY, sort="date", limit=20),
        "listing": lambda text: listing(base, text, TODAY),
    }
    for kind, search in kinds.items():
        found |= _timed(kind, search)
    return found


def _timed(kind: str, search: Callable[[str], object]) -> dict[str, float]:
    clock: list[float] = []
    worked: list[float] = []
    for text in _ASKED:
        search(text)
    for _ in range(ROUNDS):
        for text in _ASKED:
            at, cpu = time.perf_counter(), time.process_time()
            search(text)
            clock.append(1000 * (time.perf_counter() - at))
            worked.append(1000 * (time.process_time() - cpu))
    return {
        f"{kind}_ms": _at(clock, 50),
        f"{kind}_ms_95": _at(clock, 95),
        f"{kind}_cpu_ms": _at(worked, 50),
        f"{kind}_cpu_ms_95": _at(worked, 95),
    }


def _at(times: Sequence[float], share: int) -> float:
    return round(float(np.percentile(times, share)), 1)


def _offer(dice: random.Random, number: int) -> Offer:
    name = f"{dice.choice(_WHAT)} {dice.choice(_STEMS)}{dice.choice(_STEMS).lower()} {number}"
    audience = tuple(dice.sample(values("audience"), dice.choice((0, 1, 1, 2))))
    town = dice.choice(_TOWNS)
    day = TODAY + timedelta(dice.randrange(-200, 300))
    return Offer(
        name,
        description=f"Für {', '.join(label('audience', one) for one in audience) or 'alle'} im {dice.choice(_STEMS)}haus {number}.",
        audience=audience,
        topic=dice.choice((None, *values("topic"))),
        place=f"{dice.choice(_STEMS)}haus, {town}",
        town=town,
        time=dice.choice((f"{dice.choice(_DAYS)} 10–12 Uhr", f"{day:%d.%m.%Y}, 17–19 Uhr", None)),
        cost=dice.choice(("kostenlos", "12 €", None)),
        languages=tuple(dice.sample(_TONGUES, dice.choice((0, 1, 2)))),
        organiser=f"Verein {dice.choice(_STEMS)}",
        valid_to=dice.choice((None, day)),
    )


def _told(offer: Offer, ordinal: int) -> Offer:
    spans = (("name", (Span(ordinal, 0, len(offer.name)),)),)
    return replace(offer, spans=spans)  # type: ignore[arg-type]


def _numbered(passage: Passage, ordinal: int) -> Passage:
    return replace(passage, ordinal=ordinal)


def main() -> None:
    """Build a catalogue of so many offers and print what searching it costs."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.bench_offers", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--offers", type=int, default=5000, help="how many offers")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder) / "index", options.offers)
        with KnowledgeBase.open(Path(folder) / "index", load_embedder()) as base:
            figures = measure(base)
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:22} {value}")


if __name__ == "__main__":
    main()
