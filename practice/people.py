"""Who works at the practice hospital, as Slack would know them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

BOT_USER_ID = "U00000000BOT"


@dataclass(frozen=True)
class Member:
    """One account. The first member with `is_bot` is the app's own; without one it is `installation.bot_user_of`."""

    id: str
    name: str
    email: str
    title: str = ""
    is_admin: bool = False
    is_guest: bool = False
    is_bot: bool = False
    is_deleted: bool = False
    tz: str = "Europe/London"

    @property
    def handle(self) -> str:
        """The short name after the @, which commands carry as `user_name`."""
        local = self.email.partition("@")[0]
        return local or self.name.lower().replace(" ", ".")


@dataclass(frozen=True)
class Channel:
    """A public channel. The app's own id may be among `members`; where it is not, the app cannot post."""

    id: str
    name: str
    members: tuple[str, ...]


def as_user(member: Member, team_id: str, *, with_email: bool) -> dict[str, Any]:
    """A member in the shape of `users.info`. The email needs the scope users:read.email."""
    first, _, last = member.name.partition(" ")
    profile = {
        "real_name": member.name,
        "display_name": member.name,
        "first_name": first,
        "last_name": last,
        "title": member.title,
        "team": team_id,
    }
    if with_email and not member.is_bot:
        profile["email"] = member.email
    return {
        "id": member.id,
        "team_id": team_id,
        "name": member.handle,
        "real_name": member.name,
        "deleted": member.is_deleted,
        "tz": member.tz,
        "profile": profile,
        "is_admin": member.is_admin,
        "is_owner": False,
        "is_bot": member.is_bot,
        "is_app_user": False,
        "is_restricted": member.is_guest,
        "is_ultra_restricted": False,
        "updated": 0,
    }
