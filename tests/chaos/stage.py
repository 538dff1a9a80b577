"""What stands in the database before the bots come: a cohort with a lead, and workshops to be asked about."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.slack.inbound import SLACK
from bot.teams.inbound import TEAMS
from programme.moments import SendWindow, plus_working_days
from storage import cohorts, people, tenants
from storage.cohorts import MATCHED, Cohort
from storage.workshops import Attendance, Workshop
from tests.chaos.hospital import CHANNEL, LEAD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from practice.teams.app import PracticeTeams
    from storage.database import Database
    from storage.people import Person
    from tests.chaos.hospital import Cast

ASKED_IN_TEAMS = 2
_ANY = SendWindow(frozenset(range(5)), time(10), time(16), "Europe/London", "ENG", frozenset())


def join(database: Database, workspace: str, teams: PracticeTeams) -> None:
    """The tenant belongs to the Slack's organisation, and its service has been heard of."""
    with database.writing() as session:
        tenant = tenants.keep(session, teams.tenant_id, teams.client_id, None, datetime.now(UTC))
        tenant.workspace, tenant.service_url = workspace, teams.service_url


def set_up(database: Database, workspace: str, cast: Cast, workshops: int) -> int:
    """A cohort, and so many workshops yesterday that whoever is asked said they would come to; the cohort's id.

    The first two are due at once, and then one every two seconds, so that the clock asks while processes die.
    """
    now = datetime.now(UTC)
    with database.writing() as session:
        lead = _known(session, workspace, LEAD)
        cohort = cohorts.add(
            session,
            Cohort(
                workspace=workspace,
                platform=SLACK,
                channel=CHANNEL,
                name="Spring",
                starts_on=now.date(),
                state=MATCHED,
                created_at=now,
            ),
            [(lead, "doctor")],
        )
        came = [_known(session, workspace, user) for user in cast.asked]
        in_teams = {user: _known(session, workspace, user, TEAMS) for user in cast.in_teams}
        came += [in_teams[user] for user in cast.teams_readers[:ASKED_IN_TEAMS]]
        for number in range(workshops):
            _hold(session, cohort, lead, came, now + max(number - 1, 0) * timedelta(seconds=2))
        return cohort.id


def _known(session: Session, workspace: str, user: str, platform: str = SLACK) -> Person:
    return people.known(session, workspace=workspace, platform=platform, platform_id=user, name=user)


def _hold(session: Session, cohort: Cohort, lead: Person, came: Sequence[Person], due: datetime) -> None:
    workshop = Workshop(
        workspace=cohort.workspace,
        cohort_id=cohort.id,
        title="Leadership styles",
        on_date=plus_working_days(due.date(), -2, _ANY),
        at_time=time(12),
        minutes=60,
        zone=_ANY.zone,
        place="Room 1",
        audience="both",
        words="",
        announced_by_id=lead.id,
        announced_at=due,
        next_due_at=due,
    )
    session.add(workshop)
    session.flush()
    session.add_all(
        Attendance(
            workspace=cohort.workspace, workshop_id=workshop.id, person_id=person.id, coming=True, said_at=due
        )
        for person in came
    )
