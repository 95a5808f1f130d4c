"""The command line of `kiz`: its commands and what each takes."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kb.wording import wording
from ui.usage import Parser

LANGUAGES = ("de", "en", "tr", "ar", "uk", "ru", "fr", "pl", "fa", "ro")


def parser() -> argparse.ArgumentParser:
    """Return the parser of `kiz`. What it parses names its `command` (those of `kiz eval` with "eval_" before)."""
    text = wording("cli")["help"]
    top = Parser(prog="kiz", description=text["program"])
    top.add_argument("--config", type=Path, metavar="DATEI", help=text["config"])
    commands = top.add_subparsers(required=True, metavar="BEFEHL")
    _publishing(commands)
    _asking(commands)
    _letting_in(commands)
    measures = commands.add_parser("eval", help=text["eval"], description=text["eval"])
    _measuring(measures.add_subparsers(required=True, metavar="MASS"))
    return top


def _command(among: Any, name: str, key: str = "") -> argparse.ArgumentParser:
    text = wording("cli")["help"]
    words = text[key or name]
    added: argparse.ArgumentParser = among.add_parser(name, help=words, description=words)
    added.add_argument("--index", type=Path, metavar="ORDNER", help=text["index"])
    added.add_argument("--json", action="store_true", help=text["json"])
    added.set_defaults(command=key or name)
    return added


def _audience(added: argparse.ArgumentParser, default: str | None = "internal") -> None:
    words = wording("cli")["help"]["audience"]
    added.add_argument("--audience", choices=("public", "internal"), default=default, help=words)


def _counting(value: str, least: int = 0) -> int:
    if (number := int(value)) < least:
        raise ValueError(value)
    return number


def _positive(value: str) -> int:
    return _counting(value, 1)


def _publishing(commands: Any) -> None:
    text = wording("cli")["help"]
    ingest = _command(commands, "ingest")
    ingest.add_argument("paths", nargs="*", metavar="QUELLE", help=text["paths"])
    ingest.add_argument("--dry-run", action="store_true", help=text["dry_run"])
    ingest.add_argument("--confirm", action="store_true", help=text["confirm"])
    ingest.add_argument("--workers", metavar="ADRESSE", help=text["workers"])
    history = _command(commands, "history")
    history.add_argument("number", nargs="?", type=int, metavar="NUMMER", help=text["number"])
    rollback = _command(commands, "rollback")
    rollback.add_argument("to", nargs="?", type=int, metavar="NUMMER", help=text["to"])
    read = _command(commands, "read")
    read.add_argument("file", type=Path, metavar="DATEI", help=text["file"])
    status = _command(commands, "status")
    status.add_argument("--document", help=text["document"])
    _audience(status)
    repair = _command(commands, "repair")
    repair.add_argument("--to", metavar="ADRESSE", help=text["repair_to"])
    repair.add_argument("--internal", metavar="ADRESSE", help=text["migrate_internal"])
    _command(commands, "doctor")
    settings = _command(commands, "config", "settings")
    settings.add_argument("--markdown", action="store_true", help=text["markdown"])
    migrate = _command(commands, "migrate")
    migrate.add_argument("to", metavar="ADRESSE", help=text["migrate_to"])
    migrate.add_argument("--internal", metavar="ADRESSE", help=text["migrate_internal"])
    migrate.add_argument("--catalogue", action="store_true", help=text["migrate_catalogue"])
    backup = _command(commands, "backup")
    backup.add_argument("file", type=Path, metavar="DATEI", help=text["backup_file"])
    backup.add_argument("--check", action="store_true", help=text["backup_check"])
    restore = _command(commands, "restore")
    restore.add_argument("file", type=Path, metavar="DATEI", help=text["backup_file"])
    restore.add_argument("--replace", action="store_true", help=text["replace"])
    clean = _command(commands, "clean")
    clean.add_argument("--dry-run", action="store_true", help=text["clean_dry_run"])


def _asking(commands: Any) -> None:
    text = wording("cli")["help"]
    ask = _command(commands, "ask")
    ask.add_argument("question", metavar="FRAGE", help=text["question"])
    ask.add_argument("--language", choices=LANGUAGES, help=text["language"])
    ask.add_argument("--plain", action="store_true", help=text["plain"])
    _audience(ask)
    search = _command(commands, "search")
    search.add_argument("question", metavar="FRAGE", help=text["question"])
    search.add_argument("--limit", type=int, choices=range(1, 101), metavar="1-100", default=10, help=text["limit"])
    search.add_argument("--kind", action="append", default=[], metavar="ART", help=text["kind"])
    search.add_argument("--years", "--year", metavar="JAHRE", help=text["years"])
    search.add_argument(
        "--organization", "--committee", action="append", default=[], metavar="NAME", help=text["organization"]
    )
    search.add_argument("--document", action="append", default=[], metavar="DOKUMENT", help=text["among"])
    search.add_argument("--visibility", choices=("public", "internal"), help=text["visibility"])
    search.add_argument("--past", action="store_true", help=text["past"])
    search.add_argument("--explain", action="store_true", help=text["explain"])
    _audience(search)
    offers = _command(commands, "offers")
    offers.add_argument("text", nargs="?", default="", metavar="TEXT", help=text["offers_text"])
    offers.add_argument("--audience", action="append", default=[], metavar="ZIELGRUPPE", help=text["offers_audience"])
    offers.add_argument("--topic", action="append", default=[], metavar="THEMA", help=text["offers_topic"])
    offers.add_argument("--town", action="append", default=[], metavar="ORT", help=text["offers_town"])
    offers.add_argument("--language", action="append", default=[], metavar="SPRACHE", help=text["offers_language"])
    offers.add_argument("--organiser", action="append", default=[], metavar="NAME", help=text["offers_organiser"])
    offers.add_argument("--when", action="append", default=[], metavar="TAG", help=text["offers_when"])
    offers.add_argument("--free", action="store_true", help=text["offers_free"])
    offers.add_argument("--sort", choices=("relevance", "date", "name"), default="relevance", help=text["offers_sort"])
    offers.add_argument("--limit", type=_positive, metavar="ZAHL", help=text["offers_limit"])
    offers.add_argument("--offset", type=_counting, default=0, metavar="ZAHL", help=text["offers_offset"])
    offers.add_argument("--csv", type=Path, metavar="DATEI", help=text["offers_csv"])
    offers.add_argument("--ics", type=Path, metavar="DATEI", help=text["offers_ics"])
    over = offers.add_mutually_exclusive_group()
    over.add_argument("--all", action="store_true", help=text["offers_all"])
    over.add_argument("--past", action="store_true", help=text["offers_past"])
    offers.add_argument("--public", action="store_true", help=text["offers_public"])
    offers.add_argument("--check-corrections", action="store_true", help=text["offers_check_corrections"])
    _contacts(commands)
    serve = _command(commands, "serve")
    serve.add_argument("--host", help=text["host"])
    serve.add_argument("--port", type=int, help=text["port"])
    _audience(serve, None)


def _letting_in(commands: Any) -> None:
    text = wording("cli")["help"]
    for name, actions in (("user", ("add", "list", "remove", "password")), ("token", ("add", "list", "remove"))):
        access = _command(commands, name)
        access.add_argument("action", metavar="|".join(actions), choices=actions, help=text["action"])
        access.add_argument("name", nargs="?", metavar="NAME", help=text["name"])
    feedback = _command(commands, "feedback")
    feedback.add_argument("--csv", action="store_true", help=text["csv"])


def _contacts(commands: Any) -> None:
    text = wording("cli")["help"]
    contacts = _command(commands, "contacts")
    contacts.add_argument("text", nargs="?", default="", metavar="TEXT", help=text["contacts_text"])
    contacts.add_argument("--past", action="store_true", help=text["contacts_past"])
    contacts.add_argument("--unit", default="", metavar="STELLE", help=text["contacts_unit"])
    contacts.add_argument("--public", action="store_true", help=text["contacts_public"])
    one = contacts.add_mutually_exclusive_group()
    one.add_argument("--block", metavar="ANGABE", help=text["contacts_block"])
    one.add_argument("--unblock", metavar="ANGABE", help=text["contacts_unblock"])
    one.add_argument("--blocked", action="store_true", help=text["contacts_blocked"])
    contacts.add_argument("--reason", metavar="GRUND", help=text["contacts_reason"])


def _measuring(kinds: Any) -> None:
    text = wording("cli")["help"]
    retrieval = _command(kinds, "retrieval", "eval_retrieval")
    retrieval.add_argument("--docs", type=Path, required=True, help=text["docs"])
    retrieval.add_argument("--queries", type=Path, required=True, help=text["queries"])
    for name in ("answers", "extraction", "metadata", "verification"):
        measure = _command(kinds, name, f"eval_{name}")
        measure.add_argument("data", type=Path, metavar="DATEI", help=text["data"])
        if name == "answers":
            _audience(measure)
