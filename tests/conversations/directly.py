"""What is handed straight to the bot, because nobody's own screen would let them do it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.action import Account, Action, Kind, Place, Reply, Value
from handlers.router import handle
from tests.conversations.parts import CAST, OTHERS, Part

if TYPE_CHECKING:
    from tests.conversations.someone import Someone

_numbers = itertools.count()


def done(me: Someone, kind: Kind, name: str, subject: str, *, of: str, values: Mapping[str, Value]) -> Reply:
    """The reply to what somebody does; `of` is another workspace."""
    named = {each for value in values.values() for each in (value if isinstance(value, tuple) else (value,))}
    people = [part for part in (*CAST, *OTHERS) if part.ids[me.platform] in named]
    action = Action(
        key=f"{kind}/{next(_numbers)}",
        kind=kind,
        person=replace(me.account, workspace=of or me.account.workspace),
        place=Place("", "home"),
        at=me.story.clock.now(),
        name=name,
        subject=subject,
        values=values,
        chosen={part.ids[me.platform]: account_of(me, part) for part in people},
    )
    return handle(action, me.story.bot.house)


def account_of(me: Someone, part: Part) -> Account:
    """Somebody as my platform tells of them."""
    return Account(
        me.story.workspace,
        me.platform,
        part.ids[me.platform],
        part.name,
        is_admin=part.is_admin and me.has_administrators,
        is_guest=part.is_guest,
        is_bot=part.is_bot,
    )
