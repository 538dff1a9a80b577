"""On a platform where nobody can look: nothing is repeated in silence, and whoever cannot be reached hears later."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from programme.moments import SendWindow
from programme.words.message import Message
from programme.words.undelivered import SEEN_ALREADY
from scheduler.delivery import Delivery, Uncounted, deliver_one
from scheduler.sender import Refused, TooFast, Uncertain, Undelivered
from storage import cohorts, dead_letters, lanes, letters, outbox, people, restoring, sign_ups, unreachable
from storage.address import Address
from storage.cohorts import Cohort
from storage.database import Database
from storage.lanes import LEASE
from storage.letters import DEAD, SENT, UNKNOWN, WAITING, Letter, Sent
from storage.pairs import FINISHED, Pair
from storage.people import Person
from storage.prompts import Prompt
from tests.conversations.story import at
from tests.scheduler.platform import Blind

pytestmark = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgres", marks=pytest.mark.long)], indirect=True
)

NOW = at("2027-03-16 10:00")
HERE = "W1"
WINDOW = SendWindow(frozenset({1, 2, 3}), time(10), time(16), "Europe/London", "ENG", frozenset())
PRIYA = Address(HERE, "teams", ("PRIYA",))
AMINA = Address(HERE, "teams", ("AMINA",))
CHANNEL = Address(HERE, "teams", place="19:pairs")
ANSWER, PROMPT = f"{HERE}/answer/teams/event/1", f"{HERE}/prompt/1/first_met_check/2"


@dataclass
class Outbox:
    """A database, a platform that nobody can look into, and seconds that pass."""

    database: Database
    platform: Blind = field(default_factory=Blind)
    seconds: float = 0

    def posts(self, key: str, to: Address = PRIYA, words: str = "hello", **more: Any) -> int:
        """A letter is written."""
        with self.database.writing() as session:
            assert outbox.post(session, key, to, Message((words,)), self.now, **more)
            return session.scalars(select(Letter.id).where(Letter.key == key)).one()

    def delivers(self, after: float = 0) -> bool:
        """One try, so many seconds later."""
        self.seconds += after
        senders = {"teams": self.platform}
        return deliver_one(
            Delivery(self.database, senders, WINDOW, lambda: self.now, lambda: 0.0, 1, Uncounted())
        )

    def delivers_all(self, within: float = 300) -> None:
        """Whatever can be done in so many seconds."""
        until = self.now + timedelta(seconds=within)
        while (at := self._next_at()) is not None and at <= until:
            self.seconds = max(self.seconds, (at - NOW).total_seconds())
            self.delivers()
        self.seconds = (until - NOW).total_seconds()

    def _next_at(self) -> datetime | None:
        with self.database.reading() as session:
            return lanes.next_free_at(session)

    def one(self, key: str) -> Letter:
        """A letter as it stands."""
        with self.database.reading() as session:
            return session.scalars(select(Letter).where(Letter.key == key)).one()

    def priya(self) -> Person:
        """As she is remembered."""
        with self.database.reading() as session:
            return session.scalars(select(Person).where(Person.platform_id == "PRIYA")).one()

    @property
    def now(self) -> datetime:
        """The time it is."""
        return NOW + timedelta(seconds=self.seconds)

    @property
    def said(self) -> list[tuple[str, ...]]:
        """The paragraphs of what has arrived, or may have."""
        return [each.message.paragraphs for each in self.platform.arrived]

    def said_to(self, user: str) -> list[tuple[str, ...]]:
        """The same, of one person."""
        return [each.message.paragraphs for each in self.platform.arrived if each.to.people == (user,)]


@pytest.fixture
def post(database: Database) -> Outbox:
    """Nothing waits yet."""
    return Outbox(database)


@pytest.fixture
def cohort(database: Database) -> int:
    """Two leads, a pair, and its introduction as a prompt; the cohort's number."""
    with database.writing() as session:
        named = (("L1", "Lena"), ("L2", "Tom"), ("AMINA", "Amina"), ("PRIYA", "Priya"))
        lena, tom, amina, priya = (
            people.known(session, workspace=HERE, platform="teams", platform_id=id_, name=name)
            for id_, name in named
        )
        made = Cohort(
            workspace=HERE,
            platform="teams",
            channel="19:pairs",
            name="Spring",
            starts_on=NOW.date(),
            created_at=NOW,
        )
        cohorts.add(session, made, [(lena, "doctor"), (tom, "manager")])
        pair = Pair(
            workspace=HERE,
            cohort_id=made.id,
            doctor_id=amina.id,
            manager_id=priya.id,
            reasons=[],
            starts_on=NOW.date(),
        )
        session.add(pair)
        return made.id


def introduces(post: Outbox, cohort: int) -> None:
    """Both halves are told of each other."""
    for to, number in ((AMINA, 3), (PRIYA, 4)):
        key = f"{HERE}/introduction/1/{number}"
        post.posts(key, to, "Meet.", unasked=True, cohort_id=cohort, pair_id=1)


def asks(post: Outbox, cohort: int, number: int) -> int:
    """A question to Priya; the prompt's number."""
    with post.database.writing() as session:
        prompt = Prompt(
            workspace=HERE,
            key=f"{HERE}/prompt/1/step_{number}/4",
            step=f"step_{number}",
            occurrence=f"step_{number}",
            pair_id=1,
            person_id=4,
            asked_at=post.now,
        )
        session.add(prompt)
        session.flush()
        outbox.post(
            session,
            prompt.key,
            PRIYA,
            Message((f"Question {number}",)),
            post.now,
            unasked=True,
            cohort_id=cohort,
            pair_id=1,
            prompt_id=prompt.id,
        )
        return prompt.id


# Which kind is said once more, and which is marked.


def test_an_answer_that_may_have_arrived_is_left_as_unknown_and_the_next_one_follows(post: Outbox) -> None:
    post.platform.takes = [Uncertain("502")]
    post.posts(ANSWER)
    post.posts("W1/answer/teams/event/2", words="next")
    assert post.delivers()
    assert not post.delivers(59)
    assert post.delivers(1)
    assert (post.one(ANSWER).state, post.one(ANSWER).body is None) == (UNKNOWN, False)
    post.delivers_all()
    assert post.said == [("hello",), ("next",)]


@pytest.mark.parametrize(
    ("key", "is_unasked"),
    [(PROMPT, True), (f"{HERE}/introduction/1/2", True), (f"{HERE}/invitation/1/2", False)],
)
def test_what_its_reader_does_not_wait_for_is_said_once_more_and_admits_it(
    post: Outbox, key: str, is_unasked: bool
) -> None:
    post.platform.takes = [Uncertain("the line broke")]
    post.posts(key, unasked=is_unasked)
    post.delivers()
    post.delivers_all(59)
    assert len(post.said) == 1
    post.delivers_all(10)
    assert post.said == [("hello",), (f"{SEEN_ALREADY} hello",)]
    assert (post.one(key).state, post.one(key).sent_id) == (SENT, "2")


def test_what_may_have_arrived_twice_is_not_said_a_third_time(post: Outbox) -> None:
    post.platform.takes = [Uncertain("502"), Uncertain("504")]
    post.posts(PROMPT, unasked=True)
    post.delivers_all(4 * 3600)
    assert len(post.said) == 2
    assert post.one(PROMPT).state == UNKNOWN


def test_a_repeat_that_was_refused_for_now_still_admits_itself(post: Outbox) -> None:
    post.platform.takes = [
        Uncertain("502"),
        TooFast("wait", timedelta(seconds=5)),
        Undelivered("no line"),
        None,
    ]
    post.posts(PROMPT, unasked=True)
    post.delivers_all()
    assert post.said == [("hello",), (f"{SEEN_ALREADY} hello",)]


def test_a_worker_that_dies_in_the_middle_of_a_repeat_repeats_nothing(post: Outbox) -> None:
    class Dies(Exception):
        pass

    post.platform.takes = [Uncertain("502"), Dies()]
    post.posts(PROMPT, unasked=True)
    post.delivers()
    post.delivers(60)
    with pytest.raises(Dies):
        post.delivers(2)
    post.delivers_all(2 * LEASE.total_seconds())
    assert len(post.said) == 1
    assert post.one(PROMPT).state == UNKNOWN


def test_a_repeat_waits_for_the_hours_of_what_nobody_asked_for(post: Outbox) -> None:
    post.seconds = 6 * 3600 - 30  # half a minute before four in the afternoon
    post.platform.takes = [Uncertain("502")]
    post.posts(PROMPT, unasked=True)
    post.delivers_all(17 * 3600)
    assert len(post.said) == 1
    post.delivers_all(2 * 3600)
    assert post.said[1:] == [(f"{SEEN_ALREADY} hello",)]


def test_a_change_to_an_earlier_message_is_made_again(post: Outbox) -> None:
    post.platform.takes = [Uncertain("502")]
    post.posts(f"{HERE}/revision/1", replaces=Sent("chat", "7"))
    post.delivers_all()
    assert post.said == [("hello",), ("hello",)]
    assert post.one(f"{HERE}/revision/1").state == SENT


def test_in_a_channel_the_leads_are_asked(post: Outbox, cohort: int) -> None:
    post.platform.takes = [Uncertain("502")]
    post.posts(f"{HERE}/workshop/1/announcement", CHANNEL, cohort_id=cohort)
    post.delivers_all()
    assert post.one(f"{HERE}/workshop/1/announcement").state == DEAD
    assert len(post.said) == 3
    asked = post.platform.arrived[1]
    assert [button.press for button in asked.message.buttons] == ["letter_appeared", "letter_again"]


def test_of_an_introduction_that_is_unknown_twice_a_lead_asks_its_reader(post: Outbox, cohort: int) -> None:
    post.platform.takes = [None, Uncertain("502"), Uncertain("502")]
    introduces(post, cohort)
    post.delivers_all()
    asked = [each for each in post.platform.arrived if each.to.people in (("L1",), ("L2",))]
    assert len(asked) == 2
    assert "while I told Priya who their partner is" in asked[0].message.paragraphs[0]
    assert [button.subject for button in asked[0].message.buttons] == ["2", "2"]


# How an unknown letter is settled.


def left_unknown(post: Outbox) -> None:
    """An answer to Priya, and one to Amina."""
    post.platform.takes = [Uncertain("502"), Uncertain("502")]
    post.posts(ANSWER)
    post.posts("W1/answer/teams/event/2", AMINA)
    post.delivers_all(120)


def test_the_readers_next_act_settles_what_may_have_arrived(post: Outbox) -> None:
    left_unknown(post)
    with post.database.writing() as session:
        letters.settle_unknown(session, PRIYA, post.now, post.now)
    settled = post.one(ANSWER)
    assert (settled.state, settled.body, settled.sent_id, settled.settled_at) == (SENT, None, None, post.now)
    assert post.one("W1/answer/teams/event/2").state == UNKNOWN


def test_an_act_from_before_it_was_tried_settles_nothing(post: Outbox) -> None:
    left_unknown(post)
    with post.database.writing() as session:
        letters.settle_unknown(session, PRIYA, NOW, post.now)
    assert post.one(ANSWER).state == UNKNOWN


def test_the_words_of_an_unknown_letter_are_gone_after_a_month(post: Outbox) -> None:
    left_unknown(post)
    with post.database.writing() as session:
        dead_letters.forget_old(session, post.now + timedelta(days=29))
    assert post.one(ANSWER).body is not None
    with post.database.writing() as session:
        dead_letters.forget_old(session, post.now + timedelta(days=31))
    assert post.one(ANSWER).body is None


def test_an_unknown_letter_is_said_again_on_somebodys_word_as_for_the_first_time(post: Outbox) -> None:
    post.platform.takes = [Uncertain("502"), Uncertain("502")]
    post.posts(PROMPT, unasked=True)
    post.delivers_all()
    with post.database.writing() as session:
        found = letters.by_id(session, HERE, post.one(PROMPT).id)
        assert found is not None
        assert dead_letters.revive(session, found, post.now, unsure=False)
    post.delivers_all(10)
    assert post.said[2:] == [("hello",)]


# After a restore.


def restored(post: Outbox) -> None:
    """The database has just been put back."""
    with post.database.writing() as session:
        restoring.mark(session, post.now)


def test_after_a_restore_what_waited_is_admitted_or_left_and_a_new_answer_goes_out_as_ever(
    post: Outbox,
) -> None:
    post.posts(PROMPT, unasked=True, words="a question")
    post.posts("W1/answer/teams/event/1", AMINA, words="an old answer")
    post.seconds = 60
    restored(post)
    post.seconds = 90
    post.posts("W1/answer/teams/event/2", AMINA, words="a new answer")
    post.posts("W1/prompt/1/next/2", unasked=True, words="perhaps asked before")
    post.delivers_all()
    assert sorted(post.said) == [
        (f"{SEEN_ALREADY} a question",),
        (f"{SEEN_ALREADY} perhaps asked before",),
        ("a new answer",),
    ]
    assert post.one("W1/answer/teams/event/1").state == UNKNOWN


def test_a_new_answer_after_a_restore_that_gets_lost_is_left_like_any_other(post: Outbox) -> None:
    post.platform.takes = [Uncertain("502")]
    restored(post)
    post.seconds = 5
    post.posts(ANSWER)
    post.delivers_all()
    assert len(post.said) == 1
    assert post.one(ANSWER).state == UNKNOWN


# Who cannot be reached.


def test_the_leads_are_told_once_whom_the_bot_cannot_reach_and_the_other_half_is_served(
    post: Outbox, cohort: int
) -> None:
    post.platform.without.add("PRIYA")
    introduces(post, cohort)
    post.delivers_all(10)
    assert post.said_to("AMINA") == [("Meet.",)]
    assert post.priya().unreachable_since is not None
    assert post.said_to("L1") == [
        (
            "I cannot write to Priya: PairMe is not installed for them.",
            "Amina has been told who their partner is, and may be waiting.",
            "Please ask your IT department to install PairMe for everybody who takes part. An app setup policy "
            "does that. Then I tell Priya what they have missed.",
        )
    ]
    asks(post, cohort, 1)
    post.delivers_all(10)
    assert len(post.said_to("L1")) == len(post.said_to("L2")) == 1


def test_leads_who_know_already_whom_the_bot_cannot_reach_hear_of_a_partner_who_waits(
    post: Outbox, cohort: int
) -> None:
    post.platform.without.add("PRIYA")
    post.posts(f"{HERE}/invitation/{cohort}/4", cohort_id=cohort)
    post.delivers_all(10)
    introduces(post, cohort)
    post.delivers_all(10)
    first, second = post.said_to("L1")
    assert len(first) == 2
    assert second[1].startswith("Amina has been told")


def test_a_lead_who_cannot_be_reached_is_not_written_to_about_it(post: Outbox, cohort: int) -> None:
    post.platform.without.add("L1")
    post.posts(f"{HERE}/report/{cohort}/names", Address(HERE, "teams", ("L1",)), cohort_id=cohort)
    post.delivers_all(10)
    assert [each.to.people for each in post.platform.arrived] == [("L2",)]


def test_a_letter_that_was_refused_for_another_reason_makes_nobody_unreachable(
    post: Outbox, cohort: int
) -> None:
    post.platform.takes = [Refused("the account has been switched off.")]
    asks(post, cohort, 1)
    post.delivers_all(10)
    assert post.priya().unreachable_since is None
    assert post.said_to("L1")[0][0].startswith("I could not send a message to Priya")


def test_when_a_letter_gets_through_again_what_was_missed_follows_in_its_order(
    post: Outbox, cohort: int
) -> None:
    post.platform.without.add("PRIYA")
    introduces(post, cohort)
    asks(post, cohort, 1)
    post.delivers_all(20)
    post.platform.without.clear()
    asks(post, cohort, 2)
    post.delivers_all(20)
    assert post.said_to("PRIYA") == [("Question 2",), ("Meet.",), ("Question 1",)]
    assert post.priya().unreachable_since is None


def arrives(post: Outbox) -> int:
    """The bot is installed for Priya now; how many letters are tried again."""
    with post.database.writing() as session:
        found = people.find(session, workspace=HERE, platform="teams", platform_id="PRIYA")
        assert found is not None
        post.platform.without.discard("PRIYA")
        return unreachable.reached(session, found, post.now)


def test_nobody_is_welcomed_with_a_month_of_questions(post: Outbox, cohort: int) -> None:
    post.platform.without.add("PRIYA")
    introduces(post, cohort)
    for number in range(8):
        asks(post, cohort, number)
    post.delivers_all(120)
    assert arrives(post) == 5
    post.delivers_all(20)
    assert post.said_to("PRIYA") == [
        ("Meet.",),
        *((f"Question {number}",) for number in (4, 5, 6, 7)),
    ]


def test_what_was_answered_meanwhile_or_is_over_is_not_said_any_more(post: Outbox, cohort: int) -> None:
    post.platform.without.add("PRIYA")
    introduces(post, cohort)
    answered, _ = asks(post, cohort, 1), asks(post, cohort, 2)
    post.posts(f"{HERE}/answer/teams/event/7", words="An answer from then")
    post.posts(f"{HERE}/shared/1/4", words="What Amina shared", cohort_id=cohort)
    post.delivers_all(60)
    with post.database.writing() as session:
        prompt = session.get(Prompt, (HERE, answered))
        assert prompt is not None
        prompt.answered_at = post.now
    assert arrives(post) == 3
    post.delivers_all(20)
    assert post.said_to("PRIYA") == [("Meet.",), ("Question 2",), ("What Amina shared",)]


def test_the_introduction_of_a_pair_that_has_ended_is_not_made_any_more(post: Outbox, cohort: int) -> None:
    post.platform.without.add("PRIYA")
    introduces(post, cohort)
    asks(post, cohort, 1)
    post.delivers_all(60)
    with post.database.writing() as session:
        pair = session.get(Pair, (HERE, 1))
        assert pair is not None
        pair.state = FINISHED
    assert arrives(post) == 0


def test_an_invitation_is_made_after_all_while_one_can_still_join(post: Outbox, cohort: int) -> None:
    post.platform.without.add("PRIYA")
    post.posts(f"{HERE}/invitation/{cohort}/4", words="Would you like to?", cohort_id=cohort)
    post.delivers_all(10)
    assert arrives(post) == 1
    post.platform.without.add("PRIYA")
    post.delivers_all(10)
    with post.database.writing() as session:
        found = session.get(Cohort, (HERE, cohort))
        assert found is not None
        sign_ups.place(session, found, 4).started_at = post.now
    assert arrives(post) == 0


def test_what_died_before_is_not_taken_for_something_missed(post: Outbox, cohort: int) -> None:
    post.platform.takes = [Refused("too large.")]
    asks(post, cohort, 1)
    post.delivers_all(1)
    post.platform.without.add("PRIYA")
    asks(post, cohort, 2)
    post.delivers_all(20)
    assert arrives(post) == 1
    post.delivers_all(10)
    assert post.said_to("PRIYA") == [("Question 2",)]


def test_in_a_team_one_letter_of_each_is_tried_and_the_rest_follows_it(post: Outbox, cohort: int) -> None:
    post.platform.without.add("PRIYA")
    introduces(post, cohort)
    asks(post, cohort, 1)
    post.delivers_all(30)
    told = len(post.said_to("L1"))
    with post.database.writing() as session:
        assert unreachable.try_again(session, HERE, "teams", post.now) == 1
    post.delivers_all(10)  # the team was not hers
    assert post.said_to("PRIYA") == []
    assert len(post.said_to("L1")) == told
    post.platform.without.clear()
    with post.database.writing() as session:
        assert unreachable.try_again(session, HERE, "teams", post.now) == 1
    post.delivers_all(10)
    assert post.said_to("PRIYA") == [("Meet.",), ("Question 1",)]


def test_a_conversation_is_asked_for_anew_once_the_bot_was_not_let_in(post: Outbox, cohort: int) -> None:
    asks(post, cohort, 1)
    post.delivers_all(5)
    asks(post, cohort, 2)
    post.platform.without.add("PRIYA")
    post.delivers_all(5)
    post.platform.without.clear()
    asks(post, cohort, 3)
    post.delivers_all(5)
    places = [each.conversation for each in post.platform.arrived if each.to == PRIYA]
    assert places == ["", "", "D1"]
    assert post.one(f"{HERE}/prompt/1/step_2/4").state in (SENT, WAITING)
