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
    from collections.abc import Callable, Collection, Mapping, Sequence

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


@dataclass(frozen=True)
class _Found:
    """An account, and the platform that has it."""

    platform: str
    account: FoundAccount


class Directory(Protocol):
    """Where a platform's accounts are looked up."""

    def serves(self, workspace: str) -> bool:
        """Whether this organisation is on the platform. Raises `NotNow`."""

    def accounts(self, workspace: str, listed: Sequence[ListedPerson]) -> Mapping[int, FoundAccount]:
        """The accounts by line number; a line without one is absent. Raises `NotNow`."""

    def gone(self, workspace: str, ids: Collection[str]) -> frozenset[str]:
        """Which of these accounts have been switched off, or are not known there any more, as far as the platform tells.

        Raises `NotNow`.
        """


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
        import_id, workspace = waiting.id, waiting.workspace
        is_hopeless = waiting.attempts > MOST_ATTEMPTS
        try:
            listed = [] if is_hopeless else msgspec.json.decode(waiting.rows, type=list[ListedPerson])
        except (ValueError, msgspec.MsgspecError):  # no key opens it
            return True
    claimed()
    try:
        found = None if is_hopeless else _looked_up(directories, workspace, listed)
    except NotNow:
        return True
    _finish(database, (workspace, import_id), found, listed, now)
    return True


def _looked_up(
    directories: Mapping[str, Directory], workspace: str, listed: Sequence[ListedPerson]
) -> dict[int, list[_Found]]:
    """The accounts by line number, on every platform of the organisation. Raises `NotNow`."""
    found: dict[int, list[_Found]] = {}
    asked = [(platform, each) for platform, each in directories.items() if each.serves(workspace)]
    if not asked:
        raise NotNow("No platform of this organisation can be asked at the moment.")
    for platform, directory in asked:
        for line, account in directory.accounts(workspace, listed).items():
            found.setdefault(line, []).append(_Found(platform, account))
    return found


def _finish(
    database: Database,
    import_key: tuple[str, int],
    found: Mapping[int, Sequence[_Found]] | None,
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
        words = _outcome(session, cohort, found, listed, now)
        key = f"{waiting.workspace}/import/{waiting.id}/{asker.id}"
        outbox.post(session, key, asker.address, words, now, cohort_id=cohort.id)
        session.delete(waiting)


def _outcome(
    session: Session,
    cohort: Cohort,
    found: Mapping[int, Sequence[_Found]] | None,
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
    chosen = {line: _one_of(session, cohort, accounts) for line, accounts in found.items()}
    came = Counter(_invite(session, cohort, chosen[each.line], each, now) for each in listed)
    return importing.done(cohort.name, came["invited"], came["already"], came["declined"])


def _one_of(session: Session, cohort: Cohort, accounts: Sequence[_Found]) -> _Found:
    """Of somebody who is on two platforms, the account that they have used; else the one where the cohort is."""
    if len(accounts) == 1:
        return accounts[0]
    return max(accounts, key=lambda each: (_is_used(session, cohort, each), each.platform == cohort.platform))


def _is_used(session: Session, cohort: Cohort, found: _Found) -> bool:
    """Whether the account has a place in a cohort or leads one; that the bot was installed for it says nothing."""
    known = people.find(
        session, workspace=cohort.workspace, platform=found.platform, platform_id=found.account.id
    )
    if known is None:
        return False
    places = sign_ups.of_person(session, cohort.workspace, known.id)
    roles = cohorts.with_role(session, cohort.workspace, known.id, cohorts.LEAD, cohorts.ORGANISER)
    return bool(places or roles)


def _problems(listed: Sequence[ListedPerson], found: Mapping[int, Sequence[_Found]]) -> list[tuple[int, str]]:
    """The lines without an account, and those with an account that an earlier line has under another name."""
    problems: list[tuple[int, str]] = []
    seen: dict[tuple[str, str], int] = {}
    for each in listed:
        accounts = [(one.platform, one.account.id) for one in found.get(each.line, ())]
        earlier = [seen[account] for account in accounts if account in seen]
        if earlier:
            problems.append((each.line, importing.same_as(earlier[0])))
        elif accounts:
            seen.update(dict.fromkeys(accounts, each.line))
        else:
            problems.append((each.line, importing.no_account(each.id or each.email)))
    return problems


def _invite(
    session: Session, cohort: Cohort, found: _Found, listed: ListedPerson, now: datetime
) -> Literal["invited", "already", "declined"]:
    """Invite somebody who is not on it; once ever, so that a no stays a no. Their address is kept, sealed."""
    person = people.known(
        session,
        workspace=cohort.workspace,
        platform=found.platform,
        platform_id=found.account.id,
        name=found.account.name,
    )
    person.email = person.email or listed.email or None
    if sign_ups.of(session, cohort.workspace, cohort.id, person.id) is not None:
        return "already"
    key = f"{cohort.workspace}/invitation/{cohort.id}/{person.id}"
    leads = [lead.name for lead in cohorts.leads(session, cohort) if lead.name]
    words = joining.invited(cohort.name, cohort.id, cohort.starts_on, leads)
    if not outbox.post(session, key, person.address, words, now, cohort_id=cohort.id):
        return "declined"
    sign_up = sign_ups.place(session, cohort, person.id)
    sign_up.group = listed.group or None
    sign_up.invited_at = now
    return "invited"
