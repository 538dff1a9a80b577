"""Whom the bot can write to, on platforms that must let it in first: it was installed, removed, or spoken to.

For the router. `heard` is called once for every act, as soon as its turn is made and before it is routed.
`arrived` and `departed` answer the kinds of that name; both say nothing, so `Reply()`.

For a door. An act of one person's own conversation has a place of the kind "direct", and `reach` says how it is
written to. An act of a team has the team's id as its place, of the kind "channel": `rooms` are all the channels that
the bot may write in there now, and `reach.service_url` is theirs; "departed" has none. `person` is whoever did it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.action import Reply
from storage import chats, lanes, letters, rooms, unreachable

if TYPE_CHECKING:
    from handlers.turn import Turn

_OF_THE_BOT = ("arrived", "departed")
"""Kinds that tell of the bot itself: whoever installs it for others has not read what they were told."""


def heard(turn: Turn) -> None:
    """Somebody has done something: what may have reached them has done so or is not missed, and the bot is there for them.

    Mostly this is one statement that finds nothing.
    """
    if turn.action.kind not in _OF_THE_BOT:
        letters.settle_unknown(turn.session, turn.me.address, turn.action.done_at or turn.now, turn.now)
    if turn.action.place.kind != "direct" or turn.action.kind == "departed":
        return
    if turn.action.reach is not None:
        _keep(turn, turn.action.reach.conversation, turn.action.reach.service_url)
    if turn.me.unreachable_since is not None:
        unreachable.reached(turn.session, turn.me, turn.now)


def arrived(turn: Turn) -> Reply:
    """The bot was installed for this person, of whom `heard` has taken note, or in a team.

    Nobody is greeted: where a hospital installs it for all its staff at once, that would be thousands.
    """
    if turn.action.place.kind != "direct" and turn.action.rooms:
        _keep_rooms(turn)
        unreachable.try_again(turn.session, turn.workspace, turn.action.person.platform, turn.now)
    return Reply()


def departed(turn: Turn) -> Reply:
    """The contrary. A person may still be reached through a team of theirs; the next letter finds out."""
    if turn.action.place.kind == "direct":
        person = turn.action.person
        chats.forget(turn.session, turn.workspace, person.platform, person.id)
        lanes.forget_place(turn.session, turn.workspace, turn.me.address.lane)
    else:
        _keep_rooms(turn)
    return Reply()


def _keep(turn: Turn, conversation: str, service_url: str) -> None:
    person = turn.action.person
    chats.keep(
        turn.session,
        workspace=turn.workspace,
        platform=person.platform,
        platform_id=person.id,
        conversation=conversation,
        service_url=service_url,
        now=turn.now,
    )


def _keep_rooms(turn: Turn) -> None:
    rooms.keep(
        turn.session,
        workspace=turn.workspace,
        platform=turn.action.person.platform,
        team=turn.action.place.id,
        service_url=turn.action.reach.service_url if turn.action.reach else "",
        named=[(room.id, room.name) for room in turn.action.rooms] if turn.action.kind == "arrived" else (),
    )
