"""The house keeps its word: what the documents say is what the program does."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from bot.settings import KNOWN
from bot.slack.oauth import SlackOAuth, scopes
from handlers.routes import COMMANDS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def manifest(name: str) -> Any:
    return yaml.safe_load((files("bot.slack") / name).read_text(encoding="utf-8"))


def test_the_example_environment_explains_every_setting_and_no_other() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = re.findall(r"^([A-Z_]+)=", text, re.MULTILINE)
    assert sorted(named) == sorted(KNOWN)
    for name in named:
        before = text[: text.index(f"\n{name}=")].splitlines()
        while before and re.match(r"^[A-Z_]+=", before[-1]):
            before.pop()
        assert before[-1].startswith("#"), f"{name} has no explanation"


def test_the_readme_lists_every_setting() -> None:
    assert sorted(set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))) == sorted(KNOWN)


def test_the_manifests_offer_exactly_the_commands_that_are_routed() -> None:
    for name in ("manifest.yaml", "manifest-http.yaml"):
        offered = {
            each["command"]: each["description"] for each in manifest(name)["features"]["slash_commands"]
        }
        assert offered == {f"/{command.name}": command.description for command in COMMANDS.values()}


def test_the_readme_lists_every_command_and_word() -> None:
    listed = re.findall(r"^\| `(/[a-z -]+)` \| ([^|]+) \|", README, re.MULTILINE)
    routed = [
        (f"/{command.name} {word.word}".strip(), word.explanation)
        for command in COMMANDS.values()
        for word in command.words
        if word.handler is not None
    ]
    assert sorted((name, told.strip()) for name, told in listed) == sorted(routed)


def test_the_two_manifests_differ_only_in_how_slack_reaches_us() -> None:
    socket, http = manifest("manifest.yaml"), manifest("manifest-http.yaml")
    assert socket["oauth_config"]["scopes"] == http["oauth_config"]["scopes"]
    heard = ["app_home_opened", "message.im", "app_uninstalled", "tokens_revoked"]
    assert socket["settings"]["event_subscriptions"]["bot_events"] == heard
    assert http["settings"]["event_subscriptions"]["bot_events"] == heard
    assert http["settings"]["event_subscriptions"]["request_url"].endswith("/slack/events")
    assert socket["settings"]["socket_mode_enabled"] is True
    assert http["settings"]["socket_mode_enabled"] is False


def test_every_scope_and_every_event_has_its_reason_beside_it() -> None:
    for name in ("manifest.yaml", "manifest-http.yaml"):
        lines = (files("bot.slack") / name).read_text(encoding="utf-8").splitlines()
        listed = [line for line in lines[lines.index("    bot:") :] if line.startswith("      - ")]
        assert len(listed) == 10 + 4
        assert all("#" in line for line in listed)


def test_many_workspaces_come_back_to_where_the_manifest_says() -> None:
    (back,) = manifest("manifest-http.yaml")["oauth_config"]["redirect_urls"]
    oauth = SlackOAuth("1.2", "secret", "https://slack.com/api/", "https://pairme.example.org")
    assert oauth.redirect_uri == back
    assert set(scopes()) == set(manifest("manifest.yaml")["oauth_config"]["scopes"]["bot"])


def test_people_can_type_to_the_bot_and_name_each_other() -> None:
    features = manifest("manifest.yaml")["features"]
    assert features["app_home"]["messages_tab_enabled"] is True
    assert features["app_home"]["messages_tab_read_only_enabled"] is False
    by_name = {each["command"]: each for each in features["slash_commands"]}
    assert by_name["/pairme"]["should_escape"] is True
