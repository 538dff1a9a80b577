"""What the bot answers to an act: in the acknowledgement of a command, or later at a response URL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from practice import events
from practice.content import approve_message, linked_files
from practice.conversation import Conversation
from practice.message import Message, as_slack
from practice.methods.arguments import Arguments
from practice.methods.chat import rewrite, take_away
from practice.refusal import Refusal
from practice.workspace import Workspace


def give(
    slack: Workspace, where: Conversation, user: str, body: Mapping[str, Any], original: str | None
) -> None:
    """Show the answer: a new message, ephemeral unless it says in_channel, or instead of the original.

    Raises what Slack refuses. Shape: docs.slack.dev/interactivity/handling-user-interaction#message_responses.
    """
    args = Arguments(body)
    message = where.ephemerals.get(original or "") or where.messages.get(original or "")
    if args.flag("delete_original") and message:
        _remove(slack, where, message)
    elif args.flag("replace_original") and message:
        _replace(slack, where, message, body)
    else:
        _add(slack, where, user, args)


def _add(slack: Workspace, where: Conversation, user: str, args: Arguments) -> None:
    text, blocks = args.text("text", ""), args.structure("blocks") or []
    approve_message(slack, text, blocks, args.structure("attachments"))
    is_for_all = args.text("response_type", "ephemeral") == "in_channel"
    message = slack.add(
        where,
        author=slack.app.bot_user_id,
        text=text,
        blocks=blocks,
        attachments=args.structure("attachments") or [],
        thread_ts=args.maybe("thread_ts"),
        files=linked_files(slack, text, blocks),
        only_for=None if is_for_all else user,
    )
    if is_for_all:
        events.posted(slack, where, message)


def _replace(slack: Workspace, where: Conversation, message: Message, body: Mapping[str, Any]) -> None:
    before = as_slack(message, slack.app, slack.base_url)
    rewrite(slack, message, body)
    if message.only_for:
        slack.changed(message.only_for)
    else:
        slack.changed(*where.members)
        events.changed(slack, where, message, before)


def _remove(slack: Workspace, where: Conversation, message: Message) -> None:
    if message.only_for:
        del where.ephemerals[message.ts]
        slack.changed(message.only_for)
    else:
        take_away(slack, where, message)


class ResponseUrlAddress:
    """Answers `/response/{key}`: "ok", or Slack's refusal with a status of 400 or 404."""

    def __init__(self, slack: Workspace) -> None:
        self._slack = slack

    async def endpoint(self, request: Request) -> Response:
        """One answer of the bot's."""
        try:
            body = await request.json()
        except ValueError:
            body = None
        if not isinstance(body, Mapping):
            return PlainTextResponse("invalid_payload", 400)
        try:
            self._take(request.path_params["key"], body)
        except Refusal as refusal:
            self._write(refusal.code, body, broken=True)
            return PlainTextResponse(refusal.code, 404 if refusal.code.endswith("_url") else 400)
        self._write("ok", body, broken=False)
        return PlainTextResponse("ok")

    def _take(self, key: str, body: Mapping[str, Any]) -> None:
        with self._slack.lock:
            url = self._slack.response_urls.use(key)
            where = self._slack.conversations.get(url.conversation)
            if where is None:
                raise Refusal("expired_url")
            give(self._slack, where, url.user, body, url.message_ts)

    def _write(self, summary: str, body: Mapping[str, Any], *, broken: bool) -> None:
        self._slack.journal.write(
            "call", "response_url", summary, broken=broken, detail={"arguments": dict(body)}
        )
