"""Somebody joins a pair that has begun: they become three, and each of them is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words import approving, reaching
from storage import agenda, outbox, pairs, people, sign_ups
from storage.ways import ways_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.turn import Turn
    from programme.matching.proposal import Proposed
    from programme.words.message import Message
    from storage.cohorts import Cohort
    from storage.pairs import Pair
    from storage.people import Person


def join(turn: Turn, cohort: Cohort, proposed: Proposed, pool: frozenset[int]) -> str:
    """Make the one of the match who had no partner the third of the pair of the others; gives the name.

    A pair that has not been introduced yet is introduced as three, and nobody hears of it before.
    """
    (third_id,) = (id_ for id_ in proposed.match.people if id_ in pool)
    others = set(proposed.match.people) - {third_id}
    pair = _pair_of(turn, cohort, others)
    pair.third_id = third_id
    agenda.replan(turn.session, pair, turn.house.programme, turn.house.window, turn.now)
    everybody = people.in_order(turn.session, turn.workspace, pair.members)
    if pair.introduced_at is not None:
        _tell(turn, cohort, pair, everybody)
    return next(each.name for each in everybody if each.id == third_id)


def has_pair(turn: Turn, cohort: Cohort, proposed: Proposed, pool: frozenset[int]) -> bool:
    """Whether the pair that is to be joined is still one, and of two."""
    return _find(turn, cohort, set(proposed.match.people) - pool) is not None


def _pair_of(turn: Turn, cohort: Cohort, others: set[int]) -> Pair:
    found = _find(turn, cohort, others)
    held = pairs.locked(turn.session, turn.workspace, found.id) if found is not None else None
    if held is None:
        raise ValueError("The pair to be joined was there when the approval began.")
    return held


def _find(turn: Turn, cohort: Cohort, members: set[int]) -> Pair | None:
    running = (each for each in pairs.of_cohort(turn.session, cohort) if each.state == pairs.RUNNING)
    return next((each for each in running if set(each.members) == members), None)


def _tell(turn: Turn, cohort: Cohort, pair: Pair, everybody: Sequence[Person]) -> None:
    """The two of the third, and the third of the two, each with their ways to the others."""
    third = next(each for each in everybody if each.id == pair.third_id)
    place = sign_ups.of(turn.session, turn.workspace, cohort.id, third.id)
    joins = approving.third_joins(third.name, (place.role or "") if place is not None else "")
    for reader in everybody:
        others = [each for each in everybody if each is not reader]
        if reader is third:
            words = approving.you_join([other.name for other in others], cohort.name)
        else:
            words, others = joins, [third]
        ways = ways_of(pair, reader, others, turn.house.platform_names)
        _letter(turn, pair, reader, reaching.with_way(words, ways))


def _letter(turn: Turn, pair: Pair, reader: Person, words: Message) -> None:
    """Unasked, so that it comes at the hours in which the programme speaks."""
    outbox.post(
        turn.session,
        f"{turn.workspace}/third/{pair.id}/{pair.third_id}/{reader.id}",
        reader.address,
        words,
        turn.now,
        unasked=True,
        cohort_id=pair.cohort_id,
        pair_id=pair.id,
    )
