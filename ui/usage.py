"""A parser of command lines that says in German what it takes and what is wrong; argparse itself speaks English."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any, NoReturn

from kb.wording import wording

# What argparse says (Python 3.11 to 3.13), and the name of our words for it in `kb/wording/cli.de.toml`.
_SAID = (
    ("missing", r"the following arguments are required: (?P<names>.+)"),
    ("unknown", r"unrecognized arguments: (?P<names>.+)"),
    ("choice", r"argument (?P<name>.+?): invalid choice: (?P<value>.+?) \(choose from (?P<known>.+)\)"),
    ("number", r"argument (?P<name>.+?): invalid (?:int|float|_positive|_counting) value: (?P<value>.+)"),
    ("value", r"argument (?P<name>.+?): invalid .+? value: (?P<value>.+)"),
    ("nothing", r"argument (?P<name>.+?): expected (?:one|at least one) argument"),
    ("both", r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)"),
    ("ambiguous", r"ambiguous option: (?P<name>.+?) could match (?P<known>.+)"),
)


class Parser(argparse.ArgumentParser):
    """An ArgumentParser in German; its subparsers are of the same kind."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "add_help": False, "formatter_class": _Formatter})
        words = wording("cli")["usage"]
        self._positionals.title, self._optionals.title = words["positionals"], words["options"]
        self.add_argument("-h", "--help", action="help", help=words["help"])

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and how the command is called; end with code 2."""
        self.print_usage(sys.stderr)
        words = wording("cli")["usage"]
        self.exit(2, words["error"].format(message=in_german(message), command=self.prog) + "\n")


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        # "" is what the programs' names in usage lines of subcommands are made with.
        super().add_usage(usage, actions, groups, wording("cli")["usage"]["usage"] if prefix is None else prefix)


def in_german(message: str) -> str:
    """Return what argparse says in German; what it never said so far stays as it is."""
    for key, pattern in _SAID:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            told = {name: value.replace("'", "") for name, value in found.groupdict().items()}
            return wording("cli")["usage"][key].format(**told)
    return message
