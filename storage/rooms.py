"""Channels in which the bot may write, on platforms that tell of them instead of letting a person choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from storage.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session


class Room(Row):
    """One channel of a team in which the bot is installed."""

    __tablename__ = "rooms"

    workspace: Mapped[str] = mapped_column(primary_key=True)
    platform: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    team: Mapped[str]
    name: Mapped[str]
    service_url: Mapped[str]


def all_of(session: Session, workspace: str, platform: str) -> Sequence[Room]:
    """Every channel, by name."""
    query = select(Room).where(Room.workspace == workspace, Room.platform == platform)
    return session.scalars(query.order_by(Room.name, Room.id)).all()


def of(session: Session, workspace: str, platform: str, id_: str) -> Room | None:
    """One channel."""
    return session.get(Room, (workspace, platform, id_))


def keep(
    session: Session,
    *,
    workspace: str,
    platform: str,
    team: str,
    service_url: str,
    named: Iterable[tuple[str, str]],
) -> None:
    """These are a team's channels now, each with its id and name; those that it had besides are gone."""
    before = {room.id: room for room in all_of(session, workspace, platform) if room.team == team}
    for id_, name in named:
        room = before.pop(id_, None) or of(session, workspace, platform, id_)
        if room is None:
            room = Room(workspace=workspace, platform=platform, id=id_)
            session.add(room)
        room.team, room.name, room.service_url = team, name, service_url
    for gone in before.values():
        session.delete(gone)
    session.flush()
