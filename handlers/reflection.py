"""One reflection: saved, changed, told of, and the question that it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.answers import answered_in_words
from handlers.asked import answer, asked_of_me, revise, text_of
from handlers.status import introduced_pair, partners
from programme.words import prompting, reflecting
from storage import pairs, reflections, sign_ups
from storage.pairs import ENDED
from storage.prompts import Prompt
from storage.reflections import Reflection

if TYPE_CHECKING:
    from handlers.action import MessageRef
    from handlers.turn import Turn
    from programme.words.message import Message
    from programme.words.reflecting import Kept


def keep(turn: Turn, words: str, prompt: Prompt | None, said: MessageRef | None) -> Reflection:
    """Save a reflection, private, as the answer to a prompt if there is one."""
    pair = introduced_pair(turn)
    new = Reflection(
        workspace=turn.workspace,
        person_id=turn.me.id,
        cohort_id=pair.cohort_id if pair else _cohort_id(turn),
        pair_id=prompt.pair_id if prompt and prompt.pair_id else pair.id if pair else None,
        prompt_id=prompt.id if prompt else None,
        words=words,
        written_at=turn.now,
        said_place=said.place if said else None,
        said_id=said.id if said else None,
    )
    turn.session.add(new)
    turn.session.flush()
    if prompt is not None:
        answer(turn, prompt, "written")
        _show_answered(turn, prompt)
    return new


def change(turn: Turn, found: Reflection, words: str) -> Message:
    """Other words for the same reflection; a copy that was shared stays as it was."""
    found.words = words
    found.changed_at = turn.now
    return reflecting.changed(kept(turn, found))


def kept(turn: Turn, reflection: Reflection) -> Kept:
    """What is said of a reflection."""
    changed_at, shared_at = reflection.changed_at, reflection.shared_at
    return reflecting.Kept(
        id=reflection.id,
        question=prompting.first_sentence(question_of(turn, reflection)),
        partners=_partner_names(turn, pair_of(turn, reflection)),
        is_shared=shared_at is not None,
        copy_is_older=shared_at is not None and changed_at is not None and changed_at > shared_at,
        is_from_chat=reflection.said_id is not None and reflection.prompt_id is not None,
    )


def send_copy(turn: Turn, found: Reflection, pair: pairs.Pair) -> None:
    """To the partner, or to both, once."""
    question = prompting.first_sentence(question_of(turn, found))
    words = reflecting.shared_with_you(turn.me.name, question, found.words, among=len(pair.members))
    for partner in partners(turn, pair):
        turn.post(partner.address, f"shared/{found.id}/{partner.id}", words, cohort_id=pair.cohort_id)


def reopened(turn: Turn, prompt_id: int) -> bool:
    """Ask again, unless another reflection answers the same question."""
    found = asked_of_me(turn, prompt_id)
    others = reflections.of_person(turn.session, turn.workspace, turn.me.id)
    if not isinstance(found, tuple) or any(each.prompt_id == prompt_id for each in others):
        return False
    prompt, step = found
    prompt.answered_at = prompt.answered_by_id = prompt.answer = None
    text, footer = text_of(turn, prompt, step), turn.house.programme.standard_footer
    revise(turn, prompt, prompting.asks_for_reflection(text, prompt.id, step.choices, footer))
    return True


def question_of(turn: Turn, reflection: Reflection) -> str:
    """The words of the question that a reflection answers; empty for one that answers none."""
    if reflection.prompt_id is None:
        return ""
    prompt = turn.session.get(Prompt, (turn.workspace, reflection.prompt_id))
    return _words_of(turn, prompt) if prompt is not None else ""


def pair_of(turn: Turn, reflection: Reflection) -> pairs.Pair | None:
    """The pair it was written in; for one written before there was a partner, the pair of today.

    With a pair that somebody left nothing more is shared.
    """
    number = reflection.pair_id
    pair = introduced_pair(turn) if number is None else pairs.by_id(turn.session, turn.workspace, number)
    if pair is None or reflection.shared_at is not None:
        return pair
    return pair if pair.state != ENDED and pair.has(turn.me.id) else None


def _partner_names(turn: Turn, pair: pairs.Pair | None) -> tuple[str, ...]:
    return tuple(partner.name for partner in partners(turn, pair)) if pair is not None else ()


def _show_answered(turn: Turn, prompt: Prompt) -> None:
    step = turn.house.programme.step(prompt.step)
    if step is not None:
        revise(turn, prompt, answered_in_words(turn, prompt, step))


def _words_of(turn: Turn, prompt: Prompt) -> str:
    step = turn.house.programme.step(prompt.step)
    return text_of(turn, prompt, step) if step is not None else ""


def _cohort_id(turn: Turn) -> int | None:
    mine = sign_ups.of_person(turn.session, turn.workspace, turn.me.id)
    return mine[0].cohort_id if mine else None
