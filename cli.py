"""The command `kiz`: parses its line, opens what is needed, and shows what came out.

Exit codes: 0 done; 1 an error that is explained in one line; 2 a command line that cannot be read;
3 `kiz ingest` published, but could not read some of the files; 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.config import Config, load_config
from kb.errors import KizError, KnowledgeBaseError
from kb.wording import wording

if TYPE_CHECKING:
    from assistant.answer import Assistant
    from kb.model import Audience
    from kb.store import KnowledgeBase

UNREAD = 3
LANGUAGES = ("de", "en", "tr", "ar", "uk", "ru", "fr", "pl", "fa", "ro")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    # Before numpy is loaded: what the search multiplies is so small that threads of BLAS would mostly wait for each
    # other (at 100,000 passages 54 ms of processor time for a question, 22 with one).
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from ui.console import errors  # noqa: PLC0415

    options = _parser().parse_args(arguments)
    try:
        config = load_config(options.config)
        if getattr(options, "index", None):
            config = replace(config, index=options.index)
        return int(options.run(options, config) or 0)
    except KizError as error:
        errors.print(wording("cli")["error"]["message"].format(message=error), markup=False)
        return 1
    except KeyboardInterrupt:
        errors.print(wording("cli")["error"]["interrupted"], markup=False)
        return 130


def _parser() -> argparse.ArgumentParser:
    text = wording("cli")["help"]
    parser = argparse.ArgumentParser(prog="kiz", description=text["program"])
    parser.add_argument("--config", type=Path, help=text["config"])
    commands = parser.add_subparsers(required=True, metavar="BEFEHL")

    def command(name: str, run: Callable[..., Any], among: Any = commands, key: str = "") -> argparse.ArgumentParser:
        words = text[key or name]
        added: argparse.ArgumentParser = among.add_parser(name, help=words, description=words)
        added.add_argument("--index", type=Path, help=text["index"])
        added.add_argument("--json", action="store_true", help=text["json"])
        added.set_defaults(run=run)
        return added

    def audience(added: argparse.ArgumentParser, default: str | None = "internal") -> None:
        added.add_argument("--audience", choices=("public", "internal"), default=default, help=text["audience"])

    ingest = command("ingest", _ingest)
    ingest.add_argument("paths", nargs="*", type=Path, metavar="PFAD", help=text["paths"])
    ask = command("ask", _ask)
    ask.add_argument("question", metavar="FRAGE", help=text["question"])
    ask.add_argument("--language", choices=LANGUAGES, help=text["language"])
    audience(ask)
    search = command("search", _search)
    search.add_argument("question", metavar="FRAGE", help=text["question"])
    search.add_argument("--limit", type=int, choices=range(1, 101), metavar="1-100", default=10, help=text["limit"])
    search.add_argument("--kind", action="append", default=[], metavar="ART", help=text["kind"])
    search.add_argument("--years", "--year", metavar="JAHRE", help=text["years"])
    search.add_argument(
        "--organization", "--committee", action="append", default=[], metavar="NAME", help=text["organization"]
    )
    search.add_argument("--document", action="append", default=[], metavar="DOKUMENT", help=text["among"])
    search.add_argument("--visibility", choices=("public", "internal"), help=text["visibility"])
    search.add_argument("--explain", action="store_true", help=text["explain"])
    audience(search)
    read = command("read", _read)
    read.add_argument("file", type=Path, metavar="DATEI", help=text["file"])
    status = command("status", _status)
    status.add_argument("--document", help=text["document"])
    audience(status)
    serve = command("serve", _serve)
    serve.add_argument("--host", help=text["host"])
    serve.add_argument("--port", type=int, help=text["port"])
    audience(serve, None)
    command("repair", _repair)

    measures = commands.add_parser("eval", help=text["eval"], description=text["eval"])
    kinds = measures.add_subparsers(required=True, metavar="MASS")
    answers = command("answers", _eval_answers, kinds, "eval_answers")
    answers.add_argument("data", type=Path, metavar="DATEI", help=text["data"])
    audience(answers)
    retrieval = command("retrieval", _eval_retrieval, kinds, "eval_retrieval")
    retrieval.add_argument("--docs", type=Path, required=True, help=text["docs"])
    retrieval.add_argument("--queries", type=Path, required=True, help=text["queries"])
    for name, run in (
        ("extraction", _eval_extraction),
        ("metadata", _eval_metadata),
        ("verification", _eval_verification),
    ):
        command(name, run, kinds, f"eval_{name}").add_argument("data", type=Path, metavar="DATEI", help=text["data"])
    return parser


def _knowledge(config: Config, audience: Audience) -> KnowledgeBase:
    from kb.embed import load_embedder  # noqa: PLC0415
    from kb.pairs import PairReader  # noqa: PLC0415
    from kb.store import KnowledgeBase  # noqa: PLC0415
    from kb.synonyms import load  # noqa: PLC0415
    from ui import console  # noqa: PLC0415

    reader = PairReader(config.search.reranker, console.show_problem) if config.search.reranker else None
    synonyms = load(config.search.synonyms)
    return KnowledgeBase.open(config.index, load_embedder(config.embedding.model), audience, synonyms, reader)


def _assistant(config: Config, audience: Audience) -> Assistant:
    from assistant.answer import Assistant  # noqa: PLC0415
    from kb.embed import load_embedder  # noqa: PLC0415

    return Assistant(_knowledge(config, audience), config, load_embedder("builtin"))


def _ingest(options: argparse.Namespace, config: Config) -> int:
    from ingest.publish import ingest  # noqa: PLC0415
    from kb.embed import load_embedder  # noqa: PLC0415
    from ui import console  # noqa: PLC0415

    embedder = load_embedder(config.embedding.model)
    with console.ingest_progress(quiet=options.json) as on_progress:
        report = ingest(options.paths or [config.corpus], config.index, embedder, config.ingest, on_progress)
    if options.json:
        console.print_json(console.report_json(report))
    else:
        console.show_report(report)
    return UNREAD if report.failed else 0


def _ask(options: argparse.Namespace, config: Config) -> None:
    from ui import console  # noqa: PLC0415

    answer = _assistant(config, options.audience).ask(options.question, language=options.language)
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
    )
    hits = base.search(query, options.limit)
    explained = base.explain(query) if options.explain else None
    if options.json:
        console.print_json(console.hits_json(hits, explained))
    else:
        console.show_hits(hits, explained)


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
        if options.json:
            shown = [console.remark_json(remark) for remark in remarks]
            console.print_json({"document": document, "fields": fields, "remarks": shown})
        else:
            console.show_fields(fields)
            for remark in remarks:
                console.show(wording("cli")["status"]["remark"].format(remark=console.remark_text(remark)))
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
    assistant = _assistant(config, audience)
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


if __name__ == "__main__":
    sys.exit(main())
