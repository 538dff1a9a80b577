"""Another workspace on the same database, in which everybody has the same id as here, and another name.

What is done there is handed straight to the bot, because a person's own screen would not let them do most of it.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import text

from handlers.action import Action, Kind, Place, Reply
from handlers.router import handle
from scheduler.matching_jobs import work_out_one
from storage.database import Database
from storage.proposals import Proposal
from storage.tables import METADATA
from tests.conversations.cast import DOCTOR, MANAGER, WISHES, Cast
from tests.conversations.someone import Someone

ELSEWHERE = "T0ELSEWHERE"
NAMES = {
    "amina": "Anna Elsewhere",
    "priya": "Petra Elsewhere",
    "lena": "Lara Elsewhere",
    "tom": "Theo Elsewhere",
    "omar": "Otto Elsewhere",
}
_numbers = itertools.count()


@dataclass(frozen=True)
class Double:
    """Who has somebody's id in the other workspace. Lena's leads there, where she may open a cohort."""

    cast: Cast
    here: Someone
    workspace: str = ELSEWHERE

    def does(self, kind: Kind, name: str = "", subject: str = "", **more: Any) -> Reply:
        """Anything at all; `values` fill a form, `text` is typed, `origin` is a message, `key` makes a repeat."""
        accounts = {
            each.id: replace(each.account, workspace=self.workspace, name=NAMES[each.part.key])
            for each in self.cast.everybody
            if each.part.key in NAMES
        }
        action = Action(
            key=more.pop("key", f"elsewhere/{next(_numbers)}"),
            kind=kind,
            person=replace(accounts[self.here.id], is_admin=self.here is self.cast.lena),
            place=more.pop("place", Place(self.cast.channel, "channel")),
            at=self.cast.story.clock.now(),
            name=name,
            subject=subject,
            chosen=accounts,
            **more,
        )
        return handle(action, self.cast.story.bot.house)

    def sends(self, name: str, subject: str, values: dict[str, Any]) -> Reply:
        """A form, filled in as one would here."""
        reply = self.does("form", name, subject, values=answered(values))
        assert not reply.errors, reply
        return reply

    def joins(self, about: dict[str, Any]) -> None:
        """Both screens."""
        first = self.does("command", "pairme").form
        assert first is not None
        second = self.sends("join_about", first.subject, about | {"post_ends_on": "2027-12-01"}).form
        assert second is not None
        self.sends("join_matching", second.subject, WISHES)


def answered(values: dict[str, Any]) -> dict[str, str | tuple[str, ...]]:
    """The boxes of a form as a door reads them."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def a_scheme_of_the_same_name(cast: Cast) -> None:
    """Opened, joined by two, matched and introduced, with the same ids and channel; it begins tomorrow."""
    amina, priya, lena = (Double(cast, each) for each in (cast.amina, cast.priya, cast.lena))
    tomorrow = "2027-04-21"
    lena.sends("cohort_new", "", cast.cohort | {"starts_on": tomorrow})
    amina.joins(DOCTOR)
    priya.joins(MANAGER)
    lena.does("command", "cohort", text="match")
    assert work_out_one(cast.story.bot.post._room)
    (proposal,) = (each for each in cast.story.kept(Proposal) if each.workspace == ELSEWHERE)
    assert lena.does("press", "approve_match", str(proposal.id)).replaces
    cast.story.clock.move_to(datetime.fromisoformat(f"{tomorrow}T12:00+00:00"))
    cast.story.bot.ticker.tick()


def everything_of(database: Database, workspace: str, *but: str) -> dict[str, list[Any]]:
    """Every row of a workspace as it is at rest, by table."""
    with database.engine.connect() as connection:
        return {
            name: sorted(map(repr, connection.execute(text(_ROWS.format(name)), {"workspace": workspace})))
            for name, table in METADATA.tables.items()
            if "workspace" in table.columns and name not in but
        }


_ROWS = 'SELECT * FROM "{}" WHERE workspace = :workspace'


def words_of(reply: Reply) -> str:
    """All that somebody is answered."""
    return msgspec.json.encode(reply).decode()
