from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.render import fallback, home, info, message_payload
from practice.blocks import advice, check_message, check_view
from programme.words.message import Bar, Button, Chart, Confirm, Message, Page

HELP = {
    "type": "button",
    "action_id": "get_help",
    "text": {"type": "plain_text", "text": "Get help", "emoji": False},
}
MET = Chart("Pairs who have met", "21 of 30 pairs have met.", (Bar("North", 12), Bar("South", 9)))
FULL = Message(
    title="Your partner",
    paragraphs=("Your partner is Priya Nair.", "Priya manages outpatients."),
    facts=(("Where", "Ward 4, *left* of the lift"), ("When", "Tuesday 16 March, 2pm")),
    buttons=(Button("Find a time", "find_time", "pair 7", "main"), Button("Not now", "not_now")),
    note="Only you can see this.",
)
NAMES = [f"Resident doctor number {number} of Larkhill" for number in range(60)]


def drawn(message: Message, **how: str) -> dict[str, Any]:
    """The payload, once the checker has nothing to say about it."""
    payload = message_payload(message, **how)
    assert check_message(payload) == []
    assert advice(payload) == []
    return payload


def kinds(payload: dict[str, Any]) -> list[str]:
    return [block["type"] for block in payload["blocks"]]


def words(payload: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in payload["blocks"] if "text" in block]


def test_a_message_reads_from_its_title_down_to_what_can_be_done() -> None:
    payload = drawn(FULL)
    assert kinds(payload) == ["header", "section", "section", "section", "context", "actions"]
    assert words(payload) == ["Your partner", "Your partner is Priya Nair.", "Priya manages outpatients."]
    assert payload["text"] == "Your partner\nYour partner is Priya Nair."


@pytest.mark.parametrize(
    "typed", ["<!channel> come", "*bold* and _slanted_ and ~gone~", "`code` & <@U1> :tada:", "&amp; > quoted"]
)
def test_what_a_person_typed_is_shown_as_it_was_typed(typed: str) -> None:
    payload = drawn(Message((typed,), title=typed, facts=((typed, typed),), note=typed))
    texts = [block["text"] for block in payload["blocks"] if "text" in block]
    texts += payload["blocks"][2]["fields"] + payload["blocks"][3]["elements"]
    assert texts == [{"type": "plain_text", "text": typed, "emoji": False}] * 5


def test_a_notification_cannot_ring_a_whole_channel() -> None:
    assert drawn(Message(("Tea & cake? <!channel>",)))["text"] == "Tea &amp; cake? &lt;!channel&gt;"


def test_a_fact_has_its_name_in_bold_and_its_value_plain() -> None:
    fields = drawn(FULL)["blocks"][3]["fields"]
    assert fields[0] == {"type": "mrkdwn", "text": "*Where*", "verbatim": True}
    assert fields[1] == {"type": "plain_text", "text": "Ward 4, *left* of the lift", "emoji": False}


def test_a_fact_too_long_for_a_field_stands_below_as_a_paragraph() -> None:
    payload = drawn(Message(("Hello",), facts=(("Short", "x"), ("Long", "x" * 2001))))
    assert words(payload) == ["Hello", f"Long: {'x' * 2001}"]


def test_a_fact_without_a_value_is_shown_as_a_dash() -> None:
    assert drawn(Message(("Hello",), facts=(("Ward", " "),)))["blocks"][1]["fields"][1]["text"] == "–"


def test_eleven_facts_need_three_tables() -> None:
    facts = tuple((f"Fact {number}", "x") for number in range(11))
    assert [len(block["fields"]) for block in drawn(Message(("Hello",), facts=facts))["blocks"][1:4]] == [
        10,
        10,
        2,
    ]


def test_60_names_fit_as_paragraphs_as_one_paragraph_and_as_facts() -> None:
    apart = drawn(Message(tuple(NAMES), title="Who takes part"))
    assert kinds(apart) == ["header", "section", "actions"]
    assert words(apart)[1] == "\n\n".join(NAMES)
    assert words(drawn(Message(("\n".join(NAMES),)))) == ["\n".join(NAMES)]
    assert len(drawn(Message(("Hello",), facts=tuple((name, "North") for name in NAMES)))["blocks"]) == 14


def test_a_long_paragraph_is_split_at_line_ends() -> None:
    lines = [f"{number} {'x' * 97}" for number in range(100, 160)]
    first, second, third = words(drawn(Message(("\n".join(lines),))))
    assert [first.count("\n"), second.count("\n"), third.count("\n")] == [28, 28, 1]
    assert f"{first}\n{second}\n{third}".split("\n") == lines


def test_a_paragraph_without_line_ends_is_split_at_spaces_or_else_anywhere() -> None:
    assert words(drawn(Message(("word " * 700,))))[0].endswith("word")
    assert [len(part) for part in words(drawn(Message(("x" * 3001,))))] == [3000, 1]


def test_a_message_beyond_50_blocks_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="Everything needs 53 blocks and Slack takes 50"):
        message_payload(Message(("x" * 3000,) * 51, title="Everything"))


def test_a_message_with_nothing_for_the_phone_to_show_is_refused() -> None:
    with pytest.raises(ValueError, match="it is what phones show"):
        message_payload(Message((" ",), facts=(("Where", "Ward 4"),)))


def test_a_long_first_paragraph_is_shortened_only_in_the_notification() -> None:
    payload = drawn(Message(("x" * 5000,)))
    assert len(payload["text"]) == 3000
    assert payload["text"].endswith("…")
    assert sum(map(len, words(payload))) == 5000


def test_a_title_too_long_for_a_header_is_said_in_full() -> None:
    assert words(drawn(Message(("Hello",), title="x" * 151))) == ["x" * 151, "Hello"]


def test_a_chart_is_a_picture_with_its_summary_as_alt_text() -> None:
    picture = drawn(Message(("Hello",), chart=MET), image_file_id="F0123456789")["blocks"][1]
    assert picture == {"type": "image", "slack_file": {"id": "F0123456789"}, "alt_text": MET.summary}


def test_a_chart_without_a_picture_is_said_in_words_and_numbers() -> None:
    payload = drawn(Message((), chart=MET))
    assert payload["text"] == MET.summary
    assert words(payload) == ["Pairs who have met\n21 of 30 pairs have met.\n\nNorth: 12\nSouth: 9"]


def test_a_letter_can_be_found_again_by_its_key() -> None:
    payload = drawn(FULL, letter_key="W/prompt/7/2/3")
    assert payload["blocks"][0]["block_id"] == "W/prompt/7/2/3"
    assert payload["metadata"] == {"event_type": "pairme_letter", "event_payload": {"key": "W/prompt/7/2/3"}}


def test_a_key_too_long_for_a_block_is_still_its_own() -> None:
    first, second = (drawn(FULL, letter_key="x" * 255 + end) for end in "ab")
    assert first["blocks"][0]["block_id"] != second["blocks"][0]["block_id"]
    assert first["metadata"]["event_payload"]["key"] == "x" * 255 + "a"


def test_a_home_holds_its_parts_and_one_get_help() -> None:
    view = home(Page((FULL, Message(("Nothing is due.",), chart=MET))))
    assert check_view(view) == []
    assert json.dumps(view).count("get_help") == 1
    assert [block["type"] for block in view["blocks"]].count("divider") == 1
    assert view["blocks"][-1]["elements"] == [HELP]


def test_a_home_with_its_own_way_to_help_gets_no_second_and_an_empty_home_has_one() -> None:
    own = home(Page((Message(("Hello",), buttons=(Button("Talk to us", "get_help"),)),)))
    assert json.dumps(own).count("get_help") == 1
    assert home(Page(()))["blocks"] == [{"type": "actions", "elements": [HELP]}]


def test_a_home_joins_paragraphs_before_it_is_refused() -> None:
    parts = (Message(tuple(NAMES)), Message(tuple(NAMES)))
    assert len(home(Page(parts))["blocks"]) == 4
    with pytest.raises(ValueError, match="A home needs 102 blocks"):
        home(Page((Message(("x" * 3000,) * 101),)))


def test_a_message_without_a_conversation_to_stand_in_is_shown_as_a_view_with_nothing_to_send() -> None:
    view = info(Message(("This is not yours to see.",), title="Not for you"))
    assert check_view(view) == []
    assert [block["type"] for block in view["blocks"]] == ["header", "section", "actions"]
    assert "submit" not in view


TEXT = st.text(min_size=1, max_size=80).filter(str.strip)
LABEL = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=90)
LONG = st.builds(str.__mul__, st.text(min_size=1, max_size=30), st.integers(1, 200))
CONFIRM = st.builds(Confirm, LABEL, st.just("Leave"))
BUTTON = st.builds(
    Button,
    LABEL,
    st.sampled_from(["leave", "pause", "get_help"]),
    st.text(max_size=20),
    confirm=st.none() | CONFIRM,
)
CHART = st.builds(
    Chart, TEXT, TEXT, st.lists(st.builds(Bar, LABEL, st.integers(0, 99)), max_size=3).map(tuple)
)
MESSAGE = st.builds(
    Message,
    st.builds(
        lambda few, many: ("Hello", *few, *many), st.lists(LONG, max_size=8), st.lists(TEXT, max_size=60)
    ),
    title=st.text(max_size=200),
    facts=st.lists(st.tuples(st.text(max_size=90), st.text(max_size=90) | LONG), max_size=12).map(tuple),
    buttons=st.lists(BUTTON, max_size=60).map(tuple),
    chart=st.none() | CHART,
    note=st.text(max_size=90) | LONG,
)


@settings(derandomize=True, deadline=None)
@given(MESSAGE, st.none() | st.just("F0123456789"), st.none() | TEXT)
def test_any_message_within_the_limits_is_drawn_so_that_the_checker_accepts_it(
    message: Message, image: str | None, key: str | None
) -> None:
    payload = message_payload(message, image_file_id=image, letter_key=key)
    assert check_message(payload) == []
    assert payload["text"] == fallback(message)
    assert '"action_id": "get_help"' in json.dumps(payload["blocks"])


@settings(derandomize=True, deadline=None)
@given(st.lists(MESSAGE, max_size=2))
def test_any_home_within_the_limits_is_drawn_so_that_the_checker_accepts_it(parts: list[Message]) -> None:
    assert check_view(home(Page(tuple(parts)))) == []
