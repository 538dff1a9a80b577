"""A newcomer plays the main job in the browser: join, match, meet, reflect, report."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from bot.practice_hospital import Hospital
from tests.browser.newcomer import (
    announce_a_workshop,
    fill_in_as_doctor,
    fill_in_as_manager,
    next_tuesday,
    open_a_cohort,
    picture,
    push_to,
)
from tests.browser.person import Pane

pytestmark = pytest.mark.long


def test_a_newcomer_plays_the_main_job(page: Page, hospital: Hospital) -> None:
    first_day = next_tuesday()
    doctor, manager, lead = (Pane(page, number) for number in (1, 2, 3))
    manager.becomes("David Hollis")
    for pane in (doctor, manager, lead):
        pane.opens("im")
    open_a_cohort(lead)
    doctor.types("/pairme")
    fill_in_as_doctor(doctor)
    manager.types("/pairme")
    fill_in_as_manager(manager)
    push_to(page, hospital, hospital.today() + timedelta(days=1))

    lead.types("/cohort match")
    lead.sees("Suggested pairs")
    picture(page, "matching")
    lead.approves()
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
