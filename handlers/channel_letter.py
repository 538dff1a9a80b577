"""A lead says whether something that may have been posted in their channel has appeared there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.action import Reply
from programme.words import prompting, undelivered
from storage import cohorts, dead_letters, letters
from storage.letters import DEAD

if TYPE_CHECKING:
    from handlers.turn import Turn
    from storage.cohorts import Cohort
    from storage.letters import Letter


def appeared(turn: Turn) -> Reply:
    """It stands there: nothing is posted again."""
    found = _letter(turn)
    if isinstance(found, Reply):
        return found
    letter, cohort = found
    dead_letters.drop(turn.session, letter, "A lead has seen it.", turn.now)
    return Reply(undelivered.it_appeared(cohort.name), replaces=True)


def again(turn: Turn) -> Reply:
    """It does not: it is posted once more, without a look."""
    found = _letter(turn)
    if isinstance(found, Reply):
        return found
    letter, cohort = found
    if not dead_letters.revive(turn.session, letter, turn.now, unsure=False):
        return Reply(undelivered.settled_already(), replaces=True)
    return Reply(undelivered.posted_again(cohort.name), replaces=True)


def _letter(turn: Turn) -> tuple[Letter, Cohort] | Reply:
    """The letter that is asked about, held, and its cohort; or what to answer instead."""
    number = turn.action.subject
    letter = letters.by_id(turn.session, turn.workspace, int(number)) if number.isdecimal() else None
    cohort = (
        cohorts.by_id(turn.session, turn.workspace, letter.cohort_id) if letter and letter.cohort_id else None
    )
    if letter is None or cohort is None or not turn.leads(cohort):
        return Reply(prompting.no_longer_here())
    if letter.state != DEAD or not letter.place or not letter.unsure:
        return Reply(undelivered.settled_already(), replaces=True)
    return letter, cohort
