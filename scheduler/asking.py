"""A step becomes a prompt: what is asked of whom, and the letters that carry it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from programme.words import prompting, reaching
from storage import outbox, people, step_words
from storage.address import Address
from storage.prompts import Prompt
from storage.ways import ways_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from programme.moments import SendWindow
    from programme.step import Step
    from programme.timeline import Occurrence, Programme
    from programme.words.message import Message
    from storage.pairs import Pair
    from storage.people import Person

INTRODUCTION = "meet_your_partner"


@dataclass(frozen=True)
class Times:
    """What the clock needs to know: the programme, when people may be written to, who talks in groups.

    `has_groups` says of a platform whether the bot can open one conversation with all members of a pair;
    `platform_names` are what people call the platforms.
    """

    programme: Programme
    window: SendWindow
    has_groups: Callable[[str], bool]
    platform_names: Mapping[str, str] = field(default_factory=dict)


def ask(session: Session, pair: Pair, occurrence: Occurrence, times: Times, now: datetime) -> None:
    """Say one occurrence of a step to a pair, or to each of its members."""
    step = occurrence.step
    members = people.in_order(session, pair.workspace, pair.members)
    if step.id == INTRODUCTION:
        pair.introduced_at = now
    if step.to == "each":
        for reader in members:
            _letter(
                session, pair, _prompt(session, pair, occurrence, reader, now), step, [reader], times, now
            )
        return
    prompt = _prompt(session, pair, occurrence, None, now)
    if _talk_together(pair, members, times):
        _letter(session, pair, prompt, step, members, times, now)
        return
    for reader in members:
        others = [other for other in members if other is not reader] if step.id == INTRODUCTION else []
        _letter(session, pair, prompt, step, [reader], times, now, others)


def message_for(step: Step, prompt_id: int, text: str, footer: str) -> Message:
    """The words of a prompt with what can be answered."""
    if step.reply.type == "date_time_place":
        return prompting.asks_when_and_where(text, prompt_id, footer)
    if step.reply.type == "buttons":
        return prompting.asks_with_buttons(text, prompt_id, step.choices, footer)
    if step.reply.type == "reflection":
        return prompting.asks_for_reflection(text, prompt_id, step.choices, footer)
    return prompting.tells(text)


def _talk_together(pair: Pair, members: list[Person], times: Times) -> bool:
    platforms = {each.platform for each in members}
    return not pair.apart and len(platforms) == 1 and times.has_groups(platforms.pop())


def _prompt(
    session: Session, pair: Pair, occurrence: Occurrence, reader: Person | None, now: datetime
) -> Prompt:
    who = str(reader.id) if reader is not None else "both"
    prompt = Prompt(
        workspace=pair.workspace,
        key=f"{pair.workspace}/prompt/{pair.id}/{occurrence.key}/{who}",
        step=occurrence.step.id,
        occurrence=occurrence.key,
        pair_id=pair.id,
        person_id=reader.id if reader is not None else None,
        asked_at=now,
    )
    session.add(prompt)
    session.flush()
    return prompt


def _letter(
    session: Session,
    pair: Pair,
    prompt: Prompt,
    step: Step,
    readers: list[Person],
    times: Times,
    now: datetime,
    apart_from: Sequence[Person] = (),
) -> None:
    alone = readers[0] if len(readers) == 1 else None
    text = step_words.text_of(session, prompt, step, alone.id if alone else None)
    message = message_for(step, prompt.id, text, times.programme.standard_footer)
    if apart_from:
        message = reaching.introduced(message, ways_of(pair, readers[0], apart_from, times.platform_names))
    outbox.post(
        session,
        letter_key(pair, prompt, alone),
        Address(pair.workspace, readers[0].platform, tuple(reader.platform_id for reader in readers)),
        message,
        now,
        unasked=True,
        cohort_id=pair.cohort_id,
        pair_id=pair.id,
        prompt_id=prompt.id,
    )


def letter_key(pair: Pair, prompt: Prompt, reader: Person | None) -> str:
    """Said once, ever."""
    who = str(reader.id) if reader is not None else "both"
    if prompt.step == INTRODUCTION:
        return f"{pair.workspace}/introduction/{pair.id}/{who}"
    return f"{pair.workspace}/prompt/{pair.id}/{prompt.occurrence}/{who}"
