"""Who may never be paired: each rule says whether it allows a pair.

The numbers H1 to H9 are those of the scheme's matching rules. H9, a conflict that only leads know of, is kept
as an `avoid` like a person's own wish, so nothing here can tell the two apart. That the privacy notice was read
(part of H7) is settled before somebody is in a pool at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from programme.participant import Participant, shared_hours

LEAST_OVERLAP = timedelta(weeks=12)
LEAST_SHARED_HOURS = 2


@dataclass(frozen=True)
class Terms:
    """What a matching goes by besides the people: its start, past pairs, directorates that work together."""

    starts_on: date
    past_pairs: frozenset[frozenset[int]]
    linked_directorates: frozenset[frozenset[str]]


def of_different_groups(one: Participant, other: Participant) -> bool:
    """H1: a doctor with a manager."""
    return one.group != other.group


def unrelated(one: Participant, other: Participant) -> bool:
    """H2: neither manages, supervises or appraises the other, or writes their rota."""
    return other.id not in one.related and one.id not in other.related


def not_paired_before(one: Participant, other: Participant, terms: Terms) -> bool:
    """H3: a new partner each time."""
    return frozenset({one.id, other.id}) not in terms.past_pairs


def neither_avoids(one: Participant, other: Participant) -> bool:
    """H4 and H9: a wish not to be paired counts from either side."""
    return other.id not in one.avoid and one.id not in other.avoid


def can_meet(one: Participant, other: Participant) -> bool:
    """H5: the same site, or both accept meeting by video."""
    return one.site == other.site or (one.remote_ok and other.remote_ok)


def have_time(one: Participant, other: Participant) -> bool:
    """H6: at least 2 shared usable hours a fortnight."""
    return shared_hours(one, other) >= LEAST_SHARED_HOURS


def has_permission(person: Participant) -> bool:
    """H7: the line manager or supervisor said yes."""
    return person.permission


def stays_long_enough(person: Participant, terms: Terms) -> bool:
    """H8: at least 12 weeks in post from the start; where both stay, their posts overlap as long."""
    return person.post_ends_on is None or person.post_ends_on - terms.starts_on >= LEAST_OVERLAP


def are_kept_apart(one: Participant, other: Participant, terms: Terms) -> bool:
    """H2, H3, H4 and H9 as one, so that nobody learns which of them it was."""
    return not (unrelated(one, other) and not_paired_before(one, other, terms) and neither_avoids(one, other))


def may_pair(one: Participant, other: Participant, terms: Terms) -> bool:
    """All the rules at once."""
    return (
        of_different_groups(one, other)
        and all(has_permission(person) and stays_long_enough(person, terms) for person in (one, other))
        and can_meet(one, other)
        and have_time(one, other)
        and not are_kept_apart(one, other, terms)
    )
