"""Benchmark: how long it takes to bring the statements of many papers together.

    python -m evaluation.bench_merging [--sizes 1000 10000 50000] [--pairs 2000] [--json]

The statements are made up with a fixed seed: kinds of offers, for whom and in which part of which town, each in eight
papers, with place, town and time in half of them. Told are seconds of the processor for the whole merge and, up to
`--pairs` statements, for comparing each with every offer before it.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from datetime import date

from kb.model import Document
from kb.offer_merge import merge
from kb.offer_names import alike, apart
from kb.offers import Contact, Offer, Span

TODAY = date(2026, 1, 1)
# In so many papers stands each offer; so many stand in each paper.
PAPERS, OFFERS = 8, 60
_KINDS = (
    "Sprachcafé", "Deutschkurs", "Hausaufgabenhilfe", "Spielgruppe", "Elternseminar", "Frauenfrühstück", "Schwimmkurs",
    "Nähwerkstatt", "Lesepaten", "Bewerbungstraining", "Fahrradkurs", "Gesprächskreis", "Beratung", "Sprechstunde",
    "Ferienschule", "Chor", "Theatergruppe", "Gartenprojekt", "Computerkurs", "Mentoring",
)  # fmt: skip
_FOR = (
    "", "für Frauen", "für Väter", "für Jugendliche", "für Eltern", "am Abend", "mit Kinderbetreuung", "Stufe A1", "Stufe B1",
)  # fmt: skip
_BEGINNINGS = [first + rest for first in "BDFGHKLMNPRSTW" for rest in ("erg", "al", "ohr", "ind", "ell")]
_ENDS = ("heim", "stadt", "hausen", "dorf", "feld")
_PARTS, _HOUSES = ("Nord", "Süd", "Mitte"), ("am Markt", "Sonne", "der Familie", "am Park")


def statements(count: int, seed: int = 1) -> list[tuple[Document, Offer]]:
    """Return so many statements of offers in papers."""
    chance = random.Random(seed)
    papers = [_paper(number) for number in range(max(count // OFFERS, PAPERS))]
    found: list[tuple[Document, Offer]] = []
    while len(found) < count:
        town = chance.choice(_BEGINNINGS) + chance.choice(_ENDS)
        part = "" if chance.random() < 0.3 else f"{chance.choice(_PARTS)} {town}"
        name = " ".join(filter(None, (chance.choice(_KINDS), chance.choice(_FOR), part)))
        place = f"Haus {chance.choice(_HOUSES)}, {town}"
        contact = Contact(phone=f"0{len(found)}")
        for paper in chance.sample(papers, min(PAPERS, count - len(found))):
            offer = Offer(name, contact=contact, spans=(("name", (Span(len(found), 0, len(name)),)),))
            if chance.random() < 0.5:
                when = f"dienstags {chance.randint(8, 18)} Uhr"
                offer = Offer(name, contact=contact, spans=offer.spans, place=place, town=town, time=when)
            found.append((paper, offer))
    return found


def all_pairs(sightings: list[tuple[Document, Offer]]) -> int:
    """Return how many offers there are when each statement is compared with all before."""
    groups: list[list[tuple[Document, Offer]]] = []
    for document, offer in sightings:
        for group in groups:
            if all(document.id != other.id for other, _ in group) and any(
                alike(offer.name, held.name) and not apart(offer, held) for _, held in group
            ):
                group.append((document, offer))
                break
        else:
            groups.append([(document, offer)])
    return len(groups)


def costs(count: int, *, pairs: bool) -> dict[str, float]:
    """Return how many entries so many statements give, and the seconds of the processor for it."""
    made = statements(count)
    started = time.process_time()
    entries = merge(made, TODAY)
    row: dict[str, float] = {
        "statements": count, "entries": len(entries), "merge_s": round(time.process_time() - started, 2),
    }  # fmt: skip
    if pairs:
        started = time.process_time()
        all_pairs(made)
        row["pairs_s"] = round(time.process_time() - started, 2)
    return row


def _paper(number: int) -> Document:
    name = f"paper-{number:05}"
    return Document(name, name, f"{name}.pdf", name, "programmheft", "public", 1, date(2015 + number % 11, 1, 1))


def main() -> None:
    """Print the costs for each size."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.bench_merging", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 50_000])
    parser.add_argument("--pairs", type=int, default=2000, help="so many are also compared each with every one before")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args()
    for size in options.sizes:
        row = costs(size, pairs=size <= options.pairs)
        print(
            json.dumps(row) if options.json else "  ".join(f"{name} {value}" for name, value in row.items()), flush=True
        )


if __name__ == "__main__":
    main()
