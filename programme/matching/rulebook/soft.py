"""How well two people suit each other who may be paired: eight parts from 0 to 1, elementwise, and their weights.

Each is a row of the scheme's table of the soft score, which its docstring names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from programme.matching.graph import FULL
from programme.matching.rulebook.columns import PREFERENCES, Columns, bits_in, shared_hours
from programme.matching.rules import PARTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from programme.matching.graph import Numbers

    Shares = NDArray[np.float64]

FULL_HOURS = np.float64(4)  # a fortnight, which is 8 in four weeks
FULL_DAYS = np.float64(24 * 7)
FULL_WORKING_DAYS = np.float64(3)
MET, UNMET = 1.0, 0.2
_KINSHIP_FITS = {"same": 0.5, "linked": 1.0, "different": 0.7}
_LEVEL_FITS = np.array([1.0, 1.0, 0.8, 0.5, 0.2])


def shared_free_time(doctors: Columns, managers: Columns) -> Shares:
    """Shared free time: min(1, shared usable hours in 4 weeks / 8)."""
    return _up_to(shared_hours(doctors, managers), FULL_HOURS)


def learning_fit(doctors: Columns, managers: Columns) -> Shares:
    """Learning fit: the share of what each wants that the other offers, 0.5 where a side is blank; mean of both ways."""
    return (_share_offered(doctors, managers) + _share_offered(managers, doctors)) / 2


def _share_offered(learners: Columns, partners: Columns) -> Shares:
    offered = bits_in(learners.wants & partners.offers)
    is_blank = (learners.wants == 0) | (partners.offers == 0)
    wanted = np.maximum(bits_in(learners.wants), np.float64(1))
    # Where nothing was said nothing can be offered either, so that the half is all there is.
    shares: Shares = offered / wanted + is_blank * np.float64(0.5)
    return shares


def directorate_fit(doctors: Columns, managers: Columns) -> Shares:
    """Directorate: a preference met is 1 and unmet 0.2; without one linked is 1, different 0.7, the same 0.5; mean of both sides.

    Linked directorates can act on what they see together; the same one risks a line of command. Whoever prefers a
    different one is content with a linked one, which is different too.
    """
    kinship = doctors.shared.kinship[doctors.directorate, managers.directorate]
    return _DIRECTORATE_FITS[doctors.preference, managers.preference, kinship]


def _content(preference: str, kinship: str) -> float:
    if preference == "none":
        return _KINSHIP_FITS[kinship]
    is_met = preference == kinship or (preference, kinship) == ("different", "linked")
    return MET if is_met else UNMET


_DIRECTORATE_FITS = np.array(
    [
        [
            [(_content(one, kinship) + _content(other, kinship)) / 2 for kinship in _KINSHIP_FITS]
            for other in PREFERENCES
        ]
        for one in PREFERENCES
    ]
)


def time_left_together(doctors: Columns, managers: Columns) -> Shares:
    """Time left together: min(1, weeks / 24)."""
    return np.minimum(_share_left(doctors), _share_left(managers))


def _share_left(people: Columns) -> Shares:
    return np.clip(people.days_left / FULL_DAYS, 0, 1)


def shadowing(doctors: Columns, managers: Columns) -> Shares:
    """Shadowing possible: 1 if both host and both are willing at night, 0.5 if one hosts, else 0.

    Two hosts by day only stand between, at 0.75: the table tells evenings and nights apart without a figure for them.
    """
    by_day = (doctors.hosts * np.float64(0.5)) + managers.hosts * np.float64(0.5)
    at_night = (doctors.hosts & doctors.hosts_at_night) & (managers.hosts & managers.hosts_at_night)
    by_day_only = (doctors.hosts & managers.hosts) & ~at_night
    shares: Shares = by_day - by_day_only * np.float64(0.25)
    return shares


def level_fit(doctors: Columns, managers: Columns) -> Shares:
    """Level gap: 1 for none or one, then 0.8 for 2, 0.5 for 3, 0.2 for 4."""
    shares: Shares = _LEVEL_FITS[np.abs(doctors.level - managers.level)]
    return shares


def same_site(doctors: Columns, managers: Columns) -> Shares:
    """Same site: 1; else 0.4 where both accept video, which is possible but not the same; without that 0."""
    is_same = doctors.site == managers.site
    by_video = (doctors.remote_ok & managers.remote_ok) & ~is_same
    shares: Shares = is_same + by_video * np.float64(0.4)
    return shares


def working_pattern(doctors: Columns, managers: Columns) -> Shares:
    """Working-pattern fit: min(1, common working days / 3)."""
    return _up_to(bits_in(doctors.works_on & managers.works_on), FULL_WORKING_DAYS)


def _up_to(counts: NDArray[np.uint8], full: np.float64) -> Shares:
    shares: Shares = np.minimum(counts, full) / full
    return shares


_VALUES: Mapping[str, Callable[[Columns, Columns], Shares]] = {
    each.__name__: each
    for each in (
        shared_free_time,
        learning_fit,
        directorate_fit,
        time_left_together,
        shadowing,
        level_fit,
        same_site,
        working_pattern,
    )
}


def parts_of(doctors: Columns, managers: Columns) -> dict[str, Shares]:
    """Every part of doctors with managers (broadcast), from 0 to 1, by name in the order of PARTS."""
    return {part.name: _VALUES[part.name](doctors, managers) for part in PARTS}


def points_of(doctors: Columns, managers: Columns, weights: Mapping[str, int]) -> Numbers:
    """The weighted mean of the parts in hundredths of a point of 100, 0 to FULL, rounded.

    The weights, by name, must have one above 0.
    """
    weighed = [part for part in PARTS if weights[part.name]]
    scale = np.float64(FULL / sum(weights[part.name] for part in weighed))
    points = sum(_VALUES[part.name](doctors, managers) * (weights[part.name] * scale) for part in weighed)
    return np.rint(points).astype(np.int64)


def weakest(parts: Mapping[str, float], weights: Mapping[str, int]) -> str:
    """The part furthest from full, by name; of equals the one that weighs most. What weighs nothing is left out."""
    weighed = [part.name for part in PARTS if weights[part.name]]
    return min(weighed, key=lambda name: (parts[name], -weights[name]))
