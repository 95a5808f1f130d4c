"""Questions that found no answer, kept where the operator wants it: the text, its language and door, and the day.

Nothing tells who asked. Off unless `[questions] keep` is set; what is older than `keep_days` is forgotten.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from kb.ledger import translate
from kb.model import Audience

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
    with _open(index) as db:
        db.execute("DELETE FROM question WHERE asked < ?", ((question.asked - timedelta(days=keep_days)).isoformat(),))
        row = (question.text, question.language, question.audience, question.asked.isoformat())
        db.execute("INSERT OR REPLACE INTO question VALUES (?, ?, ?, ?)", row)


def open_questions(index: Path) -> tuple[OpenQuestion, ...]:
    """Return the questions kept, the latest first.

    :raises KnowledgeBaseError: the file is damaged.
    """
    if not (index / FILE).is_file():
        return ()
    with _open(index) as db:
        rows = db.execute("SELECT text, language, audience, asked FROM question ORDER BY asked DESC, text").fetchall()
    return tuple(
        OpenQuestion(text, language, audience, date.fromisoformat(day)) for text, language, audience, day in rows
    )


def settle(index: Path, answered: Sequence[OpenQuestion]) -> None:
    """Forget questions that have an answer by now."""
    if answered:
        with _open(index) as db:
            db.executemany(
                "DELETE FROM question WHERE text = ? AND audience = ?", [(one.text, one.audience) for one in answered]
            )


@contextmanager
def _open(index: Path) -> Iterator[sqlite3.Connection]:
    try:
        db = sqlite3.connect(index / FILE, timeout=30)
        try:
            with db:
                db.execute("PRAGMA secure_delete=ON")
                db.executescript(_SCHEMA)
                yield db
        finally:
            db.close()
    except sqlite3.DatabaseError as error:
        raise translate(error, index) from error
