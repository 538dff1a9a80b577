"""`python -m bot letters`: what has not arrived, and trying a letter again or dropping it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words.dates import count
from scheduler.failures import LOOK_AFTER
from storage import dead_letters, letter_list
from storage.letter_list import STATES
from storage.letters import DEAD, UNKNOWN, WAITING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from storage.database import Database
    from storage.letter_list import Listed
    from storage.letters import Letter

KINDS = {
    "answer": "answer in the chat",
    "approved": "pairs approved",
    "carry_on": "news of a pair",
    "change_partner": "news for a lead",
    "changed_mind": "news for a lead",
    "cohort": "news for a lead",
    "ended": "news for a lead",
    "import": "outcome of a list of people",
    "introduction": "introduction",
    "invitation": "invitation",
    "left": "news for a lead",
    "parted": "news of a pair",
    "planned": "a plan, told to the partner",
    "prompt": "prompt",
    "report": "report",
    "revision": "change to a message",
    "shared": "shared reflection",
    "talk": "news for a lead",
    "undelivered": "a letter did not arrive",
    "waiting": "no partner yet",
    "what_next": "news for a lead",
    "workshop": "workshop",
}
"""The kinds of letters, by the part of the key that follows the workspace.

What somebody tells their leads in confidence looks like any other news, because an operator is no lead.
"""

DROPPED_BY_OPERATOR = "Dropped by the operator."
_HEADINGS = ("letter", "state", "what it is", "written (UTC)", "tries", "next try (UTC)", "why")


class CannotDo(RuntimeError):
    """Why a letter cannot be tried again or dropped, in a sentence."""


def table(database: Database, what: str, most: int) -> Iterator[str]:
    """The lines of the list: headings, letters, what was left out, totals. Never a text or a name."""
    states = STATES if what == "all" else (what,)
    with database.reading() as session:
        letters = letter_list.listed(session, states, most)
        totals = letter_list.totals(session)
        unreachable = letter_list.unreachable(session)
    if letters:
        yield from _in_columns([_HEADINGS, *(_cells(letter) for letter in letters)])
    left_out = sum(totals[state] for state in states) - len(letters)
    if left_out:
        yield f"and {left_out} more: add --most {left_out + len(letters)}"
    yield _told(totals)
    if unreachable:
        who = count(unreachable, "person", "people")
        yield f"{who} cannot be written to, because PairMe is not installed for them. Their leads know whom."


def kind_in_words(kind: str) -> str:
    """What a letter is, from its key without the workspace."""
    first, _, rest = kind.partition("/")
    if first == "prompt" and rest.startswith("workshop/"):
        return "prompt after a workshop"
    return KINDS.get(first, first.replace("_", " ").replace("-", " "))


def _told(totals: Mapping[str, int]) -> str:
    return ", ".join(f"{totals[state]} {state}" for state in reversed(STATES)) + "."


def _cells(letter: Listed) -> tuple[str, ...]:
    return (
        str(letter.id),
        letter.state,
        _about(letter),
        _minute(letter.written_at),
        str(letter.attempts),
        _next_try(letter),
        letter.trouble,
    )


def _about(letter: Listed) -> str:
    numbers = {"pair": letter.pair_id, "cohort": letter.cohort_id}
    named = [f"{name} {number}" for name, number in numbers.items() if number is not None]
    return f"{kind_in_words(letter.kind)} ({', '.join([*named, letter.workspace])})"


def _next_try(letter: Listed) -> str:
    if letter.next_try_at is not None:
        return _minute(letter.next_try_at)
    return "never" if letter.state in (DEAD, UNKNOWN) else "in its turn"


def _minute(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}"


def _in_columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def retry(database: Database, letter_id: int, now: datetime, *, is_missing: bool) -> str:
    """Try a letter again at once; what was done, in a sentence. Raises `CannotDo`.

    `is_missing` is the operator's word that a letter which may have arrived has not.
    """
    with database.writing() as session:
        letter = _unsent(session, letter_id)
        _refuse_in_hand(session, letter, now)
        if letter.body is None:
            raise CannotDo(
                f"Letter {letter_id} cannot be tried again: the text of a dead letter is kept for {dead_letters.KEPT.days} days."
            )
        is_unsure = letter.unsure and not is_missing
        if is_unsure and (letter.place or letter.state == UNKNOWN):
            raise CannotDo(_cannot_look(letter))
        if letter.tried_at is not None and is_unsure and now < letter.tried_at + LOOK_AFTER:
            raise CannotDo(
                f"Letter {letter_id} was tried a moment ago and may still appear. Please try again in a minute."
            )
        dead_letters.revive(session, letter, now, unsure=is_unsure)
        looked_for = ", after a look whether it has arrived" if is_unsure else ""
        return f"Letter {letter_id} is tried again now{looked_for}, when its conversation and workspace are free."


def drop(database: Database, letter_id: int, now: datetime, *, is_sure: bool) -> str:
    """Let go of a letter and its text; what was done, in a sentence. Raises `CannotDo`."""
    with database.writing() as session:
        letter = _unsent(session, letter_id)
        _refuse_in_hand(session, letter, now)
        if letter.state == WAITING and not is_sure:
            raise CannotDo(
                f"Letter {letter_id} has not been given up yet. To drop it all the same: "
                f"python -m bot letters drop {letter_id} --yes"
            )
        dead_letters.drop(session, letter, DROPPED_BY_OPERATOR, now)
        return f"Letter {letter_id} is dropped: its text is gone, and it will not be sent."


def _cannot_look(letter: Letter) -> str:
    where = (
        "may have appeared in its channel, where PairMe cannot look. Please look there."
        if letter.place
        else "may have arrived in a chat where PairMe cannot look. Please ask a lead of its cohort."
    )
    again = f"python -m bot letters retry {letter.id} --missing"
    return f"Letter {letter.id} {where} If it is not there: {again}"


def _unsent(session: Session, letter_id: int) -> Letter:
    """The letter, held; `CannotDo` when there is none that could still be sent."""
    letter = letter_list.held_by_number(session, letter_id)
    if letter is None:
        raise CannotDo(f"There is no letter {letter_id}.")
    if letter.state not in (WAITING, DEAD, UNKNOWN):
        raise CannotDo(f"Letter {letter_id} has been {letter.state}, so there is nothing left to do.")
    return letter


def _refuse_in_hand(session: Session, letter: Letter, now: datetime) -> None:
    if dead_letters.is_in_hand(session, letter, now):
        raise CannotDo(f"Letter {letter.id} is being sent at this moment. Please look again in two minutes.")
