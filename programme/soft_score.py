"""How well two people suit each other who may be paired.

Each part lies between 0 and 1 and has its weight in the scheme's matching table. Two parts of that table are
different here because nobody is asked for them: everybody counts as having no preference of directorate, and the
fit of working days (weight 5) is left out, so that the others share the 100 points in their old proportions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.participant import level, shared_hours

if TYPE_CHECKING:
    from programme.hard_rules import Terms
    from programme.participant import Participant

WEIGHTS = {
    "shared free time": 25,
    "what each wants to learn": 20,
    "directorates": 15,
    "time left together": 12,
    "shadowing": 10,
    "difference in level": 8,
    "same site": 5,
}


def parts(doctor: Participant, manager: Participant, terms: Terms) -> dict[str, float]:
    """Every part of the score from 0 to 1, by the names and in the order of `WEIGHTS`."""
    values = (
        shared_free_time(doctor, manager),
        learning_fit(doctor, manager),
        directorate_fit(doctor, manager, terms),
        time_left_together(doctor, manager, terms),
        shadowing(doctor, manager),
        level_fit(doctor, manager),
        same_site(doctor, manager),
    )
    return dict(zip(WEIGHTS, values, strict=True))


def score(of_parts: dict[str, float]) -> float:
    """From 0 to 100, to two decimal places."""
    points = sum(WEIGHTS[name] * value for name, value in of_parts.items())
    return round(100 * points / sum(WEIGHTS.values()), 2)


def weakest(of_parts: dict[str, float]) -> str:
    """The part furthest from full, by name; of equals the one that weighs most."""
    return min(of_parts, key=lambda name: of_parts[name])


def shared_free_time(doctor: Participant, manager: Participant) -> float:
    """Full from 8 shared hours in 4 weeks."""
    return min(1.0, 2 * shared_hours(doctor, manager) / 8)


def learning_fit(doctor: Participant, manager: Participant) -> float:
    """The share of what each wants that the other offers, a half where nothing was said."""
    return (_share_offered(doctor, manager) + _share_offered(manager, doctor)) / 2


def _share_offered(learner: Participant, partner: Participant) -> float:
    if not learner.want_to_learn or not partner.can_offer:
        return 0.5
    return len(learner.want_to_learn & partner.can_offer) / len(learner.want_to_learn)


def directorate_fit(doctor: Participant, manager: Participant, terms: Terms) -> float:
    """Linked directorates can act on what they see together; the same one risks a line of command."""
    if doctor.directorate == manager.directorate:
        return 0.5
    return 1.0 if frozenset({doctor.directorate, manager.directorate}) in terms.linked_directorates else 0.7


def time_left_together(doctor: Participant, manager: Participant, terms: Terms) -> float:
    """Full when both stay for the 24 weeks."""
    ends = [day for day in (doctor.post_ends_on, manager.post_ends_on) if day is not None]
    return min(1.0, max(0, (min(ends) - terms.starts_on).days) / (24 * 7)) if ends else 1.0


def shadowing(doctor: Participant, manager: Participant) -> float:
    """Full when both host and both are willing to go at night.

    The table names 1, 0.5 (one hosts) and 0; two hosts by day only stand between, at 0.75.
    """
    hosts = doctor.host_shadow_ok + manager.host_shadow_ok
    if hosts < 2:  # noqa: PLR2004 - two people
        return hosts / 2
    return 1.0 if doctor.night_shadow_ok and manager.night_shadow_ok else 0.75


def level_fit(doctor: Participant, manager: Participant) -> float:
    """Full up to one level of difference."""
    return {0: 1.0, 1: 1.0, 2: 0.8, 3: 0.5, 4: 0.2}[abs(level(doctor) - level(manager))]


def same_site(doctor: Participant, manager: Participant) -> float:
    """Meeting by video is possible but not the same."""
    return 1.0 if doctor.site == manager.site else 0.4
