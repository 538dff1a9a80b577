"""Who works at the practice hospital, as Teams would know them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class TeamsMember:
    """One account. `id` is the Entra object id (a GUID); `email` is also the name to sign in with.

    `is_installed` says whether the bot stands among this person's apps from the start.
    """

    id: str
    name: str
    email: str
    is_guest: bool = False
    is_installed: bool = True


@dataclass(frozen=True)
class TeamsChannel:
    """One channel (19:...@thread.tacv2). The one that has the id of its team is General."""

    id: str
    name: str


@dataclass(frozen=True)
class TeamsTeam:
    """A team; `members` are object ids, `has_bot` says whether the bot is in it from the start."""

    id: str
    name: str
    channels: tuple[TeamsChannel, ...] = ()
    members: tuple[str, ...] = ()
    has_bot: bool = True


def as_teams(member: TeamsMember, account: str, tenant_id: str) -> Mapping[str, Any]:
    """A member as the connector's roster has them (Microsoft: "Get the members of a team or chat")."""
    given, _, surname = member.name.partition(" ")
    return {
        "id": account,
        "objectId": member.id,
        "name": member.name,
        "givenName": given,
        "surname": surname,
        "email": member.email,
        "userPrincipalName": member.email,
        "tenantId": tenant_id,
        "userRole": "guest" if member.is_guest else "user",
    }
