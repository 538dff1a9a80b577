"""How a platform lets the bot write to somebody first: the conversation it gave, and the address of its service."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from storage.row import Encrypted, Row, held

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class Chat(Row):
    """One person's own conversation with the bot.

    `login` is the name under which their platform finds them for a chat, once it has been asked.
    """

    __tablename__ = "chats"

    workspace: Mapped[str] = mapped_column(primary_key=True)
    platform: Mapped[str] = mapped_column(primary_key=True)
    platform_id: Mapped[str] = mapped_column(primary_key=True)
    conversation: Mapped[str] = mapped_column(Encrypted)
    service_url: Mapped[str]
    login: Mapped[str | None] = mapped_column(Encrypted)
    heard_at: Mapped[datetime]


def of(session: Session, workspace: str, platform: str, platform_id: str) -> Chat | None:
    """The chat of one person, if there is one."""
    return session.get(Chat, (workspace, platform, platform_id))


def known(session: Session, workspace: str, platform: str) -> list[Chat]:
    """Everybody on a platform whom the bot can write to first."""
    query = select(Chat).where(Chat.workspace == workspace, Chat.platform == platform)
    return list(session.scalars(query.order_by(Chat.platform_id)))


def keep(
    session: Session,
    *,
    workspace: str,
    platform: str,
    platform_id: str,
    conversation: str,
    service_url: str,
    now: datetime,
) -> Chat:
    """Remember, or correct, how somebody is reached. A door and a sender may learn of it at once."""
    whose = {"workspace": workspace, "platform": platform, "platform_id": platform_id}
    told = {"conversation": conversation, "service_url": service_url, "heard_at": now}
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(insert(Chat).values(**whose, **told).on_conflict_do_nothing())
    found = session.scalars(held(select(Chat).filter_by(**whose))).one()
    found.conversation, found.service_url, found.heard_at = conversation, service_url, now
    session.flush()
    return found


def forget(session: Session, workspace: str, platform: str, platform_id: str) -> None:
    """The bot is not there for them any more."""
    found = of(session, workspace, platform, platform_id)
    if found is not None:
        session.delete(found)
        session.flush()
