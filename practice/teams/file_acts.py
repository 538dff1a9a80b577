"""A person takes, or does not take, a file of the bot's (Microsoft, "Send and receive files using bot")."""

from __future__ import annotations

from typing import Literal

from practice.desk import Outcome
from practice.refusal import NotPossible
from practice.teams import activities
from practice.teams.conversation import CONSENT, Json, TeamsMessage
from practice.teams.desk import Desk
from practice.teams.drive import TeamsFile, upload_url

NO_FILES = "Your organisation does not allow files here."


def decide(
    desk: Desk, user: str, conversation: str, activity_id: str, action: Literal["accept", "decline"]
) -> Outcome:
    """Press a button of a consent card. It can be pressed again until the bot takes the card away."""
    teams = desk.teams
    with teams.lock:
        where, message = desk.message(user, conversation, activity_id)
        place, card = _consent(message)
        if where.kind != "personal":
            raise NotPossible("files are exchanged in the 1:1 chat only")
        if not teams.rules.allows_files:
            teams.notice(user, NO_FILES)
            return Outcome(acknowledged=False, error=NO_FILES)
        value = _value(desk, user, card, action)
        asked = activities.invoke(teams, where, user, "fileConsent/invoke", value, message)
    _, outcome = desk.ask(user, asked)
    with teams.lock:
        if outcome.acknowledged and place < len(message.attachments):
            message.files[place] = action
            teams.changed(user)
    return outcome


def _consent(message: TeamsMessage) -> tuple[int, Json]:
    for place, one in enumerate(message.attachments):
        if one.get("contentType") == CONSENT:
            return place, one
    raise NotPossible("the message asks for no consent to a file")


def _value(desk: Desk, user: str, card: Json, action: str) -> Json:
    teams = desk.teams
    content = card.get("content") or {}
    value = {"type": "fileUpload", "action": action, "context": content.get(f"{action}Context")}
    if action == "decline":
        return value
    file = teams.drive.keep(TeamsFile(teams.stamps.guid("file"), str(card.get("name", "")), user))
    return {
        **value,
        "uploadInfo": {
            "contentUrl": f"{teams.base_url}/personal/{user}/Documents/{file.name}",
            "name": file.name,
            "uploadUrl": upload_url(teams.base_url, file),
            "uniqueId": file.id.upper(),
            "fileType": file.kind,
        },
    }
