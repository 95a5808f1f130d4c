"""Vectors on a Chroma server: the same collection as in a folder, for several processes and machines."""

from __future__ import annotations

import os
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import httpx
from chromadb.api import ServerAPI
from chromadb.api.fastapi import FastAPI
from chromadb.config import Settings, System
from chromadb.errors import ChromaError, NotFoundError

from kb.errors import KnowledgeBaseError
from kb.server_place import TOKEN, ServerPlace, server_address
from kb.vectors import CollectionVectors, collection

# Chroma 1.5.9 answers 2 or 3 of 800 queries beside a writer with "Nothing found on disk", and the next one rightly.
TRIES, PAUSE = 6, 0.1
_PASSING = ("nothing found on disk",)
# Seconds that one answer of the server may take.
TIMEOUT = 60.0
_T = TypeVar("_T")


def drop(place: ServerPlace) -> None:
    """Delete a collection, where there is one.

    :raises KnowledgeBaseError: the server cannot be reached.
    """
    connection = _Connection(place.url)
    try:
        with suppress(NotFoundError):
            connection.ask(lambda server: server.delete_collection(place.collection))
    finally:
        connection.close()


class ServerVectors(CollectionVectors):
    """A collection on a Chroma server (`chroma run`).

    :raises KnowledgeBaseError: out of reach, or (not `writable`) no such collection there.
    """

    def __init__(self, place: ServerPlace, dimension: int, *, writable: bool = False) -> None:
        super().__init__(dimension)
        self.place = place
        self._connection = _Connection(place.url)
        try:
            self._collection = self._connection.ask(lambda server: collection(server, place.collection, writable))
        except (NotFoundError, KnowledgeBaseError) as error:
            self.close()
            if isinstance(error, KnowledgeBaseError):
                raise
            raise KnowledgeBaseError("no-collection", url=place.url, name=place.collection) from error

    def _read(self, call: Callable[[], _T]) -> _T:
        return self._connection.ask(lambda _: call())

    def _write(self, call: Callable[[], object]) -> None:
        self._connection.ask(lambda _: call())  # what is written twice is the same as written once

    def ids(self) -> set[int]:
        """Return the passages that have a vector."""
        return {int(name) for name in self._read(lambda: self._collection.get(include=[])["ids"])}

    def close(self) -> None:
        """Give the connection back; a second call does nothing."""
        self._connection.close()


class _Connection:
    """A connection to one server that tries again what fails in passing, and tells errors in the words of the house.

    Chroma's `HttpClient` waits for ever and leaves its sockets open; this one has a system of its own.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        parts = server_address(url, url)
        token = os.environ.get(TOKEN, "")
        ssl = parts.scheme == "https"
        system = System(
            Settings(
                anonymized_telemetry=False,
                chroma_api_impl="chromadb.api.fastapi.FastAPI",
                chroma_server_host=parts.hostname,
                chroma_server_http_port=parts.port or (443 if ssl else 8000),
                chroma_server_ssl_enabled=ssl,
                chroma_server_headers={"Authorization": f"Bearer {token}"} if token else {},
            )
        )
        self._server = system.instance(FastAPI)
        self._server._session.timeout = httpx.Timeout(TIMEOUT)
        self._release = weakref.finalize(self, _stop, system, self._server._session)

    def ask(self, call: Callable[[ServerAPI], _T]) -> _T:
        for left in range(TRIES - 1, -1, -1):
            try:
                return call(self._server)
            except NotFoundError:
                raise
            except Exception as error:
                # Chroma raises a bare `Exception` with the body of an answer that it cannot read, as a web server's.
                if not isinstance(error, (ChromaError, httpx.HTTPError, OSError)) and type(error) is not Exception:
                    raise
                if not left or not _in_passing(error):
                    raise KnowledgeBaseError("vector-server", url=self.url, why=_first_line(error)) from None
                time.sleep(PAUSE * 2 ** (TRIES - 1 - left))
        raise AssertionError("unreachable")

    def close(self) -> None:
        self._release()


def _stop(system: System, session: httpx.Client) -> None:
    session.close()
    system.stop()


def _in_passing(error: Exception) -> bool:
    told = str(error).casefold()
    return isinstance(error, httpx.TransportError) or any(words in told for words in _PASSING)


def _first_line(error: Exception) -> str:
    told = (str(error).strip() or type(error).__name__).splitlines()[0]
    token = os.environ.get(TOKEN, "")  # some servers quote the headers that they refuse
    return (told.replace(token, "…") if token else told)[:300]
