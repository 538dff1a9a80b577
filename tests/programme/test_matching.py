"""As many people as possible, then the best pairs, never a forbidden one, and the same again from the same seed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme import hard_rules, match_reasons, soft_score
from programme.hard_rules import Terms
from programme.matching import Proposal, matched
from programme.participant import GRADE_BANDS, SLOTS, TAGS, Group, Participant

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

START = date(2027, 9, 13)
NO_PAIRS: frozenset[frozenset[int]] = frozenset()
LINKED = frozenset({frozenset({"medicine", "oncology"}), frozenset({"medicine", "corporate"})})


def person(id_: int, group: Group, **told: Any) -> Participant:
    usual = Participant(
        id=id_,
        group=group,
        grade_band=GRADE_BANDS[group][0].value,
        directorate="medicine",
        site="main",
        post_ends_on=None,
        want_to_learn=frozenset(),
        can_offer=frozenset(),
        free_a=frozenset({"tue-afternoon"}),
        free_b=frozenset({"tue-afternoon"}),
        permission=True,
        remote_ok=False,
        trio_ok=False,
        host_shadow_ok=False,
        night_shadow_ok=False,
        related=frozenset(),
        avoid=frozenset(),
        signed_up_at=datetime(2027, 8, 1, tzinfo=UTC),
    )
    return replace(usual, **told)


def doctor(id_: int, **told: Any) -> Participant:
    return person(id_, "doctor", **told)


def manager(id_: int, **told: Any) -> Participant:
    return person(id_, "manager", **told)


def proposed(*people: Participant, seed: int = 1, past: frozenset[frozenset[int]] = NO_PAIRS) -> Proposal:
    return matched(people, starts_on=START, past_pairs=past, linked_directorates=LINKED, seed=seed)


def couples(proposal: Proposal) -> set[tuple[int, int]]:
    return {(pair.doctor_id, pair.manager_id) for pair in proposal.pairs}


def reason_of(proposal: Proposal, id_: int) -> str:
    return next(alone.reason for alone in proposal.unmatched if alone.id == id_)


ids = st.integers(min_value=1, max_value=10)
tags = st.frozensets(st.sampled_from([tag.value for tag in TAGS[:4]]), max_size=3)
slots = st.frozensets(st.sampled_from([slot.value for slot in SLOTS[1:5]]), max_size=4)


def anybody(id_: int, group: Group) -> st.SearchStrategy[Participant]:
    return st.builds(
        Participant,
        id=st.just(id_),
        group=st.just(group),
        grade_band=st.sampled_from([band.value for band in GRADE_BANDS[group]]),
        directorate=st.sampled_from(["medicine", "oncology", "corporate"]),
        site=st.sampled_from(["main", "main", "hub"]),
        post_ends_on=st.sampled_from([None, START + timedelta(weeks=11), START + timedelta(weeks=14)]),
        want_to_learn=tags,
        can_offer=tags,
        free_a=slots,
        free_b=slots,
        permission=st.sampled_from([True, True, True, False]),
        remote_ok=st.booleans(),
        trio_ok=st.booleans(),
        host_shadow_ok=st.booleans(),
        night_shadow_ok=st.booleans(),
        related=st.frozensets(ids, max_size=1),
        avoid=st.frozensets(ids, max_size=1),
        signed_up_at=st.just(datetime(2027, 8, 1, tzinfo=UTC)),
    )


@st.composite
def pools(draw: st.DrawFn) -> list[Participant]:
    numbers = draw(st.permutations(range(1, 11)))
    doctors = [draw(anybody(id_, "doctor")) for id_ in numbers[: draw(st.integers(0, 5))]]
    managers = [draw(anybody(id_, "manager")) for id_ in numbers[5 : 5 + draw(st.integers(0, 5))]]
    return doctors + managers


pasts = st.lists(st.tuples(ids, ids), max_size=4).map(
    lambda couples: frozenset(frozenset(couple) for couple in couples if len(set(couple)) > 1)
)


def allowed_scores(people: Sequence[Participant], terms: Terms) -> dict[tuple[int, int], int]:
    """Every allowed pair with its score in hundredths, decided here without the house's own conjunction."""
    scores = {}
    for one in people:
        for other in people:
            if (one.group, other.group) != ("doctor", "manager") or not (one.permission and other.permission):
                continue
            ends = [day for day in (one.post_ends_on, other.post_ends_on) if day]
            hours = sum(
                slot.usable_hours
                for slot in SLOTS
                for mine, theirs in ((one.free_a, other.free_a), (one.free_b, other.free_b))
                if slot.value in mine and slot.value in theirs
            )
            apart = {one.id} & (other.related | other.avoid) or {other.id} & (one.related | one.avoid)
            if (
                all((day - terms.starts_on).days >= 84 for day in ends)
                and (one.site == other.site or one.remote_ok == other.remote_ok == True)  # noqa: E712 - a chain
                and hours >= 2
                and not apart
                and {one.id, other.id} not in terms.past_pairs
            ):
                scores[one.id, other.id] = round(100 * soft_score.score(soft_score.parts(one, other, terms)))
    return scores


def every_way(
    doctors: Sequence[int], managers: frozenset[int], scores: dict[tuple[int, int], int]
) -> Iterator[tuple[int, int]]:
    """How many pairs and how many points each possible way of pairing has."""
    if not doctors:
        yield (0, 0)
        return
    first, *others = doctors
    yield from every_way(others, managers, scores)
    for manager_id in managers:
        if (first, manager_id) in scores:
            for pairs, points in every_way(others, managers - {manager_id}, scores):
                yield (pairs + 1, points + scores[first, manager_id])


def best_by_trying_all(people: Sequence[Participant], scores: dict[tuple[int, int], int]) -> tuple[int, int]:
    doctors = [one.id for one in people if one.group == "doctor"]
    managers = frozenset(one.id for one in people if one.group == "manager")
    return max(every_way(doctors, managers, scores))


@given(pools(), pasts, st.integers())
def test_nobody_who_tries_every_way_finds_a_better_one(
    people: list[Participant], past: frozenset[frozenset[int]], seed: int
) -> None:
    proposal = proposed(*people, seed=seed, past=past)
    scores = allowed_scores(people, Terms(START, past, LINKED))
    total = sum(round(100 * pair.score) for pair in proposal.pairs)
    assert couples(proposal) <= set(scores)
    assert (len(proposal.pairs), total) == best_by_trying_all(people, scores)


@given(pools(), pasts)
def test_everybody_is_either_in_one_pair_or_told_why_not(
    people: list[Participant], past: frozenset[frozenset[int]]
) -> None:
    proposal = proposed(*people, past=past)
    paired = [id_ for couple in couples(proposal) for id_ in couple]
    assert sorted(paired + [alone.id for alone in proposal.unmatched]) == sorted(one.id for one in people)
    assert all(alone.reason for alone in proposal.unmatched)
    assert all(len(set(pair.reasons)) == 2 for pair in proposal.pairs)
    assert all(0 <= pair.score <= 100 for pair in proposal.pairs)


@given(pools(), st.randoms(use_true_random=False), st.integers())
def test_the_order_in_which_people_are_given_changes_nothing(
    people: list[Participant], chance: Any, seed: int
) -> None:
    shuffled = chance.sample(people, len(people))
    assert proposed(*shuffled, seed=seed) == proposed(*people, seed=seed)


def test_a_seed_gives_the_same_answer_again_and_another_settles_ties_otherwise() -> None:
    people = [doctor(id_) for id_ in range(1, 7)] + [manager(id_) for id_ in range(11, 17)]
    answers = {seed: couples(proposed(*people, seed=seed)) for seed in range(5)}
    assert answers == {seed: couples(proposed(*people, seed=seed)) for seed in range(5)}
    assert len({frozenset(answer) for answer in answers.values()}) > 1


def test_a_tie_is_settled_for_good_and_not_by_the_solver() -> None:
    people = [doctor(1), doctor(2), manager(11), manager(12)]
    assert {frozenset(couples(proposed(*people, seed=seed))) for seed in range(20)} == {
        frozenset({(1, 11), (2, 12)}),
        frozenset({(1, 12), (2, 11)}),
    }


def test_nobody_is_left_over_even_when_one_pair_alone_has_more_points_than_two() -> None:
    hosts = {"host_shadow_ok": True, "night_shadow_ok": True, "remote_ok": True}
    finance = {"want_to_learn": frozenset({"finance"}), "can_offer": frozenset({"finance"})}
    often = {"free_b": frozenset({"tue-afternoon", "wed-afternoon"})}
    keen = doctor(1, **hosts, **finance, **often)
    popular = manager(11, directorate="oncology", **hosts, **finance, **often)
    poor: dict[str, Any] = {
        "want_to_learn": frozenset({"safety"}),
        "can_offer": frozenset({"theatres"}),
        "free_b": frozenset(),
        "post_ends_on": START + timedelta(weeks=12),
        "site": "hub",
        "remote_ok": True,
    }
    bound = doctor(2, directorate="oncology", grade_band="st6-8", avoid=frozenset({12}), **poor)
    left = manager(12, grade_band="band-8d-or-director", **poor)
    together = proposed(keen, bound, popular, left)
    (alone,) = proposed(keen, popular).pairs
    assert couples(together) == {(1, 12), (2, 11)}
    assert sum(pair.score for pair in together.pairs) < alone.score


def test_a_pair_that_is_worth_nothing_is_still_matched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soft_score, "WEIGHTS", dict.fromkeys(soft_score.WEIGHTS, 0) | {"same site": 1})
    monkeypatch.setattr(soft_score, "same_site", lambda *_: 0.0)
    proposal = proposed(doctor(1), manager(11))
    assert [(pair.doctor_id, pair.score) for pair in proposal.pairs] == [(1, 0.0)]


def test_nobody_at_all_is_no_trouble() -> None:
    assert proposed() == Proposal(1, (), ())


def test_the_same_person_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        proposed(doctor(1), doctor(1))


def test_an_empty_side_leaves_everybody_waiting() -> None:
    proposal = proposed(doctor(1), doctor(2))
    assert proposal.pairs == ()
    assert reason_of(proposal, 2) == "nobody left to pair with: no manager has signed up"


def test_when_all_are_forbidden_nobody_is_paired() -> None:
    past = frozenset({frozenset({1, 11}), frozenset({1, 12})})
    proposal = proposed(doctor(1), manager(11), manager(12), past=past)
    assert proposal.pairs == ()
    assert reason_of(proposal, 1) == "the rules keep them apart from every manager they could meet"


@pytest.mark.parametrize("kept_apart", [{"related": frozenset({11})}, {"avoid": frozenset({11})}])
def test_a_wish_and_a_line_manager_read_the_same(kept_apart: dict[str, frozenset[int]]) -> None:
    proposal = proposed(doctor(1, **kept_apart), manager(11))
    assert {alone.reason for alone in proposal.unmatched} == {
        "the rules keep them apart from every manager they could meet",
        "the rules keep them apart from every doctor they could meet",
    }


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"permission": False}, "permission not yet given"),
        (
            {"post_ends_on": START + timedelta(days=83)},
            "their post ends less than 12 weeks after the start",
        ),
        ({"site": "hub"}, "no manager on the same site, or meeting by video as they do"),
        (
            {"free_a": frozenset(), "free_b": frozenset()},
            "less than 2 hours a fortnight shared with any manager on the same site",
        ),
        (
            {"site": "hub", "remote_ok": True, "free_a": frozenset(), "free_b": frozenset()},
            "less than 2 hours a fortnight shared with any manager on the same site or by video",
        ),
    ],
)
def test_the_reason_for_staying_alone_is_the_true_one(told: dict[str, Any], reason: str) -> None:
    proposal = proposed(doctor(1, **told), manager(11, remote_ok=True))
    assert reason_of(proposal, 1) == reason


def test_the_other_group_may_be_the_one_that_is_not_ready() -> None:
    proposal = proposed(doctor(1), manager(11, permission=False))
    assert reason_of(proposal, 1) == "no manager has permission and 12 weeks in post"


def test_too_many_of_one_group_leaves_the_rest_waiting() -> None:
    proposal = proposed(doctor(1), doctor(2), manager(11))
    (alone,) = proposal.unmatched
    assert alone.reason == "nobody left to pair with: every manager they may be paired with has a partner"


def test_a_manager_who_is_free_but_not_for_them_is_not_called_taken() -> None:
    avoids = frozenset({12})
    proposal = proposed(doctor(1, avoid=avoids), doctor(2, avoid=avoids), manager(11), manager(12))
    assert sorted(alone.reason for alone in proposal.unmatched) == [
        "nobody left to pair with: every manager they may be paired with has a partner",
        "the rules keep them apart from every doctor they could meet",
    ]


def test_exactly_twelve_weeks_and_two_hours_are_enough() -> None:
    last = START + timedelta(weeks=12)
    once = frozenset({"tue-afternoon"})
    assert couples(proposed(doctor(1, post_ends_on=last, free_b=frozenset()), manager(11, free_a=once))) == {
        (1, 11)
    }


def test_the_reasons_speak_to_both() -> None:
    (pair,) = proposed(
        doctor(1, want_to_learn=frozenset({"finance"})), manager(11, can_offer=frozenset({"finance"}))
    ).pairs
    assert pair.reasons == (
        "one of you offers finance, which the other wants to learn",
        "you are both free on Tuesday afternoons",
    )


@pytest.mark.parametrize(
    ("of_doctor", "of_manager", "reasons"),
    [
        (
            {"want_to_learn": frozenset({"patient-flow"})},
            {"want_to_learn": frozenset({"patient-flow"})},
            ("you both want to learn about patient flow", "you are both free on Tuesday afternoons"),
        ),
        (
            {},
            {"directorate": "oncology"},
            ("you are both free on Tuesday afternoons", "your teams depend on each other"),
        ),
        (
            {"free_b": frozenset()},
            {},
            ("you are both free on Tuesday afternoons every other week", "you work on the same site"),
        ),
        (
            {"remote_ok": True},
            {"remote_ok": True, "site": "hub"},
            ("you are both free on Tuesday afternoons", "you can both meet by video"),
        ),
    ],
)
def test_two_reasons_are_always_found(
    of_doctor: dict[str, Any], of_manager: dict[str, Any], reasons: tuple[str, str]
) -> None:
    (pair,) = proposed(doctor(1, **of_doctor), manager(11, **of_manager)).pairs
    assert pair.reasons == reasons


def test_a_perfect_pair_has_a_hundred_points() -> None:
    both = {"want_to_learn": frozenset({"finance"}), "can_offer": frozenset({"finance"})}
    both_host = {"host_shadow_ok": True, "night_shadow_ok": True}
    free = {"free_a": frozenset({"tue-afternoon", "wed-lunch"}), "free_b": frozenset({"tue-afternoon"})}
    one, other = (
        doctor(1, **both, **both_host, **free),
        manager(11, directorate="oncology", **both, **both_host, **free),
    )
    (pair,) = proposed(one, other).pairs
    assert pair.score == 100.0


def test_the_parts_of_the_score_follow_the_table() -> None:
    terms = Terms(START, NO_PAIRS, LINKED)
    one = doctor(1, post_ends_on=START + timedelta(weeks=12), grade_band="fy1-2", host_shadow_ok=True)
    other = manager(11, grade_band="band-8a", site="hub", directorate="surgery")
    assert soft_score.parts(one, other, terms) == {
        "shared free time": 1.0,
        "what each wants to learn": 0.5,
        "directorates": 0.7,
        "time left together": 0.5,
        "shadowing": 0.5,
        "difference in level": 0.8,
        "same site": 0.4,
    }
    assert soft_score.weakest(soft_score.parts(one, other, terms)) == "same site"


def test_the_one_who_leaves_first_sets_the_time_left_together() -> None:
    terms = Terms(START, NO_PAIRS, LINKED)
    one, other = (
        doctor(1, post_ends_on=START + timedelta(weeks=18)),
        manager(11, post_ends_on=START + timedelta(weeks=20)),
    )
    assert soft_score.time_left_together(one, other, terms) == 0.75
    assert soft_score.time_left_together(one, manager(11), terms) == 0.75
    assert soft_score.time_left_together(doctor(1), manager(11), terms) == 1.0


def test_no_rule_reads_a_pair_differently_from_the_other_side() -> None:
    terms = Terms(START, frozenset({frozenset({1, 12})}), LINKED)
    people = [
        doctor(1),
        manager(11, related=frozenset({1})),
        manager(12),
        manager(13, avoid=frozenset({1})),
        manager(14),
    ]
    for other in people[1:]:
        assert hard_rules.may_pair(people[0], other, terms) == hard_rules.may_pair(other, people[0], terms)
    assert couples(proposed(*people, past=terms.past_pairs)) == {(1, 14)}


@given(pools(), pasts, st.integers(), st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=4))
def test_those_who_asked_come_first_and_no_rule_is_bent_for_them(
    people: list[Participant],
    past: frozenset[frozenset[int]],
    seed: int,
    asked_by_place: set[tuple[int, int]],
) -> None:
    ids = [one.id for one in people]
    asked = frozenset(
        frozenset({ids[one], ids[other]})
        for one, other in asked_by_place
        if one != other and max(one, other) < len(ids)
    )
    proposal = asked_for(people, past, seed, asked)
    terms = Terms(START, past, LINKED)
    by_id = {one.id: one for one in people}
    reasons = {frozenset({pair.doctor_id, pair.manager_id}): pair.reasons for pair in proposal.pairs}
    assert all(may_be(by_id, both, terms) for both in reasons)
    taken = {id_ for both in reasons if both in asked for id_ in both}
    assert all(both & taken or not may_be(by_id, both, terms) for both in asked - reasons.keys())
    for both, said in reasons.items():
        assert (said[0] == match_reasons.ASKED) is (both in asked)
        assert len(said) == 2


def may_be(by_id: dict[int, Participant], both: frozenset[int], terms: Terms) -> bool:
    one, other = sorted(both)
    return hard_rules.may_pair(by_id[one], by_id[other], terms)


def asked_for(
    people: Sequence[Participant],
    past: frozenset[frozenset[int]],
    seed: int,
    asked: frozenset[frozenset[int]],
) -> Proposal:
    return matched(
        people, starts_on=START, past_pairs=past, linked_directorates=LINKED, seed=seed, asked=asked
    )


def test_two_who_asked_are_paired_even_where_somebody_else_then_stays_alone() -> None:
    lonely = doctor(1, remote_ok=False, site="main")
    asker = doctor(2, site="main")
    here, far = manager(3, site="main"), manager(4, site="north")
    people = [lonely, asker, here, far]
    proposal = asked_for(people, NO_PAIRS, 1, frozenset({frozenset({2, 3})}))
    assert [(pair.doctor_id, pair.manager_id) for pair in proposal.pairs] == [(2, 3)]
    assert [each.id for each in proposal.unmatched] == [1, 4]


def test_of_somebody_who_asked_with_two_the_better_is_kept() -> None:
    asked = frozenset({frozenset({1, 2}), frozenset({1, 3})})
    wants = {"want_to_learn": frozenset({"finance"})}
    people = [doctor(1, **wants), manager(2), manager(3, can_offer=frozenset({"finance"}))]
    (pair,) = asked_for(people, NO_PAIRS, 1, asked).pairs
    assert pair.manager_id == 3
