"""What an operator does about who may come in, and what readers said: `kiz user`, `kiz token`, `kiz feedback`."""

from __future__ import annotations

import argparse
import csv
import getpass
import io
import sys
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime

from kb.config import Config
from kb.errors import KizError
from kb.feedback import Feedback, given
from kb.wording import wording
from ui import console
from ui.accounts import hashed, name_of, new_token, read_accounts, write_accounts


def user(options: argparse.Namespace, config: Config) -> None:
    """Add, list or remove an account, or set its password; the password is typed, or read as a line of the input.

    :raises KizError: there is one of that name already, or none, or the password does not do.
    """
    file, words = config.login.users, wording("cli")["access"]
    accounts = read_accounts(file)
    if options.action == "list":
        _names(accounts.users, options, words["no_users"].format(file=file))
        return
    name = name_of(options.name or "")
    users = dict(accounts.users)
    if (name in users) == (options.action == "add"):
        raise KizError("user-exists" if name in users else "no-such-user", name=name)
    if options.action == "remove":
        del users[name]
    else:
        users[name] = hashed(_typed_twice())
    write_accounts(file, replace(accounts, users=users))
    _say({"user": name}, options, words[f"user_{options.action}"].format(name=name, file=file))


def token(options: argparse.Namespace, config: Config) -> None:
    """Add a program's token (shown this once), list or remove those there are.

    :raises KizError: there is one of that name already, or none.
    """
    file, words = config.login.users, wording("cli")["access"]
    accounts = read_accounts(file)
    if options.action == "list":
        _names(accounts.tokens, options, words["no_tokens"].format(file=file))
        return
    name = name_of(options.name or "")
    tokens = dict(accounts.tokens)
    if (name in tokens) == (options.action == "add"):
        raise KizError("token-exists" if name in tokens else "no-such-user", name=name)
    if options.action == "remove":
        del tokens[name]
        write_accounts(file, replace(accounts, tokens=tokens))
        _say({"token_of": name}, options, words["token_remove"].format(name=name, file=file))
        return
    secret, tokens[name] = new_token()
    write_accounts(file, replace(accounts, tokens=tokens))
    _say({"token_of": name, "token": secret}, options, words["token_add"].format(name=name, token=secret))


def feedback(options: argparse.Namespace, config: Config) -> None:
    """Show what readers said of answers, or print it as CSV or JSON."""
    words = wording("cli")["feedback"]
    entries = given(config.index, datetime.now(UTC).date(), config.feedback.keep_days)
    if options.json:
        console.print_json({"feedback": [{**asdict(entry), "day": entry.day.isoformat()} for entry in entries]})
    elif options.csv:
        print(_csv(entries), end="")
    elif not entries:
        console.show(words["none"])
    else:
        for entry in entries:
            places = ", ".join(words["source"].format(document=document, page=page) for document, page in entry.sources)
            line = words["line"].format(day=f"{entry.day:%d.%m.%Y}", verdict=words[entry.verdict], remark=entry.remark)
            console.show(line.rstrip())
            for said in (entry.question and words["question"].format(question=entry.question), places):
                if said:
                    console.show("   " + said)


def _csv(entries: tuple[Feedback, ...]) -> str:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["day", "verdict", "audience", "language", "remark", "question", "sources"])
    for one in entries:
        places = " ".join(f"{document}#{page}" for document, page in one.sources)
        row = [one.day.isoformat(), one.verdict, one.audience, one.language, one.remark, one.question or "", places]
        # A cell that begins like a formula would be run by a spreadsheet.
        rows.writerow(["'" + cell if cell[:1] in tuple("=+-@\t\r") else cell for cell in row])
    return out.getvalue()


def _typed_twice() -> str:
    words = wording("cli")["access"]
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass(words["password"])
    if getpass.getpass(words["again"]) != password:
        raise KizError("password-twice")
    return password


def _names(entries: Mapping[str, str], options: argparse.Namespace, none: str) -> None:
    if options.json:
        console.print_json({"names": sorted(entries)})
    else:
        console.show("\n".join(sorted(entries)) or none)


def _say(done: Mapping[str, str], options: argparse.Namespace, told: str) -> None:
    if options.json:
        console.print_json(dict(done))
    else:
        console.show(told)
