"""Starting: what is wrong is one sentence and an exit status; what is right runs, and stops when asked."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.__main__ import main
from bot.practice_hospital import manifest
from bot.settings import KNOWN
from practice.app import PracticeSlack
from practice.people import BOT_USER_ID, Channel, Member
from practice.running import running
from storage import people, schema
from storage.database import Database
from storage.only_one import only_one
from storage.reflections import Reflection
from storage.vault import Vault, new_key

ROOT = Path(__file__).parents[2]
AMINA = Member("U0000AMINA", "Amina Yusuf", "amina@example.org")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No setting of this machine reaches a test, and no signal handler of a bot outlives one."""
    for name in KNOWN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture
def slack() -> Iterator[tuple[PracticeSlack, running]]:
    """Somebody else's Slack on loopback."""
    made = PracticeSlack(
        members=[AMINA],
        channels=[Channel("C1", "general", (AMINA.id, BOT_USER_ID))],
        manifest=manifest(),
        now=lambda: datetime.now(UTC),
    )
    with running(made) as server:
        yield made, server


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def refused(capsys: pytest.CaptureFixture[str], *command: str) -> tuple[int, str]:
    status = main(list(command))
    said = capsys.readouterr().err
    assert "Traceback" not in said
    return status, said.strip()


def test_wrong_settings_exit_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "wrong")
    monkeypatch.setenv("PORT", "x")
    status, said = refused(capsys)
    assert status == 2
    assert len(said.splitlines()) == 4


@pytest.mark.parametrize("part", ["web", "worker", "clock"])
def test_a_process_without_a_slack_is_refused(part: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert refused(capsys, part) == (
        1,
        f"{part} needs a Slack or a Teams: set SLACK_BOT_TOKEN or TEAMS_CLIENT_ID. "
        "To practise without one, run: python -m bot",
    )


def use(monkeypatch: pytest.MonkeyPatch, slack: PracticeSlack, server: running, **more: str) -> None:
    given = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": server.api_url,
        "PAIRME_KEYS": new_key(),
        "PORT": str(free_port()),
        **more,
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)


def test_a_database_without_tables_is_refused(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    slack: tuple[PracticeSlack, running],
    postgres_url: str,
) -> None:
    use(monkeypatch, *slack, DATABASE_URL=postgres_url)
    assert refused(capsys, "worker") == (1, "The database has no tables yet. Run: python -m bot migrate")


def test_an_older_database_is_refused_in_one_process_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], slack: tuple[PracticeSlack, running]
) -> None:
    use(monkeypatch, *slack)
    database = Database("sqlite:///pairme.db")
    schema.migrate(database)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    database.close()
    status, said = refused(capsys)
    assert status == 1
    assert "python -m bot migrate" in said


def test_an_unreachable_database_is_one_sentence_without_its_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], slack: tuple[PracticeSlack, running]
) -> None:
    use(monkeypatch, *slack, DATABASE_URL=f"postgresql://me:hush@127.0.0.1:{free_port()}/pairme")
    status, said = refused(capsys, "worker")
    assert status == 1
    assert "cannot be opened" in said
    assert "hush" not in said


def test_a_refused_token_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    slack: tuple[PracticeSlack, running],
) -> None:
    use(monkeypatch, *slack, SLACK_BOT_TOKEN="xoxb-not-this-one")
    status, said = refused(capsys)
    assert status == 1
    assert (
        said == "SLACK_BOT_TOKEN is not a token that Slack knows. Copy it again from your Slack app's page."
    )
    assert caplog.messages == []


def test_a_refused_app_token_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], slack: tuple[PracticeSlack, running]
) -> None:
    use(monkeypatch, *slack, SLACK_APP_TOKEN="xapp-not-this-one")
    status, said = refused(capsys)
    assert status == 1
    assert said.startswith("SLACK_APP_TOKEN is not a token that Slack knows.")


def test_a_slack_that_does_not_answer_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    slack: tuple[PracticeSlack, running],
) -> None:
    use(monkeypatch, *slack, SLACK_API_URL=f"http://127.0.0.1:{free_port()}/api/")
    status, said = refused(capsys)
    assert status == 1
    assert said.startswith("Slack cannot be reached at http://127.0.0.1")
    assert caplog.messages == []


def test_a_port_in_use_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], slack: tuple[PracticeSlack, running]
) -> None:
    use(monkeypatch, *slack, PORT=str(slack[1].port))
    status, said = refused(capsys)
    assert status == 1
    assert said.startswith(f"Port {slack[1].port} on 127.0.0.1 cannot be used")


def test_the_practice_hospital_says_the_same_of_its_port(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], slack: tuple[PracticeSlack, running]
) -> None:
    monkeypatch.setenv("PORT", str(slack[1].port))
    status, said = refused(capsys)
    assert status == 1
    assert said.startswith(f"Port {slack[1].port} on 127.0.0.1 cannot be used")


def test_the_practice_hospital_will_not_empty_a_database_with_real_people(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///real.db")
    database = Database("sqlite:///real.db")
    schema.migrate(database)
    with database.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO people (workspace, platform, platform_id, name) VALUES ('T1', 'slack', 'U1', 'Real')"
        )
    database.close()
    status, said = refused(capsys)
    assert status == 1
    assert "real people" in said
    left = Database("sqlite:///real.db")
    with left.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM people").scalar() == 1
    left.close()


@pytest.mark.parametrize("command", ["all", "rotate"])
def test_keys_that_do_not_open_what_is_stored_are_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    slack: tuple[PracticeSlack, running],
    command: str,
) -> None:
    database = Database("sqlite:///pairme.db", Vault([new_key()]))
    schema.migrate(database)
    with database.writing() as session:
        amina = people.known(session, workspace="T1", platform="slack", platform_id="U1")
        session.add(
            Reflection(workspace="T1", person_id=amina.id, words="Mine.", written_at=datetime.now(UTC))
        )
    database.close()
    use(monkeypatch, *slack)
    assert refused(capsys, command) == (
        1,
        "What is stored opens with none of the keys in PAIRME_KEYS. Add the key that it was written with.",
    )


def test_a_second_bot_on_the_same_file_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], slack: tuple[PracticeSlack, running]
) -> None:
    use(monkeypatch, *slack)
    first = Database("sqlite:///pairme.db")
    with only_one(first):
        status, said = refused(capsys)
    first.close()
    assert (status, said) == (
        1,
        "Another PairMe is running on pairme.db. Stop it first, or use PostgreSQL.",
    )


def test_a_second_practice_hospital_does_not_empty_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    first = Database("sqlite:///pairme-practice.db")
    schema.migrate(first)
    with only_one(first):
        assert refused(capsys)[1].startswith("Another PairMe is running on pairme-practice.db")
    first.close()


def test_the_database_file_is_for_its_owner_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    capsys.readouterr()
    assert Path("pairme-practice.db").stat().st_mode & 0o077 == 0


def test_a_bad_programme_file_is_told_by_its_steps(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    slack: tuple[PracticeSlack, running],
    tmp_path: Path,
) -> None:
    default = (ROOT / "programme" / "default.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(default.replace("week: 2", "week: two"), encoding="utf-8")
    use(monkeypatch, *slack, PAIRME_PROGRAMME="mine.yaml")
    status, said = refused(capsys)
    assert status == 1
    assert said.startswith("mine.yaml: ")
    assert "first_met_check" in said
    assert "week" in said


def test_a_site_file_that_is_not_text_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    slack: tuple[PracticeSlack, running],
    tmp_path: Path,
) -> None:
    (tmp_path / "mine.yaml").write_bytes("hospital: Châlons".encode("latin-1"))
    use(monkeypatch, *slack, PAIRME_SITE="mine.yaml")
    assert refused(capsys) == (1, "The file mine.yaml cannot be read: it is not text in UTF-8.")


def test_migrating_says_which_version_it_is_now(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert schema.HEAD in capsys.readouterr().out


def test_a_new_key_is_a_key(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new-key"]) == 0
    Vault([capsys.readouterr().out.strip()])


def answer(asked: str | urllib.request.Request) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(asked, timeout=5) as got:
            return got.status, got.read().decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode()


def started(environment: dict[str, str], *command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *command],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_until_it_runs(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if "is running" in line:
            return
    raise AssertionError("".join(said))


def wait_until(url: str, seconds: float = 20) -> tuple[int, str]:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            return answer(url)
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"{url} did not answer")


@pytest.mark.long
def test_the_whole_bot_works_at_somebody_elses_slack_and_stops_when_asked(
    slack: tuple[PracticeSlack, running],
) -> None:
    made, server = slack
    port = free_port()
    bot = started(
        {
            "SLACK_BOT_TOKEN": made.bot_token,
            "SLACK_APP_TOKEN": made.app_token,
            "SLACK_API_URL": server.api_url,
            "PAIRME_KEYS": new_key(),
            "PORT": str(port),
            "HTTP_PROXY": "http://127.0.0.1:9",
        }
    )
    try:
        assert wait_until(f"http://127.0.0.1:{port}/ready")[0] == 200
        until = time.monotonic() + 10
        while not made.sockets.connected and time.monotonic() < until:
            time.sleep(0.05)
        assert made.people.command(AMINA.id, "/pairme", "help").acknowledged
        assert "/pairme status" in str(made.people.screen(AMINA.id))
        asked_at = time.monotonic()
        bot.send_signal(signal.SIGTERM)
        said, _ = bot.communicate(timeout=15)
        assert time.monotonic() - asked_at < 10
        assert bot.returncode == 0, said
        assert "Traceback" not in said
    finally:
        bot.kill()
        bot.communicate()


@pytest.mark.long
def test_over_http_a_signed_command_is_answered_and_an_unsigned_one_refused(
    slack: tuple[PracticeSlack, running], postgres_database: str
) -> None:
    made, server = slack
    port, secret = free_port(), "hush"
    environment = {
        "SLACK_BOT_TOKEN": made.bot_token,
        "SLACK_SIGNING_SECRET": secret,
        "SLACK_API_URL": server.api_url,
        "PAIRME_KEYS": new_key(),
        "DATABASE_URL": postgres_database,
        "PORT": str(port),
    }
    parts = [started(environment, part) for part in ("web", "worker", "clock")]
    try:
        for part in parts:
            wait_until_it_runs(part)
        assert wait_until(f"http://127.0.0.1:{port}/ready")[0] == 200
        body = (
            "command=%2Fpairme&text=help&team_id=T00PRACTICE&user_id=U0000AMINA&channel_id=C1"
            "&channel_name=general&trigger_id=1.2&response_url=http%3A%2F%2F127.0.0.1%2F"
        )
        signed = SignatureVerifier(secret).generate_signature(
            timestamp=(now := str(int(time.time()))), body=body
        )
        url = f"http://127.0.0.1:{port}/slack/events"
        for scribble in (b"{", b"payload=[]"):
            assert answer(urllib.request.Request(url, scribble))[0] == 400
        for signature, status in ((str(signed), 200), ("v0=wrong", 401)):
            request = urllib.request.Request(
                url, body.encode(), {"X-Slack-Signature": signature, "X-Slack-Request-Timestamp": now}
            )
            got, words = answer(request)
            assert got == status
            assert ("/pairme status" in words) == (status == 200)
    finally:
        for part in parts:
            part.send_signal(signal.SIGTERM)
        for part in parts:
            said, _ = part.communicate(timeout=15)
            assert part.returncode == 0, said
