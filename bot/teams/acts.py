"""What somebody pressed or sent on a card or in a dialog of Teams, as an `Action`. Pure.

What comes back in `data` has been in the reader's hands: whatever a handler does with a subject, it has to look
whose that is.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from bot.settings_faults import is_guid
from bot.teams.forms import is_checked_here, missing
from bot.teams.inbound import conversation_of, place_of
from bot.teams.packing import unpacked
from handlers.action import Account, Action, MessageRef, Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from bot.teams.inbound import Activity
    from programme.words.message import Form

Way = Literal["in place", "opens", "dialog", "message"]
"""How it came: an Action.Execute, whose answer takes the card's place; what opens a dialog; what is pressed in one;
or a plain message, from clients that know no Action.Execute."""

_WAYS: Mapping[str, Way] = {"adaptiveCard/action": "in place", "task/fetch": "opens", "task/submit": "dialog"}
_LISTS = frozenset({"choices", "people"})
_PEOPLE = frozenset({"person", "people"})
_MOST_PEOPLE = 50
NOBODY: Mapping[str, Account] = MappingProxyType({})


@dataclass(frozen=True)
class Act:
    """One press, or one form that was sent (`form` is its name, and `drawn` what it looked like)."""

    way: Way
    press: str
    form: str
    subject: str
    form_id: str
    drawn: Form | None
    data: Mapping[str, Any]


def act_of(activity: Activity) -> Act | None:
    """What was pressed or sent; None for anything else."""
    way: Way | None = "message" if activity.get("type") == "message" else _WAYS.get(str(activity.get("name")))
    value = activity.get("value")
    if way is None or not isinstance(value, dict):
        return None
    data: object = value if way == "message" else value.get("data")
    if way == "in place":
        action = value.get("action")
        data = action.get("data") if isinstance(action, dict) else None
    if not isinstance(data, dict) or not (data.get("press") or data.get("form")):
        return None
    told = {name: str(data.get(name) or "") for name in ("press", "form", "subject", "form_id", "again")}
    again = told.pop("again")
    return Act(way=way, **told, drawn=unpacked(again) if again else None, data=data)


def press(
    activity: Activity, act: Act, person: Account, now: datetime, chosen: Mapping[str, Account] = NOBODY
) -> Action:
    """A button; from a form comes what stands in its boxes at that moment too."""
    place, clicked = place_of(activity), str(activity.get("replyToId") or "")
    is_on_a_card = clicked and act.way != "dialog"
    return Action(
        key=f"press/{place.id}/{activity['id']}",
        kind="press",
        person=person,
        place=place,
        at=now,
        name=act.press,
        subject=act.subject,
        values=values(act),
        chosen=chosen,
        origin=MessageRef(conversation_of(activity), clicked) if is_on_a_card else None,
        is_answered_in_writing=act.way in ("in place", "message"),
        can_replace=act.way != "message" and place.kind == "direct",
    )


def form(
    activity: Activity, act: Act, person: Account, now: datetime, chosen: Mapping[str, Account]
) -> Action:
    """A form that was sent. Its key has the sender in it: with somebody else's `form_id` nobody hears their answer.

    Cards with forms stand in people's own chats alone; an answer is drawn in no other.
    """
    place = place_of(activity)
    return Action(
        key=f"form/{person.id}/{act.form_id or activity['id']}",
        kind="form",
        person=person,
        place=place,
        at=now,
        name=act.form if act.drawn is not None else "",
        subject=act.subject,
        values=values(act),
        chosen=chosen,
        is_answered_in_writing=act.way == "message" or (act.way == "in place" and place.kind != "direct"),
    )


def values(act: Act) -> dict[str, Value]:
    """What was typed and chosen, by field; an empty box is left out."""
    return dict(_values(act))


def left_empty(act: Act) -> dict[str, str]:
    """What is to be said beside the boxes of a form that the client let go though they must be filled in."""
    if act.drawn is None or not is_checked_here(act.drawn):
        return {}
    return missing(act.drawn, values(act))


def people_chosen(act: Act) -> list[str]:
    """The object ids of everybody chosen in a form."""
    given = values(act)
    chosen: list[str] = []
    for name, kind in _kinds(act).items():
        if kind in _PEOPLE and name in given:
            value = given[name]
            chosen += [value] if isinstance(value, str) else value
    return chosen


def _kinds(act: Act) -> dict[str, str]:
    """The kind of each box: of a form that was sent, or as a button of a form says."""
    if act.drawn is not None:
        return {field.name: field.kind for field in act.drawn.fields}
    told = act.data.get("boxes")
    return {str(name): str(kind) for name, kind in told.items()} if isinstance(told, dict) else {}


def _values(act: Act) -> Iterator[tuple[str, Value]]:
    for name, kind in _kinds(act).items():
        written = str(act.data.get(name) or "")
        parts = tuple(part.strip() for part in written.split(",") if part.strip())
        if kind in _PEOPLE:
            parts = _object_ids(parts)
            written = parts[0] if parts else ""
        if written.strip():
            yield name, parts if kind in _LISTS else written


def _object_ids(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Those of Entra, in small letters; whatever else a client may write there is nobody's."""
    return tuple(part.lower() for part in parts[:_MOST_PEOPLE] if is_guid(part))
