"""What would match more people: counts for a lead, and never who."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.participant import SLOTS
from programme.words.dates import count
from programme.words.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.matching.what_if import Prospect, WhatIf

_BINDING = {
    "can_meet": "that two people work on the same site, or both meet by video",
    "have_time": "that two people share enough free time",
    "have_permission": "that everybody needs permission",
    "stay_long_enough": "that both stay in post long enough",
}
NOTHING_HELPS = "None of the changes that I can suppose would match more of them."
PAIRS_ALONE = (
    "These are counts of pairs alone, without trios. What keeps two people apart is never supposed away."
)


def what_if(name: str, found: WhatIf, sites: Mapping[str, str]) -> Message:
    """In one message; `sites` are their names by their values."""
    paragraphs = (
        f"{name} as it is: {count(found.pairs, 'pair', 'pairs')} at most, "
        f"and {count(found.alone, 'person', 'people') if found.alone else 'nobody'} without a partner.",
        _prospects(found, sites) if found.alone else "",
        f"The rule that keeps most of them waiting: {_BINDING[found.binding_rule]}."
        if found.alone and found.binding_rule in _BINDING
        else "",
    )
    return Message(tuple(filter(None, paragraphs)), title="What if", note=PAIRS_ALONE)


def _prospects(found: WhatIf, sites: Mapping[str, str]) -> str:
    lines = [
        f"{_supposed(each, sites)}: {count(each.more, 'more person', 'more people')} matched."
        for each in found.prospects
        if each.more
    ]
    return "\n".join(lines) or NOTHING_HELPS


def _supposed(prospect: Prospect, sites: Mapping[str, str]) -> str:
    slots = {slot.value: slot.spoken for slot in SLOTS}
    said = {
        "video": "If everybody agreed to meet by video",
        "slot": f"If everybody were free on {slots.get(prospect.what, '')}",
        "doctors_join": f"If 5 doctors joined at {sites.get(prospect.what, prospect.what)}",
        "managers_join": f"If 5 managers joined at {sites.get(prospect.what, prospect.what)}",
        "permission": "If everybody had permission",
        "shorter": "If 4 weeks less in post were enough",
    }
    return said[prospect.kind]
