"""A person presses a button, or chooses in a select, in a message, a form or on the home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from practice import payloads
from practice.desk import Desk, Outcome
from practice.elements import Block, Element, find
from practice.field_state import NotAccepted, State, Value, Values, empty_or_initial, filled, option
from practice.filling_in import FieldValue, fill, known
from practice.modals import View
from practice.refusal import NotPossible

NO_ANSWER = "This app took too long to answer. Please try again."
TROUBLE = "We had some trouble connecting. Try again?"


def in_message(
    desk: Desk, user: str, channel: str, ts: str, action_id: str, block_id: str | None, chosen: Value | None
) -> Outcome:
    """A press in a message that this person sees."""
    slack = desk.slack
    with slack.lock:
        member, where = desk.member(user), desk.place(user, channel)
        message = next((one for one in where.seen_by(user) if one.ts == ts), None)
        if message is None:
            raise NotPossible(f"{user} sees no message {ts} in {channel}")
        entered = payloads.entered_in(message, user)
        action = _touch(desk, user, message.blocks, entered, action_id, block_id, chosen)
        payload = payloads.message_action(slack, member, where, message, action)
    return _ask(desk, user, action_id, payload)


def in_view(
    desk: Desk,
    user: str,
    view_id: str,
    action_id: str,
    block_id: str | None,
    chosen: Value | None,
    values: Mapping[str, FieldValue],
) -> Outcome:
    """A press in the topmost form or on the home; `values` were typed into its boxes before, and it does not wait for the rest."""
    slack = desk.slack
    with slack.lock:
        member, view = desk.member(user), own_view(desk, user, view_id)
        fill(desk, view, values)
        action = _touch(desk, user, view.blocks, view.values, action_id, block_id, chosen)
        payload = payloads.view_action(slack, member, view, action)
        slack.changed(user)
    return _ask(desk, user, action_id, payload)


def own_view(desk: Desk, user: str, view_id: str) -> View:
    """A view that the person can touch: their home, or the form on top. Raises NotPossible."""
    modals = desk.slack.modals
    home, stack = modals.homes.get(user), modals.stacks.get(user)
    if home is not None and home.id == view_id:
        return home
    if not stack or stack[-1].id != view_id:
        raise NotPossible(f"{user} does not have the view {view_id} in front")
    return stack[-1]


def _touch(
    desk: Desk,
    user: str,
    blocks: list[Block],
    values: Values,
    action_id: str,
    block_id: str | None,
    chosen: Value | None,
) -> dict[str, Any]:
    if not desk.slack.app.is_interactive:
        raise NotPossible("the manifest does not switch interactivity on")
    found = find(blocks, action_id, block_id)
    if found is None:
        raise NotPossible(f"there is nothing to press called {action_id}")
    block, element = found
    if block["type"] == "input" and not block.get("dispatch_action"):
        raise NotPossible(f"{action_id} is a field of the form: it is sent with the form")
    try:
        state = _chosen(desk, user, element, chosen)
    except NotAccepted as refused:
        raise NotPossible(str(refused)) from refused
    if empty_or_initial(element) is not None:
        values.setdefault(block["block_id"], {})[action_id] = state
    return payloads.action_of(block, element, state, desk.slack.stamp())


def _chosen(desk: Desk, user: str, element: Element, chosen: Value | None) -> State:
    if element["type"] == "button":
        return {}
    if element["type"] == "overflow":
        return {"selected_option": option(element, str(chosen))}
    return filled(element, chosen or "", known(desk, user))


def _ask(desk: Desk, user: str, action_id: str, payload: Mapping[str, Any]) -> Outcome:
    answer = desk.ask("interactive", action_id, user, payload)
    if not answer.acknowledged:
        with desk.slack.lock:
            desk.slack.notice(user, NO_ANSWER)
    return Outcome(answer.acknowledged, answer.failure)
