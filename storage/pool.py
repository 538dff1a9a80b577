"""Everybody who can be matched, as the matching sees them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from programme.matching.proposal import Match
from programme.matching.terms import Terms
from programme.participant import WORKING_WEEK, Participant, Preference
from storage import codes, history, pairs, people, sign_ups
from storage.history import APART, MET
from storage.last_time import last_time
from storage.pairs import RUNNING
from storage.sign_ups import ANOTHER_PAIR, AVOID, ROTA, WORKSHOPS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from programme.matching.rules import Rules
    from storage.cohorts import Cohort
    from storage.sign_ups import SignUp, Tie

_PREFERENCES: dict[str, Preference] = {"same": "same", "linked": "linked", "different": "different"}


def pool_of(session: Session, cohort: Cohort) -> list[Participant]:
    """Everybody in a cohort who has finished the form, wants a partner and has none in any cohort, by number."""
    taken = pairs.in_running_pairs(session, cohort.workspace)
    return _participants(session, cohort, lambda each: _wants_a_partner(each) and each.person_id not in taken)


def running_of(session: Session, cohort: Cohort) -> tuple[tuple[Match, ...], list[Participant]]:
    """The pairs of a cohort that run and are still two, whom somebody left over may join, and their people."""
    running = tuple(
        Match((pair.doctor_id,), (pair.manager_id,))
        for pair in pairs.of_cohort(session, cohort)
        if pair.state == RUNNING and pair.third_id is None
    )
    paired = {id_ for match in running for id_ in match.people}
    return running, _participants(session, cohort, lambda each: each.person_id in paired)


def asked_together(session: Session, cohort: Cohort) -> frozenset[frozenset[int]]:
    """Who has asked to be paired, with a code."""
    used = codes.taken(session, cohort.workspace, cohort.id)
    return frozenset(frozenset({code.given_by_id, code.taken_by_id or 0}) for code in used)


def terms_of(
    session: Session, cohort: Cohort, site_links: frozenset[frozenset[str]], starts_on: date
) -> Terms:
    """What a matching of the cohort goes by besides people and rules, for pairs that begin on that day.

    Two who were ever together in this cohort are not put together again in it, whether they met or not.
    """
    workspace = cohort.workspace
    places = sign_ups.of_cohort(session, cohort)
    doctors = [person for sign_up, person in places if sign_up.group == "doctor"]
    managers = [person for sign_up, person in places if sign_up.group == "manager"]
    met = pairs.met(session, workspace, starts_on - history.KEPT)
    together = frozenset(link for pair in pairs.of_cohort(session, cohort) for link in pair.links)
    last = last_time(session, cohort)
    return Terms(
        starts_on=starts_on,
        linked_directorates=site_links,
        past_pairs=met | together | history.known(session, workspace, doctors, managers, MET),
        kept_apart=history.known(session, workspace, doctors, managers, APART),
        waited=last.waited,
        in_trio_before=last.in_trio,
    )


def remember_wishes(session: Session, cohort: Cohort, pool: Sequence[Participant], today: date) -> None:
    """When pairs are approved: who asked not to be paired with whom is remembered beyond this cohort."""
    wishes = {frozenset({person.id, other}) for person in pool for other in person.avoid}
    known = people.by_id(session, cohort.workspace, {id_ for wish in wishes for id_ in wish})
    for one, other in sorted(tuple(sorted(wish)) for wish in wishes):
        history.remember(session, cohort.workspace, known[one], known[other], APART, today)


def fingerprints(pool: Sequence[Participant]) -> dict[str, str]:
    """One of everybody, by number: the same for the same answers, whatever the order of a set.

    Wishes are left out, because by them nobody may be told apart; `terms_fingerprint` has them.
    """
    return {str(person.id): _hash(replace(person, avoid=frozenset())) for person in pool}


def terms_fingerprint(
    terms: Terms, asked: frozenset[frozenset[int]], rules: Rules, pool: Sequence[Participant]
) -> str:
    """One of whatever else decides a matching of these people: past, wishes, codes, rules; not the day."""
    ids = {person.id for person in pool}
    wishes = frozenset(frozenset({person.id, other}) for person in pool for other in person.avoid)
    of_two = (terms.past_pairs, terms.kept_apart | wishes, asked)
    of_one = (terms.waited, terms.in_trio_before)
    return _hash(
        [
            *(sorted(sorted(two) for two in those if two <= ids) for those in of_two),
            *(sorted(those & ids) for those in of_one),
            sorted(sorted(link) for link in terms.linked_directorates),
            rules,
        ]
    )


def _hash(what: object) -> str:
    plain = msgspec.to_builtins(what, order="deterministic")
    return hashlib.sha256(msgspec.json.encode(plain, order="deterministic")).hexdigest()


def _participants(session: Session, cohort: Cohort, is_one: Callable[[SignUp], bool]) -> list[Participant]:
    those = [each for each, _ in sign_ups.of_cohort(session, cohort) if is_one(each)]
    names_others = any(each.apart_emails for each in those)
    known_as = people.by_email(session, cohort.workspace) if names_others else {}
    ties: dict[int, list[Tie]] = {}
    for tie in sign_ups.ties_of_cohort(session, cohort):
        ties.setdefault(tie.sign_up_id, []).append(tie)
    found = (_participant(each, ties.get(each.id, []), _apart_by_email(each, known_as)) for each in those)
    return sorted(found, key=lambda each: each.id)


def _wants_a_partner(sign_up: SignUp) -> bool:
    return sign_up.completed_at is not None and sign_up.left_at is None and sign_up.standing != WORKSHOPS


def _apart_by_email(sign_up: SignUp, known_as: Mapping[str, frozenset[int]]) -> frozenset[int]:
    named = (sign_up.apart_emails or "").split()
    return frozenset().union(*(known_as.get(email, frozenset()) for email in named)) - {sign_up.person_id}


def _participant(sign_up: SignUp, ties: Sequence[Tie], apart: frozenset[int]) -> Participant:
    if sign_up.completed_at is None:
        raise ValueError("Nobody is matched before their form is complete.")
    return Participant(
        id=sign_up.person_id,
        group="doctor" if sign_up.group == "doctor" else "manager",
        grade_band=sign_up.grade_band or "",
        directorate=sign_up.directorate or "",
        site=sign_up.site or "",
        post_ends_on=sign_up.post_ends_on,
        want_to_learn=frozenset(sign_up.want_to_learn),
        can_offer=frozenset(sign_up.can_offer),
        free_a=frozenset(sign_up.free_a),
        free_b=frozenset(sign_up.free_b),
        permission=sign_up.permission,
        remote_ok=sign_up.remote_ok,
        trio_ok=sign_up.trio_ok or sign_up.standing == ANOTHER_PAIR,
        host_shadow_ok=sign_up.host_shadow_ok,
        night_shadow_ok=sign_up.night_shadow_ok,
        related=frozenset(tie.other_id for tie in ties if tie.kind not in (AVOID, ROTA)),
        avoid=apart | {tie.other_id for tie in ties if tie.kind == AVOID},
        signed_up_at=sign_up.completed_at,
        rota_writers=frozenset(tie.other_id for tie in ties if tie.kind == ROTA),
        works_on=WORKING_WEEK if sign_up.works_on is None else frozenset(sign_up.works_on),
        preference=_PREFERENCES.get(sign_up.directorate_pref or "", "none"),
    )
