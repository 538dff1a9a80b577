"""One request of Teams, from the moment it came: what it says, whose it is, and when its answer is due."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from bot.teams.line import Organisation
from storage.database import ACTION_PATIENCE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from bot.teams.acts import Act

ANSWER_WITHIN = 2.6  # seconds, as at Slack's door; Teams would wait longer, but whoever pressed looks on
MOST_BYTES = 1_000_000
_PARTS = ("from", "recipient", "conversation", "channelData")
_OF_CHANNEL = ("tenant", "team")
_LISTS = ("attachments", "entities", "membersAdded", "membersRemoved")


class TooLarge(ValueError):
    """More was sent than anything that Teams sends."""


class Misshapen(ValueError):
    """What was sent is no activity."""


@dataclass
class Call:
    """`kind` is what is counted; `act` is what was pressed or sent on a card, `is_done` that it has been saved."""

    activity: Mapping[str, Any]
    at: Organisation
    answer_by: float
    act: Act | None = None
    kind: str = "other"
    is_done: bool = False

    @property
    def is_invoke(self) -> bool:
        """Whether Teams waits for more than a status."""
        return self.activity.get("type") == "invoke"

    @property
    def workspace(self) -> str:
        """The organisation."""
        return self.at.registration.workspace

    def patience(self) -> float:
        """How long the database may take now, in seconds."""
        return min(ACTION_PATIENCE, self.answer_by - time.monotonic())

    def begins_anew(self) -> None:
        """What took long is done, and whoever waits knows that it would."""
        self.answer_by = time.monotonic() + ANSWER_WITHIN


async def body_of(request: Request) -> bytes:
    """What was sent. Raises `TooLarge` as soon as it is."""
    if int(request.headers.get("content-length", "0")) > MOST_BYTES:
        raise TooLarge
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise TooLarge
    return bytes(body)


def activity_of(body: bytes) -> Mapping[str, Any]:
    """The activity, every part that is looked into of its own kind. Raises `Misshapen`."""
    try:
        told = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Misshapen from error
    if not isinstance(told, dict) or not isinstance(told.get("id"), str):
        raise Misshapen
    data = told.get("channelData")
    parts = [
        *(told.get(name) for name in _PARTS),
        *(map(data.get, _OF_CHANNEL) if isinstance(data, dict) else ()),
    ]
    lists = [told.get(name) for name in _LISTS]
    if not all(_is_mapping(each) for each in parts) or not all(_is_list_of_mappings(each) for each in lists):
        raise Misshapen
    return told


def _is_mapping(part: object) -> bool:
    return part is None or isinstance(part, dict)


def _is_list_of_mappings(part: object) -> bool:
    return part is None or (isinstance(part, list) and all(isinstance(each, dict) for each in part))
