"""Codes are short, easy to read aloud, and drawn from all the chance that they are given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from programme.pairing_code import LETTERS, drawn


def test_a_code_has_no_letters_that_look_alike() -> None:
    assert len(set(LETTERS)) == 32
    assert not set("01OI") & set(LETTERS)


@given(st.integers(0, 2**62 - 1))
def test_a_code_is_two_times_four_letters(chance: int) -> None:
    first, second = drawn(chance).split("-")
    assert len(first) == len(second) == 4
    assert set(first + second) <= set(LETTERS)


@given(st.sets(st.integers(0, 2**40 - 1), min_size=2, max_size=2))
def test_every_one_of_forty_bits_makes_another_code(chances: set[int]) -> None:
    assert len({drawn(chance) for chance in chances}) == 2
