"""The bot comes and goes: for one person, or in a team (Microsoft, "Conversation events", installation update)."""

from __future__ import annotations

from practice.refusal import NotPossible
from practice.teams import activities
from practice.teams.conversation import Json, TeamsConversation
from practice.teams.desk import Desk
from practice.teams.people import TeamsTeam


def install(desk: Desk, user: str) -> None:
    """Among the person's own apps. The bot hears that it is in the chat, and that it was installed."""
    teams = desk.teams
    with teams.lock:
        desk.member(user)
        if user in teams.installed:
            raise NotPossible(f"{user} has the bot already")
        teams.installed.add(user)
        told = _came_for(desk, user)
    _tell(desk, told)


def uninstall(desk: Desk, user: str) -> None:
    """Away from the person's own apps; what was said stays on their screen."""
    teams = desk.teams
    with teams.lock:
        desk.member(user)
        if user not in teams.installed:
            raise NotPossible(f"{user} does not have the bot")
        where = teams.chat(user)
        teams.installed.discard(user)
        teams.dialogs.pop(user, None)
        told = [activities.installed(teams, where, user, "remove")]
        teams.changed(user)
    _tell(desk, told)


def add_to_team(desk: Desk, user: str, team: str) -> None:
    """Into a team; the bot hears of the team, and asks for its channels itself."""
    teams = desk.teams
    with teams.lock:
        found = team_of(desk, user, team)
        if team in teams.teams_with_bot:
            raise NotPossible(f"{found.name} has the bot already")
        teams.teams_with_bot.add(team)
        told = _came_to(desk, user, found)
    _tell(desk, told)


def remove_from_team(desk: Desk, user: str, team: str) -> None:
    """Out of a team."""
    teams = desk.teams
    with teams.lock:
        found = team_of(desk, user, team)
        if team not in teams.teams_with_bot:
            raise NotPossible(f"{found.name} does not have the bot")
        teams.teams_with_bot.discard(team)
        where = general(found)
        told = [
            activities.bot_went(teams, where, user),
            activities.installed(teams, where, user, "remove"),
        ]
    _tell(desk, told)


def announce(desk: Desk) -> None:
    """Tell the bot of everybody and every team that has it."""
    teams = desk.teams
    with teams.lock:
        told = [activity for user in sorted(teams.installed) for activity in _came_for(desk, user)]
        for team in sorted(teams.teams_with_bot):
            found = teams.teams[team]
            told += _came_to(desk, found.members[0], found)
    _tell(desk, told)


def _came_for(desk: Desk, user: str) -> list[Json]:
    teams = desk.teams
    where = teams.chat(user)
    teams.changed(user)
    return [activities.bot_came(teams, where, user), activities.installed(teams, where, user, "add")]


def _came_to(desk: Desk, user: str, team: TeamsTeam) -> list[Json]:
    where = general(team)
    return [
        activities.bot_came(desk.teams, where, user),
        activities.installed(desk.teams, where, user, "add"),
    ]


def team_of(desk: Desk, user: str, team: str) -> TeamsTeam:
    """A team that the person is in. Raises NotPossible."""
    desk.member(user)
    found = desk.teams.teams.get(team)
    if found is None or user not in found.members:
        raise NotPossible(f"{user} is not in the team {team}")
    return found


def general(team: TeamsTeam) -> TeamsConversation:
    """What such events name as their conversation: the team's first channel, which has its id."""
    return TeamsConversation(team.id, "channel", "General", team=team.id)


def _tell(desk: Desk, told: list[Json]) -> None:
    for activity in told:
        desk.deliveries.event(activity)
