"""How well statements of one offer are brought together, apart from whether they are found: the gold rows as statements.

`python -m evaluation.offer_merging GOLD.jsonl...` (the lists of one collection). Each row becomes what a paper states,
with the values of the row; pairs of rows are right together where they have the same `offer`. Printed are pairwise
precision and recall, the same over pairs of different papers alone, and the offers whose rows are one group exactly.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from evaluation.rows import read_rows
from kb.model import Document
from kb.offer_groups import groups
from kb.offers import Contact, Offer, Span


class Merging(NamedTuple):
    """Pairs of rows: together and rightly so, together and wrongly, apart and wrongly; `whole` of `offers` exactly right."""

    right: int
    wrong: int
    missed: int
    whole: int
    offers: int
    mistakes: tuple[str, ...]

    @property
    def precision(self) -> float | None:
        """The share of pairs put together that belong together; None without any."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """The share of pairs that belong together and were put together; None without any."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None


def merging(rows: Sequence[Mapping[str, Any]], *, blind: bool = False) -> Merging:
    """Compare the groups of gold rows with the offers that the list says they are.

    :param blind: give the names alone, as if no paper said anything else.
    """
    keys: dict[tuple[str, int], str] = {}
    sightings = []
    for at, row in enumerate(rows):
        keys[row["document"], at] = row["offer"]
        sightings.append((_document(row), _offer(row, at, blind=blind)))
    home = {}
    for n, group in enumerate(groups(sightings)):
        for each in group:
            home[each.document.id, each.offer.where("name")[0].ordinal] = n
    places = list(keys)
    right = wrong = missed = 0
    mistakes = []
    for one, other in combinations(places, 2):
        together, same = home[one] == home[other], keys[one] == keys[other]
        right += together and same
        wrong += together and not same
        missed += same and not together
        if together != same:
            names = " | ".join(f"{rows[at]['name']} ({document})" for document, at in (one, other))
            mistakes.append(f"{'wrongly together' if together else 'wrongly apart'}: {names}")
    of_offer: dict[str, set[int]] = defaultdict(set)
    of_group: dict[int, set[str]] = defaultdict(set)
    for place, key in keys.items():
        of_offer[key].add(home[place])
        of_group[home[place]].add(key)
    several = [key for key in of_offer if list(keys.values()).count(key) > 1]
    whole = sum(len(of_offer[key]) == 1 and len(of_group[next(iter(of_offer[key]))]) == 1 for key in several)
    return Merging(right, wrong, missed, whole, len(several), tuple(mistakes))


def _document(row: Mapping[str, Any]) -> Document:
    name = row["document"]
    return Document(name, name, name, name, "", "public", 1)


def _offer(row: Mapping[str, Any], at: int, *, blind: bool) -> Offer:
    spans = (("name", (Span(at, 0, len(row["name"])),)),)
    if blind:
        return Offer(row["name"], spans=spans)  # type: ignore[arg-type]
    contact = row.get("contact") or {}
    return Offer(
        row["name"],
        audience=tuple(row.get("audience") or ()),
        topic=row.get("topic"),
        place=row.get("place"),
        time=row.get("time"),
        cost=row.get("cost"),
        languages=tuple(row.get("languages") or ()),
        organiser=row.get("organiser"),
        contact=Contact(contact.get("name"), contact.get("phone"), contact.get("mail")),
        spans=spans,  # type: ignore[arg-type]
    )


def main() -> None:
    """Print how well the rows of gold lists are brought together."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.offer_merging", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("gold", type=Path, nargs="+", help="the gold lists of one collection")
    parser.add_argument("--mistakes", action="store_true", help="show each pair that is not right")
    options = parser.parse_args()
    rows = [row for path in options.gold for row in read_rows(path, ("offer", "name", "document"))]
    for line in _lines(rows, mistakes=options.mistakes):
        print(line)


def _lines(rows: Sequence[Mapping[str, Any]], *, mistakes: bool) -> Iterator[str]:
    for title, blind in (("all fields", False), ("names alone", True)):
        found = merging(rows, blind=blind)
        yield (
            f"{title:12} precision {_percent(found.precision)}  recall {_percent(found.recall)} of"
            f" {found.right + found.missed} pairs  whole {found.whole} of {found.offers} offers"
        )
        yield from (f"   {line}" for line in found.mistakes if mistakes)


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.2f}"


if __name__ == "__main__":
    main()
