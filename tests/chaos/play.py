"""One round: everybody at work, and trouble; then calm, and the verdict."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from scheduler import due
from storage.database import Busy
from storage.letters import WAITING, Letter
from tests.chaos.hospital import HARD, cast
from tests.chaos.load import Load
from tests.chaos.scene import Scene, Script, scene
from tests.chaos.tenant import broken_rules
from tests.chaos.times import TIMES, Times
from tests.chaos.trouble import Plan, Trouble, crash, lock
from tests.chaos.verdict import Verdict, judged
from tests.chaos.verdict_teams import judged_in_teams

if TYPE_CHECKING:
    from practice.chance import Odds
    from storage.database import Database
    from tests.chaos.hospital import Cast
    from tests.chaos.postgres import Postgres

PEOPLE = cast(readers=40, talkers=6, writers=3, asked=4, teams_readers=16, teams_talkers=4)
CALM_WITHIN = 45.0  # seconds
MOST_WORKSHOPS = 30
LAST_WORDS = 2000  # characters


@dataclass(frozen=True)
class Round:
    """What is played, on a database that has its tables. A shock crashes `postgres`, or locks the SQLite file.

    While more letters wait than `room`, nobody begins anything, for that would only make the end longer.
    """

    seed: str
    plan: Plan
    database_url: str
    postgres: Postgres | None = None
    workers: int = 2
    webs: int = 1
    people: Cast = PEOPLE
    room: int = 100
    odds: Odds = HARD
    teams_odds: Odds | None = None
    times: Times = TIMES
    broken: str = ""

    @property
    def script(self) -> Script:
        """What has to be put up for it."""
        workshops = min(2 + int(self.plan.seconds) // 2, MOST_WORKSHOPS)
        return Script(
            self.database_url, self.people, self.times, workshops, self.workers, self.webs, self.broken
        )


@dataclass(frozen=True)
class Outcome:
    """What was found, and how much trouble there was."""

    verdict: Verdict
    kills: int
    freezes: int
    stops: int
    shocks: int
    seconds: float
    broken_rules: tuple[str, ...]


def play(this: Round) -> Outcome:
    """Play it. Raises TimeoutError when it does not come to rest."""
    began = time.monotonic()
    with scene(this.script, this.seed) as here:
        load = Load(here.slack, here.teams, here.database, this.people, here.cohort_id, this.room, this.seed)
        shock = crash(this.postgres) if this.postgres else lock(here.database)
        trouble = Trouble(here.bots, shock, this.plan, this.times.freeze, this.seed)
        here.slack.by_chance(this.seed, this.odds)
        if here.teams is not None:
            here.teams.by_chance(f"{this.seed} teams", this.teams_odds or this.odds)
        load.start()
        try:
            trouble.run()
        finally:
            here.calm()
            load.finish(CALM_WITHIN)
            trouble.finish()
        _come_to_rest(here)
        verdict = judged(here.slack, here.watch, here.database, load.done, this.times.gap)
        if here.teams is not None:
            verdict += judged_in_teams(here.teams, here.database, load.done, this.people, this.times.pace)
        return Outcome(
            verdict=replace(verdict, hung=trouble.hung),
            kills=trouble.kills,
            freezes=trouble.freezes,
            stops=trouble.stops,
            shocks=trouble.shocks,
            seconds=time.monotonic() - began,
            broken_rules=(*here.watch.broken, *(broken_rules(here.teams) if here.teams else ())),
        )


def _come_to_rest(here: Scene) -> None:
    """Until no letter waits, nothing is due and every event has been acknowledged. Raises TimeoutError."""
    until = time.monotonic() + CALM_WITHIN
    here.slack.people.settle(CALM_WITHIN)
    if here.teams is not None:
        here.teams.people.settle(CALM_WITHIN)
    while left := _left(here.database):
        if time.monotonic() > until:
            said = here.last_words(LAST_WORDS)
            where = dict(_waiting(here.database))
            raise TimeoutError(f"{left} letters still wait: {where}. The bots said at last: {said}")
        time.sleep(0.1)
    time.sleep(0.3)  # a message that should not be would come now


def _waiting(database: Database) -> Counter[tuple[str, str | None]]:
    """How many letters wait in each lane, and why."""
    with database.reading() as session:
        rows = session.execute(select(Letter.lane, Letter.trouble).where(Letter.state == WAITING)).all()
    return Counter((row.lane, row.trouble) for row in rows)


def _left(database: Database) -> int:
    """How many letters wait, and one more when something is due; at least 1 while the database does not answer."""
    try:
        with database.reading() as session:
            at = due.next_due_at(session)
            waiting = session.scalar(select(func.count()).where(Letter.state == WAITING)) or 0
    except (DBAPIError, Busy):
        return 1
    return waiting + (at is not None and at <= datetime.now(UTC))
