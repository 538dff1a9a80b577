"""A cohort's own configuration of its matching: weights, switches and thresholds, checked when they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Annotated, Any

import msgspec

from programme.reading import Problems, faults_of

MOST_WEIGHT = 100
_BOUNDS = {"least_shared_hours": (1, 20), "least_weeks": (0, 24), "trio_percent": (0, 50)}


@dataclass(frozen=True)
class Part:
    """A part of the score: `weight` is the scheme's own, and `label` how leads read it; more of it is better."""

    name: str
    label: str
    weight: int


PARTS = (
    Part("shared_free_time", "shared free time", 25),
    Part("learning_fit", "learning from each other", 20),
    Part("directorate_fit", "fit of directorates", 15),
    Part("time_left_together", "time left together", 12),
    Part("shadowing", "shadowing", 10),
    Part("level_fit", "similar level", 8),
    Part("same_site", "same site", 5),
    Part("working_pattern", "shared working days", 5),
)
MAY_BE_SWITCHED_OFF: Mapping[str, bool] = {
    "different_groups": False,
    "unrelated": False,
    "not_paired_before": True,
    "neither_avoids": False,
    "can_meet": True,
    "have_time": True,
    "have_permission": False,
    "stay_long_enough": True,
    "not_blocked": False,
}
"""Every hard rule by name, in the order of its number from H1 to H9. What the parts and rules are is in soft and hard,
which load numpy; here is what a form or a file has to know."""


@dataclass(frozen=True)
class Rules:
    """How a cohort matches. `weights` are by the names of PARTS, 0 to 100 each, one at least above 0.

    `switched_off` names hard rules that are not asked. `least_shared_hours` (1 to 20) are usable hours a fortnight;
    `least_weeks` (0 to 24) in post from the start; `trio_percent` (0 to 50) of the smaller group may be in trios,
    rounded down. A rota's writer is hard like a line manager, or only worth a warning.
    """

    weights: Mapping[str, int] = field(default_factory=lambda: {part.name: part.weight for part in PARTS})
    switched_off: frozenset[str] = frozenset()
    least_shared_hours: int = 2
    least_weeks: int = 12
    trio_percent: int = 20
    rota_writer_is_hard: bool = True


DEFAULT = Rules()


class RulesProblems(Problems):
    """Everything that is wrong with a cohort's rules, one sentence each."""


Weights = Annotated[dict[str, Any], msgspec.Meta(description="names of parts with their weights")]


class _Written(msgspec.Struct):
    """The sorts of what may be written; what is left out is as in DEFAULT."""

    weights: Weights = {}
    switched_off: tuple[str, ...] = ()
    least_shared_hours: int = DEFAULT.least_shared_hours
    least_weeks: int = DEFAULT.least_weeks
    trio_percent: int = DEFAULT.trio_percent
    rota_writer_is_hard: bool = DEFAULT.rota_writer_is_hard


def read(written: Mapping[str, object]) -> Rules:
    """The rules as they are written down, what is left out as in DEFAULT; raises RulesProblems naming each fault."""
    faults = faults_of(dict(written), _Written)
    if faults:
        raise RulesProblems(faults)
    plain = msgspec.convert(dict(written), _Written)
    faults = [*_weight_faults(plain.weights), *_switch_faults(plain.switched_off), *_bound_faults(plain)]
    if faults:
        raise RulesProblems(faults)
    return Rules(
        weights={**DEFAULT.weights, **plain.weights},
        switched_off=frozenset(plain.switched_off),
        least_shared_hours=plain.least_shared_hours,
        least_weeks=plain.least_weeks,
        trio_percent=plain.trio_percent,
        rota_writer_is_hard=plain.rota_writer_is_hard,
    )


def written(rules: Rules) -> dict[str, object]:
    """The rules as plain values for JSON; `read` gives them back."""
    return {**asdict(rules), "weights": dict(rules.weights), "switched_off": sorted(rules.switched_off)}


def _weight_faults(weights: Mapping[str, object]) -> list[str]:
    faults = []
    for name, weight in weights.items():
        if name not in DEFAULT.weights:
            faults.append(f"{name} is not a part of the score. Parts are {', '.join(DEFAULT.weights)}.")
        elif type(weight) is not int or not 0 <= weight <= MOST_WEIGHT:
            faults.append(
                f"The weight of {name} must be a whole number from 0 to {MOST_WEIGHT}, not {weight!r}."
            )
    if not faults and not any({**DEFAULT.weights, **weights}.values()):
        faults.append("No weight is left: give at least one part of the score a weight above 0.")
    return faults


def _switch_faults(switched_off: tuple[str, ...]) -> list[str]:
    may = [name for name, may_be in MAY_BE_SWITCHED_OFF.items() if may_be]
    faults = []
    for name in switched_off:
        if name not in MAY_BE_SWITCHED_OFF:
            faults.append(f"{name} is not a rule. Rules that can be switched off are {', '.join(may)}.")
        elif not MAY_BE_SWITCHED_OFF[name]:
            faults.append(f"The rule {name} cannot be switched off. Those that can are {', '.join(may)}.")
    if set(may) <= set(switched_off):
        faults.append(f"No rule is left that can be switched off: keep one of {', '.join(may)}.")
    return faults


def _bound_faults(plain: _Written) -> list[str]:
    return [
        f"{name} must lie between {least} and {most}, not {getattr(plain, name)}."
        for name, (least, most) in _BOUNDS.items()
        if not least <= getattr(plain, name) <= most
    ]
