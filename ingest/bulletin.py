"""The report on a publication, for people: what is new, changed and gone, old and new side by side.

Written as Markdown, HTML and JSON before the publication, and kept with it in `history/` of the index.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ingest import bulletin_html, bulletin_markdown
from ingest.report import Report
from kb.changes import Change, Pair
from kb.errors import KnowledgeBaseError
from kb.exact import MAIL, PHONE
from kb.history import report_folder
from kb.model import Document
from kb.offer_changes import OfferChanges, Stated
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
    """A document of the bulletin: what it is, which fields (label, before, after) and passages differ."""

    title: str
    file: str
    line: str
    headings: tuple[str, ...] = ()
    fields: tuple[tuple[str, str, str], ...] = ()
    passages: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class Bulletin:
    """The whole report: its heading, a summary, documents by section, further lines by section."""

    title: str
    summary: tuple[str, ...]
    documents: tuple[tuple[str, tuple[Entry, ...]], ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]


NO_CHANGES = OfferChanges()


@dataclass(frozen=True, slots=True)
class Aside:
    """What a publication means beyond its documents: offers, and open questions that have an answer now."""

    offers: OfferChanges = NO_CHANGES
    answerable: tuple[str, ...] = ()


NOTHING = Aside()


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
    sections: dict[str, tuple[Entry, ...]] = {
        "added": tuple(_entry(change) for change in changes if change.what == "added"),
        "changed": tuple(_entry(change) for change in changes if change.what == "changed" and _differs(change)),
        "gone": tuple(_entry(change) for change in changes if change.what == "gone"),
        "same": tuple(_entry(change) for change in same),
    }
    run = what if isinstance(what, Report) else None
    sizes = {name: len(entries) for name, entries in sections.items()}
    summary = head["counts"].format(**sizes, moved=len(run.moved) if run else 0, failed=len(run.failed) if run else 0)
    told = [summary] if run else [head["rollback"].format(number=what), summary]
    if not changes:
        told.append(head["unchanged"])
    return Bulletin(
        head["title"].format(number=number, day=f"{when:%d.%m.%Y, %H:%M}"),
        tuple(told),
        tuple((names[name], entries) for name, entries in sections.items() if entries),
        tuple((names[name], lines) for name, lines in _lines(changes, run, aside).items() if lines),
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
    new, gone = _contacts(changes)
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


def _entry(change: Change) -> Entry:
    document, words = change.document, wording("bulletin")
    line = words["line"]["altered" if change.what == "changed" else "document"].format(
        kind=document.kind[:1].upper() + document.kind[1:],
        day=_day(document.date) or words["line"]["undated"],
        pages=document.pages,
        visibility=words["line"][document.visibility],
        passages=len(change.passages),
    )
    if change.what != "changed":
        heads = dict.fromkeys(
            " › ".join(p.section).rstrip(":") for pair in change.passages if (p := pair.after or pair.before)
        )
        return Entry(document.title, document.file, line, tuple(filter(None, heads))[:HEADINGS])
    fields = tuple((words["field"][name], old, new) for name, old, new in _fields(change))
    return Entry(document.title, document.file, line, (), fields, tuple(map(_beside, change.passages)))


def _beside(pair: Pair) -> Beside:
    before, after = pair.before, pair.after
    return Beside(
        before.text if before else "",
        before.first_page if before else 0,
        after.text if after else "",
        after.first_page if after else 0,
    )


def _lines(changes: Sequence[Change], run: Report | None, aside: Aside) -> dict[str, tuple[str, ...]]:
    words = wording("bulletin")["line"]
    new, gone = _contacts(changes)
    held, moved = (run.held, run.moved) if run else ((), ())
    return {
        "moved": tuple(words["moved"].format(before=old, after=new) for old, new in (move.shown() for move in moved)),
        "held": tuple(
            words["held"].format(
                source=one.source,
                gone=len(one.documents),
                known=one.known,
                files=", ".join(one.documents),
                why=one.why or "",
            ).rstrip()
            for one in held
        ),
        "offers_new": tuple(map(_offer, aside.offers.new)),
        "offers_renamed": tuple(
            words["offer_renamed"].format(before=old[1].name, after=new[1].name, title=new[0].title)
            for old, new in aside.offers.renamed
        ),
        "offers_gone": tuple(map(_offer, aside.offers.gone)),
        "offers_over": tuple(
            words["offer_over"].format(name=offer.name, title=document.title, day=_day(offer.valid_to))
            for document, offer in aside.offers.over
        ),
        "answerable": aside.answerable,
        "failed": tuple(failure.reason for failure in (run.failed if run else ())),
        "contacts_new": tuple(words["contact"].format(value=v, title=title, page=page) for v, title, page in new),
        "contacts_gone": tuple(words["contact"].format(value=v, title=title, page=page) for v, title, page in gone),
    }  # fmt: skip


def _offer(stated: Stated) -> str:
    document, offer = stated
    return wording("bulletin")["line"]["offer"].format(name=offer.name, title=document.title)


_Named = list[tuple[str, str, int]]


def _contacts(changes: Sequence[Change]) -> tuple[_Named, _Named]:
    """Return mail addresses and phone numbers that are named now and were not, and the other way round."""
    before = {key: place for change in changes for key, place in _named(change, old=True)}
    after = {key: place for change in changes for key, place in _named(change, old=False)}
    return (
        [place for key, place in after.items() if key not in before],
        [place for key, place in before.items() if key not in after],
    )


def _named(change: Change, *, old: bool) -> Iterator[tuple[str, tuple[str, str, int]]]:
    document = change.before if old else change.after
    for pair in change.passages:
        passage = pair.before if old else pair.after
        if passage is None or document is None:
            continue
        for pattern in (MAIL, PHONE):
            for match in pattern.finditer(passage.text):
                value = " ".join(match[0].split())
                key = value.casefold() if pattern is MAIL else re.sub(r"\D", "", value)
                yield key, (value, document.title, passage.page_at(match.start()))
