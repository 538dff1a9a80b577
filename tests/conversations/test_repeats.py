"""The same act delivered again: at once, later, by another process (docs/late.md)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from storage.cohorts import Cohort
from storage.database import Database
from storage.inbox import Answered
from storage.letters import Letter
from storage.pairs import Contact
from storage.reflections import Reflection
from storage.sign_ups import SignUp
from tests.conversations import acts
from tests.conversations.cast import DOCTOR, WISHES, Cast
from tests.conversations.late import holds
from tests.conversations.story import Story, at
from tests.conversations.test_prompts import MET_YET
from tests.conversations.visit import only


@contextmanager
def another_process(story: Story) -> Iterator[None]:
    """On the same database; it answers from now on."""
    old = story.database
    new = Database(
        old.url.render_as_string(hide_password=False),
        old.engine.dialect.pairme_vault,  # type: ignore[attr-defined]
    )
    story.start_again_on(new)
    yield
    story.start_again_on(old)
    new.close()


@holds("a command again", "a form again", "the same act after a restart")
def test_a_command_and_a_form_again_get_the_first_answer(cast: Cast) -> None:
    cast.opens_a_cohort()
    opened = cast.lena.last_act()
    letters = len(cast.story.kept(Letter))
    assert opened.again() == opened.answer
    assert len(cast.story.kept(Letter)) == letters
    cast.amina.types("/pairme")
    assert cast.amina.fills(**DOCTOR) == {}
    about = cast.amina.last_act()
    cast.amina.tries("form", "join_about", "1", **DOCTOR | {"role": "Surgeon"})
    assert about.again() == about.answer
    assert "second of 2 screens" in cast.amina.sees()
    assert cast.story.kept(SignUp)[0].role == "Surgeon"
    cast.lena.types("/cohort people")
    asked = cast.lena.last_act()
    told = cast.lena.last().words
    cast.amina.tries("form", "join_matching", "1", **WISHES)
    assert asked.again() == asked.answer
    with another_process(cast.story):
        assert asked.again() == asked.answer
        assert about.again() == about.answer
        assert opened.again() == opened.answer
    assert {heard.words for heard in cast.lena.heard(told.splitlines()[0])} == {told}
    assert len(cast.story.kept(Cohort)) == 1
    assert cast.story.kept(SignUp)[0].role == "Surgeon"


@holds("a form that was sent back with errors")
def test_a_form_that_was_sent_back_comes_as_new(cast: Cast) -> None:
    cast.lena.types("/cohort new")
    assert list(cast.lena.fills(**{**cast.cohort, "starts_on": "2027-02-01"})) == ["starts_on"]
    refused = cast.lena.last_act()
    assert refused.again() == refused.answer
    assert not any("form/" in each.key for each in cast.story.kept(Answered))
    assert cast.story.kept(Cohort) == []
    assert cast.lena.fills(starts_on=cast.cohort["starts_on"]) == {}
    assert len(cast.story.kept(Cohort)) == 1


@holds("a press again", "the same act twice at once", "an act that opens a form again")
def test_acts_at_once_and_again_are_done_once(cast: Cast) -> None:
    cast.are_introduced()
    cast.story.until(at("2027-03-30 12:00"))
    cast.amina.presses("Yes, we met")
    press = cast.amina.last_act()
    answered = only(cast.amina, MET_YET)
    assert press.again() == press.answer
    assert only(cast.amina, MET_YET).words == answered.words
    _twice_at_once(cast)
    assert len(cast.story.kept(Contact)) == 2
    (reflection,) = cast.story.kept(Reflection)
    assert reflection.words == "The porters know it first."
    assert len({each.name for each in cast.story.kept(Cohort)}) == len(cast.story.kept(Cohort)) == 2
    letters = [each.key for each in cast.story.kept(Letter)]
    assert len(letters) == len(set(letters))
    assert len(cast.story.kept(Contact)) == 2


def _twice_at_once(cast: Cast) -> None:
    with acts.everything_is_handed_over_twice(cast.story):
        cast.priya.presses("Yes, we met")
        cast.priya.types("/pairme status")
        cast.lena.types("/cohort new")
        cast.lena.fills(**{**cast.cohort, "name": "Summer 2027", "starts_on": "2027-06-01"})
        cast.priya.types("/reflect")
        cast.priya.fills(words="The porters know it first.")
        cast.priya.types("/reflect")
        opened = cast.priya.last_act()
        before = len(cast.story.kept(Answered))
        opened.again()
        assert len(cast.story.kept(Answered)) == before
