"""`python -m bot check`: what is wrong is found, with what to do, and nothing secret is printed."""

from __future__ import annotations

import copy
import shutil
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.check import slack as slack_check
from bot.check.finding import NOTE, OK, PROBLEM, Finding
from bot.check.installation import check
from bot.practice_hospital import manifest
from bot.settings import KNOWN, Settings, read
from practice.app import PracticeSlack
from practice.people import BOT_USER_ID, Channel, Member
from practice.running import running
from programme.words.message import Message
from storage import heartbeats, installations, lanes, outbox, people
from storage.address import Address
from storage.database import Database
from storage.installations import Grant
from storage.letters import Letter
from storage.reflections import Reflection
from storage.vault import Vault, new_key

ROOT = Path(__file__).parents[2]
AMINA = Member("U0000AMINA", "Amina Yusuf", "amina@example.org")


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def slack() -> Iterator[tuple[PracticeSlack, running]]:
    """Somebody else's Slack on loopback."""
    made = PracticeSlack(
        members=[AMINA],
        channels=[Channel("C1", "general", (AMINA.id, BOT_USER_ID))],
        manifest=manifest(),
        now=now,
    )
    with running(made) as server:
        yield made, server


@pytest.fixture
def healthy(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    sqlite_template: Path,
    slack: tuple[PracticeSlack, running],
) -> Settings:
    """An installation with nothing to mend."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(sqlite_template, "pairme.db")
    Path("pairme.db").chmod(0o600)
    Path("site.yaml").write_text(checked_site(), encoding="utf-8")
    made, server = slack
    settings = read(
        {
            "SLACK_BOT_TOKEN": made.bot_token,
            "SLACK_APP_TOKEN": made.app_token,
            "SLACK_API_URL": server.api_url,
            "PAIRME_KEYS": new_key(),
            "PAIRME_SITE": "site.yaml",
            "PORT": str(free_port()),
        }
    )
    database = opened(settings)
    for part in (heartbeats.CLOCK, heartbeats.WORKER):
        heartbeats.beat(database, part, now())
    database.close()
    return settings


def checked_site() -> str:
    packaged = (ROOT / "programme" / "site.yaml").read_text(encoding="utf-8")
    lines = packaged.splitlines()
    return "\n".join(
        line.partition("checked_on")[0] + f"checked_on: {now().date()}" if "checked_on:" in line else line
        for line in lines
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def opened(settings: Settings) -> Database:
    return Database(settings.database_url, Vault(settings.keys))


def found(settings: Settings, verdict: str = PROBLEM) -> list[Finding]:
    return [finding for finding in check(settings, now) if finding.verdict == verdict]


def only(settings: Settings, verdict: str = PROBLEM) -> str:
    (finding,) = found(settings, verdict)
    return f"{finding.about}: {finding.words}"


def test_an_installation_in_order_has_nothing_to_mend(healthy: Settings) -> None:
    findings = list(check(healthy, now))
    assert [str(each) for each in findings if each.verdict != OK] == []
    about = {each.about for each in findings}
    assert about >= {
        "Slack",
        "scopes",
        "clock",
        "database",
        "migrations",
        "keys",
        "letters",
        "worker",
        "port",
    }


def test_the_practice_hospital_is_told_apart_and_has_nothing_to_mend(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in KNOWN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PORT", str(free_port()))
    assert main(["check"]) == 0
    said = capsys.readouterr().out
    assert "this is the practice hospital; neither is checked" in said
    assert said.endswith("Nothing to mend.\n")
    assert not list(tmp_path.iterdir()), "to look makes no file"


def test_wrong_settings_are_problems_and_the_status_is_1(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in KNOWN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-hush")
    assert main(["check"]) == 1
    said = capsys.readouterr().out
    assert said.startswith("PROBLEM  settings: SLACK_APP_TOKEN is missing.")
    assert "hush" not in said


def test_tokens_that_slack_refuses_are_named_and_not_shown(healthy: Settings) -> None:
    wrong = replace(healthy, bot_token="xoxb-hush", app_token="xapp-hush")
    problems = [str(each) for each in found(wrong)]
    assert len(problems) == 2
    assert "SLACK_BOT_TOKEN: Slack says invalid_auth. Copy it again" in problems[0]
    assert "SLACK_APP_TOKEN: Slack says invalid_auth. Make one" in problems[1]
    assert "hush" not in "".join(problems)


def test_a_slack_that_cannot_be_reached_does_not_stop_the_other_checks(healthy: Settings) -> None:
    findings = list(check(replace(healthy, api_url=f"http://127.0.0.1:{free_port()}/api/"), now))
    assert sum("cannot be reached" in each.words for each in findings) == 2
    assert "port" in {each.about for each in findings}


def test_a_scope_that_is_missing_is_told_by_what_stops_and_one_too_many_is_noted(healthy: Settings) -> None:
    fewer = copy.deepcopy(manifest())
    scopes = fewer["oauth_config"]["scopes"]["bot"]
    scopes.remove("files:write")
    scopes.append("channels:read")
    other = PracticeSlack(members=[AMINA], channels=[], manifest=fewer, now=now)
    with running(other) as server:
        changed = replace(
            healthy, bot_token=other.bot_token, app_token=other.app_token, api_url=server.api_url
        )
        findings = [str(each) for each in check(changed, now) if each.about == "scopes"]
    assert findings == [
        "PROBLEM  scopes: files:write is missing, which is for: the report's chart and calendar files. "
        "Install the app again from the manifest.",
        "NOTE     scopes: not needed: channels:read. Take them out of the app's page and install it again.",
    ]


def test_every_scope_of_the_manifest_has_a_reason_to_tell() -> None:
    assert list(slack_check.scopes_with_reasons()) == manifest()["oauth_config"]["scopes"]["bot"]


def test_a_clock_that_is_wrong_is_told_by_slacks(healthy: Settings) -> None:
    ahead = [
        str(each)
        for each in check(healthy, lambda: now() + timedelta(minutes=5))
        if each.about == "time" and each.verdict == PROBLEM
    ]
    assert len(ahead) == 1
    assert "ahead of Slack. Turn on time synchronisation (NTP)." in ahead[0]


def test_a_database_that_is_not_there_yet_is_a_note_and_is_not_made(
    healthy: Settings, tmp_path: Path
) -> None:
    new = replace(healthy, database_url="sqlite:///new.db")
    assert "new.db is not there yet" in only(new, NOTE)
    assert not (tmp_path / "new.db").exists()
    assert "the folder of nowhere/new.db is not there" in only(
        replace(healthy, database_url="sqlite:///nowhere/new.db")
    )


def test_a_database_that_cannot_be_opened_is_told_without_its_password(healthy: Settings) -> None:
    away = replace(healthy, database_url=f"postgresql://me:hush@127.0.0.1:{free_port()}/pairme")
    assert "cannot be opened" in only(away)
    assert "hush" not in only(away)


def test_a_file_that_is_no_database_is_a_problem_and_not_a_crash(healthy: Settings) -> None:
    Path("other.db").write_bytes(b"a picture" * 1000)
    assert "cannot be read" in only(replace(healthy, database_url="sqlite:///other.db"))


def test_tables_of_another_version_are_told_with_the_command(healthy: Settings) -> None:
    database = opened(healthy)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000_from_0000'")
    database.close()
    assert only(healthy).startswith("migrations: ")
    assert "python -m bot migrate" in only(healthy)


def test_files_that_others_can_read_are_told_with_the_command(healthy: Settings) -> None:
    Path("pairme.db").chmod(0o644)
    Path(".env").write_text("", encoding="utf-8")
    Path(".env").chmod(0o640)
    assert [each.words.rpartition(". ")[2] for each in found(healthy)] == [
        "Run: chmod 600 .env",
        "Run: chmod 600 pairme.db",
    ]


def test_keys_that_do_not_open_what_is_stored_are_told(healthy: Settings) -> None:
    database = opened(healthy)
    with database.writing() as session:
        amina = people.known(session, workspace="T1", platform="slack", platform_id=AMINA.id)
        session.add(Reflection(workspace="T1", person_id=amina.id, words="Mine.", written_at=now()))
    database.close()
    assert found(healthy) == []
    assert only(replace(healthy, keys=(new_key(),))).startswith("keys: What is stored opens with none")
    assert "the others can go" in only(replace(healthy, keys=(*healthy.keys, new_key())), NOTE)


def test_helplines_that_nobody_has_checked_are_told_by_name(healthy: Settings) -> None:
    told = only(replace(healthy, site_file=""))
    assert told.startswith("signposts: nobody has checked these in the last six months: ")
    assert "Samaritans" in told


def test_a_site_file_with_mistakes_is_told_by_its_lines(healthy: Settings) -> None:
    Path("site.yaml").write_text(checked_site().replace("nation: ENG", "nation: XYZ"), encoding="utf-8")
    assert only(healthy).startswith("site: site.yaml: ")


def test_a_port_in_use_is_ours_or_somebody_elses(
    healthy: Settings, slack: tuple[PracticeSlack, running]
) -> None:
    told = only(replace(healthy, port=slack[1].port))
    assert told.startswith(f"port: {slack[1].port} on 127.0.0.1 cannot be used")


def test_a_clock_and_workers_that_have_stopped_are_told(healthy: Settings) -> None:
    database = opened(healthy)
    with database.writing() as session:
        for part in (heartbeats.CLOCK, heartbeats.WORKER):
            session.merge(heartbeats.Heartbeat(part=part, at=now() - timedelta(hours=1)))
    assert [each.about for each in found(healthy)] == ["clock", "worker"]
    with database.writing() as session:
        session.query(heartbeats.Heartbeat).delete()
    database.close()
    assert [each.about for each in found(healthy, NOTE)] == ["clock", "worker"], "a new one has not run yet"


def test_with_many_workspaces_the_token_of_each_is_tried(healthy: Settings) -> None:
    many = replace(
        healthy, bot_token="", app_token="", client_id="1.2", public_url="https://pairme.example.org"
    )
    database = opened(many)
    with database.writing() as session:
        for workspace, token in (("T1", healthy.bot_token), ("T2", "xoxb-hush")):
            installations.save(session, grant(workspace, token), now())
    database.close()
    told = [str(each) for each in check(many, now) if each.about == "Slack"]
    assert told == [
        "OK       Slack: the token of workspace T1 opens workspace T00PRACTICE.",
        "PROBLEM  Slack: the token of workspace T2: Slack says invalid_auth. "
        "Ask that workspace to install PairMe again.",
        "OK       Slack: 2 workspaces have installed PairMe. "
        "Install it at https://pairme.example.org/slack/install.",
    ]


def grant(workspace: str, token: str) -> Grant:
    return Grant(
        workspace=workspace,
        platform="slack",
        app_id="A1",
        bot_user_id="U0BOT",
        bot_id="B1",
        name="Larkhill",
        token=token,
        refresh_token=None,
        expires_at=None,
        scopes="",
        installed_by="U1",
    )


def test_letters_that_do_not_arrive_are_counted_and_never_quoted(healthy: Settings) -> None:
    database = opened(healthy)
    long_ago = now() - timedelta(days=4)
    to = Address("T1", "slack", (AMINA.id,))
    with database.writing() as session:
        for key in ("introduction/4/both", "prompt/4/first_met_check/both"):
            outbox.post(session, f"T1/{key}", to, Message(("Have you met?",)), long_ago)
        first = session.query(Letter).order_by(Letter.id).first()
        assert first is not None
        outbox.die(session, first, "the Slack account has been switched off.", long_ago)
        lanes.gate(session, "T1", to.gate).trouble = "Slack refuses PairMe's token."
    database.close()
    told = [str(each) for each in check(healthy, now) if each.about == "letters"]
    assert told[0] == "PROBLEM  letters: nothing can be sent to workspace T1: Slack refuses PairMe's token."
    assert told[1] == "NOTE     letters: 1 dead. See them with: python -m bot letters dead"
    assert "1 parked after trouble" in told[2]
    assert "has waited since" in told[3]
    assert "Have you met" not in "".join(told)


def test_postgresql_is_checked_for_its_version_and_its_clock(
    healthy: Settings, postgres_database: str
) -> None:
    on_postgres = replace(healthy, database_url=postgres_database)
    told = [str(each) for each in check(on_postgres, now)]
    assert any("PostgreSQL" in line and "any number of processes" in line for line in told)
    assert any("this machine and PostgreSQL agree" in line for line in told)
    assert found(on_postgres) == []


def test_a_database_that_cannot_be_written_to_is_told(healthy: Settings, postgres_database: str) -> None:
    database = Database(postgres_database)
    name = database.url.database
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    database.close()
    assert only(replace(healthy, database_url=postgres_database)).startswith("writing: the database cannot")


def test_the_whole_command_ends_with_how_much_there_is_to_mend(
    monkeypatch: pytest.MonkeyPatch, healthy: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in KNOWN:
        monkeypatch.delenv(name, raising=False)
    given = {
        "SLACK_BOT_TOKEN": healthy.bot_token,
        "SLACK_SIGNING_SECRET": "hush",
        "SLACK_API_URL": healthy.api_url,
        "PAIRME_KEYS": healthy.keys[0],
        "PORT": str(healthy.port),
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert main(["check"]) == 1
    said = capsys.readouterr()
    assert said.out.endswith("1 to mend.\n")
    for secret in (healthy.bot_token, healthy.keys[0], "hush"):
        assert secret not in said.out + said.err
