"""What the environment says, read once and checked whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from storage.vault import BadKey, Vault

SLACK = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")
KNOWN = (
    *SLACK,
    "DATABASE_URL",
    "SLACK_API_URL",
    "PORT",
    "HOST",
    "PAIRME_KEYS",
    "PAIRME_LEADS",
    "PAIRME_SITE",
    "PAIRME_PROGRAMME",
)
"""Every variable that is read; `.env.example` explains each."""

SLACK_API = "https://slack.com/api/"
_DRIVERS = frozenset({"sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg", "postgres"})


class BadSettings(ValueError):
    """Every variable that is missing or malformed, a sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Settings:
    """The whole configuration; what is secret is not in its `repr`. Without a Slack token it is the practice hospital.

    `site_file` and `programme_file` are paths, empty for the ones that come with the bot.
    """

    database_url: str = field(repr=False)
    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    api_url: str
    host: str
    port: int
    keys: tuple[str, ...] = field(repr=False)
    leads: frozenset[str]
    site_file: str
    programme_file: str

    @property
    def is_practice(self) -> bool:
        """Whether there is no real Slack."""
        return not self.bot_token

    @property
    def is_socket(self) -> bool:
        """Whether Slack is reached over Socket Mode; else over HTTP."""
        return bool(self.app_token)


def read(environment: Mapping[str, str]) -> Settings:
    """The settings; `BadSettings` names every problem at once."""
    given = {name: environment.get(name, "").strip() for name in KNOWN}
    problems = [*_slack_problems(given), *_key_problems(given), *_other_problems(given)]
    if problems:
        raise BadSettings(problems)
    is_practice = not given["SLACK_BOT_TOKEN"]
    return Settings(
        database_url=given["DATABASE_URL"]
        or ("sqlite:///pairme-practice.db" if is_practice else "sqlite:///pairme.db"),
        bot_token=given["SLACK_BOT_TOKEN"],
        app_token=given["SLACK_APP_TOKEN"],
        signing_secret=given["SLACK_SIGNING_SECRET"],
        api_url=_with_slash(given["SLACK_API_URL"] or SLACK_API),
        host=given["HOST"] or "127.0.0.1",
        port=int(given["PORT"] or 3000),
        keys=_listed(given["PAIRME_KEYS"]),
        leads=frozenset(_listed(given["PAIRME_LEADS"])),
        site_file=given["PAIRME_SITE"],
        programme_file=given["PAIRME_PROGRAMME"],
    )


def _slack_problems(given: Mapping[str, str]) -> list[str]:
    bot, app, secret = (given[name] for name in SLACK)
    problems = []
    if (app or secret) and not bot:
        other = "SLACK_APP_TOKEN" if app else "SLACK_SIGNING_SECRET"
        problems.append(
            f"SLACK_BOT_TOKEN is missing, although {other} is set. Copy it from your Slack app's page."
        )
    if bot and not app and not secret:
        problems.append(
            "SLACK_APP_TOKEN is missing. Set it for Socket Mode, or SLACK_SIGNING_SECRET for HTTP, beside SLACK_BOT_TOKEN."
        )
    if bot and not bot.startswith("xoxb-"):
        problems.append("SLACK_BOT_TOKEN must begin with xoxb-.")
    if app and not app.startswith("xapp-"):
        problems.append("SLACK_APP_TOKEN must begin with xapp-.")
    return problems


def _key_problems(given: Mapping[str, str]) -> list[str]:
    keys = _listed(given["PAIRME_KEYS"])
    if keys:
        try:
            Vault(keys)
        except BadKey:
            return ["PAIRME_KEYS holds something that is not a key. Make one with: python -m bot new-key"]
    elif given["SLACK_BOT_TOKEN"]:
        return [
            "PAIRME_KEYS is missing. What people write is encrypted with it. Make one with: python -m bot new-key"
        ]
    return []


def _other_problems(given: Mapping[str, str]) -> list[str]:
    problems = []
    port = given["PORT"]
    if port and not (port.isdecimal() and 0 <= int(port) <= 65535):  # noqa: PLR2004 - the last port
        problems.append(f"PORT must be a number from 0 to 65535, not {port}.")
    api = given["SLACK_API_URL"]
    if api and not api.startswith(("http://", "https://")):
        problems.append("SLACK_API_URL must begin with http:// or https://.")
    if any("@" in lead or " " in lead for lead in _listed(given["PAIRME_LEADS"])):
        problems.append(
            "PAIRME_LEADS must be Slack member ids such as U012AB3CD, separated by commas, not names or email addresses."
        )
    if given["DATABASE_URL"] and not _is_database_url(given["DATABASE_URL"]):
        problems.append(
            "DATABASE_URL must be like sqlite:///pairme.db or postgresql://name:password@host/database."
        )
    return problems


def _is_database_url(written: str) -> bool:
    """Whether it names a database that we can open and that is still there after a restart."""
    try:
        url = make_url(written)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        return False
    is_in_memory = url.drivername.startswith("sqlite") and url.database in (None, "", ":memory:")
    return url.drivername in _DRIVERS and not is_in_memory


def _with_slash(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"


def _listed(written: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in written.split(",") if part.strip())
