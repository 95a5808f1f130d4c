"""What the program does, line by line on standard error: JSON for machines, text for people.

No line holds a question, a name, an address or a secret, whatever the level. Our own messages are written so; of a
library only the beginning of its message is taken, before any value, and of an error its kind and its places.
"""

from __future__ import annotations

import io
import json
import logging
import re
import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from contextvars import ContextVar
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO, TypeVar

from kb.config import Config, LogConfig
from kb.errors import KizError

T = TypeVar("T")
LOG = logging.getLogger(__name__)
# Whose messages are ours: the packages of the house.
OURS = ("app", "cli", "ui", "kb", "ingest", "assistant", "evaluation", "kiz")
# The request that is being answered: a random number, known to nobody but the log and the answer's header.
REQUEST: ContextVar[str] = ContextVar("request", default="")

_VALUES = re.compile(r"[\n<({\[\"':=%]")
_PLACE = re.compile(r'[\s|+]*File "(.+)", line (\d+), in (\S+)')
_KIND = re.compile(r"[A-Za-z_][\w.]*")
_BETWEEN = (
    "Traceback ",
    "During handling ",
    "The above exception ",
    "Exception Group ",
    "Exception in thread ",
    "|",
    "+",
)
_CREDENTIALS = re.compile(r"//[^/@\s]*@")
# Of two chained errors with the same place in a library's depth, nobody reads more.
_DEEPEST = 30


def under(request: str, steps: Iterator[T]) -> Iterator[T]:
    """Yield `steps`, each made as part of a request: threads of a pool know nothing of one another's."""
    while True:
        token = REQUEST.set(request)
        try:
            step = next(steps)
        except StopIteration:
            return
        finally:
            REQUEST.reset(token)
        yield step


@contextmanager
def logging_to(config: LogConfig, stream: TextIO | None = None, *, printed: bool = False) -> Iterator[None]:
    """Write events to `stream` (standard error) until the block is left.

    `printed`: what libraries print on standard error instead of logging it goes the same way, without its words.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_AsJson() if config.format == "json" else _AsText())
    handler.addFilter(_passes)
    loggers = {name: logging.getLogger(name) for name in OURS}
    before = {name: logger.level for name, logger in loggers.items()}
    shown, root = warnings.showwarning, logging.getLogger()
    root.addHandler(handler)
    for logger in loggers.values():
        logger.setLevel(config.level.upper())
    try:
        if printed:
            warnings.showwarning = _warned
            with redirect_stderr(Printed(sys.stderr)):
                yield
        else:
            yield
    finally:
        warnings.showwarning = shown
        root.removeHandler(handler)
        for name, logger in loggers.items():
            logger.setLevel(before[name])


def told(error: KizError, otherwise: Callable[[KizError], None]) -> None:
    """Log an error that the program goes on without, where it logs; `otherwise` shows it to a person."""
    if isinstance(sys.stderr, Printed):
        LOG.warning("%s", error)
    else:
        otherwise(error)


def changed(config: Config) -> dict[str, Any]:
    """Return the settings that differ from the defaults, by their names in `kiz.toml`, without secrets."""
    return dict(_changed(config, Config(), ""))


def _changed(now: Any, default: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    for field in fields(now):
        value, other, name = getattr(now, field.name), getattr(default, field.name), f"{prefix}{field.name}"
        if field.name == "api_key":
            if value:
                yield name, "set"
        elif is_dataclass(value):
            yield from _changed(value, other, f"{name}.")
        elif value != other:
            yield name, _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, (str, Path)):
        return _CREDENTIALS.sub("//…@", str(value))
    return list(map(_plain, value)) if isinstance(value, tuple) else value


def places(error: BaseException) -> list[str]:
    """Return kind and places of an error and of those it came from, the latest first; without their words."""
    told: list[str] = []
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        told.append(type(one).__name__ + (f" {one.key}" if isinstance(one, KizError) else ""))
        frames = reversed(traceback.extract_tb(one.__traceback__))
        told += [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames][:_DEEPEST]
        one = one.__cause__ or one.__context__
    return told


class Printed(io.TextIOBase):
    """Takes what is printed on standard error: of a traceback kind and places are logged, all other words are dropped."""

    def __init__(self, before: TextIO) -> None:
        super().__init__()
        self._before = before
        self._mine = threading.local()

    def fileno(self) -> int:
        """Return that of standard error itself, for child processes."""
        return self._before.fileno()

    def writable(self) -> bool:
        """Return that it takes text."""
        return True

    def write(self, text: str) -> int:
        """Take text; what is no whole line yet waits."""
        *lines, self._mine.rest = (getattr(self._mine, "rest", "") + text).split("\n")
        for line in lines:
            self._line(line)
        return len(text)

    def _line(self, line: str) -> None:
        if getattr(self._mine, "telling", False):
            return  # the log itself cannot be written, and says so here
        found: list[str] = getattr(self._mine, "places", [])
        if place := _PLACE.match(line):
            self._mine.places = [*found, f"{place[1]}:{place[2]} {place[3]}"]
        elif found and line[:1].strip() and not line.startswith(_BETWEEN):
            kind = _KIND.match(line)
            self._mine.places = []
            about = {"error": [kind[0] if kind else "?", *reversed(found)][: _DEEPEST + 1]}
            self._mine.telling = True
            try:
                LOG.error("unexpected error", extra={"about": about})
            finally:
                self._mine.telling = False


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    LOG.warning("warning of a library", extra={"about": {"kind": category.__name__, "place": f"{filename}:{lineno}"}})


def _passes(record: logging.LogRecord) -> bool:
    if _ours(record.name):
        return True
    # `ui.traffic` has told it already, with the request's number; and streams of open pages end no other way.
    known = record.name == "uvicorn.error" and str(record.msg).startswith(("Exception in ASGI", "Cancel %s running"))
    return record.levelno >= logging.WARNING and not known


def _ours(name: str) -> bool:
    return name.partition(".")[0] in OURS


def _event(record: logging.LogRecord) -> dict[str, Any]:
    """Return a record as what is written of it."""
    when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    said = record.getMessage() if _ours(record.name) else _VALUES.split(str(record.msg), maxsplit=1)[0].strip()
    event = {"time": when, "level": record.levelname.lower(), "logger": record.name, "event": said}
    if request := REQUEST.get():
        event["request"] = request
    event |= getattr(record, "about", {})
    if record.exc_info and record.exc_info[1]:
        event["error"] = places(record.exc_info[1])
    return event


class _AsJson(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_event(record), ensure_ascii=False, default=str)


class _AsText(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        event = _event(record)
        when = datetime.fromtimestamp(record.created).astimezone()
        head = [f"{when:%Y-%m-%d %H:%M:%S}", event.pop("level").upper(), event.pop("logger") + ":", event.pop("event")]
        del event["time"]
        trace = [f"\n    {place}" for place in event.pop("error", ())]
        about = [f"{name}={json.dumps(value, ensure_ascii=False, default=str)}" for name, value in event.items()]
        return " ".join([*head, *about]) + "".join(trace)
