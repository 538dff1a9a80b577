"""The cast: Amina, a doctor; Priya, her manager; Lena and Tom, their leads; Omar, who may see nothing of theirs."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.practice_hospital import manifest
from practice.people import BOT_USER_ID, Channel, Member
from storage.database import Database
from tests.conversations.stage import Stage
from tests.conversations.story import Someone, Story, at

PEOPLE = [
    Member("U0000AMINA", "Amina Yusuf", "amina@example.org"),
    Member("U0000PRIYA", "Priya Nair", "priya@example.org"),
    Member("U00000LENA", "Lena Hart", "lena@example.org", is_admin=True),
    Member("U000000TOM", "Tom Adeyemi", "tom@example.org"),
    Member("U00000OMAR", "Omar Said", "omar@example.org"),
    Member("U0000GUEST", "Gus Visitor", "gus@example.org", is_guest=True),
    Member("U000000BEN", "Ben O'Neill", "ben@example.org"),
    Member("U0000CHIDI", "Chidi Obi-Lee", "chidi@example.org"),
]
EVERYBODY = tuple(person.id for person in PEOPLE)
ROBOT = "U0000ROBOT"
GONE = "U00000GONE"
OTHER_ACCOUNTS = [
    Member(BOT_USER_ID, "PairMe", "", is_bot=True),
    Member(ROBOT, "Rota Robot", "robot@example.org", is_bot=True),
    Member(GONE, "Grace Gone", "grace@example.org", is_deleted=True),
]
"""Nobody of these plays a part; they can be chosen and listed."""
OUR_CHANNEL = "C0000PAIRS"
OTHER_CHANNEL = "C0000OTHER"
CLOSED_CHANNEL = "C000CLOSED"
MONDAY = at("2027-03-01 09:00")

DOCTOR: dict[str, Any] = {
    "group": "doctor",
    "role": "Paediatric registrar",
    "grade_band": "st4-5",
    "directorate": "medicine",
    "site": "main",
    "post_ends_on": "2027-09-01",
    "permission": "yes",
    "privacy": ["read"],
}
MANAGER: dict[str, Any] = DOCTOR | {
    "group": "manager",
    "role": "Service manager",
    "grade_band": "band-8a",
    "post_ends_on": "",
}
WISHES: dict[str, Any] = {
    "want_to_learn": ["finance"],
    "can_offer": ["safety"],
    "free_a": ["tue-lunch", "thu-lunch"],
    "free_b": [],
    "options": ["host"],
}
COHORT: dict[str, Any] = {
    "name": "Spring 2027",
    "starts_on": "2027-03-15",
    "channel": OUR_CHANNEL,
    "lead_1": "U00000LENA",
    "lead_1_group": "doctor",
    "lead_2": "U000000TOM",
    "lead_2_group": "manager",
}


@dataclass
class Cast:
    """Everybody, and the story they are in."""

    story: Story
    amina: Someone
    priya: Someone
    lena: Someone
    tom: Someone
    omar: Someone
    guest: Someone
    ben: Someone
    chidi: Someone

    def others(self, *but: Someone) -> list[Someone]:
        """Everybody else."""
        taken = {each.id for each in but}
        return [self.story.person(id_) for id_ in EVERYBODY if id_ not in taken]

    def opens_a_cohort(self, **changes: Any) -> None:
        """Lena opens one."""
        self.lena.types("/cohort new")
        assert self.lena.fills(**{**COHORT, **changes}) == {}

    def joins(self, person: Someone, about: dict[str, Any], **changes: Any) -> None:
        """Both screens."""
        person.types("/pairme")
        assert person.fills(**about) == {}
        assert person.fills(**{**WISHES, **changes}) == {}
        person.closes()

    def joins_first(self, person: Someone, choice: str, about: dict[str, Any]) -> None:
        """Both screens, of one cohort among several."""
        person.types("/pairme")
        person.presses(choice)
        assert person.fills(**about) == {}
        assert person.fills(**WISHES) == {}
        person.closes()

    def pairs_amina_with_priya(self) -> None:
        """Opened, joined, matched, approved; the first day is still to come."""
        self.opens_a_cohort()
        self.joins(self.amina, DOCTOR)
        self.joins(self.priya, MANAGER)
        self.lena.types("/cohort match")
        self.lena.presses("Approve these pairs")

    def pairs_amina_with_priya_and_leaves_ben_waiting(self) -> None:
        """The same with a second doctor, who would rather not be paired with Priya."""
        self.opens_a_cohort()
        self.joins(self.amina, DOCTOR)
        self.joins(self.priya, MANAGER)
        self.joins(self.ben, DOCTOR, avoid=[self.priya.id])
        self.lena.types("/cohort match")
        self.lena.presses("Approve these pairs")

    def are_introduced(self) -> None:
        """The first allowed moment: Tuesday 16 March at 10am."""
        self.pairs_amina_with_priya()
        self.story.until(at("2027-03-16 12:00"))


WHO_COMES_FIRST = (
    "test_half_done",
    "test_introductions",
    "test_locked",
    "test_nothing_in_the_log",
    "test_repeats",
    "test_restored",
    "test_two_workspaces",
    "test_when_things_fail",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Stories about words rather than about who comes first are played on PostgreSQL in the long run only."""
    for item in items:
        is_quick = item.path.stem in WHO_COMES_FIRST or "at_once" in item.name
        if item.path.parent == Path(__file__).parent and item.name.endswith("[postgres]") and not is_quick:
            item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """The workspace that every story starts with."""
    channels = [
        Channel(OUR_CHANNEL, "paired-learning", (*EVERYBODY, BOT_USER_ID)),
        Channel(OTHER_CHANNEL, "general", (*EVERYBODY, BOT_USER_ID)),
        Channel(CLOSED_CHANNEL, "no-bots", EVERYBODY),
    ]
    importlib.import_module("scipy.optimize")  # the first matching would, for longer than Slack waits
    made = Stage([*PEOPLE, *OTHER_ACCOUNTS], channels, manifest())
    yield made
    made.close()


@pytest.fixture
def cast(database: Database, stage: Stage) -> Iterator[Cast]:
    """A Monday morning, two weeks before a cohort could start."""
    story = Story(database, stage, MONDAY)
    yield Cast(story, *(story.person(id_) for id_ in EVERYBODY))
    story.close()
