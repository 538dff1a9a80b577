"""A person writes, changes and deletes messages."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from practice.refusal import NotPossible
from practice.teams import activities
from practice.teams.conversation import DOWNLOAD, Json, TeamsConversation, TeamsMessage
from practice.teams.desk import Desk
from practice.teams.drive import TeamsFile, download_url


def say(desk: Desk, user: str, text: str, quote: str = "", attachments: Sequence[Json] = ()) -> str:
    """A new message in the 1:1 chat; its id."""
    teams = desk.teams
    with teams.lock:
        where = writable_chat(desk, user)
        if quote and quote not in where.messages:
            raise NotPossible(f"{user} sees no message {quote}")
        said = TeamsMessage(
            teams.stamps.message(), teams.now(), user, text, reply_to=quote, attachments=list(attachments)
        )
        teams.add(where, said)
        activity = activities.spoken(teams, where, said)
    desk.deliveries.event(activity)
    return said.id


def upload(desk: Desk, user: str, name: str, content: bytes, text: str) -> str:
    """A new message with a file, which lies in the person's own store."""
    teams = desk.teams
    with teams.lock:
        if not teams.rules.allows_files:
            raise NotPossible("the organisation does not allow files here")
        file = teams.drive.keep(TeamsFile(teams.stamps.guid("file"), name, user, content))
        address = download_url(teams.base_url, file)
        attachment = {
            "contentType": DOWNLOAD,
            "contentUrl": f"{teams.base_url}/personal/{user}/Documents/{name}",
            "name": name,
            "content": {
                "downloadUrl": address,
                "uniqueId": str(UUID(file.id)).upper(),
                "fileType": file.kind,
            },
        }
    return say(desk, user, text, attachments=[attachment])


def in_channel(desk: Desk, user: str, channel: str, text: str, thread: str, *, is_mention: bool) -> str:
    """A new message in a channel; the bot hears it if it is named, and is in the team."""
    teams = desk.teams
    with teams.lock:
        where = desk.place(user, channel)
        if where.kind != "channel":
            raise NotPossible(f"{channel} is no channel")
        if thread and thread not in where.messages:
            raise NotPossible(f"{user} sees no message {thread}")
        if is_mention and where.team not in teams.teams_with_bot:
            raise NotPossible(f"the bot is not in the team of {where.name}")
        said = TeamsMessage(
            teams.stamps.message(), teams.now(), user, text, is_mention=is_mention, reply_to=thread
        )
        teams.add(where, said)
        activity = activities.spoken(teams, where, said)
    if is_mention:
        desk.deliveries.event(activity)
    return said.id


def edit(desk: Desk, user: str, conversation: str, activity_id: str, text: str) -> None:
    """Change an own message."""
    teams = desk.teams
    with teams.lock:
        where, said = _own(desk, user, conversation, activity_id)
        said.text, said.edited_at = text, teams.now()
        teams.changed(*teams.readers(where))
        activity = activities.changed(activities.spoken(teams, where, said), teams.now())
    _tell(desk, where, said, activity)


def delete(desk: Desk, user: str, conversation: str, activity_id: str) -> None:
    """Delete an own message."""
    teams = desk.teams
    with teams.lock:
        where, said = _own(desk, user, conversation, activity_id)
        activity = activities.deleted(activities.spoken(teams, where, said), teams.now())
        del where.messages[said.id]
        teams.changed(*teams.readers(where))
    _tell(desk, where, said, activity)


def writable_chat(desk: Desk, user: str) -> TeamsConversation:
    """The 1:1 chat, if the person can write there. Raises NotPossible."""
    teams = desk.teams
    where = desk.chat(user)
    if user in teams.blocked or not (user in teams.installed or teams.is_in_team_with_bot(user)):
        raise NotPossible(f"{user} cannot write to the bot before it is added again")
    return where


def _tell(desk: Desk, where: TeamsConversation, said: TeamsMessage, activity: Json) -> None:
    if where.kind == "personal" or said.is_mention:
        desk.deliveries.event(activity)


def _own(
    desk: Desk, user: str, conversation: str, activity_id: str
) -> tuple[TeamsConversation, TeamsMessage]:
    where, message = desk.message(user, conversation, activity_id)
    if message.author != user:
        raise NotPossible(f"{user} did not write {activity_id}")
    return where, message
