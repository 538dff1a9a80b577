"""A file in somebody's own chat: offered, taken once, put among their own files, or not."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.house import served
from bot.teams.files import Offers
from bot.teams.line import Line
from practice.teams.app import PracticeTeams
from programme.words import handing_over
from programme.words.message import File, Message
from scheduler.sender import Envelope, Refused, TooFast
from storage.handed_files import HandedFile
from storage.letters import Sent
from tests.bot.teams.outward import CHANNEL, PRIYA, PUBLIC_URL, Outward, a_line, a_teams, link_of, outward

CALENDAR = File("paired-learning.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "Calendar entry")
PERSONAL = File("my-data.txt", "Everything about Priya", "Your data", is_personal=True)


class Door:
    """The part of the door that hears what is said to an offer."""

    def __init__(self) -> None:
        self.place: Outward | None = None
        self.heard: list[dict[str, Any]] = []
        self.app = Starlette(routes=[Route("/api/messages", self._heard, methods=["POST"])])

    async def _heard(self, request: Request) -> Response:
        activity = await request.json()
        if activity.get("name") != "fileConsent/invoke":
            return Response()
        self.heard.append(activity)
        return JSONResponse(await run_in_threadpool(self.answer, activity))

    def answer(self, activity: dict[str, Any]) -> dict[str, Any]:
        assert self.place is not None
        offers = Offers(self.place.database, self.place.line, self.place.time)
        return offers.answer(activity, self.place.registration)


Hall = tuple[PracticeTeams, Line, Door]


@pytest.fixture(scope="module")
def hall() -> Iterator[Hall]:
    door = Door()
    with a_teams() as teams, a_line(teams) as line, served(door.app, "127.0.0.1", 0) as port:
        teams.deliver_to = f"http://127.0.0.1:{port}/api/messages"
        yield teams, line, door


@pytest.fixture
def door(hall: Hall) -> Door:
    hall[2].heard.clear()
    return hall[2]


@pytest.fixture
def place(hall: Hall, door: Door, sqlite_template: Path, tmp_path: Path) -> Iterator[Outward]:
    with outward(hall[0], hall[1], sqlite_template, tmp_path) as made:
        door.place = made
        yield made
        assert made.teams.journal.broken() == []


def prepared(place: Outward, file: File, *, channel: str = "", files_in_chat: bool = True) -> Envelope:
    """A letter to Priya or to a channel, with its file on the shelf."""
    to = () if channel else (PRIYA,)
    letter = place.letter(*to, channel=channel, words=Message(("Your workshop is booked.",), file=file))
    return replace(letter, file_id=place.sender(files_in_chat=files_in_chat).prepare(letter))


def offered(place: Outward, file: File = CALENDAR) -> Sent:
    return place.sender().send(prepared(place, file))


def stored(place: Outward, name: str) -> str:
    """What lies under a name among Priya's own files, as her chat shows it."""
    files = [file for message in place.seen(PRIYA) for file in message["files"]]
    (url,) = (file["url"] for file in files if file["kind"] == "file" and file["name"] == name)
    with httpx.Client(trust_env=False) as client:
        return client.get(url).text


def test_a_file_in_a_chat_is_offered_beside_the_message(place: Outward) -> None:
    offered(place)
    (message,) = place.seen(PRIYA)
    assert message["summary"] == "Your workshop is booked."
    assert [(file["kind"], file["name"], file["size"]) for file in message["files"]] == [
        ("consent", CALENDAR.name, len(CALENDAR.content))
    ]


def test_a_file_that_is_allowed_goes_among_its_readers_own_and_leaves_the_shelf(place: Outward) -> None:
    sent = offered(place)
    place.teams.people.accept_file(PRIYA.id, sent.place, sent.id)
    assert place.words(PRIYA)[1:] == [handing_over.uploaded(CALENDAR.name)]
    assert stored(place, CALENDAR.name) == CALENDAR.content
    assert place.rows(HandedFile) == []


def test_an_offer_that_is_answered_twice_does_nothing_twice(place: Outward, door: Door) -> None:
    sent = offered(place)
    place.teams.people.accept_file(PRIYA.id, sent.place, sent.id)
    uploads = place.calls("upload")
    assert door.answer(door.heard[0]) == {}
    assert place.words(PRIYA)[2:] == [handing_over.used().paragraphs[0]]
    assert place.calls("upload") == uploads


def test_an_offer_that_is_answered_twice_at_once_is_uploaded_once(place: Outward, door: Door) -> None:
    sent = offered(place)
    place.fails("upload", status=500)
    place.teams.people.accept_file(PRIYA.id, sent.place, sent.id)
    with ThreadPoolExecutor(2) as both:
        list(both.map(door.answer, [door.heard[0], door.heard[0]]))
    assert sorted(place.words(PRIYA)[2:]) == sorted(
        [handing_over.uploaded(CALENDAR.name), handing_over.used().paragraphs[0]]
    )
    assert stored(place, CALENDAR.name) == CALENDAR.content


def test_a_file_that_is_not_wanted_can_be_asked_for_again(place: Outward, door: Door) -> None:
    sent = offered(place)
    place.teams.people.decline_file(PRIYA.id, sent.place, sent.id)
    assert place.words(PRIYA)[1:] == [handing_over.declined(CALENDAR.name).paragraphs[0]]
    assert place.rows(HandedFile) == []
    door.answer({**door.heard[0], "value": {**door.heard[0]["value"], "action": "accept"}})
    assert place.words(PRIYA)[2:] == [handing_over.used().paragraphs[0]]


def test_an_upload_that_fails_leaves_the_offer_open(place: Outward, door: Door) -> None:
    sent = offered(place)
    place.fails("upload", status=500)
    place.teams.people.accept_file(PRIYA.id, sent.place, sent.id)
    assert place.words(PRIYA)[1:] == [handing_over.not_uploaded(CALENDAR.name).paragraphs[0]]
    door.answer(door.heard[0])
    assert place.words(PRIYA)[2:] == [handing_over.uploaded(CALENDAR.name)]
    assert stored(place, CALENDAR.name) == CALENDAR.content


@pytest.mark.parametrize("address", ["http://elsewhere.example/put", "https://10.0.0.1/put", "", "file:///x"])
def test_a_file_is_put_nowhere_but_at_a_safe_address(place: Outward, door: Door, address: str) -> None:
    sent = offered(place)
    place.fails("upload", status=500)
    place.teams.people.accept_file(PRIYA.id, sent.place, sent.id)
    value = door.heard[0]["value"]
    door.answer({**door.heard[0], "value": {**value, "uploadInfo": {"uploadUrl": address}}})
    assert place.words(PRIYA)[2:] == [handing_over.not_uploaded(CALENDAR.name).paragraphs[0]]
    assert len(place.rows(HandedFile)) == 1


@pytest.mark.parametrize("context", [{}, {"file": ""}, {"file": "guessed"}, {"file": 1}, None, "1"])
def test_an_answer_about_a_file_that_was_not_offered_gets_none(
    place: Outward, door: Door, context: object
) -> None:
    sent = offered(place, PERSONAL)
    place.teams.people.decline_file(PRIYA.id, sent.place, sent.id)
    offered(place, PERSONAL)
    value = {"type": "fileUpload", "action": "accept", "context": context}
    door.answer({**door.heard[0], "value": value})
    assert place.words(PRIYA)[3:] == [handing_over.used().paragraphs[0]]
    assert len(place.rows(HandedFile)) == 1


def test_the_secret_of_a_link_gets_nothing_in_a_chat(place: Outward, door: Door) -> None:
    sent = offered(place)
    place.teams.people.decline_file(PRIYA.id, sent.place, sent.id)
    place.sender(files_in_chat=False).send(prepared(place, PERSONAL))
    (address,) = link_of(place.seen(PRIYA)[-1])
    value = {"action": "accept", "context": {"file": address.rpartition("/")[2]}}
    door.answer({**door.heard[0], "value": value})
    assert place.words(PRIYA)[-1] == handing_over.used().paragraphs[0]
    assert len(place.rows(HandedFile)) == 1


def test_a_chat_in_which_the_outcome_cannot_be_said_still_has_its_file(place: Outward) -> None:
    sent = offered(place)
    place.fails("post", status=502)
    place.teams.people.accept_file(PRIYA.id, sent.place, sent.id)
    assert place.calls("upload") == 1
    assert place.rows(HandedFile) == []


def test_a_file_in_a_channel_and_one_where_the_site_forbids_it_stand_behind_a_link(place: Outward) -> None:
    place.in_team()
    place.sender().send(prepared(place, CALENDAR, channel=CHANNEL))
    place.sender(files_in_chat=False).send(prepared(place, CALENDAR))
    for reader, kind in ((PRIYA, "channel"), (PRIYA, "personal")):
        (message,) = place.seen(reader, kind)
        (address,) = link_of(message)
        assert address.startswith(f"{PUBLIC_URL}/file/")
        assert message["files"] == []
        assert "The file is behind the link, for 7 days." in str(message["cards"])


def test_a_personal_file_behind_a_link_has_its_code_in_the_chat_and_never_goes_to_a_channel(
    place: Outward,
) -> None:
    place.in_team()
    place.sender(files_in_chat=False).send(prepared(place, PERSONAL))
    (message,) = place.seen(PRIYA)
    assert "It can be downloaded once, with this code: " in str(message["cards"])
    with pytest.raises(Refused, match="goes to its owner alone"):
        place.sender().send(prepared(place, PERSONAL, channel=CHANNEL))
    assert place.seen(PRIYA, "channel") == []


def test_a_letter_that_leaves_again_keeps_its_file_once(place: Outward) -> None:
    letter = prepared(place, CALENDAR)
    place.fails("post", status=429)
    with pytest.raises(TooFast):
        place.sender().send(letter)
    place.sender().send(letter)
    (kept,) = place.rows(HandedFile)
    assert (kept.name, kept.content, str(kept.id)) == (CALENDAR.name, CALENDAR.content, letter.file_id)


def test_a_file_that_is_no_longer_on_the_shelf_is_kept_again(place: Outward) -> None:
    letter = prepared(place, CALENDAR)
    with place.database.writing() as session:
        for row in place.rows(HandedFile):
            session.delete(row)
    sent = place.sender().send(letter)
    place.teams.people.accept_file(PRIYA.id, sent.place, sent.id)
    assert stored(place, CALENDAR.name) == CALENDAR.content


def test_a_letter_without_a_file_or_in_the_place_of_another_keeps_nothing(place: Outward) -> None:
    sender = place.sender()
    assert sender.prepare(place.letter(PRIYA)) == ""
    changed = place.letter(PRIYA, words=Message(("Changed.",), file=CALENDAR), replaces=Sent("a:1", "1"))
    assert sender.prepare(changed) == ""
    assert place.rows(HandedFile) == []
