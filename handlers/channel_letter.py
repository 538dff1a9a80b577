"""A lead says whether something that may have been posted in their channel, or told to somebody, has arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import subject
from handlers.action import Reply
from programme.words import prompting, undelivered
from storage import cohorts, dead_letters, letters
from storage.letters import DEAD, UNKNOWN

if TYPE_CHECKING:
    from handlers.turn import Turn
    from storage.cohorts import Cohort
    from storage.letters import Letter


def appeared(turn: Turn) -> Reply:
    """It stands there, or they know: nothing is said again."""
    found = _letter(turn)
    if isinstance(found, Reply):
        return found
    letter, cohort = found
    dead_letters.drop(turn.session, letter, "A lead has seen it.", turn.now)
    words = undelivered.it_appeared(cohort.name) if letter.place else undelivered.they_know()
    return Reply(words, replaces=True)


def again(turn: Turn) -> Reply:
    """It does not, or they do not: it is said once more, without a look."""
    found = _letter(turn)
    if isinstance(found, Reply):
        return found
    letter, cohort = found
    if not dead_letters.revive(turn.session, letter, turn.now, unsure=False):
        return Reply(undelivered.settled_already(), replaces=True)
    words = undelivered.posted_again(cohort.name) if letter.place else undelivered.told_again()
    return Reply(words, replaces=True)


def _letter(turn: Turn) -> tuple[Letter, Cohort] | Reply:
    """The letter that is asked about, held, and its cohort; or what to answer instead."""
    number = subject.number(turn.action.subject)
    letter = letters.by_id(turn.session, turn.workspace, number) if number is not None else None
    cohort = (
        cohorts.by_id(turn.session, turn.workspace, letter.cohort_id) if letter and letter.cohort_id else None
    )
    if letter is None or cohort is None or not turn.leads(cohort):
        return Reply(prompting.no_longer_here())
    is_open = letter.state == (DEAD if letter.place else UNKNOWN)
    if not is_open or not letter.unsure:
        return Reply(undelivered.settled_already(), replaces=True)
    return letter, cohort
