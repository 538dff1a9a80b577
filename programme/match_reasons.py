"""Why two people were proposed, and why somebody was not, in words that are true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.hard_rules import are_kept_apart, can_meet, has_permission, have_time, stays_long_enough
from programme.participant import SLOTS, TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.hard_rules import Terms
    from programme.participant import Participant

ASKED = "you asked to be paired, with a code"


def for_pairing(doctor: Participant, manager: Participant, terms: Terms) -> tuple[str, str]:
    """The two best reasons for an allowed pair, said to both: each ends the sentence "We matched you because".

    There are always two, because an allowed pair has shared time and a way to meet.
    """
    learning = _learning(doctor, manager)
    found = [*learning[:1], _free_time(doctor, manager), *learning[1:]]
    if frozenset({doctor.directorate, manager.directorate}) in terms.linked_directorates:
        found.append("your teams depend on each other")
    found.append("you work on the same site" if doctor.site == manager.site else "you can both meet by video")
    return found[0], found[1]


def _learning(doctor: Participant, manager: Participant) -> list[str]:
    offered = (doctor.want_to_learn & manager.can_offer) | (manager.want_to_learn & doctor.can_offer)
    wanted = doctor.want_to_learn & manager.want_to_learn
    offers = [
        f"one of you offers {subject}, which the other wants to learn" for subject in _subjects(offered)
    ]
    return offers + [f"you both want to learn about {subject}" for subject in _subjects(wanted)]


def _subjects(values: frozenset[str]) -> list[str]:
    return [tag.label.lower() for tag in TAGS if tag.value in values]


def _free_time(doctor: Participant, manager: Participant) -> str:
    in_a, in_b = doctor.free_a & manager.free_a, doctor.free_b & manager.free_b
    weekly = [slot for slot in SLOTS if slot.value in in_a & in_b]
    if weekly:
        return f"you are both free on {max(weekly, key=lambda slot: slot.usable_hours).spoken}"
    fortnightly = [slot for slot in SLOTS if slot.value in in_a | in_b]
    longest = max(fortnightly, key=lambda slot: slot.usable_hours)
    return f"you are both free on {longest.spoken} every other week"


def for_staying_alone(person: Participant, people: Sequence[Participant], terms: Terms) -> str:
    """The first thing that stands between this unmatched person and everybody else.

    What keeps two people apart (a manager, a past partner, a wish) has one sentence for all, so that a wish
    not to be paired cannot be read from it.
    """
    if not has_permission(person):
        return "permission not yet given"
    if not stays_long_enough(person, terms):
        return "their post ends less than 12 weeks after the start"
    return _among_others(person, [other for other in people if other.group != person.group], terms)


def _among_others(person: Participant, others: Sequence[Participant], terms: Terms) -> str:
    other_group = "manager" if person.group == "doctor" else "doctor"
    if not others:
        return f"nobody left to pair with: no {other_group} has signed up"
    ready = [other for other in others if has_permission(other) and stays_long_enough(other, terms)]
    if not ready:
        return f"no {other_group} has permission and 12 weeks in post"
    near = [other for other in ready if can_meet(person, other)]
    if not near:
        return f"no {other_group} on the same site, or meeting by video as they do"
    free = [other for other in near if have_time(person, other)]
    if not free:
        return _without_time(person, near, other_group)
    if all(are_kept_apart(person, other, terms) for other in free):
        return f"the rules keep them apart from every {other_group} they could meet"
    return f"nobody left to pair with: every {other_group} they may be paired with has a partner"


def _without_time(person: Participant, near: Sequence[Participant], other_group: str) -> str:
    if any(other.site != person.site for other in near):
        return f"less than 2 hours a fortnight shared with any {other_group} on the same site or by video"
    return f"less than 2 hours a fortnight shared with any {other_group} on the same site"
