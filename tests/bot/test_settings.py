"""Settings: every problem is named at once, in a sentence that says what to do."""

from __future__ import annotations

import pytest

from bot.settings import BadSettings, read
from storage.vault import new_key

REAL = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "PAIRME_KEYS": new_key()}

MANY = {
    "SLACK_CLIENT_ID": "12.34",
    "SLACK_CLIENT_SECRET": "hush-client",
    "SLACK_SIGNING_SECRET": "hush-signing",
    "PUBLIC_URL": "https://pairme.example.org",
    "PAIRME_KEYS": new_key(),
}

TEAMS = {
    "TEAMS_CLIENT_ID": "B07A1F00-0000-4000-8000-00000000B001",
    "TEAMS_CLIENT_SECRET": "hush-teams",
    "TEAMS_TENANT_ID": "7e3a1f00-0000-4000-8000-00000000a001",
    "PUBLIC_URL": "https://pairme.example.org",
    "PAIRME_KEYS": new_key(),
}


def problems(**changes: str) -> list[str]:
    return problems_of({**REAL, **changes})


def problems_of(environment: dict[str, str]) -> list[str]:
    with pytest.raises(BadSettings) as wrong:
        read(environment)
    return wrong.value.problems


def test_nothing_at_all_is_the_practice_hospital() -> None:
    settings = read({})
    assert settings.is_practice
    assert settings.database_url == "sqlite:///pairme-practice.db"
    assert (settings.host, settings.port) == ("127.0.0.1", 3000)


def test_both_tokens_are_slack_over_socket_mode() -> None:
    settings = read(REAL)
    assert not settings.is_practice
    assert settings.is_socket
    assert settings.database_url == "sqlite:///pairme.db"


def test_a_signing_secret_instead_of_the_app_token_is_http() -> None:
    settings = read(REAL | {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "s"})
    assert not settings.is_socket


def test_a_client_and_its_secrets_are_slack_in_many_workspaces() -> None:
    settings = read(MANY)
    assert settings.is_oauth
    assert not settings.is_practice
    assert not settings.is_socket
    assert settings.database_url == "sqlite:///pairme.db"
    assert not read(REAL).is_oauth


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://pairme.example.org/", "https://pairme.example.org"),
        ("https://example.org/pairme/", "https://example.org/pairme"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ],
)
def test_the_public_address_has_no_slash_at_its_end(written: str, meant: str) -> None:
    assert read(MANY | {"PUBLIC_URL": written}).public_url == meant


@pytest.mark.parametrize(
    "written",
    [
        "http://pairme.example.org",
        "pairme.example.org",
        "https://",
        "https://me:hush@pairme.example.org",
        "https://pairme.example.org/?a=b",
        "https://pairme.example.org/#top",
        "https://pairme.example.org:web",
        "ftp://pairme.example.org",
    ],
)
def test_a_public_address_that_is_not_one_is_refused(written: str) -> None:
    (problem,) = problems_of(MANY | {"PUBLIC_URL": written})
    assert problem.startswith("PUBLIC_URL must be like https://pairme.example.org")
    assert "hush" not in problem


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SLACK_CLIENT_ID": ""}, "SLACK_CLIENT_ID is missing, although SLACK_CLIENT_SECRET is set"),
        ({"SLACK_CLIENT_SECRET": ""}, "SLACK_CLIENT_SECRET is missing, although SLACK_CLIENT_ID is set"),
        ({"SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET is missing, although SLACK_CLIENT_ID is set"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL is missing"),
        ({"PAIRME_KEYS": ""}, "PAIRME_KEYS is missing"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_APP_TOKEN is for one workspace"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_BOT_TOKEN is for one workspace"),
    ],
)
def test_many_workspaces_half_filled_in_is_one_sentence(changes: dict[str, str], said: str) -> None:
    (problem,) = problems_of(MANY | changes)
    assert said in problem


def test_the_signing_secret_alone_names_both_ways_on() -> None:
    (problem,) = problems_of({"SLACK_SIGNING_SECRET": "s"})
    assert "SLACK_BOT_TOKEN is missing" in problem
    assert "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET" in problem


def test_no_secret_is_shown_with_the_settings() -> None:
    written = repr(read(REAL | {"SLACK_SIGNING_SECRET": "signed", "DATABASE_URL": "postgresql://a:pass@b/c"}))
    assert not any(secret in written for secret in (*REAL.values(), "signed", "pass@"))
    assert "hush" not in repr(read(MANY))


def test_every_problem_is_named_at_once() -> None:
    named = "\n".join(
        problems(
            SLACK_BOT_TOKEN="abc", SLACK_APP_TOKEN="def", PAIRME_KEYS="x", PORT="web", SLACK_API_URL="slack"
        )
    )
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "PAIRME_KEYS", "PORT", "SLACK_API_URL"):
        assert name in named


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN is missing"),
        ({"SLACK_APP_TOKEN": ""}, "SLACK_APP_TOKEN is missing"),
        ({"PAIRME_KEYS": ""}, "python -m bot new-key"),
        ({"PORT": "70000"}, "PORT must be a number"),
        ({"PAIRME_LEADS": "U1, Lena Hart"}, "PAIRME_LEADS must be Slack member ids"),
        ({"PAIRME_LEADS": "lena@example.org"}, "PAIRME_LEADS must be Slack member ids"),
        ({"DATABASE_URL": "mysql://here"}, "DATABASE_URL must be like"),
        ({"DATABASE_URL": "here"}, "DATABASE_URL must be like"),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL must be like"),
        ({"DATABASE_URL": "sqlite:///:memory:"}, "DATABASE_URL must be like"),
        ({"DATABASE_URL": "postgresql://me@here:port/db"}, "DATABASE_URL must be like"),
        ({"DATABASE_URL": "postgresql+asyncpg://me@here/db"}, "DATABASE_URL must be like"),
    ],
)
def test_each_problem_says_what_to_do(changes: dict[str, str], said: str) -> None:
    assert said in problems(**changes)[0]


def test_no_problem_repeats_a_secret() -> None:
    named = "\n".join(
        problems(SLACK_BOT_TOKEN="abc-very-secret", PAIRME_KEYS="another-secret", DATABASE_URL="my:pass@x")
    )
    assert "secret" not in named
    assert "pass@" not in named


def test_leads_and_keys_are_lists() -> None:
    settings = read(REAL | {"PAIRME_LEADS": "U1, U2 ,", "PAIRME_KEYS": f"{new_key()},{new_key()}"})
    assert settings.leads == {"U1", "U2"}
    assert len(settings.keys) == 2


def test_hosting_services_may_still_write_postgres() -> None:
    from storage.database import Database  # noqa: PLC0415 - only here

    database = Database(read(REAL | {"DATABASE_URL": "postgres://me@here/db"}).database_url)
    assert database.url.drivername == "postgresql"


def test_teams_alone_needs_no_slack() -> None:
    settings = read(TEAMS)
    assert (settings.has_teams, settings.has_slack, settings.is_practice) == (True, False, False)
    assert settings.database_url == "sqlite:///pairme.db"
    assert settings.teams_client_id == "b07a1f00-0000-4000-8000-00000000b001"
    assert settings.teams_login_url == "https://login.microsoftonline.com"
    assert settings.teams_openid_url.startswith("https://login.botframework.com/")
    assert "hush" not in repr(settings)


@pytest.mark.parametrize("slack", [REAL, MANY])
def test_teams_stands_beside_slack(slack: dict[str, str]) -> None:
    settings = read({**slack, **TEAMS})
    assert (settings.has_teams, settings.has_slack) == (True, True)
    assert not read(slack).has_teams


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"TEAMS_CLIENT_ID": ""}, "TEAMS_CLIENT_ID is missing, although TEAMS_CLIENT_SECRET is set"),
        ({"TEAMS_CLIENT_SECRET": ""}, "TEAMS_CLIENT_SECRET is missing, although TEAMS_CLIENT_ID is set"),
        ({"TEAMS_TENANT_ID": ""}, "TEAMS_TENANT_ID is missing, although TEAMS_CLIENT_ID is set"),
        ({"TEAMS_TENANT_ID": "nhs.net"}, "TEAMS_TENANT_ID must be like 12345678-"),
        ({"TEAMS_CLIENT_ID": "pairme"}, "TEAMS_CLIENT_ID must be like 12345678-"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL is missing"),
        ({"PAIRME_KEYS": ""}, "PAIRME_KEYS is missing"),
        ({"TEAMS_LOGIN_URL": "http://login.example.org"}, "TEAMS_LOGIN_URL must begin with https://"),
        ({"TEAMS_OPENID_URL": "login.example.org"}, "TEAMS_OPENID_URL must begin with https://"),
    ],
)
def test_teams_half_filled_in_is_one_sentence(changes: dict[str, str], said: str) -> None:
    (problem,) = problems_of(TEAMS | changes)
    assert said in problem
    assert "hush" not in problem


def test_the_public_address_that_both_need_is_asked_for_once() -> None:
    assert len(problems_of(MANY | TEAMS | {"PUBLIC_URL": ""})) == 1


def test_leads_are_known_by_their_id_on_either_platform() -> None:
    given = REAL | {"PAIRME_LEADS": "U012AB3CD, DDDDDDDD-0000-4000-8000-000000000004"}
    assert read(given).leads == {"U012AB3CD", "dddddddd-0000-4000-8000-000000000004"}
