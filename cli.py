"""The command `kiz`: parses its line and calls what does it; serving, which is the app's, and measuring are here.

Exit codes: 0 done; 1 an error that is explained in one line; 2 a command line that cannot be read;
3 `kiz ingest` published, but could not read some of the files; 4 it holds withdrawals until they are
confirmed; 130 interrupted.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kb.config import Config
from kb.config_file import load_config
from kb.errors import KizError
from kb.wording import wording

if TYPE_CHECKING:
    from kb.embed import Embedder

LOG = logging.getLogger("cli")  # also where this file is run by itself
# Where each command is done: module and function, loaded when it is called. What a command needs is imported there and
# no earlier: `kiz --help` loads none of it.
COMMANDS: Mapping[str, str] = {
    "ingest": "ui.commands_publishing:ingest",
    "history": "ui.commands_publishing:history",
    "rollback": "ui.commands_publishing:rollback",
    "repair": "ui.commands_publishing:repair",
    "status": "ui.commands_publishing:status",
    "read": "ui.commands_publishing:read",
    "settings": "ui.commands_publishing:settings",
    "doctor": "ui.doctor:doctor",
    "migrate": "ui.upkeep:migrate",
    "backup": "ui.upkeep:back_up",
    "restore": "ui.upkeep:restore",
    "clean": "ui.upkeep:clean",
    "ask": "ui.commands_asking:ask",
    "search": "ui.commands_asking:search",
    "offers": "ui.commands_asking:offers",
    "contacts": "ui.commands_asking:contacts",
    "serve": "cli:serve",
    "user": "ui.access:user",
    "token": "ui.access:token",
    "feedback": "ui.access:feedback",
    "eval_answers": "cli:eval_answers",
    "eval_retrieval": "cli:eval_retrieval",
    "eval_extraction": "cli:eval_extraction",
    "eval_metadata": "cli:eval_metadata",
    "eval_verification": "cli:eval_verification",
}
# What runs by itself may be told to a collection of logs. The other commands are people's, with names and questions in
# what they are told.
OPERATED = frozenset({"serve", "ingest", "rollback", "repair", "migrate", "backup", "restore", "clean"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    # Before numpy is loaded: what the search multiplies is so small that threads of BLAS would mostly wait for each
    # other (at 100,000 passages 54 ms of processor time for a question, 22 with one).
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from ui.arguments import parser  # noqa: PLC0415
    from ui.console import errors  # noqa: PLC0415
    from ui.logs import logging_to  # noqa: PLC0415

    options = parser().parse_args(arguments)
    logged = False
    try:
        config = load_config(options.config)
        if getattr(options, "index", None):
            config = replace(config, index=options.index)
        logged = config.log.format == "json" and options.command in OPERATED
        serves = options.command == "serve"
        # Where lines are for machines, all of them are; people read what commands print, and the log of a server.
        with logging_to(config.log, printed=serves) if logged or serves else nullcontext():
            try:
                code = int(command(options.command)(options, config) or 0)
            except KizError as error:
                if not logged:
                    raise
                LOG.error("%s", error, extra={"about": {"key": error.key}})
                code = 1
            LOG.info("command ended", extra={"about": {"command": options.command, "code": code}})
            return code
    except KizError as error:
        errors.print(wording("cli")["error"]["message"].format(message=error), markup=False)
        return 1
    except KeyboardInterrupt:
        errors.print(wording("cli")["error"]["interrupted"], markup=False)
        return 130


def command(name: str) -> Callable[[argparse.Namespace, Config], int | None]:
    """Return what does a command of this name, as the parser gives it."""
    module, _, function = COMMANDS[name].partition(":")
    found: Callable[[argparse.Namespace, Config], int | None] = getattr(import_module(module), function)
    return found


def serve(options: argparse.Namespace, config: Config) -> None:
    """Serve the pages and interfaces until stopped."""
    # From the first line on: a start that takes long may be stopped, too, and that is no failure.
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        _serve(options, config)
    finally:
        signal.signal(signal.SIGTERM, before)


def _serve(options: argparse.Namespace, config: Config) -> None:
    import app  # noqa: PLC0415
    from assistant.ready import Readiness  # noqa: PLC0415
    from ui import console  # noqa: PLC0415
    from ui.doors import LOGIN, STAFF, StaffDoor  # noqa: PLC0415
    from ui.opening import open_assistant  # noqa: PLC0415
    from ui.wording import examples  # noqa: PLC0415

    words = wording("cli")["serve"]
    given = {name: getattr(options, name) for name in ("host", "port", "audience") if getattr(options, name)}
    config = replace(config, server=replace(config.server, **given))

    def reload() -> Embedder:
        """Load the model that the settings name by now: an index of another one was published."""
        from kb.embed import load_embedder  # noqa: PLC0415

        return load_embedder(load_config(options.config).embedding.model)

    ways_in = StaffDoor(config)
    door = ways_in if ways_in.used() else None
    # The citizens' side has a knowledge base of its own, which never opens the internal index.
    assistant = open_assistant(config, "public", reload)
    staff = open_assistant(config, "internal", reload) if door else None

    def announce(address: str) -> None:
        console.show(words["ready"].format(address=address))
        if door and door.link:
            console.show(words["link"].format(address=f"{address}{LOGIN}?key={door.link}"))
        elif door:
            console.show(words["staff"].format(address=f"{address}{STAFF}"))
        elif (config.index / "internal").is_dir():
            console.show(words["hidden"])
        sys.stdout.flush()  # a log or a journal shows the address at once, too
        ready.begin()

    asked = [example.text for example in examples()]
    with Readiness([one for one in (assistant, staff) if one], asked) as ready:
        app.serve(assistant, config, announce, staff, door)


def _figures(options: argparse.Namespace, figures: dict[str, Any]) -> None:
    from ui import console  # noqa: PLC0415

    console.show_figures(figures)
    if options.json:
        console.print_json(figures)


def eval_answers(options: argparse.Namespace, config: Config) -> None:
    """Measure the answers to questions whose answers are known."""
    from evaluation.answers import judge, summary  # noqa: PLC0415
    from ui import console  # noqa: PLC0415
    from ui.opening import open_assistant  # noqa: PLC0415

    judged = judge(options.data, open_assistant(config, options.audience).ask)
    for row in judged:
        if row.facts is False or row.sources is False or (row.refused != (row.facts is None)):
            console.show(f"✗ {row.id} {row.intent}: {' / '.join(row.text.split(chr(10)))[:300]}")
    _figures(options, summary(judged))


def eval_retrieval(options: argparse.Namespace, config: Config) -> None:
    """Measure the search over documents whose relevance is known."""
    from evaluation.embedded import kept  # noqa: PLC0415
    from evaluation.retrieval import evaluate  # noqa: PLC0415
    from kb.embed import load_embedder  # noqa: PLC0415

    with kept(load_embedder(config.embedding.model), config.index.parent / "eval") as embedder:
        figures = evaluate(options.docs, options.queries, embedder)
    _figures(options, figures)


def eval_extraction(options: argparse.Namespace, config: Config) -> None:
    """Measure which lines answer a question."""
    from assistant.lines import select_lines  # noqa: PLC0415
    from evaluation.extraction import evaluate  # noqa: PLC0415

    _figures(options, evaluate(options.data, select_lines))


def eval_metadata(options: argparse.Namespace, config: Config) -> None:
    """Measure what is read off the heads of papers."""
    from evaluation.metadata import score  # noqa: PLC0415

    _figures(options, score(options.data).as_json())


def eval_verification(options: argparse.Namespace, config: Config) -> None:
    """Measure which sentences are told to be carried by a quote."""
    from evaluation.verification import score  # noqa: PLC0415

    _figures(options, score(options.data).as_json())


if __name__ == "__main__":
    sys.exit(main())
