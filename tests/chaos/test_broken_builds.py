"""The proof that a run of chaos can fail: each build that is broken on purpose is found out, within five tries."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from practice.chance import Odds
from tests.chaos.hospital import Cast, cast
from tests.chaos.play import Round, play
from tests.chaos.times import SHORTER, Times
from tests.chaos.trouble import Plan

pytestmark = pytest.mark.long

TRIES = ("1", "2", "3", "4", "5")
FEW = cast(readers=2, talkers=2, writers=1, asked=3)
IN_BOTH = cast(readers=2, talkers=1, writers=1, asked=1, teams_readers=3, teams_talkers=1)
POSTING = ("chat.postMessage",)
BREAKING = Odds(error_before=0.1, error_after=0.1, drop_after=0.3, methods=POSTING)
SLOW = Odds(slow=0.8, slow_seconds=(0.5, 0.75), methods=POSTING)
REPEATED = Odds(event_repeated=1.0, event_late=0.5, late_seconds=(0.0, 0.3))


@dataclass(frozen=True)
class Trap:
    """What a build that is broken in one way stumbles over, and the fault that then is counted."""

    odds: Odds
    fault: str
    times: Times = SHORTER
    room: int = 40
    people: Cast = FEW
    teams_odds: Odds | None = None


TRAPS = {
    "sdk-retries": Trap(BREAKING, "twice"),
    "mark-first": Trap(BREAKING, "lost"),
    "no-look": Trap(BREAKING, "twice"),
    "one-column": Trap(SLOW, "twice", replace(SHORTER, history_lag=1.5), room=10),
    "silent-repeat": Trap(
        Odds(), "teams_twice_silently", people=IN_BOTH, teams_odds=replace(BREAKING, methods=("post",))
    ),
    "forgetful": Trap(REPEATED, "doubled"),
}


@pytest.mark.parametrize("broken", TRAPS)
def test_a_broken_build_is_found_out(broken: str, sqlite_template: Path, tmp_path: Path) -> None:
    trap, verdicts = TRAPS[broken], []
    plan = Plan(20, 8, pause=4)
    for seed in TRIES:
        shutil.copy(sqlite_template, tmp_path / f"{seed}.db")
        url = f"sqlite:///{tmp_path / seed}.db"
        this = Round(
            seed,
            plan,
            url,
            people=trap.people,
            odds=trap.odds,
            teams_odds=trap.teams_odds,
            times=trap.times,
            room=trap.room,
            broken=broken,
        )
        verdicts.append(play(this).verdict)
        if verdicts[-1].faults.get(trap.fault):
            return
    pytest.fail(f"{broken} was not found out: {verdicts}")
