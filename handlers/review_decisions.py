"""What the leads decide of single matches, and having the rest worked out again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.action import Reply
from handlers.review import closer, to_decide
from handlers.subject import number
from handlers.under_review import (
    Opened,
    grounds_now,
    held_cohort,
    is_too_late,
    newest_of,
    opened,
    twos_of,
)
from programme.words import leading, one_match, proposing
from storage import history, matchings, people, reviews
from storage.history import APART
from storage.matchings import MATCH

if TYPE_CHECKING:
    from handlers.turn import Turn
    from programme.review import Link
    from storage.people import Person


def keep_together(turn: Turn) -> Reply:
    """Lock a match, so that it stays when the rest is worked out again."""
    return _locked(turn, is_locked=True)


def let_go(turn: Turn) -> Reply:
    """The contrary."""
    return _locked(turn, is_locked=False)


def _locked(turn: Turn, *, is_locked: bool) -> Reply:
    """A value is set, so that pressing twice is pressing once; what is dissolved cannot be kept."""
    at = to_decide(turn)
    if not isinstance(at, Opened):
        return at
    if is_locked and at.position in at.review.dissolved:
        return _shown_again(turn, at)
    refusal = _refusal(turn, at) if is_locked else ""
    if refusal:
        return Reply(form=closer(turn, at, one_match.cannot_be_kept(refusal)), replaces=True)
    others = at.review.locked - {at.match}
    at.proposal.locked = reviews.matches_as_json(others | {at.match} if is_locked else others)
    return _shown_again(turn, at)


def _refusal(turn: Turn, at: Opened) -> str:
    """Why the rules do not allow a match by now; what keeps two apart reads the same whatever it is."""
    from programme.matching.kept import kept  # noqa: PLC0415 - numpy, loads when first needed
    from programme.matching.pool import pool  # noqa: PLC0415

    known = grounds_now(turn, at.cohort, twos_of(at.match))
    them = pool([each for each in known.pool if each.id in at.match.people], known.terms, known.rules, seed=0)
    dropped = kept(them, [at.match], frozenset(), frozenset()).dropped
    return dropped[0].reason if dropped else ""


def forbid(turn: Turn) -> Reply:
    """Two people are not to be paired: remembered without a reason or who said so, and the match is dissolved."""
    at = to_decide(turn)
    if not isinstance(at, Opened):
        return at
    link = at.number(1), at.number(2)
    if link not in at.match.links or at.position in at.review.dissolved:
        return _shown_again(turn, at)
    one, other = _both(turn, link)
    history.remember(turn.session, turn.workspace, one, other, APART, turn.today)
    at.proposal.dissolved = reviews.dissolved_as_json({**at.review.dissolved, at.position: link})
    at.proposal.locked = reviews.matches_as_json(at.review.locked - {at.match})
    return _shown_again(turn, at)


def pair_again(turn: Turn) -> Reply:
    """That is taken back, of this time: what others have said of the two stays."""
    at = to_decide(turn)
    if not isinstance(at, Opened):
        return at
    link = at.review.dissolved.get(at.position)
    if link is None:
        return _shown_again(turn, at)
    one, other = _both(turn, link)
    history.forget(turn.session, turn.workspace, one, other, APART)
    rest = {position: each for position, each in at.review.dissolved.items() if position != at.position}
    at.proposal.dissolved = reviews.dissolved_as_json(rest)
    return _shown_again(turn, at)


def _both(turn: Turn, link: Link) -> tuple[Person, Person]:
    known = people.by_id(turn.session, turn.workspace, link)
    return known[link[0]], known[link[1]]


def again(turn: Turn) -> Reply:
    """Have everything but what is kept worked out again, also when somebody in it has left."""
    asked_for = number(turn.action.subject) or 0
    cohort = held_cohort(turn, asked_for)
    if cohort is None:
        return Reply(leading.no_cohort_of_yours(), replaces=True)
    if is_too_late(turn, cohort):
        return Reply(proposing.too_late(cohort.name), replaces=True)
    if not reviews.is_let_go(newest_of(turn, cohort)):
        at = opened(turn)
        if not isinstance(at, Opened):
            return at
    if matchings.waiting(turn.session, cohort, MATCH) is not None:
        return Reply(proposing.asked_already(), replaces=True)
    matchings.ask(turn.session, cohort, turn.me, MATCH, turn.house.seed(), turn.now)
    kept = len(reviews.kept_by_leads(turn.session, cohort))
    return Reply(proposing.asked_again(kept), replaces=True)


def _shown_again(turn: Turn, at: Opened) -> Reply:
    """The match as it stands now."""
    now = replace(
        at.review, locked=reviews.locked_in(at.proposal), dissolved=reviews.dissolved_in(at.proposal)
    )
    return Reply(form=closer(turn, replace(at, review=now)), replaces=True)
