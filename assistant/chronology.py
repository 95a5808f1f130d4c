"""Answers about a development: what happened when, oldest first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.extract import Scored
from kb.exact import MONTHS
from kb.model import Hit

# An account of many years has more to say than an answer to one question, and its sentences differ more.
# Half as far again as in other answers: each year is told of once before any is told of twice.
KEEP = 6.0
MOST = 8
# How well an event, or the heading above it, names what is told of: of a compound, the half that counts.
ABOUT = 0.4
# What a programme booklet says of an offer dates nothing: "Zeitraum: seit Mai 2009".
_LABELS = re.compile(
    r"^\W*(?:Zeitraum|Ort|Für wen|Quellen?|Termine?|Zielgruppe|Träger|Thema|Kosten|Dauer|Stand|Uhrzeit|Treffpunkt|Anmeldung|Kontakt|Telefon|"
    r"E-Mail|Anschrift|Veranstalter|Leitung|Partner)\b[^:]{0,20}:"
)
# A row of a table of years begins with its date.
YEAR = 22
_DATE = re.compile(
    r"(?<![\d/.])(?:(?:(?P<day>[0-3]?\d)\.\s?)?(?:(?P<number>[01]?\d)\.\s?|(?P<month>Jan|Feb|März|Mär|Apr|Mai|Jun|Jul|Aug|"
    r"Sep|Okt|Nov|Dez)[a-z]*\.?\s+))?(?P<year>(?:19|20)\d\d)\b(?!\s?(?:Euro|EUR|€|%|Menschen|Personen|Teilnehm|Kinder))"
)
_BESIDE = re.compile(r"(?:(?:Bereits|Schon|Noch|Kurz|Lange|Erst)\s+)?(?:Vor|vor|Nach|nach)\b")

Moment = tuple[int, int, int]


def moment(text: str) -> Moment | None:
    """Return the first date of a German text as (year, month, day), 0 for what it leaves open; None without one.

    Of "Bereits vor ... im Jahr 2013 wurde ... 2007 ..." it is the second: the first only says before or after what.
    """
    match = _DATE.search(text)
    if match is None:
        return None
    if _BESIDE.match(text):
        match = _DATE.search(text, match.end()) or match
    month = match["month"]
    number = MONTHS[month[:3].casefold()] if month else int(match["number"] or 0)
    return int(match["year"]), number, int(match["day"] or 0)


def label(text: str) -> str:
    """Return the date under which a sentence stands in a list ("2007", "05/2010"); "" where it begins with it."""
    when = moment(text)
    found = _DATE.search(text)
    if when is None or found is None or found.start() == 0:
        return ""
    year, month, day = when
    return f"{day:02}.{month:02}.{year}" if day and month else f"{month:02}/{year}" if month else str(year)


def opening(text: str) -> int:
    """Return how many characters of a sentence are the date with which it begins; 0 where it begins otherwise."""
    found = _DATE.match(text)
    return found.end() if found else 0


def tells_of(entry: Scored) -> bool:
    """Return whether a sentence tells of what a development is asked of, and is no label with its value."""
    telling = entry.unit.kind != "heading" and entry.eligible and not entry.listing
    return telling and entry.about >= ABOUT and not _LABELS.search(entry.unit.text)


def events(scored: Sequence[Scored], hits: Sequence[Hit]) -> tuple[tuple[int, int], ...]:
    """Return the sentences, as (hit number, sentence number), that date something asked for, in order of time.

    Of two that tell of one moment in nearly the same words the better one stays.
    """
    told = [entry for entry in scored if tells_of(entry)]
    ranked = sorted(told, key=lambda entry: -entry.score)
    found: list[tuple[Moment, Scored]] = []
    dated: list[Scored] = []
    for entry in ranked:
        if entry.score < ranked[0].score - KEEP:
            break
        when = moment(entry.unit.text)
        if when is None:
            continue
        dated.append(entry)
        if not any(_same(when, entry, *other) for other in found):
            found.append((when, entry))
    # Every year is told of before any is told of twice.
    years = Counter[int]()
    turns: list[tuple[int, Moment, Scored]] = []
    for when, entry in found:
        turns.append((years[when[0]], when, entry))
        years[when[0]] += 1
    taken = [(when, entry) for _, when, entry in sorted(turns, key=lambda turn: turn[0])[:MOST]]
    for other in told:
        # The rows of a table of years belong together, whatever their own words.
        when = moment(other.unit.text)
        beside = any(_beside(other, entry) for entry in dated)
        if when and beside and len(taken) < MOST and not any(_same(when, other, *known) for known in taken):
            taken.append((when, other))
    return tuple((entry.unit.hit, entry.unit.at) for _, entry in sorted(taken, key=lambda each: each[0]))


def _beside(entry: Scored, known: Scored) -> bool:
    rows = entry.unit.kind == known.unit.kind == "row" and entry.unit.hit == known.unit.hit
    return rows and entry is not known and moment(entry.unit.text[:YEAR]) is not None


def _same(when: Moment, entry: Scored, other: Moment, known: Scored) -> bool:
    words, others = (set(re.findall(r"\w{4,}", each.unit.text.casefold())) for each in (entry, known))
    return when[0] == other[0] and len(words & others) > 0.5 * min(len(words), len(others))
