"""users.*: who works here."""

from __future__ import annotations

from typing import Any

from practice.methods.arguments import Arguments, Method
from practice.methods.paging import page
from practice.methods.places import person
from practice.people import Member, as_user
from practice.refusal import Refusal
from practice.workspace import Workspace


def _info(slack: Workspace, args: Arguments) -> dict[str, Any]:
    return {"user": _shape(slack, person(slack, args.text("user")))}


def _list(slack: Workspace, args: Arguments) -> dict[str, Any]:
    return page("members", [_shape(slack, member) for member in slack.members.values()], args)


def _lookup_by_email(slack: Workspace, args: Arguments) -> dict[str, Any]:
    email = args.text("email").casefold()
    for member in slack.people:
        if member.email.casefold() == email:
            return {"user": _shape(slack, member)}
    raise Refusal("users_not_found")


def _shape(slack: Workspace, member: Member) -> dict[str, Any]:
    return as_user(member, slack.app.team_id, with_email="users:read.email" in slack.tokens.scopes)


METHODS = {
    "users.info": Method(_info, "users:read"),
    "users.list": Method(_list, "users:read"),
    "users.lookupByEmail": Method(_lookup_by_email, "users:read.email"),
}
