"""A health number is found however it is written, and nothing else is."""

from __future__ import annotations

import calendar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.health_numbers import found

SEPARATORS = (" ", "\u00a0", "\u202f", "-", "\u2010", "\u2011", "–", ".")
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
MATHEMATICAL_BOLD = str.maketrans("0123456789", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")


def is_health_number(number: str) -> bool:
    """The plain oracle: the published rule, written out the long way round."""
    total = 0
    for place in range(9):
        total += int(number[place]) * (10 - place)
    check = 11 - total % 11
    if check == 11:
        check = 0
    if check == 10 or check != int(number[9]):
        return False
    value, day, month = int(number), int(number[:2]), int(number[2:4])
    days = 29 if month == 2 else calendar.monthrange(2001, month)[1] if 1 <= month <= 12 else 0
    return (
        (100_000_000 <= value <= 3_112_999_999 and 1 <= day <= days)
        or 3_200_000_000 <= value <= 3_999_999_999
        or 4_000_000_000 <= value <= 4_999_999_999
        or 6_000_000_000 <= value <= 7_999_999_999
        or value >= 9_000_000_000
    )


def shown(number: str) -> str:
    return f"{number[:3]} … {number[8:]}"


def tenth_digit(nine: str) -> str:
    weighted = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True))
    return str(-weighted % 11 % 10)


numbers = st.from_regex(r"[0-9]{9}", fullmatch=True).map(lambda nine: nine + tenth_digit(nine))
any_ten = st.from_regex(r"[0-9]{10}", fullmatch=True)
separators = st.sampled_from(SEPARATORS)


@given(st.one_of(numbers, any_ten))
def test_ten_digits_are_found_exactly_when_the_published_rule_says_so(number: str) -> None:
    assert found(f"Number {number} here") == ([shown(number)] if is_health_number(number) else [])


@given(st.one_of(numbers, any_ten), separators, separators)
def test_groups_change_nothing(number: str, first: str, second: str) -> None:
    expected = [shown(number)] if is_health_number(number) else []
    assert found(f"({number[:3]}{first}{number[3:6]}{second}{number[6:]})") == expected
    assert found(f"{number[:6]}{first}{number[6:]},") == expected


@given(st.text(alphabet="0123456789 -.£a", max_size=60))
def test_whatever_is_found_stands_in_the_text_and_passes_the_rule(text: str) -> None:
    digits = "".join(character for character in text if character.isdigit())
    stretches = [digits[start : start + 10] for start in range(len(digits) - 9)]
    for mask in found(text):
        assert any(shown(stretch) == mask and is_health_number(stretch) for stretch in stretches)


@given(st.lists(st.sampled_from(["9434765919", "943 476 5870", "943476-5919"]), max_size=5))
def test_every_number_of_a_text_is_found_in_its_order(written: list[str]) -> None:
    expected = ["943 … 19" if "5919" in number else "943 … 70" for number in written]
    assert found(" and then ".join(written)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5919",
        "NHS9434765919.",
        "It was 943.476.5919. She said so.",
        "no.9434765919",
        "bed 12, 943-476-5919",
        "943–476–5919",
        "943476 5919",
        "9434765919".translate(ARABIC_INDIC),
        "9434765919".translate(MATHEMATICAL_BOLD),
    ],
)
def test_a_health_number_is_shown_masked(text: str) -> None:
    assert found(text) == ["943 … 19"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0330 123 1245",
        "0300 0303 300",
        "116 123",
        "01234 567890",
        "943 476 5918",
        "94347659190",
        "19434765919",
        "£9434765919",
        "9434765919£",
        "0.9434765919",
        "9434765919.5",
        "9434 765 919",
        "943  476  5919",
        "943 476\n5919",
        "943/476/5919",
        "²9434765918",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("nine", ["500000001", "599999999", "800000001", "859999999"])
def test_numbers_that_were_never_issued_are_left_alone(nine: str) -> None:
    assert found(nine + tenth_digit(nine)) == []


def test_a_scottish_number_needs_a_day_that_exists() -> None:
    leap_day, no_such_day = "290200000", "300200000"
    assert found(leap_day + tenth_digit(leap_day)) == ["290 … 0" + tenth_digit(leap_day)]
    assert found(no_such_day + tenth_digit(no_such_day)) == []
