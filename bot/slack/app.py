"""Slack's door: listen, hand over, answer. The listeners are the same over Socket Mode and over HTTP.

Bolt acknowledges after the listener (`process_before_response`), so Slack is told only what has been committed.
"""

from __future__ import annotations

import logging
import re
import time
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse
from slack_sdk.errors import SlackApiError

from bot import logs
from bot.slack import excuses, files, inbound
from bot.slack.admission import Admission, authorized
from bot.slack.modals import modal
from bot.slack.profiles import Profiles
from bot.slack.removals import Removals
from bot.slack.render import home, info, message_payload
from bot.slack.timed import ANSWER_BY, TimedApp, note_failure, uncounted
from handlers.action import Reply
from handlers.router import handle
from programme.words import talking
from storage.database import ACTION_PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from slack_sdk import WebClient

    from bot.slack.timed import Handled
    from handlers.action import Action
    from handlers.turn import House

    Body = Mapping[str, Any]

log = logging.getLogger(__name__)

ANYTHING = re.compile(".*")
_TALKATIVE = ("slack_bolt", "slack_sdk", "bot.slack.bolt")  # at DEBUG they write down what people say
LAST_RETRY = 3  # Slack sends an event three times more
_GONE = frozenset({"expired_trigger_id", "trigger_expired", "invalid_trigger_id"})
_USED = "exchanged_trigger_id"  # the act came twice, and the form is open
_MOVED_ON = "hash_conflict"  # it was pressed twice, and the answer to one press has taken the form's place


class SlackDoor:
    """What Slack sends goes in here, and each answer out again.

    A client with a token is for one workspace, and the token is checked when the door is built. A client without
    one is for every workspace that has installed the bot, each with its own token.
    """

    def __init__(
        self,
        *,
        client: WebClient,
        signing_secret: str,
        house: House,
        now: Callable[[], datetime],
        handled: Handled = uncounted,
        profiles: Profiles | None = None,
    ) -> None:
        self._house, self._now = house, now
        self._profiles = profiles or Profiles()
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)
        is_many = not client.token
        self.app = TimedApp(
            handled,
            client=client,
            signing_secret=signing_secret or None,
            process_before_response=True,
            logger=logging.getLogger("bot.slack.bolt"),
            before_authorize=Admission(house.database).admit if is_many else None,
            authorize=authorized if is_many else None,
        )
        self.app.command(ANYTHING)(self._command)
        self.app.action(ANYTHING)(self._press)
        self.app.view(ANYTHING)(self._form)
        self.app.event("message")(self._said)
        self.app.event("app_home_opened")(self._home)
        Removals(house.database, now, is_many=is_many).listen(self.app)
        self.app.error(self._failed)

    def close(self) -> None:
        """Ask Slack for nobody's name any more."""
        self._profiles.close()

    def _command(self, ack: Any, body: Body, client: WebClient, context: Any) -> None:
        person = self._profiles.of(client, body["team_id"], body["user_id"])
        reply = self._handled(inbound.command(body, person, self._now()), context)
        if reply.form is not None and not _opened(client, body, modal(reply.form)):
            ack(text=talking.try_again())
        elif reply.message is not None:
            ack(response_type="ephemeral", **message_payload(reply.message))
        else:
            ack()

    def _press(self, ack: Any, body: Body, respond: Any, client: WebClient, context: Any) -> None:
        actor, chosen = body["user"]["id"], inbound.people_chosen(body)
        people = self._profiles.of_all(client, body["team"]["id"], [actor, *chosen])
        named = {user: people[user] for user in chosen}
        reply = self._handled(inbound.press(body, people[actor], self._now(), named), context)
        taken = inbound.blocks_of(body).values() if reply.replaces else ()
        view = modal(reply.form, taken) if reply.form else info(reply.message) if reply.message else None
        if view is None:
            pass
        elif body.get("view"):
            _shown_over(client, body, view, replaces=reply.replaces)
        elif reply.message is not None:
            how = {"replace_original": True} if reply.replaces else excuses.TO_THE_ACTOR
            respond(**how, **message_payload(reply.message))
        elif not _opened(client, body, view):
            respond(text=talking.try_again(), **excuses.TO_THE_ACTOR)
        ack()

    def _form(self, ack: Any, body: Body, client: WebClient, context: Any) -> None:
        actor, chosen, file = body["user"]["id"], inbound.people_chosen(body), inbound.file_of(body)
        people = self._profiles.of_all(client, body["team"]["id"], [actor, *chosen])
        text = files.text_of(client, file) if file is not None else ""
        named = {user: people[user] for user in chosen}
        reply = self._handled(inbound.form(body, people[actor], self._now(), named, text), context)
        if reply.errors:
            blocks = inbound.blocks_of(body)
            ack(
                response_action="errors",
                errors={blocks.get(name, name): each for name, each in reply.errors.items()},
            )
        elif reply.form is not None:
            ack(response_action="update", view=modal(reply.form, inbound.blocks_of(body).values()))
        elif reply.message is not None:
            ack(response_action="update", view=info(reply.message))
        else:
            ack()

    def _said(self, body: Body, client: WebClient) -> None:
        user = inbound.speaker(body["event"])
        if user is None:
            return
        action = inbound.said(body, self._profiles.of(client, body["team_id"], user), self._now())
        if action is not None:
            handle(action, self._house)

    def _home(self, body: Body, client: WebClient) -> None:
        event = body["event"]
        if event.get("tab", "home") != "home":
            return
        person = self._profiles.of(client, body["team_id"], event["user"])
        reply = handle(inbound.home(body, person, self._now()), self._house)
        if reply.page is not None:
            client.views_publish(user_id=event["user"], view=home(reply.page))

    def _handled(self, action: Action, context: Any) -> Reply:
        """The answer; what fails from here on is only that it cannot be shown, because the rest is saved."""
        reply = handle(action, self._house, min(ACTION_PATIENCE, context[ANSWER_BY] - time.monotonic()))
        context["is_done"] = True
        return reply

    def _failed(
        self, error: Exception, body: Body, client: WebClient, request: Any, context: Any
    ) -> BoltResponse:
        """The one broad place of this door: say what became of the act, or let the event come again."""
        note_failure(context, error)
        log.error("an action failed: %s", logs.told(error))
        if "event" in body:
            _event_failed(body, client, request)
            return BoltResponse(status=500, body="")
        sorry = talking.not_shown() if context.get("is_done") else talking.nothing_saved()
        return excuses.said(body, sorry, client)


def _opened(client: WebClient, body: Body, view: dict[str, Any]) -> bool:
    """Open a form; False when Slack's three seconds were over."""
    try:
        client.views_open(trigger_id=body["trigger_id"], view=view)
    except SlackApiError as error:
        refusal = str(error.response.get("error"))
        if refusal not in {*_GONE, _USED}:
            raise
        return refusal == _USED
    return True


def _shown_over(client: WebClient, body: Body, view: dict[str, Any], *, replaces: bool) -> None:
    """Show something where a form or the home stands already."""
    below = body["view"]
    if below["type"] == "home":
        _opened(client, body, view)
    elif replaces:
        _replaced(client, below, view)
    else:
        client.views_push(trigger_id=body["trigger_id"], view=view)


def _replaced(client: WebClient, below: Mapping[str, Any], view: dict[str, Any]) -> None:
    """Show it in the place of the form that was pressed, unless something later stands there already."""
    try:
        client.views_update(view_id=below["id"], hash=below.get("hash"), view=view)
    except SlackApiError as error:
        if error.response.get("error") != _MOVED_ON:
            raise


def _event_failed(body: Body, client: WebClient, request: Any) -> None:
    """An event comes again by itself; the person is told when it has come for the last time."""
    retry = next(iter(request.headers.get("x-slack-retry-num", [])), "0")
    event = body["event"]
    if event.get("type") == "message" and retry.isdecimal() and int(retry) >= LAST_RETRY:
        words = talking.nothing_saved()
        excuses.attempt(lambda: client.chat_postMessage(channel=event["channel"], text=words))
