"""Seeing who is in a cohort, and inviting a list of people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from handlers.action import Reply
from handlers.cohort import led_cohort, mine
from handlers.people_list import BadList, read_list
from programme.words import importing, leading, talking
from storage import cohorts, sign_ups
from storage.cohorts import LEAD, OPEN, Cohort
from storage.imports import PeopleImport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.turn import Turn
    from programme.words.message import Message
    from storage.imports import ListedPerson
    from storage.sign_ups import SignUp


def who(turn: Turn) -> Reply:
    """Who has joined."""
    cohort = led_cohort(turn, "/cohort people", open_first=True)
    if not isinstance(cohort, Cohort):
        return Reply(cohort)
    joined: dict[str, list[str]] = {standing: [] for standing in leading.HEADINGS}
    unreachable = []
    for sign_up, person in sign_ups.of_cohort(turn.session, cohort):
        joined[_standing(sign_up)].append(person.name or leading.NAMELESS)
        if person.unreachable_since is not None:
            unreachable.append(person.name or leading.NAMELESS)
    is_open = cohort.state == OPEN
    return Reply(
        leading.people(
            cohort.name, cohort.id, joined, cohort.places, is_open=is_open, unreachable=unreachable
        )
    )


def open_import(turn: Turn) -> Reply:
    """Open the form that takes a list."""
    cohort = mine(turn)
    if cohort is None or cohort.state != OPEN:
        return Reply(_cannot_invite(cohort))
    return Reply(form=importing.list_form(cohort.id, cohort.name))


def import_sent(turn: Turn) -> Reply:
    """A list was handed in: read it whole, then look the accounts up outside this transaction."""
    if not turn.action.subject:
        return _attached(turn)
    cohort = mine(turn)
    if cohort is None or cohort.state != OPEN:
        return Reply(_cannot_invite(cohort))
    try:
        listed = read_list(turn.value("list"))
    except BadList as problems:
        return Reply(errors={"list": str(problems)})
    turn.session.add(_import(turn, cohort, listed))
    return Reply(importing.started(len(listed)))


def _attached(turn: Turn) -> Reply:
    """A file that came without a form is a list for the one open cohort that its sender leads."""
    led = cohorts.with_role(turn.session, turn.workspace, turn.me.id, LEAD)
    still_open = [each for each in led if each.state == OPEN]
    if not led:
        return Reply(talking.only_words())
    if len(still_open) > 1:
        return Reply(leading.which_cohort([each.name for each in still_open], "/cohort people"))
    meant = (still_open or list(led))[0]
    return import_sent(replace(turn, action=replace(turn.action, subject=str(meant.id))))


def _cannot_invite(cohort: Cohort | None) -> Message:
    return leading.no_cohort_of_yours() if cohort is None else leading.not_open(cohort.name)


def _import(turn: Turn, cohort: Cohort, listed: Sequence[ListedPerson]) -> PeopleImport:
    return PeopleImport(
        workspace=turn.workspace,
        platform=turn.action.person.platform,
        cohort_id=cohort.id,
        asked_by_id=turn.me.id,
        asked_at=turn.now,
        next_due_at=turn.now,
        rows=msgspec.json.encode(listed).decode(),
    )


def _standing(sign_up: SignUp) -> str:
    if sign_up.left_at is not None:
        return "left"
    if sign_up.started_at is None:
        return "invited"
    if sign_up.completed_at is None:
        return "unfinished"
    return (sign_up.group or "") if sign_up.permission else "not yet"
