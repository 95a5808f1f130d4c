"""How right and complete a catalogue of offers is, by the lists and rules of `OFFERS.md`.

`python -m evaluation.offers FOUND.json GOLD.jsonl...` takes what `kiz offers --json` printed, and the lists of one
collection together (the three booklets are one). What the rules leave to the program that compares:

- `kiz offers` shows one value per field, so each is compared once, with the newest paper's rows. A paper's day is the
  `date` of the entry's source, or a year in the file's name. Papers without either count as newest, too, and a value
  that is right for one of the newest is right. Where these do not say, an older paper's value is neither right nor wrong.
- The further words that a place, an organiser or a registration may hold are those of the sources' quotes and of the
  offer's rows. Headings are not seen, so a word that stands only there counts as wrong.
- `contact` is right when name, phone and mail are; each is also counted on its own.
- `ages` is compared where an entry gives it, `registration` where any entry has the field.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation.offer_answers import Completeness, completeness
from evaluation.offer_figures import FieldFigures, Figures
from evaluation.offer_judging import judged
from evaluation.offer_matching import documents_of, match, read_offers
from evaluation.offer_values import FIELDS
from kb.errors import KizError

__all__ = ["Completeness", "Figures", "completeness", "score"]


def score(
    found: Sequence[Mapping[str, Any]], gold: Path | Sequence[Path], *, listed_papers_only: bool = False
) -> Figures:
    """Compare the entries of a catalogue with the lists of one collection.

    :param found: the offers of `kiz offers --json`; further keys are ignored.
    :param listed_papers_only: leave out entries that cite no paper of the lists.
    :raises KizError: a list is missing or is not of this form.
    """
    offers = read_offers([gold] if isinstance(gold, Path) else gold)
    listed = {row["document"] for offer in offers for row in offer.rows}
    entries = [entry for entry in found if not listed_papers_only or documents_of(entry) & listed]
    matching = match(entries, offers)
    matched = {offers[index].key: entries[number] for number, index in matching.pairs.items()}
    twice = {offers[index].key for index in matching.again.values()}
    required = [offer for offer in offers if offer.required]
    optional = [index for index in (*matching.pairs.values(), *matching.again.values()) if not offers[index].required]
    several = [offer for offer in required if len(offer.documents) > 1]
    asked = [name for name in FIELDS if name != "registration" or any(name in entry for entry in entries)]
    results = [part for offer in required if offer.key in matched for part in judged(matched[offer.key], offer, asked)]
    counts: dict[str, Counter[str]] = {}
    for name, outcome, _ in results:
        counts.setdefault(name, Counter())[outcome] += 1
    rest = [number for number in range(len(entries)) if number not in matching.pairs]
    return Figures(
        len(required),
        sum(offer.key in matched for offer in required),
        len(entries) - len(optional),
        len(several),
        {name: FieldFigures(part) for name, part in counts.items()},
        tuple(offer.key for offer in required if offer.key not in matched),
        tuple(
            str(entries[n]["name"]) + (f" (again: {offers[matching.again[n]].key})" if n in matching.again else "")
            for n in rest
            if n not in matching.again or offers[matching.again[n]].required
        ),
        tuple(
            offer.key
            for offer in several
            if offer.key in twice or not offer.documents <= documents_of(matched.get(offer.key, {}))
        ),
        tuple(mistake for _, _, mistake in results if mistake),
    )


def read_found(path: Path) -> list[Mapping[str, Any]]:
    """Return the offers of a file that `kiz offers --json` wrote; lines before the last are passed over.

    :raises KizError: no such file, or its last line holds no offers.
    """
    if not path.is_file():
        raise KizError("no-such-file", file=path)
    text = path.read_text(encoding="utf-8").strip()
    for part in (text, text.rpartition("\n")[2]):
        try:
            found = json.loads(part)
        except json.JSONDecodeError:
            continue
        offers = found.get("offers") if isinstance(found, dict) else found
        if isinstance(offers, list) and all(isinstance(offer, dict) and "name" in offer for offer in offers):
            return offers
    raise KizError("bad-data-file", file=path, line=text.count("\n") + 1, why="das Feld „offers“ fehlt.")


def main() -> None:
    """Compare a file of found offers with gold lists and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.offers", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("found", type=Path, help="what kiz offers --json printed")
    parser.add_argument("gold", type=Path, nargs="+", help="the gold lists of one collection")
    parser.add_argument("--listed-papers-only", action="store_true", help="leave out offers that cite no paper listed")
    parser.add_argument("--misses", action="store_true", help="name the offers missed, invented and not merged")
    parser.add_argument("--mistakes", action="store_true", help="show each field that is not right")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object, too")
    options = parser.parse_args()
    figures = score(read_found(options.found), options.gold, listed_papers_only=options.listed_papers_only)
    for line in _lines(figures):
        print(line)
    if options.misses:
        for title, names in (
            ("missed", figures.missed),
            ("invented", figures.invented),
            ("unmerged", figures.unmerged),
        ):
            print("\n".join((f"\n{title} ({len(names)})", *(f"  {name}" for name in names))))
    if options.mistakes:
        print(f"\nmistakes ({len(figures.mistakes)})")
        for mistake in sorted(figures.mistakes, key=lambda one: one.field):
            print(
                f"  {mistake.field}  {mistake.offer}: {_shown(mistake.found)}  instead of  {_shown(mistake.expected)}"
            )
    if options.json:
        print(json.dumps(figures.as_json()))


def _lines(figures: Figures) -> Iterator[str]:
    yield f"recall     {_percent(figures.recall)} of {figures.required} required offers"
    yield f"precision  {_percent(figures.precision)} of {figures.entries} entries"
    yield f"merged     {_percent(figures.merged)} of {figures.several} offers of several papers"
    yield f"{'':14}{'stated':>7}{'right':>7}{'missing':>9}{'not stated':>12}{'empty':>7}{'filled':>8}"
    for name, part in figures.fields.items():
        row = part.as_json()
        right, missing, empty, filled = (_percent(row[key]) for key in ("right", "missing", "empty", "filled"))
        yield f"{name:14}{part.stated:7}{right:>7}{missing:>9}{part.unstated:12}{empty:>7}{filled:>8}"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.2f}"


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=sorted)


if __name__ == "__main__":
    main()
