"""What would have to change for somebody without a partner: a phrase that holds when it is put to the test.

Who is kept apart from somebody is passed over in silence, and never counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.columns import HOURS, bits_in, fortnight
from programme.matching.refusal import hours
from programme.participant import SLOTS
from programme.words.dates import count, listed

if TYPE_CHECKING:
    from programme.matching.graph import Flags, Numbers
    from programme.matching.outlook import Outlook
    from programme.matching.rules import Rules

_WEEKLY = np.array([fortnight(HOURS[slot.value], HOURS[slot.value]) for slot in SLOTS])
_VIDEO = "meeting by video"
_MOST_SLOTS = 3
_YES_TO_TRIO = "saying yes to a trio"


@dataclass(frozen=True)
class _Change:
    """What somebody would do differently, and how many of those they hope for could then be their partner."""

    asks: tuple[str, ...]
    opens: int


def remedy_of(outlook: Outlook, rules: Rules) -> str:
    """A noun phrase without a full stop: what would give this person a partner whom the rules permit, or another chance."""
    other = "manager" if outlook.is_doctor else "doctor"
    own = _own(outlook, rules)
    permitted = outlook.is_ready & ~outlook.is_kept_apart
    possible = permitted & outlook.is_near & outlook.has_time
    if possible.any() and not own:
        return _though_taken(outlook, permitted, other)
    now = int((possible & ~outlook.is_busy).sum())
    change = _Change((), now) if now else _first_change(outlook, permitted & ~outlook.is_busy)
    if change:
        return _opening([*own, *change.asks], count(change.opens, other, f"{other}s"))
    return _from_others(outlook, own, other)


def _own(outlook: Outlook, rules: Rules) -> list[str]:
    """What only they or their line manager can give."""
    asks = [] if outlook.has_permission else ["permission from their line manager"]
    if not outlook.stays:
        asks.append(f"a post that lasts {rules.least_weeks} weeks from the start")
    return asks


def _though_taken(outlook: Outlook, permitted: Flags, other: str) -> str:
    """Best is a change that opens somebody who has no partner either; a trio is for when there is nobody."""
    change = _first_change(outlook, permitted & ~outlook.is_taken)
    if change:
        alone = count(change.opens, f"{other} without a partner", f"{other}s without a partner")
        return _opening([*change.asks], alone)
    return _YES_TO_TRIO if _could_be_third(outlook, permitted) else f"another {other} joining"


def _opening(asks: list[str], opened: str) -> str:
    return f"{listed(asks)} ({opened} would then be possible)"


def _could_be_third(outlook: Outlook, permitted: Flags) -> bool:
    hosts = permitted & outlook.is_near & outlook.has_time & outlook.takes_third
    enough = bits_in(outlook.host_hours & outlook.hours) >= outlook.least_hours
    return not outlook.says_yes_to_trio and bool((hosts & enough).any())


def _from_others(outlook: Outlook, own: list[str], other: str) -> str:
    """Nothing that they change themselves is enough."""
    could = outlook.is_near & outlook.has_time & ~outlook.is_kept_apart & ~outlook.is_busy
    waiting = int((could & outlook.lacks_permission).sum())
    if waiting:
        whose = f"a {other}" if waiting == 1 else f"one of {waiting} {other}s"
        return listed([*own, f"permission for {whose} who could meet them"])
    asks = [*own]
    if outlook.hours.bit_count() < outlook.least_hours:
        asks.append(f"{hours(outlook.least_hours)} or more free in a fortnight")
    return listed([*asks, f"another {other} joining"])


def _first_change(outlook: Outlook, wanted: Flags) -> _Change | None:
    """The smallest change of their own that makes some of `wanted` possible; None when there is none."""
    return next(_changes(outlook, wanted), None)


def _changes(outlook: Outlook, wanted: Flags) -> Iterator[_Change]:
    by_video = wanted & outlook.near(by_video=True)
    if not outlook.meets_by_video and (by_video & outlook.has_time).any():
        yield _Change((_VIDEO,), int((by_video & outlook.has_time).sum()))
    yield from _more_time(outlook, wanted & outlook.is_near)
    if not outlook.meets_by_video:
        for change in _more_time(outlook, by_video):
            yield _Change((_VIDEO, *change.asks), change.opens)


def _more_time(outlook: Outlook, wanted: Flags) -> Iterator[_Change]:
    """One part of the week if that is enough, else a few."""
    theirs = outlook.others.hours[wanted]
    with_each = bits_in(theirs[:, np.newaxis] & (_WEEKLY | outlook.hours)) >= outlook.least_hours
    best = int(np.argmax(with_each.sum(axis=0)))
    slots = [best] if with_each[:, best].any() else _several(outlook, theirs)
    if slots:
        hours_then = int(np.bitwise_or.reduce(_WEEKLY[slots])) | outlook.hours
        opened = int((wanted & outlook.in_time(hours_then)).sum())
        yield _Change((f"free time on {listed([SLOTS[slot].spoken for slot in slots])}",), opened)


def _several(outlook: Outlook, theirs: Numbers) -> list[int]:
    """The parts of the week, each the longest then, that bring them together with the one they share most with."""
    able = theirs[bits_in(theirs) >= outlook.least_hours]
    if not able.size:
        return []
    other = able[np.argmax(bits_in(able & outlook.hours))]
    hours_then, slots = outlook.hours, list[int]()
    while bits_in(other & hours_then) < outlook.least_hours:
        slots.append(int(np.argmax(bits_in(other & _WEEKLY & ~hours_then))))
        hours_then |= int(_WEEKLY[slots[-1]])
    return sorted(slots) if len(slots) <= _MOST_SLOTS else []
