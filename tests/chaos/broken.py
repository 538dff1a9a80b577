"""Builds that are broken on purpose, each in one of the ways that a careful programmer might: the run must notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from storage.letters import SENT, Sent


def sdk_retries() -> None:
    """The SDK posts again by itself when the connection breaks, as it does unless it is told not to."""
    from bot.slack import sender  # noqa: PLC0415 - only the nursery loads the bot

    client: Any = vars(sender)["WebClient"]

    def trying_again(*given: Any, retry_handlers: object = None, **options: Any) -> Any:
        del retry_handlers
        return client(*given, **options)

    setattr(sender, "WebClient", trying_again)  # noqa: B010 - a class before


def mark_first() -> None:
    """A letter is marked as sent when it is claimed, and only then sent."""
    from storage import outbox  # noqa: PLC0415 - as above

    claim = outbox.claim

    def claimed(session: Any, now: Any, *more: Any) -> Any:
        found = claim(session, now, *more)
        if found is not None:
            letter, lane = found
            body = letter.body
            outbox.settle(session, letter, now, Sent(lane.place, "0"))
            letter.body, letter.state = body, SENT
        return found

    setattr(outbox, "claim", claimed)  # noqa: B010 - another signature


def one_column() -> None:
    """A lane has one column for "something waits" and for "not before then"."""
    from storage import outbox  # noqa: PLC0415 - as above

    lower = outbox.lower

    def lowered(lane: Any, now: Any) -> None:
        lower(lane, now)
        lane.not_before = min(lane.not_before, now)

    setattr(outbox, "lower", lowered)  # noqa: B010 - a function before


def no_look() -> None:
    """A letter that may have arrived is sent again without a look into its conversation."""
    from bot.slack import sender  # noqa: PLC0415 - as above

    setattr(sender.SlackSender, "find", lambda _sender, _envelope: None)  # noqa: B010 - a method before


def silent_repeat() -> None:
    """A letter that nobody can look for is said again without admitting it."""
    from programme.words import undelivered  # noqa: PLC0415 - as above

    setattr(undelivered, "said_once_more", lambda message: message)  # noqa: B010 - a function before


def forgetful() -> None:
    """What has been acted on is not remembered, so that what comes again is done again."""
    from storage import inbox  # noqa: PLC0415 - as above

    setattr(inbox, "remember", lambda *_given: None)  # noqa: B010 - another signature
    setattr(inbox, "hear", lambda *_given: None)  # noqa: B010 - as above


BROKEN: Mapping[str, Callable[[], None]] = {
    "sdk-retries": sdk_retries,
    "mark-first": mark_first,
    "one-column": one_column,
    "no-look": no_look,
    "silent-repeat": silent_repeat,
    "forgetful": forgetful,
}
