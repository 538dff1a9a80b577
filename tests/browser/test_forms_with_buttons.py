"""Buttons within an open form, in the browser: what is typed goes along, and another form takes its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.newcomer import open_a_cohort
from tests.browser.person import Pane

pytestmark = pytest.mark.long

CARDS = Path(__file__).parent.parent / "golden" / "teams"
PRESS = """async (card) => {
  const { drawCard } = await import("/cards.js");
  const { pressingInDialog } = await import("/teams.js");
  const pressed = [];
  const fields = [];
  const directory = { people: () => [], person: () => null, conversations: () => [] };
  const context = {
    directory, opened: new Set(), addField: (field) => fields.push(field),
    press: (one) => pressed.push(pressingInDialog(one, { why: "They asked" })),
  };
  const node = drawCard(card, context);
  document.body.append(node);
  for (const button of node.querySelectorAll("button[data-action='Lock'], button[data-action='Back']")) button.click();
  node.remove();
  return [pressed, fields.map((field) => field.blockId)];
}"""


def test_a_button_fills_the_form_anew_and_the_form_can_still_be_sent(page: Page) -> None:
    lead = Pane(page, 3)
    open_a_cohort(lead)
    lead.types("/cohort rules")
    lead.writes("shadowing", "1")
    lead.sends()
    lead.sees("follows these rules")
    lead.closes()
    lead.types("/cohort rules")
    expect(lead.box("shadowing").locator("input")).to_have_value("1")
    lead.writes("shadowing", "2")
    lead.presses("Fill in the usual rules")
    lead.sees("They hold once you press Save.")
    expect(lead.box("shadowing").locator("input")).to_have_value("10")
    lead.sends()
    lead.sees("follows the usual rules")
    expect(page.locator("[data-journal]")).to_have_attribute("data-broken", "0")


def test_in_teams_each_button_takes_what_is_typed_and_says_which_one_it_is(page: Page) -> None:
    drawn = json.loads((CARDS / "form.lines_and_boxes.json").read_text(encoding="utf-8"))
    pressed, boxes = page.evaluate(PRESS, drawn["task"]["value"]["card"]["content"])
    typed = {"why": "They asked"}
    assert boxes == ["other", "why"]
    assert pressed == [
        ["submit", {"values": typed, "title": "Lock", "number": 0}],
        ["submit", {"values": typed, "title": "Back", "number": 0}],
    ]
