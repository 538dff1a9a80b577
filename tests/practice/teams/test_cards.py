from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.teams.cards import activity_problems, card_problems, invoke_problems
from tests.practice.teams.cards_mistakes import (
    ACTIVITY_MISTAKES,
    CARD_MISTAKES,
    DIALOG_MISTAKES,
    FETCHED_MISTAKES,
    INPUT_MISTAKES,
    REPLACED_MISTAKES,
)
from tests.practice.teams.cards_opinions import of_classes, of_schema
from tests.practice.teams.cards_planted import (
    ACTIVITY,
    ASKED,
    CARD,
    CONSENT,
    DIALOG,
    FETCHED,
    FORM,
    REPLACED,
    Json,
    execute,
    opens,
    places,
    planted,
    text,
)

Check = Callable[[Any], list[str]]

in_message: Check = partial(card_problems, where="message")
in_dialog: Check = partial(card_problems, where="dialog")
pressed: Check = partial(invoke_problems, "adaptiveCard/action")
fetched: Check = partial(invoke_problems, "task/fetch")
submitted: Check = partial(invoke_problems, "task/submit")

GOOD: dict[str, tuple[Json, Check]] = {
    "card": (CARD, in_message),
    "form in a card": (ASKED, in_message),
    "form in a dialog": (DIALOG, in_dialog),
    "activity": (ACTIVITY, activity_problems),
    "card in the place of another": (REPLACED, pressed),
    "dialog": (FETCHED, fetched),
}
CARDS = {"card": CARD_MISTAKES, "form in a card": INPUT_MISTAKES, "form in a dialog": DIALOG_MISTAKES}
MISTAKES = {
    **CARDS,
    "activity": ACTIVITY_MISTAKES,
    "card in the place of another": REPLACED_MISTAKES,
    "dialog": FETCHED_MISTAKES,
}
every_mistake = pytest.mark.parametrize(
    ("good", "path", "value"),
    [(good, path, value) for good, rows in MISTAKES.items() for _, path, value in rows],
    ids=[name for rows in MISTAKES.values() for name, _, _ in rows],
)


def card_with(**parts: Any) -> Json:
    return {
        "type": "AdaptiveCard",
        "version": "1.6",
        "fallbackText": "Hello",
        "body": [text("Hello")],
        **parts,
    }


@pytest.mark.parametrize(("good", "check"), GOOD.values(), ids=GOOD.keys())
def test_what_is_good_has_no_problems(good: Json, check: Check) -> None:
    assert check(good) == []


@every_mistake
def test_a_planted_mistake_is_caught(good: str, path: str, value: Any) -> None:
    payload, check = GOOD[good]
    problems = check(planted(payload, path, value))
    assert problems
    assert all(problem.startswith(("card", "activity", "answer")) for problem in problems)
    assert all(problem.endswith(".") for problem in problems)


def test_a_problem_names_the_place_and_what_belongs_there() -> None:
    assert in_message(planted(CARD, "body/3/rows/0/cells/1/items/0/size", "Huge")) == [
        "card.body[3] (Table).rows[0].cells[1].items[0] (TextBlock).size must be one of"
        " Small, Default, Medium, Large, ExtraLarge, not 'Huge'."
    ]


def test_every_problem_of_a_card_is_named_at_once() -> None:
    assert len(in_message(planted(planted(CARD, "fallbackText", ""), "body/0/size", "Huge"))) == 2


def test_more_than_six_buttons_stand_in_the_overflow_menu() -> None:
    acts = [execute(f"Do {n}", {"press": "do", "subject": str(n)}) for n in range(8)]
    assert (
        in_message(card_with(actions=[*acts[:6], *({**act, "mode": "secondary"} for act in acts[6:])])) == []
    )


def test_a_confirm_opens_a_question_and_no_further_question() -> None:
    once = CARD["body"][8]["actions"][2]
    twice = planted(once, "card/actions/0", once)
    assert in_message(card_with(actions=[once])) == []
    assert in_message(card_with(actions=[twice]))


def test_a_button_on_a_shown_card_gathers_the_inputs_around_it() -> None:
    inner = {"type": "AdaptiveCard", "body": [text("Sure?")], "actions": [execute("Save", FORM)]}
    shows = {"type": "Action.ShowCard", "title": "Save", "card": inner}
    assert in_message({**ASKED, "actions": [shows]}) == []
    waiting = planted(
        {**shows, "title": "Help"}, "card/actions/0", execute("Get help", {"press": "help", "subject": ""})
    )
    assert any(
        "waits for the inputs" in problem for problem in in_message({**ASKED, "actions": [shows, waiting]})
    )


def test_in_a_dialog_only_submit_hands_something_back_but_a_link_and_a_question_may_stand() -> None:
    ask = {
        "type": "Action.ShowCard",
        "title": "Leave",
        "card": {
            "type": "AdaptiveCard",
            "body": [text("Do you want to leave?")],
            "actions": [
                {"type": "Action.Submit", "title": "Leave", "data": {"press": "leave", "subject": ""}}
            ],
        },
    }
    link = {"type": "Action.OpenUrl", "title": "Open a chat", "url": "https://example.org/chat"}
    assert in_dialog(card_with(actions=[ask, link])) == []
    assert in_dialog(card_with(actions=[opens("When")]))


@pytest.mark.parametrize(
    "chart",
    [
        {"type": "Chart.VerticalBar", "data": [{"x": 1, "y": 2.5}], "showBarValues": True},
        {
            "type": "Chart.HorizontalBar.Stacked",
            "data": [{"title": "A", "data": [{"legend": "B", "value": 1}]}],
        },
        {"type": "Chart.VerticalBar.Grouped", "data": [{"legend": "A", "values": [{"x": "B", "y": 1}]}]},
        {"type": "Chart.Line", "data": [{"legend": "A", "values": [{"x": 1, "y": 1}]}], "yMin": 0},
        {"type": "Chart.Pie", "data": [{"legend": "A", "value": 1, "color": "good"}]},
        {"type": "Chart.Donut", "data": [{"legend": "A", "value": 1}], "value": "7"},
    ],
    ids=lambda chart: chart["type"],
)
def test_each_kind_of_chart_has_data_of_its_own_shape(chart: Json) -> None:
    assert in_message(card_with(body=[{**chart, "title": "Pairs"}])) == []
    assert of_classes(card_with(body=[{**chart, "title": "Pairs"}])) == "missed"
    assert in_message(card_with(body=[{**chart, "title": "Pairs", "data": [{"name": "A", "count": 1}]}]))


def test_a_message_may_be_words_alone_and_typing_is_no_message() -> None:
    assert activity_problems({"type": "message", "text": "Hello", "textFormat": "plain"}) == []
    assert activity_problems({"type": "typing"}) == []
    assert activity_problems({"type": "message"})
    assert activity_problems(None)


def test_a_file_alone_needs_no_summary() -> None:
    files = [each for each in ACTIVITY["attachments"] if each["contentType"] == CONSENT]
    assert activity_problems({"type": "message", "attachments": files}) == []


def test_an_invoke_may_be_answered_in_words_or_with_a_failure() -> None:
    said = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Saved."}
    failed = {
        "statusCode": 500,
        "type": "application/vnd.microsoft.error",
        "value": {"code": "failed", "message": "Nothing was saved."},
    }
    assert pressed(said) == pressed(failed) == []
    assert pressed({**failed, "statusCode": 200})
    assert pressed(None)


def test_a_dialog_may_say_something_or_close_when_it_is_sent_but_not_when_it_is_asked_for() -> None:
    words = {"task": {"type": "message", "value": "Saved."}}
    assert submitted(words) == submitted(None) == submitted({}) == submitted(FETCHED) == []
    assert fetched(words) == []
    assert fetched(None)


def test_the_answer_to_a_file_consent_is_empty_and_an_unknown_invoke_has_none() -> None:
    assert invoke_problems("fileConsent/invoke", {}) == []
    assert invoke_problems("fileConsent/invoke", {"status": "ok"})
    assert invoke_problems("composeExtension/query", {})


def test_an_answer_is_no_larger_than_a_message() -> None:
    long = "x" * 29_000
    assert pressed(planted(REPLACED, "value/body/0/text", long))
    assert fetched(planted(FETCHED, "task/value/card/content/body/0/label", long))


def test_we_catch_what_microsofts_classes_and_the_published_schema_catch_and_more() -> None:
    opinions = [
        (of_classes(bad), of_schema(bad), "caught" if check(bad) else "missed")
        for good, rows in CARDS.items()
        for payload, check in [GOOD[good]]
        for _, path, value in rows
        for bad in [planted(payload, path, value)]
    ]
    classes, schema, ours = (Counter(column) for column in zip(*opinions, strict=True))
    assert (classes["caught"], schema["caught"], ours["caught"]) == (22, 38, 131)
    assert classes["cannot say"] == 6
    assert sum("caught" in row[:2] for row in opinions) == 43
    assert all(row[2] == "caught" for row in opinions)


def test_microsofts_classes_let_unknown_keys_through_and_the_schema_does_not() -> None:
    bad = planted(CARD, "body/0/bold", True)
    assert (of_classes(bad), of_schema(bad)) == ("missed", "caught")


@pytest.mark.parametrize("good", [CARD, ASKED, DIALOG], ids=["card", "form in a card", "form in a dialog"])
def test_other_checkers_take_what_we_take(good: Json) -> None:
    assert (of_classes(good), of_schema(good)) == ("missed", "missed")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(derandomize=True, deadline=None)
@given(st.data(), st.sampled_from(sorted(GOOD)), ANYTHING)
def test_nonsense_anywhere_gets_sentences_and_never_an_exception(
    data: st.DataObject, good: str, nonsense: object
) -> None:
    payload, check = GOOD[good]
    bad = planted(payload, data.draw(st.sampled_from(places(payload))), nonsense)
    assert all(isinstance(problem, str) for problem in check(bad))
