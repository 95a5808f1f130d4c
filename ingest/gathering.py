"""All sources of a run as one: what lies in folders, and what the web has, fetched first."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from ingest.remote import FetchProgress, is_remote, source_name, sync
from ingest.sources import SourceFile, Sources, find
from kb.catalogue import Place
from kb.config import FetchConfig
from kb.errors import IngestError


def gather(
    paths: Sequence[Path | str],
    index: Path,
    known: Collection[Place],
    config: FetchConfig,
    on_progress: Callable[[FetchProgress], None] = lambda progress: None,
) -> Sources:
    """Return the files of all sources: folders, files, manifests, web addresses, lists of them, OParl interfaces.

    What is fetched is kept under `sources/` of the index. `known` are the places of papers in the index: a
    source that has papers there may be out of reach.

    :raises IngestError: a source that the index has nothing of cannot be used, or a mistake in a manifest or list.
    """
    local = [path for path in paths if not is_remote(str(path))]
    found = find(local, [place.path for place in known])
    files, covered = list(found.files), list(found.covered)
    silent, withdrawn, notes = dict(found.silent), set[str](), list[str]()
    for address in (str(path) for path in paths if is_remote(str(path))):
        name = source_name(address)
        folder = index / "sources" / hashlib.sha256(name.encode()).hexdigest()[:16]
        try:
            fetched = sync(address, folder, config, on_progress)
        except IngestError as error:
            if not any(place.source == name for place in known):
                raise
            silent[name] = error
            covered.append(name)
            continue
        files += [SourceFile(file.path, name, file.entry, file.vouched, file.key) for file in fetched.files]
        covered += [name] if fetched.complete else []
        withdrawn |= set(fetched.gone)
        notes += map(str, fetched.notes)
    return Sources(tuple(files), tuple(covered), silent, frozenset(withdrawn), tuple(notes))
