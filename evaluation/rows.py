"""Reads JSON Lines, plain or xz-compressed, with an error that names the line."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kb.errors import KizError


def read_rows(path: Path, fields: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a `.jsonl` or `.jsonl.xz` file.

    :raises KizError: file missing, a line that is no JSON object, or one that lacks one of `fields`.
    """
    if not path.is_file():
        raise KizError("no-such-file", file=path)
    if path.suffix == ".xz" and path.read_bytes()[:6] != b"\xfd7zXZ\x00":
        raise KizError("bad-data-file", file=path, line=1, why="die Datei ist nicht mit xz gepackt.")
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise KizError(
                    "bad-data-file", file=path, line=number, why=f"kein gültiges JSON ({error.msg})"
                ) from error
            missing = [field for field in fields if not isinstance(row, dict) or field not in row]
            if missing:
                raise KizError("bad-data-file", file=path, line=number, why=f"das Feld „{missing[0]}“ fehlt.")
            yield row
