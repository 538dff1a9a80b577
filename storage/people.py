"""Everybody the bot has met or been told of, each on one platform of one workspace."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import UniqueConstraint, and_, bindparam, false, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.address import Address
from storage.chats import Chat
from storage.row import Encrypted, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session


class Person(Row):
    """Somebody with an account; the name is empty until the platform has told it.

    `email` is their work address as they or a lead wrote it or their platform tells it, to be found by from another
    platform.
    `shares_email` is their word that a partner on another platform may see it. `unreachable_since` is since when
    the platform has not let the bot write to them, because it is not installed for them. What is sealed is opened
    only when it is asked for.
    """

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("workspace", "platform", "platform_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str]
    platform: Mapped[str]
    platform_id: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    email: Mapped[str | None] = mapped_column(Encrypted, deferred=True)
    shares_email: Mapped[bool] = mapped_column(default=False, server_default=false())
    unreachable_since: Mapped[datetime | None]

    @property
    def address(self) -> Address:
        """Their own conversation with the bot."""
        return Address(self.workspace, self.platform, people=(self.platform_id,))

    @property
    def has_shared(self) -> bool:
        """Whether they have given an address that a partner may see."""
        return self.shares_email and bool(self.email)

    def email_for(self, partner: Person) -> str:
        """Their address as far as their partner may see it: only once both have agreed to share theirs."""
        return (self.email or "") if self.has_shared and partner.has_shared else ""


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


def in_order(session: Session, workspace: str, ids: Sequence[int]) -> list[Person]:
    """The same, in the order in which they are asked for."""
    found = by_id(session, workspace, ids)
    return [found[id_] for id_ in ids]


def by_email(session: Session, workspace: str) -> dict[str, frozenset[int]]:
    """Our numbers of the people whose work address is known, or who sign in to their platform with one, by it.

    One person may be on two platforms, and then has two numbers.
    """
    written = select(Person.email, Person.id).where(Person.workspace == workspace, Person.email.is_not(None))
    signs_in = (
        select(Chat.login, Person.id)
        .join(Person, and_(Person.platform == Chat.platform, Person.platform_id == Chat.platform_id))
        .where(Chat.workspace == workspace, Person.workspace == workspace, Chat.login.is_not(None))
    )
    found: dict[str, frozenset[int]] = {}
    for address, id_ in (*session.execute(written), *session.execute(signs_in)):
        known_as = str(address).casefold()
        found[known_as] = found.get(known_as, frozenset()) | {id_}
    return found
