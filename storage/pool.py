"""Everybody who can be matched, as the matching sees them."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import defer

from programme.matching.proposal import Match
from programme.matching.terms import Terms
from programme.participant import WORKING_WEEK, Participant, Preference
from storage import codes, history, pairs, people, sign_ups
from storage.history import APART, MET
from storage.last_time import last_time
from storage.pairs import RUNNING
from storage.sign_ups import ANOTHER_PAIR, AVOID, IN_THE_POOL, ROTA, WORKSHOPS, SignUp

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from storage.cohorts import Cohort
    from storage.people import Person
    from storage.sign_ups import Tie

_GROUPS = "doctor", "manager"
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
    if not paired:
        return (), []
    return running, _participants(session, cohort, lambda each: each.person_id in paired)


def asked_together(session: Session, cohort: Cohort) -> frozenset[frozenset[int]]:
    """Who has asked to be paired, with a code."""
    used = codes.taken(session, cohort.workspace, cohort.id)
    return frozenset(frozenset({code.given_by_id, code.taken_by_id or 0}) for code in used)


def terms_of(
    session: Session,
    cohort: Cohort,
    site_links: frozenset[frozenset[str]],
    starts_on: date,
    only: Collection[frozenset[int]] | None = None,
) -> Terms:
    """What a matching of the cohort goes by besides people and rules, for pairs that begin on that day.

    Two who were ever together in this cohort are kept apart in it, whether they met or not; pairs that run stay pairs.
    What is remembered is asked for of `only` these twos, and of everybody where none are named.
    """
    of_cohort = pairs.of_cohort(session, cohort)
    run = frozenset(link for pair in of_cohort if pair.state == RUNNING for link in pair.links)
    last = last_time(session, cohort)
    terms = Terms(
        starts_on=starts_on,
        linked_directorates=site_links,
        past_pairs=pairs.met(session, cohort.workspace, starts_on - history.KEPT),
        kept_apart=frozenset(link for pair in of_cohort for link in pair.links),
        waited=last.waited,
        in_trio_before=last.in_trio,
    )
    if only is None:
        terms = _with_all_remembered(session, cohort, terms)
    else:
        terms = with_remembered(session, cohort.workspace, terms, only)
    return replace(terms, past_pairs=terms.past_pairs - run, kept_apart=terms.kept_apart - run)


def with_remembered(
    session: Session, workspace: str, terms: Terms, only: Collection[frozenset[int]]
) -> Terms:
    """The same with what is remembered of these twos, on the day on which pairs begin."""
    known = people.by_id(session, workspace, {id_ for two in only for id_ in two})
    twos = [(known[one], known[other]) for one, other in map(sorted, only)]
    met, apart = (history.among(session, workspace, twos, kind, terms.starts_on) for kind in (MET, APART))
    return replace(terms, past_pairs=terms.past_pairs | met, kept_apart=terms.kept_apart | apart)


def _with_all_remembered(session: Session, cohort: Cohort, terms: Terms) -> Terms:
    """The same of each doctor with each manager, and of each two of one group who said yes to a trio."""
    everybody, sharing = _sides(session, cohort)

    def remembered(kind: str) -> frozenset[frozenset[int]]:
        doctors, managers = everybody
        two_of_one = chain.from_iterable(combinations(side, 2) for side in sharing)
        across = history.known(session, cohort.workspace, doctors, managers, kind, terms.starts_on)
        return across | history.among(session, cohort.workspace, two_of_one, kind, terms.starts_on)

    return replace(
        terms,
        past_pairs=terms.past_pairs | remembered(MET),
        kept_apart=terms.kept_apart | remembered(APART),
    )


def _sides(session: Session, cohort: Cohort) -> tuple[list[list[Person]], list[list[Person]]]:
    """The doctors and the managers of a cohort; and those of each who said yes to a trio."""
    places = [
        (place, person)
        for place, person in sign_ups.of_cohort(session, cohort)
        if place.completed_at is not None and place.left_at is None
    ]
    share = {person.id for place, person in places if _says_yes_to_a_trio(place)}
    everybody = [[person for place, person in places if place.group == group] for group in _GROUPS]
    return everybody, [[person for person in side if person.id in share] for side in everybody]


def remember_wishes(session: Session, cohort: Cohort, pool: Sequence[Participant], today: date) -> None:
    """When pairs are approved: who asked not to be paired with whom is remembered beyond this cohort."""
    wishes = {frozenset({person.id, other}) for person in pool for other in person.avoid}
    known = people.by_id(session, cohort.workspace, {id_ for wish in wishes for id_ in wish})
    for one, other in sorted(tuple(sorted(wish)) for wish in wishes):
        history.remember(session, cohort.workspace, known[one], known[other], APART, today)


def take_out(session: Session, cohort: Cohort, people_in_pairs: Collection[int]) -> None:
    """What somebody chose who lost their partner holds no longer, now that they have one."""
    mine = (SignUp.workspace == cohort.workspace, SignUp.cohort_id == cohort.id)
    for place in session.scalars(select(SignUp).where(*mine, SignUp.standing != IN_THE_POOL)):
        if place.person_id in people_in_pairs:
            place.standing = IN_THE_POOL


def _participants(session: Session, cohort: Cohort, is_one: Callable[[SignUp], bool]) -> list[Participant]:
    those = [each for each in _places(session, cohort) if is_one(each)]
    names_others = any(each.apart_emails for each in those)
    known_as = people.by_email(session, cohort.workspace) if names_others else {}
    ties: dict[int, list[Tie]] = {}
    for tie in sign_ups.ties_of_cohort(session, cohort):
        ties.setdefault(tie.sign_up_id, []).append(tie)
    found = (_participant(each, ties.get(each.id, []), _apart_by_email(each, known_as)) for each in those)
    return sorted(found, key=lambda each: each.id)


def _places(session: Session, cohort: Cohort) -> Sequence[SignUp]:
    """Without what people do, which no rule asks for and which takes long to open."""
    query = select(SignUp).where(SignUp.workspace == cohort.workspace, SignUp.cohort_id == cohort.id)
    return session.scalars(query.options(defer(SignUp.role))).all()


def _wants_a_partner(sign_up: SignUp) -> bool:
    return sign_up.completed_at is not None and sign_up.left_at is None and sign_up.standing != WORKSHOPS


def _says_yes_to_a_trio(sign_up: SignUp) -> bool:
    return sign_up.trio_ok or sign_up.standing == ANOTHER_PAIR


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
        trio_ok=_says_yes_to_a_trio(sign_up),
        host_shadow_ok=sign_up.host_shadow_ok,
        night_shadow_ok=sign_up.night_shadow_ok,
        related=frozenset(tie.other_id for tie in ties if tie.kind not in (AVOID, ROTA)),
        avoid=apart | {tie.other_id for tie in ties if tie.kind == AVOID},
        signed_up_at=sign_up.completed_at,
        rota_writers=frozenset(tie.other_id for tie in ties if tie.kind == ROTA),
        works_on=WORKING_WEEK if sign_up.works_on is None else frozenset(sign_up.works_on),
        preference=_PREFERENCES.get(sign_up.directorate_pref or "", "none"),
    )
