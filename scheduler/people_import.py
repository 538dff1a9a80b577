"""Lists of people: look the accounts up, then invite everybody on the list or nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

import msgspec

from programme.words import joining, leading
from storage import cohorts, imports, outbox, people, sign_ups
from storage.database import CLOCK_PATIENCE
from storage.imports import ListedPerson, PeopleImport

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from programme.words.message import Message
    from storage.cohorts import Cohort
    from storage.database import Database

MOST_ATTEMPTS = 6
LEASE = timedelta(minutes=2)


@dataclass(frozen=True)
class FoundAccount:
    """An account on the platform."""

    id: str
    name: str


class NotNow(Exception):
    """The platform's directory does not answer at the moment."""


class Directory(Protocol):
    """Where a platform's accounts are looked up."""

    def accounts(self, workspace: str, listed: Sequence[ListedPerson]) -> Mapping[int, FoundAccount]:
        """The accounts by line number; a line without one is absent. Raises `NotNow`."""


def import_one(database: Database, directories: Mapping[str, Directory], now: datetime) -> bool:
    """Deal with one list; False when none waits."""
    with database.writing(CLOCK_PATIENCE) as session:
        waiting = imports.next_due(session, now)
        if waiting is None:
            return False
        waiting.next_due_at = now + LEASE * (waiting.attempts + 1)
        waiting.attempts += 1
        import_id, workspace, platform = waiting.id, waiting.workspace, waiting.platform
        attempts, listed = waiting.attempts, msgspec.json.decode(waiting.rows, type=list[ListedPerson])
    try:
        found = directories[platform].accounts(workspace, listed)
    except NotNow:
        if attempts >= MOST_ATTEMPTS:
            _finish(database, import_id, None, listed, now)
        return True
    _finish(database, import_id, found, listed, now)
    return True


def _finish(
    database: Database,
    import_id: int,
    found: Mapping[int, FoundAccount] | None,
    listed: Sequence[ListedPerson],
    now: datetime,
) -> None:
    with database.writing(CLOCK_PATIENCE) as session:
        waiting = session.get(PeopleImport, import_id)
        cohort = session.get(cohorts.Cohort, waiting.cohort_id) if waiting is not None else None
        if waiting is None or cohort is None:
            return
        asker = people.by_id(session, [waiting.asked_by_id])[waiting.asked_by_id]
        words = _outcome(session, cohort, waiting.platform, found, listed, now)
        key = f"{waiting.workspace}/import/{waiting.id}/{asker.id}"
        outbox.post(session, key, asker.address, words, now, cohort_id=cohort.id)
        session.delete(waiting)


def _outcome(
    session: Session,
    cohort: Cohort,
    platform: str,
    found: Mapping[int, FoundAccount] | None,
    listed: Sequence[ListedPerson],
    now: datetime,
) -> Message:
    if found is None:
        return leading.import_unreachable(cohort.name)
    missing = [(each.line, each.email or each.id) for each in listed if each.line not in found]
    if missing:
        return leading.import_failed(cohort.name, missing)
    invited = sum(_invite(session, cohort, platform, found[each.line], each.group, now) for each in listed)
    return leading.import_done(cohort.name, invited, len(listed) - invited)


def _invite(
    session: Session, cohort: Cohort, platform: str, account: FoundAccount, group: str, now: datetime
) -> bool:
    """Invite somebody; False when they were on it already."""
    person = people.known(
        session, workspace=cohort.workspace, platform=platform, platform_id=account.id, name=account.name
    )
    if sign_ups.of(session, cohort.id, person.id) is not None:
        return False
    sign_up = sign_ups.place(session, cohort.workspace, cohort.id, person.id)
    sign_up.group = group or None
    sign_up.invited_at = now
    key = f"{cohort.workspace}/invitation/{cohort.id}/{person.id}"
    words = joining.invited(cohort.name, cohort.id, cohort.starts_on)
    return outbox.post(session, key, person.address, words, now, cohort_id=cohort.id)
