"""People of two platforms of one organisation, who act on the router itself, without a door."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any

from sqlalchemy import select

from handlers.action import Account, Action, Kind, Place, Reply
from handlers.router import handle
from handlers.turn import House
from programme import site as sites
from programme import timeline
from programme.words.message import Button, Message
from scheduler import due
from scheduler.asking import Times
from scheduler.matching_jobs import work_out_one
from scheduler.workroom import Workroom
from storage import cohorts, people, rooms
from storage.address import Address
from storage.cohorts import Cohort
from storage.database import Database
from storage.letters import WAITING, Letter
from storage.people import Person
from tests.conversations.cast import DOCTOR, MANAGER, WISHES


def at(text: str) -> datetime:
    """An instant in UTC, written like 2027-03-01 10:00."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


HERE, WEST, EAST = "W", "slack", "teams"
MONDAY = at("2027-03-01 09:00")
FIRST_DAY = at("2027-03-16 12:00")
CHANNEL = "19:pairs@thread.tacv2"
AMINA = Account(HERE, WEST, "U1", "Amina Yusuf")
BEN = Account(HERE, WEST, "U2", "Ben O'Neill")
LENA = Account(HERE, WEST, "U3", "Lena Hart", is_admin=True)
PRIYA = Account(HERE, EAST, "00000000-0000-4000-8000-000000000001", "Priya Nair")
CHIDI = Account(HERE, EAST, "00000000-0000-4000-8000-000000000002", "Chidi Obi-Lee")
TOM = Account(HERE, EAST, "00000000-0000-4000-8000-000000000003", "Tom Adeyemi")
EVERYBODY = (AMINA, BEN, LENA, PRIYA, CHIDI, TOM)
NAMES = {WEST: "Slack", EAST: "Microsoft Teams"}
PROGRAMME = timeline.read((files("programme") / "default.yaml").read_text(encoding="utf-8"))
SITE = sites.read((files("programme") / "site.yaml").read_text(encoding="utf-8"))
WINDOW = PROGRAMME.window("ENG", frozenset())
TIMES = Times(PROGRAMME, WINDOW, lambda platform: platform == WEST, NAMES)
IN_CHANNEL = Place(CHANNEL, "channel")
IN_CHAT = Place("chat", "direct")
_numbers = itertools.count(1)


@dataclass
class Desk:
    """The router with a house around it, and a clock that a test moves."""

    database: Database
    platforms: frozenset[str] = frozenset({WEST, EAST})
    first_leads: frozenset[str] = frozenset()
    now: datetime = MONDAY
    seeds: Sequence[int] = tuple(range(1, 100))
    _drawn: int = field(default=0)

    @property
    def house(self) -> House:
        """As it stands now."""
        return House(
            database=self.database,
            programme=PROGRAMME,
            window=WINDOW,
            site=SITE,
            first_leads=self.first_leads,
            seed=self._seed,
            letters_wait=lambda: None,
            platforms_of=lambda _workspace: self.platforms,
            platform_names=NAMES,
            has_groups=TIMES.has_groups,
        )

    def _seed(self) -> int:
        self._drawn += 1
        return self.seeds[self._drawn]

    def acts(self, who: Account, kind: Kind, name: str, subject: str = "", /, **how: Any) -> Reply:
        """One act; `how` are the further fields of an `Action`."""
        return handle(self.action(who, kind, name, subject, **how), self.house)

    def action(self, who: Account, kind: Kind, name: str, subject: str = "", /, **how: Any) -> Action:
        """The act alone, to be done more than once."""
        values = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in how.pop("values", {}).items()
        }
        named = {"key": f"{kind}/{next(_numbers)}", "place": IN_CHAT, "at": self.now, **how}
        return Action(kind=kind, person=who, name=name, subject=subject, values=values, **named)

    def types(self, who: Account, words: str, **how: Any) -> Reply:
        """A command."""
        name, _, text = words.partition(" ")
        return self.acts(who, "command", name, text=text, **how)

    def presses(self, who: Account, button: Button, **how: Any) -> Reply:
        """A button."""
        return self.acts(who, "press", button.press, button.subject, **how)

    def sends(self, who: Account, reply: Reply, **values: Any) -> Reply:
        """The form that was answered."""
        assert reply.form is not None, reply
        return self.acts(who, "form", reply.form.name, reply.form.subject, values=values)

    def opens_a_cohort(self, **changes: Any) -> None:
        """Lena and Tom lead it."""
        with self.database.writing() as session:
            lead, other = (people.known(session, **_named(each)) for each in (LENA, TOM))
            made = Cohort(
                workspace=HERE,
                platform=WEST,
                channel="C1",
                name="Spring",
                starts_on=at("2027-03-15 09:00").date(),
                created_at=self.now,
            )
            for name, value in changes.items():
                setattr(made, name, value)
            cohorts.add(session, made, [(lead, "doctor"), (other, "manager")])

    def joins(
        self, who: Account, group: str = "", wishes: Mapping[str, Any] | None = None, **about: Any
    ) -> Reply:
        """Both screens; doctors are in the west and managers in the east unless it is said otherwise."""
        is_doctor = (group or ("doctor" if who.platform == WEST else "manager")) == "doctor"
        first = self.types(who, "pairme")
        second = self.sends(who, first, **{**(DOCTOR if is_doctor else MANAGER), **about})
        assert not second.errors, second.errors
        return self.sends(who, second, **{**WISHES, **(wishes or {})})

    @property
    def room(self) -> Workroom:
        """Where matchings are worked out; nobody's account is looked up."""
        return Workroom(self.database, {}, SITE, WINDOW, lambda: self.now)

    def works_out(self) -> None:
        """Everything that was asked for."""
        while work_out_one(self.room):
            pass

    def matched(self, who: Account = LENA, **how: Any) -> Message:
        """A lead asks for pairs; the letter with the suggestion is returned."""
        self.types(who, "cohort match", **how)
        self.works_out()
        return self.told(who)[-1]

    def matches(self) -> str:
        """Lena asks for pairs, looks at all of them and approves them; what she read is returned."""
        letter = self.matched()
        read = words(letter) + self.reads(letter)
        if any(each.press == "approve_match" for each in letter.buttons):
            self.presses(LENA, approval(letter))
        return read

    def reads(self, letter: Message) -> str:
        """Every page of matches, and who has no partner, behind Lena's newest letter."""
        number = letter.buttons[0].subject.partition(":")[0]
        pages = [
            self.acts(LENA, "press", press, f"{number}:1").form for press in ("review_page", "review_alone")
        ]
        return "\n".join(line.text for page in pages if page is not None for line in page.lines)

    def until(self, instant: datetime) -> None:
        """Everything that falls due until then."""
        while True:
            with self.database.reading() as session:
                soonest = due.next_due_at(session)
            if soonest is None or soonest > instant:
                break
            due.tick(self.database, TIMES, soonest)
        self.now = instant

    def told(self, who: Account) -> list[Message]:
        """What waits for somebody alone, the oldest first."""
        address = Address(who.workspace, who.platform, (who.id,))
        return [letter.message for letter in self.letters() if letter.address == address]

    def told_in(self, place: str) -> list[Letter]:
        """What waits for a channel."""
        return [letter for letter in self.letters() if letter.place == place]

    def letters(self) -> list[Letter]:
        """Everything that waits."""
        with self.database.reading() as session:
            waiting = select(Letter).where(Letter.workspace == HERE, Letter.state == WAITING)
            return list(session.scalars(waiting.order_by(Letter.id)))

    def person(self, who: Account) -> Person:
        """Somebody as they are remembered."""
        with self.database.reading() as session:
            found = people.find(session, workspace=who.workspace, platform=who.platform, platform_id=who.id)
            assert found is not None
            return found

    def knows_room(self, id_: str, name: str) -> None:
        """A channel of a team in which the bot is."""
        with self.database.writing() as session:
            rooms.keep(
                session,
                workspace=HERE,
                platform=EAST,
                team="T",
                service_url="http://127.0.0.1",
                named=[(id_, name)],
            )

    def later(self, **duration: float) -> None:
        """The clock goes on, and nothing falls due."""
        self.now += timedelta(**duration)


def approval(message: Message) -> Button:
    """The button that approves."""
    return next(each for each in message.buttons if each.press == "approve_match")


def button(message: Message | None, label: str) -> Button:
    """The button that says this."""
    assert message is not None
    found = [each for each in message.buttons if each.label == label]
    assert found, [each.label for each in message.buttons]
    return found[0]


def words(message: Message | None) -> str:
    """Everything that a message says."""
    assert message is not None
    facts = [f"{name}: {value}" for name, value in message.facts]
    return "\n".join([message.title, *message.paragraphs, *facts, message.note])


def elsewhere(who: Account) -> Account:
    """The same ids in another organisation."""
    return replace(who, workspace="W2")


def _named(who: Account) -> dict[str, str]:
    return {"workspace": who.workspace, "platform": who.platform, "platform_id": who.id, "name": who.name}
