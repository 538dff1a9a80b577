"""A pair that does not work: a word with a lead, another partner, or stopping, in private."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import parting, status, subject
from handlers.action import Reply
from programme.deadlines import may_have_new_partner
from programme.words import leading, prompting
from programme.words import not_working as words
from storage import cohorts, history, letters, pairs, people
from storage.pairs import RUNNING

if TYPE_CHECKING:
    from handlers.turn import Turn
    from programme.words.message import Message
    from storage.cohorts import Cohort
    from storage.pairs import Pair
    from storage.people import Person

    Mine = tuple[Pair, Cohort]


def not_working(turn: Turn) -> Reply:
    """The three ways, and who would see it."""
    found = _mine(turn)
    if not isinstance(found, tuple):
        return Reply(found)
    pair, cohort = found
    told = _leads_to_tell(turn, pair, cohort)
    if not told:
        return Reply(words.no_other_lead(cohort.id))
    return Reply(
        words.not_working(
            pair.id,
            cohort.id,
            [each.name for each in told],
            is_everybody=len(told) == len(cohorts.leads(turn.session, cohort)),
            may_change=may_have_new_partner(cohort.starts_on, turn.today),
        )
    )


def talk_to_lead(turn: Turn) -> Reply:
    """The leads are told that I would like a word, once a day."""
    found = _mine(turn)
    if not isinstance(found, tuple):
        return Reply(found)
    pair, cohort = found
    told = _leads_to_tell(turn, pair, cohort)
    for lead in told:
        key = f"talk/{pair.id}/{turn.me.id}/{turn.today.isoformat()}/{lead.id}"
        turn.tell(lead, key, words.would_like_a_word(turn.me.name, cohort.name), cohort_id=cohort.id)
    names = [each.name for each in told]
    return Reply(words.leads_told_to_talk(names) if told else words.no_other_lead(cohort.id), replaces=True)


def change_partner(turn: Turn) -> Reply:
    """The leads are told, and the two are never suggested again; the partner learns nothing."""
    found = _mine(turn)
    if not isinstance(found, tuple):
        return Reply(found)
    pair, cohort = found
    if not may_have_new_partner(cohort.starts_on, turn.today):
        return Reply(words.too_late_to_change(), replaces=True)
    told = _leads_to_tell(turn, pair, cohort)
    if not told:
        return Reply(words.no_other_lead(cohort.id), replaces=True)
    others = status.partners(turn, pair)
    for other in others:
        history.remember(turn.session, turn.workspace, turn.me, other, history.APART, turn.today)
    names = [each.name for each in others]
    for lead in told:
        asked = words.would_like_to_change(turn.me.name, names, cohort.name, pair.id)
        turn.tell(lead, f"{_asked_of(pair)}{turn.me.id}/{lead.id}", asked, cohort_id=cohort.id)
    return Reply(words.leads_told_to_change([each.name for each in told], names), replaces=True)


def end_pair(turn: Turn) -> Reply:
    """A lead ends a pair of which somebody asked for a change."""
    found = _found(turn)
    if found is None or not turn.leads(found[1]):
        return Reply(leading.no_cohort_of_yours())
    pair, cohort = found
    if pair.has(turn.me.id):
        return Reply(prompting.not_yours())
    if not letters.is_begun(turn.session, turn.workspace, f"{turn.workspace}/{_asked_of(pair)}"):
        return Reply(words.nobody_asked())
    if pair.state != RUNNING:
        return Reply(words.over(), replaces=True)
    parting.end(turn, cohort, pair)
    members = people.by_id(turn.session, turn.workspace, pair.members)
    names = [members[each].name for each in pair.members]
    told = words.ended_by(turn.me.name, names)
    but = [turn.me, *members.values()]
    parting.tell_leads(turn, cohort, f"ended/{pair.id}", told, but=but)
    return Reply(words.ended(names), replaces=True)


def _mine(turn: Turn) -> Mine | Message:
    """My running pair with its cohort, both held; else what to say."""
    found = _found(turn)
    if found is None:
        return prompting.no_longer_here()
    pair, _ = found
    if not pair.has(turn.me.id) or pair.introduced_at is None:
        return prompting.not_yours()
    return found if pair.state == RUNNING else words.over()


def _found(turn: Turn) -> Mine | None:
    """The cohort is held before the pair, as when pairs are made."""
    number = subject.number(turn.action.subject)
    known = pairs.by_id(turn.session, turn.workspace, number) if number is not None else None
    cohort = cohorts.locked(turn.session, turn.workspace, known.cohort_id) if known else None
    pair = pairs.locked(turn.session, turn.workspace, known.id) if known else None
    return (pair, cohort) if pair is not None and cohort is not None else None


def _leads_to_tell(turn: Turn, pair: Pair, cohort: Cohort) -> list[Person]:
    """The leads who are not in this pair themselves."""
    return [each for each in cohorts.leads(turn.session, cohort) if not pair.has(each.id)]


def _asked_of(pair: Pair) -> str:
    """How the keys begin of the letters that tell of a wish for another partner."""
    return f"change_partner/{pair.id}/"
