"""Adding the bot to a workspace: one button, Slack's page, and a way back that works once and in one browser."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot import house as wiring
from bot.slack import install_pages as pages
from bot.slack.install import Install
from bot.slack.oauth import OrganisationWide, SlackOAuth, Unreachable, scopes
from practice.faults import Fault
from storage.database import Database
from storage.install_states import InstallState
from storage.installations import Installation
from storage.vault import Vault
from tests.bot.hospitals import KEY, NORTH, SOUTH, Browser, Open, opened, query


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def both(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    path = tmp_path_factory.mktemp("install") / "pairme.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}", Vault([KEY]))
    with opened(database, free_port()) as made:
        yield made
    database.close()


@pytest.fixture(autouse=True)
def nobody_yet(both: Open) -> Iterator[None]:
    """Afterwards nobody has installed anything."""
    yield
    for slack in (both.hospitals.north, both.hospitals.south):
        slack.faults.clear()
        slack.workspace.tokens.uninstall()
    with both.database.writing() as session:
        for row in session.scalars(select(Installation)):
            session.delete(row)


def installed(both: Open) -> list[str]:
    with both.database.reading() as session:
        return list(session.scalars(select(Installation.workspace).order_by(Installation.workspace)))


def begun(both: Open) -> int:
    with both.database.reading() as session:
        return session.scalar(select(func.count()).select_from(InstallState)) or 0


def test_to_look_at_the_page_changes_nothing(both: Open) -> None:
    before = begun(both)
    for method in ("GET", "HEAD"):
        seen = Browser().goes(f"{both.public_url}/slack/install", method)
        assert seen.status == 200
        assert "set-cookie" not in seen.headers
    assert "Add PairMe to Slack" in Browser().goes(f"{both.public_url}/slack/install").words
    assert begun(both) == before


@pytest.mark.parametrize("path", ["install", "oauth_redirect"])
def test_no_page_is_kept_or_framed_or_tells_where_it_was(both: Open, path: str) -> None:
    seen = Browser().goes(f"{both.public_url}/slack/{path}")
    assert seen.headers["cache-control"] == "no-store"
    assert seen.headers["referrer-policy"] == "no-referrer"
    assert seen.headers["x-frame-options"] == "DENY"
    policy = seen.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action" not in policy, "it would stop the way on from Slack's page to the workspace's own"
    assert "<script" not in seen.words


def test_slack_is_asked_for_what_the_manifest_says(both: Open) -> None:
    asked = query(Browser().asks_slack(both.public_url))
    assert asked["scope"].split(",") == list(scopes())
    assert "user_scope" not in asked
    assert asked["redirect_uri"] == f"{both.public_url}/slack/oauth_redirect"
    assert asked["client_id"] == both.hospitals.credentials.client_id
    assert len(asked["state"]) >= 40


def test_whoever_allows_it_is_told_so_and_the_token_is_kept(both: Open) -> None:
    browser = Browser()
    seen = browser.installs(both.public_url, NORTH)
    assert seen.status == 200
    assert "Hospital T0NORTH" in seen.words
    assert both.hospitals.north.bot_token not in seen.words
    assert browser.cookies["pairme-install"] == ""
    with both.database.reading() as session:
        kept = session.scalars(select(Installation)).one()
    assert kept.token == both.hospitals.north.bot_token
    assert (kept.workspace, kept.bot_user_id) == (NORTH, both.hospitals.north.bot_user_id)
    assert (kept.bot_id, kept.installed_by) == (both.hospitals.north.bot_id, "U00000LENA")
    assert set(kept.scopes.split(",")) == set(scopes())


def test_the_way_back_works_once(both: Open) -> None:
    browser = Browser()
    back = browser.allows(both.public_url, NORTH)
    browser.goes(back, "HEAD")
    cookies = dict(browser.cookies)
    assert browser.goes(back).status == 200
    browser.cookies = cookies
    again = browser.goes(back)
    assert again.status == 400
    assert "can no longer be used" in again.words
    assert installed(both) == [NORTH]


def test_the_way_back_is_for_the_browser_that_began(both: Open) -> None:
    browser, stranger = Browser(), Browser()
    back = browser.allows(both.public_url, NORTH)
    assert stranger.goes(back).status == 400
    stranger.asks_slack(both.public_url)
    assert stranger.goes(back).status == 400
    assert installed(both) == []
    assert browser.goes(back).status == 200


def test_the_way_back_works_for_ten_minutes(both: Open) -> None:
    browser = Browser()
    back = browser.allows(both.public_url, NORTH)
    both.passes(601)
    assert browser.goes(back).status == 400
    assert installed(both) == []


def test_an_invented_code_is_told_in_words(both: Open) -> None:
    browser = Browser()
    state = query(browser.asks_slack(both.public_url))["state"]
    seen = browser.goes(f"{both.public_url}/slack/oauth_redirect?code=invented&state={state}")
    assert (seen.status, installed(both)) == (400, [])
    assert "can no longer be used" in seen.words


def test_who_says_no_is_told_that_nothing_has_changed(both: Open) -> None:
    browser = Browser()
    seen = browser.goes(browser.allows(both.public_url, NORTH, deny="1"))
    assert seen.status == 200
    assert "nothing has changed" in seen.words
    assert installed(both) == []


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        (Fault(status=503), 503, "Slack did not answer us"),
        (Fault(drop=True, after_acting=True), 503, "Slack did not answer us"),
        (Fault(error="bad_client_secret"), 502, "tell whoever runs PairMe"),
    ],
)
def test_a_slack_in_trouble_is_told_in_words_and_one_can_begin_again(
    both: Open, fault: Fault, status: int, said: str
) -> None:
    both.hospitals.north.faults.add("oauth.v2.access", fault)
    browser = Browser()
    seen = browser.installs(both.public_url, NORTH)
    assert (seen.status, installed(both)) == (status, [])
    assert said in seen.words
    assert browser.installs(both.public_url, NORTH).status == 200


def test_a_slack_that_does_not_say_how_the_bot_is_called_does_no_harm(both: Open) -> None:
    both.hospitals.south.faults.add("auth.test", Fault(status=503))
    assert Browser().installs(both.public_url, SOUTH).status == 200
    assert installed(both) == [SOUTH]


def answering(*answers: dict[str, object]) -> Starlette:
    """A Web API that gives these answers, one after the other."""
    left = list(answers)

    async def answer(_request: object) -> JSONResponse:
        return JSONResponse(left.pop(0))

    return Starlette(routes=[Route("/api/{method}", answer, methods=["POST"])])


@pytest.mark.parametrize("told", [{"is_enterprise_install": True, "team": {"id": "T1"}}, {"team": None}])
def test_a_whole_organisation_is_refused(both: Open, told: dict[str, object]) -> None:
    port = free_port()
    app = answering({"ok": True, "access_token": "xoxb-org", "enterprise": {"id": "E1"}, **told})
    with wiring.served(app, "127.0.0.1", port), pytest.raises(OrganisationWide):
        SlackOAuth("1", "2", f"http://127.0.0.1:{port}/api/", "https://x").exchange("code", both.clock.now())


def test_a_name_cannot_bring_markup_into_the_page() -> None:
    seen = pages.installed("<script>alert(1)</script>", 'https://slack.com/app_redirect?app="><b>')
    assert "<script" not in seen
    assert "<b>" not in seen


def test_a_slack_that_is_not_there_is_unreachable(both: Open) -> None:
    nowhere = SlackOAuth("1", "2", f"http://127.0.0.1:{free_port()}/api/", "https://x")
    with pytest.raises(Unreachable):
        nowhere.renew("xoxe-1", both.clock.now())


def test_an_address_on_the_web_sends_its_cookie_over_https_only(both: Open) -> None:
    port = free_port()
    oauth = SlackOAuth("1", "2", "https://slack.com/api/", "https://pairme.example.org")
    app = Starlette(routes=list(Install(both.database, oauth, both.clock.now).routes()))
    with wiring.served(app, "127.0.0.1", port):
        cookie = Browser().goes(f"http://127.0.0.1:{port}/slack/install", "POST").headers["set-cookie"]
    assert cookie.startswith("__Host-pairme-install=")
    for word in ("Secure", "HttpOnly", "Path=/", "SameSite=lax", "Max-Age=600"):
        assert word in cookie
