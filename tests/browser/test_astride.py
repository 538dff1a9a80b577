"""One pair astride in the browser: the doctor sits in Slack, the manager in Teams."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.practice_hospital import Hospital
from tests.browser.newcomer import (
    announce_a_workshop,
    fill_in_as_doctor,
    fill_in_as_manager,
    match_and_approve,
    next_tuesday,
    open_a_cohort,
    picture,
    push_to,
)
from tests.browser.person import Pane

pytestmark = pytest.mark.long

GOLDEN = Path(__file__).parent.parent / "golden" / "teams"
DRAW = """async (cards) => {
  const { drawCard } = await import("/cards.js");
  const directory = { people: () => [], person: () => null, conversations: () => [] };
  const context = { directory, opened: new Set(), press() {}, addField() {} };
  const drawn = cards.map((card) => drawCard(card, context));
  return {
    unknown: drawn.flatMap((node) => [...node.querySelectorAll(".unknown")].map((one) => one.textContent)),
    bars: drawn.flatMap((node) => [...node.querySelectorAll("[data-chart] [role=img]")].map((one) => one.ariaLabel)),
    tables: drawn.reduce((sum, node) => sum + node.querySelectorAll("table").length, 0),
  };
}"""


def cards_in(part: Any) -> Iterator[dict[str, Any]]:
    """Every card, however it is wrapped."""
    if isinstance(part, dict) and part.get("type") == "AdaptiveCard":
        yield part
    elif isinstance(part, dict | list):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from cards_in(inner)


def pair_up(doctor: Pane, manager: Pane) -> None:
    """The doctor asks for a code in Slack, and the manager uses it in Teams."""
    doctor.types("/pairme code")
    doctor.sees("Your code for Winter cohort is")
    found = re.search(r"cohort is ([0-9A-Z]{4}-[0-9A-Z]{4})", doctor.root.inner_text())
    assert found
    manager.types(f"pairme code {found[1]}")
    manager.sees("You have used the code of Amina Yusuf")


def test_one_pair_sits_astride(page: Page, hospital: Hospital) -> None:
    first_day = next_tuesday()
    doctor, manager, lead = (Pane(page, number) for number in (1, 2, 3))
    assert [pane.platform for pane in (doctor, manager, lead)] == ["Slack", "Teams", "Slack"]
    for pane in (doctor, lead):
        pane.opens("im")
    open_a_cohort(lead)

    manager.types("home")
    manager.presses("Sign me up")
    fill_in_as_manager(manager)
    doctor.types("/pairme")
    fill_in_as_doctor(doctor)
    pair_up(doctor, manager)
    push_to(page, hospital, hospital.today() + timedelta(days=1))
    match_and_approve(lead)

    push_to(page, hospital, first_day + timedelta(days=1))
    doctor.sees("Priya Raman uses Microsoft Teams")
    manager.sees("Amina Yusuf uses Slack")
    manager.presses("Tell me when and where")
    manager.writes("on_date", (first_day + timedelta(days=9)).isoformat())
    manager.writes("place", "Canteen")
    picture(page, "astride-dialog")
    manager.sends()
    manager.sees("Priya Raman has planned it")
    doctor.sees("Priya Raman has planned a date.")
    announce_a_workshop(lead)
    manager.sees("Workshop: Leadership styles")
    manager.presses("I will be there")
    manager.sees("A place is reserved for you")

    push_to(page, hospital, first_day + timedelta(days=15))
    for pane in (doctor, manager):
        pane.sees("Have you and")
        pane.presses("Yes, we met")
        pane.sees("You answered: Yes, we met")
    manager.sees("Leadership styles")
    manager.types("I will ask before I decide. The night team knew more than I did.")
    manager.sees("Only you can see this")
    picture(page, "astride")
    assert "night team" not in doctor.root.inner_text()
    manager.presses("Delete")
    manager.sees("Delete this reflection for good?")
    manager.presses("Delete")
    manager.sees("Deleted")
    expect(page.locator("[data-journal]")).to_have_attribute("data-broken", "0")


def test_a_form_and_a_channel_in_teams_keep_what_was_typed_and_what_is_private(page: Page) -> None:
    manager, lead = Pane(page, 2), Pane(page, 3)
    open_a_cohort(lead)
    manager.types("home")
    manager.presses("Sign me up")
    manager.writes("role", "Ward manager")
    manager.sends()
    manager.sees("Please choose one.")
    manager.asks_for_help_in_the_form()
    expect(manager.box("role").locator("input")).to_have_value("Ward manager")
    manager.closes()
    manager.opens("channel", "General")
    manager.types("help")
    manager.types("@PairMe help")
    manager.sees("I have answered you in our chat")
    expect(manager.root.locator("[data-from]")).to_have_count(3)
    manager.opens("im")
    manager.sees("join; once you have joined, see where you are")


def test_the_page_draws_everything_that_the_bot_says_in_teams(page: Page) -> None:
    said = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(GOLDEN.glob("*.json"))]
    cards = list(cards_in(said))
    drawn = page.evaluate(DRAW, cards)
    assert len(cards) > 100
    assert drawn["unknown"] == []
    assert any(re.search(r"Active: \d+", words) for words in drawn["bars"])
    assert drawn["tables"] >= len(drawn["bars"])


def test_what_the_page_cannot_draw_it_says(page: Page) -> None:
    carousel = {"type": "AdaptiveCard", "body": [{"type": "Carousel", "pages": []}]}
    assert page.evaluate(DRAW, [carousel])["unknown"] == [
        "The practice hospital cannot draw an element of type “Carousel”."
    ]
