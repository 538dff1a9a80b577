"""The same act delivered again: at once, later, by another process (docs/late.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from practice.envelopes import Answer
from storage.cohorts import Cohort
from storage.database import Database
from storage.inbox import Answered
from storage.letters import Letter
from storage.pairs import Contact
from storage.reflections import Reflection
from storage.sign_ups import SignUp
from tests.conversations.conftest import COHORT, DOCTOR, WISHES, Cast
from tests.conversations.late import again, holds, last_act, last_answer
from tests.conversations.story import Story, at
from tests.conversations.test_prompts import MET_YET
from tests.conversations.visit import only


def restarted(story: Story) -> Database:
    """Another process on the same database answers from now on."""
    old = story.database
    new = Database(
        old.url.render_as_string(hide_password=False),
        old.engine.dialect.pairme_vault,  # type: ignore[attr-defined]
    )
    story.stage.play(replace(story.bot.house, database=new), story.clock.now)
    return new


@holds("a command again", "a form again", "the same act after a restart")
def test_a_command_and_a_form_again_get_the_first_answer(cast: Cast) -> None:
    cast.opens_a_cohort()
    opened, told = last_act(cast.story), last_answer(cast.story)
    letters = len(cast.story.kept(Letter))
    assert again(cast.story, opened).payload == told
    assert len(cast.story.kept(Letter)) == letters
    cast.amina.types("/pairme")
    assert cast.amina.fills(**DOCTOR) == {}
    about, second_screen = last_act(cast.story), last_answer(cast.story)
    cast.amina.closes()
    cast.amina.tries("form", "join_about", "1", **DOCTOR | {"role": "Surgeon"})
    assert again(cast.story, about).payload == second_screen
    assert second_screen["response_action"] == "update"
    assert cast.story.kept(SignUp)[0].role == "Surgeon"
    cast.lena.types("/cohort people")
    asked, told = last_act(cast.story), last_answer(cast.story)
    cast.amina.tries("form", "join_matching", "1", **WISHES)
    assert again(cast.story, asked).payload == told
    other = restarted(cast.story)
    assert again(cast.story, asked).payload == told
    assert again(cast.story, about).payload == second_screen
    assert again(cast.story, opened).acknowledged
    other.close()
    assert len(cast.story.kept(Cohort)) == 1
    assert cast.story.kept(SignUp)[0].role == "Surgeon"


@holds("a form that was sent back with errors")
def test_a_form_that_was_sent_back_comes_as_new(cast: Cast) -> None:
    cast.lena.types("/cohort new")
    assert list(cast.lena.fills(**{**COHORT, "starts_on": "2027-02-01"})) == ["starts_on"]
    refused, told = last_act(cast.story), last_answer(cast.story)
    assert again(cast.story, refused).payload == told
    assert not any("form/" in each.key for each in cast.story.kept(Answered))
    assert cast.story.kept(Cohort) == []
    view: Mapping[str, Any] = refused.payload["view"]
    mended = {**view["state"]["values"]}
    mended["starts_on"] = {
        name: {**box, "selected_date": COHORT["starts_on"]} for name, box in mended["starts_on"].items()
    }
    same_key = {**refused.payload, "view": {**view, "state": {"values": mended}}}
    assert again(cast.story, replace(refused, payload=same_key)).payload["response_action"] == "update"
    assert len(cast.story.kept(Cohort)) == 1


@holds("a press again", "the same act twice at once", "an act that opens a form again")
def test_acts_at_once_and_again_are_done_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.are_introduced()
    cast.story.until(at("2027-03-30 12:00"))
    cast.amina.presses("Yes, we met")
    press = last_act(cast.story)
    answered = only(cast.amina, MET_YET)
    assert again(cast.story, press).acknowledged
    assert only(cast.amina, MET_YET).words == answered.words
    _twice_at_once(cast, monkeypatch)
    assert len(cast.story.kept(Contact)) == 2
    (reflection,) = cast.story.kept(Reflection)
    assert reflection.words == "The porters know it first."
    assert len({each.name for each in cast.story.kept(Cohort)}) == len(cast.story.kept(Cohort)) == 2
    letters = [each.key for each in cast.story.kept(Letter)]
    assert len(letters) == len(set(letters))
    assert len(cast.story.kept(Contact)) == 2
    cast.priya.types("/reflect")
    opened = last_act(cast.story)
    before = len(cast.story.kept(Answered))
    assert again(cast.story, opened) == Answer()
    assert len(cast.story.kept(Answered)) == before
    _forget_that_forms_were_opened_twice(cast.story)


def _forget_that_forms_were_opened_twice(story: Story) -> None:
    """Which the local Slack notes as a mistake of the bot, though it was handed the act twice."""
    broken = [entry for entry in story.slack.journal.entries(0) if entry.broken]
    assert {(entry.name, entry.summary) for entry in broken} == {("views.open", "exchanged_trigger_id")}
    story.slack.journal.clear()


def _twice_at_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on whatever the platform hands over, it hands over twice in the same moment."""
    deliveries = cast.story.slack.deliveries
    carry = deliveries._carrier.carry

    def doubled(envelope: Any) -> None:
        carry(envelope)
        carry(replace(envelope, id=f"{envelope.id}-again", answer=type(envelope.answer)()))

    with monkeypatch.context() as twice:
        twice.setattr(deliveries._carrier, "carry", doubled)
        cast.priya.presses("Yes, we met")
        cast.priya.types("/pairme status")
        cast.lena.types("/cohort new")
        cast.lena.fills(**{**COHORT, "name": "Summer 2027", "starts_on": "2027-06-01"})
        cast.priya.types("/reflect")
        cast.priya.fills(words="The porters know it first.")
