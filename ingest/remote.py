"""Sources on the web: bring a folder up to date with an OParl interface, a list of addresses, or one address.

What is in the folder afterwards is what the source has, as far as it could be asked. A paper that is
not there today may be there tomorrow: it is withdrawn only when it stays away, or when its source says
that it was deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

from ingest.cache import Cache, Known, place_for
from ingest.drucksachen import Wanted, wanted_files
from ingest.inflow import MB
from ingest.oparl import PREFIX, list_papers
from ingest.referred import Objects
from ingest.sources import ManifestEntry
from ingest.web import NONE, PASSING, Web
from ingest.weblist import is_list, read_list
from kb.config import FetchConfig
from kb.errors import IngestError
from kb.model import Visibility

# Without these nothing can go on.
_FATAL = frozenset({"read-only", "source-damaged"})


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A paper of the source as it lies in the folder, and what the source says of it.

    `key` stays the same over new versions, and so does `path`: OParl's id of the file, else its address.
    `url` is where it was fetched. `vouched` is the visibility
    that the source stands for where nobody says otherwise. `attachment_of` is the OParl id of its paper.
    """

    key: str
    url: str
    path: Path
    entry: ManifestEntry
    sha256: str
    vouched: Visibility | None = None
    attachment_of: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """All papers that the source has now, and what this run did.

    Where not `complete`, the source could not be asked for all: what is not in `files` may still exist,
    except for `gone`, the keys of what was withdrawn in this run. `notes` are what a person should know, as errors that did not
    stop the run.
    """

    files: tuple[RemoteFile, ...]
    complete: bool
    notes: tuple[IngestError, ...]
    gone: tuple[str, ...] = ()
    new: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class FetchProgress:
    """How far a run is: files looked at of all (0 while the source is being listed), the one at hand."""

    done: int
    total: int
    address: str


@dataclass(slots=True)
class _Tally:
    """What a run did; filled file by file."""

    new: int = 0
    changed: int = 0
    answered: int = 0
    unanswered: int = 0
    unsure: bool = False


def is_remote(address: str) -> bool:
    """Return whether an address is one for `sync`: OParl, the web, or a list of web addresses."""
    return address.lower().startswith((PREFIX, "http://", "https://")) or is_list(Path(address))


def source_name(address: str) -> str:
    """Return the name of a source: the address, of a list its whole path."""
    return str(Path(address).resolve()) if is_list(Path(address)) and "://" not in address else address


def sync(
    address: str,
    folder: Path,
    config: FetchConfig,
    on_progress: Callable[[FetchProgress], None] = lambda progress: None,
    *,
    full: bool = False,
    now: datetime | None = None,
    visit: Callable[[FetchConfig], Web] = Web,
) -> Fetched:
    """Bring `folder` up to date with the source and return what it has.

    A run that is interrupted leaves the folder as it should be; the next one goes on.

    :param address: ``oparl+https://…`` of a body, ``https://…`` of a PDF, or the path of a list.
    :param folder: of this source alone; made where it is not there.
    :param full: list an OParl source wholly and ask for every file, whatever it says of changes.
    :raises IngestError: the address or list has a mistake, the folder cannot be used, or nothing of an
        OParl source is known yet and it cannot be listed.
    """
    now = now or datetime.now(UTC)
    on_progress(FetchProgress(0, 0, address))
    listed = _listed(address)
    with Cache(folder, source_name(address)) as cache, visit(config) as web:
        if listed is None:

            def on_page(page: str) -> None:
                on_progress(FetchProgress(0, 0, page))

            listing = list_papers(address[len(PREFIX) :], cache, web, config, now, full=full, on_page=on_page)
            objects = Objects(cache, web, now, on_page)
            wanted: Mapping[str, Wanted] = _unique(
                file for paper in cache.papers() for file in wanted_files(paper.body, objects, listing.issuer)
            )
            complete, notes = listing.complete, [*listing.notes, *objects.notes]
        else:
            wanted, complete, notes = listed, True, []
        tally = _Tally()
        gone: list[str] = []
        for done, file in enumerate(wanted.values(), 1):
            if _bring(file, cache, web, config, now, tally, notes, full=full):
                gone.append(file.key)
            on_progress(FetchProgress(done, len(wanted), file.address))
        gone += [old.key for old in cache.all_known() if old.key not in wanted and cache.forget(old.key)]
        vouched: Visibility | None = "public" if listed is None and not config.allow_private else None
        files = tuple(_files(wanted, cache, vouched))
    # Where nobody answered at all, the fault may well be ours.
    cut_off = tally.unanswered > 0 and tally.answered == 0
    return Fetched(
        files, complete and not tally.unsure and not cut_off, _once(notes), tuple(gone), tally.new, tally.changed
    )


def _once(notes: Iterable[IngestError]) -> tuple[IngestError, ...]:
    """Return each note once: that a machine is left alone is said of it, not of each address."""
    return tuple({str(note): note for note in notes}.values())


def _listed(address: str) -> Mapping[str, Wanted] | None:
    """Return what a list or single address names, None for an OParl source."""
    lowered = address.lower()
    if lowered.startswith((f"{PREFIX}http://", f"{PREFIX}https://")):
        return None
    if lowered.startswith(("http://", "https://")):
        return {address: Wanted(address, address, ManifestEntry(file="", origin=address))}
    if not is_list(Path(address)):
        raise IngestError("source-unknown", address=address)
    return {item.address: Wanted(item.address, item.address, item.entry) for item in read_list(Path(address))}


def _unique(files: Iterable[Wanted]) -> dict[str, Wanted]:
    """Return each file once; what is the main file of one paper is not an attachment of another."""
    found: dict[str, Wanted] = {}
    for file in files:
        if file.key not in found or (found[file.key].attachment_of and not file.attachment_of and file.address):
            found[file.key] = file
    return found


def _bring(
    file: Wanted, cache: Cache, web: Web, config: FetchConfig, now: datetime, tally: _Tally, notes: list[IngestError],
    *, full: bool,
) -> bool:  # fmt: skip
    """Have the file in the folder as the source has it; return whether it is withdrawn now."""
    known = cache.known(file.key) or Known(file.key, file.address)
    if not file.address:
        tally.unsure = tally.unsure or not known.path
        return False
    if not full and file.stamp and known.stamp == file.stamp and not file.missing and _settled(known, config):
        return False
    try:
        if file.missing:
            raise IngestError("web-gone", address=file.address, status=404)
        if file.size > config.max_mb * MB:
            raise IngestError("web-too-large", address=file.address, most=config.max_mb)
        _download(file, known, cache, web, now, tally)
        tally.answered += 1
    except IngestError as error:
        if error.key in _FATAL:
            raise
        if error.key in PASSING:
            tally.unanswered += 1
            cache.note(replace(known, failed_runs=known.failed_runs + 1))
            # One that never came must not keep others from being withdrawn for ever.
            tally.unsure = tally.unsure or (not known.path and known.failed_runs < config.missing_runs)
        else:
            tally.answered += 1
        if error.key == "web-gone":
            return _miss(file, known, cache, config, now, error, notes)
        notes.append(error)
    return False


def _settled(known: Known, config: FetchConfig) -> bool:
    """Return whether nothing is to be asked while the source speaks of no change."""
    if known.path:
        return known.missing_runs == 0
    return known.missing_runs >= config.missing_runs


def _download(file: Wanted, known: Known, cache: Cache, web: Web, now: datetime, tally: _Tally) -> None:
    waiting = cache.waiting(file.key)
    validators = known.validators if known.path and known.address == file.address else NONE
    found = web.download(file.address, waiting, validators)
    fine = replace(
        known, address=file.address, stamp=file.stamp, fetched=now, missing_since=None, missing_runs=0, failed_runs=0
    )
    if found is None:
        cache.note(fine)
        return
    path = known.path or place_for(file.key, file.name or found.name or _last_part(file.address))
    tally.new += not known.path
    tally.changed += bool(known.path) and known.sha256 != found.sha256
    cache.place(waiting, replace(fine, path=path, sha256=found.sha256, size=found.size, validators=found.validators))


def _miss(
    file: Wanted, known: Known, cache: Cache, config: FetchConfig, now: datetime, error: IngestError,
    notes: list[IngestError],
) -> bool:  # fmt: skip
    """Count that the file is not there; withdraw it when it has stayed away long enough (then True)."""
    since, runs = known.missing_since or now, known.missing_runs + 1
    missing = replace(known, stamp=file.stamp, missing_since=since, missing_runs=runs)
    if not known.path:
        notes.append(error)
        cache.note(missing)
        return False
    if runs < config.missing_runs or now - since < timedelta(days=config.missing_days):
        cache.note(missing)
        left = max(config.missing_runs - runs, 0)
        until = since + timedelta(days=config.missing_days)
        notes.append(
            IngestError(
                "web-missing", address=file.address, since=f"{since:%d.%m.%Y}", runs=left, until=f"{until:%d.%m.%Y}"
            )
        )
        return False
    cache.forget(file.key)
    cache.note(replace(missing, path="", sha256="", size=0, validators=NONE, fetched=None))
    notes.append(IngestError("web-withdrawn", address=file.address, since=f"{since:%d.%m.%Y}"))
    return True


def _files(wanted: Mapping[str, Wanted], cache: Cache, vouched: Visibility | None) -> Iterable[RemoteFile]:
    for file in wanted.values():
        known = cache.known(file.key)
        if known is None or not known.path:
            continue
        yield RemoteFile(
            file.key,
            file.address or known.address,
            cache.folder / known.path,
            replace(file.entry, file=known.path),
            known.sha256,
            vouched,
            file.attachment_of,
        )


def _last_part(address: str) -> str:
    """Return the last part of an address's path, as people read it."""
    path = address.partition("#")[0].partition("?")[0].rstrip("/")
    return unquote(path.partition("://")[2].rpartition("/")[2], errors="replace") if "/" in path[8:] else ""
