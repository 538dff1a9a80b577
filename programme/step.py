"""One step of a programme: when it comes, to whom, what is said and which answer is hoped for."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from programme.reading import Text

PLACEHOLDERS = frozenset(
    {
        "me",
        "my_role",
        "partner",
        "partner_role",
        "doctor",
        "manager",
        "reason_1",
        "reason_2",
        "event",
        "n",
        "m",
        "together",
        "when",
        "where",
        "lead_doctor",
        "lead_manager",
    }
)
_OF_AN_EVENT = frozenset({"event", "when", "where"})
_OF_ANYBODY = frozenset({"me", "lead_doctor", "lead_manager"})

_Week = Annotated[int, msgspec.Meta(ge=0, description="a whole number")]
_Length = Annotated[int, msgspec.Meta(ge=0, le=3000, description="a whole number up to 3000")]


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One button of a step; `value` is what is kept."""

    value: Text
    label: Text


class Reply(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The answer hoped for; `captures` names what is kept of it.

    A reflection has a greatest length, `max` characters, and may have buttons beside it.
    """

    type: Literal["date_time_place", "buttons", "reflection", "none"]
    captures: str = ""
    options: tuple[Option, ...] = ()
    max: _Length = 0


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something that the bot says by itself, once to each pair.

    It comes in a `week` of the programme (0 is the first) or some working days after a `trigger`: a shadowing
    visit, to each of the two, or a workshop, to each who said they would come. A step that `lapses` is
    dropped when it could not be said in time.
    """

    id: Text
    week: _Week | None = None
    trigger: Literal["shadow", "workshop"] | None = None
    after_working_days: int = 0
    to: Literal["pair", "each"]
    text: Text
    reply: Reply
    lapses: bool = True

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """The buttons, as value and label."""
        return tuple((option.value, option.label) for option in self.reply.options)

    def label(self, value: str) -> str | None:
        """What the button with this value says; None when the step has no such button."""
        return next((option.label for option in self.reply.options if option.value == value), None)


def placeholders_after(trigger: object) -> frozenset[str]:
    """What can be filled in for a step with this trigger, or for one that comes in a week (None).

    After a workshop nothing is known of a pair; in a week nothing has taken place.
    """
    if trigger == "workshop":
        return _OF_ANYBODY | _OF_AN_EVENT
    return PLACEHOLDERS if trigger == "shadow" else PLACEHOLDERS - _OF_AN_EVENT
