"""The catalogue of an index moved: from its folder into a PostgreSQL database, to another one, or back.

All rows are copied beside what is published and compared with it; then one rename switches over, and a running reader
goes along. Until then nothing is changed, whatever fails; afterwards the old place is emptied.
"""

from __future__ import annotations

import secrets
import shutil
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from kb.catalogue_copy import Databases, compare, copy, make_in_folder, make_on_server, open_where_it_is
from kb.catalogue_place import (
    FILE,
    LEFT,
    CataloguePlace,
    catalogue_place,
    check_address,
    database_files,
    has_ledger,
    put_catalogue_place,
    remove_file,
    remove_stale,
)
from kb.disk import disk_error
from kb.errors import KnowledgeBaseError
from kb.lock import write_lock
from kb.postgresql import drop_schemas

STAGING = ".catalogue"


@dataclass(frozen=True, slots=True)
class CatalogueMove:
    """What was moved: rows, and documents compared with all their pages and passages."""

    rows: int
    compared: int


def move_catalogue(index: Path, url: str | None, internal_url: str | None = None) -> CatalogueMove:
    """Move catalogue, ledger and open questions of `index` to the database at `url`, with None into its folder.

    Internal papers may have a database of their own.

    :raises KnowledgeBaseError: no index, locked, a database out of reach, no access, or the copy is not the same.
    """
    if not has_ledger(index):
        raise KnowledgeBaseError("no-index", path=index)
    for address in filter(None, (url, internal_url)):
        check_address(address)
    with write_lock(index):
        settle_moves(index)
        if url is None:
            return _to_folder(index)
        return _to_server(index, CataloguePlace(url, f"kiz_{secrets.token_hex(4)}", internal_url))


def _to_server(index: Path, place: CataloguePlace) -> CatalogueMove:
    before = catalogue_place(index)
    try:
        with ExitStack() as stack:
            moved = _carried(open_where_it_is(index, stack), make_on_server(place, stack))
        if before is not None:
            put_catalogue_place(index, before, LEFT)
        put_catalogue_place(index, place)
    except BaseException:
        with suppress(KnowledgeBaseError):
            drop_schemas(place.all())
        raise
    settle_moves(index)
    return moved


def _to_folder(index: Path) -> CatalogueMove:
    if catalogue_place(index) is None:
        return CatalogueMove(0, 0)
    staging = index / STAGING
    try:
        with ExitStack() as stack:
            moved = _carried(open_where_it_is(index, stack), make_in_folder(staging, stack))
        for made, path in zip(database_files(staging), database_files(index), strict=True):
            remove_file(path)
            path.parent.mkdir(exist_ok=True)
            made.replace(path)
        (index / FILE).replace(index / LEFT)
    except OSError as error:
        raise disk_error(error, index) or KnowledgeBaseError("read-only", path=index, why=error) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    settle_moves(index)
    return moved


def _carried(old: Databases, new: Databases) -> CatalogueMove:
    return CatalogueMove(copy(old, new), compare(old, new))


def settle_moves(index: Path) -> None:
    """Empty the place that a move has left, also after one that broke off; a database out of reach keeps it for now."""
    shutil.rmtree(index / STAGING, ignore_errors=True)
    remove_stale(index)
    left, now = catalogue_place(index, LEFT), catalogue_place(index)
    if left is None:
        return
    with suppress(KnowledgeBaseError):
        if now is None or now.schema != left.schema:
            drop_schemas(left.all())
        (index / LEFT).unlink(missing_ok=True)
