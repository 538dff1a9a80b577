"""What can be wrong with a programme as written although every value is of the right sort."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from programme.reading import faults_of, twice
from programme.step import PLACEHOLDERS, Step, placeholders_after

if TYPE_CHECKING:
    from collections.abc import Iterator


def head_faults(written: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the keys beside the steps."""
    hours = written.get("send_window")
    if isinstance(hours, dict):
        opens, closes = hours.get("from"), hours.get("to")
        if isinstance(opens, str) and isinstance(closes, str) and not opens < closes:
            yield "send_window to must be later than from."
        if hours.get("days") == []:
            yield "send_window days must name at least one day."
    yield from zone_faults("timezone", written.get("timezone"))


def zone_faults(key: str, zone: object) -> Iterator[str]:
    """Whether this names a time zone."""
    try:
        if isinstance(zone, str):
            ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        yield f"{key} must be a name such as Europe/London, not {zone!r}."


def steps_faults(written: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the steps, each problem with the step's id and the key."""
    steps = written.get("steps")
    if not isinstance(steps, list):
        yield "steps must be a list."
        return
    for position, step in enumerate(steps, start=1):
        if not isinstance(step, dict):
            yield f"Step {position} must be keys and values."
            continue
        where = f"Step {step.get('id', position)}:"
        yield from faults_of(step, Step, where)
        for fault in _step_faults(step, written.get("weeks_total")):
            yield f"{where} {fault}"
    yield from twice("The step id", [step.get("id") for step in steps if isinstance(step, dict)])


def _step_faults(step: dict[str, Any], weeks_total: object) -> Iterator[str]:
    yield from _timing_faults(step, weeks_total)
    yield from _text_faults(step.get("text"), step.get("trigger"))
    reply = step.get("reply")
    if isinstance(reply, dict):
        yield from _reply_faults(reply)


def _timing_faults(step: dict[str, Any], weeks_total: object) -> Iterator[str]:
    week, trigger = step.get("week"), step.get("trigger")
    if week is not None and trigger is not None:
        yield "give week or trigger, not both."
    if week is None and trigger is None:
        yield "give week or trigger, so that it has its time."
    if trigger is None and "after_working_days" in step:
        yield "after_working_days goes with trigger only."
    if isinstance(week, int) and isinstance(weeks_total, int) and week > weeks_total:
        yield f"week {week} is after the last week, {weeks_total}."


def _text_faults(text: object, trigger: object) -> Iterator[str]:
    if not isinstance(text, str):
        return
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        yield "text has a curly bracket without its other half."
        return
    for _, name, form, conversion in parts:
        if name is not None and (name not in PLACEHOLDERS or form or conversion):
            yield f"text has an unknown placeholder, {{{name}}}."
        elif name is not None and name not in placeholders_after(trigger):
            yield f"text has {{{name}}}, which nobody knows at that time."


def _reply_faults(reply: dict[str, Any]) -> Iterator[str]:
    kind, options = reply.get("type"), reply.get("options")
    if kind == "buttons" and not options:
        yield "reply options are missing: a reply by buttons needs them."
    if kind not in {"buttons", "reflection"} and options:
        yield "reply options go with buttons or a reflection only."
    if kind == "reflection" and not reply.get("max"):
        yield "reply max is missing: a reflection needs its greatest length."
    if kind != "none" and not reply.get("captures"):
        yield "reply captures is missing: the answer needs a name."
    if isinstance(options, list):
        yield from twice("reply option", [each.get("value") for each in options if isinstance(each, dict)])
