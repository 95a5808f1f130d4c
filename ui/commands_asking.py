"""The commands of `kiz` that ask the papers: ask, search, offers, contacts."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from kb.config import Config
from ui import console
from ui.opening import open_assistant, open_knowledge


def ask(options: argparse.Namespace, config: Config) -> None:
    """Answer a question."""
    answer = open_assistant(config, options.audience).ask(
        options.question, language=options.language, plain=options.plain
    )
    if options.json:
        console.print_json(console.answer_json(answer))
    else:
        console.show_answer(answer)


def search(options: argparse.Namespace, config: Config) -> None:
    """Show the passages that the search finds."""
    from assistant.question import read_question  # noqa: PLC0415
    from kb.filters import named, read_years  # noqa: PLC0415
    from kb.model import Query  # noqa: PLC0415

    years = read_years(options.years) if options.years else (None, None)
    base = open_knowledge(config, options.audience)
    asked = read_question(options.question)
    query = Query(
        asked.text,
        asked.language,
        asked.intent,
        documents=named(base.documents(), options.document, options.kind, options.organization),
        kinds=tuple(options.kind),
        years=years,
        organizations=tuple(options.organization),
        visibilities=(options.visibility,) if options.visibility else (),
        past=options.past,
    )
    hits = base.search(query, options.limit)
    explained = base.explain(query) if options.explain else None
    if options.json:
        console.print_json(console.hits_json(hits, explained))
    else:
        console.show_hits(hits, explained)


def offers(options: argparse.Namespace, config: Config) -> int | None:
    """Show, or write into files, the offers that are asked for; or check the corrections of offers."""
    if options.check_corrections:
        from ui.corrections import check_corrections  # noqa: PLC0415

        return check_corrections(
            open_knowledge(config, "public" if options.public else "internal"), as_json=options.json
        )
    from assistant.offers import Facets, browse, check, quoting  # noqa: PLC0415
    from kb.offer_merge import as_json  # noqa: PLC0415
    from ui import listing  # noqa: PLC0415

    base = open_knowledge(config, "public" if options.public else "internal")
    chosen = {
        name: tuple(getattr(options, name)) for name in ("audience", "topic", "town", "language", "organiser", "when")
    }
    cost, status = ("free",) if options.free else (), ("past",) if options.past else ()
    facets = Facets(**chosen, cost=cost, status=status, past=options.all)
    today = date.today()
    check(base, facets, today)
    pages = {"sort": options.sort, "offset": options.offset, "limit": options.limit}
    page = browse(base, options.text, facets, today=today, **pages)
    quoted = quoting(base, page.entries)
    shown = [as_json(entry, quoted) for entry in page.entries]
    for written in listing.export(page.entries, shown, quoted, base.generation.published, options.csv, options.ics):
        console.errors.print(written, markup=False)
    facets_shown = {facet: {one.label: one.count for one in counted} for facet, counted in page.facets.items()}
    if options.json:
        console.print_json({"offers": shown, "total": page.total, "facets": facets_shown})
    elif not (options.csv or options.ics):
        listing.show_offers(shown, facets_shown, page.total)
    return None


def contacts(options: argparse.Namespace, config: Config) -> None:
    """Show whom the papers name, or block somebody, or take that back."""
    from assistant.contact_search import find  # noqa: PLC0415
    from assistant.offers import quoting  # noqa: PLC0415
    from kb.contact_merge import as_json  # noqa: PLC0415
    from ui import contact_listing  # noqa: PLC0415

    if options.block or options.unblock or options.blocked:
        _blocks(options, config)
        return
    base = open_knowledge(config, "public" if options.public else "internal")
    quoted = quoting(base)
    shown = [as_json(entry, quoted) for entry in find(base, options.text, past=options.past, unit=options.unit)]
    if options.json:
        console.print_json({"contacts": shown})
    else:
        contact_listing.show_contacts(shown)


def _blocks(options: argparse.Namespace, config: Config) -> None:
    from kb.blocks import block, blocks, path_of, unblock  # noqa: PLC0415
    from ui import contact_listing  # noqa: PLC0415

    if options.block:
        before = len(open_knowledge(config, "internal").contacts())
        made = block(config.index, options.block, date.today(), options.reason)
        gone = before - len(open_knowledge(config, "internal").contacts())
        result: dict[str, Any] = {"blocked": made.value, "kind": made.kind, "entries": gone}
    elif options.unblock:
        result = {"unblocked": options.unblock, "found": unblock(config.index, options.unblock, date.today())}
    else:
        result = {"blocks": [{**one._asdict(), "day": one.day.isoformat()} for one in blocks(config.index)]}
    if options.json:
        console.print_json(result)
    else:
        contact_listing.show_blocks(result, path_of(config.index))
