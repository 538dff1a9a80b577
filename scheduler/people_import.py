"""Lists of people: look the accounts up, then invite everybody on the list or nobody."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, Protocol

import msgspec
from sqlalchemy.orm import defer

from programme.words import importing, joining
from storage import cohorts, imports, outbox, people, sign_ups
from storage.database import CLOCK_PATIENCE
from storage.imports import ListedPerson, PeopleImport

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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


def import_one(
    database: Database,
    directories: Mapping[str, Directory],
    now: datetime,
    claimed: Callable[[], None] = lambda: None,
) -> bool:
    """Deal with one list; False when none waits. After `MOST_ATTEMPTS` tries it is not looked up again.

    `claimed` is called before the platform is asked.
    """
    with database.writing(CLOCK_PATIENCE) as session:
        waiting = imports.next_due(session, now)
        if waiting is None:
            return False
        waiting.next_due_at = now + LEASE * (waiting.attempts + 1)
        waiting.attempts += 1
        import_id, workspace, platform = waiting.id, waiting.workspace, waiting.platform
        is_hopeless = waiting.attempts > MOST_ATTEMPTS
        try:
            listed = [] if is_hopeless else msgspec.json.decode(waiting.rows, type=list[ListedPerson])
        except (ValueError, msgspec.MsgspecError):  # no key opens it
            return True
    claimed()
    try:
        found = None if is_hopeless else directories[platform].accounts(workspace, listed)
    except NotNow:
        return True
    _finish(database, (workspace, import_id), found, listed, now)
    return True


def _finish(
    database: Database,
    import_key: tuple[str, int],
    found: Mapping[int, FoundAccount] | None,
    listed: Sequence[ListedPerson],
    now: datetime,
) -> None:
    with database.writing(CLOCK_PATIENCE) as session:
        unread = [defer(PeopleImport.rows)]
        waiting = session.get(PeopleImport, import_key, with_for_update=True, options=unread)
        cohort = cohorts.locked(session, waiting.workspace, waiting.cohort_id) if waiting else None
        if waiting is None or cohort is None:
            return
        asker = people.by_id(session, waiting.workspace, [waiting.asked_by_id])[waiting.asked_by_id]
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
    if cohort.state != cohorts.OPEN:
        return importing.too_late(cohort.name)
    if found is None:
        return importing.unreachable(cohort.name)
    problems = _problems(listed, found)
    if problems:
        return importing.failed(cohort.name, problems)
    came = Counter(_invite(session, cohort, platform, found[each.line], each.group, now) for each in listed)
    return importing.done(cohort.name, came["invited"], came["already"], came["declined"])


def _problems(listed: Sequence[ListedPerson], found: Mapping[int, FoundAccount]) -> list[tuple[int, str]]:
    """The lines without an account, and those whose account an earlier line has under another name."""
    problems: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for each in listed:
        account = found.get(each.line)
        if account is None:
            problems.append((each.line, importing.no_account(each.id or each.email)))
        elif account.id in seen:
            problems.append((each.line, importing.same_as(seen[account.id])))
        else:
            seen[account.id] = each.line
    return problems


def _invite(
    session: Session, cohort: Cohort, platform: str, account: FoundAccount, group: str, now: datetime
) -> Literal["invited", "already", "declined"]:
    """Invite somebody who is not on it; once ever, so that a no stays a no."""
    person = people.known(
        session, workspace=cohort.workspace, platform=platform, platform_id=account.id, name=account.name
    )
    if sign_ups.of(session, cohort.workspace, cohort.id, person.id) is not None:
        return "already"
    key = f"{cohort.workspace}/invitation/{cohort.id}/{person.id}"
    leads = [lead.name for lead in cohorts.leads(session, cohort) if lead.name]
    words = joining.invited(cohort.name, cohort.id, cohort.starts_on, leads)
    if not outbox.post(session, key, person.address, words, now, cohort_id=cohort.id):
        return "declined"
    sign_up = sign_ups.place(session, cohort, person.id)
    sign_up.group = group or None
    sign_up.invited_at = now
    return "invited"
