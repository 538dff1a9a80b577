"""A pair that does not work: said in private, to the leads alone, and ended in words that tell on nobody."""

from __future__ import annotations

from sqlalchemy import update

from storage.cohorts import Role
from storage.history import Remembered
from storage.letters import Letter
from storage.pairs import ENDED, RUNNING, Pair
from storage.people import Person
from tests.conversations import acts
from tests.conversations.cast import Cast
from tests.conversations.late import holds, holds_odd
from tests.conversations.someone import Someone
from tests.conversations.story import at
from tests.conversations.test_leaving import AFTER_WEEK_12, FAR, LEAVE, THREE_WAYS, says
from tests.conversations.visit import only

NOT_WORKING = "This is not working"
PRESSES = ("not_working", "talk_to_lead", "change_partner", "changed_mind")
BOTH_READ = (
    "are not paired any more. The programme leads have decided this, and nobody is at fault. "
    "You can join another pair, wait for a new partner, or carry on with the workshops."
)


def said_to(someone: Someone) -> list[tuple[str, str]]:
    """Every message in their conversations, as it stands there."""
    return [(heard.id, heard.words) for heard in someone.hears_all()]


@holds(
    "a button of a pair that has ended since",
    "an end of a pair by a lead, pressed twice",
    "an end of a pair by a lead after the wish for another partner was taken back",
)
def test_a_wish_for_another_partner_goes_to_the_leads_alone_and_the_end_tells_on_nobody(cast: Cast) -> None:
    cast.are_introduced()
    before = said_to(cast.priya)
    cast.amina.types("/pairme")
    cast.amina.presses(NOT_WORKING)
    asked = cast.amina.last()
    assert "Only the programme leads will see this. You do not have to give a reason." in asked.words
    assert list(asked.buttons)[:3] == ["Talk to a lead", "Change partner", "Stop"]
    assert "Nobody who is in this pair has asked" in says(cast.tom.tries("press", "end_pair", "1"))
    cast.amina.presses_under(asked, "Change partner")
    assert "I am telling Lena Hart and Tom Adeyemi" in cast.amina.last().words
    assert [each.kind for each in cast.story.kept(Remembered)] == ["apart"]
    cast.amina.presses("I have changed my mind")
    assert "that you no longer ask to change partner" in cast.amina.last().words
    assert cast.story.kept(Remembered) == []
    for lead in (cast.lena, cast.tom):
        only(lead, "Amina Yusuf no longer asks to change partner in Spring 2027.")
    assert "Nobody who is in this pair has asked" in says(cast.tom.tries("press", "end_pair", "1"))
    cast.amina.tries("press", "change_partner", "1")
    letters = len(cast.story.kept(Letter))
    cast.amina.tries("press", "change_partner", "1")
    assert len(cast.story.kept(Letter)) == letters
    assert [each.state for each in cast.story.kept(Pair)] == [RUNNING]
    assert said_to(cast.priya) == before
    for lead in (cast.lena, cast.tom):
        assert "Priya Nair has not been told." in lead.heard("Amina Yusuf would like to change")[-1].words
    cast.lena.presses("End this pair")
    assert cast.lena.heard("Amina Yusuf and Priya Nair are not paired any more.")
    assert cast.tom.heard("Lena Hart has ended the pair of Amina Yusuf and Priya Nair.")
    for someone, partner in ((cast.amina, "Priya Nair"), (cast.priya, "Amina Yusuf")):
        told = only(someone, BOTH_READ)
        assert f"You and {partner} are not paired" in told.words
        assert "If you would like to talk, write to Lena Hart or Tom Adeyemi." in told.words
        assert list(told.buttons)[:3] == THREE_WAYS
    cast.tom.presses("End this pair")
    assert cast.tom.heard("This pair has ended already, so I have not changed anything.")
    for press in PRESSES:
        assert "This pair has ended already" in says(cast.priya.tries("press", press, "1"))
    assert len(cast.priya.heard(BOTH_READ)) == 1
    assert [each.state for each in cast.story.kept(Pair)] == [ENDED]


def test_a_word_with_a_lead_and_stopping_are_a_press_away_and_for_nobody_else(cast: Cast) -> None:
    cast.pairs_amina_with_priya()
    for press in PRESSES:
        assert "for somebody else" in says(cast.amina.tries("press", press, "1"))
    cast.story.until(at("2027-03-16 12:00"))
    cast.amina.presses_at_home(NOT_WORKING)
    cast.amina.presses("Talk to a lead")
    cast.amina.closes()
    for _ in range(2):
        assert "that you would like a word, and nobody else." in says(
            cast.amina.tries("press", "talk_to_lead", "1")
        )
    for lead in (cast.lena, cast.tom):
        assert len(lead.heard("Amina Yusuf in Spring 2027 would like a word with you.")) == 1
    cast.amina.types("/pairme")
    cast.amina.presses_under(cast.amina.last(), NOT_WORKING)
    cast.amina.presses("Stop")
    assert "Would you like to leave Spring 2027?" in cast.amina.reads()
    for someone in (cast.omar, cast.lena):
        for press in PRESSES:
            assert "for somebody else" in says(someone.tries("press", press, "1"))
    for someone in (cast.omar, cast.priya):
        assert "Only the leads of a cohort can do this." in says(someone.tries("press", "end_pair", "1"))
    for press in PRESSES:
        assert "no longer open" in says(cast.amina.tries("press", press, "99"))
        assert "no longer open" in says(cast.amina.tries("press", press, FAR))
    acts.nobody_ticks_until(cast.story, AFTER_WEEK_12)
    late = cast.amina.tries("press", "not_working", "1")
    assert "Would you like to talk, or stop?" in says(late)
    assert "up to week 12" in says(cast.amina.tries("press", "change_partner", "1"))
    assert not cast.story.kept(Remembered)
    cast.amina.tries("press", "leave", "1")
    assert cast.priya.heard("Amina Yusuf has had to stop.")
    assert not cast.priya.heard("would like")
    assert LEAVE not in str(cast.priya.last().buttons)


@holds_odd("a lead takes part")
def test_a_partner_who_leads_learns_nothing_of_what_is_said_to_the_other_lead(cast: Cast) -> None:
    cast.are_introduced()
    numbers = {each.platform_id: each.id for each in cast.story.kept(Person)}
    with cast.story.database.writing() as session:
        tom, priya = numbers[cast.tom.id], numbers[cast.priya.id]
        toms = Role.workspace == cast.story.workspace, Role.person_id == tom
        session.execute(update(Role).where(*toms).values(person_id=priya))
    cast.amina.types("/pairme")
    cast.amina.presses(NOT_WORKING)
    assert "Only Lena Hart will see this." in cast.amina.last().words
    before = said_to(cast.priya)
    cast.amina.presses("Change partner")
    assert said_to(cast.priya) == before
    assert "for somebody else" in says(cast.priya.tries("press", "end_pair", "1"))
    cast.priya.types("/pairme")
    cast.priya.presses(NOT_WORKING)
    cast.priya.presses("Talk to a lead")
    assert cast.lena.heard("Priya Nair in Spring 2027 would like a word with you.")
    assert not cast.priya.heard("would like a word with you")
