"""Each command of `kiz` is done somewhere, and nothing is loaded for those that are not called."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator

import pytest

from cli import COMMANDS, command
from ui.arguments import parser


def parsed(top: argparse.ArgumentParser) -> Iterator[str]:
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from parsed(each)
    if name := top.get_default("command"):
        yield name


def test_every_command_that_can_be_typed_is_done_and_no_other() -> None:
    assert set(parsed(parser())) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_found_where_it_is_said_to_be(name: str) -> None:
    assert callable(command(name))


def test_help_loads_neither_search_nor_pages() -> None:
    told = "import sys, cli\ntry: cli.main(['--help'])\nexcept SystemExit: print(*sys.modules, file=sys.stderr)"
    loaded = set(
        subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stderr.split()
    )
    assert "ui.arguments" in loaded
    assert not loaded & {"numpy", "chromadb", "tantivy", "gradio", "fastapi", "torch", "kb.store", "ui.commands_asking"}
