"""How the command `kiz` lists people's corrections of offers: which hold, and which find nothing to correct."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kb.offer_merge import Merged, merged
from kb.offer_overrides import Override, Unmatched
from kb.store import KnowledgeBase
from kb.wording import wording
from ui.console import print_json, show


def check_corrections(base: KnowledgeBase, *, as_json: bool) -> int:
    """List the corrections in force; return 1 where a row finds nothing to correct, else 0.

    :raises ConfigError: the file of corrections cannot be used.
    """
    words = wording("cli")["corrections"]
    overrides = base.overrides.current()
    found = merged(base.offers(), date.today(), overrides)
    if as_json:
        print_json(_json(found))
    elif overrides.file is None:
        show(words["no_file"])
    else:
        counts = {"applied": len(found.applied), "unmatched": len(found.unmatched)}
        show(words["file"].format(file=overrides.file, **counts))
        for row, ids in sorted(found.applied, key=lambda one: one.row.row):
            show(words["applied"].format(row=row.row, offer=_called(row), ids=", ".join(ids)))
        for missed in found.unmatched:
            _show_missed(missed)
    return 1 if found.unmatched else 0


def told_corrections(offer: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line for each field of an offer that people set: what, who says so, and what the papers say.

    :param offer: an entry as `kb.offer_merge.as_json` gives it.
    """
    words, names = wording("cli")["corrections"], wording("corrections")["columns"]
    for mark in offer.get("corrections") or ():
        why = "".join(f"{told}, " for told in (mark["who"], mark["when"], mark["note"]) if told)
        field = names.get(mark["field"], names.get(_COLUMNS.get(mark["field"], ""), mark["field"])).partition(",")[0]
        before = _plain(mark["before"]) or words["nothing"]
        told = {"why": why, "file": mark["file"], "row": mark["row"], "after": mark["after"], "before": before}
        key = {"new": "added", "same_as": "joined"}.get(mark["field"], "mark")
        yield words[key].format(field=field, **told)


# The column that a field is set by, where its name is another.
_COLUMNS = {"name": "new_name", "contact": "contact.name", "validity": "valid_to"}


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(filter(None, map(_plain, value.values())))
    return ", ".join(filter(None, map(_plain, value))) if isinstance(value, list) else str(value or "")


def _show_missed(missed: Unmatched) -> None:
    words = wording("cli")["corrections"]
    row, why, like = missed
    told = {"row": row.row, "offer": _called(row), "same_as": row.same_as, "like": ", ".join(like)}
    show(words[why].format(**told))
    if like and why != "several":
        show(words["like"].format(**told))


def _called(row: Override) -> str:
    return row.offer or row.id


def _json(found: Merged) -> dict[str, Any]:
    return {
        "applied": [{"row": row.row, "offer": _called(row), "ids": list(ids)} for row, ids in found.applied],
        "unmatched": [
            {"row": row.row, "offer": _called(row), "why": why, "like": list(like)}
            for row, why, like in found.unmatched
        ],
    }
