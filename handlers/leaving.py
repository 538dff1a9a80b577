"""Leaving a cohort, and what somebody does next whose pair has ended."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from handlers import parting, status, subject
from handlers.action import Reply
from programme.deadlines import may_have_new_partner
from programme.words import joining, prompting
from programme.words import leaving as words
from storage import cohorts, letters, pair_end, pairs, reviews, sign_ups
from storage.cohorts import OPEN
from storage.pairs import ENDED, FINISHED, RUNNING
from storage.sign_ups import WORKSHOPS

if TYPE_CHECKING:
    from handlers.turn import Turn
    from programme.words.message import Message
    from storage.cohorts import Cohort
    from storage.pairs import Pair
    from storage.sign_ups import SignUp


def leave(turn: Turn) -> Reply:
    """`/pairme leave`: ask before anything ends."""
    mine = _places(turn)
    if len(mine) > 1:
        return Reply(words.which([(cohort.id, cohort.name) for cohort in mine]))
    return Reply(_question(turn, mine[0]) if mine else words.nothing_to_leave())


def ask_to_leave(turn: Turn) -> Reply:
    """The same by a button, of one cohort."""
    number = subject.number(turn.action.subject)
    cohort = next((each for each in _places(turn) if each.id == number), None)
    return Reply(_question(turn, cohort) if cohort else words.nothing_to_leave(), replaces=True)


def left(turn: Turn) -> Reply:
    """It was confirmed: nobody is asked why, and what was written stays."""
    number = subject.number(turn.action.subject)
    cohort = cohorts.locked(turn.session, turn.workspace, number) if number is not None else None
    mine = sign_ups.of(turn.session, turn.workspace, cohort.id, turn.me.id) if cohort else None
    if cohort is None or mine is None:
        return Reply(words.nothing_to_leave(), replaces=True)
    if mine.left_at is not None:
        return Reply(words.left(cohort.name), replaces=True)
    if mine.started_at is None or _is_over(turn, cohort):
        return Reply(words.nothing_to_leave(), replaces=True)
    reviews.forget_person(turn.session, cohort, turn.me.id)
    if _is_deleted(cohort, mine):
        turn.session.delete(mine)
        return Reply(joining.taken_off(cohort.name), replaces=True)
    _leave(turn, cohort, mine)
    return Reply(words.left(cohort.name), replaces=True)


def choose(turn: Turn) -> Reply:
    """Another pair, a new partner, or the workshops: it can be changed until there is a new pair."""
    written, _, choice = turn.action.subject.partition(":")
    number = subject.number(written)
    pair = pairs.by_id(turn.session, turn.workspace, number) if number is not None else None
    cohort = cohorts.locked(turn.session, turn.workspace, pair.cohort_id) if pair else None
    if pair is None or cohort is None or choice not in words.choices():
        return Reply(prompting.no_longer_here())
    mine = sign_ups.of(turn.session, turn.workspace, cohort.id, turn.me.id)
    if not pair.has(turn.me.id) or mine is None:
        return Reply(prompting.not_yours())
    refusal = _cannot_choose(turn, cohort, mine, choice)
    if refusal is not None:
        return Reply(refusal, replaces=True)
    if mine.standing != choice:
        mine.standing = choice
        _tell_leads_of_choice(turn, cohort, pair, choice)
    return Reply(words.chosen(choice, pair.id), replaces=True)


def _places(turn: Turn) -> list[Cohort]:
    """The cohorts that I can leave, the newest first."""
    mine = sign_ups.begun(turn.session, turn.workspace, turn.me.id)
    return [cohort for place, cohort in mine if place.left_at is None and not _is_over(turn, cohort)]


def _is_over(turn: Turn, cohort: Cohort) -> bool:
    """Whether a cohort has nothing more to be left."""
    ends_on = cohort.starts_on + timedelta(weeks=turn.house.programme.weeks_total)
    mine = _in_cohort(turn, cohort)
    return mine.state == FINISHED if mine is not None and mine.state != ENDED else ends_on < turn.today


def _in_cohort(turn: Turn, cohort: Cohort) -> Pair | None:
    """My newest pair of a cohort."""
    mine = pairs.of_person(turn.session, turn.workspace, turn.me.id)
    return next((each for each in mine if each.cohort_id == cohort.id), None)


def _is_deleted(cohort: Cohort, mine: SignUp) -> bool:
    """Whether a place goes with its answers: nobody has made anything of them yet."""
    return cohort.state == OPEN or mine.completed_at is None


def _question(turn: Turn, cohort: Cohort) -> Message:
    mine = sign_ups.of(turn.session, turn.workspace, cohort.id, turn.me.id)
    pair = _in_cohort(turn, cohort)
    is_known = pair is not None and pair.state == RUNNING and pair.introduced_at is not None
    others = status.partners(turn, pair) if pair is not None and is_known else []
    names = [each.name for each in others]
    deletes = mine is not None and _is_deleted(cohort, mine)
    return words.ask(cohort.name, cohort.id, names, deletes_answers=deletes)


def _leave(turn: Turn, cohort: Cohort, mine: SignUp) -> None:
    mine.left_at = turn.now
    newest = _in_cohort(turn, cohort)
    pair = pairs.locked(turn.session, turn.workspace, newest.id) if newest is not None else None
    if pair is not None and pair.state == RUNNING:
        parting.leave(turn, cohort, pair)
        return
    if pair is not None:
        pair_end.unsay(turn.session, turn.workspace, parting.told_key(pair, turn.me), turn.now)
    told = words.has_left(turn.me.name, cohort.name, [], were_told=False, carry_on=False)
    parting.tell_leads(turn, cohort, f"left/{mine.id}/{turn.action.key}", told, but=[turn.me])


def _cannot_choose(turn: Turn, cohort: Cohort, mine: SignUp, choice: str) -> Message | None:
    if mine.left_at is not None:
        return words.left(cohort.name)
    of_mine = pairs.of_person(turn.session, turn.workspace, turn.me.id)
    if any(each.cohort_id == cohort.id and each.state != ENDED for each in of_mine):
        return words.has_new_partner()
    is_in_time = choice == WORKSHOPS or may_have_new_partner(cohort.starts_on, turn.today)
    return None if is_in_time else words.too_late_to_choose()


def _tell_leads_of_choice(turn: Turn, cohort: Cohort, pair: Pair, choice: str) -> None:
    """One letter to each lead, in which a change of mind takes the place of what stood there."""
    told = words.would_like(turn.me.name, cohort.name, choice)
    for lead in cohorts.leads(turn.session, cohort):
        if lead.id == turn.me.id:
            continue
        key = f"what_next/{pair.id}/{turn.me.id}/{lead.id}/"
        is_news = not letters.is_begun(turn.session, turn.workspace, f"{turn.workspace}/{key}")
        turn.post(
            lead.address,
            f"{key}first" if is_news else f"{key}{turn.action.key}",
            told,
            cohort_id=cohort.id,
            replaces=letters.sent_as(turn.session, turn.workspace, f"{key}first"),
        )
