"""What a handler is given: one action, one transaction, and the house it happens in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from programme.moments import day_of
from storage import cohorts, outbox, people
from storage.address import Address
from storage.questions import Voice

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from handlers.action import Action, Reply
    from programme.moments import SendWindow
    from programme.site import Site
    from programme.timeline import Programme
    from programme.words.message import Message
    from storage.cohorts import Cohort
    from storage.database import Database
    from storage.letters import Sent
    from storage.people import Person


def _untold(_workspace: str) -> frozenset[str]:
    return frozenset()


def _in_no_group(_platform: str) -> bool:
    return False


@dataclass(frozen=True)
class House:
    """What stays the same from one action to the next; `seed` gives chance and `letters_wait` wakes the sender.

    `platforms_of` are the platforms on which a workspace can be reached, `platform_names` what people call them;
    `has_groups` says of a platform whether the bot can open one conversation with several people.
    """

    database: Database
    programme: Programme
    window: SendWindow
    site: Site
    first_leads: frozenset[str]
    seed: Callable[[], int]
    letters_wait: Callable[[], None]
    platforms_of: Callable[[str], frozenset[str]] = _untold
    platform_names: Mapping[str, str] = field(default_factory=dict)
    has_groups: Callable[[str], bool] = _in_no_group

    @property
    def voice(self) -> Voice:
        """How the programme speaks."""
        return Voice(self.programme.standard_footer, self.has_groups, self.platform_names)


@dataclass(frozen=True)
class Turn:
    """One person's turn."""

    action: Action
    session: Session
    house: House
    me: Person

    @property
    def now(self) -> datetime:
        """When it was done."""
        return self.action.at

    @property
    def today(self) -> date:
        """The day it is where the programme runs."""
        return self.day_of(self.now)

    def day_of(self, instant: datetime) -> date:
        """The day it is at an instant where the programme runs."""
        return day_of(instant, self.house.window)

    @property
    def workspace(self) -> str:
        """The organisation."""
        return self.action.person.workspace

    @property
    def is_astride(self) -> bool:
        """Whether the organisation is on more than one platform, so that two partners may use different chats."""
        return len(self.house.platforms_of(self.workspace)) > 1

    def value(self, field: str) -> str:
        """What was typed or chosen in one box, without spaces at the ends."""
        given = self.action.values.get(field, "")
        return given.strip() if isinstance(given, str) else ""

    def values(self, field: str) -> tuple[str, ...]:
        """What was chosen where several can be."""
        given = self.action.values.get(field, ())
        return given if isinstance(given, tuple) else tuple(filter(None, (given,)))

    def date_in(self, field: str) -> date | None:
        """The date in one box; None when there is none, or what is typed is none or so far off that nothing follows it."""
        try:
            found = date.fromisoformat(self.value(field))
        except ValueError:
            return None
        return found if found.year < date.max.year else None

    def time_in(self, field: str) -> time | None:
        """The time of day in one box; None when there is none, or what is typed is none."""
        try:
            return time.fromisoformat(self.value(field))
        except ValueError:
            return None

    def person(self, platform_id: str) -> Person:
        """Somebody chosen in a form."""
        account = self.action.chosen.get(platform_id)
        return people.known(
            self.session,
            workspace=self.workspace,
            platform=self.action.person.platform,
            platform_id=platform_id,
            name=account.name if account else "",
        )

    def tell(self, person: Person, key: str, message: Message, *, cohort_id: int | None = None) -> None:
        """A letter to one person; `key` follows the workspace's."""
        self.post(person.address, key, message, cohort_id=cohort_id)

    def tell_channel(self, cohort: Cohort, key: str, message: Message) -> None:
        """A letter to the cohort's channel."""
        self.post(self.channel(cohort), key, message, cohort_id=cohort.id)

    def channel(self, cohort: Cohort) -> Address:
        """The cohort's channel."""
        return Address(self.workspace, cohort.platform, place=cohort.channel)

    def post(
        self,
        to: Address,
        key: str,
        message: Message,
        *,
        cohort_id: int | None = None,
        thread: str = "",
        replaces: Sent | None = None,
    ) -> None:
        """A letter to any address."""
        outbox.post(
            self.session,
            f"{self.workspace}/{key}",
            to,
            message,
            self.now,
            cohort_id=cohort_id,
            thread=thread,
            replaces=replaces,
        )

    def leads(self, cohort: Cohort) -> bool:
        """Whether I lead this cohort."""
        return self.me.id in {lead.id for lead in cohorts.leads(self.session, cohort)}

    def organises(self, cohort: Cohort) -> bool:
        """Whether I lead or organise this cohort."""
        named = {organiser.id for organiser in cohorts.organisers(self.session, cohort)}
        return self.leads(cohort) or self.me.id in named


Handler = Callable[[Turn], "Reply"]
