"""Reads a source text: TOML between two lines of ``+++``, then Markdown."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

FENCE = "+++\n"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a council paper; `effects` are pairs of a row's name and its ticked answer.

    `missing` names the fields that the retold paper does not give. They are told in one line: a
    placeholder behind a field's own label would be read as its value.
    """

    name: str
    publicity: str | None
    fields: tuple[tuple[str, str], ...]
    consultations: tuple[tuple[str, str, str], ...]
    effects: tuple[tuple[str, str], ...]
    decision: str | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A document to be set. `date` is the day of the retold paper, None where it states none."""

    file: str
    title: str
    kicker: str
    kind: str
    issuer: str
    origin: tuple[str, ...]
    stand: str
    body: str
    date: date | None = None
    reference: str | None = None
    file_reference: str | None = None
    head: Head | None = None


def read_source(path: Path) -> Source:
    """Return the document that `path` describes; its PDF is named after the text file.

    :raises ValueError: the file does not begin with TOML between two lines of ``+++``.
    """
    parts = path.read_text(encoding="utf-8").split(FENCE, 2)
    if len(parts) != 3 or parts[0]:
        raise ValueError(f"{path}: no TOML head between two lines of +++")
    meta = tomllib.loads(parts[1])
    return Source(
        file=path.with_suffix(".pdf").name,
        title=meta["title"],
        kicker=meta["kicker"],
        kind=meta["kind"],
        issuer=meta["issuer"],
        origin=tuple(meta["origin"]),
        stand=meta["stand"],
        body=parts[2],
        date=meta.get("date"),
        reference=meta.get("reference"),
        file_reference=meta.get("file_reference"),
        head=_head(meta["head"]) if "head" in meta else None,
    )


def _head(table: dict[str, Any]) -> Head:
    return Head(
        name=table["name"],
        publicity=table.get("publicity"),
        fields=tuple((name, value) for name, value in table["fields"]),
        consultations=tuple((body, day, role) for body, day, role in table["consultations"]),
        effects=tuple((name, answer) for name, answer in table.get("effects", [])),
        decision=table.get("decision"),
        missing=tuple(table.get("missing", [])),
    )
