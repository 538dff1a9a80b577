"""A team changes: people join and leave it, channels come, go and get other names (Microsoft, "Conversation events").

The bot hears of it where it is in the team.
"""

from __future__ import annotations

from dataclasses import replace

from practice.refusal import NotPossible
from practice.teams import activities
from practice.teams.conversation import Json, TeamsConversation
from practice.teams.desk import Desk
from practice.teams.installs import general, team_of
from practice.teams.people import TeamsChannel, TeamsTeam


def join(desk: Desk, user: str, team: str) -> None:
    """Somebody becomes a member."""
    teams = desk.teams
    with teams.lock:
        desk.member(user)
        found = teams.teams.get(team)
        if found is None or user in found.members:
            raise NotPossible(f"{user} cannot join {team}")
        teams.teams[team] = replace(found, members=(*found.members, user))
        told = activities.member_changed(teams, general(found), user, "Added")
        teams.changed(user)
    _tell(desk, team, told)


def leave(desk: Desk, user: str, team: str) -> None:
    """Somebody is no member any more."""
    teams = desk.teams
    with teams.lock:
        found = team_of(desk, user, team)
        told = activities.member_changed(teams, general(found), user, "Removed")
        teams.teams[team] = replace(found, members=tuple(one for one in found.members if one != user))
        teams.changed(user)
    _tell(desk, team, told)


def add_channel(desk: Desk, user: str, team: str, channel: TeamsChannel) -> None:
    """A member makes a channel."""
    teams = desk.teams
    with teams.lock:
        found = team_of(desk, user, team)
        if channel.id in teams.conversations:
            raise NotPossible(f"there is a channel {channel.id}")
        teams.teams[team] = replace(found, channels=(*found.channels, channel))
        teams.conversations[channel.id] = TeamsConversation(channel.id, "channel", channel.name, team=team)
        told = activities.channel_changed(teams, general(found), user, channel, "channelCreated")
        teams.changed(*found.members)
    _tell(desk, team, told)


def rename_channel(desk: Desk, user: str, channel: str, name: str) -> None:
    """A member gives a channel another name."""
    teams = desk.teams
    with teams.lock:
        found, _ = _channel(desk, user, channel)
        renamed = TeamsChannel(channel, name)
        channels = tuple(renamed if one.id == channel else one for one in found.channels)
        teams.teams[found.id] = replace(found, channels=channels)
        teams.conversations[channel].name = name
        told = activities.channel_changed(teams, general(found), user, renamed, "channelRenamed")
        teams.changed(*found.members)
    _tell(desk, found.id, told)


def delete_channel(desk: Desk, user: str, channel: str) -> None:
    """A member takes a channel away, with all that was said in it."""
    teams = desk.teams
    with teams.lock:
        found, gone = _channel(desk, user, channel)
        teams.teams[found.id] = replace(
            found, channels=tuple(one for one in found.channels if one.id != channel)
        )
        del teams.conversations[channel]
        told = activities.channel_changed(teams, general(found), user, gone, "channelDeleted")
        teams.changed(*found.members)
    _tell(desk, found.id, told)


def _channel(desk: Desk, user: str, channel: str) -> tuple[TeamsTeam, TeamsChannel]:
    where = desk.place(user, channel)
    if where.kind != "channel" or channel == where.team:
        raise NotPossible(f"{channel} cannot be changed")
    found = team_of(desk, user, where.team)
    return found, next(one for one in found.channels if one.id == channel)


def _tell(desk: Desk, team: str, told: Json) -> None:
    if team in desk.teams.teams_with_bot:
        desk.deliveries.event(told)
