"""A pair that does not work: a word with a lead, another partner, or stopping, in private."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import parting, status, subject
from handlers.action import Reply
from programme.deadlines import is_still_asked, may_have_new_partner
from programme.words import leading, prompting
from programme.words import not_working as words
from storage import cohorts, confidences, history, pairs, people, sign_ups
from storage.confidences import CHANGE, TALK
from storage.history import APART
from storage.pairs import RUNNING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.turn import Turn
    from programme.words.message import Message
    from storage.cohorts import Cohort
    from storage.confidences import Confidence
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
    asked = confidences.of(turn.session, pair, turn.me, CHANGE)
    waits = asked is not None and is_still_asked(asked.asked_on, turn.today)
    return Reply(
        words.not_working(
            pair.id,
            cohort.id,
            [each.name for each in told],
            is_everybody=len(told) == len(cohorts.leads(turn.session, cohort)),
            may_change=may_have_new_partner(cohort.starts_on, turn.today) and not waits,
            has_asked=asked is not None,
        )
    )


def talk_to_lead(turn: Turn) -> Reply:
    """The leads are told that I would like a word, once a day."""
    found = _mine(turn)
    if not isinstance(found, tuple):
        return Reply(found)
    pair, cohort = found
    told = _leads_to_tell(turn, pair, cohort)
    if not told:
        return Reply(words.no_other_lead(cohort.id), replaces=True)
    asked = confidences.ask(turn.session, pair, turn.me, TALK, turn.today)
    for lead in told:
        others = [each.name for each in told if each.id != lead.id]
        said = words.would_like_a_word(turn.me.name, cohort.name, others)
        turn.tell(lead, f"talk/{asked.id}/{turn.today.isoformat()}/{lead.id}", said, cohort_id=cohort.id)
    return Reply(words.leads_told_to_talk([each.name for each in told]), replaces=True)


def change_partner(turn: Turn) -> Reply:
    """The leads are told, and the two are not suggested again; the partner learns nothing."""
    found = _mine(turn)
    if not isinstance(found, tuple):
        return Reply(found)
    pair, cohort = found
    if not may_have_new_partner(cohort.starts_on, turn.today):
        return Reply(words.too_late_to_change(), replaces=True)
    told = _leads_to_tell(turn, pair, cohort)
    if not told:
        return Reply(words.no_other_lead(cohort.id), replaces=True)
    asked = _asked_now(turn, pair)
    others = status.partners(turn, pair)
    _keep_apart(turn, asked, others)
    names = [each.name for each in others]
    said = words.would_like_to_change(
        turn.me.name, names, cohort.name, pair.id, asked.id, may_move=_can_stay_without(turn, pair)
    )
    for lead in told:
        key = f"change_partner/{asked.id}/{asked.asked_on.isoformat()}/{lead.id}"
        turn.tell(lead, key, said, cohort_id=cohort.id)
    return Reply(words.leads_told_to_change([each.name for each in told], names, pair.id), replaces=True)


def changed_mind(turn: Turn) -> Reply:
    """I do not ask for another partner any more: the leads are told, and what I said keeps nobody apart."""
    found = _mine(turn)
    if not isinstance(found, tuple):
        return Reply(found)
    pair, cohort = found
    asked = confidences.of(turn.session, pair, turn.me, CHANGE)
    if asked is None:
        return Reply(words.not_asked(), replaces=True)
    for other in people.in_order(turn.session, turn.workspace, asked.about):
        history.forget(turn.session, turn.workspace, turn.me, other, APART)
    told = _leads_to_tell(turn, pair, cohort)
    for lead in told:
        said = words.would_like_to_stay(turn.me.name, cohort.name)
        turn.tell(lead, f"changed_mind/{asked.id}/{lead.id}", said, cohort_id=cohort.id)
    turn.session.delete(asked)
    return Reply(words.taken_back([each.name for each in told]), replaces=True)


def end_pair(turn: Turn) -> Reply:
    """A lead ends a pair of which somebody asks for a change."""
    found = _led(turn, subject.number(turn.action.subject))
    if not isinstance(found, tuple):
        return Reply(found)
    pair, cohort = found
    if pair.state != RUNNING:
        return Reply(words.over(), replaces=True)
    if not _wishes(turn, pair):
        return Reply(words.nobody_asks())
    return Reply(_ended(turn, cohort, pair), replaces=True)


def move_one(turn: Turn) -> Reply:
    """A lead takes one who asks for a change out of a trio, and the two others carry on."""
    number, wish_id = (*subject.numbers(turn.action.subject), 0, 0)[:2]
    found = _led(turn, number)
    if not isinstance(found, tuple):
        return Reply(found)
    pair, cohort = found
    if pair.state != RUNNING:
        return Reply(words.over(), replaces=True)
    asks = [each.person_id for each in _wishes(turn, pair) if each.id == wish_id]
    mover = next(iter(people.in_order(turn.session, turn.workspace, asks)), None)
    if mover is None:
        return Reply(words.nobody_asks())
    staying = parting.move(turn, cohort, pair, mover)
    if not staying:
        return Reply(words.cannot_move())
    names = [each.name for each in staying]
    told = words.moved_by(turn.me.name, mover.name, names)
    key = f"moved/{pair.id}/{turn.action.key}"
    parting.tell_leads(turn, cohort, key, told, but=[turn.me, mover, *staying])
    return Reply(words.moved(mover.name, names), replaces=True)


def _led(turn: Turn, pair_id: int | None) -> Mine | Message:
    """A pair of a cohort that I lead and am not in, with the cohort, both held; else what to say."""
    known = pairs.by_id(turn.session, turn.workspace, pair_id) if pair_id is not None else None
    cohort = cohorts.by_id(turn.session, turn.workspace, known.cohort_id) if known is not None else None
    if known is None or cohort is None or not turn.leads(cohort):
        return leading.no_cohort_of_yours()
    found = _held(turn, known)
    return found if found is not None and not found[0].has(turn.me.id) else prompting.not_yours()


def _wishes(turn: Turn, pair: Pair) -> list[Confidence]:
    """Of its members for another partner, as far as they still hold."""
    asked = confidences.of_pair(turn.session, pair, CHANGE)
    return [each for each in asked if is_still_asked(each.asked_on, turn.today)]


def _can_stay_without(turn: Turn, pair: Pair) -> bool:
    """Whether two would stay without me who are a doctor and a manager."""
    sides = sign_ups.sides(turn.session, pair)
    return all(set(side) - {turn.me.id} for side in sides)


def _ended(turn: Turn, cohort: Cohort, pair: Pair) -> Message:
    members = people.in_order(turn.session, turn.workspace, pair.members)
    parting.end(turn, cohort, pair)
    names = [each.name for each in members]
    told = words.ended_by(turn.me.name, names)
    parting.tell_leads(turn, cohort, f"ended/{pair.id}", told, but=[turn.me, *members])
    return words.ended(names)


def _asked_now(turn: Turn, pair: Pair) -> Confidence:
    """My wish for another partner; if it was so long ago that it holds no longer, it is as of today."""
    asked = confidences.ask(turn.session, pair, turn.me, CHANGE, turn.today)
    if not is_still_asked(asked.asked_on, turn.today):
        asked.asked_on = turn.today
    return asked


def _keep_apart(turn: Turn, asked: Confidence, others: Sequence[Person]) -> None:
    """Each of them once, however often I ask, so that it can be taken back at once."""
    for other in others:
        if other.id not in asked.about:
            history.remember(turn.session, turn.workspace, turn.me, other, APART, turn.today)
    asked.about = sorted({*asked.about, *(other.id for other in others)})


def _mine(turn: Turn) -> Mine | Message:
    """My running pair with its cohort, both held; else what to say."""
    known = _known(turn)
    if known is None:
        return prompting.no_longer_here()
    if not known.has(turn.me.id) or known.introduced_at is None:
        return prompting.not_yours()
    found = _held(turn, known)
    if found is None or not found[0].has(turn.me.id):
        return prompting.not_yours()
    return found if found[0].state == RUNNING else words.over()


def _known(turn: Turn) -> Pair | None:
    """The pair that a button is about."""
    number = subject.number(turn.action.subject)
    return pairs.by_id(turn.session, turn.workspace, number) if number is not None else None


def _held(turn: Turn, known: Pair) -> Mine | None:
    """The cohort is held before the pair, as when pairs are made."""
    cohort = cohorts.locked(turn.session, turn.workspace, known.cohort_id)
    pair = pairs.locked(turn.session, turn.workspace, known.id)
    return (pair, cohort) if pair is not None and cohort is not None else None


def _leads_to_tell(turn: Turn, pair: Pair, cohort: Cohort) -> list[Person]:
    """The leads who are not in this pair themselves."""
    return [each for each in cohorts.leads(turn.session, cohort) if not pair.has(each.id)]
