"""What readers say of an answer: helpful, wrong, outdated, not found, and in their words why.

Kept is the day, the door and the language, the pages the answer quoted, and what was said; no address, no account, no
time of day. The question is kept only where the operator wants it (`[questions] keep`). All of it is forgotten after
`[feedback] keep_days`.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, get_args

from kb.model import Audience
from kb.notes import notes

Verdict = Literal["helpful", "wrong", "outdated", "not-found"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)

FILE = "feedback.sqlite"
# A remark, not a letter; a question has at most 600 characters (`ui.chat`), an answer seldom more than ten sources.
LONGEST_REMARK, LONGEST_QUESTION, MOST_SOURCES = 1000, 600, 20
# So that nobody fills the disk: about 25 MB. The oldest go first.
MOST = 20_000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
    id INTEGER PRIMARY KEY, day TEXT NOT NULL, verdict TEXT NOT NULL, audience TEXT NOT NULL, language TEXT NOT NULL,
    remark TEXT NOT NULL, question TEXT, sources TEXT NOT NULL);
"""
_COLUMNS = "day, verdict, audience, language, remark, question, sources"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One reader's word. `sources`: document id and page of what the answer quoted. `question` None: not kept.

    `number` is the one under which it is kept, 0 for one that is not.
    """

    day: date
    verdict: Verdict
    audience: Audience
    language: str = "de"
    remark: str = ""
    sources: tuple[tuple[str, int], ...] = ()
    question: str | None = None
    number: int = field(default=0, compare=False)


def give(index: Path, feedback: Feedback, keep_days: int) -> None:
    """Keep a reader's word; forget those that are too old.

    :raises KnowledgeBaseError: the file is damaged or cannot be written.
    """
    row = (
        feedback.day.isoformat(),
        feedback.verdict,
        feedback.audience,
        feedback.language,
        feedback.remark[:LONGEST_REMARK],
        feedback.question[:LONGEST_QUESTION] if feedback.question else None,
        json.dumps(feedback.sources[:MOST_SOURCES]),
    )
    with notes(index / FILE, _SCHEMA) as db:
        _forget(db, feedback.day, keep_days)
        db.execute(f"INSERT INTO feedback ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)  # noqa: S608
        db.execute("DELETE FROM feedback WHERE id <= (SELECT max(id) FROM feedback) - ?", (MOST,))


def given(index: Path, today: date, keep_days: int) -> tuple[Feedback, ...]:
    """Return what readers said and is still kept, the latest first; what is too old is forgotten first.

    :raises KnowledgeBaseError: the file is damaged or cannot be written.
    """
    if not (index / FILE).is_file():
        return ()
    with notes(index / FILE, _SCHEMA) as db:
        _forget(db, today, keep_days)
        rows = db.execute(f"SELECT {_COLUMNS}, id FROM feedback ORDER BY id DESC").fetchall()  # noqa: S608
    return tuple(
        Feedback(
            date.fromisoformat(day),
            verdict,
            audience,
            language,
            remark,
            tuple((document, page) for document, page in json.loads(sources)),
            question,
            number,
        )
        for day, verdict, audience, language, remark, question, sources, number in rows
    )


def settle(index: Path, number: int) -> None:
    """Forget a reader's word that is done with.

    :raises KnowledgeBaseError: the file is damaged or cannot be written.
    """
    if (index / FILE).is_file():
        with notes(index / FILE, _SCHEMA) as db:
            db.execute("DELETE FROM feedback WHERE id = ?", (number,))


def forget(index: Path, today: date, keep_days: int) -> None:
    """Forget what is too old, also where nobody says anything any more.

    :raises KnowledgeBaseError: the file is damaged.
    """
    if (index / FILE).is_file():
        with notes(index / FILE, _SCHEMA) as db:
            _forget(db, today, keep_days)


def _forget(db: sqlite3.Connection, today: date, keep_days: int) -> None:
    db.execute("DELETE FROM feedback WHERE day < ?", ((today - timedelta(days=keep_days)).isoformat(),))
