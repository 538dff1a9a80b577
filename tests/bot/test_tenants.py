"""The operator's commands about Microsoft tenants."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import commands, operating
from bot.house import CannotStart
from bot.settings import Settings, read
from storage import people, schema, tenants
from storage.database import Database
from storage.people import Person
from storage.vault import Vault, new_key

TENANT = "5a3c0000-0000-4000-8000-000000000001"
CLIENT = "b07c0000-0000-4000-8000-000000000001"
OTHER, OTHER_CLIENT = "5a3c0000-0000-4000-8000-000000000002", "b07c0000-0000-4000-8000-000000000002"
THIRD, THIRD_CLIENT = "5a3c0000-0000-4000-8000-000000000003", "b07c0000-0000-4000-8000-000000000003"
Run = Callable[..., None]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A PairMe for one tenant, with an empty database."""
    given = read(
        {
            "TEAMS_CLIENT_ID": CLIENT,
            "TEAMS_CLIENT_SECRET": "from the environment",
            "TEAMS_TENANT_ID": TENANT,
            "PUBLIC_URL": "https://pairme.example.org",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'pairme.db'}",
            "PAIRME_KEYS": new_key(),
        }
    )
    database = Database(given.database_url)
    schema.migrate(database)
    database.close()
    return given


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Types a command, and what it asks for."""

    def typed(*words: str, piped: str = "") -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(piped))
        one = commands.of(list(words))
        assert operating.COMMANDS[one.command](settings, one) == 0

    return typed


def test_a_tenant_is_added_with_its_secret_encrypted(
    settings: Settings, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    run("teams-tenant", "add", OTHER, OTHER_CLIENT, piped="a secret\n")
    run("teams-tenant", "list")
    out = capsys.readouterr().out
    assert f"{OTHER}  client {OTHER_CLIENT}  registration here  a workspace of its own" in out
    assert f"{TENANT}  client {CLIENT}  registration in the environment" in out
    assert "a secret" not in out
    path = Path(str(settings.database_url).removeprefix("sqlite:///"))
    assert b"a secret" not in b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))
    database = Database(settings.database_url, Vault(settings.keys))
    with database.reading() as session:
        assert {each.id: each.secret for each in tenants.everybody(session)} == {
            OTHER: "a secret",
            TENANT: None,
        }
    database.close()


def test_a_tenant_is_removed(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("teams-tenant", "add", OTHER, OTHER_CLIENT, piped="a secret\n")
    run("teams-tenant", "remove", OTHER)
    capsys.readouterr()
    run("teams-tenant", "list")
    assert OTHER not in capsys.readouterr().out


def test_with_a_tenant_goes_what_its_people_wrote_if_that_is_asked_for(settings: Settings, run: Run) -> None:
    database = Database(settings.database_url, Vault(settings.keys))

    def known() -> list[str]:
        with database.reading() as session:
            return [each.workspace for each in session.scalars(select(Person).order_by(Person.workspace))]

    for each, client in ((OTHER, OTHER_CLIENT), (THIRD, THIRD_CLIENT)):
        run("teams-tenant", "add", each, client, piped="a secret\n")
        with database.writing() as session:
            people.known(session, workspace=each, platform="teams", platform_id=each, name="Priya")
    run("teams-tenant", "remove", OTHER)
    assert known() == [OTHER, THIRD]
    run("teams-tenant", "add", OTHER, OTHER_CLIENT, piped="a secret\n")
    run("teams-tenant", "remove", OTHER, "--delete")
    assert known() == [THIRD]
    database.close()


def test_of_two_that_are_joined_not_one_half_is_deleted(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("teams-tenant", "add", OTHER, OTHER_CLIENT, piped="a secret\n")
    run("join", "T0123ABCD", OTHER)
    with pytest.raises(CannotStart, match="belongs to both"):
        run("teams-tenant", "remove", OTHER, "--delete")
    run("teams-tenant", "remove", OTHER)
    assert f"join T0123ABCD {OTHER}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("teams-tenant", "add", "a trust", OTHER_CLIENT), "TENANT_ID must be like"),
        (("teams-tenant", "add", OTHER), "CLIENT_ID must be like"),
        (("teams-tenant", "add", OTHER, OTHER_CLIENT), "client secret is missing"),
        (("teams-tenant", "add", OTHER, CLIENT), "Each tenant has its own"),
        (("teams-tenant", "add", TENANT, OTHER_CLIENT), "stands in the environment"),
        (("teams-tenant", "remove", OTHER), "is not known"),
        (("teams-tenant", "remove", TENANT), "stands in the environment"),
        (("teams-package", "--tenant", OTHER), "is not known"),
        (("join", "our-slack", TENANT), "WORKSPACE must be like"),
        (("join", "T0123ABCD", OTHER), "is not known"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(run: Run, words: tuple[str, ...], why: str) -> None:
    run("teams-tenant", "list")  # the environment's own has a row
    with pytest.raises(CannotStart, match=why):
        run(*words)


def test_a_slack_and_a_tenant_are_joined_before_the_bot_has_ever_run(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    run("join", "T0123ABCD", TENANT)
    run("teams-tenant", "list")
    assert "joined to T0123ABCD" in capsys.readouterr().out


def test_the_app_of_each_tenant_is_packed_for_its_own_registration(run: Run, tmp_path: Path) -> None:
    run("teams-tenant", "add", OTHER, OTHER_CLIENT, piped="a secret\n")
    run("teams-package", str(tmp_path / "ours.zip"))
    run("teams-package", "--tenant", OTHER, str(tmp_path / "other.zip"))
    for name, client in (("ours", CLIENT), ("other", OTHER_CLIENT)):
        with zipfile.ZipFile(tmp_path / f"{name}.zip") as pack:
            assert client in pack.read("manifest.json").decode()


def test_without_a_public_address_nothing_is_packed(settings: Settings, tmp_path: Path) -> None:
    typed = commands.of(["teams-package", str(tmp_path / "app.zip")])
    with pytest.raises(CannotStart, match="PUBLIC_URL is missing"):
        operating.COMMANDS["teams-package"](replace(settings, public_url="http://localhost:3000"), typed)
    assert not (tmp_path / "app.zip").exists()
