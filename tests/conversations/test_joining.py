"""Joining: the two screens, what stands beside a box, and changing what was answered."""

from __future__ import annotations

from programme.words import join_forms, reflecting
from storage.people import Person
from storage.sign_ups import SignUp, Tie
from tests.conversations.cast import DOCTOR, MANAGER, WISHES, Cast

HEALTH_NUMBER = "943 476 5919"


def test_a_doctor_joins_in_two_screens_and_then_sees_where_she_stands(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.amina.types("/pairme")
    assert "first of 2 screens" in cast.amina.sees()
    assert cast.amina.fills(**DOCTOR) == {}
    assert "second of 2 screens" in cast.amina.sees()
    assert cast.amina.filled("options") == ["host"]
    assert cast.amina.fills(**WISHES) == {}
    assert "Thank you, Amina Yusuf. You have joined Spring 2027." in cast.amina.sees()
    cast.amina.types("/pairme")
    standing = cast.amina.last()
    assert standing.is_private
    assert "nothing to do until we introduce your partner" in standing.words
    assert list(standing.buttons) == ["Change my answers", "Get help"]
    assert "You have joined Spring 2027" in cast.amina.looks_home()


def test_a_second_screen_can_wait_and_is_where_she_goes_on(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.amina.types("/pairme")
    cast.amina.fills(**DOCTOR)
    cast.amina.closes()
    cast.joins(cast.priya, MANAGER)
    cast.lena.types("/cohort match")
    assert "nobody to match in Spring 2027" in cast.lena.last().words
    cast.amina.types("/pairme status")
    assert "One more screen and you are done" in cast.amina.last().words
    cast.amina.presses("Finish my form")
    assert "second of 2 screens" in cast.amina.sees()
    cast.amina.closes()
    cast.amina.types("/pairme")
    assert "second of 2 screens" in cast.amina.sees()
    assert cast.amina.fills(**WISHES) == {}
    assert "You have joined Spring 2027" in cast.amina.sees()


def test_what_is_wrong_on_the_first_screen_stands_beside_its_box_and_the_rest_is_kept(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.amina.types("/pairme")
    wrong = DOCTOR | {"grade_band": "band-7", "post_ends_on": "2027-02-28", "role": "  "}
    assert cast.amina.fills(**wrong) == {
        "grade_band": join_forms.CHOOSE_DOCTOR_GRADE,
        "post_ends_on": join_forms.END_IN_PAST,
        "role": join_forms.WRITE_ROLE,
    }
    assert cast.amina.filled("grade_band") == "band-7"
    assert cast.amina.filled("directorate") == "medicine"
    assert cast.story.kept(SignUp) == []
    assert cast.amina.fills(grade_band="st1-3", post_ends_on="2027-09-01", role="Registrar") == {}
    assert [(each.grade_band, each.role) for each in cast.story.kept(SignUp)] == [("st1-3", "Registrar")]


def test_a_manager_needs_a_band_but_no_end_of_post_and_a_doctor_needs_both(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.priya.types("/pairme")
    assert cast.priya.fills(**MANAGER | {"grade_band": "st4-5"}) == {
        "grade_band": join_forms.CHOOSE_MANAGER_BAND
    }
    assert cast.priya.fills(grade_band="band-8a") == {}
    cast.amina.types("/pairme")
    assert cast.amina.fills(**DOCTOR | {"post_ends_on": ""}) == {"post_ends_on": join_forms.DOCTOR_NEEDS_END}


def test_what_is_wrong_on_the_second_screen_stands_beside_its_box(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.amina.types("/pairme")
    cast.amina.fills(**DOCTOR)
    wrong = {
        "want_to_learn": ["finance", "safety", "digital", "theatres"],
        "free_b": [join_forms.NOT_FREE_IN_B, "mon-lunch"],
        "line_manager": cast.amina.id,
        "avoid": [cast.ben.id, cast.amina.id],
    }
    assert cast.amina.fills(**WISHES | wrong) == {
        "want_to_learn": join_forms.ONE_TO_THREE,
        "free_b": join_forms.FREE_OR_NOT,
        "line_manager": join_forms.NOT_YOURSELF,
        "avoid": join_forms.NOT_YOURSELF,
    }
    assert cast.amina.filled("want_to_learn") == wrong["want_to_learn"]
    assert [each.completed_at for each in cast.story.kept(SignUp)] == [None]


def test_boxes_that_a_platform_let_through_empty_are_asked_for(cast: Cast) -> None:
    cast.opens_a_cohort()
    assert cast.amina.tries("form", "join_about", "1").errors == {
        **dict.fromkeys(("group", "grade_band", "directorate", "site", "permission"), join_forms.CHOOSE_ONE),
        "role": join_forms.WRITE_ROLE,
        "privacy": join_forms.READ_PRIVACY,
    }
    no_date = DOCTOR | {"post_ends_on": "next summer", "role": "x" * 81}
    assert cast.amina.tries("form", "join_about", "1", **no_date).errors == {
        "post_ends_on": join_forms.NOT_A_DATE,
        "role": join_forms.ROLE_TOO_LONG,
    }
    cast.amina.tries("form", "join_about", "1", **DOCTOR)
    assert cast.amina.tries("form", "join_matching", "1").errors == {
        "want_to_learn": join_forms.ONE_TO_THREE,
        "can_offer": join_forms.ONE_TO_THREE,
        "free_a": join_forms.SOME_FREE_TIME,
    }


def test_a_health_number_is_stopped_beside_its_box_before_anything_is_stored(cast: Cast) -> None:
    cast.opens_a_cohort()
    known_before = {each.platform_id for each in cast.story.kept(Person)}
    cast.amina.types("/pairme")
    known_before.add(cast.amina.id)
    errors = cast.amina.fills(**DOCTOR | {"role": f"Registrar for {HEALTH_NUMBER}"})
    assert errors == {"role": reflecting.health_number("943 … 19")}
    assert cast.story.kept(SignUp) == []
    assert {each.platform_id for each in cast.story.kept(Person)} == known_before
    cast.amina.types(f"/pairme {HEALTH_NUMBER}")
    assert "Nothing has been saved" in cast.amina.last().words


def test_she_changes_her_answers_and_finds_the_old_ones_in_their_boxes(cast: Cast) -> None:
    cast.opens_a_cohort()
    about = {"line_manager": cast.tom, "supervisors": [cast.ben], "avoid": [cast.chidi]}
    cast.joins(cast.amina, DOCTOR, **about, free_b=[join_forms.NOT_FREE_IN_B], options=["remote", "night"])
    cast.amina.types("/pairme")
    cast.amina.presses("Change my answers")
    for field in ("group", "role", "grade_band", "directorate", "site", "post_ends_on", "permission"):
        assert cast.amina.filled(field) == DOCTOR[field]
    assert cast.amina.filled("privacy") == ["read"]
    assert cast.amina.fills(directorate="surgery") == {}
    assert cast.amina.filled_people(*about) == [cast.tom, cast.ben, cast.chidi]
    for field, value in {**WISHES, "options": ["remote", "night"]}.items():
        assert cast.amina.filled(field) == (value if field != "free_b" else [join_forms.NOT_FREE_IN_B])
    assert cast.amina.fills(supervisors=[], avoid=[cast.ben], free_b=[]) == {}
    assert "Your answers for Spring 2027 have been changed" in cast.amina.sees()
    (kept,) = cast.story.kept(SignUp)
    assert (kept.directorate, kept.free_b) == ("surgery", kept.free_a)
    ids = {each.platform_id: each.id for each in cast.story.kept(Person)}
    ties = {(each.kind, each.other_id) for each in cast.story.kept(Tie)}
    assert ties == {("line_manager", ids[cast.tom.id]), ("avoid", ids[cast.ben.id])}


def test_a_fortnight_of_equal_weeks_stays_equal_when_its_times_change(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.amina.types("/pairme")
    cast.amina.presses("Change my answers")
    cast.amina.fills()
    assert not cast.amina.filled("free_b")
    cast.amina.fills(free_a=["fri-lunch"])
    assert [(each.free_a, each.free_b) for each in cast.story.kept(SignUp)] == [
        (["fri-lunch"], ["fri-lunch"])
    ]


def test_permission_that_comes_later_is_told_with_a_button(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.priya, MANAGER)
    cast.amina.types("/pairme")
    cast.amina.fills(**DOCTOR | {"permission": "not_yet"})
    cast.amina.fills(**WISHES)
    assert "once your line manager or supervisor says yes" in cast.amina.sees()
    cast.amina.closes()
    cast.lena.types("/cohort match")
    assert cast.left_over()["Amina Yusuf"] == "permission not yet given"
    cast.amina.types("/pairme")
    cast.amina.presses("They said yes")
    assert "We can now match you" in cast.amina.last().words
    cast.lena.types("/cohort match")
    assert cast.suggested() == {"Amina Yusuf and Priya Nair"}
    cast.amina.types("/pairme")
    assert "They said yes" not in cast.amina.last().buttons


def test_permission_can_be_told_on_the_screen_that_asks_for_it(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.amina.types("/pairme")
    cast.amina.fills(**DOCTOR | {"permission": "not_yet"})
    cast.amina.fills(**WISHES)
    cast.amina.presses("They said yes")
    assert "We can now match you" in cast.amina.sees()
    assert [each.permission for each in cast.story.kept(SignUp)] == [True]


def test_permission_after_the_pairs_were_made_leads_to_the_waiting_list(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.priya, MANAGER)
    cast.joins(cast.ben, DOCTOR)
    cast.joins(cast.amina, DOCTOR | {"permission": "not_yet"})
    cast.amina.types("/pairme")
    cast.lena.types("/cohort match")
    cast.approves(cast.lena)
    cast.amina.presses("They said yes")
    assert "you are on its waiting list" in cast.amina.last().words


def test_help_and_an_unknown_word_are_answered_to_the_asker_alone(cast: Cast) -> None:
    cast.amina.types("/pairme help", where=cast.other_channel)
    assert cast.amina.heard("/pairme status: see where you are", is_private=True)
    cast.amina.types("/pairme statsu", where=cast.other_channel)
    assert cast.amina.heard("Did you mean /pairme status?", is_private=True)
    assert not cast.priya.heard("/pairme status")
