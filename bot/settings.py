"""What the environment says, read once and checked whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.settings_faults import listed, problems

SLACK = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
)
KNOWN = (
    *SLACK,
    "DATABASE_URL",
    "SLACK_API_URL",
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


class BadSettings(ValueError):
    """Every variable that is missing or malformed, a sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Settings:
    """The whole configuration; what is secret is not in its `repr`. Without any Slack it is the practice hospital.

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
    public_url: str
    host: str
    port: int
    keys: tuple[str, ...] = field(repr=False)
    leads: frozenset[str]
    site_file: str
    programme_file: str

    @property
    def is_practice(self) -> bool:
        """Whether there is no real Slack."""
        return not self.bot_token and not self.is_oauth

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
    is_practice = not given["SLACK_BOT_TOKEN"] and not given["SLACK_CLIENT_ID"]
    return Settings(
        database_url=given["DATABASE_URL"]
        or ("sqlite:///pairme-practice.db" if is_practice else "sqlite:///pairme.db"),
        bot_token=given["SLACK_BOT_TOKEN"],
        app_token=given["SLACK_APP_TOKEN"],
        signing_secret=given["SLACK_SIGNING_SECRET"],
        client_id=given["SLACK_CLIENT_ID"],
        client_secret=given["SLACK_CLIENT_SECRET"],
        api_url=_with_slash(given["SLACK_API_URL"] or SLACK_API),
        public_url=given["PUBLIC_URL"].rstrip("/"),
        host=given["HOST"] or "127.0.0.1",
        port=int(given["PORT"] or 3000),
        keys=listed(given["PAIRME_KEYS"]),
        leads=frozenset(listed(given["PAIRME_LEADS"])),
        site_file=given["PAIRME_SITE"],
        programme_file=given["PAIRME_PROGRAMME"],
    )


def _with_slash(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"
