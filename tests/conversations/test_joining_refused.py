"""Who cannot join and why, in words that help; and who can join the next cohort instead."""

from __future__ import annotations

import threading

from handlers.action import Reply
from programme.words import joining
from storage.sign_ups import SignUp
from tests.conversations import acts
from tests.conversations.cast import DOCTOR, MANAGER, WISHES, Cast
from tests.conversations.someone import Someone
from tests.conversations.story import at

HEALTH_NUMBER = "943 476 5919"
AFTER_WEEK_6 = at("2027-04-27 12:00")


def test_nobody_can_join_where_nothing_is_open(cast: Cast) -> None:
    cast.amina.types("/pairme")
    assert "not open to join at the moment" in cast.amina.last().words
    cast.amina.types("/pairme status")
    assert "You have not joined yet" in cast.amina.last().words
    cast.amina.presses("Sign me up")
    assert "not open to join at the moment" in cast.amina.reads()
    assert not cast.amina.has_a_form()


def test_a_full_cohort_says_so_but_keeps_the_place_of_somebody_who_began(cast: Cast) -> None:
    cast.opens_a_cohort(places="2")
    cast.amina.types("/pairme")
    cast.ben.types("/pairme")
    assert cast.amina.fills(**DOCTOR) == {}
    cast.joins(cast.priya, MANAGER)
    assert cast.ben.fills(**DOCTOR) == {}
    assert "Spring 2027 is full" in cast.ben.sees()
    cast.chidi.types("/pairme")
    assert "Spring 2027 is full" in cast.chidi.last().words
    assert cast.amina.fills(**WISHES) == {}
    assert "You have joined Spring 2027" in cast.amina.sees()
    assert len(cast.story.kept(SignUp)) == 2


def test_two_who_want_the_last_place_at_once_do_not_both_get_it(cast: Cast) -> None:
    cast.opens_a_cohort(places="2")
    cast.joins(cast.priya, MANAGER)
    start = threading.Barrier(2)
    replies: list[Reply] = []

    def sends(person: Someone) -> None:
        start.wait()
        replies.append(person.acts("form", "join_about", "1", **DOCTOR))

    threads = [threading.Thread(target=sends, args=[person]) for person in (cast.amina, cast.ben)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Reply(joining.full("Spring 2027")) in replies
    assert len(cast.story.kept(SignUp)) == 2


def test_a_doctor_who_leaves_soon_is_told_at_once_what_it_means(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.amina.types("/pairme")
    cast.amina.fills(**DOCTOR | {"post_ends_on": "2027-06-06"})
    cast.amina.fills(**WISHES)
    assert "Your post ends less than 12 weeks after the start" in cast.amina.sees()
    cast.amina.closes()
    cast.amina.types("/pairme")
    cast.amina.presses("Change my answers")
    cast.amina.fills(post_ends_on="2027-06-07")
    cast.amina.fills()
    assert "less than 12 weeks" not in cast.amina.sees()


def test_nobody_changes_answers_once_the_pairs_are_made_or_joins_after_week_6(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    cast.amina.types("/pairme")
    cast.chidi.types("/pairme")
    cast.ben.types("/pairme")
    cast.ben.fills(**DOCTOR)
    cast.lena.types("/cohort match")
    cast.approves(cast.lena)
    cast.amina.presses("Change my answers")
    assert "your answers can no longer be changed here" in cast.amina.reads()
    cast.amina.types("/pairme")
    assert "Spring 2027 starts on Monday 15 March 2027" in cast.amina.last().words
    acts.nobody_ticks_until(cast.story, AFTER_WEEK_6)
    assert cast.chidi.fills(**DOCTOR) == {}
    assert cast.ben.fills(**WISHES) == {}
    for late in (cast.chidi, cast.ben):
        assert "Spring 2027 is no longer open to join" in late.sees()
        late.types("/pairme")
        assert "Spring 2027 is no longer open to join" in late.last().words


def test_a_guest_is_told_why_not_on_every_way_in(cast: Cast) -> None:
    cast.opens_a_cohort()
    for command in ("/pairme", "/pairme status"):
        cast.guest.types(command)
        assert "Guest accounts cannot join" in cast.guest.last().words
    assert cast.guest.tries("press", "open_join", "1").message == joining.not_for_guests()
    assert cast.guest.tries("form", "join_about", "1", **DOCTOR).message == joining.not_for_guests()
    assert not cast.guest.has_a_form()
    assert cast.story.kept(SignUp) == []


def test_a_bot_account_cannot_join(cast: Cast) -> None:
    cast.opens_a_cohort()
    robot = cast.robot
    assert robot.tries("command", "pairme").message == joining.not_for_bots()
    assert robot.tries("form", "join_about", "1", **DOCTOR).message == joining.not_for_bots()
    assert cast.story.kept(SignUp) == []


def test_of_two_open_cohorts_she_chooses_one(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.opens_a_cohort(name="Summer 2027", starts_on="2027-06-01", channel=cast.other_channel)
    cast.amina.types("/pairme")
    choice = cast.amina.last()
    assert list(choice.buttons)[:2] == [
        "Summer 2027, from Tuesday 1 June 2027",
        "Spring 2027, from Monday 15 March 2027",
    ]
    cast.amina.presses("Spring 2027, from Monday 15 March 2027")
    assert "Paired Learning: Spring 2027" in cast.amina.sees()
    cast.amina.fills(**DOCTOR)
    cast.amina.fills(**WISHES)
    cast.amina.types("/pairme")
    assert list(cast.amina.last().buttons) == ["Change my answers", "Get help"]


def test_another_workspace_sees_nothing_of_a_cohort(cast: Cast) -> None:
    cast.opens_a_cohort()
    for reply in (
        cast.amina.tries("command", "pairme", of="T0000THEIRS"),
        cast.amina.tries("press", "open_join", "1", of="T0000THEIRS"),
        cast.amina.tries("form", "join_about", "1", of="T0000THEIRS", **DOCTOR),
        cast.amina.tries("form", "join_matching", "1", of="T0000THEIRS", **WISHES),
    ):
        assert reply == Reply(joining.nothing_open())
    assert cast.story.kept(SignUp) == []


def test_somebody_left_without_a_partner_can_join_the_next_cohort(cast: Cast) -> None:
    cast.pairs_amina_with_priya_and_leaves_ben_waiting()
    cast.ben.types("/pairme")
    assert "Spring 2027 starts on" in cast.ben.last().words
    cast.story.until(at("2027-03-16 12:00"))
    assert "could not find you a partner yet" in cast.ben.last().words
    cast.opens_a_cohort(name="Summer 2027", starts_on="2027-06-01", channel=cast.other_channel)
    cast.ben.types("/pairme")
    assert "waiting list of Spring 2027" in cast.ben.last().words
    cast.ben.presses("Join Summer 2027, from Tuesday 1 June 2027")
    assert cast.ben.fills(**DOCTOR) == {}
    assert cast.ben.fills(**WISHES) == {}
    assert "You have joined Summer 2027" in cast.ben.sees()
    cast.ben.types("/pairme")
    assert "You have joined Summer 2027" in cast.ben.last().words
    cast.amina.types("/pairme")
    assert "Your partner is Priya Nair" in cast.amina.last().words
    assert not [label for label in cast.amina.last().buttons if label.startswith("Join")]


def test_a_form_that_was_never_finished_does_not_stand_in_the_way_of_the_next_cohort(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.ben.types("/pairme")
    cast.ben.fills(**DOCTOR)
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    cast.lena.types("/cohort match")
    cast.approves(cast.lena)
    cast.ben.closes()
    acts.nobody_ticks_until(cast.story, AFTER_WEEK_6)
    cast.opens_a_cohort(name="Summer 2027", starts_on="2027-06-01", channel=cast.other_channel)
    cast.ben.types("/pairme")
    assert "Paired Learning: Summer 2027" in cast.ben.sees()
    assert "first of 2 screens" in cast.ben.sees()
