"""One person who takes part, as the rules see them, and the answers that a person can choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Group = Literal["doctor", "manager"]
Preference = Literal["same", "linked", "different", "none"]
WORKING_WEEK = frozenset(range(5))


@dataclass(frozen=True)
class Tag:
    """A subject that people want to learn about or can offer; `spoken` is how a sentence calls it."""

    value: str
    label: str
    noun: str = ""

    @property
    def spoken(self) -> str:
        """Learn about digital tools."""
        return self.noun or self.label.lower()


@dataclass(frozen=True)
class GradeBand:
    """A grade or pay band; `level` runs from 1 to 5 across both groups."""

    value: str
    label: str
    level: int


@dataclass(frozen=True)
class Slot:
    """A part of a weekday (Monday is 0) in which somebody may be free.

    `usable_hours` is what it counts when free time is added up. A meeting needs an hour with the way
    there, and nobody is free for the whole of a lunchtime; the long afternoon has room for two.
    """

    value: str
    label: str
    spoken: str
    weekday: int
    opens: time
    closes: time
    usable_hours: int


@dataclass(frozen=True)
class Participant:
    """What the matching knows of one person: the two weeks of their fortnight, and nothing protected.

    `related` are the people who manage, supervise or appraise them. `avoid` are those whom
    they, or a lead, asked not to pair them with; no reason is kept. `rota_writers` write their rota and do nothing else
    of this kind. `post_ends_on` is None for an open end; `works_on` are weekdays, Monday being 0; `preference` is the
    directorate they would like their partner to come from, seen from their own.
    """

    id: int
    group: Group
    grade_band: str
    directorate: str
    site: str
    post_ends_on: date | None
    want_to_learn: frozenset[str]
    can_offer: frozenset[str]
    free_a: frozenset[str]
    free_b: frozenset[str]
    permission: bool
    remote_ok: bool
    trio_ok: bool
    host_shadow_ok: bool
    night_shadow_ok: bool
    related: frozenset[int]
    avoid: frozenset[int]
    signed_up_at: datetime
    rota_writers: frozenset[int] = frozenset()
    works_on: frozenset[int] = WORKING_WEEK
    preference: Preference = "none"


TAGS = (
    Tag("patient-flow", "Patient flow"),
    Tag("theatres", "Theatres"),
    Tag("rotas-and-workforce", "Rotas and workforce"),
    Tag("finance", "Finance"),
    Tag("business-cases", "Business cases"),
    Tag("digital", "Digital", "digital tools"),
    Tag("family-experience", "Family experience"),
    Tag("safety", "Safety"),
    Tag("quality-improvement", "Quality improvement"),
    Tag("outpatients", "Outpatients"),
    Tag("wellbeing", "Wellbeing"),
    Tag("inclusion", "Inclusion"),
    Tag("education", "Education"),
    Tag("winter-planning", "Winter planning"),
)

GRADE_BANDS: dict[Group, tuple[GradeBand, ...]] = {
    "doctor": (
        GradeBand("fy1-2", "FY1 or FY2", 1),
        GradeBand("st1-3", "ST1 to ST3", 2),
        GradeBand("st4-5", "ST4 or ST5", 3),
        GradeBand("st6-8", "ST6 to ST8", 4),
        GradeBand("senior-fellow", "Senior clinical fellow", 4),
    ),
    "manager": (
        GradeBand("band-6", "Band 6", 1),
        GradeBand("band-7", "Band 7", 2),
        GradeBand("band-8a", "Band 8a", 3),
        GradeBand("band-8b-c", "Band 8b or 8c", 4),
        GradeBand("band-8d-or-director", "Band 8d or director", 5),
    ),
}

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
# name, words after the weekday, clock hours in words, opens, closes, usable hours
_PARTS = (
    ("early", "early morning", "7.30am to 9am", time(7, 30), time(9), 1),
    ("lunch", "lunchtime", "midday to 2pm", time(12), time(14), 1),
    ("afternoon", "afternoon", "2pm to 5pm", time(14), time(17), 2),
    ("evening", "evening", "5pm to 7.30pm", time(17), time(19, 30), 1),
)

SLOTS = tuple(
    Slot(
        value=f"{day[:3].lower()}-{name}",
        label=f"{day} {words}, {hours}",
        spoken=f"{day} {words}s",
        weekday=weekday,
        opens=opens,
        closes=closes,
        usable_hours=usable,
    )
    for weekday, day in enumerate(_WEEKDAYS)
    for name, words, hours, opens, closes, usable in _PARTS
)

_LEVELS = {band.value: band.level for bands in GRADE_BANDS.values() for band in bands}
_HOURS = {slot.value: slot.usable_hours for slot in SLOTS}


def level(person: Participant) -> int:
    """The person's level from 1 to 5."""
    return _LEVELS[person.grade_band]


def usable_hours(slots: Iterable[str]) -> int:
    """How many hours these slots count for together."""
    return sum(_HOURS[slot] for slot in slots)


def shared_hours(one: Participant, other: Participant) -> int:
    """The usable hours of a fortnight in which both are free."""
    return usable_hours(one.free_a & other.free_a) + usable_hours(one.free_b & other.free_b)
