"""What newcomers do on the page whatever they play: open a cohort, push the clock, announce a workshop."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from bot.practice_hospital import Hospital
from tests.browser.person import Pane

TUESDAY = 1


def picture(page: Page, name: str) -> None:
    """Kept for the README when PAIRME_PICTURES names a folder."""
    folder = os.environ.get("PAIRME_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")


def next_tuesday() -> date:
    """At least two days off, so that everybody can join before."""
    day = date.today() + timedelta(days=2)  # noqa: DTZ011 - the day on this machine, as the page shows it
    return day + timedelta(days=(TUESDAY - day.weekday()) % 7)


def push_to(page: Page, hospital: Hospital, day: date) -> None:
    """The clock, by weeks and days, until it is that day."""
    clock = page.locator("[data-clock]")
    while (days := (day - hospital.today()).days) > 0:
        before = clock.inner_text()
        page.locator(f'[data-push="{"week" if days >= 7 else "day"}"]').click()
        expect(clock).not_to_have_text(before, timeout=60_000)


def open_a_cohort(lead: Pane) -> None:
    """With Lena and Tom as its leads; it starts next Tuesday."""
    lead.types("/cohort new")
    lead.writes("name", "Winter cohort")
    lead.writes("starts_on", next_tuesday().isoformat())
    lead.picks("channel", "paired-learning")
    lead.picks("lead_1", "Lena Whitfield")
    lead.ticks("lead_1_group", "Resident doctor")
    lead.picks("lead_2", "Tom Adeyemi")
    lead.ticks("lead_2_group", "Manager")
    lead.sends()
    lead.sees("Winter cohort is open")
    lead.closes()


FREE = ("Tuesday lunchtime", "Thursday lunchtime")


def fill_in_as_doctor(pane: Pane) -> None:
    """Both screens of joining."""
    pane.fills_about("Resident doctor", "Paediatric registrar", "ST4 or ST5", "2099-09-01")
    pane.fills_matching("Finance", "Safety", FREE)
    has_joined(pane)


def fill_in_as_manager(pane: Pane) -> None:
    """Both screens of joining."""
    pane.fills_about("Manager", "Service manager", "Band 8a", "")
    pane.fills_matching("Safety", "Finance", FREE)
    has_joined(pane)


def has_joined(pane: Pane) -> None:
    """The bot says so, and the words are put away."""
    pane.sees("You have joined Winter cohort")
    pane.closes()


def match_and_approve(lead: Pane) -> None:
    """All suggested pairs."""
    lead.types("/cohort match")
    lead.sees("Suggested pairs")
    lead.approves()
    lead.sees("Approved:")


def announce_a_workshop(lead: Pane) -> None:
    """For everybody, nine days after the start."""
    lead.types("/workshop")
    lead.writes("title", "Leadership styles")
    lead.writes("on_date", (next_tuesday() + timedelta(days=9)).isoformat())
    lead.writes("at_time", "13:00")
    lead.writes("place", "Seminar room 2")
    lead.writes("words", "Which style do you use when you are tired? Come and try another.")
    lead.sends()
    lead.sees("on its way")
    lead.closes()
