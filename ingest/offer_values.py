"""What values look like where no label says what they are: times, costs, places, ways to reach somebody."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from ingest.dates import find_dates

_DAYS = r"(?:(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)(?:s|en|e)?(?:(?:vor|nach)?mittags?|abends?)?|(?-i:Mo|Di|Mi|Do|Fr|Sa|So)\b(?:(?<=[/–+&-]..)|(?<=und ..)|(?<=bis ..)|(?<=, ..)|(?=\.?,?\s?(?:\d|[/–+&-]|und\s[MDFS][oira]\b|bis\s[MDFS][oira]\b|[MDFS][oira]\b)))\.?)"
_HOUR = r"\d{1,2}(?:[:.]\d{2})?"
_MONTHS = r"(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)"
_ORDINAL = r"(?:\d\.|ersten?|zweiten?|dritten?|vierten?|letzten?)"
_TOKEN = (
    rf"(?:\d{{1,2}}\.\s?\d{{1,2}}\.(?:\s?\d{{4}}|\s?\d{{2}}(?!\d))?|\d{{1,2}}\.\s?{_MONTHS}(?:\s\d{{4}})?|{_MONTHS}\s\d{{4}}"
    rf"|{_HOUR}\s?(?:uhr\s?)?(?:–|-|bis)\s?{_HOUR}\s?(?:uhr|h)\b|{_HOUR}\s?(?:uhr|h)\b|{_DAYS}"
    rf"|(?:jeden|jede[ns]?|jeweils am|am|an jedem)\s{_ORDINAL}(?:\s(?:und|oder|\+)\s{_ORDINAL})?\s{_DAYS}(?:\s(?:im|des|eines)\smonats?)?|jeden\s{_DAYS}|{_ORDINAL}(?:\s?(?:und|oder|\+|,)\s?{_ORDINAL})?\s{_DAYS}\s(?:im|des|eines)\s(?:jeden\s)?monats?"
    r"|(?:im monat|wöchentlich|vierzehntägig|14-?tägig|14-tägl\w*|monatlich|täglich|ganzjährig|fortlaufend|vierteljährlich|halbjährlich|jährlich"
    r"|nach (?:vereinbarung|absprache|bedarf|terminabsprache|anmeldung)|auf anfrage|ab sofort|laufend"
    r"|(?:zwei|drei|ein|\d)\s?mal (?:im|pro|in der|jährlich|wöchentlich|monatlich)(?: (?:monat|woche|jahr))?|alle (?:zwei|drei|vier|\d) (?:wochen|monate)"
    r"|\d+ (?:termine|abende|wochen|monate|unterrichtsstunden|stunden|treffen|nachmittage|vormittage|einheiten|tage)\b"
    r"|(?:in den |während der )?(?:oster|sommer|herbst|winter|weihnachts|pfingst|schul)?ferien(?:\s\d{4})?|schuljahr\s\d{4}(?:/\d{2,4})?|(?:frühjahr|sommer|herbst|winter)\s\d{4}))"
)
_CONNECTED = (
    r"(?:\s?[,;/&+–-]\s?|\s(?:und|bis|um|von|ab|am|an|vom|zum|immer|jeweils|in|im|des|den|der|außer|oder|zwischen|immer am|jeden"
    r"|ganztägig|vormittags|nachmittags|abends|von ca\.|ca\.|mit)(?=\s)|\s?\(|\)|\s)"
)
_TIME = re.compile(
    rf"(?<![\w.,/])(?:(?:immer|jeweils|ab|seit|vom|von|bis|am|um|zwischen)\s)*{_TOKEN}(?:{_CONNECTED}{{1,4}}{_TOKEN})*(?:\s\(außer [^)]*\))?",
    re.IGNORECASE,
)
_CLOCK = re.compile(rf"{_HOUR}\s?(?:uhr|h)\b", re.IGNORECASE)
_COST = re.compile(
    r"(?<!\w)(?:kostenlos|kostenfrei|gebührenfrei|beitragsfrei|unentgeltlich|ohne (?:gebühr|kosten)|keine (?:kosten|gebühr(?:en)?)|kostet nichts|eintritt(?: ist)? frei|frei(?=$))(?!\w)"
    r"|(?<![\d.,])(?:ca\. )?\d{1,3}(?:,(?:\d{2}|-|–))?\s?(?:€|euro|eur)(?!\w)(?:\s(?:pro|je|für|im|/|einmalig|monatlich|zzgl|inkl)[^.;|)]{0,40})?",
    re.IGNORECASE,
)
# A date is no number to call.
PHONE = re.compile(r"(?<![\w/.-])(?!\d{1,2}\.\s?\d{1,2}\.)(?:\+49|0)[\s(]*\d(?:[\d\s()/–.-]{3,18})\d(?![\d/]|\.\d)")
MAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+")
WEB = re.compile(r"(?:https?://|www\.)\S+")
_STREET = re.compile(
    r"(?:[A-ZÄÖÜ][\w.-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|markt|ufer|damm|hof)|[A-ZÄÖÜ][\w-]+er (?:Straße|Str\.|Weg|Platz|Allee))\s\d+\s?[a-z]?\b(?:[-–/]\d+)?"
)
POSTCODE = re.compile(r"(?<!\d)\d{5}\s(?P<town>[A-ZÄÖÜ][a-zäöüß-]+(?: (?:am|an der|im|a\. ?d\.|bei) [A-ZÄÖÜ]\w+)?)")
_HOUSES = re.compile(
    r"(?<!\w)[\w-]*(?:haus|häuser|zentrum|zentren|zentrale|schule|gymnasium|kolleg|halle|saal|raum|kirche|gemeinde|rathaus|kita|kindergarten|bücherei|bibliothek|büro|heim"
    r"|treff|treffpunkt|stelle|museum|bad|platz|park|verein|vhs|amt|moschee|café|campus|akademie|institut|werkstatt|garten|gebäude|online|zoom|sportplatz|stadion|keller|hof"
    r"|burg|schloss|innenstadt|stadtteil|forum|pavillon|bürgersaal|mensa|foyer|aula|markt)(?!\w)",
    re.IGNORECASE,
)
_ROOM = re.compile(
    r"(?<!\w)(?:Raum|Zimmer|Saal|Etage|EG|OG)\s?[\d.]+|\bVHS\b|\bonline\b|\bdigital\b|\bper Video", re.IGNORECASE
)
_PLACED = re.compile(
    r"(?<!\w)(?:im|in der|in den|in dem|am|an der|auf dem|auf der|beim|bei der)\s(?P<place>(?:[A-ZÄÖÜ„\"]|evangelisch|katholisch|evangelische|katholische|städtisch|alten|neuen)"
    r"[^.;:]*?)(?=\s(?:statt|werden|wird|treffen|können|lernen|kann|sind|ist|mit|um|von|ab|und bietet|bietet|gibt|finden|findet|angeboten|am|jeden|(?:und|oder)\s[a-zäöüß]+)(?:\W|$)|[.;:(]|$|,\s(?:wo|die|der|das|jeweils|immer)\s)"
)


class Found(NamedTuple):
    """A value of a field at ``text[start:end]``."""

    field: str
    start: int
    end: int


def times(text: str) -> tuple[Found, ...]:
    """Return when something is, each stretch of days and hours as one."""
    found = []
    for match in _TIME.finditer(text):
        end = match.end()
        while text[end - 1] in " ,(-–" and end > match.start():
            end -= 1
        found.append(Found("time", match.start(), end))
    return tuple(found)


def costs(text: str) -> tuple[Found, ...]:
    """Return what something costs; thousands are funds, not costs."""
    return tuple(Found("cost", match.start(), match.end()) for match in _COST.finditer(text))


def reached(text: str) -> tuple[Found, ...]:
    """Return phone numbers and mail addresses."""
    mails = [Found("mail", match.start(), match.end()) for match in MAIL.finditer(text)]
    phones = [Found("phone", match.start(), match.end()) for match in PHONE.finditer(text)]
    return tuple(sorted([*mails, *phones], key=lambda found: found.start))


def is_place(text: str) -> bool:
    """Tell a line that names a place: a street with its number, a town with its postcode, a house, a room."""
    if len(text.split()) > 12 or text.rstrip().endswith(("!", "?")) or WEB.search(text):
        return False
    return bool(_STREET.search(text) or POSTCODE.search(text) or _HOUSES.search(text) or _ROOM.search(text))


def look(text: str) -> str | None:
    """Return the field whose value a whole line looks like: times, costs, ways to reach somebody, a place."""
    length = max(len(text.strip()), 1)
    shapes = (("time", times(text)), ("cost", costs(text)), ("contact", reached(text)))
    covered, field = max((sum(one.end - one.start for one in found), name) for name, found in shapes)
    if 2 * covered >= length:
        return field
    words = text.split()
    capital = sum(word[0].isupper() or not word[0].isalpha() for word in words)
    if (
        len(words) <= 9
        and text[:1].isupper()
        and text[-1] not in ".:!?"
        and 5 * capital >= 3 * len(words)
        and is_place(text)
    ):
        return "place"
    return None


def placed(text: str) -> tuple[Found, ...]:
    """Return where a sentence says that something is („im Bürgerhaus Nord, Lindenstraße 12“)."""
    return tuple(
        Found("place", match.start("place"), match.start("place") + len(match["place"].rstrip(" ,")))
        for match in _PLACED.finditer(text)
        if is_place(match["place"]) and not times(match["place"])
    )


def regular(text: str) -> bool:
    """Tell a time at which people can come: with an hour, or one that returns."""
    return bool(_CLOCK.search(text)) or any(not find_dates(text[found.start : found.end]) for found in times(text))


_NUMBERS = {name: number for number, name in enumerate(_MONTHS[3:-1].split("|"), 1)}
_MONTH = re.compile(rf"(?<!\w)(?P<month>{_MONTHS})\s(?P<year>\d{{4}})", re.IGNORECASE)
_SPAN = re.compile(
    r"(?P<d>\d{1,2})\.(?:(?P<m>\d{1,2})\.)?\s?(?:–|-|bis(?: zum)?)\s?\d{1,2}\.\s?\d{1,2}\.\s?(?P<y>\d{4})",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"(?:(?P<day>\d{{1,2}})\.\s?)?(?P<month>{_MONTHS})?\s?(?:–|-|bis(?: zum)?)\s?(?:\d{{1,2}}\.\s?)?{_MONTHS}\s(?P<year>\d{{4}})",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?<![\d./])(?P<from>(?:19|20)\d{2})\s?(?:–|-|bis|/)\s?(?P<to>(?:19|20)\d{2})(?![\d.])")
_YEAR = re.compile(r"(?<![\d./:-])(?P<year>(?:19|20)\d{2})(?![\d./]\d|\d)")
_GOES_ON = re.compile(r"(?<!\w)weiter(?:hin|geführt)", re.IGNORECASE)
_HALF = re.compile(r"(?P<half>[12])\.\s?(?:Halbjahr|Hj\.?)\s(?P<year>20\d{2})", re.IGNORECASE)


class Period(NamedTuple):
    """From when until when; None where it is open or not said."""

    first: date | None = None
    last: date | None = None


def period(text: str) -> Period:
    """Return the days from and until which something is offered, as far as a text gives years with them."""
    if _GOES_ON.search(text):  # „2019 weitergeführt“ tells neither a beginning nor an end
        return Period()
    half = _HALF.search(text)
    if half:
        year = int(half["year"])
        return (
            Period(date(year, 1, 1), date(year, 6, 30))
            if half["half"] == "1"
            else Period(date(year, 7, 1), date(year, 12, 31))
        )
    days = [(found.start, found.date, found.date) for found in find_dates(text)]
    for match in _SPAN.finditer(text):
        year, last = int(match["y"]), find_dates(text[match.start() : match.end()])
        month = int(match["m"]) if match["m"] else (last[-1].date.month if last else 1)
        try:
            first = date(year, month, int(match["d"]))
        except ValueError:
            continue
        days.append((match.start(), first, first))
    for match in _NAMED.finditer(text):  # „1. März bis 31. August 2026“, „Januar bis Juni 2026“
        begins = _first(match)
        days += [(match.start(), begins, begins)] if begins else []
    for match in _MONTH.finditer(text):
        if not any(match.start() - 6 <= start <= match.end() for start, _, _ in days):
            first, last_day = _month(int(match["year"]), _NUMBERS[match["month"].lower()])
            days.append((match.start(), first, last_day))
    if not days:
        days = [(m.start(), date(int(m["from"]), 1, 1), date(int(m["to"]), 12, 31)) for m in _YEARS.finditer(text)]
    if not days:
        days = [(m.start(), date(int(m["year"]), 1, 1), date(int(m["year"]), 12, 31)) for m in _YEAR.finditer(text)]
    return _bounded(text, sorted(days))


def _first(match: re.Match[str]) -> date | None:
    if not match["month"]:
        return None
    try:
        return date(int(match["year"]), _NUMBERS[match["month"].lower()], int(match["day"] or 1))
    except ValueError:
        return None


def _bounded(text: str, days: list[tuple[int, date, date]]) -> Period:
    if not days:
        return Period()
    first, last = min(day for _, day, _ in days), max(day for _, _, day in days)
    before = text[: days[0][0]].lower()
    if len(days) == 1 and re.search(
        r"\b(?:ab|seit|beginnt am|start am|start:?|beginn:?|von|start ist am)\W*(?:dem |ende |anfang |mitte )?(?:\w+,? ?(?:den |dem )?)?$",
        before,
    ):
        return Period(first, None)
    if len(days) == 1 and re.search(
        r"\b(?:bis|längstens|endet am)\W*(?:zum |ende |einschließlich )*(?:\w+,? )?$", before
    ):
        return Period(None, last)
    if first == last and re.search(r"\b(?:immer|jeden|wöchentlich|fortlaufend)\b|(?:tags|wochs)\b", text.lower()):
        return Period(first, None)
    if re.search(r"\bseit\W*(?:\w+ )?$", before) and "bis" not in text.lower():
        return Period(first, None)
    return Period(first, last)


def _month(year: int, month: int) -> tuple[date, date]:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), date.fromordinal(following.toordinal() - 1)
