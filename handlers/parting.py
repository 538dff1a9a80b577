"""The end of a pair before its time, and who is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import status
from programme.deadlines import may_have_new_partner
from programme.words import leaving
from storage import agenda, cohorts, pair_end, people, sign_ups
from storage.sign_ups import NEW_PARTNER, WORKSHOPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.turn import Turn
    from programme.words.message import Message
    from storage.cohorts import Cohort
    from storage.pairs import Pair
    from storage.people import Person


def leave(turn: Turn, cohort: Cohort, pair: Pair) -> None:
    """I leave a running pair, which the caller holds: whoever stays is told, and the leads."""
    staying = status.partners(turn, pair)
    were_told = pair.introduced_at is not None
    carry_on = pair_end.go_on_without(turn.session, pair, turn.me, turn.now)
    if carry_on:
        agenda.replan(turn.session, pair, turn.house.programme, turn.house.window, turn.now)
    else:
        pair_end.end(turn.session, pair, turn.now)
    if were_told:
        _tell_those_who_stay(turn, cohort, pair, staying, carry_on=carry_on)
    names = [each.name for each in staying]
    told = leaving.has_left(turn.me.name, cohort.name, names, were_told=were_told, carry_on=carry_on)
    tell_leads(turn, cohort, f"left/{pair.id}/{turn.me.id}", told, but=[turn.me, *staying])


def end(turn: Turn, cohort: Cohort, pair: Pair) -> None:
    """A lead ends a pair, which the caller holds: everybody in it is told the same, whoever asked for it."""
    members = people.by_id(turn.session, turn.workspace, pair.members)
    pair_end.end(turn.session, pair, turn.now)
    may_choose = _can_choose(turn, cohort, pair, pair.members)
    leads = _leads_to_write_to(turn, cohort, pair)
    for id_, reader in members.items():
        others = [members[each].name for each in pair.partners_of(id_)]
        words = leaving.pair_ended(others, pair.id, leads, may_choose=may_choose)
        turn.tell(reader, told_key(pair, reader), words, cohort_id=cohort.id)


def move(turn: Turn, cohort: Cohort, pair: Pair, mover: Person) -> list[Person]:
    """A lead takes one out of a trio, which the caller holds: gives the two who carry on, who are told as they are.

    Nobody, and nothing is done, when the two who would stay could not be a pair.
    """
    leads = _leads_to_write_to(turn, cohort, pair)
    if pair.third_id is None or not pair_end.go_on_without(turn.session, pair, mover, turn.now):
        return []
    agenda.replan(turn.session, pair, turn.house.programme, turn.house.window, turn.now)
    staying = people.in_order(turn.session, turn.workspace, pair.members)
    place = sign_ups.of(turn.session, turn.workspace, cohort.id, mover.id)
    if place is not None:
        place.standing = NEW_PARTNER
    may_wait = _can_choose(turn, cohort, pair, [mover.id])
    names = [each.name for each in staying]
    key = f"moved/{pair.id}/{turn.action.key}"
    alone = leaving.moved_on(names, cohort.name, leads, may_wait=may_wait)
    turn.tell(mover, f"{key}/{mover.id}", alone, cohort_id=cohort.id)
    for reader, other in zip(staying, reversed(staying), strict=True):
        said = leaving.one_moved_on(mover.name, other.name, leads)
        turn.tell(reader, f"{key}/{reader.id}", said, cohort_id=cohort.id)
    return staying


def _leads_to_write_to(turn: Turn, cohort: Cohort, pair: Pair) -> list[str]:
    return [each.name for each in cohorts.leads(turn.session, cohort) if not pair.has(each.id)]


def tell_leads(turn: Turn, cohort: Cohort, key: str, words: Message, *, but: Sequence[Person]) -> None:
    """A letter to each lead, except to those whom it is about."""
    ids = {each.id for each in but}
    for lead in cohorts.leads(turn.session, cohort):
        if lead.id not in ids:
            turn.tell(lead, f"{key}/{lead.id}", words, cohort_id=cohort.id)


def told_key(pair: Pair, reader: Person) -> str:
    """Of the letter that tells somebody that their pair is over."""
    return f"parted/{pair.id}/{reader.id}"


def _tell_those_who_stay(
    turn: Turn, cohort: Cohort, pair: Pair, staying: Sequence[Person], *, carry_on: bool
) -> None:
    may_choose = not carry_on and _can_choose(turn, cohort, pair, [each.id for each in staying])
    for reader in staying:
        other = next((each.name for each in staying if each.id != reader.id), "")
        if carry_on:
            words = leaving.two_carry_on(turn.me.name, other)
        else:
            words = leaving.partner_left(turn.me.name, pair.id, other=other, may_choose=may_choose)
        key = f"carry_on/{pair.id}/{turn.me.id}/{reader.id}" if carry_on else told_key(pair, reader)
        turn.tell(reader, key, words, cohort_id=cohort.id)


def _can_choose(turn: Turn, cohort: Cohort, pair: Pair, ids: Sequence[int]) -> bool:
    """Whether they can still get another partner; else the workshops are left to them."""
    if may_have_new_partner(cohort.starts_on, turn.today):
        return True
    for id_ in ids:
        place = sign_ups.of(turn.session, turn.workspace, pair.cohort_id, id_)
        if place is not None:
            place.standing = WORKSHOPS
    return False
