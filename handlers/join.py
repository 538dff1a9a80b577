"""Joining a cohort, in two screens."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handlers import status
from handlers.action import Reply
from programme.participant import GRADE_BANDS
from programme.words import joining
from storage import cohorts, sign_ups
from storage.cohorts import OPEN

if TYPE_CHECKING:
    from handlers.turn import Turn
    from programme.words.message import Message
    from storage.cohorts import Cohort
    from storage.sign_ups import SignUp

_OPTIONS = {"remote": "remote_ok", "trio": "trio_ok", "host": "host_shadow_ok", "night": "night_shadow_ok"}
_GROUP_OF_BAND = {band.value: group for group, bands in GRADE_BANDS.items() for band in bands}


def pairme(turn: Turn) -> Reply:
    """Join; or, once joined, see where I stand."""
    refusal = _not_eligible(turn)
    if refusal is not None:
        return Reply(refusal)
    standing = status.standing(turn)
    if standing is not None:
        return Reply(standing)
    open_ones = [
        cohort for cohort in cohorts.of_workspace(turn.session, turn.workspace) if cohort.state == OPEN
    ]
    if len(open_ones) > 1:
        return Reply(joining.choose_cohort([(each.id, each.name, each.starts_on) for each in open_ones]))
    return _begin(turn, open_ones[0]) if open_ones else Reply(_why_none(turn))


def open_join(turn: Turn) -> Reply:
    """A button that opens the form, at the screen which is still to do."""
    refusal = _not_eligible(turn)
    if refusal is not None:
        return Reply(refusal)
    cohort = _cohort_meant(turn)
    if cohort is None:
        return Reply(joining.nothing_open())
    return _begin(turn, cohort)


def about_you(turn: Turn) -> Reply:
    """The first screen was sent."""
    cohort = cohorts.locked(turn.session, turn.workspace, int(turn.action.subject))
    refusal = _not_eligible(turn) or _no_room(turn, cohort)
    if refusal is not None or cohort is None:
        return Reply(refusal or joining.nothing_open())
    errors = _about_errors(turn)
    if errors:
        return Reply(errors=errors)
    sign_up = sign_ups.place(turn.session, turn.workspace, cohort.id, turn.me.id)
    _keep_about(turn, sign_up)
    return Reply(form=joining.matching_you(cohort.id, _matching_values(turn, sign_up)))


def matching_you(turn: Turn) -> Reply:
    """The second screen was sent."""
    cohort = cohorts.by_id(turn.session, turn.workspace, int(turn.action.subject))
    sign_up = sign_ups.of(turn.session, cohort.id, turn.me.id) if cohort is not None else None
    if cohort is None or sign_up is None or sign_up.started_at is None:
        return Reply(joining.nothing_open())
    if cohort.state != OPEN:
        return Reply(joining.closed(cohort.name))
    errors = _matching_errors(turn)
    if errors:
        return Reply(errors=errors)
    _keep_matching(turn, sign_up)
    return Reply(joining.joined(turn.me.name, cohort.name, cohort.starts_on))


def permission_given(turn: Turn) -> Reply:
    """The line manager said yes."""
    for sign_up in sign_ups.of_person(turn.session, turn.workspace, turn.me.id):
        sign_up.permission = True
    return Reply(joining.permission_kept(), replaces=True)


def decline(turn: Turn) -> Reply:
    """Not this time."""
    sign_up = sign_ups.of(turn.session, int(turn.action.subject), turn.me.id)
    if sign_up is not None and sign_up.started_at is None:
        turn.session.delete(sign_up)
    return Reply(joining.declined(), replaces=True)


def _not_eligible(turn: Turn) -> Message | None:
    if turn.action.person.is_bot:
        return joining.not_for_bots()
    return joining.not_for_guests() if turn.action.person.is_guest else None


def _why_none(turn: Turn) -> Message:
    newest = next(iter(cohorts.of_workspace(turn.session, turn.workspace)), None)
    return joining.closed(newest.name) if newest is not None else joining.nothing_open()


def _cohort_meant(turn: Turn) -> Cohort | None:
    if turn.action.subject:
        return cohorts.by_id(turn.session, turn.workspace, int(turn.action.subject))
    mine = sign_ups.of_person(turn.session, turn.workspace, turn.me.id)
    return cohorts.by_id(turn.session, turn.workspace, mine[0].cohort_id) if mine else None


def _no_room(turn: Turn, cohort: Cohort | None) -> Message | None:
    """Why this person cannot take a place here; None when they can, or have one."""
    if cohort is None:
        return joining.nothing_open()
    if cohort.state != OPEN:
        return joining.closed(cohort.name)
    mine = sign_ups.of(turn.session, cohort.id, turn.me.id)
    has_place = mine is not None and mine.started_at is not None
    taken = sign_ups.places_taken(turn.session, cohort.id)
    if not has_place and cohort.places is not None and taken >= cohort.places:
        return joining.full(cohort.name)
    return None


def _begin(turn: Turn, cohort: Cohort) -> Reply:
    refusal = _no_room(turn, cohort)
    if refusal is not None:
        return Reply(refusal)
    sign_up = sign_ups.of(turn.session, cohort.id, turn.me.id)
    if sign_up is not None and sign_up.started_at is not None and sign_up.completed_at is None:
        return Reply(form=joining.matching_you(cohort.id, _matching_values(turn, sign_up)))
    values = _about_values(sign_up) if sign_up is not None else {}
    return Reply(form=joining.about_you(cohort.id, cohort.name, turn.house.site, values))


def _about_errors(turn: Turn) -> dict[str, str]:
    errors = {
        field: joining.CHOOSE_ONE
        for field in ("group", "grade_band", "directorate", "site", "permission")
        if not turn.value(field)
    }
    if not turn.value("role"):
        errors["role"] = joining.WRITE_ROLE
    if "read" not in turn.values("privacy"):
        errors["privacy"] = joining.READ_PRIVACY
    end = _end_error(turn)
    if end:
        errors["post_ends_on"] = end
    group, band = turn.value("group"), turn.value("grade_band")
    if group and band and _GROUP_OF_BAND.get(band) != group:
        errors["grade_band"] = (
            joining.CHOOSE_DOCTOR_GRADE if group == "doctor" else joining.CHOOSE_MANAGER_BAND
        )
    return errors


def _end_error(turn: Turn) -> str:
    written = turn.value("post_ends_on")
    if not written:
        return joining.DOCTOR_NEEDS_END if turn.value("group") == "doctor" else ""
    ends_on = iso_date(written)
    if ends_on is None:
        return joining.NOT_A_DATE
    return joining.END_IN_PAST if ends_on < turn.today else ""


def iso_date(written: str) -> date | None:
    """The date, or None when it is none."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _keep_about(turn: Turn, sign_up: SignUp) -> None:
    sign_up.group = turn.value("group")
    sign_up.role = turn.value("role")
    sign_up.grade_band = turn.value("grade_band")
    sign_up.directorate = turn.value("directorate")
    sign_up.site = turn.value("site")
    sign_up.post_ends_on = iso_date(turn.value("post_ends_on"))
    sign_up.permission = turn.value("permission") == "yes"
    sign_up.privacy_read_at = sign_up.privacy_read_at or turn.now
    sign_up.started_at = sign_up.started_at or turn.now


def _about_values(sign_up: SignUp) -> dict[str, str | tuple[str, ...]]:
    if sign_up.started_at is None:
        return {"group": sign_up.group or ""}
    return {
        "group": sign_up.group or "",
        "role": sign_up.role or "",
        "grade_band": sign_up.grade_band or "",
        "directorate": sign_up.directorate or "",
        "site": sign_up.site or "",
        "post_ends_on": sign_up.post_ends_on.isoformat() if sign_up.post_ends_on else "",
        "permission": "yes" if sign_up.permission else "not_yet",
        "privacy": ("read",),
    }


def _matching_errors(turn: Turn) -> dict[str, str]:
    errors = {
        field: joining.ONE_TO_THREE
        for field in ("want_to_learn", "can_offer")
        if not 1 <= len(turn.values(field)) <= 3  # noqa: PLR2004 - as the label says
    }
    week_b = turn.values("free_b")
    if joining.NOT_FREE_IN_B in week_b and len(week_b) > 1:
        errors["free_b"] = joining.FREE_OR_NOT
    if not turn.values("free_a"):
        errors["free_a"] = joining.SOME_FREE_TIME
    for field in ("line_manager", "supervisors", "appraiser", "avoid"):
        if turn.action.person.id in turn.values(field):
            errors[field] = joining.NOT_YOURSELF
    return errors


def _keep_matching(turn: Turn, sign_up: SignUp) -> None:
    sign_up.want_to_learn = list(turn.values("want_to_learn"))
    sign_up.can_offer = list(turn.values("can_offer"))
    sign_up.free_a = list(turn.values("free_a"))
    week_b = turn.values("free_b")
    sign_up.free_b = [slot for slot in week_b or turn.values("free_a") if slot != joining.NOT_FREE_IN_B]
    for option, column in _OPTIONS.items():
        setattr(sign_up, column, option in turn.values("options"))
    for kind in ("line_manager", "supervisors", "appraiser", "avoid"):
        sign_ups.tie(turn.session, sign_up, kind, [turn.person(id_) for id_ in turn.values(kind)])
    sign_up.completed_at = sign_up.completed_at or turn.now


def _matching_values(turn: Turn, sign_up: SignUp) -> dict[str, str | tuple[str, ...]]:
    if sign_up.completed_at is None:
        return {"options": ("host",)}
    values: dict[str, str | tuple[str, ...]] = {
        "want_to_learn": tuple(sign_up.want_to_learn),
        "can_offer": tuple(sign_up.can_offer),
        "free_a": tuple(sign_up.free_a),
        "free_b": tuple(sign_up.free_b) or (joining.NOT_FREE_IN_B,),
        "options": tuple(option for option, column in _OPTIONS.items() if getattr(sign_up, column)),
    }
    others: dict[str, list[str]] = {}
    for tie, platform_id in sign_ups.tied(turn.session, sign_up):
        others.setdefault(tie.kind, []).append(platform_id)
    for kind, ids in others.items():
        values[kind] = tuple(ids) if kind in ("supervisors", "avoid") else ids[0]
    return values
