"""Everybody who can be matched, as the matching sees them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from programme.participant import Participant
from storage import codes, people, sign_ups

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from storage.cohorts import Cohort
    from storage.sign_ups import SignUp, Tie


def pool_of(session: Session, cohort: Cohort) -> list[Participant]:
    """Everybody in a cohort who has finished the form."""
    everybody = sign_ups.of_cohort(session, cohort)
    complete = [sign_up for sign_up, _ in everybody if sign_up.completed_at is not None]
    known_as = people.by_email(session, cohort.workspace)
    ties: dict[int, list[Tie]] = {}
    for tie in sign_ups.ties(session, cohort.workspace, [sign_up.id for sign_up in complete]):
        ties.setdefault(tie.sign_up_id, []).append(tie)
    found = (_participant(each, ties.get(each.id, []), _apart_by_email(each, known_as)) for each in complete)
    return sorted(found, key=lambda each: each.id)


def asked_together(session: Session, cohort: Cohort) -> frozenset[frozenset[int]]:
    """Who has asked to be paired, with a code."""
    used = codes.taken(session, cohort.workspace, cohort.id)
    return frozenset(frozenset({code.given_by_id, code.taken_by_id or 0}) for code in used)


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
        trio_ok=sign_up.trio_ok,
        host_shadow_ok=sign_up.host_shadow_ok,
        night_shadow_ok=sign_up.night_shadow_ok,
        related=frozenset(tie.other_id for tie in ties if tie.kind != "avoid"),
        avoid=apart | {tie.other_id for tie in ties if tie.kind == "avoid"},
        signed_up_at=sign_up.completed_at,
    )


def fingerprint(
    pool: Sequence[Participant], past_pairs: frozenset[frozenset[int]], asked: frozenset[frozenset[int]]
) -> str:
    """The same for the same people with the same answers, past partners and codes, whatever the order of a set."""
    plain = [msgspec.to_builtins(person, order="deterministic") for person in pool]
    ids = {person.id for person in pool}
    past, codes_used = (
        sorted(sorted(pair) for pair in those if pair <= ids) for those in (past_pairs, asked)
    )
    return hashlib.sha256(msgspec.json.encode([plain, past, codes_used], order="deterministic")).hexdigest()
