"""What Teams sends, as an `Action`. Pure: what has to be fetched (names, channels, a file) is handed in.

Shapes: learn.microsoft.com/microsoftteams/platform/bots, "Conversation events", "Receive messages", "Edit and delete".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from bot.teams.spoken import spoken
from bot.teams.typed import HOME, command
from handlers.action import Account, Action, Kind, MessageRef, Place, Reach

if TYPE_CHECKING:
    from collections.abc import Mapping

    Activity = Mapping[str, Any]

TEAMS = "teams"
_FILE = "application/vnd.microsoft.teams.file.download.info"
_LISTS = (".csv", ".txt", ".xlsx")


@dataclass(frozen=True)
class Attached:
    """A file that came with a message; whoever has the address may fetch it."""

    name: str
    url: str = field(repr=False)


def sender(activity: Activity, workspace: str) -> Account | None:
    """Whoever did it, by what the act itself says; None for machines and for whoever is not known to Entra."""
    told = activity.get("from") or {}
    id_ = str(told.get("aadObjectId") or "").lower()
    if not id_ or told.get("role") == "bot":
        return None
    return Account(workspace, TEAMS, id_, str(told.get("name") or ""))


def conversation_of(activity: Activity) -> str:
    """Where it was done; a channel without the thread in it."""
    return str((activity.get("conversation") or {}).get("id") or "").partition(";messageid=")[0]


def place_of(activity: Activity) -> Place:
    """The same with its kind."""
    kinds: Mapping[str, Literal["direct", "channel"]] = {"personal": "direct", "channel": "channel"}
    kind = (activity.get("conversation") or {}).get("conversationType")
    return Place(conversation_of(activity), kinds.get(str(kind), "group"))


def reach_of(activity: Activity) -> Reach:
    """How whoever did it in their own conversation is written to."""
    return Reach(conversation_of(activity), str(activity.get("serviceUrl") or ""))


def message(activity: Activity, person: Account, now: datetime) -> Action | None:
    """Something was typed: a command where it is one, else something said; None where the bot has no ear."""
    place = place_of(activity)
    if place.kind == "channel":
        return _asked_in_channel(activity, person, now)
    if place.kind != "direct":
        return None
    said = spoken(activity)
    found = None if said.quoted and not said.words.startswith("/") else command(said.words)
    if found is None:
        return _spoken(activity, person, now, "said", said.words, said.quoted)
    name, text = found
    return Action(
        key=f"command/{place.id}/{activity['id']}",
        kind="home" if name == HOME else "command",
        person=person,
        place=place,
        at=now,
        name=name,
        text=text,
        is_answered_in_writing=True,
    )


def changed(activity: Activity, person: Account, now: datetime) -> Action | None:
    """A message was changed, or its deletion taken back; None outside of a person's own conversation."""
    if place_of(activity).kind != "direct":
        return None
    return _spoken(activity, person, now, "changed", spoken(activity).words)


def deleted(activity: Activity, person: Account, now: datetime) -> Action | None:
    """A message was deleted; None outside of a person's own conversation."""
    if place_of(activity).kind != "direct":
        return None
    return _spoken(activity, person, now, "deleted", "")


def attached_list(activity: Activity) -> Attached | None:
    """The list of people that came in a person's own conversation, if one did."""
    if place_of(activity).kind != "direct":
        return None
    for attachment in activity.get("attachments") or ():
        content = attachment.get("content") if _is_list(attachment) else None
        if isinstance(content, dict) and content.get("downloadUrl"):
            return Attached(str(attachment["name"]), str(content["downloadUrl"]))
    return None


def people_list(activity: Activity, person: Account, now: datetime, text: str) -> Action:
    """The list, once its text has been fetched: as if it had been put into the form."""
    place = place_of(activity)
    return Action(
        key=f"form/{person.id}/{activity['id']}",
        kind="form",
        person=person,
        place=place,
        at=now,
        name="people_import",
        values={"list": text} if text else {},
        is_answered_in_writing=True,
    )


def _asked_in_channel(activity: Activity, person: Account, now: datetime) -> Action:
    """The bot was mentioned; it hears nothing else there."""
    place, conversation = place_of(activity), str(activity["conversation"]["id"])
    name, text = command(spoken(activity).words, is_mention=True) or ("pairme", "help")
    return Action(
        key=f"command/{place.id}/{activity['id']}",
        kind="command",
        person=person,
        place=place,
        at=now,
        name=name,
        text=text,
        thread=conversation.partition(";messageid=")[2] or str(activity["id"]),
        is_answered_in_writing=True,
    )


def _spoken(
    activity: Activity, person: Account, now: datetime, kind: Kind, words: str, quoted: str = ""
) -> Action:
    place, message_id = place_of(activity), str(activity["id"])
    done_at = _instant(activity.get("timestamp")) or now
    when = "" if kind == "said" else f"/{activity.get('timestamp', '')}"
    return Action(
        key=f"event/{place.id}/{message_id}{when}",
        kind=kind,
        person=person,
        place=place,
        at=now,
        text=words,
        origin=MessageRef(place.id, message_id),
        thread=quoted,
        written_at=_written_at(message_id) or done_at,
        done_at=done_at,
        is_answered_in_writing=True,
    )


def _written_at(message_id: str) -> datetime | None:
    """The id of a message in Teams is when it was first written, in milliseconds since 1970."""
    if not message_id.isdecimal():
        return None
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(message_id))
    except OverflowError:
        return None


def _instant(written: object) -> datetime | None:
    try:
        told = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def _is_list(attachment: Mapping[str, Any]) -> bool:
    name = str(attachment.get("name") or "")
    return attachment.get("contentType") == _FILE and name.casefold().endswith(_LISTS)
