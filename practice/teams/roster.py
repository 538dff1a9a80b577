"""Who is in a chat or a team, and which channels there are (Microsoft, "Get Teams specific context for your bot")."""

from __future__ import annotations

from practice.teams.call import ConnectorCall
from practice.teams.conversation import Json
from practice.teams.people import as_teams
from practice.teams.posting import place
from practice.teams.refusal import TeamsRefusal
from practice.teams.tenant import Tenant

_LEAST, _MOST, _USUAL = 50, 500, 200


def members(teams: Tenant, call: ConnectorCall) -> tuple[int, Json]:
    """One page of the roster, and how to get the next."""
    everybody = _roster(teams, call.conversation)
    start = _start(call.asked.get("continuationToken", ""))
    end = start + _page(teams, call.asked.get("pageSize", ""))
    page: Json = {"members": [_shown(teams, user) for user in everybody[start:end]]}
    return 200, {**page, **({"continuationToken": f"from-{end}"} if end < len(everybody) else {})}


def member(teams: Tenant, call: ConnectorCall) -> tuple[int, Json]:
    """One person, by account, object id or the name they sign in with."""
    wanted = teams.person(call.member)
    for user in _roster(teams, call.conversation):
        if wanted == user or call.member.lower() == teams.members[user].email.lower():
            return 200, _shown(teams, user)
    raise TeamsRefusal(404, "MemberNotFoundInConversation", "The member was not found in the conversation.")


def team(teams: Tenant, call: ConnectorCall) -> tuple[int, Json]:
    """A team that has the bot."""
    found = teams.teams[_with_bot(teams, call.team)]
    return 200, {"id": found.id, "name": found.name, "type": "standard", "tenantId": teams.id}


def channels(teams: Tenant, call: ConnectorCall) -> tuple[int, Json]:
    """A team's channels; General, which has the id of the team, has no name, because each client says it in its own language."""
    found = teams.teams[_with_bot(teams, call.team)]
    shown = [
        {"id": one.id, "name": None if one.id == found.id else one.name, "type": "standard"}
        for one in found.channels
    ]
    return 200, {"conversations": shown}


def _roster(teams: Tenant, conversation: str) -> list[str]:
    if conversation in teams.teams:
        everybody = teams.teams[_with_bot(teams, conversation)].members
    else:
        everybody = teams.readers(place(teams, conversation)[0])
    return [user for user in everybody if user not in teams.switched_off]


def _with_bot(teams: Tenant, team_id: str) -> str:
    if team_id not in teams.teams:
        raise TeamsRefusal(404)
    if team_id not in teams.teams_with_bot:
        raise TeamsRefusal(403)
    return team_id


def _shown(teams: Tenant, user: str) -> Json:
    return dict(as_teams(teams.members[user], teams.account(user), teams.id))


def _page(teams: Tenant, asked: str) -> int:
    size = max(_LEAST, min(_MOST, int(asked))) if asked.isdigit() else _USUAL
    return min(size, teams.rules.roster_page)


def _start(token: str) -> int:
    if not token:
        return 0
    prefix, _, number = token.partition("-")
    if prefix != "from" or not number.isdigit():
        raise TeamsRefusal(400, "BadArgument", "The continuation token is not valid.")
    return int(number)
