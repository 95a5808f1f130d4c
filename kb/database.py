"""An open database: a file of SQLite, or a schema of PostgreSQL (`kb.postgresql`). The statements are the same for both.

SQLite is read and written over one connection, which threads share. Of PostgreSQL, readers have a pool of connections
and ask a second time where one was lost; the writer has one alone, and who loses it has lost the publication.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, Executable, MetaData, StaticPool, Table, create_engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.schema import Column, CreateColumn, CreateIndex, CreateTable

from kb.errors import KnowledgeBaseError

# Seconds that SQLite waits for another process's transaction.
PATIENCE = 30
_TEXTS: weakref.WeakKeyDictionary[Executable, tuple[str, Mapping[str, object]] | None] = weakref.WeakKeyDictionary()
_COMMANDS: dict[tuple[Table, str], tuple[str, ...]] = {}
Translate = Callable[[BaseException], KnowledgeBaseError]


class Database:
    """An open database. With `held`, all is asked over that connection, else over one of the engine's pool."""

    def __init__(self, engine: Engine, translate: Translate, *, held: Connection | None = None) -> None:
        self.engine = engine
        self.translate = translate
        self._held = held
        self._file: Any = held.connection.dbapi_connection if held is not None and not self.server else None
        self._lock = threading.RLock()
        # A running reader opens anew with every publication: the files must not wait for the collection of garbage.
        self._release = weakref.finalize(self, _release, engine, held)
        self._release.atexit = False

    @property
    def server(self) -> bool:
        """Whether it is PostgreSQL."""
        return self.engine.dialect.name != "sqlite"

    def rows(self, statement: Executable, **values: object) -> Sequence[Any]:
        """Return the rows that a statement finds.

        :raises KnowledgeBaseError: damaged, locked, or out of reach.
        """
        try:
            if self._file is not None and (known := _text(statement, self.engine.dialect)):
                with self._lock:
                    found: list[Any] = self._file.execute(known[0], {**known[1], **values}).fetchall()
                    return found
            if self._held is not None:
                with self._lock:
                    return self._held.execute(statement, values).fetchall()
            try:
                return self._pooled(statement, values)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                return self._pooled(statement, values)  # the server was started anew: its old connections are gone
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise self.translate(error) from error

    def _pooled(self, statement: Executable, values: dict[str, object]) -> Sequence[Any]:
        with self.engine.connect() as connection:
            return connection.execute(statement, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, alone: what is done over the connection is kept wholly or not at all.

        :raises KnowledgeBaseError: damaged, locked, no room, or out of reach.
        """
        try:
            if self._held is None:
                with self.engine.connect() as connection, _transaction(connection):
                    yield connection
                return
            with self._lock, _transaction(self._held):
                yield self._held
        except SQLAlchemyError as error:
            raise self.translate(error) from error

    def run(self, sql: str) -> Sequence[Any]:
        """Return the rows of one of the dialect's own commands, outside of any transaction."""
        try:
            with self._lock, self._borrowed() as connection:
                found = connection.exec_driver_sql(sql)
                return found.fetchall() if found.returns_rows else []
        except SQLAlchemyError as error:
            raise self.translate(error) from error

    @contextmanager
    def _borrowed(self) -> Iterator[Connection]:
        if self._held is not None:
            yield self._held
            return
        with self.engine.connect() as connection:
            yield connection

    def make(self, tables: MetaData) -> None:
        """Make the tables that are missing, and the columns that an older program did not know."""
        with self.writing() as connection:
            for table in tables.sorted_tables:
                for command in _commands(table, self.engine.dialect):
                    connection.exec_driver_sql(command)
                found = connection.exec_driver_sql(f"SELECT * FROM {table.name} LIMIT 0")
                known = set(found.keys())
                found.close()
                for column in table.columns:
                    if column.name not in known:
                        text = CreateColumn(column).compile(dialect=self.engine.dialect)
                        connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {text}")

    def version(self) -> int:
        """Return the number of the schema that the last writer left, 0 where none did."""
        if self.server:
            ((told,),) = self.run("SELECT obj_description(current_schema()::regnamespace)")
            return int(told) if str(told or "").isdigit() else 0
        ((number,),) = self.run("PRAGMA user_version")
        return int(number)

    def put_version(self, number: int) -> None:
        """Keep the number of the schema."""
        if self.server:
            ((schema,),) = self.run("SELECT quote_ident(current_schema())")
            self.run(f"COMMENT ON SCHEMA {schema} IS '{int(number)}'")
        else:
            self.run(f"PRAGMA user_version={int(number)}")

    def last_number(self, column: Column[Any]) -> int:
        """Return the highest number that the database ever gave in a column, 0 where it gave none."""
        if self.server:
            ((sequence,),) = self.run(f"SELECT pg_get_serial_sequence('{column.table.name}', '{column.name}')")
            ((last, called),) = self.run(f"SELECT last_value, is_called FROM {sequence}")
            return int(last) if called else 0
        given = self.run(f"SELECT seq FROM sqlite_sequence WHERE name = '{column.table.name}'")
        return int(given[0][0]) if given else 0

    def go_on_after(self, column: Column[Any], number: int) -> None:
        """Have the database give numbers above this one."""
        table = column.table.name
        if self.server:
            if number > 0:
                self.run(f"SELECT setval(pg_get_serial_sequence('{table}', '{column.name}'), {int(number)})")
        elif column.table.dialect_options["sqlite"]["autoincrement"]:
            self.run(f"DELETE FROM sqlite_sequence WHERE name = '{table}'")
            self.run(f"INSERT INTO sqlite_sequence VALUES ('{table}', {int(number)})")

    def close(self) -> None:
        """Release files and connections."""
        with self._lock:
            self._release()


def _commands(table: Table, dialect: Dialect) -> tuple[str, ...]:
    """Return what makes a table and its indexes where they are missing, as text, put together at its first use."""
    known = table, dialect.name
    if known not in _COMMANDS:
        indexes = [str(CreateIndex(each, if_not_exists=True).compile(dialect=dialect)) for each in table.indexes]
        _COMMANDS[known] = (str(CreateTable(table, if_not_exists=True).compile(dialect=dialect)), *indexes)
    return _COMMANDS[known]


def _text(statement: Executable, dialect: Dialect) -> tuple[str, Mapping[str, object]] | None:
    """Return a statement as SQLite's text with the constants in it, compiled at its first use; None for one with lists.

    SQLAlchemy's own way from a statement to rows takes four times as long as SQLite itself, and an answer asks twenty
    times, mostly for the number of the generation: a tenth of its processor time.
    """
    if statement not in _TEXTS:
        compiled = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        constants = {name: value for name, value in compiled.params.items() if value is not None}
        lists = compiled.post_compile_params or compiled.literal_execute_params
        _TEXTS[statement] = None if lists else (str(compiled), constants)
    return _TEXTS[statement]


@contextmanager
def _transaction(connection: Connection) -> Iterator[None]:
    # Both drivers leave transactions to us: between them every statement sees what is committed.
    connection.exec_driver_sql("BEGIN")
    try:
        yield
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        with suppress(SQLAlchemyError):
            connection.exec_driver_sql("ROLLBACK")
        raise


def _release(engine: Engine, held: Connection | None) -> None:
    if held is not None:
        with suppress(SQLAlchemyError):
            held.close()
    engine.dispose()


def sqlite_file(path: Path, *, overwriting: bool = False, each_synced: bool = False, log: bool = True) -> Database:
    """Open (and where missing create) a file of SQLite; with `overwriting`, what is deleted is overwritten, too.

    With `each_synced`, every transaction reaches the disk before it counts. With `log`, readers and the writer do not
    wait for one another; without, all is in the one file as soon as it is written.

    :raises KnowledgeBaseError: damaged, or it cannot be written.
    """

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(path, check_same_thread=False, timeout=PATIENCE, isolation_level=None)

    def translate(error: BaseException) -> KnowledgeBaseError:
        return translated(error, path.parent)

    engine = create_engine(
        "sqlite://", creator=connect, poolclass=StaticPool, isolation_level="AUTOCOMMIT", paramstyle="named"
    )
    settings = (
        *(["journal_mode=WAL"] if log else []),
        f"synchronous={'FULL' if each_synced else 'NORMAL'}",
        *(["secure_delete=ON"] if overwriting else []),
    )
    try:
        held = engine.connect()
        database = Database(engine, translate, held=held)
        for setting in settings:
            held.exec_driver_sql(f"PRAGMA {setting}")
    except SQLAlchemyError as error:
        engine.dispose()
        raise translate(error) from error
    return database


def translated(error: BaseException, index: Path) -> KnowledgeBaseError:
    """Return our error for one of SQLite's, so that no caller needs to know SQLite."""
    why = str(getattr(error, "orig", None) or error)
    if "locked" in why:
        return KnowledgeBaseError("index-locked", path=index, who="SQLite")
    if "readonly" in why or "full" in why or "unable to open" in why or "disk I/O" in why:
        return KnowledgeBaseError("read-only", path=index, why=why)
    return KnowledgeBaseError("catalogue-damaged", path=index, why=why)
