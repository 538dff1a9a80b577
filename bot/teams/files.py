"""The answer to a file that was offered in a chat: it goes among the reader's own files, or away."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.teams import render
from bot.teams.line import Organisation
from bot.teams.shelf import OFFERED
from programme.words import handing_over
from scheduler.sender import Refused, Uncertain, Undelivered
from storage import handed_files
from storage.database import CLOCK_PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.teams.line import Line
    from bot.teams.registrations import Registration
    from storage.database import Database

log = logging.getLogger(__name__)

UPLOADS_WITHIN, SAYS_WITHIN = 5.0, 3.0
"""Seconds; whoever pressed is told after ten that something went wrong."""
INFO = "application/vnd.microsoft.teams.card.file.info"


@dataclass(frozen=True)
class _Taken:
    """A file that has left the shelf."""

    secret: str = field(repr=False)
    name: str
    content: str = field(repr=False)


class Offers:
    """What people answer to consent cards. Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4."""

    def __init__(self, database: Database, line: Line, now: Callable[[], datetime]) -> None:
        self._database, self._line, self._now = database, line, now

    def answer(self, activity: Mapping[str, Any], registration: Registration) -> dict[str, Any]:
        """Deal with a `fileConsent/invoke`, and give the body of its answer; what there is to say is posted.

        Takes up to eight seconds. A file is taken by the first answer, so that the second finds none.
        """
        value = _dict(activity.get("value"))
        at = Organisation(registration, str(activity.get("serviceUrl", "")))
        taken = self._taken(registration.workspace, str(_dict(value.get("context")).get("file", "")))
        if taken is None:
            said = render.activity(handing_over.used())
        elif value.get("action") == "accept":
            said = self._uploaded(registration.workspace, at, taken, _dict(value.get("uploadInfo")))
        else:
            said = render.activity(handing_over.declined(taken.name))
        self._say(at, str(_dict(activity.get("conversation")).get("id", "")), said)
        return {}

    def _uploaded(
        self, workspace: str, at: Organisation, taken: _Taken, room: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Put the file where there is room for it; what fails is put back, so that it can be allowed again."""
        url = str(room.get("uploadUrl", ""))
        try:
            self._line.upload(at, url, taken.content.encode(), UPLOADS_WITHIN)
        except (Undelivered, Refused) as trouble:
            log.warning("a file was not uploaded: %s", type(trouble).__name__)
            self._put_back(workspace, taken)
            return render.activity(handing_over.not_uploaded(taken.name))
        return _file_card(taken.name, room)

    def _say(self, at: Organisation, conversation: str, said: Mapping[str, Any]) -> None:
        """Say what came of it; if that fails, the file still is where it is."""
        try:
            self._line.say(at, conversation, said, is_personal=True, patience=SAYS_WITHIN)
        except (Undelivered, Refused, Uncertain) as trouble:
            log.warning("what came of a file was not said: %s", type(trouble).__name__)

    def _taken(self, workspace: str, secret: str) -> _Taken | None:
        with self._database.writing() as session:
            kept = handed_files.by_secret(session, OFFERED + secret, self._now())
            if kept is None or kept.workspace != workspace:
                return None
            session.delete(kept)
            return _Taken(secret, kept.name, kept.content)

    def _put_back(self, workspace: str, taken: _Taken) -> None:
        with self._database.writing(CLOCK_PATIENCE) as session:
            handed_files.keep(
                session,
                workspace=workspace,
                name=taken.name,
                content=taken.content,
                secret=OFFERED + taken.secret,
                code=None,
                now=self._now(),
            )


def _file_card(name: str, room: Mapping[str, Any]) -> dict[str, Any]:
    """The file as Teams shows one."""
    words = handing_over.uploaded(name)
    info = {key: room[key] for key in ("uniqueId", "fileType") if key in room}
    card = {
        "contentType": INFO,
        "contentUrl": str(room.get("contentUrl", "")),
        "name": str(room.get("name", name)),
        "content": info,
    }
    return {"type": "message", "summary": words, "text": words, "textFormat": "plain", "attachments": [card]}


def _dict(told: object) -> Mapping[str, Any]:
    """Part of what came through a reader's hands."""
    return told if isinstance(told, dict) else {}
