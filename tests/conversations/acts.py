"""More that people and the world around them can do in a story."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from practice.faults import Fault
from storage.row import Row
from storage.tables import METADATA
from tests.conversations.story import Heard, Someone, Story, _buttons

Act = Callable[[], Any]


def groups_are_refused(story: Story) -> None:
    """The next conversation with several people cannot be opened."""
    story.slack.faults.add("conversations.open", Fault(status=200, error="restricted_action"))


def nobody_ticks_until(story: Story, instant: datetime) -> None:
    """The bot was not running."""
    story.clock.move_to(instant)


def ticks(story: Story, times: int) -> None:
    """Again and again at the same moment."""
    for _ in range(times):
        story.bot.ticker.tick()
        story.deliver()


def says_in(someone: Someone, place: str, words: str) -> str:
    """In a channel or in a conversation of several people."""
    ts = someone._acts.say(someone.id, place, words)
    someone.story.deliver()
    return ts


def sends_a_file(someone: Someone, name: str, words: str = "") -> None:
    """In their own chat with the bot."""
    someone._acts.upload(someone.id, someone._acts.dm(someone.id), name, b"a picture", words)
    someone.story.deliver()


def content_of(story: Story, name: str) -> str:
    """What is in a file that the bot has sent."""
    (file,) = (each for each in story.slack.workspace.files.all() if each.name == name)
    return (file.content or b"").decode()


def presses_under(someone: Someone, heard: Heard, label: str) -> None:
    """The button of one message, as it stands there now."""
    act_of_press(someone, heard, label)()
    someone.story.deliver()


def presses_at_home(someone: Someone, label: str, number: int = 0) -> None:
    """The button on their home page; the `number`th of those that say this."""
    someone._acts.open_home(someone.id)
    home = someone._screen()["home"]
    found = [
        element["action_id"]
        for block in home["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if element["text"]["text"] == label
    ]
    block = [block["block_id"] for block in home["blocks"] if label in _buttons([block])]
    someone._acts.press_view(someone.id, home["id"], found[number], block_id=block[number])
    someone.story.deliver()


def act_of_press(someone: Someone, heard: Heard, label: str) -> Act:
    """The press, to be done later or at once with others."""
    action_id, block_id = heard.buttons[label]
    return lambda: someone._acts.press(someone.id, heard.place, heard.ts, action_id, block_id)


def act_of_sending(someone: Someone, **values: Any) -> Act:
    """The sending of the form in front of them, likewise."""
    view = someone.form()["id"]
    return lambda: someone._acts.submit(someone.id, view, values)


def at_once(story: Story, *acts: Act) -> None:
    """Several people act in the same moment."""
    gate = threading.Barrier(len(acts))

    def through_the_gate(act: Act) -> None:
        gate.wait()
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
