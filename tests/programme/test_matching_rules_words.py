"""What the form for a cohort's rules offers is what the rules take."""

from __future__ import annotations

import pytest

from programme.matching.rules import MAY_BE_SWITCHED_OFF, RulesProblems, read
from programme.words import matching_rules


def with_number(name: str, value: int) -> dict[str, object]:
    return {"weights": {name: value}} if name in matching_rules.WEIGHTS else {name: value}


@pytest.mark.parametrize("name", matching_rules.NUMBERS)
def test_a_box_for_a_number_has_the_bounds_of_the_rule(name: str) -> None:
    least, most = matching_rules.NUMBERS[name]
    for good in (least, most):
        assert read(with_number(name, good))
    for bad in (least - 1, most + 1):
        with pytest.raises(RulesProblems, match=name):
            read(with_number(name, bad))


def test_the_rules_to_tick_are_those_that_may_be_switched_off() -> None:
    form = matching_rules.form(1, "Spring 2027", {})
    (holds,) = (field for field in form.fields if field.name == "holds")
    offered = {option.value for option in holds.options}
    assert offered == {name for name, may_be in MAY_BE_SWITCHED_OFF.items() if may_be}
