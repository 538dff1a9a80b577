from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from practice.chance import Odds
from practice.faults import Fault
from practice.refusal import NotPossible
from practice.running import running
from practice.teams.app import PracticeTeams
from practice.teams.desk import WENT_WRONG
from practice.teams.rules import TeamsRules
from tests.practice.teams.drawn import buttons, execute, message
from tests.practice.teams.office import AMINA, PRIYA, Clock, Office, open_office

HELLO = {"type": "message", "text": "Hello"}
FOREIGN = "7e3a1f00-0000-4000-8000-00000000ffff"


def test_what_was_delivered_can_come_again_unchanged(office: Office) -> None:
    office.teams.people.say(AMINA.id, "First")
    office.teams.people.say(AMINA.id, "Second")

    assert office.teams.people.again() == (200, None)
    assert office.teams.people.again(3) == (200, None)
    first, second, again, third_from_the_end = office.bot.heard
    assert (again, third_from_the_end) == (second, first)


def test_what_was_never_delivered_cannot_come_again(office: Office) -> None:
    with pytest.raises(NotPossible):
        office.teams.people.again()


def test_every_delivery_has_a_token_for_its_own_service(office: Office) -> None:
    office.teams.people.say(AMINA.id, "Hello")

    assert office.bot.tokens[0].count(".") == 2


def test_an_activity_can_be_posted_as_it_is(office: Office) -> None:
    office.bot.says({"no": "thanks"}, status=401)
    activity = office.teams.activity(AMINA.id, "Hello")

    assert office.teams.post(activity, "made up") == (401, {"no": "thanks"})
    assert office.bot.tokens == ["made up"]
    assert office.bot.last == activity
    assert not office.messages(AMINA)


def test_an_activity_can_say_that_it_comes_from_another_tenant(office: Office) -> None:
    foreign = office.teams.activity(AMINA.id, "Hello", tenant_id=FOREIGN)

    assert foreign["conversation"]["tenantId"] == foreign["channelData"]["tenant"]["id"] == FOREIGN


def test_another_tenant_has_the_same_keys_and_its_own_tokens(office: Office) -> None:
    other = PracticeTeams(members=(AMINA,), now=Clock(), tenant_id=FOREIGN, client_id="another bot")

    assert other.tenant.signing.key_set() == PracticeTeams(members=(), now=Clock()).tenant.signing.key_set()
    with running(other):
        token = office.http.headers["Authorization"]
        answer = httpx.post(
            f"{other.service_url}v3/conversations", headers={"Authorization": token}, trust_env=False
        )
    assert answer.status_code == 401


def test_a_bot_that_is_away_or_has_no_address_breaks_no_rule(office: Office) -> None:
    address = office.teams.deliver_to
    for nowhere in ("", "http://127.0.0.1:9/api/messages"):
        office.teams.deliver_to = nowhere
        office.teams.people.say(AMINA.id, "Hello")
    office.teams.deliver_to = address

    acks = [entry.summary for entry in office.teams.journal.entries() if entry.kind == "ack"]
    assert acks == ["dispatch_failed", "dispatch_failed"]
    assert not office.teams.journal.broken()


def test_a_slow_answer_to_a_press_is_something_that_went_wrong() -> None:
    with open_office(TeamsRules(invoke_seconds=0.05)) as office:
        said = office.said(AMINA, message(buttons(execute("Yes"))))

        given_up = threading.Event()

        def slowly(_activity: object) -> tuple[int, object]:
            given_up.wait(5)
            return 200, None

        office.bot.answer = slowly
        outcome = office.teams.people.press(AMINA.id, office.teams.people.chat(AMINA.id), said, "Yes")
        given_up.set()

        assert outcome.error == WENT_WRONG
        assert office.teams.journal.broken()[0].summary == "operation_timeout"


def test_what_was_not_taken_comes_again_where_the_rules_say_so() -> None:
    with open_office(TeamsRules(redelivery_seconds=(0.0, 0.01))) as office:
        office.bot.says(None, status=500)
        office.teams.people.say(AMINA.id, "Hello")
        assert office.teams.people.settle()

        assert len(office.bot.heard) == 3
        assert all(one == office.bot.heard[0] for one in office.bot.heard)


def test_messages_can_come_twice() -> None:
    with open_office(TeamsRules(duplicate_events=True)) as office:
        office.teams.people.say(AMINA.id, "Hello")
        assert office.teams.people.settle()

        first, second = office.bot.heard
        assert first == second


def test_by_chance_messages_are_late_and_come_twice_the_same_way_again(office: Office) -> None:
    odds = Odds(event_late=0.5, event_repeated=0.5, late_seconds=(0.0, 0.01))
    seen = []
    for _ in range(2):
        chance = office.teams.by_chance("seed", odds)
        for number in range(8):
            office.teams.people.say(AMINA.id, str(number))
        assert office.teams.people.settle()
        seen.append((dict(chance.happened), len(office.bot.heard)))
        office.bot.heard.clear()
    office.teams.calm()

    assert seen[0] == seen[1]
    assert seen[0][1] == 8 + seen[0][0]["event_repeated"] > 8


def test_what_is_late_is_not_delivered_after_a_reset(office: Office) -> None:
    office.teams.by_chance("seed", Odds(event_late=1.0, late_seconds=(0.5, 0.5)))
    office.teams.people.say(AMINA.id, "Hello")
    office.teams.reset()
    office.teams.calm()

    assert office.teams.people.settle(0.4)
    assert not office.bot.heard


def test_a_fault_is_met_once_and_says_no_in_the_connectors_words(office: Office) -> None:
    chat = office.teams.people.chat(AMINA.id)
    office.teams.faults.add("post", Fault(status=412))
    office.teams.faults.add("post", Fault(status=403, error="BotDisabledByAdmin"))
    office.teams.faults.add("*", Fault(retry_after=7))

    answers = [office.post(chat, HELLO) for _ in range(4)]
    assert [one.status_code for one in answers] == [412, 403, 429, 201]
    codes = [one.json()["error"]["code"] for one in answers[:3]]
    assert codes == ["PreconditionFailed", "BotDisabledByAdmin", "Throttled"]
    assert answers[2].headers["Retry-After"] == "7"
    assert len(office.messages(AMINA)) == 1


def test_after_a_502_or_a_dropped_line_a_message_may_have_appeared(office: Office) -> None:
    chat = office.teams.people.chat(AMINA.id)
    office.teams.faults.add("post", Fault(status=502, after_acting=True))
    assert office.post(chat, HELLO).status_code == 502
    for fault in (Fault(drop=True), Fault(drop=True, after_acting=True)):
        office.teams.faults.add("post", fault)
        with pytest.raises(httpx.RemoteProtocolError):
            office.post(chat, HELLO)

    assert len(office.messages(AMINA)) == 2


@pytest.mark.parametrize("name", ["token", "openid", "keys", "create", "member", "channels"])
def test_every_address_can_be_made_to_fail(office: Office, name: str) -> None:
    teams = office.teams
    keys = office.http.get(teams.openid_url).json()["jwks_uri"]
    addresses: dict[str, Callable[[], httpx.Response]] = {
        "token": office.token,
        "openid": lambda: office.http.get(teams.openid_url),
        "keys": lambda: office.http.get(keys),
        "create": lambda: office.create(PRIYA.id),
        "member": lambda: office.get(f"conversations/{teams.people.chat(PRIYA.id)}/members/{PRIYA.id}"),
        "channels": lambda: office.get("teams/19:ward@thread.tacv2/conversations"),
    }
    teams.faults.add(name, Fault(status=503))

    assert [addresses[name]().status_code // 100 for _ in range(2)] == [5, 2]


def test_calls_go_wrong_by_chance_in_the_connectors_own_statuses(office: Office) -> None:
    chat = office.teams.people.chat(AMINA.id)
    chance = office.teams.by_chance("seed", Odds(error_after=0.4, limited=0.4))
    statuses = []
    for _ in range(24):
        office.clock.push(seconds=2)
        statuses.append(office.post(chat, HELLO).status_code)
    office.teams.calm()

    assert set(statuses) == {201, 412, 429, 502, 504}
    assert sum(chance.happened.values()) == sum(status != 201 for status in statuses)
    taken = sum(status in {201, 502, 504} for status in statuses)
    assert len(office.teams.accepted()) == taken


def test_many_people_act_at_once(office: Office) -> None:
    with ThreadPoolExecutor(8) as hands:
        list(hands.map(lambda n: office.teams.people.say((AMINA, PRIYA)[n % 2].id, str(n)), range(40)))

    assert len({one["id"] for one in office.bot.heard}) == 40
    assert len(office.messages(AMINA)) == len(office.messages(PRIYA)) == 20
