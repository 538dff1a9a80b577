"""Made-up people in any number, for the matching's benchmark: who they are depends on the seed alone. Synthetic."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from programme.participant import GRADE_BANDS, SLOTS, TAGS, WORKING_WEEK, Participant

if TYPE_CHECKING:
    from programme.participant import Group

START = date(2027, 3, 15)
DIRECTORATES = ("medicine", "critical-care", "surgery", "emergency", "oncology", "community", "corporate")
LINKED = frozenset(
    {
        frozenset({"emergency", "critical-care"}),
        frozenset({"emergency", "medicine"}),
        frozenset({"surgery", "critical-care"}),
        frozenset({"oncology", "medicine"}),
        *(frozenset({"corporate", each}) for each in DIRECTORATES[:-1]),
    }
)
_SIGNED_UP = datetime(2027, 2, 1, 9, tzinfo=UTC)
_TAG_VALUES = tuple(tag.value for tag in TAGS)
_SLOT_VALUES = tuple(slot.value for slot in SLOTS)


def crowd(doctors: int, managers: int, *, sites: int, remote: float, seed: int) -> list[Participant]:
    """So many doctors and managers, spread evenly over the sites; `remote` is the share who accept video."""
    chance = Random(seed)  # noqa: S311 - made-up people, no secret
    return [
        _person(id_, "doctor" if id_ <= doctors else "manager", sites, remote, chance)
        for id_ in range(1, doctors + managers + 1)
    ]


def _person(id_: int, group: Group, sites: int, remote: float, chance: Random) -> Participant:
    week = frozenset(
        chance.sample(_SLOT_VALUES, chance.randint(4, 9) if group == "doctor" else chance.randint(6, 14))
    )
    is_uneven = group == "doctor" and chance.random() < 0.5
    others = chance.sample(range(1, 10_000), 2)
    return Participant(
        id=id_,
        group=group,
        grade_band=chance.choice(GRADE_BANDS[group]).value,
        directorate=chance.choice(DIRECTORATES),
        site=f"site-{id_ % sites}",
        post_ends_on=_post_ends_on(group, chance),
        want_to_learn=frozenset(chance.sample(_TAG_VALUES, chance.randint(1, 3))),
        can_offer=frozenset(chance.sample(_TAG_VALUES, chance.randint(1, 3))),
        free_a=week,
        free_b=frozenset(chance.sample(_SLOT_VALUES, chance.randint(2, 6))) if is_uneven else week,
        permission=chance.random() < 0.97,
        remote_ok=chance.random() < remote,
        trio_ok=chance.random() < 0.65,
        host_shadow_ok=chance.random() < 0.8,
        night_shadow_ok=chance.random() < 0.4,
        related=frozenset(others[:1]),
        avoid=frozenset(others[1:]) if chance.random() < 0.1 else frozenset(),
        signed_up_at=_SIGNED_UP + timedelta(minutes=id_),
        works_on=WORKING_WEEK if chance.random() < 0.73 else frozenset(chance.sample(range(5), 3)),
        preference=chance.choices(("none", "linked", "different", "same"), (35, 28, 25, 12))[0],
    )


def _post_ends_on(group: Group, chance: Random) -> date | None:
    if group == "manager":
        return None if chance.random() < 0.9 else START + timedelta(weeks=16)
    return START + timedelta(weeks=chance.choices((9, 17, 25, 52), (1, 5, 18, 7))[0])
