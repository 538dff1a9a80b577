"""The report: counts for the channel, names for the lead alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words.dates import count, short_day
from programme.words.message import Bar, Chart, Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

STATES = ("not started", "active", "quiet", "paused", "ended early", "completed")


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole}" if whole else "nobody yet"


def _active(active: int, pairs: int) -> str:
    if not pairs:
        return "there are no pairs yet"
    return f"{active} of {count(pairs, 'pair', 'pairs')} {'is' if 1 in (active, pairs) else 'are'} active"


def counts(
    *,
    cohort: str,
    on: date,
    states: Mapping[str, int],
    met: int,
    could_have_met: int,
    doctor_shadowed: int,
    manager_shadowed: int,
    writers: int,
    people: int,
) -> Message:
    """Numbers only; whole-programme activity is not sensitive, so it is exact."""
    pairs = sum(states.values())
    shown = tuple(Bar(state.capitalize(), states.get(state, 0)) for state in STATES)
    summary = ", ".join(f"{bar.label.lower()} {bar.value}" for bar in shown if bar.value) or "no pairs yet"
    chart = Chart(f"Pairs by state, {short_day(on)}", f"Pairs by state: {summary}.", shown)
    return Message(
        (f"{cohort} on {short_day(on)}: {_active(states.get('active', 0), pairs)}.",),
        title=f"{cohort}: how it is going",
        facts=(
            ("Pairs by state", summary.capitalize()),
            ("Met within 14 days", _share(met, could_have_met) if could_have_met else "too early to tell"),
            ("Doctor shadowed manager", _share(doctor_shadowed, pairs)),
            ("Manager shadowed doctor", _share(manager_shadowed, pairs)),
            ("People who have written a reflection", _share(writers, people)),
        ),
        chart=chart,
        note="Met within 14 days counts pairs introduced at least 14 days ago.",
    )


def details(
    cohort: str, on: date, pairs_by_state: Mapping[str, Sequence[str]], waiting: Sequence[str]
) -> Message:
    """By name, for a lead: whom to help first."""
    order = ("quiet", "not started", "active", "paused", "ended early", "completed")
    lines = [
        f"{state.capitalize()}: {'; '.join(pairs_by_state[state])}."
        for state in order
        if pairs_by_state.get(state)
    ]
    if waiting:
        lines.append(f"Waiting for a partner: {', '.join(waiting)}.")
    return Message(
        (
            f"{cohort} on {short_day(on)}, for you alone. Quiet pairs and pairs not started may like your help.",
            *(lines or ("There are no pairs yet.",)),
        ),
        title="Pairs by name",
        note="Please do not post this in a channel. Quiet: no contact for 28 days and no date in the next 14.",
    )


def on_its_way(*, in_channel: bool) -> Message:
    """The counts are posted, the names come alone."""
    if in_channel:
        return Message(
            ("The counts are on their way to the channel. The names are in our chat, for you alone.",)
        )
    return Message(("The report is on its way to our chat, for you alone.",))


def not_for_you() -> Message:
    """Not a lead."""
    return Message(
        (
            "The report is for the leads of the cohort. Type /pairme to see how you and your partner are doing.",
        )
    )


def wrong_channel(cohort: str) -> Message:
    """A channel that is not the cohort's."""
    return Message(
        (f"This is not the channel of {cohort}, so I have sent the report to our chat, for you alone.",)
    )
