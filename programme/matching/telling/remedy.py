"""What would have to change for somebody without a partner: a phrase that holds when it is put to the test.

Who is kept apart from somebody is passed over in silence. Nobody is counted, since whoever can count for themselves
would see how many were passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.rulebook.columns import HOURS, bits_in, fortnight
from programme.matching.telling.refusal import hours
from programme.participant import SLOTS
from programme.words.dates import listed

if TYPE_CHECKING:
    from programme.matching.graph import Flags, Numbers
    from programme.matching.telling.outlook import Outlook

_WEEKLY = np.array([fortnight(HOURS[slot.value], HOURS[slot.value]) for slot in SLOTS])
_VIDEO = "meeting by video"
_MOST_SLOTS = 3
_CHECK_POST = "checking the date on which their post ends"
_YES_TO_TRIO = "saying yes to a trio"


def remedy_of(outlook: Outlook) -> str:
    """A noun phrase without a full stop: what would give this person a partner whom the rules permit, or another chance."""
    asks = _asks(outlook)
    return f"{asks}, or the next cohort" if asks == _CHECK_POST else asks


def _asks(outlook: Outlook) -> str:
    other = "manager" if outlook.is_doctor else "doctor"
    own = _own(outlook)
    permitted = outlook.is_ready & ~outlook.is_kept_apart
    possible = permitted & outlook.is_near & outlook.has_time
    if possible.any() and not own:
        return _though_taken(outlook, permitted, other)
    if (possible & ~outlook.is_busy).any():
        return listed(own)
    change = _first_change(outlook, permitted & ~outlook.is_busy)
    if change:
        return listed([*own, *change])
    return _from_others(outlook, own, other)


def _own(outlook: Outlook) -> list[str]:
    """What only they or their line manager can give."""
    asks = [] if outlook.has_permission else ["permission from their line manager"]
    if not outlook.stays:
        asks.append(_CHECK_POST)
    return asks


def _though_taken(outlook: Outlook, permitted: Flags, other: str) -> str:
    """Best is a change that opens somebody who has no partner either; a trio is for when there is nobody."""
    change = _first_change(outlook, permitted & ~outlook.is_taken)
    if change:
        return listed(change)
    return _YES_TO_TRIO if _could_be_third(outlook, permitted) else f"another {other} joining"


def _could_be_third(outlook: Outlook, permitted: Flags) -> bool:
    hosts = permitted & outlook.is_near & outlook.has_time & outlook.as_third()
    return not outlook.says_yes_to_trio and bool(hosts.any())


def _from_others(outlook: Outlook, own: list[str], other: str) -> str:
    """Nothing that they change themselves is enough."""
    could = outlook.is_near & outlook.has_time & ~outlook.is_kept_apart & ~outlook.is_busy
    if (could & outlook.lacks_permission).any():
        return listed([*own, f"permission for a {other} who could meet them"])
    asks = [*own]
    if outlook.hours.bit_count() < outlook.least_hours:
        asks.append(f"{hours(outlook.least_hours)} or more free in a fortnight")
    return listed([*asks, f"another {other} joining"])


def _first_change(outlook: Outlook, wanted: Flags) -> list[str]:
    """The smallest change of their own that makes some of `wanted` possible; empty when there is none."""
    return next(_changes(outlook, wanted), [])


def _changes(outlook: Outlook, wanted: Flags) -> Iterator[list[str]]:
    by_video = wanted & outlook.near(by_video=True)
    if not outlook.meets_by_video and (by_video & outlook.has_time).any():
        yield [_VIDEO]
    yield from _more_time(outlook, wanted & outlook.is_near)
    if not outlook.meets_by_video:
        for change in _more_time(outlook, by_video):
            yield [_VIDEO, *change]


def _more_time(outlook: Outlook, wanted: Flags) -> Iterator[list[str]]:
    """One part of the week if that is enough, else a few."""
    theirs = outlook.others.hours[wanted]
    with_each = bits_in(theirs[:, np.newaxis] & (_WEEKLY | outlook.hours)) >= outlook.least_hours
    best = int(np.argmax(with_each.sum(axis=0)))
    slots = [best] if with_each[:, best].any() else _several(outlook, theirs)
    if slots:
        yield [f"free time on {listed([SLOTS[slot].spoken for slot in slots])}"]


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
