"""Offers as a calendar (iCalendar, RFC 5545): those of which the papers print a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vDate, vRecur

from kb.offer_csv import places
from kb.offer_days import Meeting, Slot, Times, read_times
from kb.offer_merge import CatalogueEntry, as_json
from kb.offers import Span
from kb.wording import wording

ZONE = ZoneInfo("Europe/Berlin")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_TOLD = ("audience", "time", "cost", "languages", "registration")
Quote = Callable[[str, Span], tuple[str, int, str]]


def calendar_of(entries: Iterable[CatalogueEntry], quote: Quote, stamp: datetime) -> tuple[bytes, int]:
    """Return the file and how many events it has.

    An offer has an event for each day that is printed, or a weekly one where weekday, first and last day are. A period of
    which no weekday is printed takes whole days; what is without a day, or has only one end, is left out. Clock times are
    those of Europe/Berlin. The same day of the same offer has the same UID in every export.

    :param quote: the file, page and text of a stretch in the document with this id.
    :param stamp: when the papers were published; the DTSTAMP of all events.
    """
    made = Calendar()
    made.add("prodid", "-//KIZ-Assistent//Angebote//DE")
    made.add("version", "2.0")
    made.add("x-wr-calname", wording("export")["calendar"]["name"])
    number = 0
    for entry in entries:
        for event in {str(event["uid"]): event for event in _events(entry, quote)}.values():
            event.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
            made.add_component(event)
            number += 1
    if number:
        made.subcomponents.insert(0, _zone())
    return made.to_ical(), number


def dated(entry: CatalogueEntry, quote: Quote) -> Times:
    """Return when an offer is, with days that are printed: in its time, or where its validity stands."""
    offer = entry.offer
    times = read_times(offer.time or "")
    if times.meetings or offer.valid_from is None or offer.valid_to is None:
        return times
    printed = " ".join(
        quote(source.document, span)[2]
        for source in entry.sources
        if source.field == "validity"
        for span in source.spans
    )
    exact = any(
        (found.first, found.last) == (offer.valid_from, offer.valid_to) for found in read_times(printed).meetings
    ) or any(made.field == "validity" for made in entry.corrections)
    if not exact:  # a year or a month, of which first and last day are reckoned
        return times
    days = Meeting(offer.valid_from, offer.valid_to, times.weekdays, times.slots)
    return Times((days,), times.weekdays, times.slots, times.without, times.spaced)


def _zone() -> Timezone:
    """Return the zone by the rule of the European Union since 1996 (Directive 2000/84/EC); the library would list each year."""
    zone = Timezone()
    zone.add("tzid", ZONE.key)
    for part, name, start, month, before, after in (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), 3, 1, 2),
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), 10, 2, 1),
    ):
        part.add("dtstart", start)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("tzname", name)
        part.add("rrule", vRecur({"freq": "YEARLY", "bymonth": month, "byday": "-1SU"}))
        zone.add_component(part)
    return zone


def _events(entry: CatalogueEntry, quote: Quote) -> Iterator[Event]:
    times = dated(entry, quote)
    if not times.meetings:
        return
    told = _told(as_json(entry, quote))
    for meeting in times.meetings:
        weekly = meeting.first < meeting.last and bool(meeting.weekdays) and not times.spaced
        # On which of several days which of several times holds, the order of the words does not say for sure.
        clear = len(meeting.slots) < 2 or not weekly or len(meeting.weekdays) == 1
        timed = meeting.first == meeting.last or weekly
        for slot in meeting.slots if clear and timed and meeting.slots else (None,):
            event = _weekly(meeting, slot, times) if weekly and clear else _once(meeting, slot)
            if event is None:
                continue
            event.add("uid", _uid(entry, meeting, slot))
            for name, value in told.items():
                if value:
                    event.add(name, value)
            yield event


def _once(meeting: Meeting, slot: Slot | None) -> Event:
    event = Event()
    if slot is None:
        event.add("dtstart", meeting.first)
        event.add("dtend", meeting.last + timedelta(1))  # not included (RFC 5545, 3.6.1)
        if meeting.last > meeting.first:
            event.add("transp", "TRANSPARENT")
    else:
        _between(event, meeting.first, slot)
    return event


def _weekly(meeting: Meeting, slot: Slot | None, times: Times) -> Event | None:
    span = (meeting.last - meeting.first).days + 1
    days = [day for ahead in range(span) if (day := meeting.first + timedelta(ahead)).weekday() in meeting.weekdays]
    if not days:
        return None
    event = Event()
    without = [day for day in times.without if day in days]
    if slot is None:
        event.add("dtstart", days[0])
        event.add("dtend", days[0] + timedelta(1))
        until: date = days[-1]
        for day in without:
            event.add("exdate", vDate(day), parameters={"VALUE": "DATE"})
    else:
        _between(event, days[0], slot)
        until = _at(days[-1], slot.start).astimezone(UTC)  # UTC beside a DTSTART with a zone (RFC 5545, 3.3.10)
        for day in without:
            event.add("exdate", _at(day, slot.start))
    event.add("rrule", vRecur({"freq": "WEEKLY", "byday": [_DAYS[day] for day in meeting.weekdays], "until": until}))
    return event


def _between(event: Event, day: date, slot: Slot) -> None:
    event.add("dtstart", _at(day, slot.start))
    if slot.end is not None:
        event.add("dtend", _at(day, slot.end))


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, ZONE)


def _uid(entry: CatalogueEntry, meeting: Meeting, slot: Slot | None) -> str:
    return f"{entry.id}-{meeting.first:%Y%m%d}{f'-{slot.start:%H%M}' if slot else ''}@kiz-assistent"


def _told(offer: Mapping[str, Any]) -> dict[str, str | list[str]]:
    words = wording("export")
    form = words["calendar"]["line"]
    lines = [offer["description"]]
    for name in _TOLD:
        value = ", ".join(offer[name]) if isinstance(offer[name], list) else offer[name]
        lines.append(form.format(label=words["columns"][name], value=value) if value else None)
    lines.append(words["calendar"]["sources"].format(places=places(offer)) if offer["sources"] else None)
    return {
        "summary": offer["name"],
        "description": "\n".join(filter(None, lines)),
        "location": offer["place"] or offer["town"] or "",
        "contact": ", ".join(filter(None, offer["contact"].values())),
        "categories": [offer["topic"]] if offer["topic"] else [],
    }
