"""The practice hospital's Teams, put together: one tenant with one bot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware

from practice.chance import Chance, Odds
from practice.faults import Faults, no_fault
from practice.guard import LoopbackOnly
from practice.journal import Journal
from practice.teams import activities
from practice.teams.accepted import TeamsAccepted
from practice.teams.chance import for_call, odds_of
from practice.teams.connector import Connector
from practice.teams.conversation import TeamsMessage
from practice.teams.deliveries import Deliveries
from practice.teams.desk import Desk
from practice.teams.drive_addresses import DriveAddresses
from practice.teams.line import Line
from practice.teams.people import TeamsMember, TeamsTeam
from practice.teams.people_act import TeamsActs
from practice.teams.rules import TeamsRules
from practice.teams.sign_in import LOGIN, OPENID, SignIn
from practice.teams.signing import Changes
from practice.teams.tenant import Tenant

TENANT_ID = "7e3a1f00-0000-4000-8000-00000000a001"
CLIENT_ID = "b07a1f00-0000-4000-8000-00000000b001"
CLIENT_SECRET = "practice-teams-secret"  # noqa: S105 - made up, for loopback only


class PracticeTeams:
    """A local Teams for one bot; served by `practice.running.running`, alone or mounted in a larger app.

    `people` acts for its people, `journal` has all that was said, `faults` makes calls fail, `limits` counts what
    came too fast, `tenant.signing` has the keys and `tenant.tokens` what was given out. Activities are POSTed to
    `deliver_to`, which may be set later. Tokens go by the machine's own clock; `now` gives aware UTC and stamps
    messages.

    Operations, for `faults` and the journal: token, openid, keys, create, post, put, delete, members, member,
    team, channels, upload, download.
    """

    def __init__(
        self,
        *,
        members: Sequence[TeamsMember],
        teams: Sequence[TeamsTeam] = (),
        now: Callable[[], datetime],
        rules: TeamsRules = TeamsRules(),  # noqa: B008 - frozen
        deliver_to: str = "",
        tenant_id: str = TENANT_ID,
        client_id: str = CLIENT_ID,
        client_secret: str = CLIENT_SECRET,
        bot_name: str = "PairMe",
    ) -> None:
        self.tenant_id, self.client_id, self.client_secret = tenant_id, client_id, client_secret
        self.journal, self.faults = Journal(now, rules.journal_entries), Faults()
        self.tenant = Tenant(
            members=members,
            teams=teams,
            now=now,
            rules=rules,
            journal=self.journal,
            tenant_id=tenant_id,
            client_id=client_id,
            client_secret=client_secret,
            bot_name=bot_name,
        )
        self.bot_id, self.limits = self.tenant.bot_id, self.tenant.limits
        self._line = Line(deliver_to)
        self.deliveries = Deliveries(self._line, self.bearer, rules, self.journal)
        self.people = TeamsActs(Desk(self.tenant, self.deliveries))
        addresses = (Connector, SignIn, DriveAddresses)
        self.app = Starlette(
            routes=[route for each in addresses for route in each(self.tenant, self.faults).routes()],
            middleware=[Middleware(LoopbackOnly)],
        )

    @property
    def deliver_to(self) -> str:
        """The bot's messaging endpoint."""
        return self._line.url

    @deliver_to.setter
    def deliver_to(self, url: str) -> None:
        self._line.url = url

    @property
    def login_url(self) -> str:
        """What stands before /{tenant}/oauth2/v2.0/token."""
        return f"{self.tenant.base_url}{LOGIN}"

    @property
    def openid_url(self) -> str:
        """The metadata that name the keys."""
        return f"{self.tenant.base_url}{OPENID}"

    @property
    def service_url(self) -> str:
        """The connector, as activities name it."""
        return self.tenant.service_url

    def accepted(self, after: int = 0) -> list[TeamsAccepted]:
        """Every new message of the bot's that was taken, in order, but for the first `after`.

        `conversation` is the one true id of a chat, whatever name it was sent to.
        """
        return self.tenant.accepted[after:]

    def by_chance(self, seed: int | str, odds: Odds) -> Chance:
        """Let calls and messages to the bot go wrong by chance from now on; what is given back counts what did.

        Errors are 502 and 504, a refusal for no reason 429 and 412. Where `odds` name Slack's methods, those that
        send are meant.
        """
        chance = Chance(seed, odds_of(odds))
        self.faults.chance, self.deliveries.chance = for_call(chance), chance
        return chance

    def calm(self) -> None:
        """Nothing goes wrong by chance any more."""
        self.faults.chance, self.deliveries.chance = no_fault, None

    def reset(self) -> None:
        """Forget all messages, dialogs, files and the journal; people and installations are as at the start."""
        self.deliveries.forget()
        with self.tenant.lock:
            self.tenant.reset()
        self.journal.clear()

    def activity(self, user: str, text: str, *, tenant_id: str = "") -> dict[str, Any]:
        """What a person would write in their 1:1 chat, not delivered; perhaps as if they were of another tenant."""
        teams = self.tenant
        with teams.lock:
            where = teams.chat(user)
            said = TeamsMessage(teams.stamps.message(), teams.now(), user, text)
            made = activities.spoken(teams, where, said)
        if tenant_id:
            made["conversation"] = {**made["conversation"], "tenantId": tenant_id}
            made["channelData"] = {**made["channelData"], "tenant": {"id": tenant_id}}
        return made

    def bearer(self, activity: Mapping[str, Any], **changes: Any) -> str:  # noqa: ANN401 - the fields of Changes
        """A signed token for this activity; `changes` are the fields of `signing.Changes` and make it wrong."""
        service_url = str(activity.get("serviceUrl", ""))
        return self.tenant.signing.token(service_url, self.client_id, Changes(**changes))

    def post(self, activity: Mapping[str, Any], token: str) -> tuple[int, Any]:
        """POST an activity as it is; the bot's status and its JSON (None where there is none; status 0: no answer)."""
        answer = self._line.post(activity, token, self.tenant.rules.message_seconds)
        return answer.status, answer.body

    def settle_at(self, base_url: str) -> None:
        """The address under which the server is reached; every other address begins with it."""
        self.tenant.base_url = base_url

    def begin(self) -> None:
        """The server runs; it needs no loop of its own."""

    def hang_up(self) -> None:
        """Let go of what waits to be handed over; the server is about to stop."""
        self.deliveries.close()
