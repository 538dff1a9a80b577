"""A pair is introduced once, at the first allowed moment, and agrees when and where to meet."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.pairs import Plan
from storage.prompts import Prompt
from tests.conversations import acts
from tests.conversations.cast import DOCTOR, MANAGER, Cast
from tests.conversations.someone import Someone
from tests.conversations.story import at
from tests.conversations.visit import only

CANTEEN = {"on_date": "2027-03-18", "at_time": "12:30", "place": "Canteen"}
PLANNED = "Thursday 18 March 2027 at 12:30pm, Canteen"


def introductions(someone: Someone) -> int:
    return len(someone.heard("meet Priya Nair"))


@pytest.mark.parametrize(
    ("approved_at", "starts_on", "introduced_at"),
    [
        ("2027-03-01 09:00", "2027-03-17", "2027-03-17 10:00"),  # a Wednesday, and not the days before
        ("2027-03-16 15:59", "2027-03-16", "2027-03-16 15:59"),  # a minute before the window closes
        ("2027-03-16 16:00", "2027-03-16", "2027-03-17 10:00"),  # it has closed: the next day
        (
            "2027-03-01 09:00",
            "2027-03-26",
            "2027-03-30 09:00",
        ),  # Good Friday, then summer time: 10am is 9am UTC
        ("2027-03-01 09:00", "2027-12-27", "2027-12-29 10:00"),  # two bank holidays, one of them a Tuesday
    ],
)
def test_a_pair_is_introduced_at_the_first_allowed_moment_and_not_before(
    cast: Cast, approved_at: str, starts_on: str, introduced_at: str
) -> None:
    cast.story.clock.move_to(at(approved_at))
    cast.opens_a_cohort(starts_on=starts_on)
    cast.joins(cast.amina, {**DOCTOR, "post_ends_on": "2028-09-01"})
    cast.joins(cast.priya, MANAGER)
    cast.lena.types("/cohort match")
    cast.approves(cast.lena)
    moment = at(introduced_at)
    if moment > cast.story.clock.now() + timedelta(seconds=1):
        cast.story.until(moment - timedelta(seconds=1))
        assert introductions(cast.amina) == 0
        assert "Priya" not in acts.everything_heard(cast.amina)
    cast.story.until(moment + timedelta(minutes=5))
    assert introductions(cast.amina) == introductions(cast.priya) == 1
    cast.story.later(days=7)
    assert introductions(cast.amina) == introductions(cast.priya) == 1


def test_they_are_introduced_once_and_together_where_they_can_be_however_often_the_clock_ticks(
    cast: Cast,
) -> None:
    cast.are_introduced()
    acts.ticks(cast.story, 3)
    (heard,), (theirs,) = cast.amina.heard("meet Priya Nair"), cast.priya.heard("meet Priya Nair")
    assert (heard == theirs) is cast.story.scene.has_groups
    for each in (heard, theirs):
        assert each.is_private is not cast.story.scene.has_groups
        assert "Amina Yusuf, meet Priya Nair, Service manager." in each.words
        assert "Priya Nair, meet Amina Yusuf, Paediatric registrar." in each.words
        assert "We matched you because" in each.words
        assert "Do not include anything that could identify a patient" in each.words
    assert not any(each.heard("meet Priya") for each in cast.others(cast.amina, cast.priya))


def test_a_pair_is_introduced_late_rather_than_never(cast: Cast) -> None:
    cast.pairs_amina_with_priya()
    acts.nobody_ticks_until(cast.story, at("2027-04-14 12:00"))
    acts.ticks(cast.story, 2)
    assert introductions(cast.amina) == 1
    assert not cast.amina.heard("Have you and Priya Nair met yet?")


def test_when_one_of_them_has_left_the_other_is_told_and_both_leads_learn_of_it(cast: Cast) -> None:
    """Priya's account is switched off between the approval and the first day."""
    cast.pairs_amina_with_priya()
    with cast.priya.is_gone():
        cast.story.until(at("2027-03-16 12:00"))
    assert introductions(cast.amina) == 1
    for lead in (cast.lena, cast.tom):
        (told,) = lead.heard("I could not tell Priya Nair who their partner is")
        assert (
            "Amina Yusuf has been told, and may be waiting. Please write to Priya Nair yourself."
            in told.words
        )


def test_after_an_outage_what_is_late_comes_one_a_day(cast: Cast) -> None:
    cast.pairs_amina_with_priya()
    acts.nobody_ticks_until(cast.story, at("2027-04-14 12:00"))
    acts.ticks(cast.story, 3)
    assert introductions(cast.amina) == 1
    assert not cast.amina.heard("Next: Amina Yusuf will shadow Priya Nair")
    cast.story.until(at("2027-04-15 08:59"))
    assert not cast.amina.heard("Next: Amina Yusuf will shadow Priya Nair")
    cast.story.until(at("2027-04-15 09:00"))
    assert cast.amina.heard("Next: Amina Yusuf will shadow Priya Nair")
    assert not cast.amina.heard("Have you and Priya Nair met yet?")  # nobody wants to know any more


def test_one_says_when_and_where_and_the_other_changes_it_later(cast: Cast) -> None:
    cast.are_introduced()
    cast.priya.presses("Tell me when and where")
    assert cast.priya.fills(**CANTEEN) == {}
    assert not cast.priya.has_a_form()
    (heard,) = cast.amina.heard("meet Priya Nair")
    assert f"Priya Nair has planned it: {PLANNED}." in heard.words
    assert "Tell me when and where" not in heard.buttons
    cast.amina.presses("Change it")
    assert [cast.amina.filled(name) for name in CANTEEN] == list(CANTEEN.values())
    assert cast.amina.fills(on_date="2027-03-23", place="Ward 5 office") == {}
    (heard,) = cast.priya.heard("meet Priya Nair")
    assert "Amina Yusuf has planned it: Tuesday 23 March 2027 at 12:30pm, Ward 5 office." in heard.words
    assert PLANNED not in heard.words
    assert len(cast.story.kept(Plan)) == 1


WRONG = [
    ({"on_date": ""}, "on_date", "Please choose a date."),
    ({"on_date": "2027-03-15"}, "on_date", "This day has passed. Please choose a day from today on."),
    (
        {"on_date": "2037-03-18"},
        "on_date",
        "The programme ends on Monday 30 August 2027. Please choose a day before then.",
    ),
    ({"at_time": ""}, "at_time", "Please choose a time, for example 12:30."),
    ({"place": "  "}, "place", "Please say where."),
    (
        {"on_date": "2027-03-16", "at_time": "11:59"},
        "at_time",
        "This time has passed. Please choose a later time.",
    ),
    (
        {"place": "the bed of 943 476 5919"},
        "place",
        "This looks like a health number: 943 … 19. Please take it out. Nothing has been saved.",
    ),
]


def test_what_is_wrong_stands_beside_its_box(cast: Cast) -> None:
    cast.are_introduced()
    subject = str(cast.story.kept(Prompt)[0].id)
    for changes, field, error in WRONG:
        reply = cast.amina.tries("form", "plan", f"{subject}:", **{**CANTEEN, **changes})
        assert reply.errors == {field: error}
    assert cast.story.kept(Plan) == []


def test_every_empty_box_is_named_at_once_and_what_was_typed_is_kept(cast: Cast) -> None:
    cast.are_introduced()
    subject = str(cast.story.kept(Prompt)[0].id)
    assert set(cast.amina.tries("form", "plan", f"{subject}:").errors) == {"on_date", "at_time", "place"}
    cast.amina.presses("Tell me when and where")
    assert list(cast.amina.fills(on_date="2027-03-15", place="Canteen")) == ["on_date"]
    assert cast.amina.filled("place") == "Canteen"


def test_where_no_group_can_be_opened_each_is_told_alone_and_both_see_the_answer(cast: Cast) -> None:
    cast.pairs_amina_with_priya()
    acts.groups_are_refused(cast.story)
    cast.story.until(at("2027-03-16 12:00"))
    for someone in (cast.amina, cast.priya):
        (heard,) = someone.heard("meet Priya Nair")
        assert heard.is_private
        other = cast.priya if someone is cast.amina else cast.amina
        ways = (f"so please write to {other.name} directly.", f"Please write to {other.part.email}.")
        assert any(way in heard.words for way in ways)
        assert "Tell me when and where" in heard.buttons
    cast.amina.presses("Tell me when and where")
    assert cast.amina.fills(**CANTEEN) == {}
    for someone in (cast.amina, cast.priya):
        (heard,) = someone.heard("meet Priya Nair")
        assert f"Amina Yusuf has planned it: {PLANNED}." in heard.words
    assert f"Amina Yusuf has planned a date. Your first meeting: {PLANNED}." in cast.priya.last().words
    assert not cast.amina.heard("has planned a date")
    cast.priya.presses("Change it")
    assert cast.priya.fills(place="Ward 5") == {}
    assert "Priya Nair has planned a date." in cast.amina.last().words
    assert cast.amina.heard("Priya Nair has planned it: Thursday 18 March 2027 at 12:30pm, Ward 5.")


def test_a_pair_told_alone_once_is_told_alone_from_then_on(cast: Cast) -> None:
    cast.pairs_amina_with_priya()
    acts.groups_are_refused(cast.story)
    cast.story.until(at("2027-04-13 12:00"))
    for someone in (cast.amina, cast.priya):
        (heard,) = someone.heard("Next: Amina Yusuf will shadow Priya Nair")
        assert heard.is_private


def test_a_reply_in_words_to_when_and_where_is_shown_the_button(cast: Cast) -> None:
    cast.pairs_amina_with_priya()
    acts.groups_are_refused(cast.story)
    cast.story.until(at("2027-03-16 12:00"))
    (asked,) = cast.amina.heard("meet Priya Nair")
    cast.amina.says("Thursday in the canteen?", under=asked)
    answer = cast.amina.last()
    assert "Please use the button." in answer.words
    assert answer.stands_under(asked)
    cast.amina.presses_under(answer, "Tell me when and where")
    assert cast.amina.fills(**CANTEEN) == {}
    assert cast.priya.heard(PLANNED)


def test_the_button_of_a_pair_does_nothing_for_anybody_else(cast: Cast) -> None:
    cast.are_introduced()
    subject = str(cast.story.kept(Prompt)[0].id)
    for someone in (cast.omar, cast.lena, cast.guest):
        for reply in (
            someone.tries("press", "open_plan", subject),
            someone.tries("form", "plan", f"{subject}:", **CANTEEN),
        ):
            assert reply.message is not None
            assert "This question is for somebody else" in reply.message.paragraphs[0]
    elsewhere = cast.amina.tries("press", "open_plan", subject, of="T0ELSEWHERE")
    assert elsewhere.message is not None
    assert "no longer open" in elsewhere.message.paragraphs[0]
    assert cast.story.kept(Plan) == []


def test_two_who_plan_at_once_end_with_one_date_and_nobody_is_overwritten_unawares(cast: Cast) -> None:
    cast.are_introduced()
    both = (cast.amina, cast.priya)
    for someone in both:
        someone.presses_under(only(someone, "meet Priya Nair"), "Tell me when and where")
    acts.at_once(
        cast.story,
        cast.amina.act_of_sending(**CANTEEN),
        cast.priya.act_of_sending(on_date="2027-03-23", at_time="09:00", place="Ward 5"),
    )
    (plan,) = cast.story.kept(Plan)
    (slower,) = (someone for someone in both if someone.has_a_form())
    first = "Amina Yusuf" if slower is cast.priya else "Priya Nair"
    assert f"{first} has just planned this: " in slower.sees()
    assert f"{plan.place}. Close this form to keep that, or save to change it." in slower.sees()
    assert slower.filled("place") != plan.place
    assert slower.fills() == {}
    (changed,) = cast.story.kept(Plan)
    assert changed.place != plan.place
    (heard,) = cast.amina.heard("meet Priya Nair")
    assert heard.words.count("has planned it") == 1


def test_before_the_first_day_nothing_names_the_partner(cast: Cast) -> None:
    cast.pairs_amina_with_priya()
    cast.amina.types("/pairme status")
    cast.amina.types("/reflect I look forward to it")
    assert cast.amina.fills() == {}
    cast.amina.closes()
    assert "Share with my partner" not in str([each.buttons for each in cast.amina.hears_all()])
    cast.amina.says("status")
    assert "Priya" not in acts.everything_heard(cast.amina)
    cast.story.until(at("2027-03-15 12:00"))
    cast.amina.types("/pairme status")
    assert "We will introduce your partner on Tuesday 16 March 2027." in cast.amina.last().words
