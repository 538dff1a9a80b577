"""Everything that a round needs, put up and taken down: a Slack, a database with people in it, and the bots."""

from __future__ import annotations

import shutil
import tempfile
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from benchmarks.own_process import free_port
from practice.running import running
from storage.database import Database
from storage.vault import Vault, new_key
from tests.chaos.bots import Bots, Post, nursery
from tests.chaos.hospital import Watch, hospital
from tests.chaos.stage import join, set_up
from tests.chaos.tenant import tenant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from practice.app import PracticeSlack
    from practice.teams.app import PracticeTeams
    from tests.chaos.hospital import Cast
    from tests.chaos.times import Times


@dataclass(frozen=True)
class Script:
    """What to put up. The database has its tables; on SQLite the whole bot is one process.

    On PostgreSQL there are `webs`, `workers` and a clock. `broken` names one of the builds in `broken.py`.
    """

    database_url: str
    people: Cast
    times: Times
    workshops: int
    workers: int = 2
    webs: int = 1
    broken: str = ""


@dataclass(frozen=True)
class Scene:
    """What stands. What the bots print is in the file `log` of `folder`."""

    folder: Path
    database: Database
    slack: PracticeSlack
    teams: PracticeTeams | None
    watch: Watch
    bots: Bots
    cohort_id: int

    def calm(self) -> None:
        """Nothing goes wrong by chance any more."""
        self.slack.calm()
        if self.teams is not None:
            self.teams.calm()

    def last_words(self, most: int) -> str:
        """The end of what the bots have printed."""
        return (self.folder / "log").read_text(errors="replace")[-most:]


@contextmanager
def scene(script: Script, seed: str) -> Iterator[Scene]:
    """Up until the block ends; then every bot is dead and nothing is left of it."""
    with ExitStack() as stack:
        folder, key = Path(stack.enter_context(_folder())), new_key()
        database = Database(script.database_url, Vault([key]))
        stack.callback(database.close)
        ports = [free_port() for _ in range(1 if database.is_sqlite else script.webs)]
        slack = hospital(script.people, script.times, ports=[] if database.is_sqlite else ports)
        server = stack.enter_context(running(slack))
        teams = tenant(script.people, script.times, ports) if script.people.in_teams else None
        settings = {
            **(stack.enter_context(_joined(database, slack.team_id, teams, ports[0])) if teams else {}),
            "DATABASE_URL": script.database_url,
            "PAIRME_KEYS": key,
            "SLACK_API_URL": server.api_url,
            "SLACK_BOT_TOKEN": slack.bot_token,
        }
        cohort_id = set_up(database, slack.team_id, script.people, script.workshops)
        watch = stack.enter_context(_watched(slack))
        born = stack.enter_context(nursery(script.times, folder, script.broken))
        born.living()  # it answers when the bot is loaded
        embedded = database.is_sqlite
        posts = (
            _embedded(slack, settings, ports[0]) if embedded else _over_http(script, slack, settings, ports)
        )
        bots = stack.enter_context(Bots(born, posts, Random(f"{seed} host")))  # noqa: S311 - a play
        yield Scene(folder, database, slack, teams, watch, bots, cohort_id)


@contextmanager
def _joined(database: Database, workspace: str, teams: PracticeTeams, port: int) -> Iterator[dict[str, str]]:
    """A Teams of the same organisation, running; the settings that name it."""
    with running(teams):
        join(database, workspace, teams)
        yield {
            "TEAMS_CLIENT_ID": teams.client_id,
            "TEAMS_CLIENT_SECRET": teams.client_secret,
            "TEAMS_TENANT_ID": teams.tenant_id,
            "TEAMS_LOGIN_URL": teams.login_url,
            "TEAMS_OPENID_URL": teams.openid_url,
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
        }


def _embedded(slack: PracticeSlack, settings: Mapping[str, str], port: int) -> list[Post]:
    return [Post((), {**settings, "SLACK_APP_TOKEN": slack.app_token, "PORT": str(port)})]


def _over_http(
    script: Script, slack: PracticeSlack, settings: Mapping[str, str], ports: Sequence[int]
) -> list[Post]:
    signed = {**settings, "SLACK_SIGNING_SECRET": slack.signing_secret}
    return [
        *(Post(("web",), {**signed, "PORT": str(port)}) for port in ports),
        *(Post(("worker",), signed) for _ in range(script.workers)),
        Post(("clock",), signed),
    ]


@contextmanager
def _watched(slack: PracticeSlack) -> Iterator[Watch]:
    """The journal is read all the time."""
    watch, over = Watch(slack), threading.Event()

    def keep_looking() -> None:
        while not over.wait(0.2):
            watch.look()

    thread = threading.Thread(target=keep_looking, name="watch")
    thread.start()
    try:
        yield watch
    finally:
        over.set()
        thread.join()


@contextmanager
def _folder() -> Iterator[str]:
    made = tempfile.mkdtemp(prefix="pairme-chaos-")
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
