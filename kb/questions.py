"""Questions that found no answer, kept where the operator wants it: the text, its language and door, and the day.

They lie where the catalogue does: in the folder of the index, or in its database. Nothing tells who asked. Off unless `[questions] keep` is set; what is older than `keep_days` is forgotten.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from kb.catalogue_place import QUESTIONS_FILE as FILE
from kb.catalogue_place import catalogue_place
from kb.database import Database, sqlite_file
from kb.errors import KnowledgeBaseError
from kb.model import Audience
from kb.postgresql import open_schema
from kb.tables import QUESTION, QUESTIONS

_q = QUESTION.c


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
    with _kept(index, make=True) as kept:
        assert kept is not None
        with kept.writing() as connection:
            _forget(connection, question.asked, keep_days)
            connection.execute(delete(QUESTION).where(*_same(question)))
            connection.execute(insert(QUESTION).values({**asdict(question), "asked": question.asked.isoformat()}))


def open_questions(index: Path) -> tuple[OpenQuestion, ...]:
    """Return the questions kept, the latest first.

    :raises KnowledgeBaseError: the file is damaged.
    """
    with _kept(index) as kept:
        rows = kept.rows(select(QUESTION).order_by(_q.asked.desc(), _q.text)) if kept else ()
    return tuple(
        OpenQuestion(text, language, audience, date.fromisoformat(day)) for text, language, audience, day in rows
    )


def settle(index: Path, answered: Sequence[OpenQuestion]) -> None:
    """Forget questions that have an answer by now."""
    with _kept(index) if answered else nullcontext() as kept:
        if kept:
            with kept.writing() as connection:
                for one in answered:
                    connection.execute(delete(QUESTION).where(*_same(one)))


def forget(index: Path, today: date, keep_days: int) -> None:
    """Forget the questions that are too old, also where nobody asks any more.

    :raises KnowledgeBaseError: the file is damaged.
    """
    with _kept(index) as kept:
        if kept:
            with kept.writing() as connection:
                _forget(connection, today, keep_days)


def _forget(connection: Connection, today: date, keep_days: int) -> None:
    connection.execute(delete(QUESTION).where(_q.asked < (today - timedelta(days=keep_days)).isoformat()))


def _same(question: OpenQuestion) -> tuple[ColumnElement[bool], ...]:
    return _q.text == question.text, _q.audience == question.audience


@contextmanager
def _kept(index: Path, *, make: bool = False) -> Iterator[Database | None]:
    """Open the questions where the catalogue lies; None where none were ever kept."""
    place = catalogue_place(index)
    if place is not None:
        database = open_schema(*place.ledger())
    elif not make and not (index / FILE).is_file():
        yield None
        return
    else:
        database = questions_in_file(index / FILE)
    with closing(database):
        yield database


def questions_in_file(file: Path) -> Database:
    """Open a file of questions, made where there is none, for its owner alone; what goes is overwritten.

    :raises KnowledgeBaseError: it is damaged or cannot be written.
    """
    try:
        if not file.exists():
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise KnowledgeBaseError("read-only", path=file.parent, why=error) from error
    database = sqlite_file(file, overwriting=True, log=False)
    database.make(QUESTIONS)
    return database
