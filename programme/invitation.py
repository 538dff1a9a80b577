"""Calendar files for people to add to their own calendar (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_LONDON = ZoneInfo("Europe/London")
# The rule since 1996, written out: the library's own table has the spring change an hour late, and lists each
# year, which Outlook is known to misread.
_LONDON_RULE = """\
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
TZNAME:BST
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:GMT
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""
_UNPRINTABLE = dict.fromkeys({*range(32), 127} - {ord("\n"), ord("\r"), ord("\t")})


def workshop_file(
    uid: str,
    title: str,
    starts_at: datetime,
    minutes: int,
    where: str,
    *,
    description: str,
    stamp: datetime,
    sequence: int = 0,
) -> str:
    """The text of an .ics file for one event; `starts_at` and `stamp` are aware, else ValueError.

    The same uid with a higher sequence replaces the event. It keeps its hour in London when the clocks change,
    and whoever else may see the calendar sees no more than that the time is taken.
    """
    from icalendar import Calendar, Event, Timezone  # noqa: PLC0415 - heavy, loads when first needed

    if starts_at.tzinfo is None or stamp.tzinfo is None:
        raise ValueError("An instant needs its time zone.")
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", starts_at.astimezone(_LONDON))
    event.add("dtend", (starts_at.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(_LONDON))
    event.add("class", "PRIVATE")
    for name, text in (("summary", title), ("location", where), ("description", description)):
        event.add(name, text.translate(_UNPRINTABLE))
    calendar = Calendar()
    calendar.add("prodid", "-//PairMe//Paired Learning//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(Timezone.from_ical(_LONDON_RULE))
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written.decode()
