"""The rules of a cohort's matching: its leads look at them and change them. They count from the next matching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.action import Reply
from handlers.cohort import led_cohort, mine
from programme.matching import rules as matching
from programme.matching.rules import DEFAULT, MAY_BE_SWITCHED_OFF, Rules, RulesProblems
from programme.words import leading
from programme.words import matching_rules as words
from storage.cohorts import Cohort

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.turn import Turn

_SWITCHES = frozenset(name for name, may_be in MAY_BE_SWITCHED_OFF.items() if may_be)
_THRESHOLDS = ("least_shared_hours", "least_weeks", "trio_percent")
_LONGEST_NUMBER = 6
"""Digits; what is longer is no number that anybody means."""


def open_rules(turn: Turn) -> Reply:
    """Open the form with the rules as they are."""
    cohort = led_cohort(turn, "/cohort rules", open_first=True)
    if not isinstance(cohort, Cohort):
        return Reply(cohort)
    chosen = _readable(cohort)
    return Reply(
        form=words.form(cohort.id, cohort.name, _values(chosen or DEFAULT), are_usual=chosen is None)
    )


def fill_in_usual(turn: Turn) -> Reply:
    """The usual ones stand in the form from now on; they count once it is sent."""
    cohort = mine(turn)
    if cohort is None:
        return Reply(leading.no_cohort_of_yours(), replaces=True)
    return Reply(form=words.form(cohort.id, cohort.name, _values(DEFAULT), are_usual=True), replaces=True)


def save_rules(turn: Turn) -> Reply:
    """The form was sent."""
    cohort = mine(turn)
    if cohort is None:
        return Reply(leading.no_cohort_of_yours())
    try:
        chosen = matching.read(_written(turn))
    except RulesProblems as found:
        return Reply(errors=_errors(found.problems) | _strange(turn))
    if _strange(turn):
        return Reply(errors=_strange(turn))
    cohort.rules = None if chosen == DEFAULT else matching.written(chosen)
    return Reply(words.saved(cohort.name, are_usual=cohort.rules is None))


def _readable(cohort: Cohort) -> Rules | None:
    """Its rules; None if what was kept can no longer be read, so that a lead can put it right."""
    try:
        return DEFAULT if cohort.rules is None else matching.read(cohort.rules)
    except RulesProblems:
        return None


def _values(rules: Rules) -> words.Values:
    return {
        **{name: str(weight) for name, weight in rules.weights.items()},
        **{name: str(getattr(rules, name)) for name in _THRESHOLDS},
        "holds": tuple(sorted(_SWITCHES - rules.switched_off)),
        "rota_writer": words.HARD if rules.rota_writer_is_hard else words.SOFT,
    }


def _written(turn: Turn) -> dict[str, object]:
    """As a cohort's rules are written down."""
    return {
        "weights": {name: _number(turn.value(name)) for name in words.WEIGHTS},
        **{name: _number(turn.value(name)) for name in _THRESHOLDS},
        "switched_off": sorted(_SWITCHES - set(turn.values("holds"))),
        "rota_writer_is_hard": turn.value("rota_writer") != words.SOFT,
    }


def _number(typed: str) -> int:
    """What is no number is out of bounds everywhere, so that it is named together with the rest."""
    return int(typed) if typed.isdecimal() and len(typed) <= _LONGEST_NUMBER else -1


def _errors(problems: Sequence[str]) -> dict[str, str]:
    """Each problem beside the box that it names; those of all weights, or all switches, beside the first of them."""
    found: dict[str, str] = {}
    for problem in problems:
        named = [name for name in words.NUMBERS if name in problem]
        if named:
            found |= {name: words.out_of_bounds(name) for name in named}
        elif any(name in problem for name in _SWITCHES):
            found["holds"] = words.KEEP_A_RULE
        else:
            found[words.WEIGHTS[0]] = words.KEEP_A_WEIGHT
    return found


def _strange(turn: Turn) -> dict[str, str]:
    """What the form does not offer."""
    errors = {}
    if not set(turn.values("holds")) <= _SWITCHES:
        errors["holds"] = words.KEEP_A_RULE
    if turn.value("rota_writer") not in (words.HARD, words.SOFT):
        errors["rota_writer"] = words.CHOOSE_ONE
    return errors
