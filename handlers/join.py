"""Joining a cohort, in two screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import join_answers, status
from handlers.action import Reply
from programme.hard_rules import LEAST_OVERLAP
from programme.words import join_forms, joining, talking
from storage import cohorts, sign_ups
from storage.cohorts import OPEN
from storage.pairs import RUNNING

if TYPE_CHECKING:
    from handlers.turn import Turn
    from programme.words.message import Form, Message
    from storage.cohorts import Cohort
    from storage.sign_ups import SignUp


def pairme(turn: Turn) -> Reply:
    """Join; go on where I left off; or, once joined, see where I stand and what I could join next."""
    refusal = not_eligible(turn)
    if refusal is not None:
        return Reply(refusal)
    mine, cohort = _place(turn)
    is_unfinished = mine is not None and mine.completed_at is None
    if is_unfinished and cohort is not None and cohort.state == OPEN:
        return begin(turn, cohort)
    open_ones = _open_to_me(turn)
    standing = status.standing(turn)
    if standing is None or (is_unfinished and open_ones):
        return _offered(turn, open_ones)
    return Reply(joining.with_offers(standing, [] if _is_busy(turn) else _as_offers(open_ones)))


def where_i_am(turn: Turn) -> Reply:
    """Where I stand, without opening anything."""
    refusal = not_eligible(turn)
    return Reply(refusal or status.standing(turn) or talking.join_from_chat())


def open_join(turn: Turn) -> Reply:
    """A button that opens the form, at the screen which is still to do."""
    refusal = not_eligible(turn)
    if refusal is not None:
        return Reply(refusal)
    if turn.action.subject:
        cohort = cohorts.by_id(turn.session, turn.workspace, int(turn.action.subject))
    else:
        _, cohort = _place(turn)
    return begin(turn, cohort) if cohort is not None else Reply(joining.nothing_open())


def about_you(turn: Turn) -> Reply:
    """The first screen was sent."""
    cohort = cohorts.locked(turn.session, turn.workspace, int(turn.action.subject))
    refusal = not_eligible(turn) or no_room(turn, cohort)
    if refusal is not None or cohort is None:
        return Reply(refusal or joining.nothing_open())
    errors = join_answers.about_errors(turn)
    if errors:
        return Reply(errors=errors)
    sign_up = sign_ups.place(turn.session, cohort, turn.me.id)
    join_answers.keep_about(turn, sign_up)
    return Reply(form=_second_screen(turn, cohort, sign_up))


def matching_you(turn: Turn) -> Reply:
    """The second screen was sent."""
    cohort = cohorts.locked(turn.session, turn.workspace, int(turn.action.subject))
    sign_up = _mine(turn, cohort) if cohort is not None else None
    if cohort is None or sign_up is None or sign_up.started_at is None:
        return Reply(joining.nothing_open())
    refusal = not_eligible(turn) or no_room(turn, cohort)  # who they are may have come too late for the first
    if refusal is not None:
        return Reply(refusal)
    errors = join_answers.matching_errors(turn)
    if errors:
        return Reply(errors=errors)
    is_new = sign_up.completed_at is None
    join_answers.keep_matching(turn, sign_up)
    return Reply(_joined(turn, cohort, sign_up, is_new=is_new))


def permission_given(turn: Turn) -> Reply:
    """The line manager said yes; the cohort is held, so that it is either matched before or with it.

    Pressed again, or by somebody who has left, it shows where they are.
    """
    place, mine = _place(turn)
    if place is None or place.permission:
        return Reply(status.standing(turn) or talking.join_from_chat(), replaces=True)
    cohort = cohorts.locked(turn.session, turn.workspace, mine.id) if mine is not None else None
    for sign_up in sign_ups.of_person(turn.session, turn.workspace, turn.me.id):
        sign_up.permission = True
    if cohort is not None and cohort.state != OPEN:
        return Reply(joining.permission_late(cohort.name), replaces=True)
    return Reply(joining.permission_kept(), replaces=True)


def decline(turn: Turn) -> Reply:
    """Not this time: whatever was answered goes, unless there is a partner to think of."""
    cohort = cohorts.locked(turn.session, turn.workspace, int(turn.action.subject))
    sign_up = _mine(turn, cohort) if cohort is not None else None
    if cohort is None or sign_up is None:
        return Reply(joining.declined(), replaces=True)
    if sign_up.completed_at is not None and cohort.state != OPEN:
        return Reply(joining.too_late_to_decline(cohort.name))
    has_answers = sign_up.started_at is not None
    turn.session.delete(sign_up)
    return Reply(joining.taken_off(cohort.name) if has_answers else joining.declined(), replaces=True)


def not_eligible(turn: Turn) -> Message | None:
    """Why an account can never join."""
    if turn.action.person.is_bot:
        return joining.not_for_bots()
    return joining.not_for_guests() if turn.action.person.is_guest else None


def _place(turn: Turn) -> tuple[SignUp | None, Cohort | None]:
    """My newest place that I have begun to take, with its cohort."""
    places = sign_ups.of_person(turn.session, turn.workspace, turn.me.id)
    newest = next((each for each in places if each.started_at is not None), None)
    if newest is None:
        return None, None
    return newest, cohorts.by_id(turn.session, turn.workspace, newest.cohort_id)


def _mine(turn: Turn, cohort: Cohort) -> SignUp | None:
    """My place in this cohort."""
    return sign_ups.of(turn.session, turn.workspace, cohort.id, turn.me.id)


def _open_to_me(turn: Turn) -> list[Cohort]:
    """The open cohorts in which I have no place yet."""
    places = sign_ups.of_person(turn.session, turn.workspace, turn.me.id)
    begun = {each.cohort_id for each in places if each.started_at is not None}
    every = cohorts.of_workspace(turn.session, turn.workspace)
    return [each for each in every if each.state == OPEN and each.id not in begun]


def _is_busy(turn: Turn) -> bool:
    """Whether I wait in an open cohort or am half of a running pair, so that another one would be too much."""
    _, cohort = _place(turn)
    pair = status.current_pair(turn)
    return (cohort is not None and cohort.state == OPEN) or (pair is not None and pair.state == RUNNING)


def _offered(turn: Turn, open_ones: list[Cohort]) -> Reply:
    if len(open_ones) > 1:
        return Reply(joining.choose_cohort(_as_offers(open_ones)))
    return begin(turn, open_ones[0]) if open_ones else Reply(_why_none(turn))


def _joined(turn: Turn, cohort: Cohort, sign_up: SignUp, *, is_new: bool) -> Message:
    starts_on = max(cohort.starts_on, turn.today)
    ends_on = sign_up.post_ends_on
    return joining.joined(
        turn.me.name,
        cohort.name,
        starts_on if starts_on == cohort.starts_on else None,
        is_new=is_new,
        has_permission=sign_up.permission,
        leaves_early=ends_on is not None and ends_on - starts_on < LEAST_OVERLAP,
    )


def _as_offers(open_ones: list[Cohort]) -> list[joining.Offer]:
    return [(each.id, each.name, each.starts_on) for each in open_ones]


def _why_none(turn: Turn) -> Message:
    newest = next(iter(cohorts.of_workspace(turn.session, turn.workspace)), None)
    return joining.closed(newest.name) if newest is not None else joining.nothing_open()


def no_room(turn: Turn, cohort: Cohort | None) -> Message | None:
    """Why this person cannot take a place here; None when they can, or have one."""
    if cohort is None:
        return joining.nothing_open()
    mine = _mine(turn, cohort)
    if cohort.state != OPEN:
        has_joined = mine is not None and mine.completed_at is not None
        return joining.answers_fixed(cohort.name) if has_joined else joining.closed(cohort.name)
    has_place = mine is not None and mine.started_at is not None
    is_full = cohort.places is not None and sign_ups.places_taken(turn.session, cohort) >= cohort.places
    return joining.full(cohort.name) if is_full and not has_place else None


def begin(turn: Turn, cohort: Cohort) -> Reply:
    """The form, at the screen which is still to do."""
    refusal = no_room(turn, cohort)
    if refusal is not None:
        return Reply(refusal)
    sign_up = _mine(turn, cohort)
    if sign_up is not None and sign_up.started_at is not None and sign_up.completed_at is None:
        return Reply(form=_second_screen(turn, cohort, sign_up))
    values = join_answers.about_values(turn, sign_up)
    site = turn.house.site
    return Reply(form=join_forms.about_you(cohort.id, cohort.name, site, values, is_astride=turn.is_astride))


def _second_screen(turn: Turn, cohort: Cohort, sign_up: SignUp) -> Form:
    values = join_answers.matching_values(turn.session, sign_up)
    return join_forms.matching_you(cohort.id, values, is_astride=turn.is_astride)
