"""How Teams is put together with the rest: which platforms a workspace has, and what is loaded when."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot import house as wiring
from bot.clock import Clock
from storage import tenants
from storage.database import Database
from tests.bot.teams.ward import Ward, settings

ROOT = Path(__file__).parents[3]
TEAM = "T0123ABCD"
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def platforms(database: Database, ward: Ward, workspace: str, *, has_slack: bool = True) -> set[str]:
    given = settings(ward.teams)
    made = wiring.bot(replace(given, bot_token="xoxb-1" if has_slack else ""), Clock(), database)
    assert made.teams is not None
    made.teams.close()
    return set(made.house.platforms_of(workspace))


@on_sqlite
def test_a_workspace_is_on_one_platform_until_it_is_joined(database: Database, one_ward: Ward) -> None:
    tenant = one_ward.teams.tenant_id
    assert platforms(database, one_ward, TEAM) == {"slack"}
    assert platforms(database, one_ward, tenant) == {"teams"}
    assert platforms(database, one_ward, tenant, has_slack=False) == {"teams"}
    with database.writing() as session:
        known = tenants.of(session, tenant)
        assert known is not None
        known.workspace = TEAM
    assert platforms(database, one_ward, TEAM) == {"slack", "teams"}
    assert platforms(database, one_ward, tenant) == set()


@on_sqlite
def test_a_pair_talks_in_one_conversation_where_the_platform_has_such(
    database: Database, one_ward: Ward
) -> None:
    made = wiring.bot(replace(settings(one_ward.teams), bot_token="xoxb-1"), Clock(), database)
    assert made.teams is not None
    made.teams.close()
    assert set(made.senders) == {"slack", "teams"}
    has_groups = made.ticker._times.has_groups
    assert [has_groups(platform) for platform in ("slack", "teams", "another")] == [True, False, False]
    assert dict(made.house.platform_names) == {"slack": "Slack", "teams": "Microsoft Teams"}


@pytest.mark.long
def test_the_sdk_is_loaded_with_the_door_only_and_reads_no_settings_file(tmp_path: Path) -> None:
    """In a process of its own, in a folder with a file of settings."""
    (tmp_path / ".env").write_text("CLIENT_ID=from-the-file\nPAIRME_PLANTED=yes\n", encoding="utf-8")
    program = (
        "import os, sys\n"
        "import bot.house, bot.running\n"
        "print(any(name.startswith('microsoft_teams') for name in sys.modules))\n"
        "import bot.teams.side\n"
        "print(any(name.startswith('microsoft_teams') for name in sys.modules))\n"
        "print('microsoft_teams.apps.app' in sys.modules, os.environ.get('PAIRME_PLANTED'), os.environ.get('CLIENT_ID'))\n"
    )
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**kept, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["False", "True", "False None None"]


@on_sqlite
def test_without_microsofts_packages_it_says_how_to_install_them(
    database: Database, one_ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "bot.teams.side")
    monkeypatch.setitem(sys.modules, "bot.teams.line", None)
    with pytest.raises(wiring.CannotStart, match=r"pip install '\.\[teams\]'"):
        wiring.bot(settings(one_ward.teams), Clock(), database)
