"""Where somebody stands who has no partner: not yet, not any more, or because they have left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.deadlines import may_have_new_partner, may_join
from programme.words import joining, leaving, waiting
from programme.words import standing as words
from storage import grounds, waiting_list
from storage.cohorts import OPEN

if TYPE_CHECKING:
    from handlers.turn import Turn
    from programme.words.message import Message
    from storage.cohorts import Cohort
    from storage.pairs import Pair
    from storage.sign_ups import SignUp


def standing(turn: Turn, mine: SignUp, cohort: Cohort, pair: Pair | None) -> Message:
    """In the newest cohort I have begun to join; `pair` is one there, ended or not introduced yet."""
    if mine.left_at is not None:
        return leaving.left(cohort.name)
    if mine.completed_at is None:
        return _unfinished(turn, cohort)
    if cohort.state == OPEN:
        return joining.where_i_stand(cohort.name, cohort.starts_on, mine.group or "", mine.permission)
    if cohort.starts_on > turn.today:
        return joining.partner_soon(cohort.name, cohort.starts_on)
    if pair is not None and pair.next_due_at is not None:
        return words.introduced_on(cohort.name, turn.day_of(pair.next_due_at))
    return _without_partner(turn, mine, cohort, pair)


def _without_partner(turn: Turn, mine: SignUp, cohort: Cohort, pair: Pair | None) -> Message:
    """Who had one chooses what comes next; who had none waits."""
    may_change = may_have_new_partner(cohort.starts_on, turn.today)
    begins_on = grounds.begins_on(cohort, turn.house.window, turn.now)
    place = waiting_list.place_of(turn.session, cohort, turn.me.id, begins_on)
    waits = waiting.place(place, mine.group or "")
    if pair is not None and pair.introduced_at is not None:
        return leaving.alone(cohort.name, cohort.id, mine.standing, pair.id, waits, may_choose=may_change)
    return waiting.on_the_list(
        cohort.name, cohort.id, waits, has_permission=mine.permission, may_change=may_change
    )


def _unfinished(turn: Turn, cohort: Cohort) -> Message:
    if cohort.state == OPEN or may_join(cohort.starts_on, turn.today):
        return joining.saved_for_later(cohort.id)
    return joining.closed(cohort.name)
