from __future__ import annotations

import http.client
from collections import Counter
from urllib.error import URLError

import pytest
from slack_sdk.errors import SlackApiError

from practice.chance import Chance, Luck, Odds
from practice.faults import Fault
from practice.rules import Rules
from tests.practice.hospital import AMINA, Hospital, eventually, open_hospital

HARD = Odds(error_before=0.1, error_after=0.1, drop_before=0.1, drop_after=0.1, slow=0.1, limited=0.1)
POST = "chat.postMessage"


def drawn(seed: int, odds: Odds = HARD, method: str = POST) -> list[Fault | None]:
    chance = Chance(seed, odds)
    return [chance.for_call(method) for _ in range(300)]


def test_the_same_seed_plays_the_same_again_and_another_does_not() -> None:
    assert drawn(7) == drawn(7) != drawn(8)
    chance = Chance(7, HARD)
    mixed = [chance.for_call(method) for _ in range(300) for method in (POST, "chat.update")][::2]
    assert mixed == drawn(7), "calls of another method do not shift the draws"


def test_each_kind_comes_about_as_often_as_it_is_given() -> None:
    chance = Chance(7, HARD)
    met = [chance.for_call(POST) for _ in range(3_000)]
    assert set(chance.happened) == {
        "error_before",
        "error_after",
        "drop_before",
        "drop_after",
        "slow",
        "limited",
    }
    assert all(240 < count < 360 for count in chance.happened.values())
    assert sum(fault is not None for fault in met) == chance.happened.total()
    assert drawn(7, Odds()) == [None] * 300


def test_only_the_methods_that_were_named_go_wrong() -> None:
    odds = Odds(error_before=1.0, methods=("chat.update",))
    assert drawn(7, odds) == [None] * 300
    assert drawn(7, odds, "chat.update")[0] == Fault(status=500)


def test_calls_go_wrong_until_it_is_calm_and_each_does_what_it_says(hospital: Hospital) -> None:
    slack, odds = hospital.slack, Odds(error_before=0.2, error_after=0.2, drop_before=0.2, drop_after=0.2)
    chance, ends = slack.by_chance(11, odds), Counter[str]()
    for number in range(40):
        try:
            hospital.client.chat_postMessage(channel=AMINA.id, text=f"{number}")
            ends["good"] += 1
        except SlackApiError as refused:
            ends[str(refused.response.status_code)] += 1
        except (http.client.HTTPException, URLError):
            ends["drop"] += 1
    happened = chance.happened
    assert ends["500"] == happened["error_before"] + happened["error_after"] > 0
    assert ends["drop"] == happened["drop_before"] + happened["drop_after"] > 0
    appeared = ends["good"] + happened["error_after"] + happened["drop_after"]
    assert len(slack.accepted()) == appeared
    slack.calm()
    for _ in range(20):
        assert hospital.client.chat_postMessage(channel=AMINA.id, text="Calm")["ok"]


def test_a_slow_answer_by_chance_is_good_in_the_end(hospital: Hospital) -> None:
    chance = hospital.slack.by_chance(1, Odds(slow=1.0, slow_seconds=(0.01, 0.02)))
    assert hospital.client.chat_postMessage(channel=AMINA.id, text="At last")["ok"]
    assert chance.happened == {"slow": 1}
    hospital.slack.calm()


def test_a_limit_by_chance_is_not_counted_against_the_bot(hospital: Hospital) -> None:
    hospital.slack.by_chance(1, Odds(limited=1.0, retry_after=2))
    with pytest.raises(SlackApiError) as refused:
        hospital.client.chat_postMessage(channel=AMINA.id, text="Hello")
    assert refused.value.response.headers["Retry-After"] == "2"
    assert hospital.slack.limits.refused_in_channel == 0
    hospital.slack.calm()


def test_a_fault_that_was_asked_for_comes_before_chance(hospital: Hospital) -> None:
    hospital.slack.by_chance(1, Odds(error_before=1.0))
    hospital.slack.faults.add(POST, Fault(error="account_inactive"))
    with pytest.raises(SlackApiError, match="account_inactive"):
        hospital.client.chat_postMessage(channel=AMINA.id, text="Hello")
    hospital.slack.calm()


def test_events_come_twice_and_late_by_chance() -> None:
    chance = Chance(3, Odds(event_repeated=0.5, event_late=0.5, late_seconds=(0.1, 0.2)))
    met = [chance.for_event() for _ in range(200)]
    again = Chance(3, Odds(event_repeated=0.5, event_late=0.5, late_seconds=(0.1, 0.2)))
    assert met == [again.for_event() for _ in range(200)]
    assert all(luck.late_seconds == 0.0 or 0.1 <= luck.late_seconds <= 0.2 for luck in met)
    assert 70 < sum(luck.is_repeated for luck in met) < 130
    assert chance.happened["event_late"] == sum(luck.late_seconds > 0 for luck in met)
    calm = Chance(3, Odds()).for_event()
    assert (calm.is_repeated, calm.late_seconds) == (False, Luck().late_seconds)


def test_a_late_event_is_overtaken_and_a_repeated_one_is_heard_twice() -> None:
    with open_hospital(rules=Rules(upload_settles_seconds=0.0)) as hospital, hospital.connected():
        hospital.hear("message")
        people = hospital.slack.people
        chat = people.dm(AMINA.id)
        odds = Odds(event_late=0.5, event_repeated=0.5, late_seconds=(0.02, 0.1))
        chance = hospital.slack.by_chance(5, odds)
        texts = [f"{number}" for number in range(12)]
        _say_at_once(hospital, chat, texts)
        eventually(lambda: len(hospital.heard) == 12 + chance.happened["event_repeated"])
        heard = [event["text"] for event in hospital.heard]
        assert set(heard) == set(texts)
        assert list(dict.fromkeys(heard)) != texts
        assert people.settle()


def _say_at_once(hospital: Hospital, chat: str, texts: list[str]) -> None:
    """As `people.say`, without waiting for one acknowledgement before the next."""
    slack = hospital.slack.workspace
    for text in texts:
        slack.emit(
            "message.im", {"type": "message", "channel": chat, "user": AMINA.id, "text": text, "ts": text}
        )


def test_an_event_that_is_forgotten_while_it_is_late_never_comes() -> None:
    with open_hospital() as hospital, hospital.connected():
        hospital.hear("message")
        hospital.slack.by_chance(5, Odds(event_late=1.0, late_seconds=(0.05, 0.05)))
        _say_at_once(hospital, hospital.slack.people.dm(AMINA.id), ["Too late"])
        hospital.slack.reset()
        hospital.slack.calm()
        hospital.slack.people.say(AMINA.id, hospital.slack.people.dm(AMINA.id), "Here")
        assert hospital.slack.people.settle()
        eventually(lambda: bool(hospital.heard))
        assert [event["text"] for event in hospital.heard] == ["Here"]
