"""The questions written for this project on pages and papers of the training folder, put beside the texts they ask about."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha1
from pathlib import Path
from typing import Any

WRITTEN = Path(__file__).resolve().parent / "questions.jsonl.xz"
# How much of a council paper they ask about.
EXCERPT = 3600
_HYPHEN = re.compile(r"(\w)-\n(?=[a-zäöüß])")


def written_questions(
    questions: Sequence[Mapping[str, Any]], pages: Sequence[Mapping[str, str]], papers: Sequence[Mapping[str, str]]
) -> Iterable[dict[str, Any]]:
    """Yield the written questions with title, text by language, and whether that is a page; what is not here is left out.

    :param questions: Integreat's own, whose pages come in several languages; :param papers: as published.
    """
    known: dict[str, tuple[str, Mapping[str, str], bool]] = {}
    for row in papers:
        text = excerpt(row["text"])
        known[name(text)] = (row["title"], {"de": text}, False)
    for row in pages:
        text = row["text"] if row["text"].split("\n")[0] == row["title"] else f"{row['title']}\n{row['text']}"
        known[name(text)] = (row["title"], {"de": text}, True)
    # A page may be there in German alone, too: the one in most languages comes last.
    for page in sorted((row["context"] for row in questions), key=len):
        known[name(page["de"])] = (page["de"].split("\n")[0], page, True)
    with lzma.open(WRITTEN, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        if row["text"] in known:
            title, context, is_page = known[row["text"]]
            yield {**row, "title": title, "context": context, "page": is_page}


def name(text: str) -> str:
    """Return the name by which a written question knows the text it asks about."""
    return sha1(text.encode(), usedforsecurity=False).hexdigest()[:12]


def excerpt(text: str) -> str:
    """Return the beginning of a council paper as its written questions number its lines: without empty ones."""
    return "\n".join(line for line in joined(text[:EXCERPT]).split("\n") if line.strip())


def joined(text: str) -> str:
    """Return a text without hyphens at line ends, unless a capital follows."""
    return _HYPHEN.sub(r"\1", text)
