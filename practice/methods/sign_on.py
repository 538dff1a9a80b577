"""Who the bot is, and where it works."""

from __future__ import annotations

from typing import Any

from practice.methods.arguments import Arguments, Method
from practice.refusal import Refusal
from practice.workspace import Workspace


def _api_test(_slack: Workspace, args: Arguments) -> dict[str, Any]:
    error = args.maybe("error")
    if error:
        raise Refusal(error, args=dict(args.given))
    return {"args": dict(args.given)}


def _auth_test(slack: Workspace, _args: Arguments) -> dict[str, Any]:
    app = slack.app
    return {
        "url": f"{slack.base_url}/",
        "team": app.team_name,
        "user": slack.members[app.bot_user_id].handle,
        "team_id": app.team_id,
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


def _team_info(slack: Workspace, _args: Arguments) -> dict[str, Any]:
    app = slack.app
    return {"team": {"id": app.team_id, "name": app.team_name, "domain": app.team_domain}}


METHODS = {
    "api.test": Method(_api_test),
    "auth.test": Method(_auth_test),
    "team.info": Method(_team_info, "team:read"),
}
