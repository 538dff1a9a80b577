from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.blocks import advice, check_message, check_view
from tests.practice.planted import (
    HOME,
    MESSAGE,
    MISTAKES,
    MODAL,
    RICH_MESSAGE,
    STAMPED,
    Json,
    places,
    planted,
)
from tests.practice.second_opinions import BLOCKKIT, SLACKBLOCKS

GOOD = {"message": MESSAGE, "modal": MODAL, "home": HOME, "rich text": RICH_MESSAGE, "stamped": STAMPED}
every_mistake = pytest.mark.parametrize(
    ("good", "path", "value"), [row[1:] for row in MISTAKES], ids=[row[0] for row in MISTAKES]
)


def check(payload: Json, like: Json) -> list[str]:
    return check_view(payload) if "type" in like else check_message(payload)


@pytest.mark.parametrize("good", GOOD.values(), ids=GOOD.keys())
def test_a_good_payload_has_no_faults(good: Json) -> None:
    assert check(good, good) == []


@every_mistake
def test_a_planted_mistake_is_caught(good: Json, path: str, value: Any) -> None:
    faults = check(planted(good, path, value), good)
    assert faults
    assert all(fault.startswith(("message", "view")) and fault.endswith(".") for fault in faults)


def test_a_fault_names_the_block_and_the_field() -> None:
    bad = planted(MESSAGE, "blocks.4.elements.0.text.text", "x" * 76)
    sentence = (
        "message.blocks[4] (actions).elements[0] (button).text.text has 76 characters; it takes 1 to 75."
    )
    assert check_message(bad) == [sentence]


def test_every_fault_of_a_payload_is_named_at_once() -> None:
    bad = planted(planted(MESSAGE, "text", ""), "blocks.0.text.text", "x" * 151)
    assert len(check_message(bad)) == 2


def test_other_arguments_of_the_call_may_stand_beside_the_message() -> None:
    assert (
        check_message({"channel": "C1", "thread_ts": "1.2", "response_type": "ephemeral", "text": "Hello"})
        == []
    )


def test_a_home_may_hold_boxes_without_submit() -> None:
    assert check_view({**HOME, "blocks": [*HOME["blocks"], MODAL["blocks"][3]]}) == []


def test_a_long_text_is_advised_against_before_it_is_refused() -> None:
    long = {"text": "x" * 4001}
    assert check_message(long) == []
    assert advice(long) == ["message.text has 4001 characters; Slack advises no more than 4000."]
    assert advice({"text": "x" * 4000}) == advice({}) == []


def test_we_catch_what_two_other_checkers_catch_and_more() -> None:
    opinions = [
        (BLOCKKIT.opinion(bad), SLACKBLOCKS.opinion(bad), "caught" if check(bad, good) else "missed")
        for _, good, path, value in MISTAKES
        for bad in [planted(good, path, value)]
    ]
    blockkit, slackblocks, ours = (Counter(column) for column in zip(*opinions, strict=True))
    assert (blockkit["caught"], slackblocks["caught"], ours["caught"]) == (77, 66, 109)
    assert (blockkit["cannot say"], slackblocks["cannot say"]) == (12, 10)
    assert sum("caught" in row[:2] for row in opinions) == 83
    assert all(row[2] == "caught" for row in opinions if "caught" in row[:2])


@pytest.mark.parametrize(
    "good", [MESSAGE, MODAL, HOME, RICH_MESSAGE], ids=["message", "modal", "home", "rich text"]
)
def test_two_other_checkers_take_what_we_take(good: Json) -> None:
    assert (BLOCKKIT.opinion(good), SLACKBLOCKS.opinion(good)) == ("missed", "missed")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(derandomize=True, deadline=None)
@given(st.data(), st.sampled_from([MESSAGE, MODAL, RICH_MESSAGE, STAMPED]), ANYTHING)
def test_nonsense_anywhere_gets_sentences_and_never_an_exception(
    data: st.DataObject, good: Json, nonsense: object
) -> None:
    bad = planted(good, data.draw(st.sampled_from(places(good))), nonsense)
    assert all(isinstance(fault, str) for fault in check(bad, good))
