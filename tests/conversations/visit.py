"""The shadowing visit that several stories are about: planned for Thursday 15 April, asked about on the Tuesday after."""

from __future__ import annotations

from storage.pairs import Plan
from tests.conversations.cast import Cast
from tests.conversations.heard import Heard
from tests.conversations.someone import Someone
from tests.conversations.story import at

SHADOWS_MANAGER = "Next: Amina Yusuf will shadow Priya Nair."
SHADOWS_DOCTOR = "Now swap: Priya Nair will shadow Amina Yusuf."
VISIT = {"on_date": "2027-04-15", "at_time": "14:00", "place": "Bed meeting", "hours": "3"}
HOW_WAS_IT = "How was the shadowing on Thursday 15 April?"
WORDS = "I had not known how many people wait for one free bed."
SAVED = f"Saved as your answer to: {HOW_WAS_IT} Only you can see this."


def only(someone: Someone, words: str) -> Heard:
    """The one message that says this."""
    (heard,) = someone.heard(words)
    return heard


def plan_a_visit(someone: Someone, asked: str, **changes: str) -> None:
    """By the button under the question that asks for it."""
    heard = only(someone, asked)
    someone.presses_under(heard, next(label for label in heard.buttons if label != "Get help"))
    assert someone.fills(**{**VISIT, **changes}) == {}


def visit_of(cast: Cast, kind: str = "shadow_dm") -> Plan:
    """What is kept of it."""
    (plan,) = (each for each in cast.story.kept(Plan) if each.kind == kind)
    return plan


def asked_about_the_visit(cast: Cast) -> Heard:
    """Tuesday 20 April, midday: each has been asked how the shadowing was."""
    cast.are_introduced()
    cast.story.until(at("2027-04-13 12:00"))
    plan_a_visit(cast.amina, SHADOWS_MANAGER)
    cast.story.until(at("2027-04-20 12:00"))
    return only(cast.amina, HOW_WAS_IT)
