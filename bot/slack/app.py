"""Slack's door: listen, hand over, answer. The listeners are the same over Socket Mode and over HTTP.

Bolt acknowledges after the listener (`process_before_response`), so Slack is told only what has been committed.
"""

from __future__ import annotations

import json
import logging
import re
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from slack_bolt import App, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack import inbound
from bot.slack.modals import modal
from bot.slack.profiles import Profiles
from bot.slack.render import home, info, message_payload
from handlers.action import Reply
from handlers.router import handle
from programme.words import talking

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from handlers.action import Action
    from handlers.turn import House

    Body = Mapping[str, Any]

log = logging.getLogger(__name__)

ANYTHING = re.compile(".*")
_TALKATIVE = ("slack_bolt", "slack_sdk", "bot.slack.bolt")  # at DEBUG they write down what people say
MOST_FILE_BYTES = 1_000_000
LAST_RETRY = 3  # Slack sends an event three times more
_TO_THE_ACTOR: dict[str, Any] = {"replace_original": False, "response_type": "ephemeral"}
_GONE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "invalid_trigger_id"})


class SlackDoor:
    """What Slack sends goes in here, and each answer out again. The token is checked when it is built."""

    def __init__(
        self, *, client: WebClient, signing_secret: str, house: House, now: Callable[[], datetime]
    ) -> None:
        self._house, self._now = house, now
        self._client = client
        self._profiles = Profiles(client)
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)
        self.app = App(
            client=client,
            signing_secret=signing_secret or None,
            process_before_response=True,
            logger=logging.getLogger("bot.slack.bolt"),
        )
        self.app.command(ANYTHING)(self._command)
        self.app.action(ANYTHING)(self._press)
        self.app.view(ANYTHING)(self._form)
        self.app.event("message")(self._said)
        self.app.event("app_home_opened")(self._home)
        self.app.error(self._failed)

    def _command(self, ack: Any, body: Body, context: Any) -> None:
        person = self._profiles.of(body["team_id"], body["user_id"])
        reply = self._handled(inbound.command(body, person, self._now()), context)
        if reply.form is not None and not self._opened(body, modal(reply.form)):
            ack(text=talking.try_again())
        elif reply.message is not None:
            ack(response_type="ephemeral", **message_payload(reply.message))
        else:
            ack()

    def _press(self, ack: Any, body: Body, respond: Any, context: Any) -> None:
        person = self._profiles.of(body["team"]["id"], body["user"]["id"])
        reply = self._handled(inbound.press(body, person, self._now()), context)
        view = modal(reply.form) if reply.form else info(reply.message) if reply.message else None
        if view is None:
            pass
        elif body.get("view"):
            self._shown_over(body, view, replaces=reply.replaces)
        elif reply.message is not None:
            how = {"replace_original": True} if reply.replaces else _TO_THE_ACTOR
            respond(**how, **message_payload(reply.message))
        elif not self._opened(body, view):
            respond(text=talking.try_again(), **_TO_THE_ACTOR)
        ack()

    def _form(self, ack: Any, body: Body, context: Any) -> None:
        workspace = body["team"]["id"]
        person = self._profiles.of(workspace, body["user"]["id"])
        chosen = self._profiles.of_several(workspace, inbound.people_chosen(body))
        reply = self._handled(inbound.form(body, person, self._now(), chosen, self._file(body)), context)
        if reply.errors:
            ack(response_action="errors", errors=dict(reply.errors))
        elif reply.form is not None:
            ack(response_action="update", view=modal(reply.form))
        elif reply.message is not None:
            ack(response_action="update", view=info(reply.message))
        else:
            ack()

    def _said(self, body: Body) -> None:
        user = inbound.speaker(body["event"])
        if user is None:
            return
        action = inbound.said(body, self._profiles.of(body["team_id"], user), self._now())
        if action is not None:
            handle(action, self._house)

    def _home(self, body: Body) -> None:
        event = body["event"]
        if event.get("tab", "home") != "home":
            return
        person = self._profiles.of(body["team_id"], event["user"])
        reply = handle(inbound.home(body, person, self._now()), self._house)
        if reply.page is not None:
            self._client.views_publish(user_id=event["user"], view=home(reply.page))

    def _handled(self, action: Action, context: Any) -> Reply:
        """The answer; what fails from here on is only that it cannot be shown, because the rest is saved."""
        reply = handle(action, self._house)
        context["is_done"] = True
        return reply

    def _opened(self, body: Body, view: dict[str, Any]) -> bool:
        """Open a form; False when Slack's three seconds were over."""
        try:
            self._client.views_open(trigger_id=body["trigger_id"], view=view)
        except SlackApiError as error:
            if error.response.get("error") not in _GONE:
                raise
            return False
        return True

    def _shown_over(self, body: Body, view: dict[str, Any], *, replaces: bool) -> None:
        """Show something where a form or the home stands already."""
        below = body["view"]
        if below["type"] == "home":
            self._opened(body, view)
        elif replaces:
            self._client.views_update(view_id=below["id"], hash=below.get("hash"), view=view)
        else:
            self._client.views_push(trigger_id=body["trigger_id"], view=view)

    def _file(self, body: Body) -> str:
        """The text of the file in a form; empty when there is none or it cannot be read."""
        file = inbound.file_of(body)
        if file is None:
            return ""
        address = (
            file.get("url_private_download")
            or self._client.files_info(file=file["id"])["file"]["url_private_download"]
        )
        request = Request(address, headers={"Authorization": f"Bearer {self._client.token}"})  # noqa: S310 - Slack's own address
        try:
            with urlopen(request, timeout=2) as answer:  # noqa: S310 - as above
                content: bytes = answer.read(MOST_FILE_BYTES + 1)
        except (URLError, HTTPException, TimeoutError, OSError):
            log.warning("a file could not be fetched")
            return ""
        return content.decode("utf-8-sig", errors="replace") if len(content) <= MOST_FILE_BYTES else ""

    def _failed(self, error: Exception, body: Body, request: Any, context: Any) -> BoltResponse:
        """The one broad place of this door: say what became of the act, or let the event come again."""
        log.error(
            "an action failed: %s",
            type(error).__name__,
            exc_info=error if log.isEnabledFor(logging.DEBUG) else None,
        )
        if "event" in body:
            self._event_failed(body, request)
            return BoltResponse(status=500, body="")
        sorry = talking.not_shown() if context.get("is_done") else talking.nothing_saved()
        if body.get("type") == "view_submission":
            first = next(iter(body["view"]["state"]["values"]), "")
            return _json({"response_action": "errors", "errors": {first: sorry}})
        if body.get("type") == "block_actions":
            self._press_failed(body, sorry)
            return BoltResponse(status=200, body="")
        return _json({"response_type": "ephemeral", "text": sorry})

    def _event_failed(self, body: Body, request: Any) -> None:
        """An event comes again by itself; the person is told when it has come for the last time."""
        retry = next(iter(request.headers.get("x-slack-retry-num", [])), "0")
        event = body["event"]
        if event.get("type") == "message" and retry.isdecimal() and int(retry) >= LAST_RETRY:
            self._try_to_say(
                lambda: self._client.chat_postMessage(channel=event["channel"], text=talking.nothing_saved())
            )

    def _press_failed(self, body: Body, sorry: str) -> None:
        user, channel = body["user"]["id"], (body.get("channel") or {}).get("id")
        if channel and not body.get("view"):
            self._try_to_say(lambda: self._client.chat_postEphemeral(channel=channel, user=user, text=sorry))
        else:
            self._try_to_say(lambda: self._client.chat_postMessage(channel=user, text=sorry))

    def _try_to_say(self, say: Callable[[], Any]) -> None:
        try:
            say()
        except (SlackApiError, URLError, HTTPException, TimeoutError, OSError) as error:
            log.warning("could not say that nothing was saved: %s", type(error).__name__)


def _json(payload: Mapping[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(payload), headers={"content-type": ["application/json"]})
