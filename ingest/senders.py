"""Who issues a paper: the town, district or office named in its letterhead or in the file's properties."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.parts import issuer_line

_PARTS = re.compile(r"\s*[·•|\t]\s*|\s+[–-]\s+")
# A town named at the end of a line that begins with what the paper is ("Einladung Stadt Erlangen").
_AT_END = re.compile(
    r"^(?:Einladung|Niederschrift|Protokoll|Sitzungsvorlage|Beschlussvorlage"
    r"|Vorlage)\s+(?:der\s+)?(?P<name>\S.*)$"
)
# "Satzung der Stadt Erlangen über …": who makes a statute stands in its title.
_IN_TITLE = re.compile(
    r"\bde[rs] (?P<name>(?:Stadt|Gemeinde|Kreis(?:es)?|Landkreis(?:es)?"
    r"|Landeshauptstadt|Marktes?) [A-ZÄÖÜ]\w+)"
)
# "Gemeinde Musterdorf vom 12.12.2024": the last words of a statute's title.
_OF_DAY = re.compile(r"\s+vom \d.*$")
# What an imprint prints behind the name, on the same line.
_ADDRESS = re.compile(r",?\s+(?:Postfach|\S*(?:straße|str\.|allee|platz|weg|ring|ufer|damm)) \d.*$|,?\s+\d{5} [A-Z].*$")
_ORGANISATION = re.compile(
    r"[Mm]inisterium|\b[Bb]undes(?:amt|regierung|zentrale|verband)|\b[Aa]mt\b|\w+amt\b"
    r"|[Kk]oordinierungsstelle|[Vv]erband\b|[Vv]ersicherung"
    r"|e\. ?V\.|[Zz]entrum\b|[Zz]entren\b|[Vv]erwaltung\b|[Ss]tiftung|\bUniversität|\bHochschule"
    r"|[Pp]artei\b|\bGmbH\b|[Vv]erein\b|[Ff]raktion"
)
_UNIT = re.compile(r"(?:Amt für .+|Fachbereich .+|Dezernat .+|\w*amt(?: \d.*)?|Abteilung .+|Referat .+)")


class Sender(NamedTuple):
    """An issuer with the line (index) that names it."""

    name: str
    place: int


def issuer_of(lines: Sequence[str]) -> Sender | None:
    """Return the issuer that the first lines of a paper name."""
    for place, line in enumerate(lines):
        parts = _PARTS.split(line)
        parts = [_OF_DAY.sub("", part) for part in parts]
        ended = _AT_END.match(line)
        for part in [*parts, *([ended["name"]] if ended else [])]:
            if issuer_line(part):
                return Sender(_spelled(part), place)
    return None


def issuer_in_title(title: str) -> str | None:
    """Return the town or district that a statute's or report's title names as its maker."""
    match = _IN_TITLE.search(title)
    return re.sub(r"^(Kreis|Landkreis|Markt)es\b", r"\1", match["name"]) if match else None


def without_address(name: str) -> str:
    """Return the issuer's name without street and town."""
    return _ADDRESS.sub("", name)


def issuer_of_author(author: str) -> str | None:
    """Return the organisation that the file's author property names, None where it names a person."""
    first = _PARTS.split(author.strip())[0]
    return first if issuer_line(first) or _ORGANISATION.search(first) else None


def unit_of_author(author: str) -> str | None:
    """Return the office named behind the issuer in the author property ("Stadt X · Amt für Y")."""
    parts = _PARTS.split(author.strip())
    units = [part for part in parts[1:] if _UNIT.fullmatch(part)]
    return units[0] if units else None


def _spelled(name: str) -> str:
    return " ".join(word.capitalize() if word.isupper() and len(word) > 3 else word for word in name.split())
