"""Everybody the bot has met or been told of, each on one platform of one workspace."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import UniqueConstraint, bindparam, false, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.address import Address
from storage.row import Encrypted, Row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


class Person(Row):
    """Somebody with an account; the name is empty until the platform has told it.

    `email` is their work address as they or a lead wrote it, to be found by from another platform.
    `shares_email` is their word that a partner on another platform may see it. `unreachable_since` is since when
    the platform has not let the bot write to them, because it is not installed for them.
    """

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("workspace", "platform", "platform_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    platform: Mapped[str]
    platform_id: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    email: Mapped[str | None] = mapped_column(Encrypted)
    shares_email: Mapped[bool] = mapped_column(default=False, server_default=false())
    unreachable_since: Mapped[datetime | None]

    @property
    def address(self) -> Address:
        """Their own conversation with the bot."""
        return Address(self.workspace, self.platform, people=(self.platform_id,))


_FIND = select(Person).where(
    Person.workspace == bindparam("workspace"),
    Person.platform == bindparam("platform"),
    Person.platform_id == bindparam("platform_id"),
)


def known(session: Session, *, workspace: str, platform: str, platform_id: str, name: str = "") -> Person:
    """The person, added when new, with the newest name we were told."""
    person = find(session, workspace=workspace, platform=platform, platform_id=platform_id)
    if person is None:
        person = Person(workspace=workspace, platform=platform, platform_id=platform_id, name=name)
        session.add(person)
        session.flush()
    elif name and person.name != name:
        person.name = name
    return person


def find(session: Session, *, workspace: str, platform: str, platform_id: str) -> Person | None:
    """The person, if we have met."""
    return session.scalar(_FIND, {"workspace": workspace, "platform": platform, "platform_id": platform_id})


def by_id(session: Session, workspace: str, ids: Iterable[int]) -> dict[int, Person]:
    """People by our own number."""
    rows = session.scalars(select(Person).where(Person.workspace == workspace, Person.id.in_(set(ids))))
    return {person.id: person for person in rows}
