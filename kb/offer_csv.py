"""Offers as a table for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from kb.wording import wording

# What a spreadsheet takes for a formula (OWASP, CSV Injection); an apostrophe before it makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(offers: Iterable[Mapping[str, Any]]) -> bytes:
    """Return a table of offers in the form of `kiz offers --json`: UTF-8 with a mark, semicolons, as German Excel reads it.

    What the papers do not say is empty. No cell is taken for a formula.
    """
    words = wording("export")
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow(words["columns"].values())
    for offer in offers:
        table.writerow([_cell(value) for value in _row(offer, words).values()])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def places(offer: Mapping[str, Any]) -> str:
    """Return the files and pages that state an offer."""
    pages = dict.fromkeys((source["document"], source["page"]) for source in offer["sources"] if source["document"])
    form = wording("export")["source"]["place"]
    return "; ".join(form.format(file=file, page=page) for file, page in pages)


def _row(offer: Mapping[str, Any], words: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    contact = offer["contact"]
    own = {
        "contact": contact["name"],
        "phone": contact["phone"],
        "mail": contact["mail"],
        "status": words["status"].get(offer["status"], offer["status"]),
        "sources": places(offer),
    }
    return {name: own[name] if name in own else offer.get(name) for name in words["columns"]}


def _cell(value: Any) -> str:
    told = ", ".join(value) if isinstance(value, list) else str(value or "")
    return f"'{told}" if told.startswith(_FORMULA) or told.lstrip().startswith(_FORMULA) else told
