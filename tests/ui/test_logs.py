"""Lines of the log: JSON or text, with what an operator needs and without what nobody may read there."""

from __future__ import annotations

import io
import json
import logging
import sys
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest

from kb.config import Config, LlmConfig, LogConfig, ServerConfig
from kb.errors import KizError
from ui.logs import REQUEST, Printed, changed, logging_to, under

SECRET = "Zwiebelkuchenverordnung"
OURS, THEIRS = logging.getLogger("ui.test"), logging.getLogger("library.part")


def failing() -> None:
    try:
        raise ValueError(f"kein Ausdruck: {SECRET}")
    except ValueError as error:
        raise KizError("no-index", path=SECRET) from error


def logged(form: Literal["json", "text"], level: Any = "info", *, printed: bool = False) -> str:
    """All that is written of one event of each sort."""
    out = io.StringIO()
    with logging_to(LogConfig(form, level), out, printed=printed):
        OURS.debug("debug")
        OURS.info("seen", extra={"about": {"generation": 3}})
        THEIRS.info("hidden")
        THEIRS.warning("Request {'question': '%s'} failed: %s", SECRET, SECRET)
        THEIRS.error(f"Task exception was never retrieved\nfuture: <Task exception=ValueError('{SECRET}')>")
        try:
            failing()
        except KizError:
            OURS.exception("failed")
            if printed:
                traceback.print_exc()
        if printed:
            print(f"asked: {SECRET}", file=sys.stderr)
            warnings.warn(SECRET, UserWarning, stacklevel=1)
    return out.getvalue()


@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize("level", ["debug", "info", "warning", "error"])
@pytest.mark.filterwarnings("always")
def test_no_line_holds_a_value_whatever_form_and_level(form: Any, level: Any) -> None:
    assert SECRET not in logged(form, level, printed=True)


def test_every_line_is_one_object_with_time_level_and_event() -> None:
    lines = [json.loads(line) for line in logged("json").splitlines()]
    assert [line["event"] for line in lines] == ["seen", "Request", "Task exception was never retrieved", "failed"]
    assert [line["level"] for line in lines] == ["info", "warning", "error", "error"]
    assert lines[0]["generation"] == 3
    assert lines[0]["logger"] == "ui.test"
    assert lines[0]["time"].endswith("+00:00")


def test_an_error_is_told_by_kind_and_place_with_the_one_it_came_from() -> None:
    trace = json.loads(logged("json").splitlines()[-1])["error"]
    assert trace[0] == "KizError no-index"
    assert "ValueError" in trace
    assert any(place.startswith(f"{__file__}:") and place.endswith(" failing") for place in trace)


def test_text_is_for_people() -> None:
    first, *_ = logged("text").splitlines()
    assert first.endswith("INFO ui.test: seen generation=3")
    assert not first.startswith("{")


@pytest.mark.parametrize(
    ("level", "events"),
    [
        ("debug", ["debug", "seen", "failed"]),
        ("info", ["seen", "failed"]),
        ("warning", ["failed"]),
        ("error", ["failed"]),
    ],
)
def test_the_level_holds_for_our_events_and_of_libraries_only_warnings_are_told(level: Any, events: list[str]) -> None:
    lines = [json.loads(line) for line in logged("json", level).splitlines()]
    assert [line["event"] for line in lines if line["logger"] == "ui.test"] == events
    assert [line["level"] for line in lines if line["logger"] == "library.part"] == ["warning", "error"]


def test_what_a_library_prints_of_an_error_is_told_by_kind_and_place() -> None:
    out = io.StringIO()
    with logging_to(LogConfig("json"), out, printed=True):
        try:
            failing()
        except KizError:
            traceback.print_exc()
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["error"][0] for line in lines] == ["ValueError", "kb.errors.KizError"]
    assert all(line["error"][1].endswith(" failing") for line in lines)


@pytest.mark.filterwarnings("always")
def test_a_warning_of_a_library_is_told_by_kind_and_place() -> None:
    out = io.StringIO()
    with logging_to(LogConfig("json"), out, printed=True):
        warnings.warn(SECRET, UserWarning, stacklevel=1)
    told = json.loads(out.getvalue())
    assert told["kind"] == "UserWarning"
    assert told["place"].startswith(f"{__file__}:")


@pytest.mark.filterwarnings("always")
def test_afterwards_everything_is_as_before() -> None:
    before = (sys.stderr, warnings.showwarning, logging.getLogger("ui").level, list(logging.getLogger().handlers))
    logged("json", "debug", printed=True)
    assert (sys.stderr, warnings.showwarning, logging.getLogger("ui").level, logging.getLogger().handlers) == before


def test_steps_made_in_turn_each_belong_to_their_request() -> None:
    def steps() -> Iterator[str]:
        yield REQUEST.get()
        yield REQUEST.get()

    pairs = list(zip(under("a", steps()), under("b", steps()), strict=True))
    assert pairs == [("a", "b"), ("a", "b")]
    assert REQUEST.get() == ""


def test_settings_are_told_where_they_differ_and_without_secrets() -> None:
    config = Config(
        index=Path("/srv/index"),
        llm=LlmConfig(f"http://kiz:{SECRET}@host/v1", "x", api_key=SECRET),
        server=replace(ServerConfig(), proxies=("10.0.0.1",)),
    )
    assert changed(Config()) == {}
    assert changed(config) == {
        "index": "/srv/index",
        "llm.base_url": "http://…@host/v1",
        "llm.model": "x",
        "llm.api_key": "set",
        "server.proxies": ["10.0.0.1"],
    }


def test_lines_that_come_in_pieces_from_several_threads_stay_apart(caplog: pytest.LogCaptureFixture) -> None:
    import threading

    printed = Printed(sys.stderr)

    def trace(name: str) -> None:
        for piece in (
            "Traceback (most recent ",
            f'call last):\n  File "{name}.py", line 1, in {name}\n    x',
            f"\n{name}Error: y\n",
        ):
            printed.write(piece)
            both.wait(5)

    both = threading.Barrier(2)
    threads = [threading.Thread(target=trace, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = sorted(record.about["error"] for record in caplog.records)  # type: ignore[attr-defined]
    assert told == [["oneError", "one.py:1 one"], ["twoError", "two.py:1 two"]]


def test_a_log_that_cannot_be_written_does_not_log_that_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        tried = 0

        def write(self, text: str) -> int:
            self.tried += 1
            raise OSError(28, "No space left on device")

    full = Full()
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with logging_to(LogConfig("json"), full, printed=True):
        OURS.info("seen")
        OURS.info("seen")
    assert 2 < full.tried <= 6  # each event, and that it could not be written, with where it was logged


def test_a_slow_answer_is_told_and_a_quick_one_is_not(house: Any, caplog: pytest.LogCaptureFixture) -> None:
    from ui.metrics import Figures, Measured

    assistant = house.Assistant(house.Papers({}), lambda question: [house.answer()])
    with caplog.at_level(logging.INFO, "ui.metrics"):
        list(Measured(assistant, Figures(), slow=60.0).stream(SECRET))
        assert caplog.records == []
        list(Measured(assistant, Figures(), slow=0.0).stream(SECRET))
    (record,) = caplog.records
    assert (record.message, record.about["door"]) == ("slow answer", "public")  # type: ignore[attr-defined]
    assert SECRET not in str(record.__dict__)
