"""Uploaded files on their way: how the corpus will look, put in their place, taken back with a rollback."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ingest.sources import SourceFile, Sources, folder_visibility
from ui.staff_uploads import ASIDE, JOURNAL, PLACES, WAITING, folder, removals, waiting, write_removals


def looked_at(corpus: Path) -> list[Path]:
    """Return the folders to look at for what would change: where the corpus has no PDF yet, where they wait."""
    home = corpus.resolve()
    there = any(
        not any(part.startswith(".") for part in file.relative_to(home).parts) for file in home.rglob("*.[pP][dD][fF]")
    )
    return [home] if there or not waiting(corpus) else [folder(corpus) / WAITING]


def as_if(corpus: Path, sources: Sources) -> Sources:
    """Return the sources as they will be once what waits is published."""
    root, home = folder(corpus), corpus.resolve()
    gone, new = set(), []
    for one in waiting(corpus):
        final = root / one.place
        gone |= {final} if one.removed else {root / place / one.name for place in PLACES.values()}
        if not one.removed:
            staged = root / WAITING / one.place
            new.append(SourceFile(staged, str(home), None, folder_visibility(final, home), str(final)))
    aside = root / WAITING
    kept = tuple(file for file in sources.files if file.path not in gone and not file.path.is_relative_to(aside))
    covered = sources.covered if str(home) in sources.covered else (*sources.covered, str(home))
    return replace(sources, files=(*kept, *new), covered=covered)


@contextmanager
def put_in_place(corpus: Path) -> Iterator[list[tuple[str, str]]]:
    """Put what waits in its place, what is replaced or to go aside; undo it where the block fails. Yields the moves."""
    moves: list[tuple[str, str]] = []
    root = folder(corpus)
    aside = f"{ASIDE}/{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
    before_it = removals(corpus)
    try:
        for one in waiting(corpus):
            places = [one.place] if one.removed else [f"{place}/{one.name}" for place in PLACES.values()]
            for place in places:
                if (root / place).is_file():
                    _move(root, place, f"{aside}/{place}", moves)
            if not one.removed:
                _move(root, f"{WAITING}/{one.place}", one.place, moves)
        write_removals(corpus, [])
        yield moves
    except BaseException:
        write_removals(corpus, before_it)
        for before, after in reversed(list(moves)):
            _move(root, after, before, [])
        raise


def put_back(corpus: Path, moves: list[tuple[str, str]], unread: Collection[Path]) -> None:
    """Take files back to where they waited that could not be read, and what they replaced to its place; shortens `moves`."""
    root = folder(corpus)
    names = {file.name for file in unread if file.is_relative_to(root) and ASIDE not in file.parts}
    for before, after in reversed([move for move in moves if Path(move[0]).name in names]):
        _move(root, after, before, [])
        moves.remove((before, after))


def keep_journal(corpus: Path, generation: int, moves: list[tuple[str, str]]) -> None:
    """Note which files a publication moved, so that a rollback can move them back."""
    if moves:
        with (folder(corpus) / JOURNAL).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"generation": generation, "moves": moves}, ensure_ascii=False) + "\n")


def take_back(corpus: Path, to: int, generation: int) -> None:
    """Move the files as they lay at generation `to`; noted as a move of `generation`, which can be taken back in turn."""
    root, moves = folder(corpus), list[tuple[str, str]]()
    file = root / JOURNAL
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.is_file() else []
    for row in reversed(rows):
        for before, after in reversed(row["moves"]) if row["generation"] > to else ():
            if (root / after).is_file():
                # Of several versions that were uploaded since, the newest waits.
                there = (root / before).exists()
                _move(root, after, f"{ASIDE}/{secrets.token_hex(4)}/{before}" if there else before, moves)
    keep_journal(corpus, generation, moves)


def _move(root: Path, before: str, after: str, moves: list[tuple[str, str]]) -> None:
    (root / after).parent.mkdir(parents=True, exist_ok=True)
    (root / before).replace(root / after)
    moves.append((before, after))
