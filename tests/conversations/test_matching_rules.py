"""The two leads see and change the rules by which their cohort is matched."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handlers.action import Kind
from programme.matching.rules import DEFAULT, read
from programme.words import leading, matching_rules
from storage.cohorts import Cohort
from tests.conversations import acts
from tests.conversations.cast import Cast

USUAL = "Fill in the usual rules"
ALL = {"can_meet", "have_time", "not_paired_before", "stay_long_enough"}


def kept(cast: Cast) -> Any:
    (cohort,) = cast.story.kept(Cohort)
    return cohort.rules


def looks_at_the_rules(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.lena.closes()
    cast.lena.types("/cohort rules")


def test_the_usual_rules_stand_there_until_a_lead_changes_them(cast: Cast) -> None:
    looks_at_the_rules(cast)
    for name, weight in DEFAULT.weights.items():
        assert cast.lena.filled(name) == str(weight)
    assert cast.lena.filled("least_weeks") == "12"
    assert set(cast.lena.filled("holds")) == ALL
    assert cast.lena.filled("rota_writer") == "hard"
    assert cast.lena.fills() == {}
    assert "follows the usual rules" in cast.lena.reads()
    assert kept(cast) is None


def test_what_one_lead_changes_the_other_sees(cast: Cast) -> None:
    looks_at_the_rules(cast)
    changes = {
        "shadowing": "0",
        "same_site": "100",
        "least_shared_hours": "4",
        "trio_percent": "0",
        "holds": sorted(ALL - {"have_time"}),
        "rota_writer": "soft",
    }
    assert cast.lena.fills(**changes) == {}
    assert "From now on the matching of Spring 2027 follows these rules." in cast.lena.reads()
    rules = read(kept(cast))
    assert (rules.weights["shadowing"], rules.weights["same_site"]) == (0, 100)
    assert (rules.least_shared_hours, rules.least_weeks, rules.trio_percent) == (4, 12, 0)
    assert (set(rules.switched_off), rules.rota_writer_is_hard) == ({"have_time"}, False)
    cast.tom.types("/cohort rules")
    seen = {name: cast.tom.filled(name) for name in changes}
    assert {**seen, "holds": sorted(seen["holds"])} == changes


def test_what_is_out_of_bounds_stands_beside_its_box_and_what_was_typed_is_kept(cast: Cast) -> None:
    looks_at_the_rules(cast)
    wrong = {"shadowing": "101", "level_fit": "lot", "least_weeks": "25", "trio_percent": "-1"}
    assert cast.lena.fills(**wrong) == {name: matching_rules.out_of_bounds(name) for name in wrong}
    assert cast.lena.filled("level_fit") == "lot"
    assert kept(cast) is None


def test_some_weight_and_some_rule_must_be_left(cast: Cast) -> None:
    looks_at_the_rules(cast)
    nothing = {**dict.fromkeys(DEFAULT.weights, "0"), "holds": []}
    assert cast.lena.fills(**nothing) == {
        "shared_free_time": matching_rules.KEEP_A_WEIGHT,
        "holds": matching_rules.KEEP_A_RULE,
    }


def test_the_usual_rules_can_be_filled_in_again_and_hold_once_they_are_saved(cast: Cast) -> None:
    looks_at_the_rules(cast)
    assert cast.lena.fills(shadowing="0") == {}
    cast.lena.closes()
    cast.lena.types("/cohort rules")
    cast.lena.presses(USUAL, level_fit="77")
    assert "These are the usual rules. They hold once you press Save." in cast.lena.sees()
    assert (cast.lena.filled("shadowing"), cast.lena.filled("level_fit")) == ("10", "8")
    assert read(kept(cast)).weights["shadowing"] == 0
    cast.lena.presses(USUAL)
    assert cast.lena.fills(least_weeks="99") == {"least_weeks": matching_rules.out_of_bounds("least_weeks")}
    assert cast.lena.fills(least_weeks="12") == {}
    assert kept(cast) is None


def test_pressed_twice_in_one_moment_the_form_is_filled_in_once(cast: Cast) -> None:
    looks_at_the_rules(cast)
    heard = len(cast.lena.hears_all())
    acts.at_once(cast.story, cast.lena.act_in_form(USUAL), cast.lena.act_in_form(USUAL))
    assert "These are the usual rules." in cast.lena.sees()
    assert len(cast.lena.hears_all()) == heard
    assert cast.lena.fills() == {}


def test_only_leads_see_or_change_them(cast: Cast) -> None:
    looks_at_the_rules(cast)
    cast.amina.types("/cohort rules")
    assert not cast.amina.has_a_form()
    assert cast.amina.last().words == leading.no_cohort_of_yours().paragraphs[0]
    (cohort,) = cast.story.kept(Cohort)
    acts_of_hers: tuple[tuple[Kind, str], ...] = (("form", "matching_rules"), ("press", "usual_rules"))
    for kind, name in acts_of_hers:
        reply = cast.amina.tries(kind, name, str(cohort.id), shadowing="0")
        assert reply.message == leading.no_cohort_of_yours()
    assert kept(cast) is None


def test_what_the_form_does_not_offer_is_refused(cast: Cast) -> None:
    looks_at_the_rules(cast)
    (cohort,) = cast.story.kept(Cohort)
    given: dict[str, Any] = {name: str(weight) for name, weight in DEFAULT.weights.items()}
    given |= {"least_shared_hours": "2", "least_weeks": "12", "trio_percent": "20"}
    given |= {"holds": [*sorted(ALL), "have_permission"], "rota_writer": "never"}
    reply = cast.lena.tries("form", "matching_rules", str(cohort.id), **given)
    assert reply.errors == {
        "holds": matching_rules.KEEP_A_RULE,
        "rota_writer": matching_rules.CHOOSE_ONE,
    }
    assert kept(cast) is None


def test_rules_that_nobody_can_read_any_more_can_be_put_right(cast: Cast) -> None:
    looks_at_the_rules(cast)
    cast.lena.closes()
    with cast.story.database.writing() as session:
        session.scalars(select(Cohort)).one().rules = {"weights": {"a part of last year": 7}}
    cast.lena.types("/cohort rules")
    assert "These are the usual rules." in cast.lena.sees()
    assert cast.lena.fills() == {}
    assert kept(cast) is None


def test_two_leads_who_save_at_once_leave_the_rules_of_one_of_them(cast: Cast) -> None:
    looks_at_the_rules(cast)
    cast.tom.types("/cohort rules")
    acts.at_once(
        cast.story,
        cast.lena.act_of_sending(shadowing="1", same_site="1"),
        cast.tom.act_of_sending(shadowing="2", same_site="2"),
    )
    weights = read(kept(cast)).weights
    assert weights["shadowing"] == weights["same_site"]
    assert weights["shadowing"] in (1, 2)
