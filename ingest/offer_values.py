"""What values look like where no label says what they are: times, costs, places, ways to reach somebody."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ingest.dates import find_dates

_DAYS = r"(?:(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)(?:s|en|e)?(?:(?:vor|nach)?mittags?|abends?)?|(?-i:Mo|Di|Mi|Do|Fr|Sa|So)\b(?:(?<=[/–+&-]..)|(?<=und ..)|(?<=bis ..)|(?<=, ..)|(?=\.?,?\s?(?:\d|[/–+&-]|und\s[MDFS][oira]\b|bis\s[MDFS][oira]\b|[MDFS][oira]\b)))\.?)"
# The same where an ordinal stands before it, which tells that a short one is a day („jeden 3. Do“).
_ANY_DAY = rf"(?:{_DAYS}|(?-i:Mo|Di|Mi|Do|Fr|Sa|So)\b\.?)"
_HOUR = r"\d{1,2}(?:[:.]\d{2})?"
# In full or short, the full stop with it; the first three letters tell which.
MONTHS = (
    r"(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|(?:jan|feb|mär|mrz|apr|jun|jul|aug|sept?|okt|nov|dez)\b\.?)"
)
_ORDINAL = r"(?:\d\.|ersten?|zweiten?|dritten?|vierten?|letzten?)"
_TOKEN = (
    rf"(?:\d{{1,2}}\.\s?(?:–|-|/|bis|und)\s?\d{{1,2}}\.\s?(?:\d{{1,2}}\.(?:\s?\d{{4}})?|{MONTHS}(?:\s\d{{4}})?)|\d{{1,2}}\.\s?\d{{1,2}}\.(?:\s?\d{{4}}|\s?\d{{2}}(?!\d))?|\d{{1,2}}\.\s?{MONTHS}(?:\s\d{{4}})?|{MONTHS}\s?(?:–|-|bis)\s?{MONTHS}(?:\s\d{{4}})?|{MONTHS}\s\d{{4}}"
    rf"|{_HOUR}\s?(?:–|-)\s?{_HOUR}(?=\s?(?:,|/|\+|und)\s?{_HOUR}\s?(?:–|-)\s?{_HOUR}\s?(?:uhr|h)\b)|{_HOUR}\s?(?:uhr\s?)?(?:–|-|bis)\s?{_HOUR}\s?(?:uhr|h)\b|{_HOUR}\s?(?:uhr|h)\b|(?<!raum )(?<!zimmer )\d{{1,2}}[:.]\d{{2}}\s?(?:–|-|bis)\s?\d{{1,2}}[:.]\d{{2}}(?![.\d])|{_DAYS},?\s(?:von\s)?{_HOUR}\s?(?:–|-|bis)\s?{_HOUR}(?![\d:]|\.\d|\s?(?:jahre|€|euro|personen|uhr|h\b))|{_DAYS},?\s\d{{1,2}}\.(?![\d:])(?!\s?\d|\s{MONTHS}(?!\w))|{_DAYS}"
    rf"|(?:jeden|jede[ns]?|jeweils am|am|an jedem)\s{_ORDINAL}(?:\s(?:und|oder|\+)\s{_ORDINAL})?\s{_ANY_DAY}(?:\s(?:im|des|eines)\smonats?)?|jeden\s{_ANY_DAY}|{_ORDINAL}(?:\s?(?:und|oder|\+|,)\s?{_ORDINAL})?\s{_ANY_DAY}\s(?:im|des|eines)\s(?:jeden\s)?monats?"
    r"|(?:rund um die uhr|(?:eine|zwei|drei|vier|\d) stunden? (?:pro|in der|die) woche|werktags|\d{1,2}\s?[x×](?!\w)|im monat|wöchentlich|vierzehntägig|14-?tägig|14-tägl\w*|monatlich|täglich|ganzjährig|fortlaufend|vierteljährlich|halbjährlich|jährlich"
    r"|nach (?:vereinbarung|absprache|bedarf|terminabsprache|anmeldung)|auf anfrage|ab sofort|laufend"
    r"|(?:zwei|drei|ein|\d)\s?mal (?:im|pro|in der|jährlich|wöchentlich|monatlich)(?: (?:monat|woche|jahr))?|alle (?:zwei|drei|vier|\d) (?:wochen|monate)"
    r"|\d+ (?:termine|abende|wochen|monate|unterrichtsstunden|stunden|treffen|nachmittage|vormittage|einheiten|tage)\b"
    r"|(?:in den |während der )?(?:oster|sommer|herbst|winter|weihnachts|pfingst|schul)?ferien(?!-\w)(?:\s\d{4})?|schuljahr\s\d{4}(?:/\d{2,4})?|(?:frühjahr|sommer|herbst|winter)\s\d{4}))"
)
_CONNECTED = (
    r"(?:\s?[,;/&+–-]\s?|\s(?:und|u\.|bis|um|von|ab|am|an|vom|zum|immer|jeweils|in|im|des|den|der|außer|oder|zwischen|immer am|jeden"
    r"|ganztägig|vormittags|nachmittags|abends|von ca\.|ca\.|mit)(?=\s)|\s?\(|\)|\s)"
)
_TIME = re.compile(
    rf"(?<![\w.,/])(?<![a-zäöüß]-)(?:(?:immer|jeweils|ab|seit|vom|von|bis|am|um|zwischen)\s)*{_TOKEN}(?:{_CONNECTED}{{1,4}}{_TOKEN})*(?:\s\(außer [^)]*\))?",
    re.IGNORECASE,
)
# What only goes on with a time: a price „im Monat“, „8 x“.
_NEVER_ALONE = {
    "im monat",
    "im monat.",
    *(f"{n}{gap}{sign}" for n in range(1, 100) for gap in ("", " ") for sign in "x×"),
}
_CLOCK = re.compile(rf"{_HOUR}\s?(?:uhr|h)\b", re.IGNORECASE)
_COST = re.compile(
    r"(?<!\w)(?:kostenlos|kostenfrei|gebührenfrei|beitragsfrei|unentgeltlich|ohne (?:gebühr|kosten)|keine (?:kosten|gebühr(?:en)?)|kostet nichts|eintritt(?: ist)? frei|(?:Kinder|Eintritt|Teilnahme|Schulklassen|Begleitpersonen?|Mitglieder|Jugendliche|ermäßigt|Bildungskarte)(?: bis \d+)? frei|frei(?=$|,? sonst)|(?<=, )frei(?=\.)|(?<=eintritt ist )frei|(?<=teilnahme ist )frei|(?:gegen|kleine|freiwillige|um eine) spenden?|spenden? (?:erbeten|willkommen|erwünscht)|auf spendenbasis|^spenden?$)(?!\w)"
    r"|(?<![\d.,])(?:ca\. )?\d{1,3}(?:,(?:\d{2}|-|–))?\s?(?:€|euro|eur)(?!\w)(?:\s(?:pro|je|für|im|/|einmalig|monatlich|zzgl|inkl)[^.;|)]{0,40})?",
    re.IGNORECASE,
)
# A date is no number to call. Numbers of help in all of Europe are short: 116 111 for children, 116 117 for a doctor.
PHONE = re.compile(
    r"(?<![\w/.-])116\s?(?:000|006|016|111|117|123)(?!\d)|(?<![\w/.-])\(?(?!\d{1,2}\.\s?\d{1,2}\.)(?:\+49|00\d\d|0)[\s(]*\d(?:[\d\s()/–.-]{3,18})\d(?![\d/]|\.\d)"
)
MAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+")
WEB = re.compile(r"(?:https?://|www\.)\S+")
STREET = re.compile(
    r"(?:[A-ZÄÖÜ][\w.-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|markt|ufer|damm|hof)|[A-ZÄÖÜ][\w-]+er (?:Straße|Str\.|Weg|Platz|Allee))\s\d+\s?[a-z]?\b(?:[-–/]\d+)?"
)
POSTCODE = re.compile(r"(?<!\d)\d{5}\s(?P<town>[A-ZÄÖÜ][a-zäöüß-]+(?: (?:am|an der|im|a\. ?d\.|bei) [A-ZÄÖÜ]\w+)?)")
_HOUSES = re.compile(
    r"(?<!\w)[\w-]*(?:haus|häuser|zentrum|zentren|zentrale|schule|gymnasium|kolleg|halle|saal|raum|kirche|gemeinde|rathaus|kita|kindergarten|bücherei|bibliothek|buchhandlung|(?:lehr|schul|gemeinschafts)küche|büro|heim"
    r"|treff|treffpunkt|stelle|stätte|museum|bad|(?<!kurs)(?<!arbeits)(?<!schul)(?<!ausbildungs)(?<!kita)(?<!studien)(?<!betreuungs)(?<!praktikums)(?<!therapie)platz|park|verein|vhs|amt|moschee|café|campus|akademie|institut|werkstatt|garten|gebäude|online|zoom|sportplatz|stadion|keller|hof"
    r"|burg|schloss|innenstadt|stadtteil|forum|pavillon|bürgersaal|mensa|foyer|aula|markt|herberge|bahnhof|scheune|wache|praxis|klinik|lichtspiele|kino|theater|archiv|etage|klinikum|gelände|wiese|anger|bühne|remise|hütte|becken)(?!\w)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?<!\w)(?:Raum|Zimmer|Zi\.|Saal|Etage|EG|OG)\s?[\d.]+", re.IGNORECASE)
_ROOM = re.compile(rf"{_NUMBERED.pattern}|\bVHS\b|\bZOB\b|\bonline\b|\bdigital\b|\bper Video", re.IGNORECASE)
_PLACED = re.compile(
    rf"(?<!\w)(?:im|in der|in den|in dem|am|an der|auf dem|auf der|beim|bei der)\s(?P<place>(?!(?:Sommer|Winter|Herbst|Frühjahr|Frühling|Alter|Rahmen|Jahr|Monat|Anschluss|Notfall|Internet|Alltag|Beruf|Leben|Gespräch|Team|Durchschnitt|{MONTHS})\b)(?:[A-ZÄÖÜ„\"]|evangelisch|katholisch|evangelische|katholische|städtisch|alten|neuen)"
    r"[^.;:]*?)(?=\s(?:statt|werden|wird|treffen|können|lernen|kann|sind|ist|mit|um|von|ab|und bietet|bietet|gibt|finden|findet|angeboten|am|jeden|(?:und|oder)\s[a-zäöüß]+)(?:\W|$)|[.;:(]|$|,\s(?:wo|die|der|das|jeweils|immer)\s)"
)


# „Ehrenamtliche übersetzen auf dem Amt“: what somebody does there; „Haus neben der Kirche“ is a place.
_DOES = re.compile(
    r"[A-ZÄÖÜ][\w-]+\s(?!(?:neben|gegen|gegenüber|zwischen|unten|oben|hinten|außen|innen|seit|mit|samt)\b)[a-zäöü]{3,}(?:en|ern|eln|t)\b"
)
# Words of a place that have no capital: „Zelt auf der Festwiese“.
_SMALL = {
    "auf",
    "der",
    "die",
    "das",
    "dem",
    "den",
    "des",
    "im",
    "in",
    "am",
    "an",
    "beim",
    "zum",
    "zur",
    "vor",
    "hinter",
}


# Lines of a paper; each is asked several times what it looks like.
REMEMBERED = 8192


class Found(NamedTuple):
    """A value of a field at ``text[start:end]``."""

    field: str
    start: int
    end: int


@lru_cache(REMEMBERED)
def times(text: str) -> tuple[Found, ...]:
    """Return when something is, each stretch of days and hours as one."""
    found = []
    for match in _TIME.finditer(text):
        end = match.end()
        while text[end - 1] in " ,(-–" and end > match.start():
            end -= 1
        if text[match.start() : end].lower() not in _NEVER_ALONE:
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
    return bool(STREET.search(text) or POSTCODE.search(text) or _HOUSES.search(text) or _ROOM.search(text))


def is_street(text: str) -> bool:
    """Tell a text with a street and its number, a town and its postcode, or a room."""
    return bool(STREET.search(text) or POSTCODE.search(text) or _NUMBERED.search(text))


def is_room(text: str) -> bool:
    """Tell a text that begins with a room by its number or its floor („Raum 204“, „1. OG“)."""
    return bool(_NUMBERED.match(text))


@lru_cache(REMEMBERED)
def look(text: str) -> str | None:
    """Return the field whose value a whole line looks like: times, costs, ways to reach somebody, a place."""
    length = max(len(text.strip()), 1)
    shapes = (("time", times(text)), ("cost", costs(text)), ("contact", reached(text)))
    covered, field = max((sum(one.end - one.start for one in found), name) for name, found in shapes)
    if 2 * covered >= length:
        return field
    words = [word for word in text.split() if word.lower() not in _SMALL] or text.split()
    capital = sum(word[0].isupper() or not word[0].isalpha() for word in words)
    if (
        len(words) <= 9
        and (text[:1].isupper() or POSTCODE.match(text))
        and text[-1] not in ".:!?"
        and 5 * capital >= 3 * len(words)
        and not _DOES.search(text)
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
