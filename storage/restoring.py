"""After a restore: what may have been said since the backup was made is looked for before it is said again.

A restored database does not know what was sent between the backup and the restore. A letter that waited then
may have gone since, and what was due in between falls due again, under the same keys. So for `DOUBT` every
letter to people is looked for in its conversation from the backup on, and one that waited for a channel, where
the bot may not look, is left to the leads. What is written to a channel after the restore is somebody's new
act with a key of its own, and goes out as ever.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, text

from storage.heartbeats import Heartbeat
from storage.letters import Letter
from storage.prompts import Prompt

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

BACKED_UP, RESTORED = "restored from", "restored"
DOUBT = timedelta(days=14)  # what was due in between is said at the next hours for it, one thing a day
_EVER = timedelta(days=365)
_SKIPPED = 100_000  # more than anybody writes between a backup and its restore


def mark(session: Session, now: datetime) -> None:
    """The database has just been put back; numbers that may have been given since the backup are not given again.

    A button in a message that this database does not know carries such a number.
    """
    since = _doubtful_since(session, now)
    session.execute(delete(Heartbeat))  # nobody is at work here yet
    session.add_all([Heartbeat(part=BACKED_UP, at=since), Heartbeat(part=RESTORED, at=now)])
    if session.get_bind().dialect.name == "sqlite":
        _skip_numbers_on_sqlite(session, now)
    else:
        _skip_numbers_on_postgres(session)


def doubt(session: Session, letter: Letter) -> None:
    """Before a letter is tried for the first time since a restore: it may have arrived, so it is looked for."""
    marks = _marks(session)
    restored_at, backed_up_at = marks.get(RESTORED), marks.get(BACKED_UP)
    if restored_at is None or backed_up_at is None:
        return
    if letter.tried_at is not None and letter.tried_at >= restored_at:
        return
    is_from_backup = letter.created_at < restored_at
    if is_from_backup or (not letter.place and letter.created_at < restored_at + DOUBT):
        letter.unsure = True
        letter.first_tried_at = min(letter.first_tried_at or backed_up_at, backed_up_at)


def _doubtful_since(session: Session, now: datetime) -> datetime:
    """The last thing that the database knows of, so never later than the backup; further back after two restores."""
    columns = (Letter.created_at, Letter.tried_at, Letter.settled_at, Prompt.asked_at)
    instants = [session.scalar(select(func.max(column))) for column in columns]
    last_known_at = max(filter(None, instants), default=now - _EVER)
    marks = _marks(session)
    if RESTORED in marks and marks[RESTORED] + DOUBT > now:
        return min(last_known_at, marks[BACKED_UP])
    return last_known_at


def _marks(session: Session) -> dict[str, datetime]:
    query = select(Heartbeat.part, Heartbeat.at).where(Heartbeat.part.in_((BACKED_UP, RESTORED)))
    return {row.part: row.at for row in session.execute(query)}


def _skip_numbers_on_sqlite(session: Session, now: datetime) -> None:
    """A table without AUTOINCREMENT goes on after its highest number, so one prompt that nobody was asked is it."""
    session.execute(text("UPDATE sqlite_sequence SET seq = seq + :skipped"), {"skipped": _SKIPPED})
    highest = session.scalar(select(func.max(Prompt.id))) or 0
    session.add(
        Prompt(
            id=highest + _SKIPPED,
            workspace="",
            key=f"restored/{now.isoformat()}",
            step="",
            occurrence="",
            asked_at=now,
        )
    )


def _skip_numbers_on_postgres(session: Session) -> None:
    """Every numbered table has a sequence of its own."""
    query = "SELECT format('%I.%I', schemaname, sequencename) FROM pg_sequences WHERE schemaname = current_schema()"
    for sequence in session.scalars(text(query)).all():
        session.execute(
            text(
                "SELECT setval(CAST(:sequence AS regclass), nextval(CAST(:sequence AS regclass)) + :skipped)"
            ),
            {"sequence": sequence, "skipped": _SKIPPED},
        )
