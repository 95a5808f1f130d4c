"""Writes people's corrections of offers into their TOML file: a row more or a row less, all else stays byte by byte."""

from __future__ import annotations

import hashlib
import json
import os
import re
import threading
import tomllib
from collections.abc import Mapping
from pathlib import Path

from kb.errors import ConfigError
from kb.offer_corrections import read_overrides

_HEAD = re.compile(r"^[ \t]*\[\[[ \t]*(?:offer|\"offer\"|'offer')[ \t]*\]\]", re.MULTILINE)
_LOCK = threading.Lock()


class ChangedSinceError(Exception):
    """The file is not the one that its reader saw."""


def mark(path: Path) -> str:
    """Return what tells whether the file was changed; "" where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""


def add_row(path: Path, row: Mapping[str, str | bool]) -> None:
    """Add a row at the end.

    :raises ConfigError: the row cannot be used, or the file has a mistake already; then it stays as it is.
    :raises OSError: it cannot be written.
    """
    lines = [f"{_key(name)} = {_value(value)}" for name, value in row.items()]
    with _LOCK:
        before = path.read_bytes().decode("utf-8") if path.is_file() else ""
        end = "\r\n" if "\r\n" in before else "\n"
        gap = "" if not before else end if before.endswith("\n") else end * 2
        _replace(path, before + gap + end.join(["[[offer]]", *lines, ""]))


def remove_row(path: Path, number: int, seen: str) -> None:
    """Remove the row with that number (from 1), with the comments inside it.

    :param seen: the mark of the file that its reader saw.
    :raises ChangedSinceError: it is another file by now, or a row cannot be told from the text around it.
    :raises ConfigError: the file has a mistake; then it stays as it is.
    :raises OSError: it cannot be written.
    """
    with _LOCK:
        if mark(path) != seen:
            raise ChangedSinceError
        before = path.read_bytes().decode("utf-8")
        rows = tomllib.loads(before.removeprefix("\ufeff"))["offer"]
        heads = [match.start() for match in _HEAD.finditer(before)]
        if len(heads) != len(rows) or not 1 <= number <= len(rows):
            raise ChangedSinceError
        end = heads[number] if number < len(heads) else len(before)
        # Comments right above the next row belong to that one.
        kept = re.search(r"(?:^[ \t]*#.*\r?\n)+\s*\Z", before[heads[number - 1] : end], re.MULTILINE)
        cut = heads[number - 1] + kept.start() if kept and number < len(heads) else end
        after = before[: heads[number - 1]] + before[cut:]
        left = tomllib.loads(after.removeprefix("\ufeff")).get("offer", [])
        if left != rows[: number - 1] + rows[number:]:  # a head inside a text over several lines
            raise ChangedSinceError
        _replace(path, after)


def _replace(path: Path, text: str) -> None:
    """Put the new text in place once it is known to be a file of corrections."""
    part = path.with_name(f".{path.stem}.part.toml")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        part.write_bytes(text.encode("utf-8"))
        if path.is_file():
            part.chmod(path.stat().st_mode & 0o777)
        if text.strip() and _HEAD.search(text):
            try:
                read_overrides(part)
            except ConfigError as error:
                raise ConfigError(error.key, **{**error.about, "file": path}) from error
        os.replace(part, path)  # noqa: PTH105 - whole or not at all
    finally:
        part.unlink(missing_ok=True)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _value(name)


def _value(value: str | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    # A JSON string is one of TOML, but for the characters that JSON lets stand (TOML 1.0, "Basic strings").
    return json.dumps(" ".join(value.split()), ensure_ascii=False).replace("\x7f", "\\u007f")
