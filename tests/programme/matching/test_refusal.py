"""Every way in which the rules refuse has a phrase, and those that nobody may tell apart have one for all."""

from __future__ import annotations

from dataclasses import replace

from programme.matching.rulebook.hard import KEPT_APART, RULES
from programme.matching.rules import DEFAULT
from programme.matching.telling.refusal import GONE, NO_TRIO, TAKEN, refusal


def test_every_refusal_has_a_phrase() -> None:
    names = {KEPT_APART if rule.named else rule.name for rule in RULES} | {GONE, TAKEN, NO_TRIO}
    phrases = {refusal([name], DEFAULT) for name in names}
    assert len(phrases) == len(names)
    assert all(phrase[0].islower() and not phrase.endswith(".") for phrase in phrases)


def test_what_is_allowed_needs_none() -> None:
    assert refusal([], DEFAULT) == ""


def test_the_thresholds_are_the_cohorts_own() -> None:
    own = replace(DEFAULT, least_shared_hours=1, least_weeks=20)
    assert refusal(["have_time"], own) == "they share less than 1 hour a fortnight"
    assert (
        refusal(["stay_long_enough"], own)
        == "the post of one of them ends less than 20 weeks after the start"
    )
