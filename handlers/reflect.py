"""Reflections: write, change, delete, share, in a form or in the chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.action import Reply
from handlers.answers import asked_of_me, revise
from handlers.status import current_pair, partner_name
from programme.words import prompting, reflecting
from storage import agenda, pairs, people, reflections, sign_ups
from storage.prompts import Prompt
from storage.reflections import Reflection

if TYPE_CHECKING:
    from handlers.action import MessageRef
    from handlers.turn import Turn
    from programme.words.message import Message


def reflect(turn: Turn) -> Reply:
    """`/reflect`, with or without words."""
    return Reply(form=reflecting.write("", reflecting.OPEN_QUESTION, turn.action.text))


def open_reflection(_turn: Turn) -> Reply:
    """A button that opens the form, about nothing in particular."""
    return Reply(form=reflecting.write("", reflecting.OPEN_QUESTION))


def write_reflection(turn: Turn) -> Reply:
    """The button under a prompt that asks for a reflection."""
    prompt = asked_of_me(turn, int(turn.action.subject))
    if not isinstance(prompt, Prompt):
        return Reply(prompt)
    return Reply(form=reflecting.write(f"prompt:{prompt.id}", question_of(turn, prompt)))


def change_reflection(turn: Turn) -> Reply:
    """Open what was saved."""
    found = _own(turn)
    if found is None:
        return Reply(reflecting.gone(), replaces=True)
    return Reply(form=reflecting.write(f"reflection:{found.id}", _question(turn, found), found.words))


def written(turn: Turn) -> Reply:
    """The form was sent: a new reflection, or a changed one."""
    words = turn.value("words")
    if not words:
        return Reply(errors={"words": reflecting.NEEDS_WORDS})
    if len(words) > reflecting.MAX:
        return Reply(errors={"words": reflecting.TOO_LONG})
    kind, _, number = turn.action.subject.partition(":")
    if kind == "reflection":
        return _changed(turn, reflections.own(turn.session, turn.workspace, turn.me.id, int(number)), words)
    prompt = asked_of_me(turn, int(number)) if kind == "prompt" else None
    if prompt is not None and not isinstance(prompt, Prompt):
        return Reply(prompt)
    return Reply(confirmation(turn, keep(turn, words, prompt, None), in_chat=False))


def delete_reflection(turn: Turn) -> Reply:
    """Gone for good."""
    found = _own(turn)
    if found is None:
        return Reply(reflecting.gone(), replaces=True)
    came_from_chat = found.said_id is not None
    turn.session.delete(found)
    return Reply(reflecting.deleted(in_chat=came_from_chat), replaces=True)


def not_an_answer(turn: Turn) -> Reply:
    """It was not meant as an answer: nothing is kept, and the question is open again."""
    found = _own(turn)
    if found is None:
        return Reply(reflecting.gone(), replaces=True)
    prompt = turn.session.get(Prompt, found.prompt_id) if found.prompt_id else None
    turn.session.delete(found)
    if prompt is not None:
        _reopen(turn, prompt)
    return Reply(reflecting.not_an_answer(), replaces=True)


def keep_reflection(turn: Turn) -> Reply:
    """The chat message went, the reflection stays."""
    found = _own(turn)
    return Reply(reflecting.kept() if found is not None else reflecting.gone(), replaces=True)


def share_reflection(turn: Turn) -> Reply:
    """A copy to the partner, because the writer said so."""
    found = _own(turn)
    if found is None:
        return Reply(reflecting.gone(), replaces=True)
    pair = pairs.by_id(turn.session, turn.workspace, found.pair_id) if found.pair_id else current_pair(turn)
    if pair is None:
        return Reply(reflecting.nobody_to_share_with())
    partner_id = pair.partner_of(turn.me.id)
    partner = people.by_id(turn.session, [partner_id])[partner_id]
    words = reflecting.shared_with_you(turn.me.name, _question(turn, found), found.words)
    turn.post(partner.address, f"shared/{found.id}/{partner.id}", words, cohort_id=pair.cohort_id)
    found.shared_at = found.shared_at or turn.now
    return Reply(confirmation(turn, found, in_chat=found.said_id is not None), replaces=True)


def keep(turn: Turn, words: str, prompt: Prompt | None, said: MessageRef | None) -> Reflection:
    """Save a reflection, private, as the answer to a prompt if there is one."""
    pair = _pair_of(turn, prompt)
    kept = Reflection(
        workspace=turn.workspace,
        person_id=turn.me.id,
        cohort_id=pair.cohort_id if pair else _cohort_id(turn),
        pair_id=pair.id if pair else None,
        prompt_id=prompt.id if prompt else None,
        words=words,
        written_at=turn.now,
        said_place=said.place if said else None,
        said_id=said.id if said else None,
    )
    turn.session.add(kept)
    turn.session.flush()
    if prompt is not None:
        _mark_answered(turn, prompt)
    return kept


def confirmation(turn: Turn, kept: Reflection, *, in_chat: bool) -> Message:
    """What was saved and who can see it."""
    shared = kept.shared_at is not None
    partner = partner_name(turn, _pair_by_id(turn, kept.pair_id))
    return reflecting.saved(kept.id, _question(turn, kept), partner, shared=shared, in_chat=in_chat)


def question_of(turn: Turn, prompt: Prompt) -> str:
    """The words of a prompt as its reader saw them."""
    step = turn.house.programme.step(prompt.step)
    return agenda.text_of(turn.session, prompt, step, turn.me.id) if step is not None else ""


def _question(turn: Turn, reflection: Reflection) -> str:
    prompt = turn.session.get(Prompt, reflection.prompt_id) if reflection.prompt_id else None
    return question_of(turn, prompt) if prompt is not None else ""


def _own(turn: Turn) -> Reflection | None:
    return reflections.own(turn.session, turn.workspace, turn.me.id, int(turn.action.subject))


def _changed(turn: Turn, found: Reflection | None, words: str) -> Reply:
    if found is None:
        return Reply(reflecting.gone())
    found.words = words
    found.changed_at = turn.now
    return Reply(confirmation(turn, found, in_chat=found.said_id is not None))


def _mark_answered(turn: Turn, prompt: Prompt) -> None:
    prompt.answered_at = turn.now
    prompt.answered_by_id = turn.me.id
    prompt.answer = "written"
    revise(turn, prompt, prompting.answered_in_words(question_of(turn, prompt)))


def _reopen(turn: Turn, prompt: Prompt) -> None:
    prompt.answered_at = prompt.answered_by_id = prompt.answer = None
    step = turn.house.programme.step(prompt.step)
    if step is not None:
        footer = turn.house.programme.standard_footer
        revise(
            turn,
            prompt,
            prompting.asks_for_reflection(question_of(turn, prompt), prompt.id, step.choices, footer),
        )


def _pair_of(turn: Turn, prompt: Prompt | None) -> pairs.Pair | None:
    return _pair_by_id(turn, prompt.pair_id) if prompt is not None and prompt.pair_id else current_pair(turn)


def _pair_by_id(turn: Turn, pair_id: int | None) -> pairs.Pair | None:
    return pairs.by_id(turn.session, turn.workspace, pair_id) if pair_id else None


def _cohort_id(turn: Turn) -> int | None:
    mine = sign_ups.of_person(turn.session, turn.workspace, turn.me.id)
    return mine[0].cohort_id if mine else None
