"""Opening a cohort, saying which one is meant, naming organisers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.action import Reply
from handlers.subject import number
from programme import moments
from programme.words import leading
from storage import cohorts, rooms
from storage.cohorts import LEAD, OPEN, Cohort

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.turn import Turn
    from programme.words.message import Message


_GROUPS = ("doctor", "manager")


def led_cohort(turn: Turn, command: str, *, open_first: bool = False) -> Cohort | Message:
    """The cohort a lead means, by its name, its channel or because there is only one; else what to say.

    With `open_first` it can also be the only one that is still open to join.
    """
    led = cohorts.with_role(turn.session, turn.workspace, turn.me.id, LEAD)
    if not led:
        return leading.no_cohort_of_yours()
    picked = pick(turn, led, turn.action.text)
    if picked is None and open_first and not turn.action.text:
        picked = pick(turn, [each for each in led if each.state == OPEN], "")
    return picked or leading.which_cohort([each.name for each in led], command)


def pick(turn: Turn, possible: Sequence[Cohort], named: str) -> Cohort | None:
    """One of several cohorts: by name, else by the channel we are in, else the only one."""
    wanted = named.strip().casefold()
    if wanted:
        return next((each for each in possible if each.name.casefold() == wanted), None)
    here = [each for each in possible if each.channel == turn.action.place.id]
    return here[0] if here else (possible[0] if len(possible) == 1 else None)


def mine(turn: Turn) -> Cohort | None:
    """The cohort a button or form is about, held until the end, if I lead it; nobody else makes others wait for it."""
    cohort = of_subject(turn)
    if cohort is None or not turn.leads(cohort):
        return None
    return cohorts.locked(turn.session, turn.workspace, cohort.id)


def of_subject(turn: Turn) -> Cohort | None:
    """The cohort a button or form is about."""
    id_ = number(turn.action.subject)
    return cohorts.by_id(turn.session, turn.workspace, id_) if id_ is not None else None


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
    hello = leading.channel_hello(cohort.name, cohort.id, cohort.starts_on)
    turn.tell_channel(cohort, f"cohort/{cohort.id}/hello", hello)
    return Reply(leading.cohort_opened(cohort.name, cohort.starts_on))


def organisers(turn: Turn) -> Reply:
    """Open the form that names organisers."""
    cohort = led_cohort(turn, "/cohort organisers")
    if not isinstance(cohort, Cohort):
        return Reply(cohort)
    chosen = tuple(each.platform_id for each in cohorts.organisers(turn.session, cohort))
    return Reply(form=leading.pick_organisers(cohort.id, chosen))


def organisers_chosen(turn: Turn) -> Reply:
    """Organisers were named."""
    cohort = mine(turn)
    if cohort is None:
        return Reply(leading.no_cohort_of_yours())
    chosen = [turn.person(id_) for id_ in turn.values("organisers")]
    cohorts.name_organisers(turn.session, cohort, chosen)
    return Reply(leading.organisers_named([each.name or leading.NAMELESS for each in chosen]))


def _may_open(turn: Turn) -> bool:
    return turn.action.person.is_admin or turn.action.person.id in turn.house.first_leads


def _errors(turn: Turn) -> dict[str, str]:
    found = {
        "name": _name_error(turn),
        "starts_on": _date_error(turn),
        "channel": _channel_error(turn),
        "places": leading.PLACES_NUMBER if turn.value("places") and _places(turn) is None else "",
        **_lead_errors(turn),
    }
    return {field: error for field, error in found.items() if error}


def _name_error(turn: Turn) -> str:
    name = turn.value("name")
    if not name:
        return leading.NEEDS_NAME
    if len(name) > leading.LONGEST_NAME:
        return leading.NAME_TOO_LONG
    taken = {each.name.casefold() for each in cohorts.of_workspace(turn.session, turn.workspace)}
    return leading.NAME_TAKEN if name.casefold() in taken else ""


def _date_error(turn: Turn) -> str:
    starts_on = turn.date_in("starts_on")
    if starts_on is None:
        return leading.NEEDS_DATE
    return leading.DATE_PASSED if starts_on < turn.today else ""


def _channel_error(turn: Turn) -> str:
    """A channel is chosen, and where the platform tells of rooms instead of letting people choose, one of these."""
    chosen, platform = turn.value("channel"), turn.action.person.platform
    if not chosen:
        return leading.NEEDS_CHANNEL
    known = {room.id for room in rooms.all_of(turn.session, turn.workspace, platform)}
    return leading.UNKNOWN_ROOM if known and chosen not in known else ""


def _lead_errors(turn: Turn) -> dict[str, str]:
    groups = [turn.value("lead_1_group"), turn.value("lead_2_group")]
    found = {
        "lead_1": _person_error(turn, "lead_1"),
        "lead_2": _person_error(turn, "lead_2"),
        "lead_1_group": "" if groups[0] in _GROUPS else leading.NEEDS_GROUP,
        "lead_2_group": "" if groups[1] in _GROUPS else leading.NEEDS_GROUP,
    }
    if any(found.values()):
        return found
    if turn.value("lead_1") == turn.value("lead_2"):
        return {"lead_2": leading.SAME_PERSON}
    if groups[0] == groups[1]:
        return {"lead_2_group": leading.BOTH_DOCTORS if groups[0] == "doctor" else leading.BOTH_MANAGERS}
    return {}


def _person_error(turn: Turn, field: str) -> str:
    chosen = turn.value(field)
    if not chosen:
        return leading.NEEDS_PERSON
    account = turn.action.chosen.get(chosen)
    if account is None or not account.name:
        return leading.LEAD_UNKNOWN
    if account.is_bot:
        return leading.LEAD_IS_BOT
    return leading.LEAD_IS_GUEST if account.is_guest else ""


def _places(turn: Turn) -> int | None:
    places = number(turn.value("places"))
    return places if places is not None and places >= 2 else None  # noqa: PLR2004 - a pair


def _kept(turn: Turn) -> Cohort:
    starts_on = turn.date_in("starts_on")
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
        next_due_at=moments.first_opening(turn.house.window, starts_on),
    )
    both = [(turn.person(turn.value(field)), turn.value(f"{field}_group")) for field in ("lead_1", "lead_2")]
    return cohorts.add(turn.session, cohort, both)


def _tell_leads(turn: Turn, cohort: Cohort) -> None:
    one, other = cohorts.leads(turn.session, cohort)
    for lead, beside in ((one, other), (other, one)):
        words = leading.you_lead(cohort.name, cohort.starts_on, beside.name or leading.NAMELESS)
        turn.tell(lead, f"cohort/{cohort.id}/lead/{lead.id}", words, cohort_id=cohort.id)
