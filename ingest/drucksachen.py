"""From OParl's description of a paper to its files, each with what the description says of it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ingest.kinds import Kind
from ingest.moments import day, moment
from ingest.oparl_lists import Object
from ingest.properties import generic, sane_title
from ingest.referred import Objects
from ingest.sources import ManifestEntry
from kb.model import Consultation

# How long what was fetched counts as new: names of bodies change with a term of office.
_NAMES_LAST = timedelta(days=30)
_FILES_LAST = timedelta(days=7)
_LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
_ATTACHMENT = re.compile(r"(?i)^\W*(?:anl(?:age|\.)|anhang|anlagenverzeichnis|auszug|protokollauszug|deckblatt)\b")
_KINDS: tuple[tuple[str, Kind], ...] = (
    (r"(?i)niederschrift|protokoll", "niederschrift"),
    (r"(?i)einladung|tagesordnung", "einladung"),
)
_PDF_TYPES = frozenset({"application/pdf", "application/x-pdf"})
# Where no type is told, endings that promise something else; "getfile.php" promises nothing.
_OTHERS = frozenset(
    {
        "csv", "doc", "docm", "docx", "dwg", "dxf", "eml", "gif", "htm", "html", "jpeg", "jpg", "mp3", "mp4", "msg", "odp",
        "ods", "odt", "png", "ppt", "pptx", "rtf", "svg", "tif", "tiff", "txt", "xls", "xlsm", "xlsx", "xml", "zip",
    }
)  # fmt: skip
_ANY_TYPES = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/download"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that belongs into the folder.

    `key` stays the same when the address changes; an empty `address` is one that could not be found out
    this time. `stamp` changes with the file, "" where nobody says. The entry's `file` is still empty.
    `missing`: what described it is no longer there. `attachment_of` is the id of its paper.
    """

    key: str
    address: str
    entry: ManifestEntry
    name: str = ""
    stamp: str = ""
    size: int = 0
    attachment_of: str | None = None
    missing: bool = False


def wanted_files(paper: Object, objects: Objects, issuer: str) -> Iterator[Wanted]:
    """Yield the PDFs of a paper: the main file with all that is said of the paper, then its attachments.

    Where no main file is named, the first file that does not call itself an attachment is taken for it.
    """
    changed = moment(paper.get("modified"))
    main = paper.get("mainFile")
    files = [item for item in _several(paper.get("auxiliaryFile")) if item != main]
    if not main and files:
        main = _likely_main(files, _text(paper.get("paperType")) or "")
        files = [item for item in files if item is not main]
    for item in [*([main] if main else []), *files]:
        found = _file(item, objects, changed)
        if isinstance(found, str):
            yield Wanted(found, "", ManifestEntry(file=""))
        elif found is not None:
            wanted = _wanted(found, paper, objects, issuer, is_main=item is main)
            yield replace(wanted, missing=isinstance(item, str) and item in objects.missing)


def _wanted(file: Object, paper: Object, objects: Objects, issuer: str, *, is_main: bool) -> Wanted:
    address = _link(file.get("downloadUrl")) or _link(file.get("accessUrl"))
    shown = _link(file.get("accessUrl")) or address
    name = _text(file.get("fileName")) or ""
    stamp = f"{file.get('modified') or paper.get('modified') or ''}|{file.get('sha512Checksum') or file.get('sha1Checksum') or ''}"
    reference = _text(paper.get("reference"))
    unit = _names(paper.get("underDirectionOf"), objects) or _names(paper.get("originatorOrganization"), objects)
    size = file.get("size")
    common = Wanted(
        key=_link(file.get("id")) or address,
        address=address,
        entry=ManifestEntry(file="", issuer=issuer or None, origin=shown, reference=reference, unit=unit or None),
        name=name,
        stamp=stamp.strip("|"),
        size=size if isinstance(size, int) else 0,
    )
    if is_main:
        return _as_main(common, paper, objects)
    return _as_attachment(common, file, paper)


def _as_main(file: Wanted, paper: Object, objects: Objects) -> Wanted:
    paper_type = _text(paper.get("paperType"))
    kind = next((kind for pattern, kind in _KINDS if re.search(pattern, paper_type or "")), "vorlage")
    entry = replace(
        file.entry,
        title=_text(paper.get("name")),
        kind=kind,
        date=day(paper.get("date")) or day(paper.get("publishedDate")),
        paper_type=paper_type,
        consultations=tuple(_consultations(paper, objects)),
    )
    return replace(file, entry=entry)


def _as_attachment(file: Wanted, described: Object, paper: Object) -> Wanted:
    # "Anlage 1" names nothing: then the page itself speaks. So it does of its date and kind.
    title = sane_title(_text(described.get("name")) or "")
    title = "" if generic(title) or _ATTACHMENT.fullmatch(title.rstrip(" 0123456789.:-")) else title
    return replace(file, entry=replace(file.entry, title=title or None), attachment_of=_text(paper.get("id")))


def _file(item: Any, objects: Objects, changed: datetime | None) -> Object | str | None:
    """Return a file that is or has a PDF, None where there is none, its key where that cannot be told now."""
    found = objects.get(item, _FILES_LAST, changed)
    if found is None:
        # One that answers with "not found" is kept as nothing; one that did not answer may still be there.
        return _link(item) if _link(item) and objects.kept(item) is None else None
    name = found.get("id")
    later = objects.kept(name) if isinstance(name, str) else None
    if later and (moment(later.get("modified")) or _LONG_AGO) > (moment(found.get("modified")) or _LONG_AGO):
        found = later
    if found.get("deleted") in (True, "true", 1):
        return None
    if _is_pdf(found):
        return found
    for other in _several(found.get("derivativeFile")):
        derived = objects.get(other, _FILES_LAST, changed)
        if derived is None and _link(other) and objects.kept(other) is None:
            return _link(other)
        if derived and derived.get("deleted") is not True and _is_pdf(derived):
            return derived
    return None


def _is_pdf(file: Object) -> bool:
    address = _link(file.get("downloadUrl")) or _link(file.get("accessUrl"))
    if not address:
        return False
    kind = (_text(file.get("mimeType")) or "").partition(";")[0].strip().lower()
    ending = (_text(file.get("fileName")) or address.partition("?")[0]).lower().rpartition(".")[2]
    return kind in _PDF_TYPES or (kind in _ANY_TYPES and ending not in _OTHERS)


def _likely_main(files: Sequence[Any], paper_type: str) -> Any:
    """Return the file that bears the name of the paper's type, else the first that is no attachment by name."""
    named = [(item, _text(item.get("name")) or "" if isinstance(item, dict) else "") for item in files]
    own = [(item, name) for item, name in named if not _ATTACHMENT.match(name)]
    words = set(re.findall(r"\w{4,}", paper_type.casefold()))
    alike = (item for item, name in own if words & set(re.findall(r"\w{4,}", name.casefold())))
    return next(alike, own[0][0] if own else None)


def _consultations(paper: Object, objects: Objects) -> list[Consultation]:
    """Return the Beratungsfolge in order of its days, those without a day last."""
    found = []
    for reference in _several(paper.get("consultation")):
        step = objects.get(reference, _FILES_LAST)
        if step is None:
            continue
        item = None
        meeting = objects.get(step.get("meeting"), _NAMES_LAST)
        if meeting is None and (item := objects.get(step.get("agendaItem"), _FILES_LAST)) is not None:
            meeting = objects.get(item.get("meeting"), _NAMES_LAST)
        meeting = meeting or {}
        item = item or _item_of(step, meeting)
        bodies = _names(step.get("organization"), objects) or _names(meeting.get("organization"), objects)
        if not bodies or meeting.get("cancelled") is True:
            continue
        public = item.get("public") if item else None
        found.append(
            Consultation(
                bodies,
                day(meeting.get("start")),
                _text(step.get("role")),
                public if isinstance(public, bool) else None,
                step["authoritative"] if isinstance(step.get("authoritative"), bool) else None,
                _text(item.get("result")) if item else None,
            )
        )
    return sorted(found, key=lambda step: step.date or date.max)


def _item_of(step: Object, meeting: Object) -> Object | None:
    """Return the agenda item of a meeting under which a consultation takes place."""
    wanted, own = step.get("agendaItem"), step.get("id")
    if isinstance(wanted, dict):
        return wanted
    for item in _several(meeting.get("agendaItem")):
        if isinstance(item, dict) and (
            (wanted and item.get("id") == wanted) or (own and _id(item.get("consultation")) == own)
        ):
            return item
    return None


def _names(references: Any, objects: Objects) -> str:
    """Return the names of organisations, each once."""
    found = (objects.get(reference, _NAMES_LAST) for reference in _several(references))
    names = (_text(item.get("name")) or _text(item.get("shortName")) for item in found if item)
    return ", ".join(dict.fromkeys(name for name in names if name))


def _several(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list) else [value]


def _id(value: Any) -> Any:
    return value.get("id") if isinstance(value, Mapping) else value


def _link(value: Any) -> str:
    return value.strip() if isinstance(value, str) and value.strip().lower().startswith(("http://", "https://")) else ""


def _text(value: Any) -> str | None:
    text = " ".join(html.unescape(value).split()) if isinstance(value, str) else ""
    return text or None
