"""How the command `kiz` shows its results to people (rich; German), and as JSON to machines."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from kb.errors import KizError
from kb.model import Answer, Citation, Explained, Found, Hit, OfferCard, Remark
from kb.wording import wording

if TYPE_CHECKING:
    from ingest.publish import Progress as IngestProgress
    from ingest.remote import FetchProgress
    from kb.store import KnowledgeBase

# File names and quotes are shown as they are, however long: no wrapping at 80 columns, no markup.
console = Console(soft_wrap=True, highlight=False)
errors = Console(stderr=True, soft_wrap=True, highlight=False)


def print_json(data: Mapping[str, Any]) -> None:
    """Print one JSON object on one line."""
    print(json.dumps(data, ensure_ascii=False, default=str))


def show(text: str) -> None:
    """Print a line as it is."""
    console.print(escape(text))


@contextmanager
def ingest_progress(
    quiet: bool,
) -> Iterator[tuple[Callable[[IngestProgress], None], Callable[[FetchProgress], None]]]:
    """Show a progress bar (on standard error) while sources are fetched and files are read; nothing where `quiet`."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pages]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[file]}"),
        console=Console(stderr=True),
        disable=quiet,
        transient=True,
    )
    words = wording("cli")["ingest"]
    with bar:
        task = bar.add_task(words["reading"], total=None, pages="", file="", visible=False)
        began: list[float] = []

        def advance(progress: IngestProgress) -> None:
            began[:] = began or [time.monotonic()]
            file = progress.file
            if progress.of_pages:
                file = words["page"].format(file=file, page=progress.page, pages=progress.of_pages)
            rate = progress.pages / max(time.monotonic() - began[0], 0.1)
            pages = words["rate"].format(pages=progress.pages, rate=f"{rate:.0f}") if progress.pages else ""
            bar.update(
                task,
                description=words["reading"],
                total=progress.total,
                completed=progress.done,
                pages=pages,
                file=escape(file),
                visible=True,
            )

        def fetched(progress: FetchProgress) -> None:
            name = words["fetching"] if progress.total else words["listing"]
            bar.update(
                task,
                description=name,
                total=progress.total or None,
                completed=progress.done,
                file=escape(progress.address),
                visible=True,
            )

        yield advance, fetched


def remark_json(remark: Remark) -> dict[str, Any]:
    """Return a remark on a file as plain data, with its words for people."""
    return {"kind": remark.kind, "pages": list(remark.pages), "text": remark.text, "message": remark_text(remark)}


def remark_text(remark: Remark) -> str:
    """Return a remark on a file in words."""
    return str(wording("cli")["remark"][remark.kind]).format(pages=_pages(remark.pages), text=remark.text)


def _pages(numbers: Sequence[int]) -> str:
    """Return page numbers as people write them: „S. 3, 5–7“."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return "S. " + ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in parts)


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return an answer in the form that `kiz ask --json` promises."""
    return {
        "answered": answer.answered,
        "language": answer.language,
        "intent": answer.intent,
        "text": answer.text,
        "sentences": [{"text": s.text, "citations": list(s.citations)} for s in answer.sentences],
        "offers": [_offer_json(card) for card in answer.offers],
        "citations": [_citation_json(citation) for citation in answer.citations],
        "nearest": [_citation_json(citation) for citation in answer.nearest],
        "notes": list(answer.notes),
        "written_by": answer.written_by,
    }


def _offer_json(card: OfferCard) -> dict[str, Any]:
    """Return a card: each value as printed, with its citations; a field that is not there is not stated."""
    return {
        "id": card.id,
        "name": card.name.text,
        "past": card.past,
        "group": card.group,
        "fields": {
            value.field: {"text": value.text, "citations": list(value.citations), "corrected": value.corrected}
            for value in (card.name, *card.values)
        },
    }


def _citation_json(citation: Citation) -> dict[str, Any]:
    return {
        "n": citation.n,
        "document": citation.document.file,
        "title": citation.document.title,
        "page": citation.page,
        "quote": citation.quote,
        "date": citation.date.isoformat() if citation.date else None,
        "boxes": [{"page": page, "box": [round(edge, 2) for edge in box]} for page, box in citation.boxes],
        "ocr": citation.ocr,
    }


def show_answer(answer: Answer) -> None:
    """Print an answer with its sources."""
    words = wording("cli")["ask"]
    show(answer.text)
    for note in answer.notes:
        console.print(f"[italic]{escape(note)}[/]")
    listed = answer.listed or answer.nearest
    if listed:
        console.print(f"\n[bold]{words['sources'] if answer.citations else words['nearest']}[/]")
    for citation in listed:
        show(
            words["source"].format(
                n=citation.n,
                title=citation.document.title,
                page=citation.page,
                stand=_stand(citation.date),
                file=citation.document.file,
            )
            + (words["recognised"] if citation.ocr else "")
        )
        console.print(f"    [dim]„{escape(citation.quote)}“[/]")


def _stand(value: date | None) -> str:
    words = wording("cli")["ask"]
    return words["stand"].format(date=f"{value:%d.%m.%Y}") if value else words["undated"]


def hits_json(hits: Sequence[Hit], explained: Explained | None = None) -> dict[str, Any]:
    """Return search hits as plain data, and how the question was read."""
    found = {
        "hits": [
            {
                "document": hit.document.file,
                "title": hit.document.title,
                "pages": [hit.passage.first_page, hit.passage.last_page],
                "section": list(hit.passage.section),
                "text": hit.passage.text,
                "score": round(hit.score, 4),
                "found": [found._asdict() for found in hit.found],
            }
            for hit in hits
        ]
    }
    return found | ({"explained": asdict(explained)} if explained else {})


def show_hits(hits: Sequence[Hit], explained: Explained | None = None) -> None:
    """Print search hits; where `explained` is given, also how the question was read and each hit found."""
    words = wording("cli")["search"]
    names = wording("cli")["leg"]
    if explained:
        legs = ", ".join(f"{names[leg]} {weight:g}" for leg, weight in explained.weights.items())
        show(words["weights"].format(language=explained.language, legs=legs))
        for name, others in (("synonyms", explained.synonyms), ("translated", explained.translated)):
            if others:
                listed = sorted(others.items(), key=lambda entry: -entry[1])
                show(words[name].format(words=", ".join(f"{word} ({weight:.2f})" for word, weight in listed)))
    if not hits:
        show(words["none"])
    for rank, hit in enumerate(hits, 1):
        head = words["hit"].format(rank=rank, title=hit.document.title, page=hit.passage.first_page, score=hit.score)
        console.print(f"[bold]{escape(head)}[/]  [dim]{escape(hit.document.file)}[/]")
        found: dict[str, Found] = {found.leg: found for found in hit.found}
        for leg in explained.weights if explained else ():
            name, by = names[leg], found.get(leg)
            shown = (
                words["leg"].format(leg=name, rank=by.rank, score=by.score) if by else words["no_leg"].format(leg=name)
            )
            show("   " + shown)
        show("   " + " ".join(hit.passage.text.split())[:300])


def show_problem(error: KizError) -> None:
    """Print on standard error what the command goes on without."""
    errors.print(wording("cli")["error"]["problem"].format(message=error), markup=False)


def status_json(base: KnowledgeBase) -> dict[str, Any]:
    """Return what is in the index as plain data."""
    generation = base.generation
    documents, pages, passages = base.count()
    return {
        "index": str(base.index),
        "generation": generation.number,
        "published": generation.published.isoformat(),
        "embedding": generation.space,
        "documents": documents,
        "pages": pages,
        "passages": passages,
        "items": [
            {"id": d.id, "file": d.file, "title": d.title, "kind": d.kind, "date": d.date, "visibility": d.visibility, "pages": d.pages}
            for d in base.documents()
        ],
    }  # fmt: skip


def show_status(base: KnowledgeBase) -> None:
    """Print what is in the index."""
    words = wording("cli")["status"]
    generation = base.generation
    documents, pages, passages = base.count()
    show(
        words["title"].format(
            index=base.index,
            published=f"{generation.published.astimezone():%d.%m.%Y %H:%M}",
            number=generation.number,
            space=generation.space,
        )
    )
    show(words["counts"].format(documents=documents, pages=pages, passages=passages))
    for d in base.documents():
        day = f"{d.date:%d.%m.%Y}" if d.date else _stand(None)
        line = words["line"].format(title=d.title, kind=d.kind, day=day, pages=d.pages, visibility=words[d.visibility])
        console.print(f"[bold]{escape(d.file)}[/]  [dim]{d.id}[/]")
        show(f"   {line}")


def show_fields(fields: Sequence[Mapping[str, Any]]) -> None:
    """Print the head data of a document: field, value, quote, page."""
    table = Table(*wording("cli")["status"]["field"].split("|"), box=None)
    for entry in fields:
        table.add_row(*(escape(str(entry.get(name) or "–")) for name in ("field", "value", "quote", "page")))
    console.print(table)


def show_figures(figures: Mapping[str, Any], prefix: str = "") -> None:
    """Print figures of an evaluation, one line for each group."""
    plain = {name: value for name, value in figures.items() if not isinstance(value, (dict, list))}
    if plain:
        values = "  ".join(f"{name} {value}" for name, value in plain.items())
        show(f"{prefix or 'all'}: {values}")
    for name, value in figures.items():
        if isinstance(value, dict):
            show_figures(value, f"{prefix}.{name}" if prefix else name)
