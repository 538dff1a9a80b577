"""The letters that have not arrived, as an operator sees them: never their text, and nobody's name or id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, literal, or_, select
from sqlalchemy.orm import defer

from storage.lanes import Gate, Lane
from storage.letters import DEAD, UNKNOWN, WAITING, Letter
from storage.people import Person
from storage.row import held

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

PARKED = "parked"
STATES = (DEAD, UNKNOWN, PARKED, WAITING)
"""In the order in which an operator wants to see them. A parked letter waits because something went wrong."""

_IS_PARKED = or_(Letter.trouble.is_not(None), Gate.trouble.is_not(None))
_THOSE = {
    DEAD: Letter.state == DEAD,
    UNKNOWN: Letter.state == UNKNOWN,
    PARKED: and_(Letter.state == WAITING, _IS_PARKED),
    WAITING: and_(Letter.state == WAITING, ~_IS_PARKED),
}

_COLUMNS = (
    Letter.id,
    Letter.workspace,
    Letter.key,
    Letter.lane,
    Letter.created_at,
    Letter.attempts,
    func.coalesce(Letter.trouble, Gate.trouble, "").label("trouble"),
    Letter.cohort_id,
    Letter.pair_id,
    Lane.next_due,
    Lane.not_before,
    Gate.not_before.label("gate_not_before"),
)


@dataclass(frozen=True)
class Listed:
    """One letter; `kind` is the part of its key after the workspace.

    `next_try_at` is empty when it has to wait for another letter of the same conversation, or is not tried again.
    """

    id: int
    workspace: str
    state: str
    kind: str
    written_at: datetime
    attempts: int
    next_try_at: datetime | None
    trouble: str
    cohort_id: int | None
    pair_id: int | None


def listed(session: Session, states: Sequence[str], most: int) -> list[Listed]:
    """The letters in these of `STATES`, the oldest first in each, at most so many."""
    found: list[Row[Any]] = []
    for state in states:
        query = _joined(select(*_COLUMNS, literal(state).label("state"))).where(_THOSE[state])
        query = query.order_by(Letter.created_at, Letter.id).limit(most - len(found))
        found.extend(session.execute(query).all())
    firsts = _first_in_lane(session, {row.lane for row in found})
    return [_listed(row, is_first=row.id in firsts) for row in found]


def totals(session: Session) -> Mapping[str, int]:
    """How many letters are in each of `STATES`."""
    counted = {state: _joined(select(func.count())).where(_THOSE[state]) for state in STATES}
    return {state: session.scalars(query).one() for state, query in counted.items()}


def unreachable(session: Session) -> int:
    """How many people the platform does not let the bot write to."""
    query = select(func.count()).select_from(Person).where(Person.unreachable_since.is_not(None))
    return session.scalars(query).one()


def held_by_number(session: Session, letter_id: int) -> Letter | None:
    """A letter of any workspace, nobody else's until the transaction ends."""
    query = select(Letter).where(Letter.id == letter_id).options(defer(Letter.body))
    return session.scalar(held(query))


def _joined(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        query.select_from(Letter)
        .join(Lane, and_(Lane.workspace == Letter.workspace, Lane.key == Letter.lane))
        .outerjoin(Gate, and_(Gate.workspace == Lane.workspace, Gate.key == Lane.gate))
    )


def _first_in_lane(session: Session, lanes: set[str]) -> set[int]:
    query = (
        select(func.min(Letter.id))
        .where(Letter.lane.in_(lanes), Letter.state == WAITING)
        .group_by(Letter.lane)
    )
    return set(session.scalars(query))


def _listed(row: Row[Any], *, is_first: bool) -> Listed:
    instants = [row.next_due, row.not_before, row.gate_not_before]
    return Listed(
        id=row.id,
        workspace=row.workspace,
        state=row.state,
        kind=row.key.removeprefix(f"{row.workspace}/"),
        written_at=row.created_at,
        attempts=row.attempts,
        next_try_at=max(filter(None, instants)) if is_first else None,
        trouble=row.trouble,
        cohort_id=row.cohort_id,
        pair_id=row.pair_id,
    )
