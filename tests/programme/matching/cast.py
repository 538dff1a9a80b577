"""Who the tests of the matching are about: people made by hand, and pools drawn by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from hypothesis import strategies as st

from programme.matching.proposal import Match, Proposal
from programme.matching.rules import DEFAULT, MAY_BE_SWITCHED_OFF, PARTS, Rules
from programme.matching.terms import Terms
from programme.participant import GRADE_BANDS, SLOTS, TAGS, Group, Participant

Answer = TypeVar("Answer")

START = date(2027, 9, 13)
LINKED = frozenset({frozenset({"medicine", "oncology"}), frozenset({"medicine", "corporate"})})


def person(id_: int, group: Group, **told: Any) -> Participant:
    """Somebody free on Tuesday afternoons of both weeks, with no wishes, and with whatever is `told` of them."""
    usual = Participant(
        id=id_,
        group=group,
        grade_band=GRADE_BANDS[group][0].value,
        directorate="medicine",
        site="main",
        post_ends_on=None,
        want_to_learn=frozenset(),
        can_offer=frozenset(),
        free_a=frozenset({"tue-afternoon"}),
        free_b=frozenset({"tue-afternoon"}),
        permission=True,
        remote_ok=False,
        trio_ok=False,
        host_shadow_ok=False,
        night_shadow_ok=False,
        related=frozenset(),
        avoid=frozenset(),
        signed_up_at=datetime(2027, 8, 1, tzinfo=UTC),
    )
    return replace(usual, **told)


def doctor(id_: int, **told: Any) -> Participant:
    return person(id_, "doctor", **told)


def manager(id_: int, **told: Any) -> Participant:
    return person(id_, "manager", **told)


def pair(doctor_id: int, manager_id: int) -> Match:
    return Match((doctor_id,), (manager_id,))


def both(one: int, other: int) -> frozenset[int]:
    return frozenset({one, other})


def matches(proposal: Proposal) -> set[Match]:
    return {each.match for each in proposal.proposed}


_MOST = 6
IDS = st.integers(1, 2 * _MOST)
COUPLES = st.tuples(IDS, IDS).filter(lambda ids: ids[0] != ids[1]).map(frozenset)
_SWITCHES = [name for name, may_be in MAY_BE_SWITCHED_OFF.items() if may_be]


class _Dice:
    """Answers read off one big number: to draw each by itself takes Hypothesis a hundred times as long."""

    def __init__(self, number: int) -> None:
        self._number = number

    def one_of(self, answers: Sequence[Answer]) -> Answer:
        self._number, place = divmod(self._number, len(answers))
        return answers[place]

    def some_of(self, answers: Sequence[Answer]) -> frozenset[Answer]:
        return frozenset(answer for answer in answers if self.one_of((False, True)))

    def seldom_one(self, ids: Sequence[int]) -> frozenset[int]:
        return frozenset({self.one_of(ids)} if self.one_of((False, False, False, True)) else ())


_NUMBERS = st.integers(0, 2**128)


def anybody(id_: int, group: Group) -> st.SearchStrategy[Participant]:
    """Somebody of a small hospital in which nearly everything can stand between two people."""
    return _NUMBERS.map(lambda number: _somebody(id_, group, _Dice(number)))


def _somebody(id_: int, group: Group, dice: _Dice) -> Participant:
    tags, slots = [tag.value for tag in TAGS[:4]], [slot.value for slot in SLOTS[1:5]]
    ids, yes_or_no = range(1, 2 * _MOST + 1), (True, False)
    ends = START + timedelta(weeks=11), START + timedelta(weeks=14)
    return Participant(
        id=id_,
        group=group,
        permission=dice.one_of((True,) * 9 + (False,)),
        site=dice.one_of(("main",) * 4 + ("hub",)),
        post_ends_on=dice.one_of((None,) * 5 + ends),
        free_a=dice.some_of(slots) or frozenset(slots),
        free_b=dice.some_of(slots) or frozenset(slots),
        grade_band=dice.one_of([band.value for band in GRADE_BANDS[group]]),
        directorate=dice.one_of(("medicine", "oncology", "corporate")),
        want_to_learn=dice.some_of(tags),
        can_offer=dice.some_of(tags),
        remote_ok=dice.one_of(yes_or_no),
        trio_ok=dice.one_of((True, True, True, False)),
        host_shadow_ok=dice.one_of(yes_or_no),
        night_shadow_ok=dice.one_of(yes_or_no),
        related=dice.seldom_one(ids),
        avoid=dice.seldom_one(ids),
        signed_up_at=datetime(2027, 8, dice.one_of(range(1, 29)), tzinfo=UTC),
        rota_writers=dice.seldom_one(ids),
        works_on=dice.some_of(range(5)),
        preference=dice.one_of(("same", "linked", "different", "none")),
    )


@st.composite
def pools(draw: st.DrawFn, most: int = _MOST) -> list[Participant]:
    """Up to so many of each group, whose ids lie anywhere between 1 and 12."""
    numbers = draw(st.permutations(range(1, 2 * _MOST + 1)))
    many = st.sampled_from([*range(most + 1), *range(most // 2 + 1, most + 1)])
    doctors = [draw(anybody(id_, "doctor")) for id_ in numbers[: draw(many)]]
    managers = [draw(anybody(id_, "manager")) for id_ in numbers[_MOST:][: draw(many)]]
    return doctors + managers


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """A start with some history among the people of `pools`."""
    dice = _Dice(draw(_NUMBERS))
    ids = range(1, 2 * _MOST + 1)
    return Terms(
        START,
        LINKED,
        past_pairs=draw(st.frozensets(COUPLES, max_size=3)),
        kept_apart=draw(st.frozensets(COUPLES, max_size=2)),
        waited=dice.some_of(ids),
        in_trio_before=dice.some_of(ids),
    )


@st.composite
def rules(draw: st.DrawFn) -> Rules:
    """Any configuration that a cohort may have, thresholds that nobody here would reach left out."""
    dice = _Dice(draw(_NUMBERS))
    off = dice.some_of(_SWITCHES) if dice.one_of((False, True)) else frozenset[str]()
    weights = {part.name: dice.one_of((part.weight, 0, 1, 40, 100)) for part in PARTS}
    return Rules(
        weights=weights if any(weights.values()) else DEFAULT.weights,
        switched_off=off if len(off) < len(_SWITCHES) else frozenset(),
        least_shared_hours=dice.one_of((1, 2, 2, 2, 3)),
        least_weeks=dice.one_of((0, 12, 12, 14, 15)),
        trio_percent=dice.one_of((0, 20, 35, 50)),
        rota_writer_is_hard=dice.one_of((True, False)),
    )
