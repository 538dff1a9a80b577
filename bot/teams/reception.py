"""What has come through Teams' door is handed over to whoever answers it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from bot.teams import acts, answers, inbound, lists
from bot.teams.inbound import TEAMS
from bot.teams.reached import Reached
from bot.teams.surroundings import Surroundings
from handlers.action import Reply
from handlers.router import handle
from programme.words import talking
from programme.words.message import Option
from storage import chats, rooms
from storage.database import Busy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.teams.acts import Act
    from bot.teams.call import Call
    from bot.teams.files import Offers
    from bot.teams.line import Line
    from bot.teams.profiles import Profiles
    from bot.teams.registrations import Registrations
    from handlers.action import Account, Action
    from handlers.turn import House
    from programme.words.message import Form

    Json = dict[str, Any]

_CHANGED = frozenset({"editMessage", "undeleteMessage"})
_COMINGS = frozenset({"conversationUpdate", "installationUpdate"})


class NotOurs(Exception):
    """Teams asks for something that no card of ours has in it."""


class Reception:
    """For one process. What it gives is what Teams is to show, or None."""

    def __init__(
        self,
        house: House,
        registrations: Registrations,
        line: Line,
        profiles: Profiles,
        offers: Offers,
        now: Callable[[], datetime],
    ) -> None:
        self._house, self._registrations = house, registrations
        self._profiles, self._offers, self._now = profiles, offers, now
        self._reached = Reached()
        self._surroundings = Surroundings(house.database, line, now, self._handle)
        self._help = talking.get_help(house.site.signposts)
        self._rooms: dict[str, list[Option]] = {}

    def close(self) -> None:
        """Ask for nobody's name any more."""
        self._profiles.close()

    def done(self, call: Call) -> Json | None:
        """Do what somebody did. Raises `NotOurs`, and whatever goes wrong."""
        kind = str(call.activity.get("type"))
        person = inbound.sender(call.activity, call.workspace)
        if kind in _COMINGS:
            self._surroundings.come_or_go(call, person)
        elif kind == "invoke":
            return self._invoked(call, person)
        elif person is None:
            return None
        elif kind == "message":
            self._message(call, person)
        elif kind == "messageUpdate" and _event(call) in _CHANGED:
            self._hear(call, inbound.changed(call.activity, self._known(call, person), self._now()))
        elif kind == "messageDelete":
            self._hear(call, inbound.deleted(call.activity, self._known(call, person), self._now()))
        return None

    def knows(self, call: Call) -> answers.Known:
        """What a form needs that is shown again because something failed: maybe the database did."""
        try:
            return self._needed(call, (), call.act.drawn if call.act else None)
        except (Busy, SQLAlchemyError):
            return answers.Known(rooms=self._rooms.get(call.workspace, ()), help=self._help)

    def _invoked(self, call: Call, person: Account | None) -> Json | None:
        if person is not None and call.activity.get("name") == "fileConsent/invoke":
            return self._offers.answer(call.activity, call.at.registration)
        act = acts.act_of(call.activity)
        if act is None or person is None:
            raise NotOurs
        call.act = act
        reply = self._acted(call, act, person)
        named = reply.message.chat_with if reply.message else ()
        form = reply.form or (act.drawn if reply.errors else None)
        return answers.answer(act, reply, str(call.activity["id"]), self._needed(call, named, form))

    def _message(self, call: Call, person: Account) -> None:
        act = None if call.activity.get("text") else acts.act_of(call.activity)
        if act is not None:
            self._acted(call, act, person)
            return
        attached = inbound.attached_list(call.activity)
        if attached is None:
            self._hear(call, inbound.message(call.activity, self._known(call, person), self._now()))
            self._surroundings.look_around(call, person)
            return
        call.kind = "form"
        text = lists.text_of(attached, call.at.service_url)
        call.begins_anew()
        known = self._known(call, person)
        self._handle(call, inbound.people_list(call.activity, known, self._now(), text))

    def _acted(self, call: Call, act: Act, person: Account) -> Reply:
        known = self._known(call, person)
        chosen = self._profiles.of_all(call.at, acts.people_chosen(act))
        if not act.form:
            return self._handle(call, acts.press(call.activity, act, known, self._now(), chosen))
        empty = acts.left_empty(act) if call.is_invoke else {}
        if empty:
            call.kind = "form"
            return Reply(errors=empty)
        return self._handle(call, acts.form(call.activity, act, known, self._now(), chosen))

    def _hear(self, call: Call, action: Action | None) -> None:
        if action is not None:
            self._handle(call, action)

    def _handle(self, call: Call, action: Action) -> Reply:
        """The answer; what fails from here on is only that it cannot be shown, because the rest is saved."""
        call.kind = call.kind if call.is_done else action.kind
        self._registrations.heard_of(call.at.registration, call.at.service_url)
        reach = self._reached.news(call.activity, action)
        reply = handle(replace(action, reach=reach or action.reach), self._house, call.patience())
        self._reached.keep(action, reach)
        call.is_done = True
        return reply

    def _known(self, call: Call, person: Account) -> Account:
        return self._profiles.of(call.at, person, inbound.conversation_of(call.activity))

    def _needed(self, call: Call, named: Sequence[str], form: Form | None) -> answers.Known:
        """What the drawing needs to know, mostly nothing."""
        if not named and not _has_channels(form):
            return answers.Known(help=self._help)
        with self._house.database.reading() as session:
            people = {each: chats.of(session, call.workspace, TEAMS, each) for each in named}
            found = rooms.all_of(session, call.workspace, TEAMS)
        self._rooms[call.workspace] = [Option(room.name, room.id) for room in found]
        logins = {each: chat.login for each, chat in people.items() if chat is not None and chat.login}
        return answers.Known(logins, self._rooms[call.workspace], self._help)


def _has_channels(form: Form | None) -> bool:
    return form is not None and any(each.kind == "channel" for each in form.fields)


def _event(call: Call) -> str:
    return str((call.activity.get("channelData") or {}).get("eventType"))
