from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.teams.fitting import size
from bot.teams.render import activity, card, consent, page_in_dialog, replaced, said_in_dialog
from practice.teams.cards import activity_problems, card_problems, invoke_problems
from programme.words.message import Bar, Button, Chart, Confirm, File, Message, Page
from tests.golden.looks import typed_problems

MET = Chart("Pairs who have met", "21 of 30 pairs have met.", (Bar("North", 12), Bar("South", 9)))
FULL = Message(
    title="Your partner",
    paragraphs=("Your partner is Priya Nair.", "Priya manages outpatients."),
    facts=(("Where", "Ward 4, left of the lift"), ("When", "Tuesday 16 March, 2pm")),
    buttons=(Button("Find a time", "find_time", "pair 7", "main", opens_form=True), Button("Not now", "no")),
    note="Only you can see this.",
)
ASKED = Confirm("Delete it for good?", "Delete")
LEAVE = Button("Leave", "leave", "3", "danger", ASKED)
TYPED = [
    "*bold* and _slanted_ and ~gone~",
    "[a link](https://evil.example)",
    "https://evil.example",
    "www.evil.example",
    "see evil.example",
    "//evil.example",
    "<at>Priya Nair</at> come",
    "priya@larkhill.example",
    "&amp; &lt;b&gt;",
    "{{DATE(2027-03-15T06:00:00Z, SHORT)}}",
    "- a list",
    "1. a list",
    "# a heading",
    "`code` \\* and \\",
]


def drawn(message: Message, **how: Any) -> dict[str, Any]:
    """The activity, once nobody has anything to say against it."""
    posted = activity(message, **how)
    assert activity_problems(posted) == []
    assert typed_problems(posted) == []
    return posted


def body(message: Message, **how: Any) -> list[dict[str, Any]]:
    elements: list[dict[str, Any]] = drawn(message, **how)["attachments"][0]["content"]["body"]
    return elements


def kinds(message: Message) -> list[str]:
    return [element["type"] for element in body(message)]


def lines(message: Message, **how: Any) -> list[str]:
    return [written(element) for element in body(message, **how) if written(element)]


def written(element: dict[str, Any]) -> str:
    runs = element.get("inlines", [])
    return str(element.get("text", "")) or "".join(run["text"] for run in runs)


def actions(message: Message, **how: Any) -> list[dict[str, Any]]:
    return [action for row in body(message, **how) for action in row.get("actions", [])]


def test_a_message_reads_from_its_title_down_to_what_can_be_done() -> None:
    assert kinds(FULL) == ["TextBlock", "TextBlock", "TextBlock", "FactSet", "TextBlock", "ActionSet"]
    assert lines(FULL) == [
        "Your partner",
        "Your partner is Priya Nair.",
        "Priya manages outpatients.",
        "Only you can see this.",
    ]
    assert body(FULL)[0]["style"] == "heading"
    assert [action["title"] for action in actions(FULL)] == ["Find a time", "Not now", "Get help"]


def test_a_phone_is_told_what_it_is_about() -> None:
    posted = drawn(FULL)
    assert posted["summary"] == "Your partner. Your partner is Priya Nair."
    assert posted["attachments"][0]["content"]["fallbackText"] == posted["summary"]
    assert drawn(Message(("Have you met?",), chart=MET))["summary"] == f"Have you met? {MET.summary}"


def test_what_somebody_shared_does_not_light_up_on_a_locked_phone() -> None:
    posted = drawn(Message(("Bo Li has shared a reflection with you.", "I was afraid.")))
    assert posted["summary"] == "Bo Li has shared a reflection with you."


def test_a_long_first_paragraph_is_shortened_only_for_the_phone() -> None:
    message = Message(("word " * 500,))
    assert len(drawn(message)["summary"]) == 300
    assert lines(message) == [("word " * 500).strip()]


def test_a_message_with_nothing_for_the_phone_to_show_is_refused() -> None:
    with pytest.raises(ValueError, match="it is what phones show"):
        activity(Message((" ",), facts=(("Where", "Ward 4"),)))


@pytest.mark.parametrize("typed", TYPED)
def test_what_a_person_typed_is_shown_as_it_was_typed(typed: str) -> None:
    """No client reads Markdown in the runs of a RichTextBlock."""
    message = Message((typed,), title=typed, facts=(("Where", typed),), note=typed)
    assert lines(message) == [typed, typed, f"Where: {typed}", typed]
    assert kinds(message) == ["RichTextBlock"] * 4 + ["ActionSet"]


def test_harmless_text_stays_plain() -> None:
    text = 'Ben O\'Neill (82 of 100): "Tea, cake; and a 20-minute talk!" Is 2/3 enough? £5 – or 12:30.'
    assert kinds(Message((text,))) == ["TextBlock", "ActionSet"]


def test_each_line_stands_by_itself_because_clients_break_lines_differently() -> None:
    message = Message(("One\nTwo\r\n\n  Three",))
    assert lines(message) == ["One", "Two", "Three"]
    assert [element.get("spacing") for element in body(message)[:3]] == [None, "Small", "Default"]


def test_a_fact_that_does_not_fit_beside_its_name_stands_below_in_its_place() -> None:
    facts = (("Ward", " "), ("Why", "One reason\nand another"), ("Where", "x" * 301), ("When", "2pm"))
    message = Message(("Hello",), facts=facts)
    in_order = ["FactSet", "RichTextBlock", "TextBlock", "RichTextBlock", "FactSet"]
    assert kinds(message) == ["TextBlock", *in_order, "ActionSet"]
    assert body(message)[1]["facts"] == [{"title": "Ward", "value": "–"}]
    assert lines(message)[1:3] == ["Why: One reason", "and another"]


def test_a_button_that_opens_a_form_asks_for_a_dialog_and_another_has_its_card_replaced() -> None:
    opens, acts, help_ = actions(FULL)
    assert opens["type"] == "Action.Submit"
    assert opens["data"] == {"msteams": {"type": "task/fetch"}, "press": "find_time", "subject": "pair 7"}
    assert opens["style"] == "positive"
    assert (acts["type"], acts["verb"]) == ("Action.Execute", "no")
    assert acts["data"] == acts["fallback"]["data"] == {"press": "no", "subject": ""}
    assert help_["verb"] == "get_help"


def test_what_cannot_be_undone_asks_first() -> None:
    shown = actions(Message(("Hello",), buttons=(LEAVE,)))[0]
    assert (shown["type"], shown["title"], shown["style"]) == ("Action.ShowCard", "Leave", "destructive")
    assert shown["card"]["body"][0]["text"] == "Delete it for good?"
    yes = shown["card"]["actions"][0]
    assert (yes["title"], yes["verb"], yes["data"]["subject"]) == ("Delete", "leave", "3")


def test_a_row_has_at_most_six_buttons_and_no_two_with_the_same_words() -> None:
    seven = tuple(Button(str(number), "choose", str(number)) for number in range(7))
    assert [len(row["actions"]) for row in body(Message(("Hello",), buttons=seven))[1:]] == [6, 2]
    twins = (Button("Change", "change", "1"), Button("Change", "change", "2"))
    assert [len(row["actions"]) for row in body(Message(("Hello",), buttons=twins))[1:]] == [1, 2]


def test_a_row_is_no_wider_than_a_phone() -> None:
    message = Message(("Hello",), buttons=(Button("Share with my partner", "share"), Button("Change", "do")))
    titles = [[action["title"] for action in row["actions"]] for row in body(message)[1:]]
    assert titles == [["Share with my partner", "Change"], ["Get help"]]


def test_who_asks_for_help_already_is_not_offered_it_twice() -> None:
    message = Message(("Hello",), buttons=(Button("Talk to us", "get_help"),))
    assert [action["title"] for action in actions(message)] == ["Talk to us"]


def test_a_chat_is_offered_with_those_whose_login_is_known() -> None:
    message = Message(("Hello",), chat_with=("a1", "b2", "c3"))
    link = actions(message, logins={"a1": "priya.o'neill+x@larkhill.example", "b2": "tom@larkhill.example"})[
        0
    ]
    assert link["type"] == "Action.OpenUrl"
    assert link["url"] == (
        "https://teams.microsoft.com/l/chat/0/0?users="
        "priya.o%27neill%2Bx%40larkhill.example,tom%40larkhill.example"
    )
    assert [action["title"] for action in actions(message)] == ["Get help"]


def test_a_page_can_be_led_to() -> None:
    link = actions(FULL, link=("Fetch the file", "https://pairme.example/file/s3cret"))[2]
    assert (link["title"], link["url"]) == ("Fetch the file", "https://pairme.example/file/s3cret")


def test_a_chart_is_drawn_from_numbers_with_its_words_and_its_table() -> None:
    words, picture, table, _ = body(Message((), chart=MET))
    assert words["text"] == MET.summary
    assert picture["data"] == [{"x": "North", "y": 12}, {"x": "South", "y": 9}]
    assert picture["fallback"] == "drop"
    cells = [[cell["items"][0]["text"] for cell in row["cells"]] for row in table["rows"]]
    assert cells == [["Pairs who have met", "Number"], ["North", "12"], ["South", "9"]]


def test_what_a_message_cannot_hold_ends_politely_and_keeps_every_button() -> None:
    names = tuple(f"Resident doctor number {number} of Larkhill" for number in range(600))
    message = Message(names, title="Who takes part", buttons=FULL.buttons, note=FULL.note)
    shown = lines(message)
    kept = len(shown) - 3
    assert shown[1 : kept + 1] == list(names[:kept])
    assert shown[-2:] == [f"… and {600 - kept} more lines.", FULL.note]
    assert kept > 250
    assert [action["title"] for action in actions(message)] == ["Find a time", "Not now", "Get help"]


def test_facts_that_are_left_out_are_counted_one_by_one() -> None:
    facts = tuple((f"Doctor {number}", "Paediatrics, Larkhill main site") for number in range(600))
    shown = body(Message(("Hello",), facts=facts))
    kept = sum(len(element["facts"]) for element in shown if element["type"] == "FactSet")
    assert shown[-2]["text"] == f"… and {600 - kept} more lines."


def test_one_endless_line_is_cut_at_its_spaces() -> None:
    shown = lines(Message(("word " * 20_000,)))
    assert all(len(text) <= 3000 and not text.startswith(" ") for text in shown)
    assert shown[-1].endswith("more lines.")


def test_a_message_is_as_small_as_teams_wants_it_whatever_the_alphabet() -> None:
    posted = drawn(Message(("☕" * 40_000,), title="Coffee", facts=(("Where", "☕" * 9000),)))
    assert size(posted) < 28 * 1024


def test_more_buttons_than_a_message_can_hold_are_refused_in_words() -> None:
    many = tuple(Button(f"Choice {number}", "choose", "x" * 200) for number in range(60))
    with pytest.raises(ValueError, match=r"Everything is \d+ bytes more than Teams takes"):
        card(Message(("Hello",), title="Everything", buttons=many))


def test_a_pressed_card_is_replaced_by_another() -> None:
    answer = replaced(card(FULL))
    assert invoke_problems("adaptiveCard/action", answer) == []
    assert answer["value"] == card(FULL)


def test_a_dialog_can_say_something_and_its_buttons_stay_in_it() -> None:
    answer = said_in_dialog(Message(("This is not yours.",), buttons=(*FULL.buttons, LEAVE)))
    assert invoke_problems("task/submit", answer) == []
    assert "Action.Execute" not in json.dumps(answer)
    assert "task/fetch" not in json.dumps(answer)
    assert answer["task"]["value"]["title"] == "PairMe"


def test_a_file_asks_before_it_is_put_among_the_readers_own() -> None:
    file = File("workshop.ics", "BEGIN:VCALENDAR – café", "Leadership styles")
    asked = consent(file, "s3cret")
    posted = activity(Message(("Calendar file",), file=file))
    posted["attachments"].append(asked)
    assert activity_problems(posted) == []
    assert asked["name"] == "workshop.ics"
    assert asked["content"]["sizeInBytes"] == len(file.content.encode())
    assert asked["content"]["acceptContext"] == {"file": "s3cret"}


TEXT = st.text(min_size=1, max_size=80).filter(str.strip)
LABEL = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=90)
LONG = st.builds(str.__mul__, st.text(min_size=1, max_size=30), st.integers(1, 400))
BUTTON = st.builds(
    Button,
    LABEL,
    st.sampled_from(["leave", "pause", "get_help"]),
    st.text(max_size=20),
    st.sampled_from(["plain", "main", "danger"]),
    st.none() | st.builds(Confirm, LABEL, st.just("Leave")),
    st.booleans(),
)
BARS = st.lists(st.builds(Bar, LABEL, st.integers(0, 99)), max_size=3, unique_by=lambda bar: bar.label)
MESSAGE = st.builds(
    Message,
    st.builds(
        lambda few, many: ("Hello", *few, *many), st.lists(LONG, max_size=8), st.lists(TEXT, max_size=60)
    ),
    title=st.text(max_size=200),
    facts=st.lists(st.tuples(st.text(max_size=90), st.text(max_size=90) | LONG), max_size=12).map(tuple),
    buttons=st.lists(BUTTON, max_size=12).map(tuple),
    chart=st.none() | st.builds(Chart, TEXT, TEXT, BARS.map(tuple)),
    note=st.text(max_size=90),
)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(MESSAGE)
def test_any_message_is_drawn_so_that_the_checker_accepts_it(message: Message) -> None:
    posted = activity(message, letter_key="T1/answer/1")
    assert activity_problems(posted) == []
    assert card_problems(card(message), "message") == []
    assert invoke_problems("task/fetch", said_in_dialog(message)) == []
    assert '"press": "get_help"' in json.dumps(posted)


def test_a_page_is_one_dialog_with_the_buttons_of_each_part_below_it() -> None:
    parts = (
        Message(
            ("Only you can see these.",), "Your reflections", buttons=(Button("Write", "open_reflection"),)
        ),
        Message(
            ("Monday: I listened.",), note="Only you can see this", buttons=(Button("Change", "change"),)
        ),
    )
    answer = page_in_dialog(Page(parts))
    assert invoke_problems("task/fetch", answer) == []
    value = answer["task"]["value"]
    body = value["card"]["content"]["body"]
    titles = [[action["title"] for action in each["actions"]] for each in body if each["type"] == "ActionSet"]
    assert (value["title"], titles) == ("Your reflections", [["Write"], ["Change"], ["Get help"]])


def test_of_a_page_too_long_for_a_dialog_the_newest_parts_are_shown() -> None:
    long = tuple(Message((f"{number}: {'words ' * 600}",)) for number in range(12))
    answer = page_in_dialog(Page((Message((), "Your reflections"), *long)))
    assert invoke_problems("task/fetch", answer) == []
    texts = [each.get("text", "") for each in answer["task"]["value"]["card"]["content"]["body"]]
    assert texts[0].startswith("0: ")
    assert 3 < sum(text[0].isdigit() for text in texts if text) < 12
