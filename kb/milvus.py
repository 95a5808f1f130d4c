"""A Milvus server: collections of vectors and of words on one machine or spread over many.

pymilvus is an extra (`pip install 'kiz-assistent[milvus]'`) and is imported with the first address of such a server.
"""

from __future__ import annotations

import logging
import os
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from kb.errors import KnowledgeBaseError
from kb.server_place import TOKEN, ServerPlace, server_address

SCHEME = "milvus+"
PORT = 19530
# Seconds until a server counts as out of reach, and that one answer may take.
CONNECT, TIMEOUT = 10.0, 60.0
# Milvus answers a query with at most so many rows, and takes messages of up to 64 MB: a row of words is about 5 kB.
MOST, BATCH = 16_384, 1000
KEY = "passage"
# Errors of Milvus that pass: no connection (Milvus Lite ends one that was idle for a minute: "too many pings"), and a
# collection that the server has on disk only, after its start or released by somebody.
NOT_CONNECTED, NOT_LOADED = 2, 101
TRIES, PAUSE = 5, 0.1
_T = TypeVar("_T")


class Collection:
    """One collection of a Milvus server.

    What was written is seen by the next question, whichever process asks it (Milvus' consistency "Strong").
    """

    def __init__(self, place: ServerPlace) -> None:
        """Connect to the server.

        :raises KnowledgeBaseError: pymilvus is not installed, no such address, or the server cannot be reached.
        """
        self.place = place
        self.name = place.collection.replace("-", "_")
        self._milvus, self._rpc_error = _pymilvus(place.url)
        url = place.url.removeprefix(SCHEME)
        parts = server_address(url, place.url)
        address = f"{parts.scheme}://{parts.hostname}:{parts.port or PORT}"
        client = self._milvus.MilvusClient
        self._client: Any = self._ask(lambda: client(address, token=os.environ.get(TOKEN, ""), timeout=CONNECT))
        # With the last who asks here, too: a running reader opens its indexes anew with every publication.
        self._release = weakref.finalize(self, self._client.close)
        self._release.atexit = False

    def exists(self) -> bool:
        """Return whether the server has the collection."""
        return bool(self._ask(lambda: self._client.has_collection(self.name, timeout=TIMEOUT)))

    def wanted(self) -> None:
        """See that the collection is there.

        :raises KnowledgeBaseError: it is not.
        """
        if not self.exists():
            raise KnowledgeBaseError("no-collection", url=self.place.url, name=self.name)

    def make(self, fields: Mapping[str, Mapping[str, Any]], indexes: Mapping[str, Mapping[str, Any]]) -> None:
        """Make the collection with these fields beside the passage's number, and these indexes; one there is kept."""
        if self.exists():
            return
        kinds = self._milvus.DataType
        schema = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field(KEY, kinds.INT64, is_primary=True)
        for name, field in fields.items():
            schema.add_field(name, kinds[field["kind"]], **{k: v for k, v in field.items() if k != "kind"})
        made = self._client.prepare_index_params()
        for name, index in indexes.items():
            made.add_index(field_name=name, **index)
        self._ask(
            lambda: self._client.create_collection(
                self.name, schema=schema, index_params=made, consistency_level="Strong", timeout=TIMEOUT
            )
        )

    def drop(self) -> None:
        """Delete the collection, where there is one."""
        if self.exists():
            self._ask(lambda: self._client.drop_collection(self.name, timeout=TIMEOUT))

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write (or replace) rows."""
        for start in range(0, len(rows), BATCH):
            part = [dict(row) for row in rows[start : start + BATCH]]
            self._ask(lambda part=part: self._client.upsert(self.name, part, timeout=TIMEOUT))  # type: ignore[misc]

    def delete(self, passages: Sequence[int]) -> None:
        """Delete the rows of these passages; unknown ones do no harm."""
        for part in parts(passages):
            self._ask(lambda part=part: self._client.delete(self.name, ids=part, timeout=TIMEOUT))  # type: ignore[misc]

    def rows(self, passages: Sequence[int], names: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Yield these fields of the rows of those of the passages that have one."""
        for part in parts(passages):
            yield from self._ask(
                lambda part=part: self._client.get(self.name, ids=part, output_fields=[KEY, *names], timeout=TIMEOUT)  # type: ignore[misc]
            )

    def every(self, where: str = "") -> Iterator[int]:
        """Yield the passages whose rows satisfy an expression."""
        pages = self._ask(
            lambda: self._client.query_iterator(
                self.name, batch_size=BATCH, filter=where, output_fields=[KEY], timeout=TIMEOUT
            )
        )
        try:
            while page := self._ask(pages.next):
                yield from (int(row[KEY]) for row in page)
        finally:
            pages.close()

    def count(self, where: str = "") -> int:
        """Return the number of rows that satisfy an expression."""
        found = self._ask(
            lambda: self._client.query(self.name, filter=where, output_fields=["count(*)"], timeout=TIMEOUT)
        )
        return int(found[0]["count(*)"])

    def search(
        self, field: str, vector: object, k: int, params: Mapping[str, Any], where: str = ""
    ) -> list[tuple[int, float]]:
        """Return the `k` best passages with their score, best first; equal ones by their number."""
        found = self._ask(
            lambda: self._client.search(
                self.name,
                data=[vector],
                anns_field=field,
                limit=min(k, MOST),
                search_params=dict(params),
                filter=where,
                output_fields=[KEY],
                timeout=TIMEOUT,
            )
        )
        return sorted(
            ((int(hit["entity"][KEY]), float(hit["distance"])) for hit in found[0]), key=lambda hit: (-hit[1], hit[0])
        )

    def flush(self) -> None:
        """Have the server write what it holds in memory into its files, and index it there."""
        self._ask(lambda: self._client.flush(self.name, timeout=TIMEOUT))

    def close(self) -> None:
        """Give the connection back; a second call does nothing."""
        self._release()

    def _ask(self, call: Callable[[], _T]) -> _T:
        """Return what Milvus says, with its errors as those of the house; try again what fails in passing."""
        for left in range(TRIES - 1, -1, -1):
            try:
                return call()
            except (self._milvus.MilvusException, self._rpc_error) as error:
                code = getattr(error, "code", None)
                if not left or code not in (NOT_CONNECTED, NOT_LOADED):
                    raise KnowledgeBaseError("vector-server", url=self.place.url, why=_reason(error)) from error
                time.sleep(PAUSE * 2 ** (TRIES - 1 - left))
                if code == NOT_LOADED:
                    self._load()
        raise AssertionError("unreachable")

    def _load(self) -> None:
        with suppress(self._milvus.MilvusException, self._rpc_error):  # the next try says what is wrong
            self._client.load_collection(self.name, timeout=TIMEOUT)


def _reason(error: Exception) -> str:
    details = getattr(error, "details", None)  # of gRPC
    told = details() if callable(details) else getattr(error, "message", "") or str(error)
    return (str(told or "").strip() or type(error).__name__).splitlines()[0][:300]


def parts(passages: Iterable[int]) -> Iterator[list[int]]:
    """Yield numbers in parts that one message holds."""
    numbers = [int(number) for number in passages]
    for start in range(0, len(numbers), BATCH):
        yield numbers[start : start + BATCH]


def drop(place: ServerPlace) -> None:
    """Delete a collection, where there is one.

    :raises KnowledgeBaseError: the server cannot be reached.
    """
    collection = Collection(place)
    try:
        collection.drop()
    finally:
        collection.close()


def _pymilvus(url: str) -> tuple[Any, type[Exception]]:
    """Return the module pymilvus, and the errors of gRPC that it lets through (an answer that took too long)."""
    try:
        import grpc  # noqa: PLC0415
        import pymilvus  # noqa: PLC0415
    except ImportError:
        raise KnowledgeBaseError("no-milvus", url=url) from None
    # It logs every error with what was asked; the house tells its own.
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
    return pymilvus, grpc.RpcError
