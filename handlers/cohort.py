"""Opening a cohort, seeing who is in it, inviting a list, naming organisers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from handlers.action import Reply
from handlers.join import iso_date
from handlers.people_list import BadList, read_list
from programme.words import leading
from storage import cohorts, sign_ups
from storage.cohorts import LEAD, Cohort
from storage.imports import PeopleImport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.turn import Turn
    from programme.words.message import Message
    from storage.sign_ups import SignUp


def led_cohort(turn: Turn, command: str) -> Cohort | Message:
    """The cohort a lead means, by its name, its channel or because there is only one; else what to say."""
    mine = cohorts.with_role(turn.session, turn.workspace, turn.me.id, LEAD)
    return pick(turn, mine, turn.action.text) or (
        leading.which_cohort([each.name for each in mine], command) if mine else leading.no_cohort_of_yours()
    )


def pick(turn: Turn, possible: Sequence[Cohort], named: str) -> Cohort | None:
    """One of several cohorts: by name, else by the channel we are in, else the only one."""
    wanted = named.strip().casefold()
    if wanted:
        return next((each for each in possible if each.name.casefold() == wanted), None)
    here = [each for each in possible if each.channel == turn.action.place.id]
    return here[0] if here else (possible[0] if len(possible) == 1 else None)


def new(turn: Turn) -> Reply:
    """Open the form for a new cohort."""
    return Reply(form=leading.new_cohort()) if _may_open(turn) else Reply(leading.may_not_open())


def created(turn: Turn) -> Reply:
    """The form for a new cohort was sent."""
    if not _may_open(turn):
        return Reply(leading.may_not_open())
    errors = _errors(turn)
    if errors:
        return Reply(errors=errors)
    cohort = _kept(turn)
    _tell_leads(turn, cohort)
    turn.tell_channel(
        cohort, f"cohort/{cohort.id}/hello", leading.channel_hello(cohort.name, cohort.starts_on)
    )
    return Reply(leading.cohort_opened(cohort.name, cohort.starts_on))


def who(turn: Turn) -> Reply:
    """Who has joined."""
    cohort = led_cohort(turn, "/cohort people")
    if not isinstance(cohort, Cohort):
        return Reply(cohort)
    joined: dict[str, list[str]] = {
        "doctor": [],
        "manager": [],
        "not yet": [],
        "unfinished": [],
        "invited": [],
    }
    for sign_up, person in sign_ups.of_cohort(turn.session, cohort.id):
        joined[_standing(sign_up)].append(person.name or "somebody whose name I do not know yet")
    return Reply(leading.people(cohort.name, cohort.id, joined, cohort.places))


def open_import(turn: Turn) -> Reply:
    """Open the form that takes a list."""
    cohort = _mine(turn)
    return (
        Reply(form=leading.import_list(cohort.id, cohort.name))
        if cohort
        else Reply(leading.no_cohort_of_yours())
    )


def import_sent(turn: Turn) -> Reply:
    """A list was handed in: read it whole, then look the accounts up outside this transaction."""
    cohort = _mine(turn)
    if cohort is None:
        return Reply(leading.no_cohort_of_yours())
    try:
        rows = read_list(turn.value("list"))
    except BadList as problems:
        return Reply(errors={"list": str(problems)})
    turn.session.add(
        PeopleImport(
            workspace=turn.workspace,
            platform=turn.action.person.platform,
            cohort_id=cohort.id,
            asked_by_id=turn.me.id,
            asked_at=turn.now,
            next_due_at=turn.now,
            rows=msgspec.json.encode(rows).decode(),
        )
    )
    return Reply(leading.import_started(len(rows)))


def organisers(turn: Turn) -> Reply:
    """Open the form that names organisers."""
    cohort = led_cohort(turn, "/cohort organisers")
    if not isinstance(cohort, Cohort):
        return Reply(cohort)
    chosen = tuple(each.platform_id for each in cohorts.organisers(turn.session, cohort.id))
    return Reply(form=leading.pick_organisers(cohort.id, chosen))


def organisers_chosen(turn: Turn) -> Reply:
    """Organisers were named."""
    cohort = _mine(turn)
    if cohort is None:
        return Reply(leading.no_cohort_of_yours())
    chosen = [turn.person(id_) for id_ in turn.values("organisers")]
    cohorts.name_organisers(turn.session, cohort, chosen)
    return Reply(leading.organisers_named([each.name or "the person you chose" for each in chosen]))


def _may_open(turn: Turn) -> bool:
    return turn.action.person.is_admin or turn.action.person.id in turn.house.first_leads


def _mine(turn: Turn) -> Cohort | None:
    cohort = cohorts.locked(turn.session, turn.workspace, int(turn.action.subject))
    return cohort if cohort is not None and turn.leads(cohort) else None


def _errors(turn: Turn) -> dict[str, str]:
    errors: dict[str, str] = {}
    name, starts_on = turn.value("name"), iso_date(turn.value("starts_on"))
    if not name:
        errors["name"] = leading.NEEDS_NAME
    elif cohorts.named(turn.session, turn.workspace, name) is not None:
        errors["name"] = leading.NAME_TAKEN
    if starts_on is None:
        errors["starts_on"] = leading.NEEDS_DATE
    elif starts_on < turn.today:
        errors["starts_on"] = leading.DATE_PASSED
    if not turn.value("channel"):
        errors["channel"] = leading.NEEDS_CHANNEL
    if turn.value("places") and _places(turn) is None:
        errors["places"] = leading.PLACES_NUMBER
    return errors | _lead_errors(turn)


def _lead_errors(turn: Turn) -> dict[str, str]:
    errors = {field: leading.NEEDS_PERSON for field in ("lead_1", "lead_2") if not turn.value(field)}
    groups = {field: turn.value(field) for field in ("lead_1_group", "lead_2_group")}
    errors |= {field: leading.NEEDS_GROUP for field, group in groups.items() if not group}
    if not errors and turn.value("lead_1") == turn.value("lead_2"):
        errors["lead_2"] = leading.SAME_PERSON
    elif not errors and len(set(groups.values())) == 1:
        both = leading.BOTH_DOCTORS if groups["lead_1_group"] == "doctor" else leading.BOTH_MANAGERS
        errors["lead_2_group"] = both
    return errors


def _places(turn: Turn) -> int | None:
    written = turn.value("places")
    return int(written) if written.isdecimal() and int(written) >= 2 else None  # noqa: PLR2004 - a pair


def _kept(turn: Turn) -> Cohort:
    starts_on = iso_date(turn.value("starts_on"))
    if starts_on is None:
        raise ValueError("A cohort without a first day was not stopped.")
    cohort = Cohort(
        workspace=turn.workspace,
        platform=turn.action.person.platform,
        channel=turn.value("channel"),
        name=turn.value("name"),
        starts_on=starts_on,
        places=_places(turn),
        created_at=turn.now,
    )
    both = [(turn.person(turn.value(field)), turn.value(f"{field}_group")) for field in ("lead_1", "lead_2")]
    return cohorts.add(turn.session, cohort, both)


def _tell_leads(turn: Turn, cohort: Cohort) -> None:
    one, other = cohorts.leads(turn.session, cohort.id)
    for lead, beside in ((one, other), (other, one)):
        words = leading.you_lead(cohort.name, cohort.starts_on, beside.name or "the other lead")
        turn.tell(lead, f"cohort/{cohort.id}/lead/{lead.id}", words, cohort_id=cohort.id)


def _standing(sign_up: SignUp) -> str:
    if sign_up.started_at is None:
        return "invited"
    if sign_up.completed_at is None:
        return "unfinished"
    return (sign_up.group or "") if sign_up.permission else "not yet"
