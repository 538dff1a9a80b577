"""What is answered to an act that has no answer of its own on its platform: a letter to the person's own chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.action import Reply
from programme.words import talking
from programme.words.message import Message
from storage.address import Address
from storage.letters import Sent

if TYPE_CHECKING:
    from handlers.turn import Turn


def write(turn: Turn, reply: Reply) -> Reply:
    """Post the answer, and give what is left for the door to show: what replaces a message at once, or nothing.

    Nothing replaces what others see too: a client may send any press from anywhere. A page is said as its parts, one
    after the other. What was typed in a channel is answered in the person's own chat too, and the channel is told
    only that.
    """
    action = turn.action
    is_seen_by_them_alone = action.place.kind == "direct"
    if reply.replaces and action.kind == "press" and action.can_replace and is_seen_by_them_alone:
        return reply
    is_in_channel = action.place.kind == "channel"
    key = f"answer/{action.person.platform}/{action.key}"
    for number, message in enumerate(_said(reply), 1):
        turn.post(
            turn.me.address,
            key if number == 1 else f"{key}/{number}",
            message,
            thread="" if is_in_channel else action.thread,
            replaces=_replaced(turn, reply) if is_seen_by_them_alone else None,
        )
    if is_in_channel and action.kind == "command" and reply != Reply():
        channel = Address(turn.workspace, action.person.platform, place=action.place.id)
        turn.post(channel, f"{key}/channel", talking.answered_in_our_chat(), thread=action.thread)
    return Reply()


def _said(reply: Reply) -> tuple[Message, ...]:
    if reply.points_to_letters:
        return ()
    if reply.form is not None:
        return (Message((), form=reply.form),)
    if reply.errors:
        return (talking.look_again(list(reply.errors.values())),)
    if reply.page is not None:
        return reply.page.parts
    return (reply.message,) if reply.message is not None else ()


def _replaced(turn: Turn, reply: Reply) -> Sent | None:
    origin = turn.action.origin
    return Sent(origin.place, origin.id) if reply.replaces and origin is not None else None
