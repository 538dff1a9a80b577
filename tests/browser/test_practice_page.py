"""A newcomer plays the main job in the browser: join, match, meet, reflect, report."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.practice_hospital import Hospital
from tests.browser.person import Pane

pytestmark = pytest.mark.long

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


def join(doctor: Pane, manager: Pane) -> None:
    free = ["Tuesday lunchtime", "Thursday lunchtime"]
    doctor.types("/pairme")
    doctor.fills_about("Resident doctor", "Paediatric registrar", "ST4 or ST5", "2099-09-01")
    doctor.fills_matching("Finance", "Safety", free)
    manager.types("/pairme")
    manager.fills_about("Manager", "Service manager", "Band 8a", "")
    manager.fills_matching("Safety", "Finance", free)
    for pane in (doctor, manager):
        pane.sees("You have joined Winter cohort")
        pane.closes()


def announce_a_workshop(lead: Pane) -> None:
    lead.types("/workshop")
    lead.writes("title", "Leadership styles")
    lead.writes("on_date", (next_tuesday() + timedelta(days=9)).isoformat())
    lead.writes("at_time", "13:00")
    lead.writes("place", "Seminar room 2")
    lead.writes("words", "Which style do you use when you are tired? Come and try another.")
    lead.sends()
    lead.sees("on its way")
    lead.closes()


def test_a_newcomer_plays_the_main_job(page: Page, hospital: Hospital) -> None:
    first_day = next_tuesday()
    doctor, manager, lead = (Pane(page, number) for number in (1, 2, 3))
    for pane in (doctor, manager, lead):
        pane.opens("im")
    open_a_cohort(lead)
    join(doctor, manager)
    push_to(page, hospital, hospital.today() + timedelta(days=1))

    lead.types("/cohort match")
    lead.sees("Suggested pairs")
    picture(page, "matching")
    lead.presses("Approve these pairs")
    lead.says_yes()
    lead.sees("Approved:")

    push_to(page, hospital, first_day + timedelta(days=1))
    manager.becomes(doctor.partner())
    for pane in (doctor, manager):
        pane.opens("mpim")
    doctor.presses("Tell me when and where")
    doctor.writes("on_date", (first_day + timedelta(days=9)).isoformat())
    doctor.writes("place", "Canteen")
    doctor.sends()
    manager.sees("has planned it")
    picture(page, "when-and-where")
    announce_a_workshop(lead)
    for pane in (doctor, manager, lead):
        pane.opens("channel", "paired-learning")
    doctor.presses("I will be there")
    doctor.sees("A place is reserved for you")
    manager.sees("1 person coming")

    push_to(page, hospital, first_day + timedelta(days=15))
    for pane in (doctor, manager):
        pane.opens("im")
        pane.sees("Have you and")
        pane.presses("Yes, we met")
        pane.sees("You answered: Yes, we met")
    doctor.sees("Leadership styles")
    doctor.types("I will ask before I decide. The night team knew more than I did.")
    doctor.sees("Only you can see this")
    manager_words = manager.root.inner_text()
    assert "night team" not in manager_words

    lead.types("/cohort-report")
    chart = lead.root.locator("img[alt^='Pairs by state']")
    expect(chart.last).to_be_visible(timeout=30_000)
    expect(chart.last).to_have_js_property("complete", value=True)
    assert chart.last.evaluate("image => image.naturalWidth") > 100
    lead.opens("im")
    lead.sees("Pairs by name")
    lead.opens("channel", "paired-learning")
    picture(page, "report")
    expect(page.locator("[data-journal]")).to_have_attribute("data-broken", "0")
