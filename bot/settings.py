"""What the environment says, read once and checked whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.settings_faults import is_guid, listed, problems

SLACK = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
)
TEAMS = ("TEAMS_CLIENT_ID", "TEAMS_CLIENT_SECRET", "TEAMS_TENANT_ID")
KNOWN = (
    *SLACK,
    *TEAMS,
    "DATABASE_URL",
    "SLACK_API_URL",
    "TEAMS_LOGIN_URL",
    "TEAMS_OPENID_URL",
    "PUBLIC_URL",
    "PORT",
    "HOST",
    "PAIRME_KEYS",
    "PAIRME_LEADS",
    "PAIRME_SITE",
    "PAIRME_PROGRAMME",
)
"""Every variable that is read; `.env.example` explains each."""

SLACK_API = "https://slack.com/api/"
TEAMS_LOGIN = "https://login.microsoftonline.com"
TEAMS_OPENID = "https://login.botframework.com/v1/.well-known/openidconfiguration"


class BadSettings(ValueError):
    """Every variable that is missing or malformed, a sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Settings:
    """The whole configuration; what is secret is not in its `repr`.

    Without any Slack and any Teams it is the practice hospital.

    `public_url` has no slash at its end, and is empty where nobody has set it. `site_file` and `programme_file`
    are paths, empty for the ones that come with the bot.
    """

    database_url: str = field(repr=False)
    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    client_id: str
    client_secret: str = field(repr=False)
    api_url: str
    teams_client_id: str
    teams_client_secret: str = field(repr=False)
    teams_tenant_id: str
    teams_login_url: str
    teams_openid_url: str
    public_url: str
    host: str
    port: int
    keys: tuple[str, ...] = field(repr=False)
    leads: frozenset[str]
    site_file: str
    programme_file: str

    @property
    def is_practice(self) -> bool:
        """Whether there is neither a real Slack nor a real Teams."""
        return not self.has_slack and not self.has_teams

    @property
    def has_slack(self) -> bool:
        """Whether the door to Slack is on."""
        return bool(self.bot_token) or self.is_oauth

    @property
    def has_teams(self) -> bool:
        """Whether the door to Microsoft Teams is on."""
        return bool(self.teams_client_id)

    @property
    def is_oauth(self) -> bool:
        """Whether any number of workspaces install it by OAuth; else there is one, with its token in `bot_token`."""
        return bool(self.client_id)

    @property
    def is_socket(self) -> bool:
        """Whether Slack is reached over Socket Mode; else over HTTP."""
        return bool(self.app_token)


def read(environment: Mapping[str, str]) -> Settings:
    """The settings; `BadSettings` names every problem at once."""
    given = {name: environment.get(name, "").strip() for name in KNOWN}
    found = list(problems(given))
    if found:
        raise BadSettings(found)
    is_practice = not any(given[name] for name in ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "TEAMS_CLIENT_ID"))
    return Settings(
        database_url=given["DATABASE_URL"]
        or ("sqlite:///pairme-practice.db" if is_practice else "sqlite:///pairme.db"),
        bot_token=given["SLACK_BOT_TOKEN"],
        app_token=given["SLACK_APP_TOKEN"],
        signing_secret=given["SLACK_SIGNING_SECRET"],
        client_id=given["SLACK_CLIENT_ID"],
        client_secret=given["SLACK_CLIENT_SECRET"],
        api_url=_with_slash(given["SLACK_API_URL"] or SLACK_API),
        teams_client_id=given["TEAMS_CLIENT_ID"].lower(),
        teams_client_secret=given["TEAMS_CLIENT_SECRET"],
        teams_tenant_id=given["TEAMS_TENANT_ID"].lower(),
        teams_login_url=(given["TEAMS_LOGIN_URL"] or TEAMS_LOGIN).rstrip("/"),
        teams_openid_url=given["TEAMS_OPENID_URL"] or TEAMS_OPENID,
        public_url=given["PUBLIC_URL"].rstrip("/"),
        host=given["HOST"] or "127.0.0.1",
        port=int(given["PORT"] or 3000),
        keys=listed(given["PAIRME_KEYS"]),
        leads=frozenset(map(_as_told, listed(given["PAIRME_LEADS"]))),
        site_file=given["PAIRME_SITE"],
        programme_file=given["PAIRME_PROGRAMME"],
    )


def _as_told(lead: str) -> str:
    """The id as its platform writes it: Entra's pages show letters large and small, Teams sends them small."""
    return lead.lower() if is_guid(lead) else lead


def _with_slash(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"
