"""What is said in the chat, changed and deleted, in any order and very late (docs/late.md)."""

from __future__ import annotations

from datetime import timedelta

from storage.inbox import KEPT
from tests.conversations.cast import Cast
from tests.conversations.late import arrive, holds
from tests.conversations.test_reflections import reflections
from tests.conversations.visit import WORDS, asked_about_the_visit


@holds(
    "a change before its message",
    "a deletion before its message",
    "a change after the deletion",
    "an older change after a newer one",
)
def test_messages_changes_and_deletions_come_out_right_in_any_order(cast: Cast) -> None:
    asked = asked_about_the_visit(cast)
    with cast.amina.held_back() as events:
        cast.amina.edits(cast.amina.says("I had knot known."), WORDS)
    arrive(events, 1)
    assert reflections(cast) == [WORDS]
    arrive(events, 0)
    assert reflections(cast) == [WORDS]
    heard = len(cast.amina.hears_all())
    with cast.amina.held_back() as events:
        said = cast.amina.says("This I take back.", under=asked)
        cast.amina.edits(said, "This too.")
        cast.amina.deletes(said)
    arrive(events, 2, 0, 1)
    assert len(cast.amina.hears_all()) == heard
    assert reflections(cast) == [WORDS]
    arrive(events, 2, 1, 0)
    assert len(cast.amina.hears_all()) == heard
    with cast.amina.held_back() as events:
        said = cast.amina.says("One", under=asked)
        cast.amina.edits(said, "One, two")
        cast.amina.edits(said, "One, two, three")
        cast.amina.deletes(said)
    arrive(events, 0, 2, 1)
    assert reflections(cast) == [WORDS, "One, two, three"]
    arrive(events, 3)
    assert "Shall I delete that too?" in cast.amina.last().words
    last = cast.amina.last()
    arrive(events, 1, 2)
    assert cast.amina.last() == last
    assert reflections(cast) == [WORDS, "One, two, three"]


@holds("an event more than seven days old", "a message again")
def test_what_was_said_comes_again_and_counts_once_however_late(cast: Cast) -> None:
    asked = asked_about_the_visit(cast)
    cast.amina.says(WORDS, under=asked)
    said = cast.amina.last_said()
    said.again()
    assert reflections(cast) == [WORDS]
    assert len(cast.amina.heard("Saved as")) == 1
    with cast.amina.held_back() as events:
        cast.amina.says("This was on its way for too long.", under=asked)
    cast.story.until(cast.story.clock.now() + KEPT + timedelta(hours=2))
    cast.story.bot.ticker._sweep()
    heard = len(cast.amina.hears_all())
    said.again()
    arrive(events, 0)
    assert reflections(cast) == [WORDS]
    assert len(cast.amina.hears_all()) == heard


@holds("a change of a message that was not saved", "a look at the home before joining")
def test_a_change_of_what_was_never_saved_and_a_look_before_joining(cast: Cast) -> None:
    said = cast.amina.says("Who will read this?")
    cast.story.later(days=2)
    cast.amina.edits(said, WORDS)
    assert "You changed a message that I have not saved." in cast.amina.last().words
    with cast.amina.held_back() as events:
        unheard = cast.amina.says("Is anybody there?")
        cast.story.later(hours=2)
        cast.amina.edits(unheard, WORDS)
    arrive(events, 1)
    assert len(cast.amina.heard("You changed a message that I have not saved.")) == 2
    assert reflections(cast) == []
    assert "1 resident doctor with 1 manager" in cast.omar.looks_home()
