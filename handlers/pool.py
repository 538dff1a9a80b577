"""Everybody who can be matched, as the matching sees them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from programme.participant import Participant
from storage import sign_ups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from storage.cohorts import Cohort
    from storage.sign_ups import SignUp, Tie


def pool_of(session: Session, cohort: Cohort) -> list[Participant]:
    """Everybody in a cohort who has finished the form."""
    complete = [
        sign_up for sign_up, _ in sign_ups.of_cohort(session, cohort) if sign_up.completed_at is not None
    ]
    ties: dict[int, list[Tie]] = {}
    for tie in sign_ups.ties(session, cohort.workspace, [sign_up.id for sign_up in complete]):
        ties.setdefault(tie.sign_up_id, []).append(tie)
    return sorted((_participant(each, ties.get(each.id, [])) for each in complete), key=lambda each: each.id)


def _participant(sign_up: SignUp, ties: Sequence[Tie]) -> Participant:
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
        avoid=frozenset(tie.other_id for tie in ties if tie.kind == "avoid"),
        signed_up_at=sign_up.completed_at,
    )


def fingerprint(pool: Sequence[Participant], past_pairs: frozenset[frozenset[int]]) -> str:
    """The same for the same people with the same answers and past partners, whatever the order of a set."""
    plain = [msgspec.to_builtins(person, order="deterministic") for person in pool]
    ids = {person.id for person in pool}
    past = sorted(sorted(pair) for pair in past_pairs if pair <= ids)
    return hashlib.sha256(msgspec.json.encode([plain, past], order="deterministic")).hexdigest()
