"""views.*: forms and homes."""

from __future__ import annotations

from typing import Any

from practice.content import approve_view
from practice.methods.arguments import Arguments, Method
from practice.methods.places import person
from practice.modals import View, as_slack
from practice.refusal import Refusal
from practice.workspace import Workspace


def _open(slack: Workspace, args: Arguments) -> dict[str, Any]:
    trigger_id = args.text("trigger_id")
    user = slack.triggers.user_of(trigger_id)
    view = slack.modals.open(user, _modal(slack, args))
    return _spend(slack, trigger_id, view)


def _push(slack: Workspace, args: Arguments) -> dict[str, Any]:
    trigger_id = args.text("trigger_id")
    user = slack.triggers.user_of(trigger_id)
    view = slack.modals.push(user, _modal(slack, args))
    return _spend(slack, trigger_id, view)


def _update(slack: Workspace, args: Arguments) -> dict[str, Any]:
    body = _modal(slack, args)
    view_id, external_id = args.maybe("view_id"), args.maybe("external_id")
    view = slack.modals.get(view_id) if view_id else slack.modals.named(external_id or "")
    if view is None or view.body["type"] != "modal":
        raise Refusal("not_found")
    slack.modals.update(view, body, args.maybe("hash"))
    return _shown(slack, view)


def _publish(slack: Workspace, args: Arguments) -> dict[str, Any]:
    user = person(slack, args.text("user_id"))
    body = approve_view(slack, args.structure("view"))
    if body.get("type") != "home":
        raise Refusal("invalid_arguments", messages=["[ERROR] only a home view can be published"])
    if not slack.app.has_home:
        raise Refusal("not_enabled")
    return _shown(slack, slack.modals.publish(user.id, body, args.maybe("hash")))


def _modal(slack: Workspace, args: Arguments) -> Any:  # noqa: ANN401 - a view is JSON
    body = approve_view(slack, args.structure("view"))
    if body.get("type") != "modal":
        raise Refusal("invalid_arguments", messages=["[ERROR] this view must be a modal"])
    return body


def _spend(slack: Workspace, trigger_id: str, view: View) -> dict[str, Any]:
    slack.triggers.spend(trigger_id)
    return _shown(slack, view)


def _shown(slack: Workspace, view: View) -> dict[str, Any]:
    slack.changed(view.user)
    return {"view": as_slack(view, slack.app)}


METHODS = {
    "views.open": Method(_open),
    "views.push": Method(_push),
    "views.update": Method(_update),
    "views.publish": Method(_publish),
}
