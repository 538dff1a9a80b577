"""Somebody as Teams' lists of members tell of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from microsoft_teams.api import TeamsChannelAccount


@dataclass(frozen=True)
class Member:
    """Somebody in a conversation.

    `id` is the Entra object id, empty for a bot; `account` is the name by which this bot alone knows them (29:...).
    `login` is the user principal name.
    """

    id: str
    account: str
    name: str
    email: str
    login: str
    is_guest: bool


def member_of(told: TeamsChannelAccount) -> Member:
    """What of it matters here."""
    return Member(
        id=(told.aad_object_id or "").lower(),
        account=told.id,
        name=told.name or "",
        email=(told.email or "").casefold(),
        login=told.user_principal_name or "",
        is_guest=told.user_role in {"guest", "anonymous"},
    )
