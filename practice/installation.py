"""The bot's app as installed in the workspace: its ids, its tokens, and what its manifest allows."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from practice.people import BOT_USER_ID, Member

TEAM_ID = "T00PRACTICE"
TEAM_DOMAIN = "practice-hospital"
APP_ID = "A00PRACTICE"
BOT_ID = "B00PRACTICE"


@dataclass(frozen=True)
class Installation:
    """Who the bot is here. Tokens are made afresh for each workspace."""

    manifest: Mapping[str, Any]
    bot_user_id: str
    bot_name: str
    bot_token: str
    app_token: str
    signing_secret: str
    page_token: str
    team_name: str
    team_id: str = TEAM_ID
    team_domain: str = TEAM_DOMAIN
    app_id: str = APP_ID
    bot_id: str = BOT_ID

    @property
    def scopes(self) -> frozenset[str]:
        """What the bot token may do."""
        return frozenset(_inside(self.manifest, "oauth_config", "scopes").get("bot", ()))

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


def install(manifest: Mapping[str, Any], members: Sequence[Member], team_name: str) -> Installation:
    """The app of this manifest, with new tokens."""
    bot = next((member for member in members if member.is_bot), None)
    name = _inside(manifest, "features", "bot_user").get("display_name", "")
    return Installation(
        manifest=manifest,
        bot_user_id=bot.id if bot else BOT_USER_ID,
        bot_name=bot.name if bot else name or "The bot",
        bot_token=f"xoxb-{secrets.token_hex(16)}",
        app_token=f"xapp-1-{APP_ID}-{secrets.token_hex(16)}",
        signing_secret=secrets.token_hex(16),
        page_token=secrets.token_urlsafe(24),
        team_name=team_name,
    )


def _inside(manifest: Mapping[str, Any], *path: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = manifest
    for step in path:
        found = found.get(step) or {}
    return found
