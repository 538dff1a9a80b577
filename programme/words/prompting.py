"""What time says to a pair, and what stands there once it has been answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from programme.words.dates import clock, day, listed
from programme.words.message import Button, Message
from programme.words.reflecting import WRITE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, time

WHEN_AND_WHERE = "Tell me when and where"


def asks_when_and_where(text: str, prompt_id: int, footer: str) -> Message:
    """A step whose answer is a date, a time and a place."""
    return Message(_paragraphs(text), buttons=(_when_and_where(prompt_id),), note=footer)


def asks_with_buttons(text: str, prompt_id: int, options: Sequence[tuple[str, str]], footer: str) -> Message:
    """A step whose answer is one of a few; `options` are value and label."""
    return Message(_paragraphs(text), buttons=_choices(prompt_id, options), note=footer)


def asks_for_reflection(
    text: str, prompt_id: int, options: Sequence[tuple[str, str]], footer: str
) -> Message:
    """A step whose answer is in a person's own words, here or in a form; `options` say whether it happened."""
    return Message(
        (*_paragraphs(text), "Reply here in your own words, or write it privately."),
        buttons=(_write(prompt_id), *_choices(prompt_id, options)),
        note=footer,
    )


def tells(text: str) -> Message:
    """A step that asks nothing."""
    return Message(_paragraphs(text))


def apart(message: Message, others: Sequence[str], chat_with: tuple[str, ...] = ()) -> Message:
    """The same for one reader alone, where they and the `others` cannot have one conversation with the bot."""
    if not others:
        return message
    all_of_you = "you both" if len(others) == 1 else f"the {len(others) + 1} of you"
    way = f"I cannot open one chat for {all_of_you}, so please write to {listed(list(others))} directly."
    return replace(message, paragraphs=(*message.paragraphs, way), chat_with=chat_with)


def planned(text: str, who: str, on_date: date, at_time: time, place: str, prompt_id: int) -> Message:
    """The answer that stands in place of the question."""
    return Message(
        (*_paragraphs(text), f"{who} has planned it: {_when(on_date, at_time)}, {place}."),
        buttons=(Button("Change it", "open_plan", str(prompt_id), opens_form=True),),
    )


def partner_planned(who: str, what: str, on_date: date, at_time: time, place: str, prompt_id: int) -> Message:
    """To the other half, where the two have no conversation of their own."""
    return Message(
        (f"{who} has planned a date. {what}: {_when(on_date, at_time)}, {place}.",),
        buttons=(Button("Change it", "open_plan", str(prompt_id), opens_form=True),),
    )


def answered(text: str, label: str) -> Message:
    """One of a few was chosen."""
    return Message((*_paragraphs(text), f"You answered: {label}. Thank you."))


def answered_not_met(text: str, label: str, plan_prompt_id: int) -> Message:
    """They have not met, and have told no date; there is still time."""
    return Message(
        (*_paragraphs(text), f"You answered: {label}. That is all right. Even 20 minutes is a good start."),
        buttons=(_when_and_where(plan_prompt_id),),
    )


def answered_in_words(text: str, prompt_id: int, options: Sequence[tuple[str, str]]) -> Message:
    """A reflection was written; `options` are there while nobody has said whether the visit took place."""
    thanks = "You have answered this. Thank you."
    asks_more = f"{thanks} Did the visit take place?" if options else thanks
    return Message((*_paragraphs(text), asks_more), buttons=_choices(prompt_id, options))


def happened(text: str, label: str, prompt_id: int) -> Message:
    """A visit took place; what was learned can still be written."""
    return Message(
        (
            *_paragraphs(text),
            f"You answered: {label}. You can still reply here in your own words, or write it privately.",
        ),
        buttons=(_write(prompt_id),),
    )


def cancelled_is_fine(text: str, label: str, plan_prompt_id: int | None) -> Message:
    """A visit did not happen."""
    return Message(
        (
            *_paragraphs(text),
            f"You answered: {label}. That is all right. You can plan another date together.",
        ),
        buttons=(_when_and_where(plan_prompt_id),) if plan_prompt_id is not None else (),
    )


def put_off(text: str, on_date: date) -> Message:
    """It was asked about a visit that has another date now."""
    return Message(
        (*_paragraphs(text), f"You have planned a new date: {day(on_date)}. I will ask you again after it.")
    )


def please_choose(text: str, prompt_id: int, options: Sequence[tuple[str, str]]) -> Message:
    """A reply in words to a question that has a few answers."""
    return Message(
        (f"{text} I could not tell which answer you mean. Please choose one.",),
        buttons=_choices(prompt_id, options),
    )


def please_plan(prompt_id: int) -> Message:
    """A reply in words to a question that asks for a date, a time and a place."""
    return Message(
        ("I cannot read a date from a message. Please use the button.",),
        buttons=(_when_and_where(prompt_id),),
    )


def took_place(what: str) -> Message:
    """A visit that is over keeps its date."""
    return Message((f"{what} has taken place, so I have not changed its date.",))


def closed(text: str, prompt_id: int | None = None, *, is_early: bool = False) -> Message:
    """The pair has come to its end, with the programme or before; a reflection (`prompt_id`) can still be written."""
    buttons = (_write(prompt_id),) if prompt_id is not None else ()
    over = "This pair has ended" if is_early else "This programme has ended"
    return Message((*_paragraphs(text), f"{over}, so I have not changed anything."), buttons=buttons)


def not_yours() -> Message:
    """A button that belongs to somebody else."""
    return Message(("This question is for somebody else, so I have not changed anything.",))


def no_longer_here() -> Message:
    """A button from long ago."""
    return Message(
        (
            "This question is no longer open, so I have not changed anything. Type /pairme to see where you are.",
        )
    )


def first_sentence(text: str) -> str:
    """What a long question is called elsewhere: up to its first full stop or question mark."""
    for place, character in enumerate(text):
        if character in ".?!" and text[place + 1 : place + 2] in ("", " ", "\n"):
            return text[: place + 1]
    return text


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (line.strip() for line in text.splitlines())))


def _when(on_date: date, at_time: time) -> str:
    return f"{day(on_date)} at {clock(at_time)}"


def _when_and_where(prompt_id: int) -> Button:
    return Button(WHEN_AND_WHERE, "open_plan", str(prompt_id), "main", opens_form=True)


def _write(prompt_id: int) -> Button:
    return Button(WRITE, "write_reflection", str(prompt_id), "main", opens_form=True)


def _choices(prompt_id: int, options: Sequence[tuple[str, str]]) -> tuple[Button, ...]:
    return tuple(Button(label, "answer_prompt", f"{prompt_id}:{value}") for value, label in options)
