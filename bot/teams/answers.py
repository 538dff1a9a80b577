"""A reply, in the shape in which Teams waits for it: a card in the place of another, a dialog, or a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.teams import render
from bot.teams.acts import values
from programme.words import talking
from programme.words.message import Message, Option

if TYPE_CHECKING:
    from bot.teams.acts import Act
    from handlers.action import Reply
    from programme.words.message import Form

    Json = dict[str, Any]

_SAID = "application/vnd.microsoft.activity.message"


@dataclass(frozen=True)
class Known:
    """What a drawing needs besides: logins by object id, the channels that can be chosen, where to turn for help."""

    logins: Mapping[str, str] = field(default_factory=dict)
    rooms: Sequence[Option] = ()
    help: Message | None = None


def answer(act: Act, reply: Reply, act_id: str, known: Known) -> Json | None:
    """What Teams shows; None closes a dialog. `act_id` becomes the id of a form that is opened.

    Raises ValueError if it cannot be drawn.
    """
    if reply.errors and act.drawn is not None:
        return _form(act, act.drawn, act.form_id, known, errors=reply.errors)
    if reply.form is not None:
        return _form(act, reply.form, following(act.form_id) if act.form else act_id, known)
    if act.way == "in place":
        return _in_place(reply, known)
    if reply.page is not None:
        return render.page_in_dialog(reply.page)
    if reply.message is not None:
        return render.said_in_dialog(reply.message)
    return render.said_in_dialog(Message((talking.not_shown(),))) if act.way == "opens" else None


def sorry(act: Act, words: str, known: Known, *, is_done: bool) -> Json:
    """What went wrong, with everything that was typed still there unless it has been saved."""
    if act.drawn is not None and not is_done:
        first = act.drawn.fields[0].name if act.drawn.fields else ""
        return _form(act, act.drawn, act.form_id, known, errors={first: words})
    return _word(words) if act.way == "in place" else render.said_in_dialog(Message((words,)))


def following(form_id: str) -> str:
    """The id of the form that comes after this one: another act, and the same one however often it is drawn."""
    return f"{form_id}/2"


def _form(act: Act, form: Form, form_id: str, known: Known, errors: Mapping[str, str] | None = None) -> Json:
    typed = values(act) if errors else {}
    beside, rooms = errors or {}, known.rooms
    if act.way == "in place":
        return render.replaced(
            render.form_card(form, form_id=form_id, errors=beside, values=typed, rooms=rooms)
        )
    return render.dialog(form, form_id=form_id, errors=beside, values=typed, rooms=rooms, help_=known.help)


def _in_place(reply: Reply, known: Known) -> Json:
    """The card stays as it is for everybody when what is answered is for one of them, who has it in their own chat."""
    if reply.message is None:
        return _word(talking.answered_in_our_chat().paragraphs[0])
    return render.replaced(render.card(reply.message, logins=known.logins, rooms=known.rooms))


def _word(words: str) -> Json:
    """A line that Teams shows to whoever pressed, and that leaves the card alone."""
    return {"statusCode": 200, "type": _SAID, "value": words}
