"""Reflections as a person acts on them: write, change, delete, share, in a form or from the chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.action import Reply
from handlers.asked import asked_of_me, text_of
from handlers.reflection import change, keep, kept, pair_of, question_of, reopened, send_copy
from handlers.subject import number
from programme.words import reflecting
from storage import reflections

if TYPE_CHECKING:
    from handlers.turn import Turn
    from programme.step import Step
    from storage.reflections import Reflection


def reflect(turn: Turn) -> Reply:
    """`/reflect`, with or without words."""
    return Reply(form=reflecting.write("", reflecting.OPEN_QUESTION, turn.action.text))


def open_reflection(_turn: Turn) -> Reply:
    """A button that opens the form, about nothing in particular."""
    return Reply(form=reflecting.write("", reflecting.OPEN_QUESTION))


def write_reflection(turn: Turn) -> Reply:
    """The button under a prompt that asks for a reflection."""
    found = asked_of_me(turn, number(turn.action.subject))
    if not isinstance(found, tuple):
        return Reply(found)
    prompt, step = found
    return Reply(
        form=reflecting.write(f"prompt:{prompt.id}", text_of(turn, prompt, step), longest=_longest(step))
    )


def change_reflection(turn: Turn) -> Reply:
    """Open what was saved."""
    found = _own(turn)
    if found is None:
        return Reply(reflecting.gone(), replaces=True)
    return Reply(form=reflecting.write(f"reflection:{found.id}", question_of(turn, found), found.words))


def written(turn: Turn) -> Reply:
    """The form was sent: a new reflection, or a changed one."""
    words = turn.value("words")
    if not words:
        return Reply(errors={"words": reflecting.NEEDS_WORDS})
    kind, _, written_id = turn.action.subject.partition(":")
    if kind == "prompt":
        return _answer_written(turn, number(written_id), words)
    if len(words) > reflecting.MAX:
        return Reply(errors={"words": reflecting.too_long(reflecting.MAX)})
    if not turn.action.subject:
        return Reply(reflecting.saved(kept(turn, keep(turn, words, None, None))))
    found = _of_me(turn, written_id if kind == "reflection" else "")
    return Reply(change(turn, found, words) if found is not None else reflecting.gone())


def delete_reflection(turn: Turn) -> Reply:
    """Gone for good."""
    found = _own(turn)
    if found is None:
        return Reply(reflecting.gone(), replaces=True)
    is_in_chat = found.said_id is not None
    partners = kept(turn, found).partners if found.shared_at is not None else ()
    turn.session.delete(found)
    return Reply(reflecting.deleted(is_in_chat=is_in_chat, partners=partners), replaces=True)


def not_an_answer(turn: Turn) -> Reply:
    """It was not meant as an answer: nothing is kept, and the question is open again, unless the partner has it."""
    found = _own(turn)
    if found is None or found.shared_at is not None:
        return delete_reflection(turn)
    prompt_id = found.prompt_id
    turn.session.delete(found)
    turn.session.flush()
    is_open = prompt_id is not None and reopened(turn, prompt_id)
    return Reply(reflecting.not_an_answer(is_open=is_open), replaces=True)


def keep_reflection(turn: Turn) -> Reply:
    """The chat message went, the reflection stays."""
    found = _own(turn)
    return Reply(reflecting.kept_all_the_same() if found is not None else reflecting.gone(), replaces=True)


def share_reflection(turn: Turn) -> Reply:
    """A copy to the partner, once, because the writer said so."""
    found = _own(turn)
    if found is None:
        return Reply(reflecting.gone(), replaces=True)
    pair = pair_of(turn, found)
    if pair is None:
        return Reply(reflecting.nobody_to_share_with())
    if found.shared_at is None:
        send_copy(turn, found, pair)
        found.shared_at, found.pair_id = turn.now, pair.id
    return Reply(reflecting.shared(kept(turn, found)), replaces=True)


def _answer_written(turn: Turn, prompt_id: int | None, words: str) -> Reply:
    asked = asked_of_me(turn, prompt_id)
    if not isinstance(asked, tuple):
        return Reply(asked)
    prompt, step = asked
    if len(words) > _longest(step):
        return Reply(errors={"words": reflecting.too_long(_longest(step))})
    return Reply(reflecting.saved(kept(turn, keep(turn, words, prompt, None))))


def _longest(step: Step) -> int:
    return min(step.reply.max or reflecting.MAX, reflecting.MAX)


def _own(turn: Turn) -> Reflection | None:
    return _of_me(turn, turn.action.subject)


def _of_me(turn: Turn, written_id: str) -> Reflection | None:
    id_ = number(written_id)
    return reflections.own(turn.session, turn.workspace, turn.me.id, id_) if id_ is not None else None
