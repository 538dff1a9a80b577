"""Which command somebody typed: a table of what is one, and of what is not."""

from __future__ import annotations

import pytest

from bot.teams.typed import command


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("pairme", ("pairme", "")),
        ("/pairme", ("pairme", "")),
        ("PairMe", ("pairme", "")),
        ("Pairme!", ("pairme", "")),
        ("pairme status", ("pairme", "status")),
        ("/pairme status", ("pairme", "status")),
        ("/PAIRME Status", ("pairme", "Status")),
        ("pairme code 7KF3-Q2XM", ("pairme", "code 7KF3-Q2XM")),
        ("cohort-report", ("cohort-report", "")),
        ("/cohort new", ("cohort", "new")),
        ("cohort people", ("cohort", "people")),
        ("workshop help", ("workshop", "help")),
        ("reflect", ("reflect", "")),
        ("reflect on this week", ("reflect", "on this week")),
        ("/reflect on how the night went for all of us", ("reflect", "on how the night went for all of us")),
        ("/reflect\nfirst line\nsecond line", ("reflect", "first line\nsecond line")),
        ("home", ("home", "")),
        ("/home", ("home", "")),
        ("/cohrt new", ("cohort", "help")),
        ("/reflct", ("reflect", "help")),
        ("/weather tomorrow", ("pairme", "/weather")),
    ],
)
def test_this_is_a_command(words: str, meant: tuple[str, str]) -> None:
    assert command(words) == meant


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "hello",
        "status",
        "help",
        "reflect more on how the night went",
        "workshop was the best thing this year",
        "home is where I thought about it",
        "we have met",
        "/",
        "7/8 of them",
    ],
)
def test_this_is_none(words: str) -> None:
    assert command(words) is None


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("cohort-report", ("cohort-report", "")),
        ("/workshop", ("workshop", "")),
        ("workshop on leadership next Tuesday at noon", ("workshop", "on leadership next Tuesday at noon")),
        ("status", ("pairme", "status")),
        ("help", ("pairme", "help")),
        ("hello", None),
        ("home", None),
        ("", None),
    ],
)
def test_what_is_said_to_the_bot_by_name_may_be_longer(words: str, meant: tuple[str, str] | None) -> None:
    assert command(words, is_mention=True) == meant
