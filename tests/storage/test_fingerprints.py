"""From a fingerprint it can be told that something has changed, and neither what nor of whom it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from programme.matching.rules import DEFAULT
from programme.matching.terms import Terms
from programme.participant import Participant
from storage import fingerprints
from tests.programme.matching.cast import LINKED, START, doctor, manager

KEY = "the key of one workspace"
AMINA, OTHERS = doctor(1), [doctor(2), manager(11), manager(12)]


def ways_to_name(person: Participant, other: Participant) -> list[Participant]:
    """The same person, with a wish, a line manager or a rota writer."""
    ids = frozenset({other.id})
    return [replace(person, avoid=ids), replace(person, related=ids), replace(person, rota_writers=ids)]


def terms_print(everybody: Sequence[Participant], key: str = KEY, **changes: Any) -> str:
    """Of terms and rules in which nobody is named, but for the changes."""
    asked, rules = changes.pop("asked", frozenset()), changes.pop("rules", DEFAULT)
    return fingerprints.of_terms(key, replace(Terms(START, LINKED), **changes), asked, rules, everybody)


def test_a_fingerprint_changes_with_answers_and_tells_of_nobody_who_was_named() -> None:
    before = fingerprints.of_people(KEY, [AMINA, *OTHERS])
    for naming in ways_to_name(AMINA, OTHERS[-1]):
        assert fingerprints.of_people(KEY, [naming, *OTHERS]) == before
    after = fingerprints.of_people(KEY, [replace(AMINA, site="hub"), *OTHERS])
    assert {id_ for id_ in before if before[id_] != after[id_]} == {str(AMINA.id)}


def test_without_the_key_nobody_can_try_answers_against_a_fingerprint() -> None:
    ours, theirs = (
        {*fingerprints.of_people(key, [AMINA, *OTHERS]).values(), terms_print([AMINA, *OTHERS], key=key)}
        for key in (KEY, "another")
    )
    assert ours.isdisjoint(theirs)


def test_the_terms_have_a_fingerprint_in_which_every_tie_counts_alike() -> None:
    last = OTHERS[-1]
    two = frozenset({AMINA.id, last.id})
    same = terms_print([AMINA, *OTHERS])
    tied = {terms_print([naming, *OTHERS]) for naming in ways_to_name(AMINA, last)}
    backwards = [AMINA, *OTHERS[:-1], replace(last, avoid=frozenset({AMINA.id}))]
    assert tied == {terms_print(backwards)}
    changed = [
        *tied,
        terms_print([AMINA, *OTHERS], asked=frozenset({two})),
        terms_print([AMINA, *OTHERS], rules=replace(DEFAULT, least_weeks=8)),
        terms_print([AMINA, *OTHERS], linked_directorates=frozenset()),
    ]
    assert len({same, *changed}) == 5
    assert terms_print([replace(AMINA, avoid=frozenset({999})), *OTHERS]) == same


def test_what_is_remembered_leaves_no_trace_in_a_fingerprint() -> None:
    everybody = [AMINA, *OTHERS]
    two = frozenset({frozenset({everybody[0].id, everybody[-1].id})})
    assert terms_print(everybody, past_pairs=two, kept_apart=two) == terms_print(everybody)
