"""The answers as tools of a language model: Model Context Protocol over HTTP, without sessions and streams.

Of the protocol (modelcontextprotocol.io, "Streamable HTTP") a server that only answers needs four methods of
JSON-RPC 2.0. Gradio's own MCP server holds pydantic at an older version than we have, and the SDK brings seven packages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, ValidationError

from ui.doors import same_origin

# The latest first. Between them nothing changed of what is used here.
VERSIONS = ("2025-11-25", "2025-06-18", "2025-03-26")
_PARSE, _REQUEST, _METHOD, _PARAMS = -32700, -32600, -32601, -32602


class Nothing(BaseModel):
    """What a tool without parameters takes."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: what a model is told of it, what it takes and gives. `run` may raise `HTTPException`: busy, or 422 with what is wrong."""

    name: str
    description: str
    takes: type[BaseModel]
    gives: type[BaseModel]
    run: Callable[[Any], BaseModel]

    def described(self) -> dict[str, Any]:
        """Return the tool as `tools/list` shows it."""
        return {
            "name": self.name,
            "description": self.description,
            "inputSchema": self.takes.model_json_schema(),
            "outputSchema": self.gives.model_json_schema(mode="serialization"),
            "annotations": {"readOnlyHint": True, "openWorldHint": False},
        }


class _CallError(Exception):
    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def route(title: str, note: str, tools: Sequence[Tool], permitted: Callable[[Request], None]) -> APIRouter:
    """Return the route `POST /mcp`. `permitted` raises `HTTPException` where a caller uses tools too often."""
    router = APIRouter()
    known = {tool.name: tool for tool in tools}

    @router.post("/mcp", include_in_schema=False)
    async def mcp(request: Request) -> Response:
        if not same_origin(request.scope):
            return Response(status_code=403)
        number = None
        try:
            message = _message(await request.body())
            if "id" not in message:
                return Response(status_code=202)  # a notification: nothing here waits for one
            number, params = message["id"], message.get("params")
            params = params if isinstance(params, dict) else {}
            if message["method"] == "tools/call":
                permitted(request)
                return _told(number, await run_in_threadpool(_call, known, params))
            return _told(number, _result(message["method"], params, title, note, tools))
        except _CallError as error:
            return _told(number, error=error)

    return router


def _message(body: bytes) -> dict[str, Any]:
    try:
        message = json.loads(body)
    except ValueError as error:
        raise _CallError(_PARSE, "no JSON") from error
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0" or not isinstance(message.get("method"), str):
        raise _CallError(_REQUEST, "no JSON-RPC 2.0 request")
    return message


def _result(method: str, params: dict[str, Any], title: str, note: str, tools: Sequence[Tool]) -> dict[str, Any]:
    if method == "initialize":
        asked = params.get("protocolVersion")
        return {
            "protocolVersion": asked if asked in VERSIONS else VERSIONS[0],
            "capabilities": {"tools": {}},
            "serverInfo": {"name": "kiz-assistent", "title": title, "version": "1"},
            "instructions": note,
        }
    if method == "ping":
        return {}
    if method == "tools/list":
        return {"tools": [tool.described() for tool in tools]}
    raise _CallError(_METHOD, "no such method")


def _call(known: dict[str, Tool], params: dict[str, Any]) -> dict[str, Any]:
    tool = known.get(str(params.get("name")))
    if tool is None:
        raise _CallError(_PARAMS, "no such tool")
    try:
        given = tool.takes.model_validate(params.get("arguments") or {})
    except ValidationError as error:
        # For the model, which may try again: what was wrong, without what was sent.
        wrong = [{"field": ".".join(map(str, entry["loc"])), "message": entry["msg"]} for entry in error.errors()]
        return {"content": [{"type": "text", "text": json.dumps(wrong)}], "isError": True}
    try:
        found = tool.run(given).model_dump(mode="json")
    except HTTPException as refused:
        later = f"try again later ({refused.status_code})"
        return {
            "content": [{"type": "text", "text": str(refused.detail) if refused.status_code == 422 else later}],
            "isError": True,
        }
    said = json.dumps(found, ensure_ascii=False)
    return {"content": [{"type": "text", "text": said}], "structuredContent": found, "isError": False}


def _told(number: Any, result: dict[str, Any] | None = None, error: _CallError | None = None) -> JSONResponse:
    told: dict[str, Any] = {"jsonrpc": "2.0", "id": number}
    told |= {"error": {"code": error.code, "message": str(error)}} if error else {"result": result}
    return JSONResponse(told, 400 if error and error.code in (_PARSE, _REQUEST) else 200)
