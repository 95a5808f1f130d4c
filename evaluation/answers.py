"""`kiz eval answers`: do the answers hold the facts, cite the right papers, and refuse where they must?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.rows import read_rows
from kb.errors import KizError
from kb.model import Answer

UNANSWERABLE = "unanswerable"


@dataclass(frozen=True, slots=True)
class Judged:
    """One question's outcome; None where a measure does not apply to it.

    `at_once`: all facts stand in the answer itself, without the further quotes that are folded up under it.
    """

    id: str
    intent: str
    facts: bool | None
    sources: bool | None
    refused: bool
    text: str
    at_once: bool | None = None


def judge(path: Path, ask: Callable[[str], Answer]) -> list[Judged]:
    """Ask every question of a JSON Lines file (`intent`, `question`, `sources`, `facts`) and judge it.

    :raises KizError: file missing, or a row that is no JSON or lacks a field.
    """
    rows = list(read_rows(path, ("intent", "question", "sources", "facts")))
    for number, row in enumerate(rows, 1):
        for fact in row["facts"]:
            try:
                re.compile(fact)
            except re.error as error:
                why = f"„{fact}“ ist kein regulärer Ausdruck ({error.msg})."
                raise KizError("bad-data-file", file=path, line=number, why=why) from error
    return [_judged(row, ask(row["question"])) for row in rows]


def _judged(row: Mapping[str, Any], answer: Answer) -> Judged:
    answerable = row["intent"] != UNANSWERABLE
    text = answer.text if answer.answered else ""
    facts = all(re.search(pattern, text) for pattern in row["facts"]) and answer.answered
    cited = {citation.document.file for citation in answer.citations}
    return Judged(
        id=str(row.get("id", "")),
        intent=row["intent"],
        facts=facts if answerable else None,
        sources=bool(cited & set(row["sources"])) if answerable else None,
        refused=not answer.answered,
        text=answer.text,
        at_once=facts and all(re.search(pattern, _unfolded(answer)) for pattern in row["facts"])
        if answerable
        else None,
    )


def _unfolded(answer: Answer) -> str:
    """Return the text of an answer without its further quotes, which stand last."""
    also = next((sentence for sentence in answer.sentences if sentence.part == "also"), None)
    return answer.text.partition(f"\n• {also.text} ")[0] if also else answer.text


def summary(judged: Iterable[Judged]) -> dict[str, Any]:
    """Return the shares over all questions, and per intent under `intents`."""
    rows = list(judged)
    intents = {
        intent: _shares([row for row in rows if row.intent == intent]) for intent in sorted({r.intent for r in rows})
    }
    return {**_shares(rows), "intents": intents}


def _shares(rows: list[Judged]) -> dict[str, Any]:
    return {
        "n": len(rows),
        "facts": _share([row.facts for row in rows if row.facts is not None]),
        "at_once": _share([row.at_once for row in rows if row.at_once is not None]),
        "sources": _share([row.sources for row in rows if row.sources is not None]),
        "refused": _share([row.refused for row in rows if row.intent == UNANSWERABLE]),
        "wrongly_refused": _share([row.refused for row in rows if row.intent != UNANSWERABLE]),
    }


def _share(values: list[bool]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None
