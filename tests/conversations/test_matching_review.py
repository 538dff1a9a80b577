"""Pairs are suggested to a lead alone, approved once, and nobody else hears of it before the first day."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import select

from handlers.action import Reply
from programme.matching import proposal as results
from programme.matching.whole import matched
from programme.words import talking
from storage import history, proposals, reviews
from storage.cohorts import Cohort
from storage.grounds import grounds_of
from storage.pairs import FINISHED, Pair
from storage.people import Person
from storage.proposals import Proposal
from tests.conversations.cast import DOCTOR, MANAGER, WISHES, Cast
from tests.conversations.someone import Someone
from tests.conversations.story import at

APPROVE = "Approve these 2 pairs"


@contextmanager
def nothing_said_to(people: list[Someone]) -> Iterator[None]:
    """Fail if anybody of these hears anything meanwhile."""
    before = {person.id: said_to(person) for person in people}
    yield
    assert {person.id: said_to(person) for person in people} == before


def said_to(person: Someone) -> list[str]:
    """Everything but that somebody who asked in a channel is answered elsewhere."""
    line = talking.answered_in_our_chat().paragraphs[0]
    return [heard.id for heard in person.hears_all() if heard.is_by_bot and line not in heard.words]


def made(cast: Cast) -> set[tuple[str, str]]:
    """The pairs in the database, by name."""
    names = {person.id: person.name for person in cast.story.kept(Person)}
    return {(names[pair.doctor_id], names[pair.manager_id]) for pair in cast.story.kept(Pair)}


def worked_out_again(cast: Cast, seed: int) -> results.Proposal:
    """The matching of the people as they are in the database now."""
    with cast.story.database.reading() as session:
        cohort = session.scalars(select(Cohort)).one()
        known = grounds_of(session, cohort, cast.story.bot.house.site.links, cohort.starts_on)
        return matched(known.everybody, known.terms, known.rules, seed=seed)


def two_and_two(cast: Cast, **changes: object) -> None:
    """Two doctors and two managers in one cohort."""
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR, **changes)
    cast.joins(cast.ben, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    cast.joins(cast.chidi, MANAGER)


def test_pairs_are_suggested_with_reasons_to_both_leads_alone(cast: Cast) -> None:
    two_and_two(cast)
    with nothing_said_to(cast.others(cast.lena, cast.tom)):
        cast.lena.types("/cohort match", where=cast.other_channel)
    for lead in (cast.lena, cast.tom):
        (letter,) = lead.heard("Spring 2027: 2 pairs, 4 of 4 people.", is_private=True)
        assert "Nobody else has been told." in letter.words
        assert "No other way gives more people a partner" in letter.words
        lead.presses_under(letter, "Look at the pairs")
        for name in ("Amina Yusuf", "Ben O'Neill", "Priya Nair", "Chidi Obi-Lee"):
            assert lead.sees().count(name) == 1
        reasons = "“You both want to learn about finance. You are both free on Tuesday lunchtimes.”"
        assert reasons in lead.sees()
        lead.closes()
    assert made(cast) == set()


def test_after_the_approval_the_other_lead_hears_and_the_pairs_only_on_the_first_day(cast: Cast) -> None:
    two_and_two(cast)
    with nothing_said_to(cast.others(cast.lena, cast.tom)):
        cast.lena.types("/cohort match")
        cast.approves(cast.lena)
        cast.story.until(at("2027-03-16 09:59"))
    assert cast.lena.heard(
        "Approved: 2 pairs in Spring 2027. I will introduce them on Tuesday 16 March 2027."
    )
    assert not [heard for heard in cast.lena.hears_all() if APPROVE in heard.buttons]
    assert cast.tom.heard("Lena Hart has approved 2 pairs in Spring 2027")
    cast.story.until(at("2027-03-16 12:00"))
    for person in (cast.amina, cast.ben, cast.priya, cast.chidi):
        assert person.heard("meet")
    assert not cast.omar.heard("meet")


def test_both_leads_approving_at_once_make_the_pairs_once(cast: Cast) -> None:
    two_and_two(cast)
    cast.lena.types("/cohort match")
    start = threading.Barrier(2)
    replies: list[Reply] = []

    def approves(lead: Someone) -> None:
        start.wait()
        replies.append(lead.acts("press", "approve_match", "1"))

    threads = [threading.Thread(target=approves, args=[lead]) for lead in (cast.lena, cast.tom)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    words = sorted(reply.message.paragraphs[0][:8] for reply in replies if reply.message)
    assert words == ["Approved", "These pa"]
    assert len(made(cast)) == 2


def test_a_lead_goes_through_a_suggestion_and_changes_it_before_it_is_approved(cast: Cast) -> None:
    two_and_two(cast)
    cast.lena.types("/cohort match")
    before = cast.suggested()
    (bens,) = (each for each in before if "Ben O'Neill" in each)
    cast.lena.presses("Look at the pairs")
    cast.lena.presses_beside("Amina Yusuf", "Look closer")
    assert "Each part, where 100 is perfect: " in cast.lena.sees()
    cast.lena.presses("Keep together")
    assert "Kept together by the leads." in cast.lena.sees()
    cast.lena.presses("Let go")
    cast.lena.presses("Swap Amina Yusuf")
    ben = next(each.id for each in cast.story.kept(Person) if each.name == "Ben O'Neill")
    assert cast.lena.fills(swap_with=str(ben)) == {}
    assert "Amina Yusuf and Ben O'Neill would change places." in cast.lena.sees()
    cast.lena.presses("Leave as it is")
    assert cast.suggested() == before
    cast.lena.presses("Swap Amina Yusuf")
    cast.lena.fills(swap_with=str(ben))
    cast.lena.presses("Swap")
    assert "Amina Yusuf and Ben O'Neill have changed places." in cast.lena.sees()
    suggested = cast.suggested()
    assert bens not in suggested
    assert cast.tom.heard("Lena Hart has swapped people in the suggested pairs of Spring 2027.")
    (old,) = cast.lena.heard("There are newer suggested pairs for Spring 2027.")
    assert "Look at the newest" in old.buttons
    assert not [label for label in old.buttons if label.startswith("Approve")]
    cast.lena.presses(APPROVE)
    assert "Approved: 2 pairs in Spring 2027." in cast.lena.sees()
    assert made(cast) == {tuple(each.split(" and ")) for each in suggested}
    assert not [heard for heard in cast.tom.hears_all()[-2:] if APPROVE in heard.buttons]
    cast.lena.closes()
    cast.lena.presses_under(old, "Look at the newest")
    assert "These pairs of Spring 2027 have been approved already." in cast.lena.reads()
    cast.lena.presses("Look at the pairs")
    assert "Spring 2027: 2 pairs. Page 1 of 1." in cast.lena.sees()
    assert "Amina Yusuf, paediatric registrar, with " in cast.lena.sees()
    assert "Not introduced yet." in cast.lena.sees()


def test_two_who_are_not_to_be_paired_and_the_rest_worked_out_again(cast: Cast) -> None:
    two_and_two(cast)
    cast.lena.types("/cohort match")
    before = cast.suggested()
    cast.lena.presses("Look at the pairs")
    cast.lena.presses_beside("Amina Yusuf", "Look closer")
    cast.lena.presses("Do not pair these two")
    assert "Not to be paired." in cast.lena.sees()
    cast.approves(cast.tom)
    assert "have to be worked out again first" in cast.tom.reads()
    assert made(cast) == set()
    cast.tom.presses("Work them out again")
    assert cast.suggested().isdisjoint(before)
    assert "Compared with the suggestion before: 2 new matches, 0 as before." in cast.lena.last().words
    assert "There are newer suggested pairs. Here they are." in _after(cast.lena, "Back to the pairs")
    cast.lena.presses("What changed")
    assert cast.lena.sees().count("Not any more: ") == 2
    cast.lena.closes()
    cast.approves(cast.lena)
    assert len(made(cast)) == 2


def _after(someone: Someone, label: str) -> str:
    someone.presses(label)
    return someone.sees()


def test_what_changed_since_is_named_and_nothing_is_approved(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    cast.lena.types("/cohort match")
    cast.joins(cast.chidi, MANAGER)
    cast.priya.types("/pairme")
    cast.priya.presses("Change my answers")
    cast.priya.fills(role="Finance manager", grade_band="band-7")
    cast.priya.fills()
    with nothing_said_to(cast.others(cast.lena)):
        cast.approves(cast.lena)
    (said,) = cast.lena.heard("Nothing was approved. Things have changed in Spring 2027")
    assert "New: Chidi Obi-Lee." in said.words
    assert "Other answers: Priya Nair." in said.words
    assert made(cast) == set()
    cast.lena.types("/cohort match")
    cast.approves(cast.lena)
    assert len(made(cast)) == 1


def test_a_wish_made_after_pairs_were_suggested_makes_them_old_and_is_nobodys(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    cast.lena.types("/cohort match")
    cast.priya.types("/pairme")
    cast.priya.presses("Change my answers")
    cast.priya.fills()
    cast.priya.fills(avoid=[cast.amina])
    cast.approves(cast.lena)
    (said,) = cast.lena.heard("The rules are different, or who may be paired with whom.")
    assert "Priya" not in said.words
    assert made(cast) == set()
    cast.lena.types("/cohort match")
    letter = cast.lena.heard("Spring 2027: 0 pairs, 0 of 2 people.")[-1]
    assert not [label for label in letter.buttons if label.startswith("Approve")]
    assert cast.left_over() == {
        "Amina Yusuf": "the rules keep them apart from every manager they could meet",
        "Priya Nair": "the rules keep them apart from every doctor they could meet",
    }


def test_only_the_newest_suggestion_can_be_approved(cast: Cast) -> None:
    two_and_two(cast)
    cast.lena.types("/cohort match")
    cast.tom.types("/cohort match")
    for lead in (cast.lena, cast.tom):
        assert sum(APPROVE in heard.buttons for heard in lead.hears_all()) == 1
    late = cast.lena.tries("press", "approve_match", "1")
    assert late.message is not None
    assert late.message.paragraphs == (
        "Nothing was approved. There are newer suggested pairs for Spring 2027.",
    )
    assert made(cast) == set()
    cast.approves(cast.tom)
    assert len(made(cast)) == 2
    assert cast.lena.heard("Tom Adeyemi has approved 2 pairs in Spring 2027")


def test_a_suggestion_can_be_worked_out_again_from_its_seed(cast: Cast) -> None:
    two_and_two(cast)
    for _ in range(4):
        cast.lena.types("/cohort match")
    made = cast.story.kept(Proposal)
    assert len({each.seed for each in made}) == 4
    kept = [each for each in made if not each.is_emptied]
    assert len(kept) == proposals.COMPARED
    assert len({(each.terms, str(each.people)) for each in kept}) == 1
    for each in kept:
        result = reviews.result_of(each)
        assert result.is_checked
        again = worked_out_again(cast, each.seed)
        assert again == replace(result, is_checked=False, first_day=None)


def test_somebody_to_be_avoided_and_somebody_related_are_never_paired(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR, line_manager=cast.priya)
    cast.joins(cast.ben, DOCTOR)
    cast.joins(cast.priya, MANAGER, avoid=[cast.ben])
    cast.joins(cast.chidi, MANAGER)
    for _ in range(3):
        cast.lena.types("/cohort match")
        assert not {"Amina Yusuf and Priya Nair", "Ben O'Neill and Priya Nair"} & cast.suggested()
        apart = "the rules keep them apart from every doctor they could meet"
        assert cast.left_over()["Priya Nair"] == apart


def test_two_of_one_group_are_never_paired_and_one_empty_side_is_said(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.ben, DOCTOR)
    with nothing_said_to(cast.others(cast.lena)):
        cast.lena.types("/cohort match")
    assert "It needs at least 1 doctor and 1 manager who have finished the form." in cast.lena.last().words
    assert cast.story.kept(Proposal) == []


def test_who_is_left_over_is_named_with_the_true_reason(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    cast.joins(cast.ben, DOCTOR | {"post_ends_on": "2027-05-01"})
    cast.joins(cast.chidi, MANAGER, free_a=["mon-early"])
    cast.joins(cast.omar, MANAGER | {"site": "hub", "permission": "not_yet"})
    cast.lena.types("/cohort match")
    assert cast.suggested() == {"Amina Yusuf and Priya Nair"}
    cast.lena.presses("Look at the pairs")
    cast.lena.presses("Without a partner (3)")
    left = cast.lena.sees()
    assert "Ben O'Neill: their post ends less than 12 weeks after the start." in left
    assert "Chidi Obi-Lee: no shared free time with any doctor on the same site." in left
    assert "Omar Said: permission not yet given." in left


def test_a_pair_is_never_paired_again(cast: Cast) -> None:
    cast.are_introduced()
    with cast.story.database.writing() as session:
        pair = session.scalars(select(Pair)).one()
        history.remember_met(session, pair, cast.story.clock.now().date())
        pair.state, pair.next_due_at = FINISHED, None
    cast.opens_a_cohort(name="Summer 2027", starts_on="2027-06-01", channel=cast.other_channel)
    for person, about in ((cast.amina, DOCTOR), (cast.priya, MANAGER)):
        person.types("/pairme")
        person.presses("Join Summer 2027, from Tuesday 1 June 2027")
        assert person.fills(**about) == {}
        assert person.fills(**WISHES) == {}
        person.closes()
    cast.lena.types("/cohort match")
    assert cast.lena.heard("Summer 2027: 0 pairs, 0 of 2 people.")
    apart = "the rules keep them apart from every manager they could meet"
    assert cast.left_over()["Amina Yusuf"] == apart


def test_pairs_made_elsewhere_meanwhile_make_a_suggestion_old(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.opens_a_cohort(name="Also spring", channel=cast.other_channel)
    for person, about in ((cast.amina, DOCTOR), (cast.priya, MANAGER)):
        for cohort_id in ("1", "2"):
            person.tries("form", "join_about", cohort_id, **about)
            person.tries("form", "join_matching", cohort_id, **WISHES)
    cast.lena.types("/cohort match Also spring")
    also, label = cast.approval_before(cast.lena)
    cast.lena.types("/cohort match Spring 2027")
    cast.approves(cast.lena)
    assert made(cast) == {("Amina Yusuf", "Priya Nair")}
    cast.lena.presses_under(also, label)
    (said,) = cast.lena.heard("Nothing was approved. Things have changed in Also spring")
    assert "No longer there: Amina Yusuf and Priya Nair." in said.words
    assert len(cast.story.kept(Pair)) == 1
