"""The cast: Amina, a doctor; Priya, her manager; Lena and Tom, their leads; Omar, who may see nothing of theirs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from programme.review import Review
from storage import reviews
from storage.cohorts import Cohort
from storage.proposals import Proposal
from tests.conversations import parts
from tests.conversations.heard import Heard
from tests.conversations.parts import CAST, GRACE, NOBODY, ROBOT
from tests.conversations.someone import Someone
from tests.conversations.story import Story, at

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


class Cast:
    """Everybody, and the story they are in."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.everybody = [story.person(part) for part in CAST]
        (
            self.amina,
            self.priya,
            self.lena,
            self.tom,
            self.omar,
            self.guest,
            self.ben,
            self.chidi,
        ) = self.everybody
        self.robot, self.gone = story.person(ROBOT), story.person(GRACE)
        leads = story.scene.leads
        self.channel = leads.channel(parts.OURS)
        self.other_channel = leads.channel(parts.OTHER)
        self.nobody_id = NOBODY[leads.platform]

    @property
    def cohort(self) -> dict[str, Any]:
        """What Lena says of a new one."""
        return {
            "name": "Spring 2027",
            "starts_on": "2027-03-15",
            "channel": self.channel,
            "lead_1": self.lena.id,
            "lead_1_group": "doctor",
            "lead_2": self.tom.id,
            "lead_2_group": "manager",
        }

    def channel_of(self, someone: Someone) -> str:
        """The channel of that name where somebody is."""
        return self.story.scene.where[someone.part.key].channel(parts.OURS)

    def others(self, *but: Someone) -> list[Someone]:
        """Everybody else."""
        return [each for each in self.everybody if each not in but]

    def opens_a_cohort(self, **changes: Any) -> None:
        """Lena opens one."""
        self.lena.types("/cohort new")
        assert self.lena.fills(**{**self.cohort, **changes}) == {}

    def joins(self, person: Someone, about: dict[str, Any], **changes: Any) -> None:
        """Both screens."""
        person.types("/pairme")
        assert person.fills(**about, **self.address(person)) == {}
        assert person.fills(**{**WISHES, **changes}) == {}
        person.closes()

    def address(self, person: Someone) -> dict[str, Any]:
        """What is asked besides where some are on another platform: a work address, and who may see it."""
        if not self.story.scene.is_astride:
            return {}
        return {"email": person.part.email, "share_email": ["yes"]}

    def joins_first(self, person: Someone, choice: str, about: dict[str, Any]) -> None:
        """Both screens, of one cohort among several."""
        person.types("/pairme")
        person.presses(choice)
        assert person.fills(**about, **self.address(person)) == {}
        assert person.fills(**WISHES) == {}
        person.closes()

    def approves(self, lead: Someone) -> None:
        """Every pair that is suggested, under the newest letter about it."""
        under, label = self.approval_before(lead)
        lead.presses_under(under, label)

    def approval_before(self, lead: Someone) -> tuple[Heard, str]:
        """The newest letter with a button that approves, and what the button says."""
        found = [
            (heard, label)
            for heard in lead.hears_all()
            for label in heard.buttons
            if label.startswith("Approve ")
        ]
        return found[-1]

    def review(self) -> Review:
        """The newest suggestion as the leads could go through it."""
        with self.story.database.reading() as session:
            newest = session.scalars(select(Proposal).order_by(Proposal.id.desc()).limit(1)).one()
            cohort = session.scalars(select(Cohort).where(Cohort.id == newest.cohort_id)).one()
            return reviews.review_of(session, cohort, newest)

    def suggested(self) -> set[str]:
        """Who is suggested with whom in the newest suggestion, by name, the doctors first."""
        review = self.review()
        return {
            " and ".join(review.names[id_] for id_ in each.match.people) for each in review.result.proposed
        }

    def left_over(self) -> dict[str, str]:
        """Why somebody has no partner in it, by name."""
        review = self.review()
        return {review.names[each.id]: each.reason for each in review.result.unmatched}

    def pairs_amina_with_priya(self) -> None:
        """Opened, joined, matched, approved; the first day is still to come."""
        self.opens_a_cohort()
        self.joins(self.amina, DOCTOR)
        self.joins(self.priya, MANAGER)
        self.lena.types("/cohort match")
        self.approves(self.lena)

    def pairs_amina_with_priya_and_leaves_ben_waiting(self) -> None:
        """The same with a second doctor, who would rather not be paired with Priya."""
        self.opens_a_cohort()
        self.joins(self.amina, DOCTOR)
        self.joins(self.priya, MANAGER)
        self.joins(self.ben, DOCTOR, avoid=[self.priya])
        self.lena.types("/cohort match")
        self.approves(self.lena)

    def are_introduced(self) -> None:
        """The first allowed moment: Tuesday 16 March at 10am."""
        self.pairs_amina_with_priya()
        self.story.until(at("2027-03-16 12:00"))
