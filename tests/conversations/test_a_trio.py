"""Three who learn together, two of one group: introduced, asked, shown and counted as three."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage import agenda, questions
from storage.cohorts import MATCHED, Cohort
from storage.history import MET, Remembered
from storage.pairs import Pair
from storage.people import Person
from storage.prompts import INTRODUCTION
from tests.conversations import acts
from tests.conversations.cast import DOCTOR, MANAGER, WISHES, Cast
from tests.conversations.scene import ASTRIDE
from tests.conversations.someone import Someone
from tests.conversations.story import at
from tests.conversations.visit import HOW_WAS_IT, VISIT, WORDS, only

SURGEON = DOCTOR | {"role": "Surgical registrar"}
INTRODUCED = (
    "Amina Yusuf and Ben O'Neill, meet Priya Nair, Service manager. "
    "Priya Nair, meet Amina Yusuf, Paediatric registrar, and Ben O'Neill, Surgical registrar."
)
CANTEEN = {"on_date": "2027-03-18", "at_time": "12:30", "place": "Canteen"}
MET_YET = "Have you and {} met yet?"


@pytest.fixture
def trio(cast: Cast) -> list[Someone]:
    """Two doctors with one manager, approved; the first day is still to come."""
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.ben, SURGEON)
    cast.joins(cast.priya, MANAGER)
    _approved(cast)
    return [cast.amina, cast.ben, cast.priya]


def _approved(cast: Cast) -> None:
    with cast.story.database.writing() as session:
        cohort = session.scalars(select(Cohort)).one()
        cohort.state = MATCHED
        ids = {person.name: person.id for person in session.scalars(select(Person))}
        pair = Pair(
            workspace=cohort.workspace,
            cohort_id=cohort.id,
            doctor_id=ids["Amina Yusuf"],
            manager_id=ids["Priya Nair"],
            third_id=ids["Ben O'Neill"],
            reasons=["you are all free on Tuesday lunchtimes", "you work on the same site"],
            starts_on=cohort.starts_on,
        )
        session.add(pair)
        session.flush()
        house = cast.story.bot.house
        agenda.replan(session, pair, house.programme, house.window, cast.story.clock.now())


def others_of(trio: list[Someone], me: Someone) -> str:
    """As I am told of them: the doctor first, then the manager, then the third."""
    amina, ben, priya = trio
    return " and ".join(each.name for each in (amina, priya, ben) if each is not me)


def test_three_are_introduced_at_once_and_each_can_reach_both_others(cast: Cast, trio: list[Someone]) -> None:
    cast.story.until(at("2027-03-16 12:00"))
    told = [only(someone, INTRODUCED) for someone in trio]
    together = [heard.is_private for heard in told] == [False] * 3
    assert together is cast.story.scene.has_groups
    for someone, heard in zip(trio, told, strict=True):
        assert "We matched you because you are all free on Tuesday lunchtimes" in heard.words
        if not together:
            assert "I cannot open one chat for the 3 of you" in heard.words
            for other in trio:
                way = other.name if other.platform == someone.platform else other.part.email
                assert other is someone or way in heard.words.partition("3 of you")[2]
    assert not any(someone.heard("meet Priya Nair") for someone in cast.others(*trio))
    for someone in trio:
        someone.types("/pairme")
        shown = someone.last().words
        assert shown.startswith("Your partners are ")
        roles = {"Amina Yusuf": "Paediatric registrar", "Ben O'Neill": "Surgical registrar"}
        for other in trio:
            known = f"{other.name} ({roles.get(other.name, 'Service manager')})"
            assert (known in shown) is (other is not someone)


def test_three_go_through_the_programme_together(cast: Cast, trio: list[Someone]) -> None:
    amina, ben, priya = trio
    cast.story.until(at("2027-03-16 12:00"))
    ben.presses("Tell me when and where")
    assert ben.fills(**CANTEEN) == {}
    for someone in trio:
        assert "Thursday 18 March 2027 at 12:30pm, Canteen" in only(someone, INTRODUCED).words
    if not cast.story.scene.has_groups:
        assert only(amina, "Ben O'Neill has planned a date.").is_private
        assert only(priya, "Ben O'Neill has planned a date.").is_private
    cast.story.until(at("2027-03-30 12:00"))
    for someone in trio:
        assert only(someone, MET_YET.format(others_of(trio, someone))).is_private
    ben.presses("Yes, we met")
    assert [each.kind for each in cast.story.kept(Remembered)] == [MET] * 3
    cast.story.until(at("2027-04-13 12:00"))
    asked = only(priya, "Next: Amina Yusuf and Ben O'Neill will shadow Priya Nair.")
    priya.presses_under(asked, "Tell me when and where")
    assert priya.fills(**VISIT) == {}
    cast.story.until(at("2027-04-20 12:00"))
    for someone in trio:
        assert only(someone, HOW_WAS_IT).is_private
    amina.says(WORDS)
    amina.presses("Share with my partner")
    assert amina.heard("Priya Nair and Ben O'Neill have a copy in their chat.")
    for someone in (ben, priya):
        assert "Please keep it between the 3 of you." in only(someone, WORDS).words
    assert WORDS not in acts.everything_heard(*cast.others(*trio))
    cast.story.until(at("2027-04-27 12:00"))
    assert only(amina, "Now swap: Priya Nair will shadow Amina Yusuf and Ben O'Neill.")
    cast.lena.types("/cohort-report")
    assert cast.lena.heard("Amina Yusuf, Ben O'Neill and Priya Nair")
    cast.story.until(at("2027-08-24 12:00"))
    for someone in trio:
        assert someone.heard(
            f"Thank you, {someone.name}, for learning together with {others_of(trio, someone)}."
        )


def test_a_third_of_a_running_pair_is_introduced_as_in_a_new_trio_and_hears_of_its_plans(cast: Cast) -> None:
    cast.pairs_amina_with_priya_and_leaves_ben_waiting()
    cast.story.until(at("2027-03-16 12:00"))
    before = cast.priya.heard("Amina Yusuf, meet Priya Nair")[-1]
    _third_joins(cast)
    trio = [cast.amina, cast.ben, cast.priya]
    told = [
        only(someone, "Ben O'Neill joins Amina Yusuf and Priya Nair, so you are three") for someone in trio
    ]
    assert [heard.is_private for heard in told] == [not cast.story.scene.has_groups] * 3
    for heard in told:
        assert "Amina Yusuf and Priya Nair, meet Ben O'Neill, Paediatric registrar." in heard.words
        assert "meet Amina Yusuf, Paediatric registrar, and Priya Nair, Service manager." in heard.words
        assert "We matched you because you can all meet at one, and you like tea." in heard.words
        assert cast.story.scene.has_groups or "I cannot open one chat for the 3 of you" in heard.words
    cast.priya.presses_under(before, "Tell me when and where")
    assert cast.priya.fills(**CANTEEN) == {}
    assert only(cast.ben, "Priya Nair has planned a date.").is_private
    assert "meet Ben O'Neill" not in only(cast.priya, "Amina Yusuf, meet Priya Nair").words
    cast.ben.presses_under(told[1], "Tell me when and where")
    assert cast.ben.fills(**CANTEEN | {"place": "Library"}) == {}
    for someone in trio:
        planned = only(someone, "so you are three")
        assert "Ben O'Neill has planned it: Thursday 18 March 2027 at 12:30pm, Library." in planned.words


def _third_joins(cast: Cast) -> None:
    with cast.story.database.writing() as session:
        pair = session.scalars(select(Pair)).one()
        pair.third_id = session.scalars(select(Person.id).where(Person.name == cast.ben.name)).one()
        pair.reasons = [*pair.reasons, "you can all meet at one", "you like tea"]
        house = cast.story.bot.house
        step = house.programme.step(INTRODUCTION)
        assert step is not None
        questions.introduce_third(session, pair, step, house.voice, cast.story.clock.now())
    cast.story.deliver()


def test_whoever_of_three_cannot_be_told_is_waited_for_by_both_others(
    cast: Cast, trio: list[Someone]
) -> None:
    with trio[2].is_gone():
        cast.story.until(at("2027-03-16 12:00"))
    (told,) = cast.lena.heard("I could not tell Priya Nair who their partner is")
    assert "Amina Yusuf and Ben O'Neill have been told, and may be waiting." in told.words


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("scene", [ASTRIDE], indirect=True)
def test_of_three_each_two_who_agree_learn_each_others_address(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    for someone, about in ((cast.ben, SURGEON), (cast.priya, MANAGER)):
        someone.types("/pairme")
        assert someone.fills(**about, email=someone.part.email) == {}
        assert someone.fills(**WISHES) == {}
        someone.closes()
    _approved(cast)
    cast.story.until(at("2027-03-16 12:00"))
    mine = only(cast.priya, INTRODUCED)
    assert "If you, Amina Yusuf and Ben O'Neill share your work emails" in mine.words
    cast.priya.presses_under(mine, "Share my work email")
    assert "Only Amina Yusuf and Ben O'Neill will see it" in cast.priya.sees()
    assert cast.priya.fills() == {}
    assert "Amina Yusuf has shared theirs too." in cast.priya.sees()
    assert "As soon as Ben O'Neill shares theirs too, I will tell you both." in cast.priya.sees()
    cast.priya.closes()
    assert only(cast.amina, "Priya Nair shares a work email with you: priya@example.org.").is_private
    assert cast.ben.part.email not in acts.everything_heard(cast.priya)
    assert cast.priya.part.email not in acts.everything_heard(cast.ben)
    cast.ben.presses_under(only(cast.ben, INTRODUCED), "Share my work email")
    assert cast.ben.fills() == {}
    cast.ben.closes()
    for one, other in ((cast.ben, cast.priya), (cast.priya, cast.ben)):
        assert only(one, f"{other.name} shares a work email with you: {other.part.email}.").is_private
