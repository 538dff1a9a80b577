"""What the operator is told in docs/running.md and handed in deploy/ is what the program does."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import commands
from bot.settings import KNOWN

ROOT = Path(__file__).parents[2]
RUNNING = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: Any = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
NEEDS = {"backup": ("x",), "restore": ("x",), "join": ("T1", "x"), "teams-tenant": ("list",)}
"""What has to be typed after a command's name."""
SYSTEMD = shutil.which("systemd-analyze") or ""
PACKAGES = {"bot", "handlers", "scheduler", "storage", "programme", "practice", "platforms"}


def test_the_help_in_the_document_is_what_the_program_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = dict(re.findall(r"^```\n\$ ([^\n]+) --help\n(.*?)```$", RUNNING, re.MULTILINE | re.DOTALL))
    assert shown == commands.helps()


def test_every_command_that_the_document_names_can_be_typed() -> None:
    typed = re.findall(r"python -m bot ([a-z][a-z-]*(?: [a-z]+ \d+)?)", RUNNING)
    assert len(typed) > 10
    for words in typed:
        one = [*words.split(), *NEEDS.get(words, ())]
        assert commands.of(one).command == one[0]


def test_every_setting_that_the_documents_of_deployment_name_is_read() -> None:
    handed = "".join(
        (ROOT / name).read_text(encoding="utf-8")
        for name in (
            "docs/running.md",
            "docs/teams.md",
            "Dockerfile",
            "compose.yaml",
            "deploy/pairme.service",
        )
    )
    named = set(re.findall(r"\b(?:SLACK|TEAMS|PAIRME)_[A-Z_]+\b|\bPUBLIC_URL\b|\bDATABASE_URL\b", handed))
    assert named
    assert named <= set(KNOWN)


def test_every_link_in_the_document_leads_somewhere() -> None:
    anchors = {
        re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", RUNNING, re.MULTILINE)
    }
    for target in re.findall(r"\]\(([^)]+)\)", RUNNING):
        path, _, anchor = target.partition("#")
        assert (ROOT / "docs" / path).exists() if path else anchor in anchors, target


def test_the_image_holds_every_package_and_checks_what_it_installs() -> None:
    assert set(re.findall(r"^COPY (\w+) /app/\1$", DOCKERFILE, re.MULTILINE)) == PACKAGES
    sent = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {line[1:] for line in sent if line.startswith("!")} == {*PACKAGES, "requirements.lock"}
    assert "--require-hashes" in DOCKERFILE
    assert re.search(r"^USER pairme$", DOCKERFILE, re.MULTILINE)


def test_compose_runs_the_parts_of_the_procfile_after_the_migrations() -> None:
    procfile = (ROOT / "Procfile").read_text(encoding="utf-8")
    parts = set(re.findall(r"python -m bot (\w+)", procfile))
    services = COMPOSE["services"]
    assert {name for name in services if name != "postgres"} == parts
    for name in parts:
        assert services[name]["command"] == [name]
        assert services[name]["env_file"] == [".env", "postgres.env"]
    for name in parts - {"migrate"}:
        assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_no_secret_is_written_in_what_is_handed_out() -> None:
    for service in COMPOSE["services"].values():
        assert set(service.get("environment", {})) <= {"HOST", "PORT"}
    example = (ROOT / "deploy" / "postgres.env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"PASSWORD=(\S+)|pairme:([^@]+)@", example)) == {("CHANGEME", ""), ("", "CHANGEME")}


@pytest.mark.skipif(not SYSTEMD, reason="there is no systemd here")
def test_systemd_takes_the_unit_and_finds_it_little_exposed(tmp_path: Path) -> None:
    unit = (ROOT / "deploy" / "pairme.service").read_text(encoding="utf-8")
    here = tmp_path / "pairme.service"
    here.write_text(
        re.sub(r"^ExecStart=.*$", "ExecStart=/bin/true", unit, flags=re.MULTILINE), encoding="utf-8"
    )
    looked = subprocess.run(  # the program itself is not installed on this machine
        [SYSTEMD, "verify", str(here)], capture_output=True, text=True, check=False
    )
    assert (looked.returncode, looked.stderr) == (0, "")
    weighed = subprocess.run(
        [SYSTEMD, "security", "--offline=true", "--threshold=15", "--no-pager", str(here)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert weighed.returncode == 0, weighed.stdout.splitlines()[-1]
