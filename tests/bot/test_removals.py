"""Where there is one workspace, its operator has to act, and the log says so."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.slack.removals import Removals
from storage.database import Database


@pytest.fixture
def removals(tmp_path: Path) -> Removals:
    """For one workspace; the database is never opened."""
    database = Database(f"sqlite:///{tmp_path / 'none.db'}")
    return Removals(database, lambda: datetime.now(UTC), is_many=False)


def test_a_removal_is_told_to_the_operator(removals: Removals, caplog: pytest.LogCaptureFixture) -> None:
    removals._uninstalled({"team_id": "T1", "event": {"type": "app_uninstalled"}})
    assert "Install it again and set SLACK_BOT_TOKEN anew" in caplog.text


@pytest.mark.parametrize(("bots", "is_told"), [(["U0BOT"], True), ([], False)])
def test_a_revoked_token_is_told_when_it_is_the_bots(
    removals: Removals, caplog: pytest.LogCaptureFixture, bots: list[str], *, is_told: bool
) -> None:
    removals._revoked({"team_id": "T1", "event": {"tokens": {"oauth": ["U1"], "bot": bots}}})
    assert ("Copy the new one into SLACK_BOT_TOKEN" in caplog.text) is is_told
