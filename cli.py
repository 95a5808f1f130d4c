"""The command `kiz`: parses its line, opens what is needed, and shows what came out.

Exit codes: 0 done; 1 an error that is explained in one line; 2 a command line that cannot be read;
3 `kiz ingest` published, but could not read some of the files; 4 it holds withdrawals until they are
confirmed; 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from kb.config import Config, load_config
from kb.errors import KizError, KnowledgeBaseError
from kb.wording import wording

if TYPE_CHECKING:
    from assistant.answer import Assistant
    from kb.embed import Embedder
    from kb.model import Audience
    from kb.store import KnowledgeBase

UNREAD, HELD = 3, 4


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    # Before numpy is loaded: what the search multiplies is so small that threads of BLAS would mostly wait for each
    # other (at 100,000 passages 54 ms of processor time for a question, 22 with one).
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from ui.arguments import parser  # noqa: PLC0415
    from ui.console import errors  # noqa: PLC0415

    options = parser().parse_args(arguments)
    try:
        config = load_config(options.config)
        if getattr(options, "index", None):
            config = replace(config, index=options.index)
        return int(COMMANDS[options.command](options, config) or 0)
    except KizError as error:
        errors.print(wording("cli")["error"]["message"].format(message=error), markup=False)
        return 1
    except KeyboardInterrupt:
        errors.print(wording("cli")["error"]["interrupted"], markup=False)
        return 130


def _knowledge(config: Config, audience: Audience, reload: Callable[[], Embedder] | None = None) -> KnowledgeBase:
    from kb.embed import load_embedder  # noqa: PLC0415
    from kb.pairs import PairReader  # noqa: PLC0415
    from kb.store import KnowledgeBase  # noqa: PLC0415
    from kb.synonyms import load  # noqa: PLC0415
    from ui import console  # noqa: PLC0415

    reader = PairReader(config.search.reranker, console.show_problem) if config.search.reranker else None
    synonyms = load(config.search.synonyms)
    embedder = load_embedder(config.embedding.model)
    return KnowledgeBase.open(config.index, embedder, audience, synonyms, reader, reload)


def _assistant(config: Config, audience: Audience, reload: Callable[[], Embedder] | None = None) -> Assistant:
    from assistant.answer import Assistant  # noqa: PLC0415
    from kb.embed import load_embedder  # noqa: PLC0415

    return Assistant(_knowledge(config, audience, reload), config, load_embedder("builtin"))


def _ingest(options: argparse.Namespace, config: Config) -> int:
    from ingest.publish import ingest, preview  # noqa: PLC0415
    from kb.embed import load_embedder  # noqa: PLC0415
    from ui import console, publishing  # noqa: PLC0415

    paths = options.paths or [config.corpus]
    with console.ingest_progress(quiet=options.json) as (on_progress, on_fetch):
        common: dict[str, Any] = {"fetch": config.fetch, "on_fetch": on_fetch, "confirmed": options.confirm}
        if options.dry_run:
            report = preview(paths, config.index, config.ingest, on_progress, **common)
        else:
            embedder = load_embedder(config.embedding.model)
            common["answerable"] = lambda: _answerable(config)
            report = ingest(paths, config.index, embedder, config.ingest, on_progress, **common)
    if options.json:
        console.print_json(publishing.report_json(report, dry_run=options.dry_run))
    else:
        publishing.show_report(report, config.index, dry_run=options.dry_run)
    return HELD if report.held else UNREAD if report.failed else 0


def _answerable(config: Config) -> list[str]:
    """Ask the questions that found no answer so far; return those that have one now, and forget them."""
    from kb.questions import open_questions, settle  # noqa: PLC0415

    waiting = open_questions(config.index)
    quotes = replace(config, llm=replace(config.llm, base_url=""))  # no language model is asked without a person
    answered = []
    for audience in sorted({question.audience for question in waiting}):
        assistant = _assistant(quotes, audience)
        mine = [question for question in waiting if question.audience == audience]
        answered += [question for question in mine if assistant.ask(question.text, language=question.language).answered]
        assistant.kb.close()
    settle(config.index, answered)
    return list(dict.fromkeys(question.text for question in answered))


def _history(options: argparse.Namespace, config: Config) -> None:
    from kb.history import generations, oldest, report_folder  # noqa: PLC0415
    from ui import console, publishing  # noqa: PLC0415

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


def _rollback(options: argparse.Namespace, config: Config) -> None:
    from ingest.publish import roll_back  # noqa: PLC0415
    from kb.embed import load_embedder  # noqa: PLC0415
    from kb.history import report_folder  # noqa: PLC0415
    from ui import console  # noqa: PLC0415

    number = roll_back(config.index, load_embedder(config.embedding.model), config.ingest, options.to)
    if options.json:
        console.print_json({"generation": number})
    else:
        report = report_folder(config.index, number) / "report.md"
        console.show(wording("cli")["rollback"]["done"].format(number=number, report=report))


def _ask(options: argparse.Namespace, config: Config) -> None:
    from ui import console  # noqa: PLC0415

    answer = _assistant(config, options.audience).ask(options.question, language=options.language, plain=options.plain)
    if options.json:
        console.print_json(console.answer_json(answer))
    else:
        console.show_answer(answer)


def _search(options: argparse.Namespace, config: Config) -> None:
    from assistant.question import read_question  # noqa: PLC0415
    from kb.filters import named, read_years  # noqa: PLC0415
    from kb.model import Query  # noqa: PLC0415
    from ui import console  # noqa: PLC0415

    years = read_years(options.years) if options.years else (None, None)
    base = _knowledge(config, options.audience)
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


def _offers(options: argparse.Namespace, config: Config) -> None:
    from assistant.offers import Facets, counts, find, quoting  # noqa: PLC0415
    from kb.offer_merge import as_json  # noqa: PLC0415
    from ui import console, listing  # noqa: PLC0415

    base = _knowledge(config, "public" if options.public else "internal")
    facets = Facets(tuple(options.audience), tuple(options.topic), tuple(options.town), past=options.all)
    found = find(base, options.text, facets, date.today())
    quoted = quoting(base)
    shown = [as_json(entry, quoted) for entry in found]
    if options.json:
        console.print_json({"offers": shown, "facets": counts(found)})
    else:
        listing.show_offers(shown, counts(found))


def _read(options: argparse.Namespace, config: Config) -> None:
    from ingest.read import hush, read_pages  # noqa: PLC0415
    from ui import console  # noqa: PLC0415

    if not options.file.is_file():
        raise KizError("no-such-file", file=options.file)
    hush()
    pages = read_pages(options.file)
    if options.json:
        console.print_json({"pages": [{"number": p.number, "text": p.text, "ocr": p.ocr} for p in pages]})
        return
    for page in pages:
        console.show(f"--- {wording('cli')['read']['page'].format(number=page.number)} ---\n{page.text}\n")


def _status(options: argparse.Namespace, config: Config) -> None:
    from ui import console  # noqa: PLC0415

    base = _knowledge(config, options.audience)
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


def _quoted(found: dict[str, Any] | None, value: object) -> dict[str, Any]:
    """Return quote and page of a value read off the paper; none where the manifest said otherwise."""
    if found is None or (isinstance(value, str) and value not in " ".join(str(found["quote"]).split())):
        return {"quote": None, "page": None}
    return {"quote": found["quote"], "page": found["page"]}


def _serve(options: argparse.Namespace, config: Config) -> None:
    from app import serve  # noqa: PLC0415
    from ui import console  # noqa: PLC0415

    audience = options.audience or config.server.audience
    server = replace(config.server, host=options.host or config.server.host, port=options.port or config.server.port)

    def reload() -> Embedder:
        """Load the model that the settings name by now: an index of another one was published."""
        from kb.embed import load_embedder  # noqa: PLC0415

        return load_embedder(load_config(options.config).embedding.model)

    assistant = _assistant(config, audience, reload)
    if audience == "public":
        hidden = _knowledge(config, "internal").count()[0] - assistant.kb.count()[0]
        if hidden:
            console.show(wording("cli")["serve"]["hidden"].format(count=hidden))

    def announce(address: str) -> None:
        console.show(wording("cli")["serve"]["ready"].format(address=address))

    serve(assistant, replace(config, server=replace(server, audience=audience)), announce)


def _repair(options: argparse.Namespace, config: Config) -> None:
    from kb.embed import load_embedder  # noqa: PLC0415
    from kb.publication import repair  # noqa: PLC0415
    from ui import console  # noqa: PLC0415

    documents = repair(config.index, load_embedder(config.embedding.model))
    if options.json:
        console.print_json({"documents": documents})
    else:
        console.show(wording("cli")["repair"]["done"].format(documents=documents))


def _backup(options: argparse.Namespace, config: Config) -> None:
    from ui.upkeep import back_up  # noqa: PLC0415

    back_up(options, config)


def _restore(options: argparse.Namespace, config: Config) -> None:
    from ui.upkeep import restore  # noqa: PLC0415

    restore(options, config)


def _migrate(options: argparse.Namespace, config: Config) -> None:
    from ui.upkeep import migrate  # noqa: PLC0415

    migrate(options, config)


def _figures(options: argparse.Namespace, figures: dict[str, Any]) -> None:
    from ui import console  # noqa: PLC0415

    console.show_figures(figures)
    if options.json:
        console.print_json(figures)


def _eval_answers(options: argparse.Namespace, config: Config) -> None:
    from evaluation.answers import judge, summary  # noqa: PLC0415
    from ui import console  # noqa: PLC0415

    judged = judge(options.data, _assistant(config, options.audience).ask)
    for row in judged:
        if row.facts is False or row.sources is False or (row.refused != (row.facts is None)):
            console.show(f"✗ {row.id} {row.intent}: {' / '.join(row.text.split(chr(10)))[:300]}")
    _figures(options, summary(judged))


def _eval_retrieval(options: argparse.Namespace, config: Config) -> None:
    from evaluation.embedded import kept  # noqa: PLC0415
    from evaluation.retrieval import evaluate  # noqa: PLC0415
    from kb.embed import load_embedder  # noqa: PLC0415

    with kept(load_embedder(config.embedding.model), config.index.parent / "eval") as embedder:
        figures = evaluate(options.docs, options.queries, embedder)
    _figures(options, figures)


def _eval_extraction(options: argparse.Namespace, config: Config) -> None:
    from assistant.lines import select_lines  # noqa: PLC0415
    from evaluation.extraction import evaluate  # noqa: PLC0415

    _figures(options, evaluate(options.data, select_lines))


def _eval_metadata(options: argparse.Namespace, config: Config) -> None:
    from evaluation.metadata import score  # noqa: PLC0415

    _figures(options, score(options.data).as_json())


def _eval_verification(options: argparse.Namespace, config: Config) -> None:
    from evaluation.verification import score  # noqa: PLC0415

    _figures(options, score(options.data).as_json())


COMMANDS: Mapping[str, Callable[[argparse.Namespace, Config], int | None]] = {
    "ingest": _ingest,
    "history": _history,
    "rollback": _rollback,
    "read": _read,
    "status": _status,
    "repair": _repair,
    "migrate": _migrate,
    "backup": _backup,
    "restore": _restore,
    "ask": _ask,
    "search": _search,
    "offers": _offers,
    "serve": _serve,
    "eval_answers": _eval_answers,
    "eval_retrieval": _eval_retrieval,
    "eval_extraction": _eval_extraction,
    "eval_metadata": _eval_metadata,
    "eval_verification": _eval_verification,
}

if __name__ == "__main__":
    sys.exit(main())
