"""What leads do in the review of suggested pairs, said briefly."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.action import Account, Reply
from programme.words.message import Button, Form, Message
from tests.handlers.desk import LENA, Desk


@dataclass
class Lead:
    """A lead with the form or the message in front of them."""

    desk: Desk
    account: Account = LENA
    seen: Reply = field(default_factory=Reply)

    @property
    def form(self) -> Form:
        """The page in front of them."""
        assert self.seen.form is not None, self.seen
        return self.seen.form

    @property
    def message(self) -> Message:
        """What they were answered."""
        assert self.seen.message is not None, self.seen
        return self.seen.message

    def reads(self) -> str:
        """All of it."""
        if self.seen.form is None:
            return "\n".join(self.message.paragraphs)
        return "\n".join([self.form.note, *(line.text for line in self.form.lines)])

    def buttons(self) -> list[Button]:
        """Every button in front of them."""
        if self.seen.form is None:
            return list(self.message.buttons)
        return [*(each for line in self.form.lines for each in line.buttons), *self.form.buttons]

    def labels(self) -> list[str]:
        """What these say."""
        return [each.label for each in self.buttons()]

    def opens(self, letter: Message | None = None) -> Lead:
        """The newest letter, and behind the pages of the review the summary."""
        self.seen = Reply(letter or self.desk.told(self.account)[-1])
        return self.presses(self.labels()[0]).presses("Summary")

    def presses(self, label: str, beside: str = "") -> Lead:
        """The button that says this, beside the line with these words if they are given."""
        shown = self.buttons()
        if beside:
            shown = [each for line in self.form.lines if beside in line.text for each in line.buttons]
        found = [each for each in shown if each.label == label]
        assert found, f"no button {label} {beside} among {self.labels()}: {self.reads()}"
        self.seen = self.desk.presses(self.account, found[0])
        return self

    def approves(self) -> Lead:
        """The button that says so."""
        return self.presses(next(each for each in self.labels() if each.startswith("Approve ")))

    def sends(self, **values: str) -> Lead:
        """The form in front of them."""
        sent = self.desk.sends(self.account, self.seen, **values)
        self.seen = sent if not sent.errors else Reply(form=self.form, errors=sent.errors)
        return self
