"""The other people of the practice hospital: they join when the clock is pushed, as people do while time passes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.inbound import SLACK
from storage import cohorts, people, sign_ups

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from bot.synthetic import SyntheticPerson
    from storage.cohorts import Cohort
    from storage.database import Database
    from storage.people import Person

_SAME = (
    "group",
    "role",
    "grade_band",
    "directorate",
    "site",
    "post_ends_on",
    "permission",
    "remote_ok",
    "trio_ok",
    "host_shadow_ok",
    "night_shadow_ok",
)
_LISTS = ("want_to_learn", "can_offer", "free_a", "free_b", "works_on")
PLAYED_BY_HAND = ("D01", "M01")


def account_id(code: str) -> str:
    """The local Slack's id of a made-up person."""
    return f"U00000000{code}"


def join_in(database: Database, workspace: str, cast: Sequence[SyntheticPerson], now: datetime) -> None:
    """Everybody who is not played by hand joins the open cohort, once."""
    with database.writing() as session:
        open_ones = [each for each in cohorts.of_workspace(session, workspace) if each.state == cohorts.OPEN]
        if len(open_ones) != 1:
            return
        _Joining(session, open_ones[0], now).all_of(cast)


@dataclass(frozen=True)
class _Joining:
    session: Session
    cohort: Cohort
    now: datetime

    def all_of(self, cast: Sequence[SyntheticPerson]) -> None:
        for person in cast:
            if person.code not in PLAYED_BY_HAND:
                self._one(person)

    def _one(self, person: SyntheticPerson) -> None:
        known = self._known(person.code, person.name)
        if sign_ups.of(self.session, self.cohort.workspace, self.cohort.id, known.id) is not None:
            return
        if (
            self.cohort.places is not None
            and sign_ups.places_taken(self.session, self.cohort) >= self.cohort.places
        ):
            return
        sign_up = sign_ups.place(self.session, self.cohort, known.id)
        for column in _SAME:
            setattr(sign_up, column, getattr(person, column))
        for column in _LISTS:
            setattr(sign_up, column, sorted(getattr(person, column)))
        sign_up.directorate_pref = None if person.preference == "none" else person.preference
        sign_up.started_at = sign_up.privacy_read_at = sign_up.completed_at = self.now
        for kind, codes in (
            ("supervisors", person.related),
            (sign_ups.AVOID, person.avoid),
            (sign_ups.ROTA, person.rota_writers),
        ):
            sign_ups.tie(self.session, sign_up, kind, [self._known(code) for code in sorted(codes)])

    def _known(self, code: str, name: str = "") -> Person:
        return people.known(
            self.session,
            workspace=self.cohort.workspace,
            platform=SLACK,
            platform_id=account_id(code),
            name=name,
        )
