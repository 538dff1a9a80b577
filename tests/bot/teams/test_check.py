"""`python -m bot check` with Teams on: what is wrong is found, with what to do, and no secret is printed."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.check import teams as teams_check
from bot.check.finding import NOTE, OK, PROBLEM, Finding
from bot.check.installation import check
from bot.settings import Settings
from bot.teams.registrations import Registrations
from practice.faults import Fault
from storage import tenants
from storage.database import Database
from storage.vault import Vault
from tests.bot.teams.ward import Ward, settings

OTHER = "99999999-0000-4000-8000-000000000009"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def given(
    one_ward: Ward, sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Settings]:
    """An installation with nothing to mend in Teams; PUBLIC_URL leads to the ward."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(sqlite_template, "pairme.db")
    url = one_ward.url.removesuffix("/api/messages")
    yield replace(settings(one_ward.teams), public_url=url)
    one_ward.teams.faults.clear()


def found(given: Settings, *about: str) -> list[Finding]:
    wanted = about or ("Teams", "PUBLIC_URL")
    return [finding for finding in check(given, now) if finding.about in wanted]


def test_teams_in_order_has_nothing_to_mend(given: Settings) -> None:
    findings = found(given, "Teams", "PUBLIC_URL", "time")
    assert {finding.verdict for finding in findings} == {OK}
    said = "\n".join(map(str, findings))
    assert "is given a token" in said
    assert "keys of Teams can be fetched" in said
    assert "/api/messages" in said
    assert "Microsoft agree to" in said
    assert "Slack" not in "\n".join(map(str, check(given, now)))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"teams_client_secret": "hush-hush"}, "The client secret is wrong."),
        ({"teams_client_id": OTHER}, "No app of this client id is in this tenant."),
        ({"teams_tenant_id": OTHER}, "There is no such tenant."),
    ],
)
def test_a_refused_registration_is_told_by_what_to_mend(
    given: Settings, changes: dict[str, Any], said: str
) -> None:
    problems = [finding for finding in found(replace(given, **changes)) if finding.verdict == PROBLEM]
    assert [said in finding.words for finding in problems] == [True]
    assert "hush" not in str(problems)


def test_each_tenant_that_was_added_is_tried_with_its_own_secret(given: Settings) -> None:
    database = Database(given.database_url, Vault(given.keys))
    Registrations(database, (given.teams_client_id, "s", given.teams_tenant_id), now)
    with database.writing() as session:
        tenants.keep(session, OTHER, "client-other", "hush-hush", now())
    database.close()
    problems = [finding for finding in found(given) if finding.verdict == PROBLEM]
    assert [
        finding.words.startswith(f"tenant {OTHER}: There is no such tenant.") for finding in problems
    ] == [True]


def test_a_microsoft_that_cannot_be_reached_is_told_by_its_address(given: Settings) -> None:
    nowhere = replace(
        given, teams_login_url="http://127.0.0.1:9/login", teams_openid_url="http://127.0.0.1:9/openid"
    )
    words = [finding.words for finding in found(nowhere) if finding.verdict == PROBLEM]
    assert [word.partition(" ")[0] for word in words] == ["127.0.0.1:9", "127.0.0.1:9"]


@pytest.mark.parametrize("part", ["openid", "keys"])
def test_without_the_keys_nothing_is_let_in(given: Settings, one_ward: Ward, part: str) -> None:
    one_ward.teams.faults.add(part, Fault(drop=True))
    (problem,) = [finding for finding in found(given) if finding.verdict == PROBLEM]
    assert "Nothing from Teams is let in without its keys." in problem.words


def test_an_address_at_which_nobody_answers_is_only_a_note(given: Settings) -> None:
    """This machine may not be able to see itself from outside."""
    (noted,) = found(replace(given, public_url="http://127.0.0.1:9"), "PUBLIC_URL")
    assert noted.verdict == NOTE
    assert "http://127.0.0.1:9/api/messages" in noted.words


def test_an_address_of_this_machine_is_no_use_to_the_real_teams() -> None:
    (problem,) = teams_check.public_url("http://localhost:3000", "https://login.microsoftonline.com")
    assert problem.verdict == PROBLEM


def test_a_wrong_clock_is_told_by_microsofts(given: Settings) -> None:
    ahead = [
        finding for finding in check(given, lambda: now() + timedelta(minutes=5)) if finding.about == "time"
    ]
    assert [finding.verdict for finding in ahead] == [PROBLEM]
    assert "ahead of Microsoft" in ahead[0].words


def test_packages_that_are_not_installed_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    (problem,) = teams_check.installed()
    assert "pip install '.[teams]'" in problem.words
