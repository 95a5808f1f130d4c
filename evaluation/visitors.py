"""People and programs that ask a running server: through the queue of its page, or through its interface."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any, Protocol

import httpx

# So long somebody waits at most: 64 in the queue are answered sooner.
PATIENCE = 60.0
_QUESTION = "\0question"


class RefusedError(Exception):
    """The server had no room for the question."""


class Asker(Protocol):
    """Somebody who asks."""

    async def ask(self, question: str) -> tuple[float, float]:
        """Return the seconds to the first words of the answer, and to the whole of it."""

    async def leave(self) -> None:
        """Go."""


class Visitor:
    """Somebody with an open page: a session of the queue, and the connection by which the server knows its end."""

    def __init__(self, client: httpx.AsyncClient, page: dict[str, Any], name: str) -> None:
        """Open the page; `page` from `read_page`, `name` like no other visitor's."""
        self._client, self._page, self._name = client, page, name
        self._open = asyncio.create_task(self._stay())

    async def ask(self, question: str) -> tuple[float, float]:
        """Return the seconds to the first words of the answer, and to the whole of it.

        :raises RefusedError: the queue was full.
        :raises ValueError: the server could not answer.
        """
        started, first = time.perf_counter(), 0.0
        values = [question if value == _QUESTION else value for value in self._page["data"]]
        sent = {**self._page, "data": values, "session_hash": self._name}
        joined = await self._client.post("/gradio_api/queue/join", json=sent)
        if joined.status_code in (429, 503):
            raise RefusedError
        joined.raise_for_status()
        address = f"/gradio_api/queue/data?session_hash={self._name}"
        async with self._client.stream("GET", address) as events:
            events.raise_for_status()
            async for line in events.aiter_lines():
                if not line.startswith("data: "):
                    continue
                message = json.loads(line.removeprefix("data: "))
                shown = json.dumps(message.get("output"), ensure_ascii=False)
                if message["msg"] == "queue_full":
                    raise RefusedError
                if 'data-state=\\"failed' in shown:
                    raise ValueError("the turn failed")
                # The page shows the question at once, under another state.
                if not first and ('data-state=\\"growing' in shown or 'data-state=\\"done' in shown):
                    first = time.perf_counter() - started
                if message["msg"] == "process_completed":
                    if not message["success"] or not first:
                        raise ValueError(f"no answer: {shown[:80]}")
                    return first, time.perf_counter() - started
        raise ValueError("the stream of events ended early")

    async def leave(self) -> None:
        """Close the page."""
        self._open.cancel()
        await asyncio.gather(self._open, return_exceptions=True)

    async def _stay(self) -> None:
        async with self._client.stream("GET", f"/gradio_api/heartbeat/{self._name}", timeout=None) as alive:
            async for _ in alive.aiter_raw():
                pass


class Program:
    """A program: it gets the answer in one piece, so that first words and whole answer come together."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def ask(self, question: str) -> tuple[float, float]:
        """Return the seconds to the answer, twice.

        :raises RefusedError: all places are taken.
        :raises ValueError: what came is no answer.
        """
        started = time.perf_counter()
        answer = await self._client.post("/api/ask", json={"question": question})
        if answer.status_code in (429, 503):
            raise RefusedError
        answer.raise_for_status()
        if not answer.json().get("text"):
            raise ValueError("no answer")
        took = time.perf_counter() - started
        return took, took

    async def leave(self) -> None:
        """Nothing stays open."""


async def read_page(client: httpx.AsyncClient) -> dict[str, Any]:
    """Return what the page sends with a question: the number of the event, the inputs as nobody has touched them."""
    answer = await client.get("/config")
    config = answer.raise_for_status().json()
    submit = next(one for one in config["dependencies"] if any(target[1] == "submit" for target in one["targets"]))
    props = {component["id"]: component["props"] for component in config["components"]}
    inputs = [props[one] for one in submit["inputs"]]
    values = [_QUESTION if one.get("elem_id") == "question" else one.get("value") for one in inputs]
    return {"fn_index": submit["id"], "data": values}
