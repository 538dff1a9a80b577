"""What Slack sends, as an `Action`. Pure: what has to be fetched (names, a file) is handed in."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from bot.slack.buttons import press_of
from handlers.action import Account, Action, Kind, MessageRef, Place, Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SLACK = "slack"
NOBODY: Mapping[str, Account] = MappingProxyType({})
_KINDS: Mapping[str, Kind] = {"message_changed": "changed", "message_deleted": "deleted"}
_LINK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


def command(body: Mapping[str, Any], person: Account, now: datetime) -> Action:
    """A slash command."""
    return Action(
        key=f"command/{body['trigger_id']}",
        kind="command",
        person=person,
        place=Place(body["channel_id"], _place_kind(body)),
        at=now,
        name=body["command"].lstrip("/"),
        text=plain_text(body.get("text") or ""),
    )


def press(
    body: Mapping[str, Any], person: Account, now: datetime, chosen: Mapping[str, Account] = NOBODY
) -> Action:
    """A button, in a message, a form or the home; from a form comes what stands in its boxes at that moment too."""
    pressed = body["actions"][0]
    container = body.get("container", {})
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    in_message = container.get("type") == "message" and not container.get("is_ephemeral")
    return Action(
        key=f"press/{body['trigger_id']}",
        kind="press",
        person=person,
        place=Place(channel, "channel" if channel else "home"),
        at=now,
        name=press_of(pressed["action_id"]),
        subject=pressed.get("value", ""),
        values=dict(_values(_state(body), "")),
        chosen=chosen,
        origin=MessageRef(channel, container["message_ts"]) if in_message else None,
    )


def form(
    body: Mapping[str, Any], person: Account, now: datetime, chosen: Mapping[str, Account], file: str
) -> Action:
    """A form that was sent; `file` is the text of the file in its file box."""
    view = body["view"]
    values = dict(_values(_state(body), file))
    return Action(
        key=f"form/{view['id']}/{view.get('hash', '')}",
        kind="form",
        person=person,
        place=Place("", "home"),
        at=now,
        name=view["callback_id"],
        subject=view.get("private_metadata") or "",
        values=values,
        chosen=chosen,
    )


def said(body: Mapping[str, Any], person: Account, now: datetime) -> Action | None:
    """A message in the bot's own conversation was written, changed or deleted; None for anything else."""
    event = body["event"]
    if event.get("channel_type") != "im" or speaker(event) is None:
        return None
    kind = _KINDS.get(event.get("subtype", ""), "said")
    message = event.get("message", event) if kind == "changed" else event
    if kind == "changed" and message.get("text") == event.get("previous_message", {}).get("text"):
        return None  # a link was unfolded; the person changed nothing
    ts = event["deleted_ts"] if kind == "deleted" else message["ts"]
    thread = message.get("thread_ts", "")
    return Action(
        key=f"event/{body['event_id']}",
        kind=kind,
        person=person,
        place=Place(event["channel"], "direct"),
        at=now,
        text="" if kind == "deleted" else plain_text(message.get("text") or ""),
        origin=MessageRef(event["channel"], ts),
        thread="" if thread == ts else thread,
        written_at=_instant(ts),
        done_at=_instant(ts if kind == "said" else event["ts"]),
    )


def home(body: Mapping[str, Any], person: Account, now: datetime) -> Action:
    """Somebody looks at their home."""
    return Action(
        key=f"event/{body['event_id']}", kind="home", person=person, place=Place("", "home"), at=now
    )


def speaker(event: Mapping[str, Any]) -> str | None:
    """Who wrote, changed or deleted the message; None for what the bot itself or a machine said."""
    inner = event.get("message") or event.get("previous_message") or event
    subtype = event.get("subtype")
    if inner.get("bot_id") or inner.get("subtype") == "tombstone":
        return None
    if subtype not in (None, "message_changed", "message_deleted", "file_share", "thread_broadcast"):
        return None
    user = inner.get("user")
    return user if isinstance(user, str) else None


def people_chosen(body: Mapping[str, Any]) -> list[str]:
    """The ids of everybody chosen in a form."""
    chosen: list[str] = []
    for boxes in _state(body).values():
        for box in boxes.values():
            chosen += [box["selected_user"]] if box.get("selected_user") else box.get("selected_users") or []
    return chosen


def file_of(body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The file in a form's file box, if it has one."""
    for boxes in _state(body).values():
        for box in boxes.values():
            if box.get("files"):
                return dict(box["files"][0])
    return None


def blocks_of(body: Mapping[str, Any]) -> dict[str, str]:
    """The block in which each box of a form stands, by its field's name."""
    return {field: block for block, boxes in _state(body).items() for field in boxes}


def plain_text(text: str) -> str:
    """What a person sees of Slack's text: links by their words, no escapes."""
    return html.unescape(_LINK.sub(_spoken, text))


def _spoken(link: re.Match[str]) -> str:
    target, label = link.group(1), link.group(2)
    return label or target.removeprefix("mailto:").removeprefix("tel:").removeprefix("!")


def _instant(ts: str) -> datetime:
    """When Slack stamped something, to the microsecond: events of one conversation never have the same stamp."""
    seconds, _, fraction = ts.partition(".")
    whole = datetime.fromtimestamp(int(seconds), UTC)
    return whole + timedelta(microseconds=int(fraction.ljust(6, "0")[:6]))


def _place_kind(body: Mapping[str, Any]) -> Any:
    name = body.get("channel_name", "")
    if name == "directmessage":
        return "direct"
    return "group" if name.startswith("mpdm-") else "channel"


def _state(body: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """What stands in the boxes of a form: each block's boxes by their action_id, which is the field's name."""
    state: Mapping[str, Mapping[str, Any]] = ((body.get("view") or {}).get("state") or {}).get("values") or {}
    return state


def _values(state: Mapping[str, Mapping[str, Any]], file: str) -> Iterator[tuple[str, Value]]:
    """Every box by its field's name; an empty one is left out."""
    for boxes in state.values():
        for field, box in boxes.items():
            value = file if box.get("type") == "file_input" else _value(box)
            if value:
                yield field, value


def _value(box: Mapping[str, Any]) -> Value:
    if box.get("selected_options") is not None:
        return tuple(option["value"] for option in box["selected_options"])
    if box.get("selected_users") is not None:
        return tuple(box["selected_users"])
    if box.get("selected_option"):
        return str(box["selected_option"]["value"])
    keys = (
        "value",
        "selected_date",
        "selected_time",
        "selected_user",
        "selected_conversation",
        "selected_channel",
    )
    return next((str(box[key]) for key in keys if box.get(key)), "")
