"""Pairs are suggested to a lead alone, approved once, and nobody else hears of it before the first day."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from sqlalchemy import select

from handlers.action import Reply
from handlers.pool import pool_of
from programme import matching
from programme.words import proposing, talking
from storage.cohorts import Cohort
from storage.pairs import FINISHED, Pair, Proposal
from storage.people import Person
from tests.conversations.cast import DOCTOR, MANAGER, WISHES, Cast
from tests.conversations.someone import Someone
from tests.conversations.story import at

APPROVE = "Approve these pairs"


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


def worked_out_again(cast: Cast, seed: int) -> matching.Proposal:
    """The matching of the people as they are in the database now."""
    with cast.story.database.reading() as session:
        cohort = session.scalars(select(Cohort)).one()
        return matching.matched(
            pool_of(session, cohort),
            starts_on=cohort.starts_on,
            past_pairs=frozenset(),
            linked_directorates=cast.story.bot.house.site.links,
            seed=seed,
        )


def two_and_two(cast: Cast, **changes: object) -> None:
    """Two doctors and two managers in one cohort."""
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR, **changes)
    cast.joins(cast.ben, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    cast.joins(cast.chidi, MANAGER)


def test_pairs_are_suggested_with_reasons_to_the_lead_who_asked_alone(cast: Cast) -> None:
    two_and_two(cast)
    with nothing_said_to(cast.others(cast.lena)):
        cast.lena.types("/cohort match", where=cast.other_channel)
    (proposal,) = cast.lena.heard("Spring 2027: 2 suggested pairs", is_private=True)
    assert "Nobody else has been told" in proposal.words
    for name in ("Amina Yusuf", "Ben O'Neill", "Priya Nair", "Chidi Obi-Lee"):
        assert proposal.words.count(name) == 1
    assert (
        "“You both want to learn about finance. You are both free on Tuesday lunchtimes.”" in proposal.words
    )
    assert APPROVE in proposal.buttons
    assert made(cast) == set()


def test_after_the_approval_the_other_lead_hears_and_the_pairs_only_on_the_first_day(cast: Cast) -> None:
    two_and_two(cast)
    with nothing_said_to(cast.others(cast.lena, cast.tom)):
        cast.lena.types("/cohort match")
        cast.lena.presses(APPROVE)
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


def test_approving_twice_makes_the_pairs_once(cast: Cast) -> None:
    two_and_two(cast)
    cast.lena.types("/cohort match")
    cast.lena.presses(APPROVE)
    with nothing_said_to(cast.others(cast.lena)):
        again = cast.lena.tries("press", "approve_match", "1")
        other = cast.tom.tries("press", "approve_match", "1")
    assert again == other == Reply(proposing.already_matched("Spring 2027"), replaces=True)
    assert len(made(cast)) == 2
    cast.lena.types("/cohort match Spring 2027")
    assert "The pairs of Spring 2027 have been approved already." in cast.lena.last().words


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
    assert words == ["Approved", "The pair"]
    assert len(made(cast)) == 2


def test_a_suggestion_is_no_longer_good_when_somebody_has_joined_since(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    cast.lena.types("/cohort match")
    cast.joins(cast.chidi, MANAGER)
    with nothing_said_to(cast.others(cast.lena)):
        cast.lena.presses(APPROVE)
    assert "The people in Spring 2027 have changed since then" in cast.lena.heard("changed since")[0].words
    assert made(cast) == set()
    cast.lena.types("/cohort match")
    cast.lena.presses(APPROVE)
    assert len(made(cast)) == 1


def test_a_suggestion_is_no_longer_good_when_an_answer_has_changed_since(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    cast.lena.types("/cohort match")
    cast.priya.types("/pairme")
    cast.priya.presses("Change my answers")
    cast.priya.fills()
    cast.priya.fills(avoid=[cast.amina])
    cast.lena.presses(APPROVE)
    assert cast.lena.heard("The people in Spring 2027 have changed since then")
    assert made(cast) == set()
    cast.lena.types("/cohort match")
    proposal = cast.lena.heard("Spring 2027: 0 suggested pairs")[-1]
    assert APPROVE not in proposal.buttons
    assert "Amina Yusuf: the rules keep them apart from every manager they could meet." in proposal.words


def test_only_the_newest_suggestion_can_be_approved(cast: Cast) -> None:
    two_and_two(cast)
    cast.lena.types("/cohort match")
    cast.tom.types("/cohort match")
    cast.lena.presses(APPROVE)
    assert cast.lena.heard("There are newer suggested pairs for Spring 2027, so nothing was approved.")
    assert made(cast) == set()
    cast.tom.presses(APPROVE)
    assert len(made(cast)) == 2
    assert cast.lena.heard("Tom Adeyemi has approved 2 pairs in Spring 2027")


def test_a_suggestion_can_be_worked_out_again_from_its_seed(cast: Cast) -> None:
    two_and_two(cast)
    for _ in range(4):
        cast.lena.types("/cohort match")
    kept = cast.story.kept(Proposal)
    assert len({each.seed for each in kept}) == 4
    assert len({each.pool for each in kept}) == 1
    for each in kept:
        assert worked_out_again(cast, each.seed) == msgspec.convert(each.result, matching.Proposal)


def test_somebody_to_be_avoided_and_somebody_related_are_never_paired(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR, line_manager=cast.priya)
    cast.joins(cast.ben, DOCTOR)
    cast.joins(cast.priya, MANAGER, avoid=[cast.ben])
    cast.joins(cast.chidi, MANAGER)
    for _ in range(3):
        cast.lena.types("/cohort match")
        words = cast.lena.heard("Spring 2027: 1 suggested pair")[-1].words
        assert "Amina Yusuf and Priya Nair" not in words
        assert "Ben O'Neill and Priya Nair" not in words
        assert "Priya Nair: the rules keep them apart from every doctor they could meet." in words


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
    words = cast.lena.heard("Spring 2027: 1 suggested pair")[-1].words
    assert "1. Amina Yusuf and Priya Nair" in words
    left = words.partition("Without a partner for now:")[2]
    assert "Ben O'Neill: their post ends less than 12 weeks after the start." in left
    assert "Chidi Obi-Lee: less than 2 hours a fortnight shared with any doctor on the same site." in left
    assert "Omar Said: permission not yet given." in left


def test_a_pair_is_never_paired_again(cast: Cast) -> None:
    cast.pairs_amina_with_priya()
    cast.opens_a_cohort(name="Summer 2027", starts_on="2027-06-01", channel=cast.other_channel)
    with cast.story.database.writing() as session:
        for pair in session.scalars(select(Pair)):
            pair.state, pair.introduced_at, pair.next_due_at = FINISHED, cast.story.clock.now(), None
    for person, about in ((cast.amina, DOCTOR), (cast.priya, MANAGER)):
        person.types("/pairme")
        person.presses("Join Summer 2027, from Tuesday 1 June 2027")
        assert person.fills(**about) == {}
        assert person.fills(**WISHES) == {}
        person.closes()
    cast.lena.types("/cohort match")
    words = cast.lena.heard("Summer 2027: 0 suggested pairs")[-1].words
    assert "Amina Yusuf: the rules keep them apart from every manager they could meet." in words


def test_pairs_made_elsewhere_meanwhile_make_a_suggestion_old(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.opens_a_cohort(name="Also spring", channel=cast.other_channel)
    for person, about in ((cast.amina, DOCTOR), (cast.priya, MANAGER)):
        for cohort_id in ("1", "2"):
            person.tries("form", "join_about", cohort_id, **about)
            person.tries("form", "join_matching", cohort_id, **WISHES)
    cast.lena.types("/cohort match Also spring")
    cast.lena.types("/cohort match Spring 2027")
    cast.lena.presses(APPROVE)
    assert made(cast) == {("Amina Yusuf", "Priya Nair")}
    cast.lena.presses(APPROVE)
    assert cast.lena.heard("The people in Also spring have changed since then")
    assert len(cast.story.kept(Pair)) == 1
