"""Questions that found no answer, kept where the operator wants it: the text, its language and door, and the day.

Nothing tells who asked. Off unless `[questions] keep` is set; what is older than `keep_days` is forgotten.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from kb.model import Audience
from kb.notes import notes

FILE = "questions.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS question (
    text TEXT NOT NULL, language TEXT NOT NULL, audience TEXT NOT NULL, asked TEXT NOT NULL,
    PRIMARY KEY (text, audience)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question without an answer so far; `asked` is the last day on which it was asked."""

    text: str
    language: str
    audience: Audience
    asked: date


def note(index: Path, question: OpenQuestion, keep_days: int) -> None:
    """Keep a question, once; forget those that are too old.

    :raises KnowledgeBaseError: the index cannot be written.
    """
    with notes(index / FILE, _SCHEMA) as db:
        _forget(db, question.asked, keep_days)
        row = (question.text, question.language, question.audience, question.asked.isoformat())
        db.execute("INSERT OR REPLACE INTO question VALUES (?, ?, ?, ?)", row)


def open_questions(index: Path) -> tuple[OpenQuestion, ...]:
    """Return the questions kept, the latest first.

    :raises KnowledgeBaseError: the file is damaged.
    """
    if not (index / FILE).is_file():
        return ()
    with notes(index / FILE, _SCHEMA) as db:
        rows = db.execute("SELECT text, language, audience, asked FROM question ORDER BY asked DESC, text").fetchall()
    return tuple(
        OpenQuestion(text, language, audience, date.fromisoformat(day)) for text, language, audience, day in rows
    )


def settle(index: Path, answered: Sequence[OpenQuestion]) -> None:
    """Forget questions that have an answer by now."""
    if answered:
        with notes(index / FILE, _SCHEMA) as db:
            db.executemany(
                "DELETE FROM question WHERE text = ? AND audience = ?", [(one.text, one.audience) for one in answered]
            )


def forget(index: Path, today: date, keep_days: int) -> None:
    """Forget the questions that are too old, also where nobody asks any more.

    :raises KnowledgeBaseError: the file is damaged.
    """
    if (index / FILE).is_file():
        with notes(index / FILE, _SCHEMA) as db:
            _forget(db, today, keep_days)


def _forget(db: sqlite3.Connection, today: date, keep_days: int) -> None:
    db.execute("DELETE FROM question WHERE asked < ?", ((today - timedelta(days=keep_days)).isoformat(),))
