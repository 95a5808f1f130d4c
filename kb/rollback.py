"""Taking publications back: a new generation that shows what an earlier one showed.

Nothing is rewound: readers notice a new publication as ever, and a rollback can itself be taken back.
Documents come back as they were stored, without their PDFs being read again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kb.archive import Kept
from kb.errors import KnowledgeBaseError
from kb.model import Visibility
from kb.next_generation import Publication


@dataclass(frozen=True, slots=True)
class _Version:
    """A version that a generation shows or showed: its row, or where it lies in the archive."""

    visibility: Visibility
    id: str
    row: int | None
    kept: Kept | None


def take_back(work: Publication, to: int) -> bool:
    """Write into `work` what generation `to` showed; return whether that differs from what is published.

    :raises KnowledgeBaseError: there was no such generation, or it is no longer kept.
    """
    floor = work.archive.floor()
    if not 0 <= to < work.base:
        raise KnowledgeBaseError("no-generation", number=to, newest=max(work.base - 1, 0))
    if floor is None or to < floor:
        raise KnowledgeBaseError("generation-gone", number=to, oldest=work.base if floor is None else floor)
    now, then = _shown(work, work.base), _shown(work, to)
    changed = {name for name in now.keys() | then.keys() if not _same(work, now.get(name), then.get(name))}
    for name in sorted(changed & now.keys()):
        work.end(name, "taken-back")
    for name in sorted(changed & then.keys()):
        _bring_back(work, then[name].visibility, _stored(work, then[name]))
    for visibility, stored in _past(work, to):
        _bring_back(work, visibility, stored, past=True)
    return _places(work, to) or bool(changed)


def _same(work: Publication, now: _Version | None, then: _Version | None) -> bool:
    if now is None or then is None:
        return False
    if now.visibility == then.visibility and now.row is not None and now.row == then.row:
        return True
    left, right = _stored(work, now), _stored(work, then)
    alike = all(left[name] == right[name] for name in ("version", "recipe", "data", "evidence"))
    return alike and now.visibility == then.visibility


def _stored(work: Publication, version: _Version) -> dict[str, Any]:
    if version.kept is not None:
        return work.archive.stored(version.kept)
    return work.shards[version.visibility].register.stored_row(version.row or 0)


def _bring_back(work: Publication, visibility: Visibility, stored: dict[str, Any], *, past: bool = False) -> None:
    sha256 = stored["version"]
    kept = work.shards[visibility].file(sha256)
    work.restore(visibility, stored, kept if kept.exists() else work.archive.file(sha256), past=past)


def _shown(work: Publication, generation: int) -> dict[str, _Version]:
    """Return the versions that `generation` shows or showed, by document id."""
    found: dict[str, _Version] = {}
    for visibility, shard in work.shards.items():
        for row in shard.register.rows():
            if row.since <= generation and (row.until is None or row.until > generation):
                found[row.id] = _Version(visibility, row.id, row.row, None)
    for kept in work.archive.entries(generation):
        if kept.since <= generation < kept.until:
            name = work.archive.stored(kept)["id"]
            found[name] = _Version(kept.visibility, name, None, kept)
    return found


def _past(work: Publication, generation: int) -> Iterator[tuple[Visibility, dict[str, Any]]]:
    """Yield the superseded versions that left together with their papers after `generation`."""
    for kept in work.archive.entries(generation):
        if kept.until > generation:
            continue
        stored = work.archive.stored(kept)
        there = work.shards[kept.visibility].register.rows()
        if stored["fate"] == "superseded" and (stored["id"], kept.version) not in {(r.id, r.version) for r in there}:
            yield kept.visibility, stored


def _places(work: Publication, generation: int) -> bool:
    """Let the papers lie where `generation` found them; return whether that is elsewhere."""
    differs = False
    for visibility, shard in work.shards.items():
        places = shard.register.all_places()
        now = {place for place, _, until in places if until is None}
        then = {
            place for place, since, until in places if since <= generation and (until is None or until > generation)
        }
        for place in now - then:
            work.end_place(place)
        for place in then - now:
            work.add_place(place, visibility)
        differs = differs or now != then
    return differs
