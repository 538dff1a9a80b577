"""What is said, changed and deleted in a person's own conversation with the bot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handlers import join, reflection, status
from handlers.action import Reply
from handlers.answers import answer_in_words, ask_again, option_said
from handlers.asked import asked_of_me
from programme.words import prompting, reflecting, talking
from storage import letters, pairs, prompts, reflections
from storage.pairs import ENDED

if TYPE_CHECKING:
    from handlers.action import MessageRef
    from handlers.turn import Turn
    from programme.step import Step
    from storage.prompts import Prompt

_SLASH_ONLY = ("cohort-report", "cohort", "workshop")
_MEANT_AS_COMMAND = ("pairme", "help", "status", "reflect", *_SLASH_ONLY)
_JOIN = "join"  # alone, for "join us at ten" is an answer
_EMOJI_NAME = re.compile(r":[\w+'-]+:")


def said(turn: Turn) -> Reply:
    """A message: an answer to a prompt, a command word, or something to help with."""
    words = turn.action.text.strip()
    if not _has_words(words):
        return Reply(talking.only_words())
    command = command_word(words)
    if command:
        return _helped(turn, command)
    return _said_in_thread(turn, words) if turn.action.thread else _said_plainly(turn, words)


def changed(turn: Turn) -> Reply:
    """An edited message changes what was saved from it."""
    words = turn.action.text.strip()
    found = _saved_from(turn)
    if found is None:
        command = command_word(words)
        return _helped(turn, command) if command else Reply(reflecting.not_saved_before())
    if not _has_words(words):
        return Reply(reflecting.message_deleted(found.id))
    if len(words) > reflecting.MAX:
        return Reply(reflecting.too_long_in_chat(len(words)))
    return Reply(reflection.change(turn, found, words))


def deleted(turn: Turn) -> Reply:
    """A deleted message: shall what was saved go too."""
    found = _saved_from(turn)
    if found is None:
        return Reply()
    found.said_place = found.said_id = None
    return Reply(reflecting.message_deleted(found.id))


def command_word(words: str) -> str:
    """The command that a short message is, with or without its slash; empty when it is none."""
    first, *rest = words.casefold().removeprefix("/").split() or [""]
    if first.strip(".!?") == _JOIN and not rest:
        return _JOIN
    if first.strip(".!?") not in _MEANT_AS_COMMAND:
        return ""
    is_short = len(rest) < 3  # noqa: PLR2004 - "reflect on how the night went" is an answer
    return first.strip(".!?") if is_short or words.startswith("/") else ""


def _has_words(text: str) -> bool:
    """Whether there is a letter or a digit in it besides the names of emoji."""
    return any(character.isalnum() for character in _EMOJI_NAME.sub("", text))


def _said_in_thread(turn: Turn, words: str) -> Reply:
    """Under a message: an answer to what that message asked, however old it is."""
    place = turn.action.place.id
    prompt_id = letters.prompt_of_message(turn.session, turn.workspace, place, turn.action.thread)
    found = asked_of_me(turn, prompt_id)
    if not isinstance(found, tuple):
        return _helped(turn, "")
    prompt, step = found
    if step.reply.type == "date_time_place":
        return Reply(prompting.please_plan(prompt.id))
    answered = answer_in_words(turn, prompt, step, words)
    if answered is not None:
        return answered
    if step.reply.type == "reflection":
        return _kept(turn, words, prompt)
    return ask_again(turn, prompt, step) if step.choices else _helped(turn, "")


def _said_plainly(turn: Turn, words: str) -> Reply:
    """To the newest open question: one whose button it says, else one that asks for words."""
    asked = _open_to_me(turn)
    for prompt, step in asked:
        if option_said(step, words) is not None:
            return answer_in_words(turn, prompt, step, words) or Reply()
    if words.endswith("?"):
        return Reply(talking.cannot_answer(status.lead_names(turn)))
    asks_for_words = next((prompt for prompt, step in asked if step.reply.type == "reflection"), None)
    return _kept(turn, words, asks_for_words) if asks_for_words is not None else _helped(turn, "")


def _open_to_me(turn: Turn) -> list[tuple[Prompt, Step]]:
    """What I was asked alone in the last 7 days and have not answered, the newest first."""
    since = turn.now - prompts.OPEN_FOR
    asked = prompts.asked_of_person(turn.session, turn.workspace, turn.me.id, since)
    found = (asked_of_me(turn, prompt.id) for prompt in asked if not _is_of_an_ended_pair(turn, prompt))
    return [each for each in found if isinstance(each, tuple) and each[0].answered_at is None]


def _is_of_an_ended_pair(turn: Turn, prompt: Prompt) -> bool:
    """Whether somebody has left the pair since; what was asked of it waits no more."""
    pair = pairs.by_id(turn.session, turn.workspace, prompt.pair_id) if prompt.pair_id is not None else None
    return pair is not None and (pair.state == ENDED or not pair.has(turn.me.id))


def _kept(turn: Turn, words: str, prompt: Prompt) -> Reply:
    if len(words) > reflecting.MAX:
        return Reply(reflecting.too_long_in_chat(len(words)))
    return Reply(
        reflecting.saved(reflection.kept(turn, reflection.keep(turn, words, prompt, turn.action.origin)))
    )


def _saved_from(turn: Turn) -> reflections.Reflection | None:
    message: MessageRef | None = turn.action.origin
    if message is None:
        return None
    return reflections.said(turn.session, turn.workspace, turn.me.id, message.place, message.id)


def _helped(turn: Turn, command: str) -> Reply:
    if command == "reflect":
        return Reply(reflecting.start_here())
    if command == _JOIN:
        return Reply(join.way_to_join(turn))
    if command in ("pairme", "status"):
        return Reply(status.standing(turn) or talking.join_from_chat())
    if command in _SLASH_ONLY:
        return Reply(talking.needs_slash(command))
    return Reply(talking.what_i_can_do() if command else talking.not_understood())
