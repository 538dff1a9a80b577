"""conversations.*: opening them, and reading what stands in them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

from practice.conversation import Conversation, as_slack
from practice.message import Message
from practice.message import as_slack as message_as_slack
from practice.methods.arguments import Arguments, Method, need
from practice.methods.paging import MOST_ON_A_PAGE, page
from practice.methods.places import person, readable
from practice.refusal import Refusal
from practice.workspace import Workspace

_MOST_IN_A_GROUP = 8
_END_OF_TIME = "9999999999"


def _open(slack: Workspace, args: Arguments) -> dict[str, Any]:
    users = args.items("users")
    if not users:
        return _reopen(slack, args)
    need(slack, "im:write" if len(users) == 1 else "mpim:write")
    for member in [person(slack, user) for user in users]:
        if member.is_bot:
            raise Refusal("cannot_dm_bot")
        if member.is_deleted:
            raise Refusal("user_disabled")
    if len(users) > _MOST_IN_A_GROUP:
        raise Refusal("too_many_users")
    known = set(slack.conversations)
    where = slack.dm(users[0]) if len(users) == 1 else slack.group(users)
    if where.id not in known:
        slack.changed(*where.members)
    already = {"no_op": True, "already_open": True} if where.id in known else {}
    shape = as_slack(where, slack.app.bot_user_id) if args.flag("return_im") else {"id": where.id}
    return {**already, "channel": shape}


def _reopen(slack: Workspace, args: Arguments) -> dict[str, Any]:
    where = slack.conversations.get(args.text("channel", ""))
    if where is None or where.kind == "channel":
        raise Refusal("users_list_not_supplied" if not args.maybe("channel") else "channel_not_found")
    return {"no_op": True, "already_open": True, "channel": {"id": where.id}}


def _info(slack: Workspace, args: Arguments) -> dict[str, Any]:
    return {"channel": as_slack(readable(slack, args, "read"), slack.app.bot_user_id)}


def _members(slack: Workspace, args: Arguments) -> dict[str, Any]:
    return page("members", list(readable(slack, args, "read").members), args)


def _history(slack: Workspace, args: Arguments) -> dict[str, Any]:
    where = readable(slack, args, "history")
    chosen = [
        message for message in _newest_first(slack, where, args) if message.thread_ts in (None, message.ts)
    ]
    return _messages(slack, chosen, args)


def _replies(slack: Workspace, args: Arguments) -> dict[str, Any]:
    where, ts = readable(slack, args, "history"), args.text("ts")
    if ts not in where.messages:
        raise Refusal("thread_not_found")
    chosen = [
        message for message in _newest_first(slack, where, args) if ts in (message.ts, message.thread_ts)
    ]
    return _messages(slack, chosen[::-1], args)


def _messages(slack: Workspace, chosen: Sequence[Message], args: Arguments) -> dict[str, Any]:
    with_metadata = args.flag("include_all_metadata")
    answer = page("messages", chosen, args)
    answer["messages"] = [
        message_as_slack(message, slack.app, slack.base_url, with_metadata=with_metadata)
        for message in answer["messages"]
    ]
    return answer | {"has_more": bool(answer["response_metadata"]["next_cursor"])}


def _newest_first(slack: Workspace, where: Conversation, args: Arguments) -> Iterator[Message]:
    """The messages between `oldest` and `latest` that history shows by now; what is older is not looked at."""
    oldest, is_inclusive = _instant(args.text("oldest", "0")), args.flag("inclusive")
    latest = _instant(args.text("latest", _END_OF_TIME))
    shown_until = time.monotonic() - slack.rules.history_lag_seconds
    for message in reversed(where.messages.values()):
        ts = _instant(message.ts)
        if ts < oldest:
            return
        is_inside = oldest < ts < latest or (is_inclusive and ts in (oldest, latest))
        if is_inside and message.taken_at <= shown_until:
            yield message


def _instant(ts: str) -> tuple[int, int]:
    """Microseconds do not fit into a float, so seconds and the rest are compared one after the other."""
    seconds, _, rest = ts.partition(".")
    try:
        return int(seconds), int(rest.ljust(6, "0")[:6])
    except ValueError:
        raise Refusal("invalid_ts_oldest") from None


def _list(slack: Workspace, args: Arguments) -> dict[str, Any]:
    wanted = set(args.items("types") or ["public_channel"])
    kinds = {"public_channel": "channel", "im": "im", "mpim": "mpim"}
    scopes = {"public_channel": "channels:read", "im": "im:read", "mpim": "mpim:read"}
    for kind in sorted(wanted & set(kinds)):
        need(slack, scopes[kind])
    chosen = [
        place
        for place in slack.conversations.values()
        if any(kinds.get(kind) == place.kind for kind in wanted) and _may_list(slack, place)
    ]
    return page("channels", [as_slack(place, slack.app.bot_user_id) for place in chosen], args)


def _users_conversations(slack: Workspace, args: Arguments) -> dict[str, Any]:
    user = args.text("user", slack.app.bot_user_id)
    person(slack, user)
    answer = _list(slack, Arguments({**args.given, "limit": MOST_ON_A_PAGE, "cursor": ""}))
    own = [shape for shape in answer["channels"] if user in slack.conversations[shape["id"]].members]
    return page("channels", own, args)


def _may_list(slack: Workspace, place: Conversation) -> bool:
    return place.kind == "channel" or slack.app.bot_user_id in place.members


METHODS = {
    "conversations.open": Method(_open),
    "conversations.info": Method(_info),
    "conversations.members": Method(_members),
    "conversations.history": Method(_history),
    "conversations.replies": Method(_replies),
    "conversations.list": Method(_list),
    "users.conversations": Method(_users_conversations),
}
