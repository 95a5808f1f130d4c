"""The report on a publication, for people: what is new, changed and gone, old and new side by side.

Written as Markdown, HTML and JSON before the publication, and kept with it in `history/` of the index.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ingest import bulletin_html, bulletin_markdown
from ingest.bulletin_said import NOTHING, Aside, Group, Said, contacts_of, lines_behind, said_of
from ingest.report import Report
from kb.changes import Change, Pair
from kb.errors import KnowledgeBaseError
from kb.history import report_folder
from kb.model import Document, Passage
from kb.wording import wording

# What of a document is compared for people; the rest follows from the file.
FIELDS = (
    "title", "kind", "visibility", "pages", "date", "issuer", "reference", "paper_type", "file_reference", "unit",
    "author", "consultations", "origin", "file",
)  # fmt: skip
HEADINGS = 12  # of a new document so many are named


@dataclass(frozen=True, slots=True)
class Beside:
    """A passage before and after, each with its page; empty where there is none."""

    before: str
    before_page: int
    after: str
    after_page: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of the bulletin: what it is, which fields (label, before, after) and passages differ.

    `told`: what else changed in it, by kind (label, lines): its offers and its contacts.
    """

    title: str
    file: str
    line: str
    headings: tuple[str, ...] = ()
    fields: tuple[tuple[str, str, str], ...] = ()
    passages: tuple[Beside, ...] = ()
    told: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Bulletin:
    """The whole report: its heading, a summary, documents by section, further lines by section and paper."""

    title: str
    summary: tuple[str, ...]
    documents: tuple[tuple[str, tuple[Entry, ...]], ...]
    lines: tuple[tuple[str, tuple[Group, ...]], ...]


def write_bulletin(
    index: Path, number: int, changes: Sequence[Change], what: Report | int, aside: Aside = NOTHING
) -> None:
    """Write the report on publication `number`; `what` is the run's report, or the generation that is shown again.

    :raises KnowledgeBaseError: the disk is full or may not be written.
    """
    bulletin = compose(number, datetime.now(), changes, what, aside)
    folder = report_folder(index, number)
    forms = {
        "report.md": bulletin_markdown.render(bulletin),
        "report.html": bulletin_html.render(bulletin),
        "report.json": json.dumps(plain(number, changes, what, aside), ensure_ascii=False, indent=1, default=str),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in forms.items():
            beside = folder / f"{name}.part"
            beside.write_text(content, encoding="utf-8")
            beside.replace(folder / name)
    except OSError as error:
        raise KnowledgeBaseError("read-only", path=folder, why=error.strerror) from error


def compose(
    number: int, when: datetime, changes: Sequence[Change], what: Report | int, aside: Aside = NOTHING
) -> Bulletin:
    """Return the report in words."""
    words = wording("bulletin")
    names, head = words["section"], words["head"]
    same = [change for change in changes if change.what == "changed" and not _differs(change)]
    said = said_of(changes, aside)
    sections: dict[str, tuple[Entry, ...]] = {
        "added": tuple(_entry(change, said) for change in changes if change.what == "added"),
        "changed": tuple(_entry(change, said) for change in changes if change.what == "changed" and _differs(change)),
        "gone": tuple(_entry(change, said) for change in changes if change.what == "gone"),
        "same": tuple(_entry(change, said) for change in same),
    }
    run = what if isinstance(what, Report) else None
    sizes = {name: len(sections[name]) for name in ("added", "changed", "gone")}
    sizes |= {"moved": len(run.moved), "failed": len(run.failed)} if run else {}
    summary = ", ".join(words["counts"][name].format(count=count) for name, count in sizes.items() if count)
    told = [] if run else [head["rollback"].format(number=what)]
    told += [summary] if summary else []
    if not changes:
        told.append(head["unchanged"])
    # What a paper of this report says stands with it; the sections behind have what other papers state.
    named = {change.document.id for change in changes}
    return Bulletin(
        head["title"].format(number=number, day=f"{when:%d.%m.%Y, %H:%M}"),
        tuple(told),
        tuple((names[name], entries) for name, entries in sections.items() if entries),
        tuple((names[name], groups) for name, groups in lines_behind(run, aside, said, named).items() if groups),
    )


def plain(number: int, changes: Sequence[Change], what: Report | int, aside: Aside) -> dict[str, Any]:
    """Return the report as plain data."""
    found: dict[str, Any] = {"generation": number, "documents": [_plain(change) for change in changes]}
    if isinstance(what, Report):
        found["moved"] = [{"before": move.before, "after": move.after} for move in what.moved]
        found["held"] = [{"source": held.source, "documents": list(held.documents)} for held in what.held]
        found["failed"] = [{"file": failure.path, "reason": failure.reason} for failure in what.failed]
    else:
        found["rollback"] = what
    new, gone = contacts_of(changes)
    found["answerable"] = list(aside.answerable)
    kinds = {"new": aside.offers.new, "gone": aside.offers.gone, "over": aside.offers.over}
    found["offers"] = {name: [offer.name for _, offer in stated] for name, stated in kinds.items()}
    found["offers"]["renamed"] = [{"before": b[1].name, "after": a[1].name} for b, a in aside.offers.renamed]
    return found | {"contacts": {"new": [c[0] for c in new], "gone": [c[0] for c in gone]}}


def _plain(change: Change) -> dict[str, Any]:
    return {
        "what": change.what,
        "id": change.document.id,
        "file": change.document.file,
        "title": change.document.title,
        "fields": [{"field": name, "before": old, "after": new} for name, old, new in _fields(change)],
        "count": len(change.passages),
        # Of what is new or gone as a whole no text is kept here: a withdrawn paper leaves the index.
        "passages": [
            {"before": p.before.text if p.before else None, "after": p.after.text if p.after else None}
            for p in (change.passages if change.what == "changed" else ())
        ],
    }


def _differs(change: Change) -> bool:
    return bool(change.passages) or any(True for _ in _fields(change))


def _fields(change: Change) -> Iterator[tuple[str, str, str]]:
    if change.before is None or change.after is None:
        return
    for name in FIELDS:
        old, new = _value(change.before, name), _value(change.after, name)
        if old != new:
            yield name, old, new


def _value(document: Document, name: str) -> str:
    value = getattr(document, name)
    if name == "visibility":
        return wording("bulletin")["line"][value]
    if name == "consultations":
        return "; ".join(", ".join(filter(None, (c.organization, _day(c.date), c.role))) for c in value)
    return _day(value) if isinstance(value, date) else str(value or "")


def _day(value: date | None) -> str:
    return f"{value:%d.%m.%Y}" if value else ""


def _entry(change: Change, said: Said) -> Entry:
    document, words = change.document, wording("bulletin")
    told = tuple(
        (words["section"][kind], tuple(line for of, _, line in lines if of == document.id))
        for kind, lines in said.items()
    )
    told = tuple((label, lines) for label, lines in told if lines)
    line = words["line"]["altered" if change.what == "changed" else "document"].format(
        kind=document.kind[:1].upper() + document.kind[1:],
        day=_day(document.date) or words["line"]["undated"],
        pages=document.pages,
        visibility=words["line"][document.visibility],
        passages=len(change.passages),
    )
    if change.what != "changed":
        heads = dict.fromkeys(
            _heading(p, document.title) for pair in change.passages if (p := pair.after or pair.before)
        )
        return Entry(document.title, document.file, line, tuple(filter(None, heads))[:HEADINGS], told=told)
    fields = tuple((words["field"][name], old, new) for name, old, new in _fields(change))
    return Entry(document.title, document.file, line, (), fields, tuple(map(_beside, change.passages)), told)


def _heading(passage: Passage, title: str) -> str:
    """Return where in its paper a passage stands; the title of the paper, over all of it, tells nothing."""
    return " › ".join(part for part in passage.section if part.casefold() != title.casefold()).rstrip(":")


def _beside(pair: Pair) -> Beside:
    before, after = pair.before, pair.after
    return Beside(
        before.text if before else "",
        before.first_page if before else 0,
        after.text if after else "",
        after.first_page if after else 0,
    )
