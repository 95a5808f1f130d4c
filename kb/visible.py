"""What a generation shows of the catalogue, as statements: built once, and compiled once for each kind of database."""

from __future__ import annotations

from functools import cache

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    FromClause,
    Select,
    Text,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from kb.tables import DOCUMENT, FAILURE, PAGE, PASSAGE, PLACE

# The generation looked at, a document as it is shown, and rows asked for by their numbers.
AT: BindParameter[int] = bindparam("g", type_=BigInteger)
NAMED: BindParameter[str] = bindparam("id")
IDS: BindParameter[int] = bindparam("ids", type_=BigInteger, expanding=True, literal_execute=True)
Generation = BindParameter[int] | int


def live(table: FromClause, at: Generation = AT) -> ColumnElement[bool]:
    """Return of which rows it is true that they came by generation `at` and have not ended."""
    return and_(table.c.since <= at, or_(table.c.until.is_(None), table.c.until > at))


def goes_on(at: Generation = AT) -> ColumnElement[bool]:
    """Return of which documents it is true that another version of them is shown in generation `at`."""
    newer = DOCUMENT.alias("newer")
    return exists().where(newer.c.id == DOCUMENT.c.id, newer.c.version != DOCUMENT.c.version, live(newer, at))


class Sight:
    """The statements that readers ask with; with `past` they see the versions that newer ones have superseded.

    Those are shown under ids of their own (`kb.catalogue.past_id`), and only of papers that are still published: a
    version that came back is no past one.
    """

    def __init__(self, *, past: bool) -> None:
        d, p, s = DOCUMENT.c, PAGE.c, PASSAGE.c
        if past:
            visible = and_(d.fate == "superseded", d.until <= AT, goes_on())
            name: ColumnElement[str] = d.id + "." + func.substr(d.version, 1, 8)
            ended: ColumnElement[str | None] = d.ended
        else:
            visible, name, ended = live(DOCUMENT), d.id, literal_column("NULL", Text)
        self.visible, self.name = visible, name
        passages = PASSAGE.join(DOCUMENT, d.row == s.document)
        whole = (
            select(s.id, name, d.version, s.ordinal, s.text, s.section, s.pieces, s.sentences, s.ocr)
            .select_from(passages)
            .where(visible)
        )
        self.documents = select(d.data, name, ended).where(visible).order_by(d.row)
        self.document = select(d.data, name, ended).where(name == NAMED, visible)
        self.recipes = select(name, d.version, d.recipe).where(visible)
        self.evidence = select(d.evidence).where(name == NAMED, visible)
        self.rows = select(d.row, name).where(visible).order_by(d.row)
        self.passages = whole.where(s.id.in_(IDS))
        self.passages_of = whole.where(name == NAMED).order_by(s.ordinal)
        self.page = (
            select(p.number, p.width, p.height, p.text, p.ocr, p.problem)
            .select_from(PAGE.join(DOCUMENT, p.document == d.row))
            .where(name == NAMED, p.number == bindparam("n"), visible)
        )
        self.running = select(name, s.ordinal, s.text).select_from(passages).where(visible).order_by(d.row, s.ordinal)
        self.sizes = select(
            name,
            select(func.count()).select_from(PAGE).where(p.document == d.row).scalar_subquery(),
            select(func.count()).select_from(PASSAGE).where(s.document == d.row).scalar_subquery(),
        ).where(visible)
        self.stated = {
            column.name: select(name, column).where(visible, column != "[]").order_by(d.row)
            for column in (d.offers, d.contacts)
        }


@cache
def sight(*, past: bool) -> Sight:
    """Return the statements of current or of past versions."""
    return Sight(past=past)


PLACES = select(PLACE.c.source, PLACE.c.path, PLACE.c.document, PLACE.c.version).where(live(PLACE))
FAILURES = select(FAILURE)
# The index passage_document answers this alone, without the passages' texts.
OWNERS = select(PASSAGE.c.document, PASSAGE.c.id)
TEXTS: Select[tuple[int, str]] = select(PASSAGE.c.id, PASSAGE.c.text).where(PASSAGE.c.id.in_(IDS))
PIECES: Select[tuple[int, bytes]] = select(PASSAGE.c.id, PASSAGE.c.pieces).where(PASSAGE.c.id.in_(IDS))
