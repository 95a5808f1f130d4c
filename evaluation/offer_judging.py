"""What each field of an entry is worth against the rows of its offer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from evaluation.offer_figures import ACCEPTED, EMPTY, FILLED, MISSING, RIGHT, WRONG, Mistake
from evaluation.offer_matching import GoldOffer
from evaluation.offer_names import content_words
from evaluation.offer_values import is_right, right_values, value_of

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def judged(entry: Mapping[str, Any], offer: GoldOffer, fields: Iterable[str]) -> list[tuple[str, str, Mistake | None]]:
    """Return for each field what became of it, with the mistake where it is one; each cited page as field `sources`."""
    results: list[tuple[str, str, Mistake | None]] = []
    printed = _entry_words(entry, offer)
    newest = newest_rows(entry, offer)
    for name in fields:
        value = value_of(entry, name)
        if name == "ages" and value is None:
            continue
        outcome = _outcome(name, value, newest, offer, printed)
        mistake = None
        if outcome in (WRONG, MISSING, FILLED):
            expected = [gold for row in newest for gold in right_values(row, name)]
            mistake = Mistake(
                offer.key, name, tuple(gold for n, gold in enumerate(expected) if gold not in expected[:n]), value
            )
        results.append((name, outcome, mistake))
    for page in _listed_pages(entry, offer):
        right = page in offer.pages
        mistake = None if right else Mistake(offer.key, "sources", tuple(sorted(offer.pages)), page)
        results.append(("sources", RIGHT if right else WRONG, mistake))
    return results


def newest_rows(entry: Mapping[str, Any], offer: GoldOffer) -> Sequence[Mapping[str, Any]]:
    """Return the rows from the newest of the offer's papers, and those from papers that no day is known of."""
    days = {str(source["document"]): str(source.get("date") or "") for source in entry.get("sources") or ()}
    dated = [(days.get(row["document"]) or _year_in(row["document"]), row) for row in offer.rows]
    last = max(day for day, _ in dated)
    # A year alone is not older than a day of it.
    return [row for day, row in dated if not day or last.startswith(day)]


def _outcome(
    name: str, value: Any, newest: Sequence[Mapping[str, Any]], offer: GoldOffer, printed: frozenset[str]
) -> str:
    stating = [row for row in newest if value_of(row, name) is not None]
    if stating:
        if any(is_right(name, value, row, printed) for row in (stating if value is None else newest)):
            return RIGHT
        return MISSING if value is None else WRONG
    if value is None:
        return EMPTY
    return ACCEPTED if any(is_right(name, value, row, printed) for row in offer.rows) else FILLED


def _entry_words(entry: Mapping[str, Any], offer: GoldOffer) -> frozenset[str]:
    texts = [str(source.get("quote") or "") for source in entry.get("sources") or ()]
    for row in offer.rows:
        texts += [str(value) for value in row.values() if isinstance(value, str)]
        texts += [str(value) for value in row["contact"].values() if value]
    return content_words(" ".join(texts))


def _listed_pages(entry: Mapping[str, Any], offer: GoldOffer) -> list[tuple[str, int]]:
    cited = [(str(source["document"]), source["page"]) for source in entry.get("sources") or ()]
    documents = {row["document"] for row in offer.rows}
    return [page for page in cited if page[0] in documents]


def _year_in(document: str) -> str:
    return max(_YEAR.findall(document), default="")
