"""What the leads decide of single matches, and having the rest worked out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.action import Reply
from handlers.review import closer
from handlers.under_review import Opened, grounds_now, opened
from programme.words import one_match, proposing
from storage import history, matchings, people, reviews
from storage.history import APART
from storage.matchings import MATCH

if TYPE_CHECKING:
    from handlers.turn import Turn
    from programme.matching.proposal import Match


def keep_together(turn: Turn) -> Reply:
    """Lock a match, so that it stays when the rest is worked out again."""
    return _locked(turn, is_locked=True)


def let_go(turn: Turn) -> Reply:
    """The contrary."""
    return _locked(turn, is_locked=False)


def _locked(turn: Turn, *, is_locked: bool) -> Reply:
    """A value is set, so that pressing twice is pressing once; what is dissolved cannot be kept."""
    at = opened(turn)
    if not isinstance(at, Opened):
        return at
    match = at.review.result.proposed[at.position].match
    if is_locked and at.position in at.review.dissolved:
        return _shown_again(turn, at)
    refusal = _refusal(turn, at, match) if is_locked else ""
    if refusal:
        return Reply(form=closer(turn, at, one_match.cannot_be_kept(refusal)), replaces=True)
    others = at.review.locked - {match}
    at.proposal.locked = reviews.matches_as_json(others | {match} if is_locked else others)
    return _shown_again(turn, at)


def _refusal(turn: Turn, at: Opened, match: Match) -> str:
    """Why the rules do not allow a match by now; what keeps two apart reads the same whatever it is."""
    from programme.matching.kept import kept  # noqa: PLC0415 - numpy, loads when first needed
    from programme.matching.pool import pool  # noqa: PLC0415

    known = grounds_now(turn, at.cohort)
    them = pool([each for each in known.pool if each.id in match.people], known.terms, known.rules, seed=0)
    dropped = kept(them, [match], frozenset(), frozenset()).dropped
    return dropped[0].reason if dropped else ""


def forbid(turn: Turn) -> Reply:
    """Two people are not to be paired: remembered without a reason or who said so, and the match is dissolved."""
    at = opened(turn)
    if not isinstance(at, Opened):
        return at
    match = at.review.result.proposed[at.position].match
    link = at.numbers[1:]
    if link not in match.links:
        return _shown_again(turn, at)
    known = people.by_id(turn.session, turn.workspace, link)
    one, other = (known[id_] for id_ in link)
    history.remember(turn.session, turn.workspace, one, other, APART, turn.today)
    at.proposal.dissolved = sorted(at.review.dissolved | {at.position})
    at.proposal.locked = reviews.matches_as_json(at.review.locked - {match})
    return _shown_again(turn, at)


def again(turn: Turn) -> Reply:
    """Have everything but what is kept worked out again."""
    at = opened(turn)
    if not isinstance(at, Opened):
        return at
    if matchings.waiting(turn.session, at.cohort, MATCH) is not None:
        return Reply(proposing.asked_already(), replaces=True)
    matchings.ask(turn.session, at.cohort, turn.me, MATCH, turn.house.seed(), turn.now)
    return Reply(proposing.asked_again(len(at.review.locked)), replaces=True)


def _shown_again(turn: Turn, at: Opened) -> Reply:
    """The match as it stands now."""
    now = Opened(at.cohort, at.proposal, reviews.review_of(turn.session, at.cohort, at.proposal), at.numbers)
    return Reply(form=closer(turn, now), replaces=True)
