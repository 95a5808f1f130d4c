"""The manifest of the corpus: what each file is, where it comes from, and its sha256."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from press.source import Source

PREAMBLE = """\
# Written by corpus/build.py; edit corpus/sources instead.
# `date` is the day that the retold paper states; it is left out where the paper states none.
# `origin` names the retold papers. All texts are this project's own and public.
"""


def manifest(documents: Sequence[tuple[Source, bytes]]) -> str:
    """Return the TOML text with one ``[[document]]`` table per file, in the order given."""
    return PREAMBLE + "".join(_table(source, data) for source, data in documents)


def _table(source: Source, data: bytes) -> str:
    rows = {
        "file": source.file,
        "title": source.title,
        "kind": source.kind,
        "issuer": source.issuer,
        "date": source.date,
        "reference": source.reference,
        "file_reference": source.file_reference,
        "origin": "; ".join(source.origin),
        "visibility": "public",
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    lines = []
    for key, value in rows.items():
        if value is not None:
            # A JSON string is a TOML basic string; a date is written bare.
            shown = json.dumps(value, ensure_ascii=False) if isinstance(value, str) else value
            lines.append(f"{key} = {shown}")
    return "\n[[document]]\n" + "\n".join(lines) + "\n"
