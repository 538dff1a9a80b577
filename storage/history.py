"""Who has met and who is kept apart, as hashes under a key of the workspace: they outlive the rows they come from."""

from __future__ import annotations

import hmac
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from storage import people
from storage.row import Encrypted, Row
from storage.vault import new_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

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
    """That two people have met, or are kept apart; why, who wished it and who they are is not kept.

    `times` counts how often it was said, so that one who takes it back does not take back what others said.
    """

    __tablename__ = "history"

    workspace: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(primary_key=True)
    keep_until: Mapped[date] = mapped_column(index=True)
    times: Mapped[int] = mapped_column(default=1, server_default="1")


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
    """Remember this of two people for `KEPT`, once more than before; to be told so again lengthens it."""
    secret = secret_of(session, workspace, make_secret=make_secret)
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    hashed = _Hashes(secret, workspace).of(_called(one), _called(other))
    row = insert(Remembered).values(
        workspace=workspace, kind=kind, hash=hashed, keep_until=today + KEPT, times=1
    )
    is_longer = row.excluded.keep_until > Remembered.keep_until
    session.execute(
        row.on_conflict_do_update(
            index_elements=["workspace", "kind", "hash"],
            set_={
                "keep_until": case((is_longer, row.excluded.keep_until), else_=Remembered.keep_until),
                "times": Remembered.times + 1,
            },
        )
    )


def remember_met(session: Session, pair: Pair, today: date) -> None:
    """A pair has met; of a trio each has met both others."""
    members = people.by_id(session, pair.workspace, pair.members)
    for one, other in combinations(members.values(), 2):
        remember(session, pair.workspace, one, other, MET, today)


def forget(session: Session, workspace: str, one: Person, other: Person, kind: str) -> None:
    """One who said it of these two takes it back; when all have, it is remembered no longer."""
    secret = _secret(session, workspace)
    if secret is None:
        return
    hashed = _Hashes(secret, workspace).of(_called(one), _called(other))
    these = (Remembered.workspace == workspace, Remembered.kind == kind, Remembered.hash == hashed)
    session.execute(update(Remembered).where(*these).values(times=Remembered.times - 1))
    session.execute(delete(Remembered).where(*these, Remembered.times < 1))


def known(
    session: Session,
    workspace: str,
    some: Collection[Person],
    others: Collection[Person],
    kind: str,
    on: date,
) -> frozenset[frozenset[int]]:
    """Of whom this is still remembered on a day, each one of `some` with one of `others`, by number.

    Every two are hashed, 40,000 in 0.06 s; where nothing is remembered nobody is.
    """
    hashes, remembered = _remembered(session, workspace, kind, on)
    if hashes is None:
        return frozenset()
    names = [(other.id, _called(other)) for other in others]
    return frozenset(
        frozenset({one.id, other_id})
        for one in some
        for own in (_called(one),)
        for other_id, name in names
        if hashes.of(own, name) in remembered
    )


def among(
    session: Session, workspace: str, pairs: Iterable[tuple[Person, Person]], kind: str, on: date
) -> frozenset[frozenset[int]]:
    """The same of these pairs alone."""
    hashes, remembered = _remembered(session, workspace, kind, on)
    if hashes is None:
        return frozenset()
    return frozenset(
        frozenset({one.id, other.id})
        for one, other in pairs
        if hashes.of(_called(one), _called(other)) in remembered
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


def secret_of(session: Session, workspace: str, *, make_secret: Callable[[], str] = new_key) -> str:
    """The workspace's own key, made when it is first needed; two who need the first one at once get the same."""
    return _secret(session, workspace) or _new_secret(session, workspace, make_secret)


def _remembered(
    session: Session, workspace: str, kind: str, on: date
) -> tuple[_Hashes | None, frozenset[str]]:
    """How pairs are hashed, and the hashes still kept on a day; no way to hash where none is kept."""
    rows = select(Remembered.hash).where(
        Remembered.workspace == workspace, Remembered.kind == kind, Remembered.keep_until >= on
    )
    remembered = frozenset(session.scalars(rows))
    secret = _secret(session, workspace) if remembered else None
    return (None if secret is None else _Hashes(secret, workspace)), remembered


def _secret(session: Session, workspace: str) -> str | None:
    return session.scalar(select(HistoryKey.secret).where(HistoryKey.workspace == workspace))


def _new_secret(session: Session, workspace: str, make_secret: Callable[[], str]) -> str:
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = insert(HistoryKey).values(workspace=workspace, secret=make_secret())
    session.execute(row.on_conflict_do_nothing())
    return session.scalars(select(HistoryKey.secret).where(HistoryKey.workspace == workspace)).one()
