"""Fingerprints of what a matching goes by, from which it can be told that something has changed, and not what."""

from __future__ import annotations

import hmac
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.matching.rules import Rules
    from programme.matching.terms import Terms
    from programme.participant import Participant


def of_people(key: str, pool: Sequence[Participant]) -> dict[str, str]:
    """One of everybody, by number: the same for the same answers, whatever the order of a set.

    Without the key, which is the workspace's own, nobody can try answers against one. Whom people named is left out,
    because by that nobody may be told apart; `of_terms` has it.
    """
    nobody = frozenset[int]()
    return {
        str(person.id): _keyed(key, replace(person, avoid=nobody, related=nobody, rota_writers=nobody))
        for person in pool
    }


def of_terms(
    key: str, terms: Terms, asked: frozenset[frozenset[int]], rules: Rules, everybody: Sequence[Participant]
) -> str:
    """One of whatever else is told and decides a matching of these people: ties, codes, rules; not the day.

    Every tie counts the same, a wish and a line manager, so that from a change nobody can tell which it was. What is
    remembered is not in it: it is asked for again of every match before that is approved.
    """
    ids = {person.id for person in everybody}
    tied = {
        frozenset({person.id, other})
        for person in everybody
        for other in person.related | person.avoid | person.rota_writers
    }
    of_two = (tied, asked)
    links = sorted(sorted(link) for link in terms.linked_directorates)
    return _keyed(
        key, [*(sorted(sorted(two) for two in those if two <= ids) for those in of_two), links, rules]
    )


def _keyed(key: str, what: object) -> str:
    """HMAC-SHA256 (RFC 2104)."""
    plain = msgspec.to_builtins(what, order="deterministic")
    return hmac.digest(key.encode(), msgspec.json.encode(plain, order="deterministic"), "sha256").hex()
