"""The tables of the catalogue and of the ledger, the same in a file of SQLite and in PostgreSQL.

Rows of the catalogue carry the generation that brought them (`since`) and the one that ended them (`until`). Ended rows
say why (`fate`) and on which day (`ended`); `swept`: word index and vectors know them no more.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    Double,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypeDecorator,
)

CATALOGUE, LEDGER, QUESTIONS = MetaData(), MetaData(), MetaData()
# In SQLite a number that the database gives is of the type INTEGER, which has 64 bits there.
_NUMBER = BigInteger().with_variant(Integer, "sqlite")


class _Printed(TypeDecorator[str]):
    """Text as it stands in a paper; PostgreSQL takes no NUL, which becomes U+FFFD there: stretches keep their places."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or dialect.name == "sqlite":
            return value
        return value.replace("\0", "\ufffd")


DOCUMENT = Table(
    "document",
    CATALOGUE,
    Column("row", _NUMBER, Identity(), primary_key=True),
    Column("id", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("recipe", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("since", _NUMBER, nullable=False),
    Column("until", _NUMBER),
    Column("fate", Text),
    Column("ended", Text),
    Column("swept", Integer, nullable=False, server_default="0"),
    Column("offers", Text, nullable=False, server_default="[]"),
    Column("contacts", Text, nullable=False, server_default="[]"),
)
Index("document_id", DOCUMENT.c.id)
PLACE = Table(
    "place",
    CATALOGUE,
    Column("source", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("since", _NUMBER, nullable=False),
    Column("until", _NUMBER),
)
PAGE = Table(
    "page",
    CATALOGUE,
    Column("document", _NUMBER, nullable=False, autoincrement=False),
    Column("number", Integer, nullable=False, autoincrement=False),
    Column("width", Double, nullable=False),
    Column("height", Double, nullable=False),
    Column("text", _Printed, nullable=False),
    Column("ocr", Integer, nullable=False),
    Column("problem", _Printed),
    PrimaryKeyConstraint("document", "number"),
    sqlite_with_rowid=False,
)
# A number is never given twice: vectors and words of a passage that was swept may still lie somewhere under it.
PASSAGE = Table(
    "passage",
    CATALOGUE,
    Column("id", _NUMBER, Identity(), primary_key=True),
    Column("document", _NUMBER, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("text", _Printed, nullable=False),
    Column("section", Text, nullable=False),
    Column("pieces", LargeBinary, nullable=False),
    Column("sentences", Text, nullable=False),
    Column("ocr", Integer, nullable=False),
    sqlite_autoincrement=True,
)
Index("passage_document", PASSAGE.c.document)
FAILURE = Table(
    "failure",
    CATALOGUE,
    Column("source", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("recipe", Text, nullable=False),
    Column("reason", _Printed, nullable=False),
    PrimaryKeyConstraint("source", "path"),
)
GENERATION = Table(
    "generation",
    LEDGER,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("published", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("build", Integer, nullable=False),
    Column("summary", Text, nullable=False),
)
QUESTION = Table(
    "question",
    QUESTIONS,
    Column("text", _Printed, nullable=False),
    Column("language", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("asked", Text, nullable=False),
    PrimaryKeyConstraint("text", "audience"),
    sqlite_with_rowid=False,
)
# Whose numbers the database gives.
NUMBERED = (DOCUMENT.c.row, PASSAGE.c.id)
