"""Reads people's corrections of offers from a TOML file or from a table that a spreadsheet wrote (CSV).

TOML has one ``[[offer]]`` a row, CSV one line with a header; both take the columns of `kb/wording/corrections.de.toml`
by their German or their English names. In a table an empty cell changes nothing and "-" empties a field; in
TOML "" and [] do.
"""

from __future__ import annotations

import csv
import io
import re
import threading
import tomllib
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kb.errors import ConfigError, KizError
from kb.offer_overrides import NONE, Override, Overrides
from kb.offer_words import label, values
from kb.wording import wording

_TEXTS = frozenset({"offer", "id", "at", "document", "same_as", "note", "who", "when"})
_FLAGS = frozenset({"hide", "new"})
_MANY = {"audience": "audience", "languages": None}
_DAY = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?|(?:(?:(\d\d?)\.\s*)?(\d\d?)\.\s*)?(\d{4})")


def read_overrides(path: Path) -> Overrides:
    """Return the rows of a file of corrections (.csv a table, otherwise TOML).

    :raises ConfigError: no such file, not of this form, or a row with a value that cannot be used; names file and row.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError("corrections-no-file", file=path, why=error.strerror or error) from error
    rows = _table(path, data) if path.suffix.lower() == ".csv" else _entries(path, data)
    return Overrides(path, tuple(_override(path, number, row) for number, row in rows))


class OverridesFile:
    """A file of corrections that is read again when it has changed; one that breaks leaves the last good rows.

    `problem` is the error of a file that cannot be read since, None while all is well. Where there is no `path`, a file
    is looked for at `later` with every look: the first correction may be written while this is in use.
    """

    def __init__(self, path: Path | None = None, later: Path | None = None) -> None:
        self.path = path
        self.later = later
        self.problem: KizError | None = None
        self._lock = threading.Lock()
        self._held: Overrides | None = None
        self._stamp: tuple[int, int] | None = None

    def current(self) -> Overrides:
        """Return the rows of the file as it is now.

        :raises ConfigError: the file cannot be read, and never could since this was made.
        """
        if self.path is None and self.later is not None and self.later.is_file():
            self.path = self.later
        if self.path is None:
            return NONE
        with self._lock:
            stamp = self._stamped(self.path)
            if self._held is None or stamp != self._stamp:
                try:
                    self._held, self.problem = read_overrides(self.path), None
                except ConfigError as error:
                    if self._held is None:
                        raise
                    self.problem = error
                self._stamp = stamp
            return self._held

    @staticmethod
    def _stamped(path: Path) -> tuple[int, int] | None:
        try:
            stat = path.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_size


def find_corrections(named: Path | None, corpus: Path) -> Path | None:
    """Return the file of corrections: the one that the settings name, or else `offers.toml` or `offers.csv` in the corpus."""
    if named is not None:
        return named
    return next((file for name in ("offers.toml", "offers.csv") if (file := corpus / name).is_file()), None)


def _table(path: Path, data: bytes) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")  # what German spreadsheets write unless told otherwise
    head = text.partition("\n")[0]
    sign = max(";\t,", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    header = [_column(path, 1, cell) if cell.strip() else "" for cell in next(reader, [])]
    if not {"offer", "id"} & set(header):
        raise ConfigError("corrections-no-header", file=path, known=_names())
    for number, cells in enumerate(reader, 2):
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if name and cell.strip()}
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            raise ConfigError("corrections-long-row", file=path, row=number, sign=sign)
        if row:
            yield number, row


def _entries(path: Path, data: bytes) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError("bad-config-file", file=path, why=error) from error
    rows = table.get("offer", [])
    if set(table) - {"offer"} or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ConfigError(
            "corrections-no-entries", file=path, keys=", ".join(sorted(set(table) - {"offer"})) or "offer"
        )
    for number, row in enumerate(rows, 1):
        yield number, {_column(path, number, name): value for name, value in _flat(row)}


def _flat(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield names and values; of a table in a row (`contact = {phone = "..."}`) its parts as "contact.phone"."""
    for name, value in row.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{part}", one) for part, one in value.items())
        else:
            yield name, value


def _override(path: Path, number: int, row: Mapping[str, Any]) -> Override:
    told: dict[str, Any] = {}
    changes: dict[str, Any] = {}
    printed: dict[str, str] = {}
    for name, value in row.items():
        if name in _FLAGS:
            told[name] = _flag(path, number, name, value)
        elif name in _TEXTS:
            told[name] = _text(path, number, name, value)
        elif name in {"valid_from", "valid_to"}:
            changes[name], printed[name] = _day(path, number, name, value)
        else:
            changes["name" if name == "new_name" else name] = _value(path, number, name, value)
    if printed:
        changes["valid_printed"] = printed
    override = Override(number, values=changes, **told)
    if not override.offer and not override.id:
        raise ConfigError("corrections-no-offer", file=path, row=number)
    ways = [way for way in ("hide", "same_as", "new") if getattr(override, way)]
    if len(ways) > 1 or (changes and ways in (["hide"], ["same_as"])):
        raise ConfigError("corrections-two-ways", file=path, row=number, field=_name(ways[0]))
    if not ways and not changes:
        raise ConfigError("corrections-nothing", file=path, row=number, offer=override.offer or override.id)
    return override


def _value(path: Path, number: int, name: str, value: Any) -> Any:
    if name in _MANY:
        kind = _MANY[name]
        many = value if isinstance(value, list) else re.split(r"\s*[,;|]\s*", _text(path, number, name, value))
        words = [_text(path, number, name, one) for one in many]
        return tuple(_code(path, number, name, kind, one) if kind else one for one in words if one)
    text = _text(path, number, name, value)
    if name == "new_name" and not text:
        raise _bad(path, number, name, value, wording("corrections")["expected"]["text"])
    if name == "topic" and text:
        return _code(path, number, name, "topic", text)
    return text or None


def _code(path: Path, number: int, name: str, kind: str, word: str) -> str:
    known = {one.casefold(): code for code in values(kind) for one in (label(kind, code), code)}
    if word.casefold() not in known:
        names = ", ".join(label(kind, code) for code in values(kind))
        raise _bad(path, number, name, word, wording("corrections")["expected"]["known"].format(known=names))
    return known[word.casefold()]


def _day(path: Path, number: int, name: str, value: Any) -> tuple[date | None, str]:
    """Return a first or last day, and how exact it is: of a month or a year the first, or the last, day is meant."""
    text = value.isoformat() if isinstance(value, date) else _text(path, number, name, value)
    if not text:
        return None, ""
    found = _DAY.fullmatch(text)
    expected = wording("corrections")["expected"]["date"]
    if not found:
        raise _bad(path, number, name, text, expected)
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    last = name == "valid_to"
    try:
        whole = int(month) if month else (12 if last else 1)
        end = monthrange(int(year), whole)[1]
        moment = date(int(year), whole, int(day) if day else (end if last else 1))
    except (ValueError, IndexError) as error:
        raise _bad(path, number, name, text, expected) from error
    return moment, moment.isoformat()[: 10 if day else 7 if month else 4]


def _flag(path: Path, number: int, name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    words = wording("corrections")["words"]
    for answer in ("yes", "no"):
        if str(value).strip().casefold() in _split(words[answer]):
            return answer == "yes"
    raise _bad(path, number, name, value, wording("corrections")["expected"]["bool"])


def _text(path: Path, number: int, name: str, value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        raise _bad(path, number, name, value, wording("corrections")["expected"]["text"])
    text = " ".join(value.split())
    return "" if text.casefold() in _split(wording("corrections")["words"]["empty"]) else text


def _column(path: Path, number: int, name: str) -> str:
    found = _columns().get(" ".join(name.split()).casefold())
    if found is None:
        raise ConfigError("corrections-unknown-column", file=path, row=number, field=name, known=_names())
    return found


@cache
def _columns() -> Mapping[str, str]:
    every = wording("corrections")["columns"]
    return {name: key for key, names in every.items() for name in (*_split(names), key.casefold())}


def _name(key: str) -> str:
    return wording("corrections")["columns"][key].partition(",")[0]


def _names() -> str:
    return ", ".join(map(_name, wording("corrections")["columns"]))


def _split(names: str) -> tuple[str, ...]:
    return tuple(name.strip().casefold() for name in names.split(","))


def _bad(path: Path, number: int, name: str, value: Any, expected: str) -> ConfigError:
    return ConfigError(
        "corrections-bad-value", file=path, row=number, field=_name(name), value=value, expected=expected
    )
