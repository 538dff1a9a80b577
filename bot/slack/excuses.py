"""A sentence to whoever did something, where there is no proper answer."""

from __future__ import annotations

import json
import logging
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from slack_sdk import WebClient

    Body = Mapping[str, Any]

log = logging.getLogger(__name__)

TO_THE_ACTOR: dict[str, Any] = {"replace_original": False, "response_type": "ephemeral"}


def said(body: Body, words: str, client: WebClient) -> BoltResponse:
    """The answer to a command, a button or a form that says these words, to nobody else.

    The answer to a button cannot say anything: there the client does, or, without a token, Slack's own address
    for late answers.
    """
    if body.get("type") == "view_submission":
        first = next(iter(body["view"]["state"]["values"]), "")
        return _json({"response_action": "errors", "errors": {first: words}})
    if body.get("type") == "block_actions":
        attempt(lambda: _say_to_whoever_pressed(body, words, client))
        return BoltResponse(status=200, body="")
    return _json({"response_type": "ephemeral", "text": words})


def attempt(say: Callable[[], object]) -> None:
    """Say something that is lost when Slack does not take it."""
    try:
        say()
    except (SlackApiError, HTTPException, OSError) as error:
        log.warning("an excuse could not be said: %s", type(error).__name__)


def _say_to_whoever_pressed(body: Body, words: str, client: WebClient) -> None:
    user, channel = body["user"]["id"], (body.get("channel") or {}).get("id")
    if client.token is None:
        if body.get("response_url"):
            late = WebhookClient(body["response_url"], timeout=1, retry_handlers=[])
            late.send(text=words, **TO_THE_ACTOR)
    elif channel and not body.get("view"):
        client.chat_postEphemeral(channel=channel, user=user, text=words)
    else:
        client.chat_postMessage(channel=user, text=words)


def _json(payload: Mapping[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(payload), headers={"content-type": ["application/json"]})
