"""The bot's waits, shortened: a run that kills must also see every lease run out and every letter looked for.

What depends on what stays as it is: HTTP timeout < held for sure < lease, and history's lag < look after.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.chaos.unseen import with_its_key

if TYPE_CHECKING:
    from programme.moments import SendWindow

OURS = ("bot", "handlers", "scheduler", "storage", "programme")


@dataclass(frozen=True)
class Times:
    """Seconds. `gap` is between two letters of a conversation; the limits of the Slack shrink as much as it does."""

    http_timeout: float = 1.2
    held_for_sure: float = 2.2
    lease: float = 4.0
    history_lag: float = 0.5
    look_after: float = 2.5
    longest_wait: float = 1.0
    gap: float = 0.2
    freeze: float = 0.4

    def __post_init__(self) -> None:
        if not self.held_for_sure + self.http_timeout + self.freeze < self.lease:
            raise ValueError(
                "A letter that leaves at the last moment must have arrived before its lease ends."
            )
        if not self.http_timeout < self.held_for_sure or not self.history_lag < self.look_after:
            raise ValueError("The order of the waits is not the program's own.")

    @property
    def pace(self) -> float:
        """Seconds between two letters of a conversation in Teams, which allows half as many as Slack."""
        return 2 * self.gap

    @property
    def times_faster(self) -> float:
        """How much faster than a real Slack allows, which is one letter a second in a conversation."""
        return 1.0 / self.gap


TIMES = Times()
SHORTER = Times(
    http_timeout=0.8,
    held_for_sure=1.6,
    lease=3.0,
    history_lag=0.4,
    look_after=2.0,
    longest_wait=0.8,
    freeze=0.3,
)


def shorten(times: Times) -> None:
    """Set every wait of the loaded program, wherever it has been imported to."""
    from bot import engine  # noqa: PLC0415 - only the nursery loads the bot
    from bot.slack import app, sender  # noqa: PLC0415 - as above
    from programme import moments  # noqa: PLC0415 - as above
    from scheduler import delivery, failures  # noqa: PLC0415 - as above
    from storage import lanes  # noqa: PLC0415 - as above

    replace(lanes.LEASE, timedelta(seconds=times.lease))
    replace(failures.LOOK_AFTER, timedelta(seconds=times.look_after))
    replace(failures.LONGEST_WAIT, timedelta(seconds=times.longest_wait))
    replace(moments.first_allowed, _always)
    delivery.HELD_FOR_SURE = times.held_for_sure
    engine.TICK, engine.IDLE = 1, times.gap
    app.LAST_RETRY = 1_000_000  # the Slack of these runs does not give up after three
    sender.SlackSender.gap = sender.GAP / times.times_faster
    sender.SlackSender.pace = timedelta(seconds=times.gap)
    _shorten_teams(times)
    impatient = partial(_impatient, vars(sender)["WebClient"], times.http_timeout)
    setattr(sender, "WebClient", impatient)  # noqa: B010 - a class before


def _shorten_teams(times: Times) -> None:
    """The same for the other door; and each letter carries its key, which no activity of Teams does."""
    from bot.teams import line, refusals, render, sender, side  # noqa: PLC0415 - as above

    activity = render.activity

    def drawn(message: Any, *, letter_key: str = "", **more: Any) -> dict[str, Any]:
        return with_its_key(activity(message, letter_key=letter_key, **more), letter_key)

    setattr(render, "activity", drawn)  # noqa: B010 - a function before
    sender.TeamsSender.gap = sender.GAP / times.times_faster
    sender.TeamsSender.pace = timedelta(seconds=times.pace)
    refusals._PAUSE[412] = timedelta(seconds=times.pace)
    setattr(side, "Line", partial(line.Line, patience=times.http_timeout))  # noqa: B010 - a class before


def replace(old: object, new: object) -> None:
    """One value for another in every module of the bot's that holds it."""
    found = 0
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in OURS:
            for known in [key for key, value in vars(module).items() if value is old]:
                setattr(module, known, new)
                found += 1
    if not found:
        raise LookupError(f"{old!r} is not part of the program.")


def _impatient(client: Any, timeout: float, /, *given: Any, **options: Any) -> Any:
    """A Web API client that waits for an answer no longer than that."""
    return client(*given, **{**options, "timeout": timeout})


def _always(_window: SendWindow, not_before: datetime) -> datetime:
    """The send window is open."""
    return not_before.astimezone(UTC)
