"""The commands of `kiz` that publish, and that show what was published: ingest, history, rollback, repair, status, read."""

from __future__ import annotations

import argparse
import logging
from dataclasses import asdict, replace
from typing import Any

from kb.config import Config
from kb.errors import KizError, KnowledgeBaseError
from kb.wording import wording
from ui import console, publishing
from ui.opening import answered_since, open_knowledge

LOG = logging.getLogger(__name__)
# Exit codes, as `cli` tells them.
UNREAD, HELD = 3, 4


def ingest(options: argparse.Namespace, config: Config) -> int:
    """Publish what the sources hold; say what changed, what could not be read, and what is held back."""
    from ingest import publish  # noqa: PLC0415
    from kb.embed import load_embedder  # noqa: PLC0415

    paths = options.paths or [config.corpus]
    if options.workers:
        config = replace(config, ingest=replace(config.ingest, scheduler=options.workers))
    with console.ingest_progress(quiet=options.json) as (on_progress, on_fetch):
        common: dict[str, Any] = {"fetch": config.fetch, "on_fetch": on_fetch, "confirmed": options.confirm}
        if options.dry_run:
            report = publish.preview(paths, config.index, config.ingest, on_progress, **common)
        else:
            embedder = load_embedder(config.embedding.model)
            common["answerable"] = lambda: answered_since(config)
            report = publish.ingest(paths, config.index, embedder, config.ingest, on_progress, **common)
    about = {"generation": report.generation, "removed": report.removed, "unread": len(report.failed)}
    LOG.info("looked at" if options.dry_run else "ingested", extra={"about": {**about, "seconds": report.seconds}})
    if options.json:
        console.print_json(publishing.report_json(report, dry_run=options.dry_run))
    else:
        publishing.show_report(report, config.index, dry_run=options.dry_run)
    return HELD if report.held else UNREAD if report.failed else 0


def history(options: argparse.Namespace, config: Config) -> None:
    """Show all publications, or the report of one."""
    from kb.history import generations, oldest, report_folder  # noqa: PLC0415

    published = generations(config.index)
    if options.number is None:
        if options.json:
            console.print_json(publishing.history_json(published, oldest(config.index)))
        else:
            publishing.show_history(published, oldest(config.index), config.index)
        return
    known = {one.number for one in published}
    file = report_folder(config.index, options.number) / ("report.json" if options.json else "report.md")
    if options.number not in known or not file.is_file():
        raise KnowledgeBaseError("no-report", number=options.number)
    print(" ".join(file.read_text(encoding="utf-8").split("\n")) if options.json else file.read_text(encoding="utf-8"))


def rollback(options: argparse.Namespace, config: Config) -> None:
    """Publish an earlier state again."""
    from ingest.publish import roll_back  # noqa: PLC0415
    from kb.embed import load_embedder  # noqa: PLC0415
    from kb.history import report_folder  # noqa: PLC0415

    _there(config)
    number = roll_back(config.index, load_embedder(config.embedding.model), config.ingest, options.to)
    if options.json:
        console.print_json({"generation": number})
    else:
        report = report_folder(config.index, number) / "report.md"
        console.show(wording("cli")["rollback"]["done"].format(number=number, report=report))


def repair(options: argparse.Namespace, config: Config) -> None:
    """Build the index anew from the copies that it keeps."""
    from kb import publication  # noqa: PLC0415
    from kb.embed import load_embedder  # noqa: PLC0415

    _there(config)
    documents = publication.repair(
        config.index, load_embedder(config.embedding.model), options.to or "", options.internal
    )
    if options.json:
        console.print_json({"documents": documents})
    else:
        console.show(wording("cli")["repair"]["done"].format(documents=documents))


def _there(config: Config) -> None:
    """See that there is an index: opening one for writing would make it."""
    from kb.catalogue_place import has_ledger  # noqa: PLC0415

    if not has_ledger(config.index):
        raise KnowledgeBaseError("no-index", path=config.index)


def status(options: argparse.Namespace, config: Config) -> None:
    """Show what is published, or what is known of one paper."""
    base = open_knowledge(config, options.audience)
    if options.document:
        found = [d for d in base.documents() if options.document in (d.id, d.file, d.reference)]
        if not found:
            raise KnowledgeBaseError("no-document", document=options.document)
        remarks = found[0].remarks
        document = {name: value for name, value in asdict(found[0]).items() if name != "remarks"}
        evidence = {entry["field"]: entry for entry in base.evidence(found[0].id)}
        fields = [
            {"field": name, "value": value, **_quoted(evidence.get(name), value)} for name, value in document.items()
        ]
        places, versions = base.places(found[0].id), base.versions(found[0].id)
        if options.json:
            shown = [console.remark_json(remark) for remark in remarks]
            earlier = [{"id": d.id, "version": d.version, "date": d.date, "superseded": d.superseded} for d in versions]
            more = {"remarks": shown, "places": places, "versions": earlier}
            console.print_json({"document": document, "fields": fields, **more})
        else:
            console.show_fields(fields)
            words = wording("cli")["status"]
            for remark in remarks:
                console.show(words["remark"].format(remark=console.remark_text(remark)))
            for place in places:
                console.show(words["place"].format(place=place))
            for version in versions:
                console.show(words["version"].format(id=version.id, day=f"{version.superseded:%d.%m.%Y}"))
    elif options.json:
        console.print_json(console.status_json(base))
    else:
        console.show_status(base)


def read(options: argparse.Namespace, config: Config) -> None:
    """Show the text that would be read from a file."""
    from ingest.read import hush, read_pages  # noqa: PLC0415

    if not options.file.is_file():
        raise KizError("no-such-file", file=options.file)
    hush()
    pages = read_pages(options.file)
    if options.json:
        console.print_json({"pages": [{"number": p.number, "text": p.text, "ocr": p.ocr} for p in pages]})
        return
    for page in pages:
        console.show(f"--- {wording('cli')['read']['page'].format(number=page.number)} ---\n{page.text}\n")


def settings(options: argparse.Namespace, config: Config) -> None:
    """Show all settings with what they are for."""
    from kb.settings import as_markdown, as_toml  # noqa: PLC0415

    print(as_markdown() if options.markdown else as_toml(), end="")


def _quoted(found: dict[str, Any] | None, value: object) -> dict[str, Any]:
    """Return quote and page of a value read off the paper; none where the manifest said otherwise."""
    if found is None or (isinstance(value, str) and value not in " ".join(str(found["quote"]).split())):
        return {"quote": None, "page": None}
    return {"quote": found["quote"], "page": found["page"]}
