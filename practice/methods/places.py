"""Finding the conversation that a call names, as the bot may see it."""

from __future__ import annotations

from practice.conversation import Conversation
from practice.methods.arguments import Arguments, need
from practice.people import Member
from practice.refusal import Refusal
from practice.workspace import Workspace


def place(slack: Workspace, args: Arguments) -> Conversation:
    """The conversation in the argument `channel`. Raises channel_not_found, not_in_channel."""
    found = slack.conversations.get(args.text("channel"))
    if found is None:
        raise Refusal("channel_not_found")
    if slack.app.bot_user_id not in found.members:
        raise Refusal("not_in_channel")
    return found


def place_or_person(slack: Workspace, args: Arguments) -> Conversation:
    """As `place`, and a person's id means the direct message with them."""
    named = args.text("channel")
    if named in slack.members and not slack.members[named].is_bot:
        return slack.dm(named)
    return place(slack, args)


def readable(slack: Workspace, args: Arguments, half_scope: str) -> Conversation:
    """A conversation that the bot may read; `half_scope` is "history" or "read"."""
    found = slack.conversations.get(args.text("channel"))
    if found is None:
        raise Refusal("channel_not_found")
    need(slack, f"{found.scope_prefix}:{half_scope}")
    return place(slack, args) if half_scope == "history" else found


def person(slack: Workspace, user: str) -> Member:
    """A member by id. Raises user_not_found."""
    member = slack.members.get(user)
    if member is None:
        raise Refusal("user_not_found")
    return member
