"""Where papers come from: PDF files in folders, and what a `manifest.toml` beside them says of each."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from kb.errors import IngestError
from kb.model import Consultation, Visibility

MANIFEST = "manifest.toml"
# A folder of this name vouches for what lies in it.
PUBLIC_FOLDERS = frozenset({"public", "oeffentlich", "öffentlich"})
INTERNAL_FOLDERS = frozenset({"internal", "intern", "nichtoeffentlich", "nichtöffentlich"})


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """What the maintainer says of a file; wins over what is read off the paper. None = not said.

    `consultations` come from an OParl source alone.
    """

    file: str
    title: str | None = None
    kind: str | None = None
    issuer: str | None = None
    date: date | None = None
    origin: str | None = None
    visibility: Visibility | None = None
    sha256: str | None = None
    reference: str | None = None
    file_reference: str | None = None
    unit: str | None = None
    author: str | None = None
    paper_type: str | None = None
    consultations: tuple[Consultation, ...] = ()

    @property
    def digest(self) -> str:
        """A short hash over all values: it changes when the entry does."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to take in: its absolute path, the source it was found in, its manifest entry.

    `address` is where it lies for people, if that is not `path`: a web address.
    """

    path: Path
    source: str
    entry: ManifestEntry | None
    folder_visibility: Visibility | None
    address: str = ""

    @property
    def declared(self) -> Visibility | None:
        """What people say of its visibility: the manifest, else the folders."""
        return (self.entry.visibility if self.entry else None) or self.folder_visibility

    @property
    def place(self) -> str:
        """Where it lies."""
        return self.address or str(self.path)

    @property
    def name(self) -> str:
        """Its file name."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class Sources:
    """All files of a run; the sources that it covers completely (what is missing there is gone); those out of reach.

    `silent` are sources that the index has papers of, and that are empty or cannot be reached now, each with the reason;
    `withdrawn` places whose source says that their paper is gone; `notes` what a person should know.
    """

    files: tuple[SourceFile, ...]
    covered: tuple[str, ...]
    silent: Mapping[str, IngestError]
    withdrawn: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    def covers(self, source: str, place: str) -> bool:
        """Return whether what was found at `place` of `source` would have been found again by this run."""
        return any(source == one or Path(place).is_relative_to(one) for one in self.covered)


def find(paths: Iterable[Path | str], known: Collection[str] = ()) -> Sources:
    """Return the PDF files under `paths` (folders, files or manifests), each once, in path order.

    `known` are the places of papers in the index: a source that they lie in may be empty or out of reach.

    :raises IngestError: a path does not exist, holds no PDF, or has a manifest with a mistake.
    """
    found: dict[Path, SourceFile] = {}
    covered: list[str] = []
    silent: dict[str, IngestError] = {}
    for given in map(Path, paths):
        path = given.resolve()
        if path.name == MANIFEST:
            path = path.parent
        try:
            files = _files(path, given)
        except IngestError as error:
            if not any(Path(place).is_relative_to(path) for place in known):
                raise
            silent[str(path)] = error
            covered.append(str(path))
            continue
        if path.is_dir():
            covered.append(str(path))
        manifests: dict[Path, dict[Path, ManifestEntry]] = {}
        root = path if path.is_dir() else path.parent
        for file in files:
            entry = _entry(file, manifests)
            found.setdefault(file, SourceFile(file, str(root), entry, folder_visibility(file, root)))
    return Sources(tuple(found.values()), tuple(covered), silent)


def _files(path: Path, given: Path) -> list[Path]:
    try:
        if not path.exists():
            raise IngestError("no-such-source", path=given)
        files = sorted(_pdfs(path)) if path.is_dir() else [path]
    except OSError as error:
        raise IngestError("source-unreadable", path=given, why=error.strerror) from error
    if not files:
        raise IngestError("no-pdf", path=given)
    return files


def _pdfs(folder: Path) -> Iterable[Path]:
    for file in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.suffix.lower() == ".pdf" and file.is_file() and not hidden:
            yield file


def folder_visibility(file: Path, root: Path) -> Visibility | None:
    """Return what the folders say: an internal one wins over a public one.

    An internal folder counts however far above the file it lies, whichever path was given; a public
    one only from the given folder on.
    """
    if {parent.name.casefold() for parent in file.parents} & INTERNAL_FOLDERS:
        return "internal"
    names = {part.casefold() for part in (root.name, *file.relative_to(root).parts[:-1])}
    return "public" if names & PUBLIC_FOLDERS else None


def _entry(file: Path, manifests: dict[Path, dict[Path, ManifestEntry]]) -> ManifestEntry | None:
    """Return the file's entry in the nearest manifest above it that has one, whichever path was given."""
    for folder in file.parents:
        if folder not in manifests:
            manifests[folder] = read_manifest(folder / MANIFEST) if (folder / MANIFEST).is_file() else {}
        entry = manifests[folder].get(file) or manifests[folder].get(file.resolve())
        if entry is not None:
            return entry
    return None


def read_manifest(file: Path) -> dict[Path, ManifestEntry]:
    """Return absolute path -> entry of a manifest with ``[[document]]`` tables.

    :raises IngestError: not TOML, an unknown field, a missing `file`, a value of a wrong type, a file
        that is not there (a slip in its name would leave it without its visibility) or named twice.
    """
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise IngestError("bad-manifest", file=file, why=error) from error
    rows = table.get("document", [])
    if not isinstance(rows, list):
        raise IngestError("bad-manifest", file=file, why="„document“ muss als [[document]] geschrieben sein.")
    entries = [_checked(row, number, file) for number, row in enumerate(rows, 1)]
    found: dict[Path, ManifestEntry] = {}
    for entry in entries:
        path = (file.parent / entry.file).resolve()
        if not path.is_file():
            raise IngestError("bad-manifest", file=file, why=f"„{entry.file}“ gibt es nicht.")
        if path in found:
            raise IngestError("bad-manifest", file=file, why=f"„{entry.file}“ steht zweimal darin.")
        found[path] = entry
    return found


def _checked(row: Mapping[str, Any], number: int, file: Path) -> ManifestEntry:
    known = {field.name for field in fields(ManifestEntry)} - {"consultations"}
    if unknown := sorted(set(row) - known):
        why = f"Eintrag {number}: unbekanntes Feld „{unknown[0]}“ (bekannt: {', '.join(sorted(known))})."
        raise IngestError("bad-manifest", file=file, why=why)
    if not isinstance(row.get("file"), str):
        raise IngestError("bad-manifest", file=file, why=f"Eintrag {number}: das Feld „file“ fehlt.")
    for name, value in row.items():
        wanted = date if name == "date" else str
        if not isinstance(value, wanted):
            kind = "ein Datum (JJJJ-MM-TT ohne Anführungszeichen)" if wanted is date else "ein Text"
            why = f"Eintrag {number} ({row['file']}): „{name}“ muss {kind} sein."
            raise IngestError("bad-manifest", file=file, why=why)
    if row.get("visibility") not in (None, "public", "internal"):
        why = f"Eintrag {number} ({row['file']}): „visibility“ ist „public“ oder „internal“."
        raise IngestError("bad-manifest", file=file, why=why)
    return ManifestEntry(**row)


def sha256(file: Path) -> str:
    """Return the sha256 of a file's bytes in hexadecimal."""
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
