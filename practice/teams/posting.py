"""What the bot may say, change and take back (Microsoft, "Bot Connector REST API", and its status codes in Teams)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from practice.teams.accepted import TeamsAccepted, words_of
from practice.teams.call import ConnectorCall
from practice.teams.cards import activity_problems
from practice.teams.conversation import Json, TeamsConversation, TeamsMessage, without_thread
from practice.teams.refusal import TeamsRefusal
from practice.teams.tenant import Tenant

_NOT_THERE = "The bot is not installed for this person."


def create(teams: Tenant, call: ConnectorCall) -> tuple[int, Json]:
    """A 1:1 chat with one person, or a new thread in a channel. Answers with its id, and that of what was said."""
    given = call.body or {}
    if given.get("isGroup"):
        return _create_thread(teams, call, given)
    user, named = _whom(teams, given)
    _may_write(teams, user, named)
    chat = teams.open_chat(user, named)
    answer: Json = {"id": chat, "serviceUrl": teams.service_url}
    if given.get("activity"):
        answer["activityId"] = _say(teams, teams.chat(user), given["activity"], call.bytes, "").id
    return 201, answer


def post(teams: Tenant, call: ConnectorCall) -> tuple[int, Json]:
    """A new message; in a channel under the message that the conversation's name goes on with."""
    where, root = place(teams, call.conversation)
    if (call.body or {}).get("type") == "typing":
        return 202, {}
    return 201, {"id": _say(teams, where, call.body, call.bytes, root or call.activity).id}


def put(teams: Tenant, call: ConnectorCall) -> tuple[int, Json]:
    """The bot writes one of its messages anew."""
    where, _ = place(teams, call.conversation)
    message, said = _own(teams, where, call.activity), _approved(teams, call.body, call.bytes)
    message.rewrite(said.get("text") or "", said.get("summary") or "", _attachments(said), teams.now())
    teams.changed(*teams.readers(where))
    return 200, {"id": message.id}


def delete(teams: Tenant, call: ConnectorCall) -> tuple[int, Json]:
    """The bot takes one of its messages back."""
    where, _ = place(teams, call.conversation)
    message = _own(teams, where, call.activity)
    del where.messages[message.id]
    teams.changed(*teams.readers(where))
    return 200, {}


def place(teams: Tenant, named: str) -> tuple[TeamsConversation, str]:
    """Where the bot may write, and the message there that the name goes on with. Raises 403 or 404."""
    plain, root = without_thread(named)
    where = teams.find(plain)
    if where is None:
        raise TeamsRefusal(404)
    if where.kind == "personal":
        _may_write(teams, where.user, teams.account(where.user))
    elif where.team not in teams.teams_with_bot:
        raise TeamsRefusal(403)
    if root and root not in where.messages:
        raise TeamsRefusal(404, "ActivityNotFoundInConversation")
    return where, root


def _create_thread(teams: Tenant, call: ConnectorCall, given: Mapping[str, Any]) -> tuple[int, Json]:
    channel = ((given.get("channelData") or {}).get("channel") or {}).get("id", "")
    where, _ = place(teams, channel)
    if where.kind != "channel":
        raise TeamsRefusal(400, "BadSyntax", "A group conversation cannot be created here.")
    message = _say(teams, where, given.get("activity"), call.bytes, "")
    return 201, {"id": f"{where.id};messageid={message.id}", "activityId": message.id}


def _whom(teams: Tenant, given: Mapping[str, Any]) -> tuple[str, str]:
    tenant = given.get("tenantId") or ((given.get("channelData") or {}).get("tenant") or {}).get("id")
    members = given.get("members")
    if not isinstance(members, list) or len(members) != 1 or not isinstance(members[0], Mapping):
        raise TeamsRefusal(400, "BadSyntax", "Incorrect conversation creation parameters.")
    if not tenant:
        raise TeamsRefusal(400, "BadArgument", "The tenant id is missing.")
    named = str(members[0].get("id") or "")
    user = teams.person(named)
    if tenant != teams.id or (user is None and named.startswith("29:")):
        raise TeamsRefusal(403, "NotEnoughPermissions", "Failed to decrypt pairwise id.")
    if user is None:
        raise TeamsRefusal(400, "BadArgument", "The user was not found.")
    return user, named


def _may_write(teams: Tenant, user: str, named: str) -> None:
    """A person is reached with the bot among their own apps, or, by account only, in a team of theirs.

    Microsoft, "Send proactive messages": an object id serves in the personal scope alone.
    """
    if user in teams.switched_off:
        raise TeamsRefusal(404)
    if user in teams.blocked:
        raise TeamsRefusal(403, "ConversationBlockedByUser", "User blocked the conversation with the bot.")
    is_by_team = named == teams.account(user) and teams.is_in_team_with_bot(user)
    if user not in teams.installed and not is_by_team:
        raise TeamsRefusal(403, "BotNotInConversationRoster", _NOT_THERE)


def _say(teams: Tenant, where: TeamsConversation, given: object, size: int, root: str) -> TeamsMessage:
    said = _approved(teams, given, size)
    message = TeamsMessage(
        id=teams.stamps.message(),
        at=teams.now(),
        author=teams.bot_id,
        text=said.get("text") or "",
        summary=said.get("summary") or "",
        attachments=_attachments(said),
        reply_to=root or str(said.get("replyToId") or ""),
    )
    teams.add(where, message)
    teams.accepted.append(TeamsAccepted(time.monotonic(), teams.id, where.id, message.id, words_of(said)))
    return message


def _approved(teams: Tenant, given: object, size: int) -> Mapping[str, Any]:
    """What is said, if Teams takes it; what it takes and should not be said stands in the journal."""
    if not isinstance(given, Mapping) or given.get("type") != "message":
        raise TeamsRefusal(400, "BadSyntax", "The activity is not a message.")
    if size > teams.rules.most_bytes:
        raise TeamsRefusal(413)
    if not given.get("text") and not given.get("attachments"):
        raise TeamsRefusal(400, "BadSyntax", "The activity has neither text nor attachments.")
    for problem in activity_problems(given):
        teams.journal.write("rule", "activity", problem, broken=True)
    return given


def _attachments(said: Mapping[str, Any]) -> list[Json]:
    found = said.get("attachments") or []
    return [dict(one) for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _own(teams: Tenant, where: TeamsConversation, activity: str) -> TeamsMessage:
    message = where.messages.get(activity)
    if message is None:
        raise TeamsRefusal(404, "ActivityNotFoundInConversation")
    if message.author != teams.bot_id:
        raise TeamsRefusal(403, "NotEnoughPermissions", "The bot did not write this message.")
    return message
