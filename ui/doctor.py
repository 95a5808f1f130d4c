"""`kiz doctor`: what is missing, wrong or open to others, and how to mend it. Changes nothing."""

from __future__ import annotations

import argparse
import ipaddress
import os
import shutil
import socket
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any, Literal
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from ingest.tesseract import GERMAN, languages
from kb.catalogue_place import catalogue_place, has_ledger
from kb.config import Config
from kb.embed import load_embedder
from kb.errors import KizError
from kb.offer_corrections import find_corrections, read_overrides
from kb.postgresql import encrypted
from kb.published import published
from kb.soundness import missing
from kb.store import KnowledgeBase
from kb.wording import wording
from ui import console
from ui.accounts import read_accounts

Level = Literal["ok", "hint", "warning", "fault"]
SIGNS = {"ok": "✓", "hint": "·", "warning": "!", "fault": "✗"}
# Bytes. A publication writes beside what is published: below the first it soon fails, below the second now.
LITTLE, NOTHING = 2_000_000_000, 200_000_000
# Days after which somebody should look whether papers are still published.
OLD = 90
# Seconds that the language model's server has to say that it is there.
PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found; `key` names its words in `kb/wording/doctor.de.toml`."""

    level: Level
    key: str
    about: dict[str, Any] = field(default_factory=dict)

    def message(self) -> str:
        return str(wording("doctor")[self.key]["message"]).format(**self.about)

    def remedy(self) -> str:
        return str(wording("doctor")[self.key].get("remedy", "")).format(**self.about)


def examine(config: Config) -> Iterator[Finding]:
    """Yield what all checks find, settings first."""
    checks: tuple[Callable[[Config], Iterator[Finding]], ...] = (
        *(_server, _port, _staff, _reader, _corrections, _disk, _index, _model),
    )
    for check in checks:
        try:
            yield from check(config)
        except KizError as error:
            yield Finding("fault", "error", {"message": error.message, "remedy": error.remedy})
        except OSError as error:  # a folder that this account may not even look into
            path = error.filename or config.index
            yield Finding("fault", "no-access", {"path": path, "why": error.strerror or error})


def _server(config: Config) -> Iterator[Finding]:
    host = config.server.host
    yield Finding("ok", "address", {"host": host, "port": config.server.port})
    if not _loopback(host):
        yield Finding("hint", "open-address", {"host": host})
        if all(map(_loopback, config.server.proxies)):  # a web server elsewhere is not believed that there is https
            yield Finding("warning", "no-proxies", {"host": host})
        if config.server.audience == "internal":
            yield Finding("fault", "internal-open", {"host": host})
    if not (config.contact.name and (config.contact.phone or config.contact.mail)):
        yield Finding("warning", "no-contact")
    missing = [name for name in ("imprint", "privacy", "accessibility") if getattr(config.pages, name) is None]
    if missing:
        names = ", ".join(wording("settings")["pages"][name] for name in missing)
        yield Finding("hint" if _loopback(host) else "warning", "no-pages", {"pages": names})


def _port(config: Config) -> Iterator[Finding]:
    """Yield who is on the port: the chat, which says that it lives, or another program."""
    host, port = config.server.host, config.server.port
    try:
        with socket.create_connection((host if _loopback(host) else "127.0.0.1", port), 1):
            pass
    except (OSError, OverflowError):
        return
    try:
        opener = build_opener(ProxyHandler({}))
        with closing(opener.open(f"http://127.0.0.1:{port}/health/live", timeout=PATIENCE)) as answer:
            running = answer.status == 200
    except (OSError, ValueError, HTTPException):
        running = False
    yield Finding("ok" if running else "warning", "running" if running else "port-taken", {"port": port})


def _corrections(config: Config) -> Iterator[Finding]:
    named = config.offers.overrides
    found = find_corrections(named, config.corpus)
    if found is not None and found.is_file():
        read_overrides(found)  # what is wrong with it is told as an error
    elif named is not None:
        yield Finding("hint", "no-corrections", {"file": named})


def _staff(config: Config) -> Iterator[Finding]:
    if config.login.header and not config.login.header_from:
        yield Finding("fault", "header-from-all", {"header": config.login.header})
    file = config.login.users
    if not file.is_file():
        yield Finding("hint", "no-users", {"file": file})
        return
    found = read_accounts(file)
    yield Finding("ok", "users", {"count": len(found.users), "tokens": len(found.tokens)})


def _reader(config: Config) -> Iterator[Finding]:
    known = languages()
    if GERMAN in known:
        yield Finding("ok", "tesseract")
    else:
        yield Finding("warning", "no-german" if known else "no-tesseract")
    if not config.corpus.is_dir():
        yield Finding("hint", "no-corpus", {"path": config.corpus})


def _disk(config: Config) -> Iterator[Finding]:
    index = config.index
    there = next(path for path in (index, *index.absolute().parents) if path.exists())
    free = shutil.disk_usage(there).free
    closed = (path for path in (there, *(_written(index) if there == index else ())) if not _may_write(path))
    if (path := next(closed, None)) is not None:
        yield Finding("fault", "read-only", {"path": path, "all": there})
    level: Level = "fault" if free < NOTHING else "warning" if free < LITTLE else "ok"
    yield Finding(level, "space" if level == "ok" else "little-space", {"free": f"{free / 1e9:.1f}", "path": there})
    internal = index / "internal"
    # A closed folder above keeps the one below closed.
    if internal.is_dir() and all(path.stat().st_mode & stat.S_IROTH for path in (index, internal)):
        yield Finding("warning", "others-read", {"path": internal})


def _written(index: Path) -> Iterator[Path]:
    """Yield what a publication writes to in place: folders and databases, which another account may have made."""
    for path in sorted(index.rglob("*")):
        if path.is_dir() or path.suffix == ".sqlite":
            yield path


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK | (os.X_OK if path.is_dir() else 0))


def _index(config: Config) -> Iterator[Finding]:
    index = config.index
    if not has_ledger(index):
        yield Finding("fault", "no-index", {"path": index})
        return
    broken = [path for path in sorted(index.rglob("*.sqlite")) if not _sound(path)]
    for path in broken:
        yield Finding("fault", "database", {"path": path})
    if broken:
        return
    if place := catalogue_place(index):
        safe = all(encrypted(url) for url in {place.url, place.internal_url or place.url})
        yield Finding(
            "ok" if safe else "warning", "catalogue-server" if safe else "catalogue-plain", {"url": place.url}
        )
    base = KnowledgeBase.open(index, load_embedder(config.embedding.model), "internal")
    with base:
        yield from _published(base)
    failures = published(index).failures
    if failures:
        yield Finding("warning", "unread", {"count": len(failures)})


def _published(base: KnowledgeBase) -> Iterator[Finding]:
    documents, _, passages = base.count()
    days = (datetime.now(UTC) - base.generation.published).days
    ago = wording("doctor")["ago"]
    when = ago[("today", "yesterday")[days] if days in (0, 1) else "days"].format(days=days)
    about = {"number": base.generation.number, "days": days, "when": when, "documents": documents, "passages": passages}
    yield Finding("warning" if days > OLD else "ok", "old" if days > OLD else "published", about)
    wrong = missing(base.index, base.embedder.dimension)
    yield Finding("fault", "words", wrong) if any(wrong.values()) else Finding("ok", "whole")
    lost = [paper.file for paper in base.documents() if not (base.file(paper.id) or Path()).is_file()]
    if lost:
        yield Finding("fault", "files", {"count": len(lost), "file": lost[0]})


def _model(config: Config) -> Iterator[Finding]:
    if not config.llm.enabled:
        yield Finding("hint", "no-model")
        return
    url = config.llm.base_url
    parts = urlsplit(url)
    if parts.scheme == "http" and not _loopback(parts.hostname or ""):
        yield Finding("warning", "model-plain", {"url": url})
    # No proxy of the environment: the model is asked without one, too.
    request = Request(  # noqa: S310 - the operator's own setting
        f"{url.rstrip('/')}/models", headers={"Authorization": f"Bearer {config.llm.api_key}"}
    )
    try:
        with closing(build_opener(ProxyHandler({})).open(request, timeout=PATIENCE)):
            yield Finding("ok", "model", {"url": url, "model": config.llm.model})
    except (URLError, OSError, ValueError) as error:
        yield Finding("fault", "model-silent", {"url": url, "why": getattr(error, "reason", error)})


def _sound(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
            return bool(db.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.OperationalError:  # busy, or this account may not open it: who opens it next says so
        return True
    except sqlite3.DatabaseError:
        return False


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def doctor(options: argparse.Namespace, config: Config) -> int:
    """Print the findings; return 1 where something is wrong."""
    found = list(examine(config))
    faults = sum(one.level == "fault" for one in found)
    if options.json:
        rows = [{**asdict(one), "message": one.message(), "remedy": one.remedy()} for one in found]
        console.print_json({"faults": faults, "findings": [{k: v for k, v in r.items() if k != "about"} for r in rows]})
    else:
        for one in found:
            console.show(f"{SIGNS[one.level]} {one.message()}")
            if one.remedy() and one.level != "ok":
                console.show(f"  → {one.remedy()}")
        words = wording("doctor")["sum"]
        warnings = sum(one.level == "warning" for one in found)
        console.show(words["faults" if faults else "sound"].format(faults=faults, warnings=warnings))
    return int(faults > 0)
