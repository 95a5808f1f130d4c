"""A PostgreSQL database: connections to one schema of it, the writer's lock, and its errors as ours.

psycopg is an extra (`pip install 'kiz-assistent[postgresql]'`) and is imported with the first address of such a server.
Who may log in is libpq's business: PGPASSWORD, PGPASSFILE, ~/.pgpass, certificates.
"""

from __future__ import annotations

import os
import re
import socket
import zlib
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, QueuePool, StaticPool, create_engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from kb.catalogue_place import check_address
from kb.database import Database
from kb.errors import KnowledgeBaseError

# Seconds until a server counts as out of reach, and (milliseconds) until one that went silent does.
CONNECT, SILENT = 5, 15_000
_ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": SILENT}
# The writer's lock is one of PostgreSQL's advisory locks: this number, and one made of the schema's name.
LOCK = 0x6B697A
# Of a connection that did not come about there is only libpq's text: the server said no, or it is starting or stopping.
_NOT_LET_IN, _PASSING = re.compile("FATAL|no password supplied"), re.compile("starting up|shutting down|recovery")
_HOLDER = (
    "SELECT a.application_name, a.client_addr FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
    " WHERE l.locktype = 'advisory' AND l.granted AND l.classid = {0} AND l.objid = {1}"
)


def open_schema(url: str, schema: str, *, writer: bool = False) -> Database:
    """Open a schema of a database; for the writer it is made where missing, and locked until the database is closed.

    :raises KnowledgeBaseError: no address, psycopg is not installed, out of reach, no access, or locked.
    """
    engine = _engine(url, schema, one=writer)

    def translate(error: BaseException) -> KnowledgeBaseError:
        return translated(error, url)

    if not writer:
        database = Database(engine, translate)
        if database.run("SELECT current_schema()") != [(schema,)]:
            database.close()
            raise KnowledgeBaseError("database-refused", url=url, why=f"schema {schema}")
        return database
    try:
        held = engine.connect()
        database = Database(engine, translate, held=held)
        held.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
        _lock(database, url, schema)
    except SQLAlchemyError as error:
        engine.dispose()
        raise translate(error) from error
    return database


def _lock(database: Database, url: str, schema: str) -> None:
    number = zlib.crc32(schema.encode()) & 0x7FFFFFFF
    if database.run(f"SELECT pg_try_advisory_lock({LOCK}, {number})") == [(True,)]:
        return
    who = database.run(_HOLDER.format(LOCK, number))
    database.close()
    told = ", ".join(" ".join(str(part) for part in row if part) for row in who) or "PostgreSQL"
    raise KnowledgeBaseError("index-locked", path=url, who=told)


def drop_schemas(places: tuple[tuple[str, str], ...]) -> None:
    """Delete schemas with all that is in them.

    :raises KnowledgeBaseError: out of reach, or no access.
    """
    for url, schema in places:
        engine = _engine(url, schema, one=True)
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
        except SQLAlchemyError as error:
            raise translated(error, url) from error
        finally:
            engine.dispose()


def encrypted(url: str) -> bool:
    """Return whether connections go over TLS, or never leave this machine.

    :raises KnowledgeBaseError: out of reach, or no access.
    """
    engine = _engine(url, "public", one=True)
    try:
        with engine.connect() as connection:
            given: Any = connection.connection.dbapi_connection
            used, host = given.pgconn.ssl_in_use, given.info.host
    except SQLAlchemyError as error:
        raise translated(error, url) from error
    finally:
        engine.dispose()
    return bool(used) or host.startswith("/") or host in ("localhost", "127.0.0.1", "::1")


def _engine(url: str, schema: str, *, one: bool) -> Engine:
    psycopg = _psycopg(url)
    check_address(url)

    def connect() -> Any:
        given = psycopg.conninfo.conninfo_to_dict(url)
        # Commits of the writer are on the disk before the ledger says so, whatever the server's own setting.
        options = f"{given.pop('options', '')} -c search_path={schema} -c synchronous_commit=on".strip()
        named = {"application_name": f"kiz {socket.gethostname()} {os.getpid()}", "connect_timeout": CONNECT}
        return psycopg.connect(**{**_ALIVE, **named, **given, "options": options}, autocommit=True)

    kind = StaticPool if one else QueuePool
    return create_engine("postgresql+psycopg://", creator=connect, poolclass=kind, isolation_level="AUTOCOMMIT")


def _psycopg(url: str) -> ModuleType:
    try:
        import psycopg.conninfo  # noqa: PLC0415 - an extra, for those who have such a server
    except ImportError as error:
        raise KnowledgeBaseError("no-psycopg", url=url) from error
    return psycopg


def translated(error: BaseException, url: str) -> KnowledgeBaseError:
    """Return our error for one of PostgreSQL's."""
    original = getattr(error, "orig", None) or error
    why = " ".join(str(original).split())
    state = str(getattr(original, "sqlstate", None) or "")
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    if not state and _NOT_LET_IN.search(why) and not _PASSING.search(why):
        return KnowledgeBaseError("database-refused", url=url, why=why)
    # Without a state there is no connection; classes 08, 57 and 53: it broke, the server stops, it has no room.
    if not state or lost or state[:2] in ("08", "57"):
        return KnowledgeBaseError("database-away", url=url, why=why)
    if state[:2] in ("53", "58") or state == "25006":
        return KnowledgeBaseError("database-full", url=url, why=why)
    if state in ("42501", "28000", "28P01"):
        return KnowledgeBaseError("database-refused", url=url, why=why)
    return KnowledgeBaseError("database-damaged", url=url, why=why)
