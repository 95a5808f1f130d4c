"""What publications ended, kept apart for a while so that they can be taken back: `undo/` in the index.

Nobody searches here. One compressed file holds one ended version of a document with its passages;
its PDF lies beside it. Both go when the publication that ended them is older than is kept.
"""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kb.errors import KnowledgeBaseError
from kb.model import Visibility

FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class Kept:
    """An ended version in the archive: what its file name says, and where it is.

    It left the index with generation `left`: the one that ended it, or for a past version its paper.
    """

    file: Path
    visibility: Visibility
    left: int
    since: int
    until: int
    version: str


class Archive:
    """The archive of an index."""

    def __init__(self, index: Path) -> None:
        self.folder = index / "undo"

    def floor(self) -> int | None:
        """Return the oldest generation that can be brought back; None before anything was archived."""
        try:
            return int((self.folder / FLOOR).read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    def begin(self, generation: int) -> None:
        """Say from which generation on everything that ends is kept, where that was not said before."""
        if self.floor() is None:
            self._write(self.folder / FLOOR, str(generation).encode())

    def keep(self, visibility: Visibility, stored: Mapping[str, Any], file: Path, left: int) -> None:
        """Keep a version as `Register.stored_row` returned it, and its PDF; a second time does no harm."""
        head = f"{left}-{stored['until']}-{stored['since']}-{visibility}-{stored['version']}"
        name = f"{head}-{quote(stored['id'], safe='')}.json.gz"
        content = json.dumps({**stored, "visibility": visibility}, ensure_ascii=False).encode()
        self._write(self.folder / name, gzip.compress(content, 6))
        kept = self.file(stored["version"])
        if file.is_file() and not kept.exists():
            self._beside(kept, lambda beside: shutil.copyfile(file, beside))

    def entries(self, after: int) -> Iterator[Kept]:
        """Yield the versions that left after generation `after`."""
        for file in sorted(self.folder.glob("*.json.gz")):
            left, until, since, visibility, version, _ = file.name.split("-", 5)
            if int(left) > after:
                shard: Visibility = "internal" if visibility == "internal" else "public"
                yield Kept(file, shard, int(left), int(since), int(until), version)

    def stored(self, kept: Kept) -> dict[str, Any]:
        """Return a kept version as `Register.restore` takes it.

        :raises KnowledgeBaseError: the file is damaged.
        """
        try:
            found: dict[str, Any] = json.loads(gzip.decompress(kept.file.read_bytes()))
        except (OSError, EOFError, ValueError) as error:
            raise KnowledgeBaseError("archive-damaged", path=kept.file, why=error) from error
        return found

    def file(self, version: str) -> Path:
        """Return where the PDF of a kept version lies."""
        return self.folder / "files" / f"{version}.pdf"

    def prune(self, floor: int) -> None:
        """Forget for good what left by generation `floor`: no state before it can be brought back."""
        if floor > (self.floor() or 0):
            self._write(self.folder / FLOOR, str(floor).encode())  # said first: a state half there is not offered
        self._clear(self.floor() or 0)

    def _clear(self, floor: int) -> None:
        """Remove what left by `floor`, and what a broken run left behind."""
        needed = {kept.version for kept in self.entries(floor)}
        for file in self.folder.glob("*.json.gz"):
            if int(file.name.split("-", 1)[0]) <= floor:
                file.unlink(missing_ok=True)
        for file in (*self.folder.glob("*.part"), *(self.folder / "files").glob("*")):
            if file.suffix == ".part" or file.stem not in needed:
                file.unlink(missing_ok=True)

    def _write(self, path: Path, content: bytes) -> None:
        self._beside(path, lambda beside: beside.write_bytes(content))

    def _beside(self, path: Path, write: Any) -> None:
        """Write a file beside its place, then put it there in one step.

        :raises KnowledgeBaseError: the disk is full or may not be written.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(path.name + ".part")
            write(beside)
            beside.replace(path)
        except OSError as error:
            raise KnowledgeBaseError("read-only", path=path.parent, why=error.strerror) from error
