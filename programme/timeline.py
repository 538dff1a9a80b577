"""A programme read as data, and what of it is due for one pair at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from programme.moments import Nation, SendWindow, first_allowed, instant, plus_working_days
from programme.programme_faults import head_faults, steps_faults
from programme.reading import ClockTime, Problems, Text, faults_of, keys_of, read_as
from programme.step import Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_Count = Annotated[int, msgspec.Meta(ge=1, description="a whole number from 1")]
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")


class ProgrammeProblems(Problems):
    """Everything that is wrong with a programme file."""


class SendTimes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The weekdays and the wall-clock hours in which the bot speaks unasked."""

    days: tuple[Literal["Mon", "Tue", "Wed", "Thu", "Fri"], ...]
    opens: ClockTime = msgspec.field(name="from")
    closes: ClockTime = msgspec.field(name="to")


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is not said any more: a step that has waited longer than so many days."""

    dropped_after_days: _Count


class Programme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole programme; its steps stand in the order in which they are said on one day."""

    name: Text
    version: int
    timezone: Text
    weeks_total: _Count
    send_window: SendTimes
    limits: Limits
    standard_footer: str
    steps: tuple[Step, ...]

    def window(self, nation: Nation, closed_on: frozenset[date]) -> SendWindow:
        """The hours of this programme at a site of that nation which is closed on those days."""
        return SendWindow(
            days=frozenset(_WEEKDAYS.index(day) for day in self.send_window.days),
            opens=time.fromisoformat(self.send_window.opens),
            closes=time.fromisoformat(self.send_window.closes),
            zone=self.timezone,
            nation=nation,
            closed_on=closed_on,
        )

    def step(self, id_: str) -> Step | None:
        """The step of that id, if there is one."""
        return next((step for step in self.steps if step.id == id_), None)


@dataclass(frozen=True)
class Occurrence:
    """A step for one of its occasions: `event` is its date's name, "" for a step that comes in a week.

    The key is the step's id, and with it what the event is called beyond its trigger: the debrief after the event
    "shadow_dm" is "shadow_debrief:dm".
    """

    step: Step
    key: str
    event: str = ""


def read(text: str) -> Programme:
    """The programme written in this YAML; raises ProgrammeProblems with every problem found."""
    written = keys_of(text, ProgrammeProblems)
    faults = faults_of({**written, "steps": []}, Programme)
    faults += [*head_faults(written), *steps_faults(written)]
    return read_as(Programme, written, faults, ProgrammeProblems)


def occurrences(programme: Programme, events: Mapping[str, date]) -> Iterator[Occurrence]:
    """Every occasion of every step, in the order of the file and of the events' names.

    An event is named for its trigger, alone or with more after an underscore: "shadow_dm", "workshop_2".
    """
    for step in programme.steps:
        if step.trigger is None:
            yield Occurrence(step, step.id)
            continue
        for event in sorted(events):
            trigger, _, which = event.partition("_")
            if trigger == step.trigger:
                yield Occurrence(step, f"{step.id}:{which}" if which else step.id, event)


def planned_on(
    occurrence: Occurrence, *, starts_on: date, events: Mapping[str, date], window: SendWindow
) -> date | None:
    """The day an occurrence is meant for; None when its event has no date."""
    step = occurrence.step
    if step.week is not None:
        return starts_on + timedelta(weeks=step.week)
    if occurrence.event not in events:
        return None
    return plus_working_days(events[occurrence.event], step.after_working_days, window)


def due_steps(
    programme: Programme,
    *,
    starts_on: date,
    events: Mapping[str, date],
    already: frozenset[str],
    window: SendWindow,
    now: datetime,
) -> tuple[tuple[Occurrence, datetime], ...]:
    """What is to be said now, with the instant (aware UTC) since which it is due, the oldest first.

    Nothing is due while the window is shut. `already` holds the keys of what was said.
    """
    if first_allowed(window, now) > now:
        return ()
    waiting = _waiting(programme, starts_on, events, already, window)
    due = [(each, at) for each, at in waiting if at <= now and _is_in_time(each, at, programme, now)]
    return tuple(sorted(due, key=lambda pair: pair[1]))


def next_due(
    programme: Programme,
    *,
    starts_on: date,
    events: Mapping[str, date],
    already: frozenset[str],
    window: SendWindow,
    now: datetime,
) -> datetime | None:
    """The first instant (aware UTC), from now on, at which `due_steps` has something; None when nothing is left."""
    open_at = first_allowed(window, now)
    waiting = _waiting(programme, starts_on, events, already, window)
    moments = [max(at, open_at) for each, at in waiting if _is_in_time(each, at, programme, max(at, open_at))]
    return min(moments, default=None)


def _waiting(
    programme: Programme,
    starts_on: date,
    events: Mapping[str, date],
    already: frozenset[str],
    window: SendWindow,
) -> Iterator[tuple[Occurrence, datetime]]:
    for each in occurrences(programme, events):
        day = planned_on(each, starts_on=starts_on, events=events, window=window)
        if day is not None and each.key not in already:
            yield each, first_allowed(window, instant(day, window.opens, window.zone))


def _is_in_time(occurrence: Occurrence, due_at: datetime, programme: Programme, moment: datetime) -> bool:
    waited = moment - due_at
    return not occurrence.step.lapses or waited <= timedelta(days=programme.limits.dropped_after_days)
