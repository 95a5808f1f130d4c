"""Blocked persons, numbers and addresses: what is never shown, whatever the papers say.

The list lies beside the index, not in it: an ingest, a repair, a change of the model or a new index in the same place leave it
alone. It is kept in plain, readable by the owner only: whoever administers it has to see whom it names, and a hash with its salt beside an
index full of names would hide nobody.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from kb.compounds import fold
from kb.errors import KnowledgeBaseError

SUFFIX = ".blocks.json"
Kind = Literal["name", "mail", "phone"]
TITLE = r"(?:herrn?|frau|hr\.?|fr\.?|dr\.?|prof\.?|dipl\.-?\w+\.?)"
# Digits. A shorter run is a room, a year or an extension alone.
SHORTEST = 5


class Block(NamedTuple):
    """Whom or what nobody may find any more; `value` as the administrator wrote it."""

    kind: Kind
    value: str
    day: date
    reason: str | None = None


def path_of(index: Path) -> Path:
    """Return where the list of blocks of an index lies: beside its folder."""
    return index.with_name(index.name + SUFFIX)


def blocks(index: Path) -> tuple[Block, ...]:
    """Return the blocks of an index, oldest first.

    :raises KnowledgeBaseError: the list is damaged; nothing is shown rather than what may be blocked.
    """
    path = path_of(index)
    if not path.exists():
        return ()
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return tuple(
            Block(row["kind"], row["value"], date.fromisoformat(row["day"]), row.get("reason")) for row in rows
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KnowledgeBaseError("catalogue-damaged", path=path, why=str(error)) from error


def block(index: Path, value: str, day: date, reason: str | None = None) -> Block:
    """Block a name, a mail address or a telephone number; return the block. One that is there gets the new reason."""
    made = Block(kind_of(value), " ".join(value.split()), day, reason)
    _write(index, (*(one for one in blocks(index) if not _same(one, made)), made))
    return made


def unblock(index: Path, value: str, day: date) -> bool:
    """Take a block back; return whether there was one."""
    gone = Block(kind_of(value), " ".join(value.split()), day)
    left = tuple(one for one in blocks(index) if not _same(one, gone))
    found = len(left) < len(blocks(index))
    if found:
        _write(index, left)
    return found


def kind_of(value: str) -> Kind:
    """Return what a value is: a mail address, a telephone number, else a name."""
    if re.search(r"@|\(at\)|\[at\]", value):
        return "mail"
    return (
        "phone"
        if len(re.sub(r"\D", "", value)) >= SHORTEST and not re.search(r"[a-zäöü]{3}", value.lower())
        else "name"
    )


def _same(left: Block, right: Block) -> bool:
    return left.kind == right.kind and key(left.kind, left.value) == key(right.kind, right.value)


def key(kind: Kind, value: str) -> str:
    """Return what is the same for all spellings of a value."""
    if kind == "mail":
        return re.sub(r"\(at\)|\[at\]", "@", re.sub(r"\s", "", value.casefold()))
    if kind == "phone":
        return re.sub(r"\D", "", re.sub(r"^\s*(?:\+49|0049)\s?(?:\(0\))?", "0", value))
    return " ".join(sorted(words_of(value)))


def words_of(name: str) -> list[str]:
    bare = re.sub(rf"(?<!\w){TITLE}(?!\w)", " ", name.casefold())
    return [fold(word) for word in re.findall(r"[\w'’-]+", bare)]


def _write(index: Path, held: Iterable[Block]) -> None:
    path = path_of(index)
    rows = [{"kind": b.kind, "value": b.value, "day": b.day.isoformat(), "reason": b.reason} for b in held]
    beside = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Readable by the owner alone from its first byte.
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        beside.replace(path)
    except OSError as error:
        raise KnowledgeBaseError("read-only", path=path.parent, why=error.strerror) from error
