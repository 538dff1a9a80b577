"""What leads have asked to have worked out: by one worker at a time, from what holds at the end, and never in silence."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from handlers.action import Account
from scheduler import suggesting
from scheduler.matching_jobs import MOST_ATTEMPTS, work_out_one
from scheduler.people_import import FoundAccount, NotNow
from scheduler.progress import MANY, Progress
from scheduler.workroom import LEASE, Job, Workroom
from storage import matchings, reviews
from storage.cohorts import Cohort
from storage.database import Database
from storage.grounds import grounds_of
from storage.imports import ListedPerson
from storage.letters import Letter, Sent
from storage.matchings import Matching
from storage.outbox import settle
from storage.people import Person
from storage.proposals import Proposal
from tests.handlers.crowd import joins_at_once
from tests.handlers.desk import HERE, LENA, SITE, TOM, WEST, Desk, approval, words
from tests.handlers.leads import Lead

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""Who comes first of several is in `test_matching_at_once`."""


@dataclass
class Directory:
    """Accounts of which some are switched off; it answers or not, and `meanwhile` something happens."""

    off: frozenset[str] = frozenset()
    answers: bool = True
    asked: list[Collection[str]] = field(default_factory=list)

    def serves(self, workspace: str) -> bool:
        return workspace == HERE

    def accounts(self, workspace: str, listed: Sequence[ListedPerson]) -> Mapping[int, FoundAccount]:
        raise NotImplementedError(workspace, len(listed))

    def gone(self, workspace: str, ids: Collection[str]) -> frozenset[str]:
        self.asked.append(ids)
        if not self.answers:
            raise NotNow(workspace)
        return self.off & frozenset(ids)


class Meanwhile(Directory):
    """Just when accounts are looked up, somebody acts; once."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self.act = act

    def gone(self, workspace: str, ids: Collection[str]) -> frozenset[str]:
        if not self.asked:
            self.act()
        return super().gone(workspace, ids)


class Breaks(Directory):
    """What nobody expects."""

    def gone(self, workspace: str, ids: Collection[str]) -> frozenset[str]:
        raise MemoryError(workspace, len(ids))


@pytest.fixture
def desk(database: Database) -> Desk:
    """Two doctors and two managers have joined."""
    made = Desk(database)
    made.opens_a_cohort()
    joins_at_once(made, "doctor", ["Amina Yusuf", "Ben O'Neill"])
    joins_at_once(made, "manager", ["Priya Nair", "Chidi Obi-Lee"])
    return made


def with_directory(desk: Desk, directory: Directory) -> Workroom:
    return replace(desk.room, directories={WEST: directory})


def waiting(desk: Desk) -> list[Matching]:
    with desk.database.reading() as session:
        return list(session.scalars(select(Matching)))


def newest(desk: Desk) -> Proposal:
    with desk.database.reading() as session:
        return session.scalars(select(Proposal).order_by(Proposal.id.desc()).limit(1)).one()


def test_nothing_waits_and_nothing_is_done(desk: Desk) -> None:
    assert not work_out_one(desk.room)


def test_nobody_whose_account_is_switched_off_is_suggested_and_the_leads_are_told_who(desk: Desk) -> None:
    with desk.database.reading() as session:
        off = session.scalars(select(Person.platform_id).where(Person.name == "Ben O'Neill")).one()
    desk.types(LENA, "cohort match")
    assert work_out_one(with_directory(desk, Directory(off=frozenset({off}))))
    told = words(desk.told(LENA)[-1])
    assert "Spring: 1 pair, 2 of 4 people." in told or "Spring: 1 trio, 3 of 4 people." in told
    assert "Left out, because their account is switched off: Ben O'Neill." in told
    lena = Lead(desk).opens()
    assert (
        "Ben O'Neill: their account is switched off."
        in lena.presses(next(label for label in lena.labels() if label.startswith("Without"))).reads()
    )
    assert "Approved: " in words(desk.acts(LENA, "press", "approve_match", "1").message)


def test_that_accounts_could_not_be_looked_up_is_said_and_holds_nothing_up(desk: Desk) -> None:
    desk.types(LENA, "cohort match")
    assert work_out_one(with_directory(desk, Directory(answers=False)))
    told = words(desk.told(TOM)[-1])
    assert "Spring: 2 pairs, 4 of 4 people." in told
    unchecked = (
        "I could not check whether these accounts are still in use: Amina Yusuf, Ben O'Neill, Chidi Obi-Lee"
    )
    assert unchecked in told


def test_what_a_lead_decides_meanwhile_counts(desk: Desk) -> None:
    desk.matched()
    lena = Lead(desk).opens().presses("Look at the pairs").presses("Look closer", beside="Amina Yusuf")
    (amina, *_), before = reviews.result_of(newest(desk)).proposed, newest(desk)
    desk.types(TOM, "cohort match")
    room = with_directory(desk, Meanwhile(lambda: lena.presses("Do not pair these two")))
    assert work_out_one(room)
    assert [each.attempts for each in waiting(desk)] == [0]
    assert newest(desk).id == before.id
    assert work_out_one(room)
    assert amina.match not in {each.match for each in reviews.result_of(newest(desk)).proposed}
    assert waiting(desk) == []


def test_whoever_leaves_meanwhile_is_in_nothing_that_is_kept(desk: Desk) -> None:
    with desk.database.reading() as session:
        amina = session.scalars(select(Person).where(Person.name == "Amina Yusuf")).one()
    account = Account(HERE, amina.platform, amina.platform_id, amina.name)
    desk.types(LENA, "cohort match")
    room = with_directory(desk, Meanwhile(lambda: desk.acts(account, "press", "leave", "1")))
    assert work_out_one(room)
    assert desk.told(LENA) == []
    assert work_out_one(room)
    assert str(amina.id) not in newest(desk).people
    assert waiting(desk) == []


def test_a_worker_that_dies_is_followed_by_another_after_the_lease_and_the_leads_hear_once(
    desk: Desk,
) -> None:
    desk.types(LENA, "cohort match")
    with pytest.raises(MemoryError):
        work_out_one(with_directory(desk, Breaks()))
    assert not work_out_one(desk.room)
    desk.now += LEASE
    assert work_out_one(desk.room)
    assert len(desk.told(LENA)) == len(desk.told(TOM)) == 1


def test_a_worker_that_comes_back_after_its_lease_changes_nothing(desk: Desk) -> None:
    desk.types(LENA, "cohort match")
    (row,) = waiting(desk)
    late = Job(HERE, row.id, row.cohort_id, row.asked_by_id, row.kind, row.seed, attempt=7)
    suggesting.suggest(desk.room, late)
    assert desk.told(LENA) == []
    assert len(waiting(desk)) == 1


@pytest.mark.parametrize("command", ["cohort match", "cohort match what-if"])
def test_what_fails_every_time_is_given_up_and_whoever_asked_is_told(desk: Desk, command: str) -> None:
    desk.types(TOM, command)
    with desk.database.writing() as session:
        session.execute(update(Matching).values(attempts=MOST_ATTEMPTS - 1))
    if command == "cohort match":
        with pytest.raises(MemoryError):
            work_out_one(with_directory(desk, Breaks()))
    else:
        with desk.database.writing() as session:
            session.execute(update(Matching).values(attempts=MOST_ATTEMPTS))
    desk.now += LEASE
    assert work_out_one(desk.room)
    assert "I have stopped trying. Nothing has changed." in words(desk.told(TOM)[-1])
    assert desk.told(LENA) == []
    assert waiting(desk) == []


def arrives(desk: Desk) -> None:
    """Everything that waits for Lena."""
    with desk.database.writing() as session:
        for letter in session.scalars(select(Letter).where(Letter.state == "waiting")):
            settle(session, letter, desk.now, Sent("D1", f"{letter.id}"))


def test_of_many_people_the_progress_is_told_in_one_message_that_is_changed_in_place(desk: Desk) -> None:
    desk.types(LENA, "cohort match")
    (row,) = waiting(desk)
    with desk.database.writing() as session:
        held = matchings.locked(session, HERE, row.id)
        assert held is not None
        held.attempts = 1
    job = Job(HERE, row.id, row.cohort_id, row.asked_by_id, row.kind, row.seed, attempt=1)
    progress = Progress(desk.room, job, "Spring", 600)
    progress.reached("reading the answers")
    progress.reached("reading the answers")
    (first,) = desk.letters()
    assert first.message.paragraphs == (
        "Spring: I am working out pairs for 600 people. Now I am reading the answers.",
    )
    progress.reached("looking at trios")
    assert [letter.id for letter in desk.letters()] == [first.id]
    arrives(desk)
    desk.now += timedelta(minutes=1)
    progress.reached("writing down the reasons")
    (second,) = desk.letters()
    assert (second.replaces_place, second.replaces_id) == ("D1", f"{first.id}")
    assert "Now I am writing down the reasons." in second.message.paragraphs[0]
    (row,) = waiting(desk)
    assert (row.stage, row.next_due_at) == ("writing down the reasons", desk.now + LEASE)
    with desk.database.writing() as session:
        progress.over(session)
    assert desk.letters()[-1].message.paragraphs == ("Spring: the pairs are worked out. Please see below.",)
    Progress(desk.room, replace(job, attempt=2), "Spring", 600).reached("reading the answers")
    assert waiting(desk)[0].stage == "writing down the reasons"


def test_more_people_than_that_get_a_progress_letter_and_fewer_none(desk: Desk) -> None:
    desk.matched()
    assert not [letter for letter in desk.letters() if "/progress" in letter.key]
    half = (MANY - 2) // 2
    joins_at_once(desk, "doctor", [f"Doctor {number}" for number in range(half)])
    joins_at_once(desk, "manager", [f"Manager {number}" for number in range(half)])
    letter = desk.matched()
    assert f"{half + 2} pairs, {MANY + 2} of {MANY + 2} people." in words(letter)
    (progress,) = [each for each in desk.letters() if "/progress" in each.key]
    assert progress.address.people == (LENA.id,)
    assert "I am working out pairs for 202 people. Now I am " in progress.message.paragraphs[0]


def test_a_cohort_that_is_gone_leaves_nothing_behind(desk: Desk) -> None:
    desk.types(LENA, "cohort match")
    (row,) = waiting(desk)
    job = Job(HERE, row.id, 99, row.asked_by_id, row.kind, row.seed, attempt=1)
    suggesting.suggest(desk.room, job)
    with desk.database.reading() as session:
        assert session.scalars(select(Proposal)).all() == []
        assert session.scalars(select(Cohort)).one().state == "open"


def test_rules_that_cannot_be_read_stop_nothing_and_the_leads_are_told(desk: Desk) -> None:
    with desk.database.writing() as session:
        session.execute(update(Cohort).values(rules={"weights": {"star_sign": 40}}))
    letter = desk.matched()
    assert "Spring: 2 pairs, 4 of 4 people." in words(letter)
    assert "I could not read the rules of this cohort, so I used the usual ones." in words(letter)


def test_what_the_checkers_do_not_agree_with_is_not_called_proved(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.matched()
    with desk.database.reading() as session:
        cohort = session.scalars(select(Cohort)).one()
        known = grounds_of(session, cohort, SITE.links, cohort.starts_on)
        result = reviews.result_of(session.scalars(select(Proposal)).one())
    assert result.is_checked
    assert suggesting._is_proved(known.everybody, result, known)
    lie = replace(result, proposed=result.proposed[:1])
    assert not suggesting._is_proved(known.everybody, lie, known)
    assert re.fullmatch(r"a suggestion for 4 people was not proved: \d+ faults", caplog.messages[-1])


@pytest.mark.parametrize("command", ["cohort match", "cohort match what-if"])
def test_approved_while_it_waited_there_is_nothing_left_to_work_out(desk: Desk, command: str) -> None:
    desk.matched()
    desk.types(TOM, command)
    desk.presses(LENA, approval(desk.told(LENA)[0]))
    desk.works_out()
    assert "Nobody in Spring is waiting for a partner" in words(desk.told(TOM)[-1])
    assert "Nobody in Spring" not in words(desk.told(LENA)[-1])
    assert waiting(desk) == []
