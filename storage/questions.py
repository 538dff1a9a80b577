"""What the programme asks of a pair: the prompt, and the letters that carry it to its readers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from programme.words import prompting, reaching
from storage import outbox, people, step_words
from storage.address import Address
from storage.prompts import INTRODUCTION, Prompt, asked_of_pair, newcomer
from storage.ways import ways_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from programme.step import Step
    from programme.words.message import Message
    from storage.pairs import Pair
    from storage.people import Person


@dataclass(frozen=True)
class Voice:
    """How the programme speaks: under every question stands the `footer`.

    `has_groups` says of a platform whether the bot can open one conversation with all members of a pair;
    `platform_names` are what people call the platforms.
    """

    footer: str
    has_groups: Callable[[str], bool]
    platform_names: Mapping[str, str] = field(default_factory=dict)


def ask(session: Session, pair: Pair, step: Step, occurrence: str, voice: Voice, now: datetime) -> None:
    """Say a step to a pair, in one conversation where there can be one, or to each of its members."""
    members = people.in_order(session, pair.workspace, pair.members)
    if step.to == "each":
        for reader in members:
            prompt = _prompt(session, pair, step, occurrence, reader, now)
            _letter(session, pair, prompt, step, [reader], voice, now)
        return
    prompt = _prompt(session, pair, step, occurrence, None, now)
    if _talk_together(pair, members, voice):
        _letter(session, pair, prompt, step, members, voice, now)
        return
    for reader in members:
        others = [other for other in members if other is not reader] if step.id == INTRODUCTION else []
        _letter(session, pair, prompt, step, [reader], voice, now, others)


def introduce_third(session: Session, pair: Pair, step: Step, voice: Voice, now: datetime) -> None:
    """The third of a pair that runs meets the two, and they the third; `step` is the programme's introduction.

    Whoever has left it and comes back is introduced once more.
    """
    before = sum(newcomer(each) == pair.third_id for each in asked_of_pair(session, pair))
    again = f"_{before + 1}" if before else ""
    ask(session, pair, step, f"{step.id}:{pair.third_id}{again}", voice, now)


def message_for(step: Step, prompt_id: int, text: str, footer: str) -> Message:
    """The words of a prompt with what can be answered."""
    if step.reply.type == "date_time_place":
        return prompting.asks_when_and_where(text, prompt_id, footer)
    if step.reply.type == "buttons":
        return prompting.asks_with_buttons(text, prompt_id, step.choices, footer)
    if step.reply.type == "reflection":
        return prompting.asks_for_reflection(text, prompt_id, step.choices, footer)
    return prompting.tells(text)


def _talk_together(pair: Pair, members: list[Person], voice: Voice) -> bool:
    platforms = {each.platform for each in members}
    return not pair.apart and len(platforms) == 1 and voice.has_groups(platforms.pop())


def _prompt(
    session: Session, pair: Pair, step: Step, occurrence: str, reader: Person | None, now: datetime
) -> Prompt:
    who = str(reader.id) if reader is not None else "both"
    prompt = Prompt(
        workspace=pair.workspace,
        key=f"{pair.workspace}/prompt/{pair.id}/{occurrence}/{who}",
        step=step.id,
        occurrence=occurrence,
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
    voice: Voice,
    now: datetime,
    apart_from: Sequence[Person] = (),
) -> None:
    alone = readers[0] if len(readers) == 1 else None
    text = step_words.text_of(session, prompt, step, alone.id if alone else None)
    message = message_for(step, prompt.id, text, voice.footer)
    if apart_from:
        message = reaching.introduced(message, ways_of(pair, readers[0], apart_from, voice.platform_names))
    outbox.post(
        session,
        _letter_key(pair, prompt, alone),
        Address(pair.workspace, readers[0].platform, tuple(reader.platform_id for reader in readers)),
        message,
        now,
        unasked=True,
        cohort_id=pair.cohort_id,
        pair_id=pair.id,
        prompt_id=prompt.id,
    )


def _letter_key(pair: Pair, prompt: Prompt, reader: Person | None) -> str:
    """Said once, ever."""
    who = str(reader.id) if reader is not None else "both"
    if prompt.step != INTRODUCTION:
        return f"{pair.workspace}/prompt/{pair.id}/{prompt.occurrence}/{who}"
    whom = prompt.occurrence.partition(":")[2]
    return "/".join(filter(None, (pair.workspace, "introduction", str(pair.id), whom, who)))
