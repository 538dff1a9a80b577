"""The programme says each of its steps once, in the open window, on the right day."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.moments import first_allowed, instant
from programme.timeline import (
    Occurrence,
    Programme,
    ProgrammeProblems,
    due_steps,
    next_due,
    occurrences,
    planned_on,
    read,
)

DEFAULT = (Path(__file__).parents[2] / "programme" / "default.yaml").read_text(encoding="utf-8")
PROGRAMME = read(DEFAULT)
WINDOW = PROGRAMME.window("ENG", frozenset())
LONDON = ZoneInfo("Europe/London")
START = date(2027, 3, 15)  # a Monday; Easter and the clock change fall into week 2
VISITS = {"shadow_dm": date(2027, 4, 22), "shadow_md": date(2027, 5, 7)}
NOTHING: frozenset[str] = frozenset()


def due_keys(now: datetime, events: dict[str, date], already: frozenset[str] = NOTHING) -> list[str]:
    due = due_steps(PROGRAMME, starts_on=START, events=events, already=already, window=WINDOW, now=now)
    return [occurrence.key for occurrence, _ in due]


def upcoming(now: datetime, events: dict[str, date], already: frozenset[str] = NOTHING) -> datetime | None:
    return next_due(PROGRAMME, starts_on=START, events=events, already=already, window=WINDOW, now=now)


def at(day: date, hour: int = 10) -> datetime:
    return instant(day, time(hour), "Europe/London")


def told(now: datetime, events: dict[str, date]) -> list[tuple[str, datetime]]:
    """A whole programme, each step said as soon as it is due."""
    said: list[tuple[str, datetime]] = []
    moment = upcoming(now, events)
    while moment is not None:
        already = frozenset(key for key, _ in said)
        said += [(key, moment) for key in due_keys(moment, events, already)]
        moment = upcoming(moment, events, frozenset(key for key, _ in said))
    return said


def problems_in(text: str) -> tuple[str, ...]:
    with pytest.raises(ProgrammeProblems) as caught:
        read(text)
    return caught.value.problems


def changed(old: str, new: str) -> str:
    assert old in DEFAULT
    return DEFAULT.replace(old, new, 1)


def test_the_programme_that_comes_with_the_house_runs_its_course() -> None:
    wall = [(key, f"{moment.astimezone(LONDON):%a %d %b %H:%M}") for key, moment in told(at(START), VISITS)]
    assert wall == [
        ("meet_your_partner", "Tue 16 Mar 10:00"),
        ("first_met_check", "Tue 30 Mar 10:00"),
        ("plan_d_shadows_m", "Tue 13 Apr 10:00"),
        ("check_in_1", "Tue 20 Apr 10:00"),
        ("plan_m_shadows_d", "Tue 27 Apr 10:00"),
        ("shadow_debrief:dm", "Tue 27 Apr 10:00"),
        ("shadow_debrief:md", "Tue 11 May 10:00"),
        ("thanks", "Tue 24 Aug 10:00"),
    ]


def test_every_text_is_short_enough_to_be_read_on_a_ward() -> None:
    for step in PROGRAMME.steps:
        assert len(step.text.split()) <= 60
        assert all(len(sentence.split()) <= 21 for sentence in re.split(r"(?<=[.?!:])\s", step.text))


def test_the_window_is_the_one_that_the_file_names() -> None:
    assert WINDOW.days == {1, 2, 3}
    assert (WINDOW.opens, WINDOW.closes, WINDOW.zone) == (time(10), time(16), "Europe/London")


def test_a_pair_without_visits_is_asked_about_none() -> None:
    assert [key for key, _ in told(at(START), {}) if key.startswith("shadow_debrief")] == []


def test_a_visit_is_asked_about_on_the_next_working_day_in_the_window() -> None:
    maundy_thursday = {"shadow_dm": date(2027, 3, 25)}
    assert "shadow_debrief:dm" not in due_keys(at(date(2027, 3, 25), 15), maundy_thursday)
    assert "shadow_debrief:dm" in due_keys(at(date(2027, 3, 30)), maundy_thursday)


def test_two_workshops_are_two_occasions_and_one_without_a_name_is_one() -> None:
    events = {"workshop": START, "workshop_7": START, "workshops": START}
    keys = {each.key for each in occurrences(PROGRAMME, events) if each.event}
    assert keys == {"workshop_after", "workshop_after:7"}


def test_an_event_without_a_date_plans_nothing() -> None:
    debrief = PROGRAMME.step("shadow_debrief")
    assert debrief is not None
    visit = Occurrence(debrief, "shadow_debrief:dm", "shadow_dm")
    assert planned_on(visit, starts_on=START, events={}, window=WINDOW) is None
    assert planned_on(visit, starts_on=START, events=VISITS, window=WINDOW) == date(2027, 4, 23)
    assert PROGRAMME.step("no_such_step") is None


def test_what_was_said_is_never_due_again() -> None:
    now = at(date(2027, 3, 16))
    assert due_keys(now, {}) == ["meet_your_partner"]
    assert due_keys(now, {}, frozenset({"meet_your_partner"})) == []


def test_nothing_is_due_while_the_window_is_shut() -> None:
    assert due_keys(at(date(2027, 3, 16), 17), {}) == []
    assert upcoming(at(date(2027, 3, 16), 17), {}) == at(date(2027, 3, 17))
    assert due_keys(at(date(2027, 3, 20), 12), {}) == []


def test_what_has_waited_more_than_ten_days_is_dropped_but_the_introduction_never() -> None:
    asked_at = at(date(2027, 4, 13))
    just_in_time, too_late = asked_at + timedelta(days=9), asked_at + timedelta(days=14)
    assert "plan_d_shadows_m" in due_keys(just_in_time, {})
    assert "plan_d_shadows_m" not in due_keys(too_late, {})
    assert "meet_your_partner" in due_keys(too_late, {})


def test_the_tenth_day_is_still_in_time_and_a_second_later_is_not() -> None:
    thanks_at = at(date(2027, 8, 24))
    limit = thanks_at + timedelta(days=9, hours=6) - timedelta(seconds=1)
    everything_else = frozenset(step.id for step in PROGRAMME.steps if step.id != "thanks")
    assert due_keys(limit, {}, everything_else) == ["thanks"]
    assert upcoming(thanks_at + timedelta(days=10), {}, everything_else) is None


def test_a_programme_that_is_over_has_nothing_coming() -> None:
    everything = frozenset(step.id for step in PROGRAMME.steps)
    assert upcoming(at(START), {}, everything) is None


moments = st.integers(0, 200 * 24 * 60).map(
    lambda minutes: datetime(2027, 3, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
event_dates = st.dictionaries(
    st.sampled_from(["shadow_dm", "shadow_md", "workshop"]),
    st.dates(date(2027, 3, 1), date(2027, 9, 1)),
    max_size=3,
)
said = st.frozensets(
    st.sampled_from([each.key for each in occurrences(PROGRAMME, VISITS | {"workshop": START})])
)


@given(moments, event_dates, said)
def test_the_next_due_instant_is_the_first_at_which_something_is_due(
    now: datetime, events: dict[str, date], already: frozenset[str]
) -> None:
    coming = upcoming(now, events, already)
    if due_keys(now, events, already):
        assert coming == now
    if coming is None:
        assert due_keys(first_allowed(WINDOW, now), events, already) == []
        return
    assert due_keys(coming, events, already)
    assert first_allowed(WINDOW, coming) == coming
    between = [now + (coming - now) * n / 7 for n in range(7)]
    assert not any(due_keys(moment, events, already) for moment in between if moment < coming)


@given(moments, event_dates, said)
def test_what_is_due_was_planned_not_said_and_is_not_stale(
    now: datetime, events: dict[str, date], already: frozenset[str]
) -> None:
    due = due_steps(PROGRAMME, starts_on=START, events=events, already=already, window=WINDOW, now=now)
    for occurrence, due_at in due:
        day = planned_on(occurrence, starts_on=START, events=events, window=WINDOW)
        assert day is not None
        assert at(day) <= due_at <= now
        assert occurrence.key not in already
        assert occurrence.key == "meet_your_partner" or now - due_at <= timedelta(days=10)
    assert [due_at for _, due_at in due] == sorted(due_at for _, due_at in due)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("week: 2\n", "week: two\n", "Step first_met_check: week must be a whole number, not 'two'."),
        ("week: 2\n", "week: 30\n", "Step first_met_check: week 30 is after the last week, 24."),
        ("    week: 2\n", "", "Step first_met_check: give week or trigger, so that it has its time."),
        (
            "week: 2\n",
            "week: 2\n    trigger: shadow\n",
            "Step first_met_check: give week or trigger, not both.",
        ),
        (
            "week: 2\n",
            "week: 2\n    after_working_days: 1\n",
            "Step first_met_check: after_working_days goes with trigger only.",
        ),
        ("id: thanks", "id: check_in_1", "The step id check_in_1 stands there 2 times."),
        ("id: thanks", "wek: 3", "Step 8: id is missing."),
        ("id: thanks", "id: thanks\n    colour: red", "Step thanks: colour is not a known key."),
        (
            "type: none",
            "type: poem",
            "Step thanks: reply type must be date_time_place, buttons, reflection or none, not 'poem'.",
        ),
        (
            "trigger: shadow",
            "trigger: lunch",
            "Step shadow_debrief: trigger must be shadow or workshop, not 'lunch'.",
        ),
        ("to: each", "to: all", "Step first_met_check: to must be pair or each, not 'all'."),
        (
            "Have you and {partner}",
            "Have {us}",
            "Step first_met_check: text has an unknown placeholder, {us}.",
        ),
        (
            "and {partner} met",
            "and {partner!r} met",
            "Step first_met_check: text has an unknown placeholder, {partner}.",
        ),
        (
            "and {partner} met",
            "and {partner met",
            "Step first_met_check: text has a curly bracket without its other half.",
        ),
        (
            "{ type: none }",
            "{ type: buttons, captures: x }",
            "Step thanks: reply options are missing: a reply by buttons needs them.",
        ),
        (
            "{ type: none }",
            "{ type: none, options: [{ value: a, label: A }] }",
            "Step thanks: reply options go with buttons or a reflection only.",
        ),
        (
            ", max: 600",
            "",
            "Step workshop_after: reply max is missing: a reflection needs its greatest length.",
        ),
        (
            ", captures: shadow_dm_plan",
            "",
            "Step plan_d_shadows_m: reply captures is missing: the answer needs a name.",
        ),
        (
            "value: booked",
            "value: not_yet",
            "Step first_met_check: reply option not_yet stands there 2 times.",
        ),
        (
            'value: "yes"',
            "value: yes",
            "Step first_met_check: reply options 1 value must be text, not True: put yes, no, on and off in quotation marks.",
        ),
        (
            'from: "10:00"',
            "from: 10:00",
            'send_window from must be a time in quotation marks, such as "10:00", not 600.',
        ),
        ('from: "10:00"', 'from: "18:00"', "send_window to must be later than from."),
        ("[Tue, Wed, Thu]", "[]", "send_window days must name at least one day."),
        ("[Tue, Wed, Thu]", "[Tue, Sat]", "send_window days 2 must be Mon, Tue, Wed, Thu or Fri, not 'Sat'."),
        (
            "Europe/London",
            "Europe/Larkhill",
            "timezone must be a name such as Europe/London, not 'Europe/Larkhill'.",
        ),
        ("yet?", "yet at {when}?", "Step first_met_check: text has {when}, which nobody knows at that time."),
        (
            '"{event}"',
            "{partner}",
            "Step workshop_after: text has {partner}, which nobody knows at that time.",
        ),
        ("weeks_total: 24", "", "weeks_total is missing."),
        ("weeks_total: 24", "weeks_total:", "weeks_total must be a whole number from 1, not empty."),
        ("limits:", "limit:", "limit is not a known key."),
        ("limits:", "limit:", "limits is missing."),
        ("reply: { type: none }", "reply: none", "Step thanks: reply must be keys and values, not 'none'."),
    ],
)
def test_a_problem_is_told_with_its_step_and_key(old: str, new: str, problem: str) -> None:
    assert problem in problems_in(changed(old, new))


def test_every_problem_is_told_at_once() -> None:
    text = (
        changed("week: 2\n", "week: two\n")
        .replace("weeks_total: 24", "weeks_total: many")
        .replace('"{event}"', "{x}")
    )
    assert problems_in(text) == (
        "weeks_total must be a whole number from 1, not 'many'.",
        "Step first_met_check: week must be a whole number, not 'two'.",
        "Step workshop_after: text has an unknown placeholder, {x}.",
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "The file must hold keys and values."),
        ("- a\n- b\n", "The file must hold keys and values."),
        ("name: [", "This is not YAML, line 1: expected the node content, but found '<stream end>'."),
        ("name: \x00", "This is not YAML: it holds a character that cannot be read."),
        (DEFAULT[: DEFAULT.index("steps:")] + "steps: later\n", "steps must be a list."),
        (DEFAULT[: DEFAULT.index("steps:")] + "steps: [later]\n", "Step 1 must be keys and values."),
    ],
)
def test_a_file_that_is_no_programme_says_why(text: str, problem: str) -> None:
    assert problem in problems_in(text)


def test_the_programme_is_plain_data() -> None:
    assert isinstance(PROGRAMME, Programme)
    first = PROGRAMME.steps[1]
    assert [(option.value, option.label) for option in first.reply.options] == [
        ("yes", "Yes, we met"),
        ("booked", "It is booked"),
        ("not_yet", "Not yet"),
    ]
