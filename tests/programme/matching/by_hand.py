"""The rules once more, for two people at a time and in exact fractions: slow, and shared with nothing they check."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from programme.participant import GRADE_BANDS, SLOTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.matching.rules import Rules
    from programme.matching.terms import Terms
    from programme.participant import Participant

_LEVELS = {band.value: band.level for bands in GRADE_BANDS.values() for band in bands}


def permitted(people: Sequence[Participant], terms: Terms, rules: Rules) -> dict[tuple[int, int], int]:
    """Every permitted pair of ids, doctor first, with its points."""
    return {
        (doctor.id, manager.id): points(doctor, manager, terms, rules)
        for doctor in people
        for manager in people
        if (doctor.group, manager.group) == ("doctor", "manager")
        and not refusals(doctor, manager, terms, rules)
    }


def refusals(doctor: Participant, manager: Participant, terms: Terms, rules: Rules) -> list[str]:
    """The rules in force that forbid the two, in the scheme's order."""
    ends = [one.post_ends_on for one in (doctor, manager) if one.post_ends_on]
    found = {
        "kept_apart": are_kept_apart(doctor, manager, terms, rules),
        "can_meet": doctor.site != manager.site and not (doctor.remote_ok and manager.remote_ok),
        "have_time": hours(doctor, manager) < rules.least_shared_hours,
        "have_permission": not (doctor.permission and manager.permission),
        "stay_long_enough": any((end - terms.starts_on).days < 7 * rules.least_weeks for end in ends),
    }
    return [name for name, forbids in found.items() if forbids and name not in rules.switched_off]


def are_kept_apart(one: Participant, other: Participant, terms: Terms, rules: Rules) -> bool:
    """Whether a tie, a wish, or what is remembered keeps two people apart, whatever their groups."""
    two = {one.id, other.id}
    tied = any(
        theirs.id in mine.related | mine.avoid | (mine.rota_writers if rules.rota_writer_is_hard else set())
        for mine, theirs in ((one, other), (other, one))
    )
    met = "not_paired_before" not in rules.switched_off and two in terms.past_pairs
    return tied or met or two in terms.kept_apart


def hours(one: Participant, other: Participant) -> int:
    """Shared usable hours a fortnight."""
    return sum(
        slot.usable_hours
        for slot in SLOTS
        for mine, theirs in ((one.free_a, other.free_a), (one.free_b, other.free_b))
        if slot.value in mine and slot.value in theirs
    )


def points(doctor: Participant, manager: Participant, terms: Terms, rules: Rules) -> int:
    """Hundredths of a point, the half to the even one."""
    of_parts = parts(doctor, manager, terms)
    weighed = sum(rules.weights[name] * part for name, part in of_parts.items())
    return round(10_000 * weighed / sum(rules.weights.values()))


def parts(doctor: Participant, manager: Participant, terms: Terms) -> dict[str, Fraction]:
    """Each part of the score from 0 to 1."""
    ends = [one.post_ends_on for one in (doctor, manager) if one.post_ends_on]
    weeks = [Fraction(max(0, (end - terms.starts_on).days), 7) for end in ends]
    hosts = [one.host_shadow_ok for one in (doctor, manager)]
    nights = all(one.night_shadow_ok for one in (doctor, manager))
    gap = abs(_LEVELS[doctor.grade_band] - _LEVELS[manager.grade_band])
    by_video = Fraction(2, 5) if doctor.remote_ok and manager.remote_ok else Fraction(0)
    return {
        "shared_free_time": min(Fraction(1), Fraction(2 * hours(doctor, manager), 8)),
        "learning_fit": (_offered(doctor, manager) + _offered(manager, doctor)) / 2,
        "directorate_fit": (_content(doctor, manager, terms) + _content(manager, doctor, terms)) / 2,
        "time_left_together": min([Fraction(1), *(each / 24 for each in weeks)]),
        "shadowing": (Fraction(1) if nights else Fraction(3, 4)) if all(hosts) else Fraction(sum(hosts), 2),
        "level_fit": [Fraction(1), Fraction(1), Fraction(4, 5), Fraction(1, 2), Fraction(1, 5)][gap],
        "same_site": Fraction(1) if doctor.site == manager.site else by_video,
        "working_pattern": min(Fraction(1), Fraction(len(doctor.works_on & manager.works_on), 3)),
    }


def _offered(learner: Participant, partner: Participant) -> Fraction:
    if not learner.want_to_learn or not partner.can_offer:
        return Fraction(1, 2)
    return Fraction(len(learner.want_to_learn & partner.can_offer), len(learner.want_to_learn))


def _content(person: Participant, partner: Participant, terms: Terms) -> Fraction:
    is_same = person.directorate == partner.directorate
    is_linked = not is_same and {person.directorate, partner.directorate} in terms.linked_directorates
    if person.preference == "none":
        return Fraction(1, 2) if is_same else Fraction(1) if is_linked else Fraction(7, 10)
    is_met = {"same": is_same, "linked": is_linked, "different": not is_same}[person.preference]
    return Fraction(1) if is_met else Fraction(1, 5)
