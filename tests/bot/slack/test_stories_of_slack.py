"""What is so on Slack alone: events that come again, acts copied from elsewhere, answers that cannot be shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest

from handlers.action import Reply
from handlers.turn import Turn
from practice.envelopes import Envelope
from practice.faults import Fault
from storage import inbox
from storage.database import Database
from storage.people import Person
from tests.bot.slack.conftest import played
from tests.conversations.cast import DOCTOR, MANAGER, Cast
from tests.conversations.elsewhere import ELSEWHERE, everything_of
from tests.conversations.in_slack import HandedOver, InSlack
from tests.conversations.over_http import HttpStage
from tests.conversations.slack_stage import RULES, SlackStage
from tests.conversations.test_half_done import Failing, every_row, fails
from tests.conversations.test_when_things_fail import SORRY

__all__ = ["fails"]

SOON = replace(RULES, redelivery_seconds=(0.0, 0.0, 0.0))
NEVER = replace(RULES, redelivery_seconds=(600.0,))


def amina_of(cast: Cast) -> InSlack:
    assert isinstance(cast.amina, InSlack)
    return cast.amina


@pytest.fixture
def over_http(database: Database) -> Iterator[Cast]:
    """The cast in a Slack that sends requests, sees at once when one is refused, and waits for long."""
    stage = HttpStage(NEVER)
    yield from played(stage, database)
    stage.close()


@pytest.fixture(params=[pytest.param(SlackStage, marks=pytest.mark.long), HttpStage])
def at_either_door(request: pytest.FixtureRequest, database: Database) -> Iterator[Cast]:
    """The cast before the socket, and again before the HTTP door; an event comes again at once."""
    stage = request.param(SOON)
    yield from played(stage, database)
    stage.close()


def test_an_event_that_failed_comes_again_and_is_done_once(over_http: Cast, fails: Failing) -> None:
    story, amina = over_http.story, amina_of(over_http)
    journal = amina.slack.journal
    before = every_row(story.database)
    fails(1)
    amina.act_of_saying("hello there")()
    assert [each.summary for each in journal.entries() if each.kind == "ack"] == ["http_service_error"]
    assert every_row(story.database) == before
    amina.slack.deliveries.forget()  # that is, long before it would come again by itself
    said = amina.last_said()
    assert said.again().acknowledged
    assert said.again().acknowledged
    assert len(amina.heard("I have not saved that")) == 1
    assert not amina.heard(SORRY)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_event_that_always_fails_is_told_of_once_when_it_will_not_come_again(
    at_either_door: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    def poison(turn: Turn) -> Reply:
        tries.append(turn.me.id)
        raise RuntimeError("poison")

    story, amina = at_either_door.story, amina_of(at_either_door)
    with monkeypatch.context() as poisoned:
        poisoned.setattr("handlers.chat.said", poison)
        amina.says("hello there")
        assert amina.slack.deliveries.wait_until_settled(5)
    assert len(tries) == 4
    assert len(amina.heard(SORRY)) == 1
    assert story.kept(inbox.Answered) == []
    amina.says("hello again")
    assert "I have not saved that" in amina.last().words


def test_acts_copied_into_another_workspaces_door_change_nothing(cast: Cast) -> None:
    story, ours, amina = cast.story, cast.story.workspace, amina_of(cast)
    cast.are_introduced()
    amina.presses("Tell me when and where")
    pressed = amina.last_act()
    assert amina.fills(on_date="2027-03-18", at_time="12:30", place="Canteen") == {}
    sent = amina.last_act()
    before = everything_of(story.database, ours)
    for act in (pressed, sent):
        assert isinstance(act, HandedOver)
        old = act.envelope
        copied = msgspec.json.encode(old.payload).replace(ours.encode(), ELSEWHERE.encode())
        deliveries = amina.slack.deliveries
        deliveries.outcome(
            deliveries.send(Envelope(old.kind, msgspec.json.decode(copied), old.name, old.user))
        )
    assert everything_of(story.database, ours) == before
    assert [person.workspace for person in story.kept(Person)].count(ELSEWHERE) == 1


def test_what_was_done_is_not_denied_when_only_its_answer_cannot_be_shown(cast: Cast) -> None:
    amina = amina_of(cast)
    amina.types("/reflect")
    amina.fills(words="I asked before I decided.")
    amina.slack.faults.add("views.update", Fault(status=200, error="not_found"))
    amina.presses("Delete")
    assert amina.last().words == "Sorry, I could not show you the answer. Type /pairme to see where you are."
    assert "I asked before" not in amina.looks_home()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_command_whose_answer_is_a_letter_says_where_that_is(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    cast.lena.types("/cohort match", where=cast.other_channel)
    assert cast.lena.heard("I am working out pairs for 1 doctor and 1 manager.", place=cast.other_channel)
    cast.tom.types("/cohort-report")
    assert cast.tom.heard("The report is on its way to our chat")
    cast.tom.says("/cohort-report")
    assert "Please type it with a slash: /cohort-report" in cast.tom.last().words
