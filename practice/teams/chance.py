"""What goes wrong by chance, in the statuses of the connector."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from practice.chance import Chance, Odds
from practice.faults import Fault

SENDING = ("create", "post", "put")
_STATUSES = {500: (502, 504), 429: (429, 412)}
"""An unknown outcome and a definite no, each in two forms that take turns."""


def odds_of(odds: Odds) -> Odds:
    """The same odds; where they name Slack's methods of sending, the connector's are meant."""
    return replace(odds, methods=SENDING) if odds.methods == Odds().methods else odds


def for_call(chance: Chance) -> Callable[[str], Fault | None]:
    """The fault that the next call of an operation meets."""

    def drawn(operation: str) -> Fault | None:
        fault = chance.for_call(operation)
        if fault is None or fault.drop or fault.status not in _STATUSES:
            return fault
        turn = sum(chance.happened.values()) % 2
        return replace(fault, status=_STATUSES[fault.status][turn])

    return drawn
