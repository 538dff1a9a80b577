"""A person writes, changes and deletes messages, uploads a file, or looks at the app's home."""

from __future__ import annotations

from practice import events
from practice.conversation import Conversation
from practice.desk import Desk
from practice.escaping import as_said
from practice.files import StoredFile
from practice.message import Message, as_slack
from practice.refusal import NotPossible


def say(
    desk: Desk, user: str, channel: str, text: str, thread_ts: str | None, files: tuple[StoredFile, ...] = ()
) -> str:
    """A new message; its ts."""
    slack = desk.slack
    with slack.lock:
        desk.member(user)
        where = _writable(desk, user, channel)
        message = slack.add(where, author=user, text=as_said(slack, text), thread_ts=thread_ts, files=files)
        where.last_read[user] = message.ts
        envelope = events.posted(slack, where, message)
    desk.await_event(envelope)
    return message.ts


def upload(desk: Desk, user: str, channel: str, name: str, content: bytes, text: str) -> str:
    """A message with a file; its ts."""
    slack = desk.slack
    with slack.lock:
        file = slack.files.expect(name=name, size=len(content), owner=user, created_at=slack.now())
        slack.files.receive(file.ticket, content)
        slack.files.complete(file, 0.0)
    return say(desk, user, channel, text, None, (file,))


def edit(desk: Desk, user: str, channel: str, ts: str, text: str) -> None:
    """Change an own message."""
    slack = desk.slack
    with slack.lock:
        where, message = _own(desk, user, channel, ts)
        before = as_slack(message, slack.app, slack.base_url)
        message.text, message.edited_ts = as_said(slack, text), slack.stamp()
        slack.changed(*where.members)
        envelope = events.changed(slack, where, message, before)
    desk.await_event(envelope)


def delete(desk: Desk, user: str, channel: str, ts: str) -> None:
    """Delete an own message."""
    slack = desk.slack
    with slack.lock:
        where, message = _own(desk, user, channel, ts)
        del where.messages[ts]
        slack.changed(*where.members)
        envelope = events.deleted(slack, where, message)
    desk.await_event(envelope)


def open_home(desk: Desk, user: str) -> None:
    """Look at the app's home tab."""
    with desk.slack.lock:
        desk.member(user)
        if not desk.slack.app.has_home:
            raise NotPossible("the manifest has no home tab")
        envelope = events.home_opened(desk.slack, user)
    desk.await_event(envelope)


def _writable(desk: Desk, user: str, channel: str) -> Conversation:
    where = desk.place(user, channel)
    if where.kind == "im" and not desk.slack.app.people_can_type:
        raise NotPossible("the manifest does not let people type to the app")
    return where


def _own(desk: Desk, user: str, channel: str, ts: str) -> tuple[Conversation, Message]:
    desk.member(user)
    where = desk.place(user, channel)
    message = where.messages.get(ts)
    if message is None or message.author != user:
        raise NotPossible(f"{user} wrote no message {ts} in {channel}")
    return where, message
