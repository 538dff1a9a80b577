"""What time has asked: whose question it is, its words, and every copy of it showing the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import work_emails
from programme.words import prompting
from storage import letters, pairs, prompts, step_words
from storage.letters import Sent

if TYPE_CHECKING:
    from handlers.action import MessageRef
    from handlers.turn import Turn
    from programme.step import Step
    from programme.words.message import Message
    from storage.prompts import Prompt


def asked_of_me(turn: Turn, prompt_id: int | None) -> tuple[Prompt, Step] | Message:
    """The prompt and its step, held until the turn ends, if it was asked of me or of my pair; else what to say."""
    prompt = prompts.locked(turn.session, turn.workspace, prompt_id) if prompt_id is not None else None
    step = turn.house.programme.step(prompt.step) if prompt is not None else None
    if prompt is None or step is None:
        return prompting.no_longer_here()
    return (prompt, step) if _is_mine(turn, prompt) else prompting.not_yours()


def text_of(turn: Turn, prompt: Prompt, step: Step) -> str:
    """The words of a prompt as I read them."""
    return step_words.text_of(turn.session, prompt, step, turn.me.id)


def answer(turn: Turn, prompt: Prompt, value: str) -> None:
    """The prompt has its answer."""
    prompt.answered_at = turn.now
    prompt.answered_by_id = turn.me.id
    prompt.answer = value


def revise(turn: Turn, prompt: Prompt, message: Message, *, but: MessageRef | None = None) -> None:
    """Let every message that carried the prompt show what was answered, except one that is replaced already."""
    for letter in letters.of_prompt(turn.session, turn.workspace, prompt.id):
        if letter.sent_place is None or letter.sent_id is None:
            continue
        if but is not None and (letter.sent_place, letter.sent_id) == (but.place, but.id):
            continue
        turn.post(
            letter.address,
            f"revision/{letter.id}/{turn.action.key}",
            work_emails.with_way(turn, letter, message),
            replaces=Sent(letter.sent_place, letter.sent_id),
        )


def _is_mine(turn: Turn, prompt: Prompt) -> bool:
    if prompt.person_id is not None:
        return prompt.person_id == turn.me.id
    pair = pairs.by_id(turn.session, turn.workspace, prompt.pair_id) if prompt.pair_id is not None else None
    return pair is not None and pair.has(turn.me.id)
