"""Lists of web addresses: a text file with one address a line, or TOML with what is known of each paper."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ingest.sources import ManifestEntry
from kb.errors import IngestError

LIST = "addresses.toml"
SUFFIX = ".urls"
# What a list may say of a paper: the words of a manifest, without those that name a file.
SAID = (
    "title",
    "kind",
    "issuer",
    "date",
    "origin",
    "visibility",
    "sha256",
    "reference",
    "file_reference",
    "unit",
    "author",
    "paper_type",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """An address, and what the maintainer says of the paper there (its `file` is empty)."""

    address: str
    entry: ManifestEntry


def is_list(path: Path) -> bool:
    """Return whether a file is by its name a list of web addresses."""
    return path.name == LIST or path.suffix.lower() == SUFFIX


def read_list(file: Path) -> tuple[Listed, ...]:
    """Return what a list names, each address once, in its order.

    A text file has an address a line, a title behind it if wanted, and lines of remarks that begin with
    ``#``. A TOML file has ``[[address]]`` tables with `url` and the fields of a manifest.

    :raises IngestError: not to be read, a line or field that makes no sense, an address named twice.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise IngestError("no-such-source", path=file) from error
    except (OSError, UnicodeDecodeError) as error:
        raise IngestError("bad-manifest", file=file, why=error) from error
    rows = _tables(text, file) if file.suffix.lower() == ".toml" else _lines(text)
    found: dict[str, Listed] = {}
    for number, row in rows:
        listed = _checked(row, number, file)
        if listed.address in found:
            raise IngestError("list-twice", file=file, number=number, address=listed.address)
        found[listed.address] = listed
    if not found:
        raise IngestError("list-empty", file=file)
    return tuple(found.values())


def _lines(text: str) -> list[tuple[int, Mapping[str, Any]]]:
    rows: list[tuple[int, Mapping[str, Any]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            url, *title = line.split(maxsplit=1)
            rows.append((number, {"url": url} | ({"title": title[0].strip()} if title else {})))
    return rows


def _tables(text: str, file: Path) -> list[tuple[int, Mapping[str, Any]]]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise IngestError("bad-manifest", file=file, why=error) from error
    rows = table.get("address", [])
    if set(table) - {"address"} or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise IngestError("list-form", file=file)
    return list(enumerate(rows, 1))


def _checked(row: Mapping[str, Any], number: int, file: Path) -> Listed:
    if unknown := sorted(set(row) - {"url", *SAID}):
        raise IngestError("list-unknown-field", file=file, number=number, field=unknown[0], known=", ".join(SAID))
    url = row.get("url")
    if not isinstance(url, str) or not url.lower().startswith(("http://", "https://")):
        raise IngestError("list-no-address", file=file, number=number, address=url or "")
    for name, value in row.items():
        # A point in time is a date, too, for Python.
        fits = type(value) is date if name == "date" else isinstance(value, str)
        if not fits or (name == "visibility" and value not in ("public", "internal")):
            raise IngestError("list-bad-value", file=file, number=number, field=name, value=value)
    said = {name: value for name, value in row.items() if name != "url"}
    return Listed(url, ManifestEntry(file="", **({"origin": url} | said)))
