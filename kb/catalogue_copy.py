"""Catalogue, ledger and questions of an index copied from one place to another, row by row, and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Select, Table, func, insert, select

from kb.catalogue import catalogue_in_file, catalogue_on_server, open_catalogue
from kb.catalogue_place import LEDGER_FILE, QUESTIONS_FILE, CataloguePlace, catalogue_file, catalogue_place
from kb.database import Database, sqlite_file
from kb.errors import KnowledgeBaseError
from kb.ledger import ledger_prepared, open_ledger
from kb.model import Visibility
from kb.postgresql import open_schema
from kb.questions import questions_in_file
from kb.tables import DOCUMENT, FAILURE, GENERATION, NUMBERED, PAGE, PASSAGE, PLACE, QUESTION

VISIBILITIES: tuple[Visibility, ...] = ("public", "internal")
# Documents whose pages and passages are carried together: a few thousand rows, some megabytes.
TOGETHER = 50
# Documents that are compared letter by letter, evenly spread; of all of them, the rows are counted.
SAMPLES = 50


@dataclass(frozen=True, slots=True)
class Databases:
    """What holds an index's truth, open: ledger, catalogues by shard, and questions (None where none were kept)."""

    ledger: Database
    shards: dict[Visibility, Database]
    questions: Database | None

    def pairs(self, other: Databases) -> Iterator[tuple[Database, Database, tuple[Table, ...]]]:
        """Yield each database, the same of another place, and their tables."""
        yield self.ledger, other.ledger, (GENERATION,)
        for visibility, shard in self.shards.items():
            yield shard, other.shards[visibility], (DOCUMENT, PAGE, PASSAGE, PLACE, FAILURE)
        if self.questions is not None and other.questions is not None:
            yield self.questions, other.questions, (QUESTION,)


def open_where_it_is(index: Path, stack: ExitStack) -> Databases:
    """Open an index where it lies; the writer's lock of a database is held until `stack` ends.

    :raises KnowledgeBaseError: no index, damaged, locked by another writer, or out of reach.
    """
    opened = _keeping(stack)
    place = catalogue_place(index)
    ledger = opened(open_ledger(index, writer=True))
    shards = {each: opened(_shard(index, each)) for each in VISIBILITIES}
    if place is not None:
        return Databases(ledger, shards, ledger)
    file = index / QUESTIONS_FILE
    return Databases(ledger, shards, opened(questions_in_file(file)) if file.is_file() else None)


def _shard(index: Path, visibility: Visibility) -> Database:
    return open_catalogue(catalogue_file(index, visibility), internal=visibility == "internal", writer=True)


def make_on_server(place: CataloguePlace, stack: ExitStack) -> Databases:
    """Make empty databases in PostgreSQL."""
    opened = _keeping(stack)
    ledger = opened(ledger_prepared(open_schema(*place.ledger(), writer=True), place.url, make=True))
    shards = {each: opened(catalogue_on_server(place, each, writer=True)) for each in VISIBILITIES}
    return Databases(ledger, shards, ledger)


def make_in_folder(folder: Path, stack: ExitStack) -> Databases:
    """Make empty databases in files of SQLite."""
    opened = _keeping(stack)
    folder.mkdir(parents=True, exist_ok=True)
    ledger = opened(ledger_prepared(sqlite_file(folder / LEDGER_FILE, each_synced=True), folder, make=True))
    shards = {
        each: opened(catalogue_in_file(catalogue_file(folder, each), internal=each == "internal", overwriting=True))
        for each in VISIBILITIES
    }
    return Databases(ledger, shards, opened(questions_in_file(folder / QUESTIONS_FILE)))


def _keeping(stack: ExitStack) -> Callable[[Database], Database]:
    return lambda database: stack.enter_context(closing(database))


def copy_to_files(index: Path, folder: Path) -> None:
    """Write catalogue, ledger and questions of an index, wherever they lie, as SQLite's files into a folder.

    :raises KnowledgeBaseError: damaged, being written, out of reach, or the folder cannot be written.
    """
    with ExitStack() as stack:
        source, target = open_where_it_is(index, stack), make_in_folder(folder, stack)
        copy(source, target)
        compare(source, target)


def copy(source: Databases, target: Databases) -> int:
    """Copy all rows; return how many. Each database of the target gets its own in one transaction."""
    copied = 0
    for old, new, tables in source.pairs(target):
        with new.writing() as connection:
            for table, rows in _parts(old, tables):
                if rows:
                    connection.execute(insert(table), rows)
                    copied += len(rows)
        for column in NUMBERED:
            if column.table in tables:
                new.go_on_after(column, _last(old, column))
    return copied


def _last(database: Database, column: Any) -> int:
    ((highest,),) = database.rows(select(func.coalesce(func.max(column), 0)))
    return max(int(highest), database.last_number(column))


def _parts(source: Database, tables: tuple[Table, ...]) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    for table in tables:
        if table not in (DOCUMENT, PAGE, PASSAGE):
            yield table, _plain(source, table, select(table))
    if DOCUMENT not in tables:
        return
    numbers = [row for (row,) in source.rows(select(DOCUMENT.c.row).order_by(DOCUMENT.c.row))]
    for start in range(0, len(numbers), TOGETHER):
        part = numbers[start : start + TOGETHER]
        for table, owner in ((DOCUMENT, DOCUMENT.c.row), (PAGE, PAGE.c.document), (PASSAGE, PASSAGE.c.document)):
            yield table, _plain(source, table, _sorted(table, select(table).where(owner.in_(part))))


def _plain(source: Database, table: Table, statement: Select[Any]) -> list[dict[str, Any]]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in source.rows(statement)]


def _sorted(table: Table, statement: Select[Any]) -> Select[Any]:
    return statement.order_by(*table.primary_key.columns)


def compare(source: Databases, target: Databases) -> int:
    """Compare all counts, all small tables, all heads of documents, all numbers of passages, and samples whole.

    Return how many documents were compared with all pages and passages.

    :raises KnowledgeBaseError: the copy is not the same.
    """
    compared = 0
    for old, new, tables in source.pairs(target):
        for table in tables:
            counted = [side.rows(select(func.count()).select_from(table))[0][0] for side in (old, new)]
            _see(f"{table.name}: {counted[1]} != {counted[0]}", counted[0] == counted[1])
            if table not in (PAGE, PASSAGE):
                here, there = (sorted(map(_comparable, side.rows(select(table)))) for side in (old, new))
                _see(table.name, here == there)
        if DOCUMENT not in tables:
            continue
        numbers = select(PASSAGE.c.document, PASSAGE.c.id)
        here, there = (sorted(map(tuple, side.rows(numbers))) for side in (old, new))
        _see(PASSAGE.name, here == there)
        rows = [row for (row,) in old.rows(select(DOCUMENT.c.row).order_by(DOCUMENT.c.row))]
        chosen = rows[:: max(1, len(rows) // SAMPLES)][:SAMPLES]
        for row in chosen:
            for table in (PAGE, PASSAGE):
                wanted = _sorted(table, select(table).where(table.c.document == row))
                here, there = (list(map(_comparable, side.rows(wanted))) for side in (old, new))
                _see(f"{table.name}, {DOCUMENT.name} {row}", here == there)
        compared += len(chosen)
    return compared


def _comparable(row: Any) -> tuple[str, ...]:
    """Return a row as text that can be sorted; of what PostgreSQL does not take, as it stands there."""
    return tuple(repr(value.replace("\0", "\ufffd") if isinstance(value, str) else value) for value in row)


def _see(why: str, same: bool) -> None:
    if not same:
        raise KnowledgeBaseError("catalogue-differs", why=why)
