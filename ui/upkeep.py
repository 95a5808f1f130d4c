"""What an operator does now and then: `kiz backup`, `kiz restore`, `kiz migrate`, `kiz clean`."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from kb import backup as backups
from kb.catalogue_place import SCHEMES, catalogue_place
from kb.config import Config
from kb.server_place import EMBEDDED
from kb.wording import wording
from ui import console


def back_up(options: argparse.Namespace, config: Config) -> None:
    """Write a backup, or (`--check`) read one from end to end."""
    words = wording("cli")["backup"]
    made = backups.check(options.file) if options.check else backups.back_up(config.index, options.file)
    if options.json:
        console.print_json(backups.as_json(made))
        return
    told = words["whole" if options.check else "done"]
    console.show(told.format(file=options.file, **_told(made)))


def restore(options: argparse.Namespace, config: Config) -> None:
    """Bring the index back from a backup."""
    words = wording("cli")["backup"]
    held, aside = backups.restore(options.file, config.index, replace=options.replace)
    left = catalogue_place(aside) if aside else None
    if options.json:
        about = {"aside": str(aside) if aside else None, "aside_database": left.url if left else None}
        console.print_json({**backups.as_json(held), **about})
        return
    console.show(words["restored"].format(index=config.index, **_told(held)))
    if aside:
        words_of = words["aside_database" if left else "aside"]
        console.show(words_of.format(aside=aside, url=left.url if left else "", schema=left.schema if left else ""))


def migrate(options: argparse.Namespace, config: Config) -> None:
    """Move the vectors or the catalogue to a server, or back."""
    url = None if options.to == EMBEDDED else options.to
    if options.catalogue or options.to.partition("://")[0] in SCHEMES:
        _move_catalogue(options, config, url)
        return
    from kb.embed import load_embedder  # noqa: PLC0415
    from kb.migrate import migrate as move  # noqa: PLC0415

    moved = move(config.index, load_embedder(config.embedding.model), url, options.internal)
    if options.json:
        console.print_json(asdict(moved))
        return
    shares = {"agreement": f"{100 * moved.agreement:.1f}", "words": f"{100 * moved.words:.1f}"}
    told = {"vectors": moved.vectors, "queries": moved.queries, **shares}
    console.show(wording("cli")["migrate"]["done"].format(where=options.to, **told))


def clean(options: argparse.Namespace, config: Config) -> None:
    """Delete what the settings keep no longer, or (`--dry-run`) show it."""
    from ui import retention  # noqa: PLC0415

    due = retention.clean(config, dry_run=options.dry_run)
    if options.json:
        console.print_json({"dry_run": options.dry_run, "due": [asdict(one) for one in due]})
        return
    words = wording("cli")["clean"]
    for one in (one for one in due if one.count):
        size = words["size"].format(mb=f"{one.bytes / 1e6:.1f}") if one.bytes else ""
        told = {"count": one.count, "size": size, "oldest_days": one.oldest_days}
        console.show(words["line"].format(kind=words[one.kind], **told))
    if not any(one.count for one in due):
        console.show(words["nothing"])


def _move_catalogue(options: argparse.Namespace, config: Config, url: str | None) -> None:
    from kb.catalogue_move import move_catalogue  # noqa: PLC0415

    moved = move_catalogue(config.index, url, options.internal)
    if options.json:
        console.print_json(asdict(moved))
        return
    words = wording("cli")["migrate"]
    console.show(words["catalogue"].format(where=options.to, **asdict(moved)) if moved.rows else words["already"])


def _told(backup: backups.Backup) -> dict[str, object]:
    day = f"{backup.made.astimezone():%d.%m.%Y %H:%M}"
    return {"number": backup.generation, "made": day, "files": backup.files, "size": f"{backup.size / 1e6:.1f}"}
