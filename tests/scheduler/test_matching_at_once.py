"""Of several workers that look at once one works a matching out, and the leads hear of it once."""

from __future__ import annotations

import threading

from sqlalchemy import select

from handlers.action import Account
from scheduler.matching_jobs import work_out_one
from storage.database import Database
from storage.matchings import Matching
from storage.proposals import Proposal
from tests.handlers.crowd import joins_at_once
from tests.handlers.desk import LENA, TOM, Desk

WORKERS = 4


def test_several_workers_at_once_work_it_out_once(database: Database) -> None:
    desk = Desk(database)
    desk.opens_a_cohort()
    joins_at_once(desk, "doctor", ["Amina Yusuf"])
    joins_at_once(desk, "manager", ["Priya Nair"])
    desk.types(LENA, "cohort match")
    start = threading.Barrier(WORKERS)
    worked: list[bool] = []

    def works() -> None:
        start.wait()
        worked.append(work_out_one(desk.room))

    threads = [threading.Thread(target=works) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(worked) == [False] * (WORKERS - 1) + [True]
    assert len(desk.told(LENA)) == len(desk.told(TOM)) == 1
    with database.reading() as session:
        assert len(session.scalars(select(Proposal)).all()) == 1
        assert session.scalars(select(Matching)).all() == []


def test_both_leads_asking_at_once_get_one_result(database: Database) -> None:
    desk = Desk(database)
    desk.opens_a_cohort()
    joins_at_once(desk, "doctor", ["Amina Yusuf"])
    joins_at_once(desk, "manager", ["Priya Nair"])
    start = threading.Barrier(2)
    said: list[str] = []

    def asks(who: Account) -> None:
        start.wait()
        message = desk.types(who, "cohort match").message
        assert message is not None
        said.append(message.paragraphs[0])

    threads = [threading.Thread(target=asks, args=[who]) for who in (LENA, TOM)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.split(" pairs ")[1].split()[0] for each in said) == ["already.", "for"]
    desk.works_out()
    assert len(desk.told(LENA)) == len(desk.told(TOM)) == 1
