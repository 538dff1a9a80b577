"""A person sends a form, or closes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from practice import payloads
from practice.content import approve_view
from practice.desk import Desk, Outcome
from practice.filling_in import FieldValue, fill, left_empty
from practice.modals import View
from practice.presses import TROUBLE, own_view
from practice.refusal import NotPossible, Refusal


def submit(desk: Desk, user: str, view_id: str, values: Mapping[str, FieldValue]) -> Outcome:
    """Fill the fields in, send the form, and do with it what the bot answers."""
    slack = desk.slack
    with slack.lock:
        member, view = desk.member(user), own_view(desk, user, view_id)
        if view.body["type"] != "modal":
            raise NotPossible("a home is not sent")
        if not view.body.get("submit"):
            raise NotPossible("this form has nothing that sends it")
        wrong = fill(desk, view, values)
        view.field_errors = left_empty(view) | wrong
        slack.changed(user)
        if view.field_errors:
            return Outcome(False, field_errors=view.field_errors)
        payload = payloads.view_submission(slack, member, view)
    name = str(view.body.get("callback_id") or "view_submission")
    answer = desk.ask("interactive", name, user, payload)
    with slack.lock:
        error = answer.failure
        if answer.acknowledged:
            error = _respond(desk, view, answer.payload)
        if error:
            slack.notice(user, TROUBLE)
        slack.changed(user)
        return Outcome(answer.acknowledged, error, view.field_errors)


def close(desk: Desk, user: str, view_id: str) -> Outcome:
    """Close the topmost form; the bot hears of it if it asked to."""
    slack = desk.slack
    with slack.lock:
        member, view = desk.member(user), own_view(desk, user, view_id)
        if view.body["type"] != "modal":
            raise NotPossible("a home is not closed")
        slack.modals.close(view)
        if view.body.get("clear_on_close"):
            slack.modals.clear(user)
        slack.changed(user)
        if not view.body.get("notify_on_close"):
            return Outcome(True)
        payload = payloads.view_closed(slack, member, view)
    answer = desk.ask("interactive", "view_closed", user, payload)
    return Outcome(answer.acknowledged, answer.failure)


def _respond(desk: Desk, view: View, answer: Mapping[str, Any]) -> str:
    """Do what the acknowledgement says; the failure that the person sees, or ""."""
    try:
        _act_on(desk, view, answer)
    except Refusal as refusal:
        detail = {"answer": dict(answer), "messages": list(refusal.messages)}
        name = str(view.body.get("callback_id", ""))
        desk.slack.journal.write("rule", name, refusal.code, user=view.user, broken=True, detail=detail)
        return refusal.code
    return ""


def _act_on(desk: Desk, view: View, answer: Mapping[str, Any]) -> None:
    modals, action = desk.slack.modals, answer.get("response_action")
    if action is None:
        modals.close(view)
    elif action == "clear":
        modals.clear(view.user)
    elif action == "errors":
        view.field_errors = _errors(view, answer.get("errors"))
    elif action == "update":
        modals.update(view, _modal(desk, answer))
    elif action == "push":
        modals.push(view.user, _modal(desk, answer))
    else:
        raise Refusal("invalid_response_action", messages=[f"{action} is not a response_action"])


def _modal(desk: Desk, answer: Mapping[str, Any]) -> Mapping[str, Any]:
    body = approve_view(desk.slack, answer.get("view"))
    if body.get("type") != "modal":
        raise Refusal("invalid_arguments", messages=["[ERROR] this view must be a modal"])
    return body


def _errors(view: View, given: object) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(given, Mapping) or not given or not set(given) <= inputs:
        raise Refusal("invalid_errors", messages=["errors must name fields of the form by block_id"])
    return {str(block_id): str(text) for block_id, text in given.items()}
