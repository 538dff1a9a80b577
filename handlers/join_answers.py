"""What the two screens of joining bring: checked box by box, kept, and shown again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import work_emails
from programme.participant import GRADE_BANDS
from programme.words import join_forms
from programme.words.join_forms import FULL_TIME, NOT_FREE_IN_B
from storage import sign_ups
from storage.sign_ups import AVOID, ROTA

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from handlers.turn import Turn
    from programme.words.join_forms import Values
    from programme.words.message import Form
    from storage.sign_ups import SignUp

_OPTIONS = {"remote": "remote_ok", "trio": "trio_ok", "host": "host_shadow_ok", "night": "night_shadow_ok"}
_GROUP_OF_BAND = {band.value: group for group, bands in GRADE_BANDS.items() for band in bands}
_SEVERAL = ("supervisors", AVOID)
_OTHERS = ("line_manager", "appraiser", ROTA, *_SEVERAL)
_NO_PREFERENCE = "none"


def about_errors(turn: Turn) -> dict[str, str]:
    """What needs another look on the first screen, by field."""
    form = join_forms.about_you(0, "", turn.house.site, {})
    errors = {
        field: join_forms.CHOOSE_ONE
        for field in ("group", "grade_band", "directorate", "site", "permission")
        if not turn.value(field) or field in _not_offered(turn, form)
    }
    found = {"role": _role_error(turn), "post_ends_on": _end_error(turn), "grade_band": _band_error(turn)}
    if "read" not in turn.values("privacy"):
        errors["privacy"] = join_forms.READ_PRIVACY
    return errors | {field: error for field, error in found.items() if error} | work_emails.own_errors(turn)


def keep_about(turn: Turn, sign_up: SignUp) -> None:
    """Keep the first screen."""
    sign_up.group = turn.value("group")
    sign_up.role = turn.value("role")
    sign_up.grade_band = turn.value("grade_band")
    sign_up.directorate = turn.value("directorate")
    sign_up.site = turn.value("site")
    sign_up.post_ends_on = turn.date_in("post_ends_on")
    sign_up.permission = turn.value("permission") == "yes"
    work_emails.keep_own(turn)
    sign_up.privacy_read_at = sign_up.privacy_read_at or turn.now
    sign_up.started_at = sign_up.started_at or turn.now


def about_values(turn: Turn, sign_up: SignUp | None) -> Values:
    """What stands on the first screen when it is opened; of an invitation only the group is known."""
    own = work_emails.own_values(turn)
    if sign_up is None:
        return own
    if sign_up.started_at is None:
        return {"group": sign_up.group or "", **own}
    return {
        **own,
        "group": sign_up.group or "",
        "role": sign_up.role or "",
        "grade_band": sign_up.grade_band or "",
        "directorate": sign_up.directorate or "",
        "site": sign_up.site or "",
        "post_ends_on": sign_up.post_ends_on.isoformat() if sign_up.post_ends_on else "",
        "permission": "yes" if sign_up.permission else "not_yet",
        "privacy": ("read",),
    }


def matching_errors(turn: Turn) -> dict[str, str]:
    """What needs another look on the second screen, by field."""
    strange = _not_offered(turn, join_forms.matching_you(0, {}))
    choices = {"directorate_pref": join_forms.CHOOSE_ONE, "works_on": join_forms.CHOOSE_DAYS}
    errors = {field: error for field, error in choices.items() if field in strange}
    errors |= {
        field: join_forms.ONE_TO_THREE
        for field in ("want_to_learn", "can_offer")
        if not 1 <= len(turn.values(field)) <= 3 or field in strange  # noqa: PLR2004 - as the label says
    }
    week_b = turn.values("free_b")
    if "free_b" in strange or (NOT_FREE_IN_B in week_b and len(week_b) > 1):
        errors["free_b"] = join_forms.FREE_OR_NOT
    if "free_a" in strange or not turn.values("free_a"):
        errors["free_a"] = join_forms.SOME_FREE_TIME
    return errors | _people_errors(turn) | work_emails.others_errors(turn)


def keep_matching(turn: Turn, sign_up: SignUp) -> None:
    """Keep the second screen; from now on this person can be matched."""
    sign_up.want_to_learn = list(turn.values("want_to_learn"))
    sign_up.can_offer = list(turn.values("can_offer"))
    sign_up.free_a = list(turn.values("free_a"))
    week_b = turn.values("free_b")
    sign_up.free_b = [slot for slot in week_b or turn.values("free_a") if slot != NOT_FREE_IN_B]
    preference, days = turn.value("directorate_pref"), turn.values("works_on") or FULL_TIME
    sign_up.directorate_pref = preference if preference != _NO_PREFERENCE else None
    sign_up.works_on = None if set(days) == set(FULL_TIME) else sorted(map(int, days))
    for option, column in _OPTIONS.items():
        setattr(sign_up, column, option in turn.values("options"))
    for kind in _OTHERS:
        sign_ups.tie(turn.session, sign_up, kind, [turn.person(id_) for id_ in turn.values(kind)])
    work_emails.keep_others(turn, sign_up)
    sign_up.completed_at = sign_up.completed_at or turn.now


def matching_values(session: Session, sign_up: SignUp) -> Values:
    """What stands on the second screen when it is opened; week B stays empty where it is like week A."""
    if sign_up.completed_at is None:
        return {"options": ("host",), "directorate_pref": _NO_PREFERENCE, "works_on": FULL_TIME}
    days = sign_up.works_on
    values: dict[str, str | tuple[str, ...]] = {
        "directorate_pref": sign_up.directorate_pref or _NO_PREFERENCE,
        "works_on": FULL_TIME if days is None else tuple(map(str, days)),
        "want_to_learn": tuple(sign_up.want_to_learn),
        "can_offer": tuple(sign_up.can_offer),
        "free_a": tuple(sign_up.free_a),
        "options": tuple(option for option, column in _OPTIONS.items() if getattr(sign_up, column)),
        "other_chat": ", ".join((sign_up.apart_emails or "").split()),
    }
    if sign_up.free_b != sign_up.free_a:
        values["free_b"] = tuple(sign_up.free_b) or (NOT_FREE_IN_B,)
    return {**values, **_people_values(session, sign_up)}


def _people_values(session: Session, sign_up: SignUp) -> Values:
    others: dict[str, list[str]] = {}
    for tie, platform_id in sign_ups.tied(session, sign_up):
        others.setdefault(tie.kind, []).append(platform_id)
    return {kind: tuple(ids) if kind in _SEVERAL else ids[0] for kind, ids in others.items()}


def _people_errors(turn: Turn) -> dict[str, str]:
    errors = {}
    for field in _OTHERS:
        if turn.action.person.id in turn.values(field):
            errors[field] = join_forms.NOT_YOURSELF
        elif not set(turn.values(field)) <= turn.action.chosen.keys():
            errors[field] = join_forms.FROM_THE_LIST
    return errors


def _not_offered(turn: Turn, form: Form) -> set[str]:
    """The boxes in which stands what the form does not offer, or no longer: clients are not to be trusted with that.

    One place that nobody knows would stop the matching for everybody.
    """
    return {
        field.name
        for field in form.fields
        if field.options and not set(turn.values(field.name)) <= {option.value for option in field.options}
    }


def _role_error(turn: Turn) -> str:
    written = turn.value("role")
    if not written:
        return join_forms.WRITE_ROLE
    return join_forms.ROLE_TOO_LONG if len(written) > join_forms.LONGEST_ROLE else ""


def _band_error(turn: Turn) -> str:
    group, band = turn.value("group"), turn.value("grade_band")
    if not group or not band or _GROUP_OF_BAND.get(band) == group:
        return ""
    return join_forms.CHOOSE_DOCTOR_GRADE if group == "doctor" else join_forms.CHOOSE_MANAGER_BAND


def _end_error(turn: Turn) -> str:
    written = turn.value("post_ends_on")
    if not written:
        return join_forms.DOCTOR_NEEDS_END if turn.value("group") == "doctor" else ""
    ends_on = turn.date_in("post_ends_on")
    if ends_on is None:
        return join_forms.NOT_A_DATE
    return join_forms.END_IN_PAST if ends_on < turn.today else ""
