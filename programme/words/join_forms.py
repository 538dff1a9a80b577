"""The two screens of joining, and what stands beside a box that needs another look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from programme.participant import GRADE_BANDS, SLOTS, TAGS
from programme.words import astride
from programme.words.message import Field, Form, Option

if TYPE_CHECKING:
    from programme.site import Site

Values = Mapping[str, str | tuple[str, ...]]

NOT_FREE_IN_B = "none"
LONGEST_ROLE = 80
PRIVACY = (
    "How we use this: the programme leads and this bot use your answers, only to match you. "
    "Your reflections are yours, and nobody sees them unless you share them. "
    "Nothing is used for appraisal or performance. Your hospital holds the data. "
    "Taking part is your choice. To stop, tell a programme lead at any time."
)

CHOOSE_ONE = "Please choose one."
WRITE_ROLE = "Please write your role in a few words."
ROLE_TOO_LONG = f"Please use at most {LONGEST_ROLE} characters."
CHOOSE_DOCTOR_GRADE = "This is a manager's band. Please choose a doctor's grade."
CHOOSE_MANAGER_BAND = "This is a doctor's grade. Please choose a manager's band."
DOCTOR_NEEDS_END = "Please say when your post ends. It helps us to match you for long enough."
END_IN_PAST = "This date has passed. Please choose the day your post ends."
NOT_A_DATE = "Please write a date like 2027-09-01."
READ_PRIVACY = "Please read how your answers are used, and tick the box."
ONE_TO_THREE = "Please choose 1, 2 or 3."
SOME_FREE_TIME = "Please choose at least 1 time when you are usually free."
FREE_OR_NOT = "Please choose either times or never free in week B, not both."
FROM_THE_LIST = "Please choose people from the list that opens as you type a name."
CHOOSE_DAYS = "Please tick days of the week, or leave all ticked if you work full time."
NOT_YOURSELF = "You have chosen yourself. Please choose another person, or leave this empty."


_PRIVACY = Field(
    "privacy", "Privacy", "choices", options=(Option("I have read how my answers are used", "read"),)
)
_TAGS = tuple(Option(tag.label, tag.value) for tag in TAGS)
_SLOTS = tuple(Option(slot.label, slot.value) for slot in SLOTS)
_PLACES = (
    Option("No preference", "none"),
    Option("My own directorate", "same"),
    Option("A directorate that works closely with mine", "linked"),
    Option("A different directorate", "different"),
)
_DAYS = tuple(
    Option(day, str(number))
    for number, day in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"))
)
_WISHES = (
    Field("want_to_learn", "What I want to learn", "choices", "Choose 1 to 3", options=_TAGS),
    Field("can_offer", "What I can offer", "choices", "Choose 1 to 3", options=_TAGS),
    Field(
        "directorate_pref", "Where I would like my partner to work", "choice", required=False, options=_PLACES
    ),
)
_TIMES = (
    Field(
        "works_on",
        "My working days",
        "choices",
        "Take away the ticks of days on which you do not work",
        required=False,
        options=_DAYS,
    ),
    Field(
        "free_a",
        "When I am usually free: week A",
        "choices",
        "Weeks A and B are the 2 weeks of your rota. Any time that is possible helps",
        options=_SLOTS,
    ),
    Field(
        "free_b",
        "When I am usually free: week B",
        "choices",
        "Leave empty if week B is the same as week A",
        required=False,
        options=(Option("Never free in week B", NOT_FREE_IN_B), *_SLOTS),
    ),
)
_HAPPY_TO = Field(
    "options",
    "I am happy to",
    "choices",
    required=False,
    options=(
        Option("Meet by video with somebody at another site", "remote"),
        Option("Be in a group of 3 if the numbers are uneven", "trio"),
        Option("Have my partner shadow me", "host"),
        Option("Shadow or host in an evening or a night", "night"),
    ),
)
_OTHERS = (
    Field("line_manager", "My line manager", "person", "So that we never pair you with them", required=False),
    Field("supervisors", "My supervisors", "people", required=False),
    Field("appraiser", "My appraiser", "person", required=False),
    Field("rota", "Who writes my rota", "person", required=False),
    Field(
        "avoid",
        "Please do not pair me with",
        "people",
        "Nobody is told and no reason is kept",
        required=False,
    ),
)
FULL_TIME = tuple(day.value for day in _DAYS)
"""What is ticked at first: Monday to Friday."""


def about_you(cohort_id: int, cohort: str, site: Site, values: Values, *, is_astride: bool = False) -> Form:
    """The first screen; `is_astride` where the organisation uses two chats."""
    fields = (*_who(), *_where(site), *_allowed(), *(astride.email_fields() if is_astride else ()), _PRIVACY)
    return Form(
        "join_about",
        "About you",
        _filled(fields, values),
        "Next",
        subject=str(cohort_id),
        note=f"Paired Learning: {cohort}. This is the first of 2 screens and takes 2 minutes. {PRIVACY}",
    )


def matching_you(cohort_id: int, values: Values, *, is_astride: bool = False) -> Form:
    """The second screen, which may wait."""
    fields = (*_WISHES, *_TIMES, _HAPPY_TO, *_OTHERS, *((astride.others_field(),) if is_astride else ()))
    return Form(
        "join_matching",
        "Your match",
        _filled(fields, values),
        "Join",
        subject=str(cohort_id),
        note="The second of 2 screens. You can close it and finish later. We match you once it is complete.",
        close="Later",
    )


def _who() -> tuple[Field, ...]:
    example = "For example: paediatric registrar, ward manager"
    bands = [(band.value, band.label) for each in GRADE_BANDS.values() for band in each]
    return (
        _choice("group", "I am a", (("doctor", "Resident doctor"), ("manager", "Manager"))),
        Field("role", "My role", "text", example, max_length=LONGEST_ROLE),
        _choice("grade_band", "My grade or band", bands),
    )


def _where(site: Site) -> tuple[Field, ...]:
    return (
        _choice("directorate", "Where I work", [(place.value, place.label) for place in site.directorates]),
        _choice("site", "My site", [(place.value, place.label) for place in site.sites]),
    )


def _allowed() -> tuple[Field, ...]:
    open_end = "Managers: leave empty if it has no end date"
    answers = (("yes", "Yes"), ("not_yet", "Not yet, I will ask"))
    return (
        Field("post_ends_on", "My post ends on", "date", open_end, required=False),
        _choice("permission", "My line manager or supervisor says I can take part", answers),
    )


def _choice(name: str, label: str, options: Sequence[tuple[str, str]]) -> Field:
    return Field(name, label, "choice", options=tuple(Option(text, value) for value, text in options))


def _filled(fields: Sequence[Field], values: Values) -> tuple[Field, ...]:
    return tuple(_with_value(field, values.get(field.name, "")) for field in fields)


def _with_value(field: Field, value: str | tuple[str, ...]) -> Field:
    return replace(field, value=value) if value else field
