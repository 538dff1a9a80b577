"""The app package: what an administrator uploads is whole, asks for nothing, and is what Microsoft's schema says."""

from __future__ import annotations

import io
import json
import struct
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.teams.package import manifest, packed
from handlers.routes import COMMANDS

ROOT = Path(__file__).parents[3]
SCHEMA = ROOT / "tests/published/node_modules/@microsoft/app-manifest/build/json-schemas/teams"
CLIENT = "00000000-0000-4000-8000-000000000001"
MADE = manifest(CLIENT, "https://pairme.example.org", files_in_chat=True)


def unpacked() -> dict[str, bytes]:
    """The files of the package."""
    with zipfile.ZipFile(io.BytesIO(packed(MADE))) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_the_package_has_the_manifest_and_two_icons_of_the_right_size() -> None:
    files = unpacked()
    assert files.keys() == {"manifest.json", "color.png", "outline.png"}
    assert (size_of(files["color.png"]), size_of(files["outline.png"])) == ((192, 192), (32, 32))
    assert json.loads(files["manifest.json"]) == MADE


def test_nothing_is_left_to_be_filled_in() -> None:
    assert "filled in" not in json.dumps(MADE)
    assert MADE["developer"]["privacyUrl"] == "https://pairme.example.org/privacy"
    assert MADE["validDomains"] == ["pairme.example.org"]


def test_no_permission_is_asked_for() -> None:
    assert not {"authorization", "webApplicationInfo", "permissions", "devicePermissions"} & MADE.keys()


def test_a_package_made_again_updates_the_same_app() -> None:
    again = manifest(CLIENT, "https://elsewhere.example.org", files_in_chat=True)
    assert again["id"] == MADE["id"] != CLIENT
    assert packed(MADE) == packed(MADE)


def test_another_registration_is_another_app() -> None:
    other = manifest("00000000-0000-4000-8000-000000000002", "https://pairme.example.org", files_in_chat=True)
    assert other["id"] != MADE["id"]


def test_a_site_that_forbids_files_says_so_in_its_manifest() -> None:
    without = manifest(CLIENT, "https://pairme.example.org", files_in_chat=False)
    assert (MADE["bots"][0]["supportsFiles"], without["bots"][0]["supportsFiles"]) == (True, False)


def test_the_version_is_the_one_of_the_program() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert MADE["version"] == project["version"]


def test_the_menu_offers_every_command_with_its_words() -> None:
    personal, team = (
        {command["title"]: command["description"] for command in menu["commands"]}
        for menu in MADE["bots"][0]["commandLists"]
    )
    assert {name: command.description for name, command in COMMANDS.items()}.items() <= personal.items()
    assert personal.keys() - COMMANDS.keys() == {"home"}
    assert team.items() <= personal.items()


@pytest.mark.long
@pytest.mark.parametrize("change", [{}, {"scopes": ["everywhere"]}, {"botId": "the bot"}, {"secret": "x"}])
def test_the_manifest_is_what_the_published_schema_says(change: dict[str, Any]) -> None:
    path = SCHEMA / f"v{MADE['manifestVersion']}" / "MicrosoftTeams.schema.json"
    if not path.exists():
        pytest.skip("the published schema is not there: npm was not found when the environment was made")
    schema = json.loads(path.read_text(encoding="utf-8"))
    given = MADE | {"bots": [MADE["bots"][0] | change]}
    wrong = list(jsonschema.Draft4Validator(schema).iter_errors(given))
    assert bool(wrong) == bool(change), [each.message for each in wrong]
