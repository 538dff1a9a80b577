"""When the bot comes to a person or a team, or goes: what Teams sends about that, as an `Action`.

Shapes: learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from bot.teams import inbound
from handlers.action import Account, Action, Place, Reach, Room

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from bot.teams.inbound import Activity

_CHANNELS_CHANGED = frozenset({"channelCreated", "channelDeleted", "channelRenamed", "channelRestored"})
_GONE = frozenset({"teamDeleted", "teamHardDeleted"})


def coming(activity: Activity) -> Literal["arrived", "departed", ""]:
    """Whether an act tells that the bot has come to a person or a team, or gone; empty if it does not."""
    if activity.get("type") == "installationUpdate":
        action = activity.get("action")
        return "arrived" if action in ("add", "add-upgrade") else "departed" if action == "remove" else ""
    told, own = (
        (activity.get("channelData") or {}).get("eventType"),
        (activity.get("recipient") or {}).get("id"),
    )
    if told in _GONE or own in _ids(activity.get("membersRemoved")):
        return "departed"
    return "arrived" if told in _CHANNELS_CHANGED or own in _ids(activity.get("membersAdded")) else ""


def team_of(activity: Activity) -> str:
    """The team in which it was done; empty outside of one."""
    return str(((activity.get("channelData") or {}).get("team") or {}).get("id") or "")


def somebody(activity: Activity, workspace: str) -> Account:
    """Whoever did it to a team, where Teams does not say who that is for Entra."""
    told = activity.get("from") or {}
    return Account(workspace, inbound.TEAMS, str(told.get("id") or ""), str(told.get("name") or ""))


def action(
    activity: Activity,
    person: Account,
    now: datetime,
    kind: Literal["arrived", "departed"],
    rooms: Iterable[Room],
) -> Action:
    """The bot was installed or removed; `rooms` are all the channels of the team, if it was a team."""
    team, reach = team_of(activity), inbound.reach_of(activity)
    place = Place(team, "channel") if team else inbound.place_of(activity)
    return Action(
        key=f"event/{place.id}/{activity['id']}",
        kind=kind,
        person=person,
        place=place,
        at=now,
        reach=Reach(place.id, reach.service_url),
        rooms=tuple(rooms),
    )


def _ids(members: Iterable[Mapping[str, Any]] | None) -> frozenset[str]:
    return frozenset(str(each.get("id")) for each in members or ())
