"""How somebody on Teams gets the file that goes with a message."""

from __future__ import annotations

import httpx

from bot.teams.trust import trusted
from practice.teams.app import PracticeTeams
from tests.conversations.heard import Heard


def fetched(teams: PracticeTeams, user: str, heard: Heard) -> tuple[str, str]:
    """The name and the content of the file that is offered in a chat, or stands behind a link."""
    return _taken(teams, user, heard) if heard.files else _downloaded(heard)


def _downloaded(heard: Heard) -> tuple[str, str]:
    """A look at the page gives nothing; its button does."""
    (address,) = (url for label, url in heard.links.items() if label.startswith("Download"))
    with httpx.Client(trust_env=False, verify=trusted()) as browser:
        assert "<button" in browser.get(address).text
        got = browser.post(address)
    return got.headers["content-disposition"].partition("filename*=UTF-8''")[2], got.text


def _taken(teams: PracticeTeams, user: str, heard: Heard) -> tuple[str, str]:
    """The bot puts it among the reader's own files, and says so with the file."""
    (name,) = heard.files
    teams.people.accept_file(user, heard.place, heard.id)
    stored = [
        file["url"]
        for conversation in teams.people.screen(user)["conversations"]
        for message in conversation["messages"]
        for file in message["files"]
        if (file["kind"], file["name"]) == ("file", name)
    ]
    with httpx.Client(trust_env=False, verify=trusted()) as browser:
        return name, browser.get(stored[-1]).text
