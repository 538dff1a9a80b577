"""Joining a cohort, in two screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import join_answers, joined, parting, places, status
from handlers.action import Reply
from handlers.cohort import of_subject
from handlers.subject import number
from programme.words import join_forms, joining, talking, waiting
from storage import cohorts, reviews, sign_ups
from storage.cohorts import OPEN
from storage.sign_ups import IN_THE_POOL

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
    mine, cohort = places.newest(turn)
    is_unfinished = mine is not None and mine.completed_at is None
    if is_unfinished and cohort is not None and places.can_be_joined(turn, cohort):
        return begin(turn, cohort)
    open_ones = places.open_to_me(turn)
    standing = status.standing(turn)
    if standing is None or (is_unfinished and open_ones):
        return _offered(turn, open_ones)
    return Reply(_with_offers(turn, standing, open_ones))


def where_i_am(turn: Turn) -> Reply:
    """Where I stand, without opening anything."""
    refusal = not_eligible(turn)
    return Reply(refusal or status.standing(turn) or talking.join_from_chat())


def way_to_join(turn: Turn) -> Message:
    """The same in words, where no form can be opened at once."""
    refusal = not_eligible(turn)
    if refusal is not None:
        return refusal
    standing = status.standing(turn)
    if standing is None:
        return talking.join_from_chat()
    return _with_offers(turn, standing, places.open_to_me(turn))


def open_join(turn: Turn) -> Reply:
    """A button that opens the form, at the screen which is still to do."""
    refusal = not_eligible(turn)
    if refusal is not None:
        return Reply(refusal)
    if turn.action.subject:
        cohort = of_subject(turn)
    else:
        _, cohort = places.newest(turn)
    return begin(turn, cohort) if cohort is not None else Reply(joining.nothing_open())


def about_you(turn: Turn) -> Reply:
    """The first screen was sent."""
    cohort = _held(turn)
    refusal = not_eligible(turn) or places.no_room(turn, cohort)
    if refusal is not None or cohort is None:
        return Reply(refusal or joining.nothing_open())
    errors = join_answers.about_errors(turn)
    if errors:
        return Reply(errors=errors)
    if places.joined_before(turn, cohort, turn.value("email") or turn.action.person.email):
        return Reply(waiting.joined_before(cohort.name))
    sign_up = sign_ups.place(turn.session, cohort, turn.me.id)
    join_answers.keep_about(turn, sign_up)
    return Reply(form=_second_screen(turn, cohort, sign_up))


def matching_you(turn: Turn) -> Reply:
    """The second screen was sent."""
    cohort = _held(turn)
    sign_up = places.mine_in(turn, cohort) if cohort is not None else None
    if cohort is None or sign_up is None or sign_up.started_at is None:
        return Reply(joining.nothing_open())
    # who they are may have come too late for the first screen
    refusal = not_eligible(turn) or places.no_room(turn, cohort)
    if refusal is None and places.joined_before(turn, cohort, turn.me.email or ""):
        refusal = waiting.joined_before(cohort.name)
    if refusal is not None:
        return Reply(refusal)
    errors = join_answers.matching_errors(turn)
    if errors:
        return Reply(errors=errors)
    is_new = sign_up.completed_at is None or sign_up.left_at is not None
    if sign_up.left_at is not None:  # whoever comes back comes last
        sign_up.completed_at, sign_up.left_at, sign_up.standing = None, None, IN_THE_POOL
    join_answers.keep_matching(turn, sign_up)
    return Reply(joined.told(turn, cohort, sign_up, is_new=is_new))


def permission_given(turn: Turn) -> Reply:
    """The line manager said yes; the cohort is held, so that it is either matched before or with it.

    Pressed again, or by somebody who has left, it shows where they are.
    """
    place, mine = places.newest(turn)
    if place is None or place.permission:
        return Reply(status.standing(turn) or talking.join_from_chat(), replaces=True)
    cohort = cohorts.locked(turn.session, turn.workspace, mine.id) if mine is not None else None
    for sign_up in sign_ups.of_person(turn.session, turn.workspace, turn.me.id):
        sign_up.permission = True
    if cohort is None or cohort.state == OPEN:
        return Reply(joining.permission_kept(), replaces=True)
    if place.completed_at is not None:
        told = waiting.permission_came(turn.me.name, cohort.name)
        parting.tell_leads(turn, cohort, f"permission/{place.id}", told, but=[turn.me])
    return Reply(joining.permission_late(cohort.name), replaces=True)


def decline(turn: Turn) -> Reply:
    """Not this time: whatever was answered goes, unless there is a partner to think of."""
    cohort = _held(turn)
    sign_up = places.mine_in(turn, cohort) if cohort is not None else None
    if cohort is None or sign_up is None:
        return Reply(joining.declined(), replaces=True)
    if sign_up.completed_at is not None and cohort.state != OPEN:
        return Reply(joining.too_late_to_decline(cohort.name))
    has_answers = sign_up.started_at is not None
    reviews.forget_person(turn.session, cohort, turn.me.id)
    turn.session.delete(sign_up)
    return Reply(joining.taken_off(cohort.name) if has_answers else joining.declined(), replaces=True)


def _held(turn: Turn) -> Cohort | None:
    """The cohort that a form or a button is about, whoever sends it: anybody may join."""
    id_ = number(turn.action.subject)
    return cohorts.locked(turn.session, turn.workspace, id_) if id_ is not None else None


def not_eligible(turn: Turn) -> Message | None:
    """Why an account can never join."""
    if turn.action.person.is_bot:
        return joining.not_for_bots()
    return joining.not_for_guests() if turn.action.person.is_guest else None


def _offered(turn: Turn, open_ones: list[Cohort]) -> Reply:
    if len(open_ones) > 1:
        return Reply(joining.choose_cohort(_as_offers(open_ones)))
    return begin(turn, open_ones[0]) if open_ones else Reply(_why_none(turn))


def _with_offers(turn: Turn, standing: Message, open_ones: list[Cohort]) -> Message:
    return joining.with_offers(standing, [] if places.is_busy(turn) else _as_offers(open_ones))


def _as_offers(open_ones: list[Cohort]) -> list[joining.Offer]:
    return [(each.id, each.name, each.starts_on) for each in open_ones]


def _why_none(turn: Turn) -> Message:
    newest = next(iter(cohorts.of_workspace(turn.session, turn.workspace)), None)
    return places.no_room(turn, newest) or joining.nothing_open()


def begin(turn: Turn, cohort: Cohort) -> Reply:
    """The form, at the screen which is still to do."""
    refusal = places.no_room(turn, cohort)
    if refusal is not None:
        return Reply(refusal)
    sign_up = places.mine_in(turn, cohort)
    if sign_up is not None and sign_up.started_at is not None and sign_up.completed_at is None:
        return Reply(form=_second_screen(turn, cohort, sign_up))
    values = join_answers.about_values(turn, sign_up)
    site = turn.house.site
    return Reply(form=join_forms.about_you(cohort.id, cohort.name, site, values, is_astride=turn.is_astride))


def _second_screen(turn: Turn, cohort: Cohort, sign_up: SignUp) -> Form:
    values = join_answers.matching_values(turn.session, sign_up)
    return join_forms.matching_you(cohort.id, values, is_astride=turn.is_astride)
