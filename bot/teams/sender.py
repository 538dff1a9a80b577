"""A letter out to Teams: once, because a bot cannot read there whether it has arrived."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from bot.teams import render
from bot.teams.refusals import REMOVED, is_gone
from bot.teams.shelf import Shelf
from bot.teams.whereabouts import TEAMS, Whereabouts
from programme.words import handing_over
from programme.words.message import Option
from scheduler.sender import CannotLook, NoGroup, Refused, Shut, TooLate, Undelivered, Unreachable
from storage import rooms
from storage.database import Busy
from storage.letters import Sent
from storage.vault import UnreadableText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from bot.teams.line import Line
    from bot.teams.registrations import Registration, Registrations
    from bot.teams.whereabouts import Where
    from programme.words.message import File, Message
    from scheduler.sender import Envelope
    from storage.database import Database

GAP = timedelta(milliseconds=25)
"""Teams takes 50 requests a second from one bot in one tenant, and a letter is one; the first to somebody is four,
of which Teams says itself when they are too many."""
PACE = timedelta(seconds=2)
"""Teams takes 1,800 messages an hour in one conversation, beside 7 a second and 60 in 30 seconds.

Source of both: learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit.
"""


class TeamsSender:
    """Sends to every tenant, each by its own registration."""

    has_groups = False
    gap = GAP
    pace = PACE

    def __init__(
        self,
        database: Database,
        registrations: Registrations,
        line: Line,
        *,
        public_url: str,
        files_in_chat: bool,
        now: Callable[[], datetime],
    ) -> None:
        self._database, self._registrations, self._line = database, registrations, line
        self._files_in_chat = files_in_chat
        self._shelf = Shelf(database, public_url, now)
        self._whereabouts = Whereabouts(database, line, now)

    def prepare(self, envelope: Envelope) -> str:
        """Keep the file where it can be handed over from; Teams draws charts itself."""
        file = envelope.message.file
        if file is None or envelope.replaces is not None:
            return ""
        with _our_own_troubles():
            return self._shelf.keep(envelope.to.workspace, file)

    def send(self, envelope: Envelope) -> Sent:
        """Send once."""
        if len(envelope.to.people) > 1:
            raise NoGroup("PairMe writes to each person alone in Teams.")
        with _our_own_troubles():
            registration = self._registration(envelope)
            activity = self._drawn(registration, envelope)
            if envelope.replaces is not None:
                return self._replaced(registration, envelope, envelope.replaces, activity)
            where = self._whereabouts.of(registration, envelope)
            try:
                return self._posted(envelope, where, activity)
            except Refused as refusal:
                if not where.is_remembered or not (is_gone(refusal) or isinstance(refusal, Unreachable)):
                    raise
            return self._posted(envelope, self._whereabouts.anew(registration, envelope.to), activity)

    def find(self, envelope: Envelope) -> Sent | None:
        """A bot cannot read a conversation back; to put the same words in a message's place twice does no harm."""
        if envelope.replaces is not None:
            return None
        raise CannotLook("it may or may not have arrived.")

    def _registration(self, envelope: Envelope) -> Registration:
        found = self._registrations.of_workspace(envelope.to.workspace)
        if found is None:
            raise Refused(REMOVED)
        return found

    def _posted(self, envelope: Envelope, where: Where, activity: dict[str, Any]) -> Sent:
        said = self._line.say(
            where.at,
            where.conversation,
            activity,
            is_personal=not envelope.to.place,
            leaves=_unless_too_late(envelope),
        )
        return Sent(envelope.to.place or where.conversation, said)

    def _replaced(
        self, registration: Registration, envelope: Envelope, at: Sent, activity: dict[str, Any]
    ) -> Sent:
        self._line.change(
            self._whereabouts.around(registration, envelope.to),
            at.place,
            at.id,
            activity,
            is_personal=not envelope.to.place,
            leaves=_unless_too_late(envelope),
        )
        return at

    def _drawn(self, registration: Registration, envelope: Envelope) -> dict[str, Any]:
        """The activity; its file is offered in a chat, or stands behind a link."""
        logins = self._whereabouts.logins(registration, envelope)
        channels = self._channels(envelope)

        def card(message: Message, link: tuple[str, str] | None = None) -> dict[str, Any]:
            try:
                return render.activity(
                    message, letter_key=envelope.key, logins=logins, rooms=channels, link=link
                )
            except ValueError as error:
                raise Refused("PairMe cannot draw it for Teams.") from error

        message, file = envelope.message, envelope.message.file
        if file is None or envelope.replaces is not None:
            return card(message)
        if self._is_offered(envelope, file):
            activity = card(message)
            secret = self._shelf.offer(envelope.to.workspace, envelope.file_id, file)
            activity["attachments"].append(render.consent(file, secret))
            return activity
        link = self._shelf.link(envelope.to.workspace, envelope.file_id, file)
        behind = handing_over.behind_link(message, link.code)
        return card(behind, (handing_over.link_title(file.title), link.address))

    def _is_offered(self, envelope: Envelope, file: File) -> bool:
        if envelope.to.place and file.is_personal:
            raise Refused("a personal file goes to its owner alone.")
        return self._files_in_chat and not envelope.to.place

    def _channels(self, envelope: Envelope) -> tuple[Option, ...]:
        """Those that a form in the message lets one choose from."""
        if envelope.message.form is None:
            return ()
        with self._database.reading() as session:
            known = rooms.all_of(session, envelope.to.workspace, TEAMS)
        return tuple(Option(room.name, room.id) for room in known)


def _unless_too_late(envelope: Envelope) -> Callable[[], None]:
    def leaves() -> None:
        if not envelope.is_ours():
            raise TooLate

    return leaves


@contextmanager
def _our_own_troubles() -> Iterator[None]:
    """What goes wrong here, before a letter has left, so that its fate is known all the same."""
    try:
        yield
    except (Busy, SQLAlchemyError) as busy:
        raise Undelivered("our database was busy, or away.") from busy
    except UnreadableText as unreadable:
        raise Shut("what we know of this Teams opens with none of our keys.") from unreadable
