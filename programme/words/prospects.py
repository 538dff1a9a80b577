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
    "can_meet": "two people must work on the same site, or both agree to meet by video",
    "have_time": "two people must share enough free time",
    "have_permission": "everybody needs permission from their line manager",
    "stay_long_enough": "both must stay in post long enough",
}
ALL_SETTLED = "everybody who waits is kept together, or in a trio, in the suggestion that you have."
PAIRS_ALONE = (
    "I counted pairs, not trios. Nobody is counted with somebody from whom the rules keep them apart."
)


def what_if(name: str, found: WhatIf, sites: Mapping[str, str]) -> Message:
    """In one message; `sites` are their names by their values."""
    if not found.pairs and not found.alone:
        return Message((f"{name}: {ALL_SETTLED}",), title="What if")
    paragraphs = (
        f"{name}: {_now(found)}",
        *(_prospects(found, sites) if found.alone else ()),
        f"The rule that keeps most of them waiting: {_BINDING[found.binding_rule]}."
        if found.alone and found.binding_rule in _BINDING
        else "",
    )
    return Message(tuple(filter(None, paragraphs)), title="What if", note=PAIRS_ALONE)


def _now(found: WhatIf) -> str:
    """Of those who wait, without those who are settled."""
    if not found.pairs:
        if found.alone == 1:
            return "the 1 person who waits cannot be paired yet."
        return f"of the {found.alone} people who wait, nobody can be paired yet."
    if not found.alone:
        return f"all {2 * found.pairs} people who wait can be paired."
    return f"of the {2 * found.pairs + found.alone} people who wait, at most {2 * found.pairs} can be paired."


def _prospects(found: WhatIf, sites: Mapping[str, str]) -> tuple[str, str]:
    """What would help, each on a line; and what would not, because that is an answer too."""
    helps = [
        f"{_supposed(each, sites)}: {count(each.more, 'more person', 'more people')} paired."
        for each in found.prospects
        if each.more
    ]
    in_vain = [_VAIN[each.kind] for each in found.prospects if not each.more]
    none = f"Nobody more would be paired by {_either(in_vain)}." if in_vain else ""
    return "\n".join(helps), none


_VAIN = {
    "video": "everybody agreeing to meet by video",
    "slot": "everybody being free at one more time of the week",
    "doctors_join": "5 people joining on one site",
    "managers_join": "5 people joining on one site",
    "permission": "permission for everybody",
    "shorter": "asking for 4 weeks less in post",
}


def _either(things: list[str]) -> str:
    """Each alone, not all together."""
    return f"{', '.join(things[:-1])} or {things[-1]}" if len(things) > 1 else things[0]


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
