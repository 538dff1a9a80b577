"""More that people and the world around them can do in a story."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import select, text

from practice.refusal import NotPossible
from storage.row import Row
from storage.tables import METADATA
from tests.conversations.heard import Act
from tests.conversations.someone import Someone
from tests.conversations.story import Story


def the_line_breaks(story: Story, *, arrives: bool) -> None:
    """When the bot posts next where the leads are; whether the post arrives all the same."""
    story.scene.leads.line_breaks(arrives=arrives)


def the_bot_is_put_out(story: Story) -> None:
    """Somebody takes it out of the cohort's channel."""
    story.scene.leads.put_out()
    story.deliver()


def groups_are_refused(story: Story) -> None:
    """The next conversation with several people cannot be opened, where one could be."""
    if story.scene.has_groups:
        story.scene.leads.groups_are_refused()


def the_directory_is_silent(story: Story, times: int) -> None:
    """Whoever asks where the leads are for people gets no answer, so many times."""
    story.scene.leads.directory_is_silent(times)


def the_directory_asks_for_a_pause(story: Story) -> None:
    """Once, and a short one."""
    story.scene.leads.directory_asks_for_a_pause()


@contextmanager
def everything_is_handed_over_twice(story: Story) -> Iterator[None]:
    """In the same moment."""
    with ExitStack() as twice:
        for stage in story.scene.stages:
            twice.enter_context(stage.handed_over_twice())
        yield


def all_is_well(story: Story) -> None:
    """Nothing goes wrong any more."""
    for stage in story.scene.stages:
        stage.all_is_well()


def nobody_ticks_until(story: Story, instant: datetime) -> None:
    """The bot was not running."""
    story.clock.move_to(instant)


def ticks(story: Story, times: int) -> None:
    """Again and again at the same moment."""
    for _ in range(times):
        story.bot.ticker.tick()
        story.deliver()


def at_once(story: Story, *acts: Act) -> None:
    """Several people act in the same moment; whoever finds the button or form gone by then was too slow to act."""
    gate = threading.Barrier(len(acts))

    def through_the_gate(act: Act) -> None:
        gate.wait()
        with suppress(NotPossible):
            act()

    threads = [threading.Thread(target=through_the_gate, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    story.deliver()


def everything_kept(story: Story) -> str:
    """Every value of every table, opened with the keys."""
    with story.database.reading() as session:
        rows = [row for mapper in Row.registry.mappers for row in session.scalars(select(mapper)).all()]
        return "\n".join(repr(value) for row in rows for value in vars(row).values())


def everything_at_rest(story: Story) -> bytes:
    """Every value as the database holds it, and the bytes of its file where it has one."""
    with story.database.engine.connect() as connection:
        rows = [
            value
            for table in METADATA.sorted_tables
            for row in connection.execute(text(f'SELECT * FROM "{table.name}"'))  # noqa: S608 - our own tables
            for value in row
        ]
    at_rest = b"\n".join(
        bytes(value) if isinstance(value, bytes | memoryview) else repr(value).encode() for value in rows
    )
    if not story.database.is_sqlite:
        return at_rest
    path = Path(story.database.url.database or "")
    return at_rest + b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))


def everything_heard(*people: Someone) -> str:
    """All the words that reach these people: in conversations, in forms, and on their home pages."""
    return "\n".join(
        part
        for someone in people
        for part in (*(heard.words for heard in someone.hears_all()), someone.sees(), someone.looks_home())
    )
