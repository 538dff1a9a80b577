"""Who has met and who is kept apart, as hashes under a key of the workspace: they outlive the rows they come from."""

from __future__ import annotations

import hmac
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from storage import people
from storage.row import Encrypted, Row
from storage.vault import new_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sqlalchemy.orm import Session

    from storage.pairs import Pair
    from storage.people import Person

MET, APART = "met", "apart"
KEPT = timedelta(days=731)
"""24 months: four cohorts, and by then most doctors in training work elsewhere."""


class HistoryKey(Row):
    """The key of a workspace's hashes, without which nobody can try names against them."""

    __tablename__ = "history_keys"

    workspace: Mapped[str] = mapped_column(primary_key=True)
    secret: Mapped[str] = mapped_column(Encrypted)


class Remembered(Row):
    """That two people have met, or are kept apart; why, who wished it and who they are is not kept."""

    __tablename__ = "history"

    workspace: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(primary_key=True)
    keep_until: Mapped[date] = mapped_column(index=True)


def remember(
    session: Session,
    workspace: str,
    one: Person,
    other: Person,
    kind: str,
    today: date,
    *,
    make_secret: Callable[[], str] = new_key,
) -> None:
    """Remember this of two people for `KEPT`; to be told so again lengthens it."""
    secret = _secret(session, workspace) or _new_secret(session, workspace, make_secret)
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    hashed = _Hashes(secret, workspace).of(_called(one), _called(other))
    row = insert(Remembered).values(workspace=workspace, kind=kind, hash=hashed, keep_until=today + KEPT)
    session.execute(
        row.on_conflict_do_update(
            index_elements=["workspace", "kind", "hash"],
            set_={"keep_until": row.excluded.keep_until},
            where=Remembered.keep_until < row.excluded.keep_until,
        )
    )


def remember_met(session: Session, pair: Pair, today: date) -> None:
    """A pair has met; of a trio each has met both others."""
    members = people.by_id(session, pair.workspace, pair.members)
    for one, other in combinations(members.values(), 2):
        remember(session, pair.workspace, one, other, MET, today)


def forget(session: Session, workspace: str, one: Person, other: Person, kind: str) -> None:
    """Remember it of these two no longer."""
    secret = _secret(session, workspace)
    if secret is not None:
        hashed = _Hashes(secret, workspace).of(_called(one), _called(other))
        these = (Remembered.workspace == workspace, Remembered.kind == kind, Remembered.hash == hashed)
        session.execute(delete(Remembered).where(*these))


def known(
    session: Session, workspace: str, some: Collection[Person], others: Collection[Person], kind: str
) -> frozenset[frozenset[int]]:
    """Of whom this is remembered, each one of `some` with one of `others`, by number.

    Every two are hashed, 40,000 in 0.06 s; where nothing is remembered nobody is.
    """
    rows = select(Remembered.hash).where(Remembered.workspace == workspace, Remembered.kind == kind)
    remembered = frozenset(session.scalars(rows))
    secret = _secret(session, workspace) if remembered else None
    if secret is None:
        return frozenset()
    hashes = _Hashes(secret, workspace)
    names = [(other.id, _called(other)) for other in others]
    return frozenset(
        frozenset({one.id, other_id})
        for one in some
        for own in (_called(one),)
        for other_id, name in names
        if hashes.of(own, name) in remembered
    )


def forget_old(session: Session, today: date) -> None:
    """Let go of what has been kept for long enough."""
    session.execute(delete(Remembered).where(Remembered.keep_until < today))


class _Hashes:
    """HMAC-SHA256 (RFC 2104) of a workspace and two people in it, whoever is named first."""

    def __init__(self, secret: str, workspace: str) -> None:
        self._begun = hmac.new(secret.encode(), workspace.encode(), "sha256")

    def of(self, one: str, other: str) -> str:
        """The hash, in hexadecimal digits."""
        begun = self._begun.copy()
        begun.update((f"\0{one}\0{other}" if one < other else f"\0{other}\0{one}").encode())
        return begun.hexdigest()


def _called(person: Person) -> str:
    return f"{person.platform}:{person.platform_id}"


def _secret(session: Session, workspace: str) -> str | None:
    return session.scalar(select(HistoryKey.secret).where(HistoryKey.workspace == workspace))


def _new_secret(session: Session, workspace: str, make_secret: Callable[[], str]) -> str:
    """Two who need the first one at once get the same."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = insert(HistoryKey).values(workspace=workspace, secret=make_secret())
    session.execute(row.on_conflict_do_nothing())
    return session.scalars(select(HistoryKey.secret).where(HistoryKey.workspace == workspace)).one()
