"""Whether all is well, part by part, in sentences for whoever is woken by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from sqlalchemy.exc import SQLAlchemyError

from storage import heartbeats, schema, vital_signs
from storage.database import Busy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from storage.database import Database
    from storage.vital_signs import Letters

LATE = timedelta(minutes=2)
Verdict = Literal["ok", "starting", "look", "failing"]


@dataclass(frozen=True)
class Check:
    """One part. `failing` is for somebody to mend now, `look` for somebody to look at some time."""

    verdict: Verdict
    says: str


NO_ANSWER: Mapping[str, Check] = {"database": Check("failing", "The database does not answer.")}


def checks(database: Database, now: datetime, started_at: datetime) -> Mapping[str, Check]:
    """Every part's check, as the database tells it."""
    try:
        schema.check(database)
        with database.reading() as session:
            vital_signs.give_up_after(session, vital_signs.PATIENCE)
            letters = vital_signs.letters(session, now)
            seen = vital_signs.last_seen(session)
    except (SQLAlchemyError, Busy) as error:
        return {"database": Check("failing", f"The database cannot be read ({type(error).__name__}).")}
    except schema.Unmigrated as unmigrated:
        return {"database": _OK, "migrations": Check("failing", str(unmigrated))}
    tables = Check("ok", f"The tables are at version {schema.HEAD} or a newer one that fits.")
    return {"database": _OK, "migrations": tables, **at_work(letters, seen, now, started_at)}


def at_work(
    letters: Letters, seen: Mapping[str, datetime], now: datetime, started_at: datetime
) -> Mapping[str, Check]:
    """The checks of clock, workers and letters. The first two get `LATE` from the start before they are missed."""
    is_new = now - started_at < LATE
    return {
        "clock": _alive("clock", seen.get(heartbeats.CLOCK), now, is_new=is_new),
        "worker": _alive("worker", seen.get(heartbeats.WORKER), now, is_new=is_new),
        "letters": _letters(letters, now),
    }


def reasons(found: Mapping[str, Check]) -> Iterator[str]:
    """Why the bot is not ready; none when it is."""
    return (check.says for check in found.values() if check.verdict == "failing")


_OK = Check("ok", "The database answers.")


def _alive(part: str, at: datetime | None, now: datetime, *, is_new: bool) -> Check:
    if at is not None and now - at <= LATE:
        return Check("ok", f"The {part} was at work {_ago(now - at)} ago.")
    if is_new:
        return Check("starting", f"The {part} has not been seen yet.")
    since = f"for {_ago(now - at)}" if at is not None else "yet"
    return Check("failing", f"No {part} has been seen at work {since}. Is its process running?")


def _letters(letters: Letters, now: datetime) -> Check:
    """Never failing: a slow or unwilling platform is no reason to restart anything."""
    if letters.oldest_at is None:
        return Check("ok", "No letter waits.")
    says = f"The oldest letter that waits was written {_ago(now - letters.oldest_at)} ago"
    late = now - letters.next_try_at if letters.next_try_at is not None else timedelta(0)
    if late > LATE:
        return Check("look", f"{says}, and one could have been tried {_ago(late)} ago.")
    if letters.parked:
        return Check(
            "look", f"{says}; {letters.parked} wait because of some trouble. See: python -m bot letters"
        )
    return Check("ok", f"{says}.")


def _ago(late: timedelta) -> str:
    """In the largest unit that says enough."""
    seconds = max(int(late.total_seconds()), 0)
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} seconds"
