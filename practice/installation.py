"""The bot's app in one workspace: its ids there, and what its manifest allows."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from practice.credentials import APP_ID, Credentials
from practice.people import BOT_USER_ID, Member

TEAM_ID = "T00PRACTICE"
TEAM_DOMAIN = "practice-hospital"
BOT_ID = "B00PRACTICE"


@dataclass(frozen=True)
class Installation:
    """Who the bot is here. `mark` stands in the ids made here, so that two workspaces never share one."""

    manifest: Mapping[str, Any]
    credentials: Credentials
    bot_user_id: str
    bot_name: str
    page_token: str
    team_name: str
    team_id: str = TEAM_ID
    team_domain: str = TEAM_DOMAIN
    app_id: str = APP_ID
    bot_id: str = BOT_ID
    mark: str = ""

    @property
    def scopes(self) -> frozenset[str]:
        """What the manifest asks for; what the bot token may do is `Workspace.tokens.scopes`."""
        return frozenset(_inside(self.manifest, "oauth_config", "scopes").get("bot", ()))

    @property
    def redirect_urls(self) -> Sequence[str]:
        """Where OAuth may lead back to."""
        return tuple(_inside(self.manifest, "oauth_config").get("redirect_urls") or ())

    @property
    def rotates_tokens(self) -> bool:
        """Whether bot tokens expire."""
        return bool(_inside(self.manifest, "settings").get("token_rotation_enabled"))

    @property
    def subscriptions(self) -> frozenset[str]:
        """The events that the app asked for."""
        return frozenset(_inside(self.manifest, "settings", "event_subscriptions").get("bot_events", ()))

    @property
    def commands(self) -> Sequence[Mapping[str, Any]]:
        """The slash commands that people can type."""
        commands: Sequence[Mapping[str, Any]] = _inside(self.manifest, "features").get("slash_commands", ())
        return commands

    @property
    def people_can_type(self) -> bool:
        """Whether the app's messages tab takes what people say."""
        tab = _inside(self.manifest, "features", "app_home")
        return bool(tab.get("messages_tab_enabled")) and not tab.get("messages_tab_read_only_enabled", True)

    @property
    def has_home(self) -> bool:
        """Whether the app has a home tab."""
        return bool(_inside(self.manifest, "features", "app_home").get("home_tab_enabled"))

    @property
    def is_interactive(self) -> bool:
        """Whether buttons and forms reach the app."""
        return bool(_inside(self.manifest, "settings", "interactivity").get("is_enabled"))


def bot_user_of(team_id: str) -> str:
    """The app's own account in a workspace whose members do not name one."""
    return BOT_USER_ID if team_id == TEAM_ID else f"U{team_id[1:]}BOT"


def installation(
    manifest: Mapping[str, Any],
    members: Sequence[Member],
    *,
    team_id: str,
    team_name: str,
    credentials: Credentials,
) -> Installation:
    """The app of this manifest in this workspace."""
    bot = next((member for member in members if member.is_bot), None)
    name = _inside(manifest, "features", "bot_user").get("display_name", "")
    is_usual = team_id == TEAM_ID
    return Installation(
        manifest=manifest,
        credentials=credentials,
        bot_user_id=bot.id if bot else bot_user_of(team_id),
        bot_name=bot.name if bot else name or "The bot",
        page_token=secrets.token_urlsafe(24),
        team_name=team_name,
        team_id=team_id,
        team_domain=TEAM_DOMAIN if is_usual else team_id.lower(),
        bot_id=BOT_ID if is_usual else f"B{team_id[1:]}",
        mark="" if is_usual else team_id[1:],
    )


def _inside(manifest: Mapping[str, Any], *path: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = manifest
    for step in path:
        found = found.get(step) or {}
    return found
