"""Addresses as people type them."""

from __future__ import annotations

import pytest

from programme import email_address


@pytest.mark.parametrize("text", ["amina@example.org", "a.b+c@nhs.example.net", "o'neill@example.co.uk"])
def test_an_address_is_one(text: str) -> None:
    assert email_address.is_address(text)


@pytest.mark.parametrize("text", ["", "amina", "amina@example", "@example.org", "a b@example.org", "a@b@c.d"])
def test_what_is_none_is_none(text: str) -> None:
    assert not email_address.is_address(text)


def test_several_are_told_apart_whatever_stands_between_them_and_each_counts_once() -> None:
    written = " Amina@Example.org, <ben@example.org>;\nmailto:ben@example.org  chidi@example.org;"
    assert email_address.parts(written) == ["amina@example.org", "ben@example.org", "chidi@example.org"]
