"""The people of a practice Teams on the page of the practice hospital."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from practice.page_side import Side
from practice.teams.app import PracticeTeams

_VERBS = frozenset(
    (
        *("say", "mention", "post", "edit", "delete", "read", "upload"),
        *("press", "submit_card", "press_in_dialog", "submit", "close", "accept_file", "decline_file"),
    )
)


def teams_side(teams: PracticeTeams, titles: Mapping[str, str]) -> Side:
    """Everybody of the tenant and the bot; `titles` are people's roles by object id."""
    tenant = teams.tenant

    def members() -> list[dict[str, Any]]:
        people = [
            {
                "id": one.id,
                "name": one.name,
                "email": one.email,
                "title": titles.get(one.id, ""),
                "is_bot": False,
            }
            for one in tenant.members.values()
        ]
        return [*people, {"id": tenant.bot_id, "name": tenant.bot_name, "title": "", "is_bot": True}]

    return Side("teams", teams.people, _VERBS, members, teams.journal, tenant.watchers)
