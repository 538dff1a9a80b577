"""What a person does in their pane of the practice hospital's page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect


class Pane:
    """One person's Slack or Teams on the page."""

    def __init__(self, page: Page, number: int) -> None:
        self.page = page
        self.root = page.locator(f'[data-pane="{number}"]')

    def opens(self, kind: str, name: str = "") -> None:
        """A conversation: im, mpim, channel or app_home."""
        chosen = self.root.locator(f'button[data-conversation][data-kind="{kind}"]')
        (chosen.filter(has_text=name) if name else chosen).first.click()

    def becomes(self, name: str) -> None:
        """Somebody else looks over this pane."""
        picker = self.root.locator(".pane-top input[role=combobox]")
        picker.fill(name)
        self.root.locator(".pane-top [role=option]").filter(has_text=name).first.click()

    def partner(self) -> str:
        """Whom the pair's conversation is with."""
        return self.root.locator('button[data-kind="mpim"] .conversation-name').first.inner_text()

    def types(self, words: str) -> None:
        """In the open conversation, and sends it."""
        box = self.root.locator("textarea[data-compose]")
        box.fill(words)
        box.press("Escape")
        self.root.locator("[data-send]").click()

    def presses(self, label: str) -> None:
        """The newest button that says this."""
        self.root.get_by_role("button", name=label, exact=True).last.click()

    def approves(self) -> None:
        """The suggested pairs: the button's label counts them, and asks first."""
        self.root.get_by_role("button", name=re.compile(r"^Approve th")).last.click()
        self.says_yes()

    def says_yes(self) -> None:
        """To the question that a button asks first."""
        self.page.locator('[role=alertdialog] [data-answer="yes"]').click()

    @property
    def platform(self) -> str:
        """Slack or Teams."""
        return self.root.locator(".platform").inner_text()

    @property
    def dialog(self) -> Locator:
        """The form in front."""
        return self.root.locator("[data-view-id] [role=dialog]").last

    def box(self, field: str) -> Locator:
        """One field of the form."""
        names = (f'[data-block-id="{field}"]', f'[data-block-id="{field}#"]', f'[data-input="{field}"]')
        return self.dialog.locator(", ".join(names))

    def writes(self, field: str, words: str) -> None:
        """In a text, date or time box."""
        self.box(field).locator("input, textarea").first.fill(words)

    def ticks(self, field: str, *labels: str) -> None:
        """Round or square boxes."""
        for label in labels:
            self.box(field).get_by_label(label, exact=True).check()

    def picks(self, field: str, *labels: str) -> None:
        """From a list: one, or several; or boxes to tick, where the list is short."""
        expect(self.box(field)).to_be_visible()
        for label in labels:
            if self.box(field).locator(".ticks").count():
                self.box(field).get_by_label(label).first.check()
                continue
            native = self.box(field).locator("select")
            if native.count():
                native.select_option(label=label)
                continue
            box = self.box(field).get_by_role("combobox")
            box.fill(label)
            self.page.get_by_role("option", name=re.compile(re.escape(label))).first.click()

    def sends(self) -> None:
        """The form: in Teams its first button, which stands on the card."""
        own = self.dialog.locator("[data-submit]")
        (own if own.is_visible() else self.dialog.locator("[data-action]").first).click()

    def asks_for_help_in_the_form(self) -> None:
        """The help opens below the form, which stays as it is."""
        self.dialog.get_by_role("button", name="Get help").click()
        expect(self.dialog.locator('[data-shown-by="Get help"]')).to_be_in_viewport()

    def closes(self) -> None:
        """What stands in front."""
        self.dialog.get_by_role("button", name="Close this form").click()

    def sees(self, words: str) -> None:
        """Somewhere in the pane, as soon as it has come: several letters to one person take some seconds."""
        expect(self.root.get_by_text(words).last).to_be_visible(timeout=15_000)

    def fills_about(self, group: str, role: str, band: str, ends: str) -> None:
        """The first screen of joining."""
        self.ticks("group", group)
        self.writes("role", role)
        self.picks("grade_band", band)
        self.picks("directorate", "Medicine")
        self.ticks("site", "Main site")
        if ends:
            self.writes("post_ends_on", ends)
        self.ticks("permission", "Yes")
        self.ticks("privacy", "I have read how my answers are used")
        self.sends()

    def fills_matching(self, want: str, offer: str, free: Sequence[str]) -> None:
        """The second screen of joining."""
        self.picks("want_to_learn", want)
        self.picks("can_offer", offer)
        self.picks("free_a", *free)
        self.sends()
