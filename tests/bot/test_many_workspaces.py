"""One bot in several workspaces: each has its own people and its own token, comes, goes, and is kept up."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from practice.app import PracticeSlack
from practice.faults import Fault
from programme.words.message import Message
from storage import outbox
from storage.address import Address
from storage.database import Busy, Database
from storage.installations import Installation
from storage.letters import Letter
from storage.people import Person
from storage.reflections import Reflection
from tests.bot.hospitals import AMINAS, NORTH, SOUTH, Browser, Open, home, opened, reflects
from tests.bot.test_install import free_port

pytestmark = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgres", marks=pytest.mark.long)], indirect=True
)
AMINA = "U0000AMINA"


@pytest.fixture
def both(database: Database) -> Iterator[Open]:
    with opened(database, free_port()) as made:
        yield made


@pytest.fixture
def rotating(database: Database) -> Iterator[Open]:
    with opened(database, free_port(), rotates=True) as made:
        yield made


def row(both: Open, workspace: str = NORTH) -> Installation:
    with both.database.reading() as session:
        return session.scalars(select(Installation).where(Installation.workspace == workspace)).one()


def calls(slack: PracticeSlack, method: str) -> int:
    return sum(1 for entry in slack.journal.entries(0) if entry.name == method)


def words(slack: PracticeSlack) -> str:
    return str(slack.people.screen(AMINA))


def post(both: Open, workspace: str, text: str) -> None:
    with both.database.writing() as session:
        to = Address(workspace, "slack", (AMINA,))
        outbox.post(session, f"{workspace}/{text}", to, Message((text,)), both.clock.now())


def letters(both: Open, workspace: str) -> list[tuple[str, str | None]]:
    with both.database.reading() as session:
        query = select(Letter).where(Letter.workspace == workspace).order_by(Letter.id)
        return [(letter.state, letter.trouble) for letter in session.scalars(query)]


def command(workspace: str, text: str = "help") -> dict[str, str]:
    return {
        "command": "/pairme",
        "text": text,
        "team_id": workspace,
        "user_id": AMINA,
        "channel_id": "D1",
        "channel_name": "directmessage",
        "trigger_id": "1.2",
        "response_url": "http://127.0.0.1:9/",
    }


def event(workspace: str, **inner: Any) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": workspace,
        "event_id": "Ev1",
        "event_time": 1,
        "event": inner,
    }


def test_people_of_two_workspaces_with_the_same_id_are_two_people(both: Open) -> None:
    both.installs(NORTH, SOUTH)
    for slack in (both.hospitals.north, both.hospitals.south):
        reflects(slack, AMINA, f"Only {slack.team_id} knows.")
    for slack, other in (
        (both.hospitals.north, both.hospitals.south),
        (both.hospitals.south, both.hospitals.north),
    ):
        assert f"Only {slack.team_id} knows." in home(slack, AMINA)
        assert f"Only {other.team_id} knows." not in home(slack, AMINA)
        assert not [entry.summary for entry in slack.journal.entries(0) if entry.broken]
    with both.database.reading() as session:
        named = {person.workspace: person.name for person in session.scalars(select(Person))}
    assert named == AMINAS


def test_letters_leave_with_the_token_of_their_workspace(both: Open) -> None:
    both.installs(NORTH, SOUTH)
    post(both, NORTH, "For the north")
    post(both, SOUTH, "For the south")
    both.delivers()
    assert "For the north" in words(both.hospitals.north)
    assert "For the north" not in words(both.hospitals.south)
    assert "For the south" in words(both.hospitals.south)


def test_no_request_asks_slack_who_we_are(both: Open) -> None:
    both.installs(NORTH)
    for _ in range(3):
        assert both.hospitals.north.people.command(AMINA, "/pairme", "help").acknowledged
    assert calls(both.hospitals.north, "auth.test") == 1  # when it was installed
    assert calls(both.hospitals.north, "users.info") == 1


def test_a_workspace_that_never_installed_it_is_told_so(both: Open) -> None:
    both.installs(SOUTH)
    status, said = both.hospitals.post(command(NORTH))
    assert status == 200
    assert "not installed here any more" in said
    status, said = both.hospitals.post(event(NORTH, type="message", user=AMINA), is_json=True)
    assert (status, said) == (200, "")


def test_a_busy_database_is_told_in_words_and_an_event_comes_again(
    both: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    both.installs(NORTH)

    def busy() -> None:
        raise Busy("The database was busy, so nothing was saved.")

    with monkeypatch.context() as broken:
        broken.setattr(both.database, "reading", busy)
        status, said = both.hospitals.post(command(NORTH))
        assert (status, "nothing was saved" in said) == (200, True)
        heard = event(NORTH, type="message", user=AMINA, channel="D1", channel_type="im", ts="1.2")
        assert both.hospitals.post(heard, is_json=True)[0] == 500
    assert "Busy" in caplog.text
    assert both.hospitals.north.people.command(AMINA, "/pairme", "help").acknowledged


def test_an_event_that_slack_sends_for_a_whole_organisation_is_taken_and_forgotten(both: Open) -> None:
    heard = {**event("", type="message", user=AMINA), "enterprise_id": "E1", "is_enterprise_install": True}
    del heard["team_id"]
    assert both.hospitals.post(heard, is_json=True) == (200, "")


def test_slack_can_try_our_address_before_anybody_has_installed_anything(both: Open) -> None:
    status, said = both.hospitals.post({"type": "url_verification", "challenge": "c1"}, is_json=True)
    assert (status, "c1" in said) == (200, True)


def test_buttons_and_forms_of_a_workspace_that_left_are_answered(both: Open) -> None:
    team, user = {"id": NORTH}, {"id": AMINA}
    state = {"values": {"words": {"words": {"type": "plain_text_input", "value": "Mine."}}}}
    sent = {"type": "view_submission", "team": team, "user": user, "view": {"id": "V1", "state": state}}
    status, said = both.hospitals.post({"payload": json.dumps(sent)})
    assert status == 200
    assert "not installed here any more" in json.loads(said)["errors"]["words"]
    pressed = {"type": "block_actions", "team": team, "user": user, "actions": [{"action_id": "get_help"}]}
    assert both.hospitals.post({"payload": json.dumps(pressed)}) == (200, "")


@pytest.mark.parametrize("tokens_first", [False, True])
def test_a_workspace_that_removes_it_loses_its_token_at_once_and_the_other_notices_nothing(
    both: Open, *, tokens_first: bool
) -> None:
    both.installs(NORTH, SOUTH)
    north, south = both.hospitals.north, both.hospitals.south
    post(both, NORTH, "Too late")
    north.admin.uninstall(tokens_first=tokens_first)
    assert north.people.settle()
    assert (row(both).token, row(both).removed_at is not None) == (None, True)
    for asked in (command(NORTH), command(NORTH, "status")):
        assert "not installed here any more" in both.hospitals.post(asked)[1]
    before = len(north.journal.entries(0))
    both.delivers()
    assert letters(both, NORTH) == [("dead", "PairMe has been removed from this Slack.")]
    assert len(north.journal.entries(0)) == before, "nobody called a Slack that has thrown us out"
    assert south.people.command(AMINA, "/pairme", "help").acknowledged
    assert "/pairme status" in words(south)


def test_a_workspace_that_comes_back_goes_on_where_it_was(both: Open) -> None:
    both.installs(NORTH)
    north = both.hospitals.north
    reflects(north, AMINA, "Before I knew.")
    north.admin.uninstall()
    north.people.settle()
    both.passes(29 * 86_400)
    assert both.upkeep.forget() == 0
    both.installs(NORTH)
    both.passes(60 * 86_400)
    assert both.upkeep.forget() == 0
    north.reset()
    assert "Before I knew." in home(north, AMINA)


def test_a_workspace_that_stays_away_is_forgotten(both: Open) -> None:
    both.installs(NORTH, SOUTH)
    for slack in (both.hospitals.north, both.hospitals.south):
        reflects(slack, AMINA, "Mine.")
    both.hospitals.north.admin.uninstall()
    both.hospitals.north.people.settle()
    both.passes(30 * 86_400 + 60)
    assert both.upkeep.forget() == 1
    with both.database.reading() as session:
        assert [each.workspace for each in session.scalars(select(Reflection))] == [SOUTH]
        assert [person.workspace for person in session.scalars(select(Person))] == [SOUTH]
        assert [each.workspace for each in session.scalars(select(Installation))] == [SOUTH]


def test_a_removal_that_we_never_heard_of_is_found_within_a_day(both: Open) -> None:
    both.installs(NORTH, SOUTH)
    both.hospitals.north.workspace.tokens.uninstall()
    both.passes(86_400 - 60)
    assert both.upkeep.renew() == 0
    both.passes(120)
    assert both.upkeep.renew() == 2
    assert row(both).removed_at is not None
    assert row(both, SOUTH).token == both.hospitals.south.bot_token


def test_a_token_near_its_end_is_renewed_and_used(rotating: Open) -> None:
    rotating.installs(NORTH)
    north = rotating.hospitals.north
    first = north.bot_token
    rotating.passes(9.9 * 3600)
    assert rotating.upkeep.renew() == 0
    rotating.passes(0.2 * 3600)
    assert rotating.upkeep.renew() == 1
    assert row(rotating).token == north.bot_token != first
    north.workspace.tokens.revoke(first)
    assert north.people.command(AMINA, "/pairme", "help").acknowledged
    post(rotating, NORTH, "With the new token")
    rotating.delivers()
    assert "With the new token" in words(north)
    assert row(rotating).expires_at is not None
    assert rotating.upkeep.renew() == 0


def test_many_machines_renew_a_token_once(rotating: Open) -> None:
    rotating.installs(NORTH)
    north = rotating.hospitals.north
    rotating.passes(11 * 3600)
    north.faults.add("oauth.v2.access", Fault(status=200, delay_seconds=0.2))
    before = calls(north, "oauth.v2.access")
    threads = [threading.Thread(target=rotating.upkeep.renew) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls(north, "oauth.v2.access") - before == 1
    assert row(rotating).token == north.bot_token


def test_a_renewal_that_slack_did_not_take_is_tried_again_soon(rotating: Open) -> None:
    rotating.installs(NORTH)
    north = rotating.hospitals.north
    first = north.bot_token
    rotating.passes(11 * 3600)
    north.faults.add("oauth.v2.access", Fault(status=503))
    rotating.upkeep.renew()
    assert row(rotating).token == first
    assert row(rotating).trouble == "Slack fails at the moment."
    assert rotating.upkeep.renew() == 0
    rotating.passes(11)
    rotating.upkeep.renew()
    assert row(rotating).token == north.bot_token != first
    assert row(rotating).trouble is None


def test_a_renewal_whose_answer_is_lost_is_told_to_the_operator_and_mended_by_installing_again(
    rotating: Open,
) -> None:
    rotating.installs(NORTH)
    north = rotating.hospitals.north
    rotating.passes(11 * 3600)
    north.faults.add("oauth.v2.access", Fault(drop=True, after_acting=True))
    rotating.upkeep.renew()
    rotating.passes(11)
    rotating.upkeep.renew()  # this Slack knows no period of grace
    trouble = row(rotating).trouble or ""
    assert "invalid_refresh_token" in trouble
    assert "install PairMe there again" in trouble
    assert row(rotating).removed_at is None
    assert north.people.command(AMINA, "/pairme", "help").acknowledged, "the old token works until its end"
    assert Browser().installs(rotating.public_url, NORTH).status == 200
    assert row(rotating).trouble is None
    assert row(rotating).token == north.bot_token


def test_a_token_past_its_end_is_renewed_and_no_letter_is_lost(rotating: Open) -> None:
    rotating.installs(NORTH)
    north = rotating.hospitals.north
    north.admin.expire_tokens()
    rotating.passes(13 * 3600)
    post(rotating, NORTH, "After a long night")
    rotating.bot.post.send_one()
    assert letters(rotating, NORTH) == [("waiting", "PairMe's token has run out and is being renewed.")]
    assert rotating.upkeep.renew() == 1
    rotating.passes(timedelta(minutes=6).total_seconds())
    rotating.delivers()
    assert letters(rotating, NORTH) == [("sent", None)]
    assert "After a long night" in words(north)


def test_a_workspace_that_removed_it_is_not_renewed(rotating: Open) -> None:
    rotating.installs(NORTH)
    rotating.hospitals.north.workspace.tokens.uninstall()
    rotating.passes(11 * 3600)
    rotating.upkeep.renew()
    assert row(rotating).removed_at is not None
    rotating.passes(86_400)
    assert rotating.upkeep.renew() == 0
