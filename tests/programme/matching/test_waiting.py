"""Later offers go round in the stated order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from programme.matching.waiting import waiting_order
from tests.programme.matching.cast import START, doctor


def test_who_waited_before_comes_first_then_who_leaves_sooner_then_who_signed_up_earlier() -> None:
    soon, later = START + timedelta(weeks=14), START + timedelta(weeks=30)
    early, late = datetime(2027, 8, 1, tzinfo=UTC), datetime(2027, 8, 2, tzinfo=UTC)
    people = [
        doctor(1, signed_up_at=early),
        doctor(2, post_ends_on=later, signed_up_at=early),
        doctor(3, post_ends_on=soon, signed_up_at=late),
        doctor(4, post_ends_on=soon, signed_up_at=early),
        doctor(5, signed_up_at=late),
        doctor(6, signed_up_at=early),
    ]
    assert waiting_order(people, {5}) == [5, 4, 3, 2, 1, 6]
    assert waiting_order(people[::-1], frozenset()) == [4, 3, 2, 1, 6, 5]
