"""A list of people: read whole or not at all, looked up, invited once, and joined by their own yes."""

from __future__ import annotations

from programme.words import importing
from storage.imports import PeopleImport
from storage.sign_ups import SignUp, Tie
from tests.conversations import acts
from tests.conversations.cast import DOCTOR, MANAGER, WISHES, Cast
from tests.conversations.someone import Someone


def hands_in(lead: Someone, content: str) -> str:
    """The list, through the button under /cohort people; what stands beside the file is returned."""
    lead.types("/cohort people")
    lead.presses("Invite a list of people")
    return lead.hands_in(content)


def test_people_on_a_list_are_invited_and_join_by_their_own_yes(cast: Cast) -> None:
    cast.opens_a_cohort()
    text = (
        f"\ufeffName;E-mail;Id;Group\r\nAmina;Amina@Example.org;;doctor\r\nPriya;;{cast.priya.id};manager\r\n"
    )
    assert hands_in(cast.lena, text) == ""
    assert "I am looking up 2 people" in cast.lena.sees()
    assert "2 people have been invited to Spring 2027." in cast.lena.last().words
    for invited in (cast.amina, cast.priya):
        (invitation,) = invited.heard("You are invited to Paired Learning: Spring 2027", is_private=True)
        assert "Lena Hart and Tom Adeyemi lead it." in invitation.words
        assert list(invitation.buttons) == ["Sign me up", "Not this time", "Get help"]
    for other in cast.others(cast.amina, cast.priya, cast.lena):
        assert not other.heard("invited")
    cast.lena.types("/cohort people")
    assert "Invited, not answered: Amina Yusuf, Priya Nair." in cast.lena.last().words
    cast.amina.presses("Sign me up")
    assert cast.amina.filled("group") == "doctor"
    assert cast.amina.fills(**DOCTOR) == {}
    assert cast.amina.fills(**WISHES) == {}
    assert "You have joined Spring 2027" in cast.amina.sees()
    cast.lena.types("/cohort people")
    assert "Doctors: Amina Yusuf." in cast.lena.last().words
    assert "Invited, not answered: Priya Nair." in cast.lena.last().words
    assert cast.story.kept(PeopleImport) == []


def test_somebody_invited_who_types_the_command_joins_too(cast: Cast) -> None:
    cast.opens_a_cohort()
    hands_in(cast.lena, f"id,group\n{cast.priya.id},manager\n")
    cast.priya.types("/pairme status")
    assert "You have not joined yet" in cast.priya.last().words
    cast.priya.types("/pairme")
    assert cast.priya.filled("group") == "manager"


def test_an_invitation_takes_no_place_and_is_not_matched(cast: Cast) -> None:
    cast.opens_a_cohort(places="2")
    hands_in(cast.lena, f"id\n{cast.ben.id}\n{cast.chidi.id}\n")
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    cast.ben.presses("Sign me up")
    assert "Spring 2027 is full" in cast.ben.reads()
    cast.lena.types("/cohort match")
    assert cast.lena.heard("Spring 2027: 1 pair, 2 of 2 people.")


def test_lines_without_an_account_are_named_and_nobody_is_invited(cast: Cast) -> None:
    cast.opens_a_cohort()
    text = (
        "email,id\namina@example.org,\nnobody@example.org,\n"
        f",{cast.robot.id}\ngus@example.org,\n,{cast.gone.id}\n,{cast.nobody_id}\n,{cast.priya.id}\nPRIYA@example.org,\n"
    )
    assert hands_in(cast.lena, text) == ""
    told = cast.lena.last().words
    assert "Nobody has been invited to Spring 2027 yet" in told
    assert (
        "\n".join(
            (
                "Line 3: nobody@example.org has no staff account here.",
                f"Line 4: {cast.robot.id} has no staff account here.",
                "Line 5: gus@example.org has no staff account here.",
                f"Line 6: {cast.gone.id} has no staff account here.",
                f"Line 7: {cast.nobody_id} has no staff account here.",
                "Line 9: the same person as on line 8.",
            )
        )
        in told
    )
    for other in cast.others(cast.lena):
        assert not other.heard("invited")
    assert cast.story.kept(SignUp) == []
    assert cast.story.kept(PeopleImport) == []


def test_a_bad_list_is_refused_beside_the_file_until_it_is_good(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.lena.types("/cohort people")
    cast.lena.presses("Invite a list of people")
    for content, what in (
        (
            "email\nnobody\n\nanybody@\n",
            "Line 2: nobody is not an email address.\nLine 4: anybody@ is not an",
        ),
        ("name\nAmina\n", importing.NO_COLUMNS),
        ("email\n", importing.NOBODY),
        (b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml", importing.SPREADSHEET),
        ("email\n" + "amina@example.org\n" * 60_000, importing.UNREADABLE),
        ("", importing.UNREADABLE),
        ("email,note\namina@example.org,943 476 5919\n", "This looks like a health number: 943 … 19"),
    ):
        assert what in cast.lena.hands_in(content)
    assert cast.story.kept(PeopleImport) == []
    assert cast.story.kept(SignUp) == []
    cast.lena.hands_in("email\namina@example.org")
    assert cast.amina.heard("You are invited")


def test_people_on_it_already_are_counted_and_hear_nothing_again(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    hands_in(cast.lena, f"id\n{cast.priya.id}\n")
    hands_in(cast.tom, "email\namina@example.org\npriya@example.org\nben@example.org\n")
    told = cast.tom.last().words
    assert "1 person has been invited to Spring 2027." in told
    assert "2 people were on it already." in told
    assert not cast.amina.heard("You are invited")
    assert len(cast.priya.heard("You are invited")) == 1


def test_a_no_stays_a_no_when_the_list_comes_again_but_they_can_change_their_mind(cast: Cast) -> None:
    cast.opens_a_cohort()
    hands_in(cast.lena, f"id\n{cast.priya.id}\n")
    cast.priya.presses("Not this time")
    assert "Thank you for telling us" in cast.priya.last().words
    assert list(cast.priya.last().buttons) == ["Get help"]
    cast.lena.types("/cohort people")
    assert "Priya" not in cast.lena.last().words
    hands_in(cast.lena, f"id\n{cast.priya.id}\n")
    assert "0 people have been invited" in cast.lena.last().words
    assert "1 person said no before and will not be asked again." in cast.lena.last().words
    assert not cast.priya.heard("You are invited")
    cast.joins(cast.priya, MANAGER)
    assert [each.completed_at is not None for each in cast.story.kept(SignUp)] == [True]


def test_a_no_after_joining_takes_the_answers_away(cast: Cast) -> None:
    cast.opens_a_cohort()
    hands_in(cast.lena, f"id\n{cast.priya.id}\n")
    cast.priya.presses("Sign me up")
    cast.priya.fills(**MANAGER)
    cast.priya.fills(**WISHES, avoid=[cast.ben])
    cast.priya.closes()
    cast.priya.presses("Not this time")
    assert "Your answers for Spring 2027 have been deleted" in cast.priya.last().words
    assert cast.story.kept(SignUp) == []
    assert cast.story.kept(Tie) == []


def test_a_no_on_the_old_invitation_is_too_late_once_there_is_a_partner(cast: Cast) -> None:
    cast.opens_a_cohort()
    hands_in(cast.lena, f"id\n{cast.priya.id}\n{cast.ben.id}\n")
    cast.joins(cast.priya, MANAGER)
    cast.joins(cast.amina, DOCTOR)
    cast.lena.types("/cohort match")
    cast.approves(cast.lena)
    cast.priya.presses("Not this time")
    assert "please type /pairme leave" in cast.priya.last().words
    cast.ben.presses("Sign me up")
    assert cast.ben.has_a_form()
    cast.ben.closes()
    cast.ben.presses("Not this time")
    assert cast.ben.heard("Thank you for telling us")
    assert len(cast.story.kept(SignUp)) == 2


def test_nobody_is_invited_once_the_pairs_are_made(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.priya, MANAGER)
    cast.joins(cast.amina, DOCTOR)
    cast.tom.types("/cohort people")
    cast.tom.presses("Invite a list of people")
    cast.lena.types("/cohort match")
    cast.approves(cast.lena)
    assert cast.tom.hands_in(f"id\n{cast.ben.id}\n") == ""
    assert "nobody can be invited any more" in cast.tom.sees()
    cast.tom.closes()
    cast.tom.presses("Invite a list of people")
    assert "nobody can be invited any more" in cast.tom.reads()
    assert not cast.ben.heard("invited")


def test_a_directory_that_is_silent_is_asked_again_and_nothing_is_half_done(cast: Cast) -> None:
    cast.opens_a_cohort()
    acts.the_directory_is_silent(cast.story, 2)
    assert hands_in(cast.lena, f"id\n{cast.priya.id}\n") == ""
    assert not cast.priya.heard("invited")
    cast.story.later(minutes=10)
    assert not cast.priya.heard("invited")
    cast.story.later(minutes=10)
    assert len(cast.priya.heard("You are invited")) == 1
    assert "1 person has been invited" in cast.lena.last().words


def test_a_directory_too_large_to_be_read_at_one_go_is_read_with_a_pause(cast: Cast) -> None:
    cast.opens_a_cohort()
    acts.the_directory_asks_for_a_pause(cast.story)
    assert hands_in(cast.lena, f"id\n{cast.priya.id}\n") == ""
    cast.story.later(minutes=10)
    assert len(cast.priya.heard("You are invited")) == 1


def test_a_directory_that_stays_silent_is_told_to_the_lead_at_last(cast: Cast) -> None:
    cast.opens_a_cohort()
    acts.the_directory_is_silent(cast.story, 100)
    hands_in(cast.lena, f"id\n{cast.priya.id}\n")
    for _ in range(6):
        cast.story.later(minutes=30)
    acts.all_is_well(cast.story)
    assert (
        "I could not look up your list for Spring 2027, so nobody has been invited." in cast.lena.last().words
    )
    assert cast.story.kept(PeopleImport) == []
    assert not cast.priya.heard("invited")


def test_a_list_that_waits_while_the_pairs_are_made_invites_nobody(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.priya, MANAGER)
    cast.joins(cast.amina, DOCTOR)
    acts.the_directory_is_silent(cast.story, 1)
    hands_in(cast.tom, f"id\n{cast.ben.id}\n")
    cast.lena.types("/cohort match")
    cast.approves(cast.lena)
    cast.story.later(minutes=10)
    assert "Spring 2027 is no longer open to join, so nobody has been invited." in cast.tom.last().words
    assert not cast.ben.heard("You are invited")
