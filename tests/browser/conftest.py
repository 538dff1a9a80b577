"""A browser for a person: Debian's chromium, driven headless. Skipped, with the reason, where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from bot.practice_hospital import Hospital, open_hospital
from bot.settings import read

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture
def hospital(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hospital]:
    """The practice hospital, as `make run` starts it, on any free port."""
    monkeypatch.chdir(tmp_path)
    with open_hospital(read({"PORT": "0"})) as opened:
        yield opened


@pytest.fixture
def page(hospital: Hospital, tmp_path: Path) -> Iterator[Page]:
    """The hospital's page on a wide screen."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Debian's chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch_persistent_context(
            str(tmp_path / "profile"),
            executable_path=chromium,
            args=list(QUIET),
            viewport={"width": 1600, "height": 1000},
        )
        page = browser.pages[0]
        page.set_default_timeout(15_000)
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(hospital.address)
        yield page
        browser.close()
        assert problems == []
