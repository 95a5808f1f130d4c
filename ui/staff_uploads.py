"""PDFs that staff upload: kept aside until they are published (`ui.staff_moves`).

All of it lies in the folder `hochgeladen` of the corpus. What waits is in a hidden folder, which no ingest looks into;
what was replaced or withdrawn is kept in another.
"""

from __future__ import annotations

import filecmp
import hashlib
import json
import os
import re
import secrets
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from kb.model import Visibility
from ui.staff_words import said

FOLDER, WAITING, ASIDE, JOURNAL, NOTES = "hochgeladen", ".vorgemerkt", ".abgelegt", ".journal.jsonl", "angaben.json"
# Names that `ingest.sources` knows.
PLACES: Mapping[Visibility, str] = {"public": "oeffentlich", "internal": "intern"}
# A scanned booklet of 200 pages has about 60 MB.
MOST_FILES, MOST_MB, MOST_MB_TOGETHER = 20, 100, 500
# A header may stand anywhere in the first 1,024 bytes (ISO 32000-1, Annex H.3, note 13).
HEADER = 1024
LONGEST_NAME, LONGEST_NOTE = 120, 500
_STEP = 1 << 20


class UploadError(Exception):
    """A file that is not taken; its words are in section `upload` of the staff's language file."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(said("upload")[key].format(**values))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits: `place` is its path under the upload folder once published; `removed`: it is to go.

    `same`: what it replaces is the same file, byte by byte, seen by the same people.
    """

    place: str
    removed: bool = False
    replaces: bool = False
    same: bool = False
    who: str = ""
    note: str = ""

    @property
    def name(self) -> str:
        """Its file name."""
        return Path(self.place).name

    @property
    def visibility(self) -> Visibility:
        """Who is to see it, as far as its folder says."""
        return "public" if self.place.startswith(PLACES["public"]) else "internal"


def folder(corpus: Path) -> Path:
    """Return where uploaded files lie."""
    return corpus.resolve() / FOLDER


def clean_name(name: str) -> str:
    """Return a file name without folders and signs that mean something to a shell, a browser or a file system.

    :raises UploadError: nothing of it is left.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = re.sub(r"\.pdf$", "", last, flags=re.IGNORECASE)
    kept = re.sub(r"[^\w .,()+&-]|_", "_", stem)
    kept = re.sub(r"_{2,}", "_", " ".join(kept.split())).strip(" ._-")
    # Names are limited in bytes (255 on the usual file systems); an umlaut has two.
    while len(kept.encode()) > LONGEST_NAME:
        kept = kept[:-1].rstrip(" ._-")
    if not kept:
        raise UploadError("bad_name", file=name[:60])
    return f"{kept}.pdf"


def receive(corpus: Path, name: str, stream: BinaryIO, visibility: Visibility, who: str, note: str) -> str:
    """Keep an uploaded PDF aside, in steps, never whole in memory; return its name.

    :raises UploadError: no PDF, too large, a name that cannot be used, or it cannot be written.
    """
    clean = clean_name(name)
    head = stream.read(HEADER)
    if b"%PDF-" not in head:
        raise UploadError("no_pdf", file=clean)
    place = f"{PLACES[visibility]}/{clean}"
    if _listed(corpus, clean):
        raise UploadError("listed", file=clean)
    target = folder(corpus) / WAITING / place
    part = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("xb") as out:
            size, block = 0, head
            while block:
                size += len(block)
                if size > MOST_MB * _STEP:
                    raise UploadError("too_large", file=clean, mb=MOST_MB)
                out.write(block)
                block = stream.read(_STEP)
        part.replace(target)
        for other in set(PLACES.values()) - {PLACES[visibility]}:  # chosen anew: public or internal
            (folder(corpus) / WAITING / other / clean).unlink(missing_ok=True)
        _note(corpus, place, who, note)
    except OSError as error:
        raise UploadError("full", why=error.strerror or error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return clean


def waiting(corpus: Path) -> tuple[Waiting, ...]:
    """Return what waits to be published or withdrawn, by name."""
    root = folder(corpus)
    notes = _notes(corpus)
    found = []
    for place in PLACES.values():
        for file in sorted((root / WAITING / place).glob("*.pdf")):
            name = f"{place}/{file.name}"
            there = any((root / other / file.name).is_file() for other in PLACES.values())
            told = notes.get(name, {})
            same = (root / name).is_file() and filecmp.cmp(file, root / name, shallow=False)
            who, note = str(told.get("who", "")), str(told.get("note", ""))
            found.append(Waiting(name, replaces=there, same=same, who=who, note=note))
    removed = [Waiting(place, removed=True) for place in removals(corpus) if (root / place).is_file()]
    return tuple(sorted((*found, *removed), key=lambda one: (one.name.casefold(), one.place)))


def digest(corpus: Path) -> str:
    """Return what tells whether something else waits than before."""
    root = folder(corpus)
    rows = []
    for one in waiting(corpus):
        stat = (root / one.place if one.removed else root / WAITING / one.place).stat()
        rows.append((one.place, one.removed, stat.st_size, stat.st_mtime_ns))
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:24]


def came_since(corpus: Path, moment: str) -> bool:
    """Return whether a file was uploaded after a moment (ISO 8601); what was moved keeps its time."""
    root = folder(corpus) / WAITING
    last = max((file.stat().st_mtime for place in PLACES.values() for file in (root / place).glob("*.pdf")), default=0)
    return bool(moment) and last > datetime.fromisoformat(moment).timestamp()


def discard(corpus: Path, place: str) -> None:
    """Take a file off the list; one that was to go stays.

    :raises UploadError: it is not on it.
    """
    for one in waiting(corpus):
        if one.place == place:
            if one.removed:
                write_removals(corpus, [other for other in removals(corpus) if other != place])
            else:
                (folder(corpus) / WAITING / place).unlink(missing_ok=True)
            return
    raise UploadError("not_there")


def turn(corpus: Path, place: str) -> None:
    """Have a file that waits seen by everybody instead of staff alone, or the other way round.

    :raises UploadError: it is not on the list.
    """
    one = next((one for one in waiting(corpus) if one.place == place and not one.removed), None)
    if one is None:
        raise UploadError("not_there")
    root = folder(corpus) / WAITING
    final = f"{PLACES['internal' if one.visibility == 'public' else 'public']}/{one.name}"
    (root / final).parent.mkdir(parents=True, exist_ok=True)
    (root / place).replace(root / final)
    _note(corpus, final, one.who, one.note)


def withdraw(corpus: Path, place: str) -> None:
    """Note that an uploaded file is to go.

    :raises UploadError: no such file was uploaded here.
    """
    if place not in published(corpus):
        raise UploadError("not_there")
    write_removals(corpus, sorted({*removals(corpus), place}))


def published(corpus: Path) -> tuple[str, ...]:
    """Return the places of uploaded files that were published."""
    root = folder(corpus)
    return tuple(f"{place}/{file.name}" for place in PLACES.values() for file in sorted((root / place).glob("*.pdf")))


def place_of(corpus: Path, path: str) -> str | None:
    """Return the place of an uploaded file by its path, None for any other file."""
    root = folder(corpus)
    return next((place for place in published(corpus) if str(root / place) == path), None)


def told(corpus: Path, place: str) -> Mapping[str, Any]:
    """Return who uploaded a file, when, and the note."""
    return _notes(corpus).get(place, {})


def _listed(corpus: Path, name: str) -> bool:
    """Return whether a file of that name lies elsewhere in the corpus: which of both is meant would be open."""
    home = corpus.resolve()
    return any(
        not file.is_relative_to(home / FOLDER)
        and not any(part.startswith(".") for part in file.relative_to(home).parts)
        for file in home.rglob("*.[pP][dD][fF]")
        if unicodedata.normalize("NFC", file.name).casefold() == name.casefold()
    )


def removals(corpus: Path) -> list[str]:
    """Return the places of files that are to go."""
    return [str(one) for one in _read(folder(corpus) / WAITING / "entfernen.json", list)]


def write_removals(corpus: Path, places: list[str]) -> None:
    """Note which files are to go."""
    _write(folder(corpus) / WAITING / "entfernen.json", places)


def _notes(corpus: Path) -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = _read(folder(corpus) / f".{NOTES}", dict)
    return found


def _note(corpus: Path, place: str, who: str, note: str) -> None:
    day = datetime.now(UTC).date().isoformat()
    told_of = {"who": who, "day": day, "note": " ".join(note.split())[:LONGEST_NOTE]}
    _write(folder(corpus) / f".{NOTES}", {**_notes(corpus), place: told_of})


def _read(file: Path, kind: type) -> Any:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return kind()
    return found if isinstance(found, kind) else kind()


def _write(file: Path, data: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    part.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(part, file)  # noqa: PTH105 - whole or not at all
