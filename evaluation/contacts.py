"""Contacts against gold lists: ``python -m evaluation.contacts [--index DIR] [--verbose] LIST...`` (rules: CONTACTS.md)."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from evaluation.contact_matching import FIELDS, Group, alike, groups, right
from kb.contacts import Contact
from kb.embed import load_embedder
from kb.model import Document
from kb.store import KnowledgeBase


def rows_of(stated: Iterable[tuple[Document, Contact]]) -> list[dict[str, Any]]:
    """Return contacts in the form of the gold lists."""
    return [
        {"document": document.file, **{name: getattr(contact, name) for name in FIELDS}} for document, contact in stated
    ]


def score(gold: Sequence[dict[str, Any]], found: Sequence[dict[str, Any]], *, verbose: bool = False) -> dict[str, Any]:
    """Return precision and recall of entries, and of the fields that are stated the share right, over the papers of the list."""
    papers = {row["document"] for row in gold}
    wanted, told = groups(gold), groups(row for row in found if row["document"] in papers)
    pairs: list[tuple[Group, Group]] = []
    left = list(told)
    for group in sorted(wanted, key=lambda one: one.optional):
        match = next((each for each in left if each.document == group.document and alike(group, each)), None)
        if match is not None:
            left.remove(match)
            pairs.append((group, match))
    # What else says something of a person already matched is no mistake of its own: its values are judged together.
    matched = {id(group) for group, _ in pairs}
    required = [group for group in wanted if not group.optional]
    hits = [(group, each) for group, each in pairs if not group.optional]
    stated: Counter[str] = Counter()
    correct: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for (group, each), name in product(hits, FIELDS):
        if group.values(name):
            stated[name] += 1
            correct[name] += right(name, group, each)
            if verbose and not right(name, group, each):
                print(f"  ✗ {name} {group.document}: {group.values(name)} != {each.values(name)}")
        elif each.values(name) and not group.accepts(name) and name in {"phone", "mail", "address", "hours"}:
            wrong[name] += 1
            if verbose:
                print(f"  + {name} {group.document}: {each.values(name)}")
    if verbose:
        _print([group for group in required if id(group) not in matched], left)
    entries = len(hits) + len(left)
    return {
        "gold": len(required),
        "entries": len(told),
        "precision": _share(len(hits), entries),
        "recall": _share(len(hits), len(required)),
        "fields": _share(sum(correct.values()), sum(stated.values())),
        "by_field": {name: [_share(correct[name], stated[name]), stated[name]] for name in FIELDS if stated[name]},
        "wrongly_filled": dict(wrong),
    }


def _print(missed: Sequence[Group], surplus: Sequence[Group]) -> None:
    for group in missed:
        print(f"  - {group.document}: {group.rows[0]}")
    for group in surplus:
        print(f"  surplus {group.document}: { {k: v for row in group.rows for k, v in row.items() if v} }")


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 2) if whole else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lists", nargs="+", type=Path, metavar="LIST")
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--verbose", action="store_true", help="print what is missed, wrong and surplus")
    options = parser.parse_args()
    base = KnowledgeBase.open(options.index, load_embedder("builtin"), "internal")
    found = rows_of(base.contacts())
    for path in options.lists:
        gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        print(path.stem, json.dumps(score(gold, found, verbose=options.verbose), ensure_ascii=False))


if __name__ == "__main__":
    main()
