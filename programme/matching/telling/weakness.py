"""What is weak about two people as partners, in words that are true of them: a phrase for the leads alone.

A number in braces stands for the name of that person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from programme.matching.telling.refusal import hours
from programme.participant import level, usable_hours

if TYPE_CHECKING:
    from programme.matching.terms import Terms
    from programme.participant import Participant

GOOD = 0.7
"""From here on nothing is weak: different directorates, two hosts by day, 17 weeks together."""
_MEETS = {"same": ("same",), "linked": ("linked", "different"), "different": ("different",)}
"""Which wishes are met by directorates that are the same, linked or different."""


def weakness_of(doctor: Participant, manager: Participant, part: str, value: float, terms: Terms) -> str:
    """A phrase without a full stop about the `part` of rules.PARTS that is weakest; "" when even that is good."""
    return "" if value >= GOOD else _SAID[part](doctor, manager, terms)


def _time(doctor: Participant, manager: Participant, _: Terms) -> str:
    shared = usable_hours(doctor.free_a & manager.free_a) + usable_hours(doctor.free_b & manager.free_b)
    return f"they share only {hours(shared)} a fortnight" if shared else "they share no free time"


def _learning(doctor: Participant, manager: Participant, _: Terms) -> str:
    shares = {
        (learner.id, partner.id): _share_offered(learner, partner)
        for learner, partner in ((doctor, manager), (manager, doctor))
    }
    if all(share is None for share in shares.values()):
        return "what they could learn from each other is not known"
    if all(share == 0 for share in shares.values()):
        return "neither offers what the other wants to learn"
    for (learner, partner), share in shares.items():
        if share == 0:
            return f"{{{partner}}} offers nothing that {{{learner}}} wants to learn"
    partly = [each for each, share in shares.items() if share is not None and share < 1]
    if len(partly) > 1:
        return "each offers only some of what the other wants to learn"
    ((learner, partner),) = partly
    return f"{{{partner}}} offers only some of what {{{learner}}} wants to learn"


def _share_offered(learner: Participant, partner: Participant) -> float | None:
    """Of what is wanted; None where one of them did not say."""
    if not learner.want_to_learn or not partner.can_offer:
        return None
    return len(learner.want_to_learn & partner.can_offer) / len(learner.want_to_learn)


def _directorates(doctor: Participant, manager: Participant, terms: Terms) -> str:
    kinship = _kinship(doctor, manager, terms)
    unmet = sum(each.preference not in ("none", *_MEETS[kinship]) for each in (doctor, manager))
    if unmet:
        return f"these are not the directorates that {'both' if unmet > 1 else 'one of them'} hoped for"
    return "they work in the same directorate"


def _kinship(doctor: Participant, manager: Participant, terms: Terms) -> str:
    if doctor.directorate == manager.directorate:
        return "same"
    is_linked = frozenset({doctor.directorate, manager.directorate}) in terms.linked_directorates
    return "linked" if is_linked else "different"


def _time_left(doctor: Participant, manager: Participant, terms: Terms) -> str:
    ends = min(each.post_ends_on for each in (doctor, manager) if each.post_ends_on is not None)
    weeks = max(0, (ends - terms.starts_on).days // 7)
    return f"they have only {weeks} {'week' if weeks == 1 else 'weeks'} together"


def _shadowing(doctor: Participant, manager: Participant, _: Terms) -> str:
    hosts = [each.id for each in (doctor, manager) if each.host_shadow_ok]
    return f"only {{{hosts[0]}}} can be shadowed" if hosts else "neither can be shadowed"


def _levels(doctor: Participant, manager: Participant, _: Terms) -> str:
    return f"they are {abs(level(doctor) - level(manager))} levels of seniority apart"


def _site(doctor: Participant, manager: Participant, _: Terms) -> str:
    by_video = doctor.remote_ok and manager.remote_ok
    return "they can meet only by video" if by_video else "they work on different sites"


def _working_days(doctor: Participant, manager: Participant, _: Terms) -> str:
    days = len(doctor.works_on & manager.works_on)
    if not days:
        return "they work on no day of the week together"
    return f"they work on only {days} {'day' if days == 1 else 'days'} of the week together"


_SAID: Mapping[str, Callable[[Participant, Participant, Terms], str]] = {
    "shared_free_time": _time,
    "learning_fit": _learning,
    "directorate_fit": _directorates,
    "time_left_together": _time_left,
    "shadowing": _shadowing,
    "level_fit": _levels,
    "same_site": _site,
    "working_pattern": _working_days,
}
