"""`kiz eval metadata`: how much of a council paper's head data is read right, by field.

Rows of the file: ``{"id", "title", "kind", "reference", "date", "text"}``, the values as the council
information system publishes them over OParl, `text` the paper itself. The measure is strict:

- `reference`: equal, without regard to spaces.
- `kind`: `ingest.kinds.base_type` of the printed paper type equals the row's, without regard to case.
- `title`: equal, without regard to case and white space. Nothing else is forgiven: not a hyphen, not a comma.
- `date`: the same day.

A system's clerks type some values anew, so not all of them are on the paper. `printed` says for which
share of the rows the value stands in the text at all: no reader can do better than that.

Beside the strict `title` stands `title_letters`: equal in letters and digits, so that other quotation
marks, dashes, colons and spaces are forgiven, and nothing else; and `title_words`: the words of both (two
letters or more, each as often as it stands there) agree with F1 of at least 0.8, so that a word typed
otherwise or a "Änderungsantrag SPD:" put before the title by the system is forgiven, a title cut short or
another line is not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from evaluation.rows import read_rows
from ingest.dates import find_dates
from ingest.kinds import base_type
from ingest.paper import Head, read_head
from ingest.printed import words_of

# "Änderungsantrag SPD:" before a title of ten words leaves .91, a title that has lost half its words .67.
_SAME_WORDS = 0.8
FIELDS = ("reference", "kind", "date", "title")


@dataclass(frozen=True, slots=True)
class FieldScore:
    """Shares of all rows (0-1): read right, read at all, and printed in the text at all."""

    right: float
    given: float
    printed: float


@dataclass(frozen=True, slots=True)
class Miss:
    """A field of a row that was read otherwise than the row has it."""

    id: str
    field: str
    expected: str
    read: str | None


@dataclass(frozen=True, slots=True)
class MetadataScore:
    """What `score` measured over `n` rows; `misses` in the order of the file."""

    n: int
    reference: FieldScore
    kind: FieldScore
    date: FieldScore
    title: FieldScore
    title_letters: float
    title_words: float
    misses: tuple[Miss, ...] = ()

    def as_json(self) -> dict[str, float]:
        """Return per field the share right, read at all (`_given`) and printed at all (`_printed`)."""
        result: dict[str, float] = {"n": self.n}
        for name in FIELDS:
            part: FieldScore = getattr(self, name)
            result[name] = round(part.right, 4)
            result[f"{name}_given"] = round(part.given, 4)
            result[f"{name}_printed"] = round(part.printed, 4)
        result["title_letters"] = round(self.title_letters, 4)
        result["title_words"] = round(self.title_words, 4)
        return result


def score(path: Path) -> MetadataScore:
    """Read the head of each row's text and compare it with the row.

    :param path: JSON lines, packed with xz if the name ends in ".xz".
    :raises KizError: no such file, or a row lacks a field.
    :raises ValueError: the file has no rows.
    """
    return score_rows(read_rows(path, ("title", "kind", "reference", "date", "text")))


def score_rows(rows: Iterable[Mapping[str, str]]) -> MetadataScore:
    """Compare each row with what its text is read as.

    :raises ValueError: there are no rows.
    """
    n = letters = words = 0
    right, given, printed = (dict.fromkeys(FIELDS, 0) for _ in range(3))
    misses: list[Miss] = []
    for row in rows:
        n += 1
        head = read_head([row["text"]], {})
        letters += head.title is not None and _letters(head.title) == _letters(row["title"])
        words += head.title is not None and word_f1(head.title, row["title"]) >= _SAME_WORDS
        for field in FIELDS:
            read = value_of(head, field)
            same = read is not None and _folded(field, read) == _folded(field, row[field])
            right[field] += same
            given[field] += read is not None
            printed[field] += is_printed(field, row[field], row["text"])
            if not same:
                misses.append(Miss(str(row.get("id", n)), field, row[field], read))
    if n == 0:
        raise ValueError("no rows to score")
    parts = {f: FieldScore(right[f] / n, given[f] / n, printed[f] / n) for f in FIELDS}
    return MetadataScore(
        n,
        parts["reference"],
        parts["kind"],
        parts["date"],
        parts["title"],
        letters / n,
        words / n,
        tuple(misses),
    )


def value_of(head: Head, field: str) -> str | None:
    """Return a head's value in the spelling of the rows."""
    if field == "kind":
        return base_type(head.paper_type) if head.paper_type else None
    value: str | date | None = getattr(head, field)
    return value.isoformat() if isinstance(value, date) else value


def word_f1(one: str, other: str) -> float:
    """Return the harmonic mean (0-1) of the shares of either's words that the other has, too."""
    left, right = Counter(words_of(one)), Counter(words_of(other))
    shared = (left & right).total()
    return 2 * shared / (left.total() + right.total()) if shared else 0.0


def is_printed(field: str, value: str, text: str) -> bool:
    """Return whether `text` prints `value`, however it is broken over lines."""
    if field == "date":
        return any(found.date.isoformat() == value for found in find_dates(text))
    if field == "kind":  # "Änderungs-/Ergänzungsantrag" is printed as one of the two
        words = ["Änderungsantrag", "Ergänzungsantrag", value] if value.startswith("Änderungs-/") else [value]
        return any(_bare(word) in _bare(text) for word in words)
    return _bare(value) in _bare(text)


def _folded(field: str, value: str) -> str:
    return re.sub(r"\s+", "" if field == "reference" else " ", value).strip().casefold()


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _bare(text: str) -> str:
    # Hyphens at line ends may be the printer's or the word's: without any both ways count as printed.
    return re.sub(r"[\s\u00ad-]+", "", text).casefold()
