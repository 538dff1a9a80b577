"""A calendar file says the same to every calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from programme.invitation import workshop_file

LONDON = ZoneInfo("Europe/London")
NEW_YORK = ZoneInfo("America/New_York")
STAMP = datetime(2027, 9, 1, 8, 30, tzinfo=LONDON)
USUAL: dict[str, Any] = {
    "uid": "workshop-7@pairme.example.org",
    "title": "Workshop 1: leadership styles",
    "starts_at": datetime(2027, 10, 4, 13, tzinfo=LONDON),
    "minutes": 90,
    "where": "Seminar room, level 2; main site",
    "description": "Come with your partner, if you can.",
    "stamp": STAMP,
}
USUAL_PROPERTIES = ("CLASS", "DTEND", "DTSTAMP", "DTSTART", "LOCATION", "SEQUENCE", "UID")


def file(**told: Any) -> str:
    return workshop_file(**{**USUAL, **told})


def read_back(text: str) -> tuple[Any, Any, Any]:
    """The calendar, its time zone and its event; each must be there once and without an error."""
    calendar = Calendar.from_ical(text)
    (zone,), (event,) = calendar.walk("VTIMEZONE"), calendar.walk("VEVENT")
    assert [part.errors for part in calendar.walk()] == [[]] * len(calendar.walk())
    return calendar, zone, event


def test_everything_that_was_said_can_be_read_back() -> None:
    calendar, _, event = read_back(file(sequence=3))
    assert (calendar["METHOD"], calendar["VERSION"]) == ("PUBLISH", "2.0")
    assert {name: str(event[name]) for name in ("UID", "SUMMARY", "LOCATION", "DESCRIPTION", "CLASS")} == {
        "UID": "workshop-7@pairme.example.org",
        "SUMMARY": "Workshop 1: leadership styles",
        "LOCATION": "Seminar room, level 2; main site",
        "DESCRIPTION": "Come with your partner, if you can.",
        "CLASS": "PRIVATE",
    }
    assert event["SEQUENCE"] == 3
    assert event["DTSTAMP"].dt == STAMP
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (
        datetime(2027, 10, 4, 13, tzinfo=LONDON),
        datetime(2027, 10, 4, 14, 30, tzinfo=LONDON),
    )


def test_times_are_london_times_and_the_stamp_is_utc() -> None:
    lines = file(starts_at=datetime(2027, 10, 4, 8, tzinfo=NEW_YORK)).split("\r\n")
    assert "DTSTART;TZID=Europe/London:20271004T130000" in lines
    assert "DTSTAMP:20270901T073000Z" in lines


def test_nobody_is_invited_by_it() -> None:
    _, _, event = read_back(file())
    assert "ATTENDEE" not in event
    assert "ORGANIZER" not in event


@pytest.mark.parametrize("year", range(2026, 2038))
def test_the_zone_in_the_file_is_london_as_the_world_knows_it(year: int) -> None:
    _, zone, _ = read_back(file())
    written = zone.to_tz(lookup_tzid=False)
    for month, day in ((3, 1), (3, 25), (4, 1), (7, 1), (10, 24), (11, 1)):
        noon = datetime(year, month, day, 12)  # noqa: DTZ001 - it is given both zones in turn
        assert noon.replace(tzinfo=written).utcoffset() == noon.replace(tzinfo=LONDON).utcoffset()


@pytest.mark.parametrize("first", [datetime(2027, 3, 28, tzinfo=UTC), datetime(2027, 10, 31, tzinfo=UTC)])
def test_the_clocks_change_at_one_in_universal_time(first: datetime) -> None:
    change = next(
        part
        for part in read_back(file())[1].walk()
        if part.name in {"DAYLIGHT", "STANDARD"} and part["DTSTART"].dt.month == first.month
    )
    onset = change["DTSTART"].dt.replace(tzinfo=UTC) - change["TZOFFSETFROM"].td
    assert onset.hour == 1
    before, after = (first + timedelta(minutes=59), first + timedelta(hours=1))
    assert before.astimezone(LONDON).utcoffset() == change["TZOFFSETFROM"].td
    assert after.astimezone(LONDON).utcoffset() == change["TZOFFSETTO"].td


def test_a_night_that_the_clocks_lengthen_keeps_its_minutes() -> None:
    night = datetime(2027, 10, 30, 22, tzinfo=LONDON)
    _, _, event = read_back(file(starts_at=night, minutes=300))
    assert event["DTEND"].dt.astimezone(UTC) - event["DTSTART"].dt.astimezone(UTC) == timedelta(minutes=300)
    assert event["DTEND"].dt.hour == 2


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_words_can_break_out_of_their_line(title: str, description: str) -> None:
    title, description = title.encode(errors="ignore").decode(), description.encode(errors="ignore").decode()
    text = file(title=title, description=description)
    lines = text.removesuffix("\r\n").split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert not any(set(line) & {"\r", "\n", "\x00"} for line in lines)
    assert sum(line.startswith("BEGIN:VEVENT") for line in lines) == 1
    _, _, event = read_back(text)
    assert sorted(event) == sorted([*USUAL_PROPERTIES, "DESCRIPTION", "SUMMARY"])


def test_a_new_line_in_the_words_stays_in_the_words() -> None:
    _, _, event = read_back(file(description="One\r\nATTENDEE:mailto:somebody@example.org"))
    assert str(event["DESCRIPTION"]) == "One\nATTENDEE:mailto:somebody@example.org"


@pytest.mark.parametrize("name", ["starts_at", "stamp"])
def test_an_instant_without_a_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="time zone"):
        file(**{name: STAMP.replace(tzinfo=None)})
