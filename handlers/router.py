"""One transaction per action: recognised if it came before, routed, answered, remembered."""

from __future__ import annotations

import difflib
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy.exc import DBAPIError, IntegrityError

from handlers import chat, home, in_writing, late, reach
from handlers.action import Reply
from handlers.routes import COMMANDS, FORMS, PRESSES, Command
from handlers.turn import House, Turn
from programme.health_numbers import found
from programme.words import prompting, reflecting, talking
from storage import inbox, outbox, people
from storage.database import ACTION_PATIENCE

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from handlers.action import Action
    from handlers.turn import Handler
    from programme.words.message import Message

_SPOKEN = ("said", "changed", "deleted")
_MOST_TRIES = 4
_GAVE_WAY = ("40P01", "40001")  # deadlock, serialisation


class _CameBefore(Exception):
    """A repeat that comes out otherwise than the first time: what it did is undone."""


def handle(action: Action, house: House, patience: float = ACTION_PATIENCE) -> Reply:
    """What the person is answered; the same again when the same action comes again.

    Raises `storage.database.Busy` when the database could not be written to within `patience` seconds, all
    tries together; then nothing was saved.
    """
    stopped = _stopped(action)
    if stopped is not None and not action.is_answered_in_writing:
        return stopped
    until = time.monotonic() + patience
    tries = 0
    while True:
        try:
            return _in_one_transaction(action, house, until, look_back=tries > 0)
        except _CameBefore:
            tries += 1
        except DBAPIError as error:
            tries += 1
            if tries == _MOST_TRIES or not _may_come_out_otherwise(error):
                raise


def _in_one_transaction(action: Action, house: House, until: float, *, look_back: bool) -> Reply:
    """Almost every action is new, so the inbox's unique key finds a repeat, and only then is it looked up."""
    with house.database.writing(until - time.monotonic()) as session:
        reply = _answered(action, house, session, look_back=look_back)
    if outbox.has_new(session):
        house.letters_wait()
    return reply


def _answered(action: Action, house: House, session: Session, *, look_back: bool) -> Reply:
    key = f"{action.person.workspace}/{action.person.platform}/{action.key}"
    earlier = inbox.earlier_answer(session, action.person.workspace, key) if look_back else None
    if earlier is not None:
        return msgspec.json.decode(earlier, type=Reply)
    me = people.known(
        session,
        workspace=action.person.workspace,
        platform=action.person.platform,
        platform_id=action.person.id,
        name=action.person.name,
    )
    turn = Turn(action, session, house, me)
    reach.heard(turn)
    reply = _done(turn)
    if _has_an_effect(action, reply):
        inbox.remember(session, turn.workspace, key, msgspec.json.encode(reply).decode(), action.at)
    elif not look_back and inbox.earlier_answer(session, turn.workspace, key) is not None:
        raise _CameBefore
    return reply


def _has_an_effect(action: Action, reply: Reply) -> bool:
    """Whether a repeat must be told the same.

    A form that was asked for or a page is only looked at, and may hold a reflection, of which no copy is kept;
    a form that follows another one says that the first was saved. Errors come again as they are.
    """
    is_a_look = reply.page is not None or (reply.form is not None and action.kind != "form")
    return not reply.errors and not is_a_look


def _may_come_out_otherwise(error: DBAPIError) -> bool:
    """A unique key was taken, of two at once one had to give way, or the database went away under us.

    Whether the first try was saved after all, the second one finds out.
    """
    is_lost_race = getattr(error.orig, "sqlstate", None) in _GAVE_WAY
    return isinstance(error, IntegrityError) or is_lost_race or error.connection_invalidated


def _routed(turn: Turn) -> Reply:
    return _KINDS[turn.action.kind](turn)


def _command(turn: Turn) -> Reply:
    command = COMMANDS[turn.action.name]
    written = turn.action.text.strip()
    first = written.split()[0].casefold() if written else ""
    word = command.word(first)
    if command.takes_text and (word is None or written.casefold() != first):
        word = command.word("")
    if word is None:
        return Reply(_nearest(command, first))
    if word.handler is None:
        return Reply(_help(command))
    rest = written[len(first) :].strip() if word.word else written
    if word.word and rest.casefold() == "help":
        return Reply(talking.word_help(f"{command.name} {word.word}", word.explanation))
    return word.handler(replace(turn, action=replace(turn.action, text=rest)))


def _help(command: Command) -> Message:
    words = [(each.word, each.explanation) for each in command.words]
    return talking.command_help(command.name, f"{command.description}.", words)


def _nearest(command: Command, written: str) -> Message:
    if not written:
        return _help(command)
    near = difflib.get_close_matches(written, [each.word for each in command.words if each.word], 1, 0.5)
    return talking.nearest(command.name, written, near[0] if near else "")


def _press(turn: Turn) -> Reply:
    return _of(PRESSES, turn)


def _form(turn: Turn) -> Reply:
    return _of(FORMS, turn)


def _of(handlers: Mapping[str, Handler], turn: Turn) -> Reply:
    handler = handlers.get(turn.action.name)
    return handler(turn) if handler is not None else Reply(prompting.no_longer_here())


def _said(turn: Turn) -> Reply:
    is_new = turn.action.kind == "said"
    if found(turn.action.text):
        stopped = reflecting.health_number_in_chat if is_new else reflecting.health_number_in_change
        return Reply(stopped())
    return chat.said(turn) if is_new else chat.changed(turn)


_KINDS: Mapping[str, Callable[[Turn], Reply]] = {
    "command": _command,
    "press": _press,
    "form": _form,
    "said": _said,
    "changed": _said,
    "deleted": chat.deleted,
    "home": home.home,
    "arrived": reach.arrived,
    "departed": reach.departed,
}


def _done(turn: Turn) -> Reply:
    """What is answered to something said is a letter always, because a message has no answer of its own."""
    if turn.action.kind in _SPOKEN:
        counted = late.still_counts(turn)
        return in_writing.write(turn, _routed(counted) if counted is not None else Reply())
    if turn.action.is_answered_in_writing:
        answered = Reply() if late.is_forgotten(turn.action) else _stopped(turn.action) or _routed(turn)
        return in_writing.write(turn, answered)
    return _routed(turn)


def _stopped(action: Action) -> Reply | None:
    """The answer to a form or a command with a health number in it; nothing has been stored yet."""
    if action.kind == "command":
        return Reply(reflecting.health_number_in_command()) if found(action.text) else None
    if action.kind != "form":
        return None
    texts = {name: value for name, value in action.values.items() if isinstance(value, str)}
    seen = {name: found(value) for name, value in texts.items()}
    errors = {name: reflecting.health_number(masked[0]) for name, masked in seen.items() if masked}
    return Reply(errors=errors) if errors else None
