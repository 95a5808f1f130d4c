"""Which rows of the catalogue have ended, and which of them leave it: conditions and statements of the one writer."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, not_, select

from kb.tables import DOCUMENT
from kb.visible import AT, Generation, goes_on

_d = DOCUMENT.c
SUPERSEDED = _d.fate == "superseded"
# Rows that ended by the generation and that word index and vectors of the current papers still know.
UNSWEPT = and_(_d.until <= AT, _d.swept == 0)
LATE = select(_d.row).where(_d.since > AT)


def stays(at: Generation = AT) -> ColumnElement[bool]:
    """Return which of the rows that ended stay: superseded versions whose paper is still here, once each."""
    twin = DOCUMENT.alias("twin")
    again = exists().where(
        twin.c.id == _d.id,
        twin.c.version == _d.version,
        twin.c.row > _d.row,
        twin.c.until <= at,
        twin.c.fate == "superseded",
    )
    return and_(SUPERSEDED, goes_on(at), not_(again))


PAST_ROWS = select(_d.row).where(_d.until <= AT, stays())
LEAVING = select(_d.row).where(_d.until <= AT, not_(stays()))
