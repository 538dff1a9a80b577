"""What is said, changed and deleted in a person's own conversation with the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import reflect, status
from handlers.action import Reply
from programme.words import reflecting, talking
from storage import outbox, prompts, reflections

if TYPE_CHECKING:
    from handlers.action import MessageRef
    from handlers.turn import Turn
    from storage.prompts import Prompt

_SLASH_ONLY = ("cohort-report", "cohort", "workshop")
_MEANT_AS_COMMAND = ("pairme", "help", "status", "reflect", *_SLASH_ONLY)


def said(turn: Turn) -> Reply:
    """A message: an answer to a prompt, a command word, or something to help with."""
    words = turn.action.text.strip()
    if turn.action.origin is None or not words:
        return Reply()
    command = command_word(words)
    if turn.action.thread:
        prompt = _prompt_of_thread(turn)
    else:
        prompt = None if command or words.endswith("?") else _newest_open(turn)
    if prompt is not None:
        kept = reflect.keep(turn, words, prompt, turn.action.origin)
        return Reply(reflect.confirmation(turn, kept, in_chat=True))
    return _helped(turn, command)


def changed(turn: Turn) -> Reply:
    """An edited message changes what was saved from it."""
    found = _saved_from(turn, turn.action.origin)
    if found is None or not turn.action.text.strip():
        return Reply()
    found.words = turn.action.text.strip()
    found.changed_at = turn.now
    return Reply(reflect.confirmation(turn, found, in_chat=True))


def deleted(turn: Turn) -> Reply:
    """A deleted message: shall what was saved go too."""
    found = _saved_from(turn, turn.action.origin)
    return Reply(reflecting.message_deleted(found.id)) if found is not None else Reply()


def command_word(words: str) -> str:
    """The command that a short message is, with or without its slash; empty when it is none."""
    first, *rest = words.casefold().removeprefix("/").split()
    if first.strip(".!") not in _MEANT_AS_COMMAND:
        return ""
    is_short = len(rest) < 3  # noqa: PLR2004 - "reflect on how the night went" is an answer
    return first.strip(".!") if is_short or words.startswith("/") else ""


def _prompt_of_thread(turn: Turn) -> Prompt | None:
    place = turn.action.place.id
    prompt_id = outbox.prompt_of_message(turn.session, turn.workspace, place, turn.action.thread)
    prompt = prompts.locked(turn.session, turn.workspace, prompt_id) if prompt_id else None
    return (
        prompt
        if prompt is not None and prompt.person_id == turn.me.id and _asks_for_words(turn, prompt)
        else None
    )


def _newest_open(turn: Turn) -> Prompt | None:
    since = turn.now - prompts.OPEN_FOR
    asked = prompts.asked_of_person(turn.session, turn.workspace, turn.me.id, since)
    return next((prompt for prompt in asked if _asks_for_words(turn, prompt)), None)


def _asks_for_words(turn: Turn, prompt: Prompt) -> bool:
    step = turn.house.programme.step(prompt.step)
    return step is not None and step.reply.type == "reflection"


def _saved_from(turn: Turn, message: MessageRef | None) -> reflections.Reflection | None:
    if message is None:
        return None
    return reflections.said(turn.session, turn.workspace, turn.me.id, message.place, message.id)


def _helped(turn: Turn, command: str) -> Reply:
    if command == "reflect":
        return Reply(reflecting.start_here())
    if command in ("pairme", "status"):
        return Reply(status.standing(turn) or talking.join_from_chat())
    if command in _SLASH_ONLY:
        return Reply(talking.needs_slash(command))
    return Reply(talking.what_i_can_do() if command else talking.not_understood())
