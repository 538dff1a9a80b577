"""In which order people without a partner are offered one who comes later."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from programme.participant import Participant


def waiting_order(people: Iterable[Participant], waited: Collection[int]) -> list[int]:
    """Their ids in turn: who waited last time, then who leaves their post sooner, then who signed up earlier.

    That is the order of the scheme's waiting list. Ids settle what is left.
    """

    def turn(person: Participant) -> tuple[bool, date, datetime, int]:
        return (
            person.id not in waited,
            person.post_ends_on or date.max,
            person.signed_up_at,
            person.id,
        )

    return [person.id for person in sorted(people, key=turn)]
