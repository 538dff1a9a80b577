"""A file behind a link: a look changes nothing, a press hands it over, and a personal one needs its code."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from bot.house import served
from bot.teams.downloads import Downloads
from bot.teams.shelf import Shelf
from programme.words import handing_over
from programme.words.message import File
from storage import handed_files
from storage.database import Database
from tests.bot.teams.outward import a_database

CALENDAR = File("führung & co.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "Calendar entry")
PERSONAL = File("my-data.txt", "Everything about Amina", "Your data", is_personal=True)
HERE = "T00PRACTICE"


@dataclass
class Place:
    """A browser before the pages, and the shelf behind them."""

    browser: httpx.Client
    database: Database
    now: datetime = datetime(2027, 9, 13, 9, tzinfo=UTC)

    def time(self) -> datetime:
        return self.now

    @property
    def shelf(self) -> Shelf:
        return Shelf(self.database, str(self.browser.base_url).rstrip("/"), self.time)

    def put(self, file: File) -> tuple[str, str]:
        """Its link and its code."""
        link = self.shelf.link(HERE, self.shelf.keep(HERE, file), file)
        return link.address, link.code

    def press(self, address: str, code: str = "") -> httpx.Response:
        return self.browser.post(address, data={"code": code} if code else {})


@pytest.fixture(scope="module")
def place_of_all(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    path = tmp_path_factory.mktemp("downloads") / "pairme.db"
    shutil.copy(sqlite_template, path)
    database = a_database(path)
    place: list[Place] = []
    routes = Downloads(database, lambda: place[0].now).routes()
    with served(Starlette(routes=routes), "127.0.0.1", 0) as port:
        url = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=url, trust_env=False) as browser:
            place.append(Place(browser, database))
            yield place[0]
    database.close()


@pytest.fixture
def place(place_of_all: Place) -> Place:
    place_of_all.now = Place.now
    return place_of_all


def test_a_look_at_a_link_hands_nothing_over_however_often_it_is_opened(place: Place) -> None:
    address, _ = place.put(CALENDAR)
    for how in ("GET", "HEAD", "GET"):
        seen = place.browser.request(how, address)
        assert seen.status_code == 200
        assert "VCALENDAR" not in seen.text
    assert "führung &amp; co.ics" in place.browser.get(address).text
    assert place.press(address).text == CALENDAR.content


def test_a_calendar_file_for_a_channel_is_downloaded_by_each_who_presses_for_seven_days(place: Place) -> None:
    address, code = place.put(CALENDAR)
    assert code == ""
    for _ in range(2):
        file = place.press(address)
        assert file.status_code == 200
        assert file.content == CALENDAR.content.encode()
    place.now += handed_files.LASTS - timedelta(seconds=1)
    assert place.press(address).status_code == 200
    place.now += timedelta(seconds=1)
    assert place.press(address).status_code == place.browser.get(address).status_code == 404
    assert timedelta(days=handing_over.DAYS) == handed_files.LASTS


def test_a_download_stays_in_no_cache_tells_nobody_where_it_came_from_and_opens_nothing(place: Place) -> None:
    address, _ = place.put(CALENDAR)
    file = place.press(address)
    assert file.headers["content-disposition"] == "attachment; filename*=UTF-8''f%C3%BChrung%20%26%20co.ics"
    assert file.headers["content-type"].startswith("text/calendar")
    for answer in (file, place.browser.get(address)):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_personal_file_is_not_named_before_its_code_is_known_and_is_handed_over_once(place: Place) -> None:
    address, code = place.put(PERSONAL)
    page = place.browser.get(address).text
    assert PERSONAL.name not in page
    assert '<label for="code">Code from your chat with PairMe</label>' in page
    assert place.press(address, f"{code[:3]} {code[3:]}").text == PERSONAL.content
    assert place.press(address, code).status_code == 404


def test_the_fifth_wrong_code_closes_the_link_even_for_the_right_one(place: Place) -> None:
    address, code = place.put(PERSONAL)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for left in ("4 more times", "3 more times", "2 more times", "1 more time"):
        answer = place.press(address, wrong)
        assert answer.status_code == 403
        assert f"You can try {left}." in answer.text
        assert 'role="alert"' in answer.text
        assert 'aria-describedby="wrong"' in answer.text
    assert "This link has been closed" in place.press(address, wrong).text
    assert place.press(address, code).status_code == 404


def test_a_press_without_a_code_costs_no_try(place: Place) -> None:
    address, code = place.put(PERSONAL)
    for _ in range(handed_files.MOST_WRONG_CODES + 1):
        assert place.press(address).status_code == 400
    assert place.press(address, "x" * 2000).status_code == 400
    assert place.press(address, code).text == PERSONAL.content


def test_a_link_that_was_never_given_is_the_same_as_one_that_has_gone(place: Place) -> None:
    address, code = place.put(PERSONAL)
    place.press(address, code)
    never = place.browser.get("/file/never")
    assert never.status_code == 404
    assert never.text == place.browser.get(address).text


def test_a_letter_that_leaves_again_makes_the_link_before_it_worthless(place: Place) -> None:
    number = place.shelf.keep(HERE, PERSONAL)
    first = place.shelf.link(HERE, number, PERSONAL)
    place.press(first.address, f"{(int(first.code) + 1) % 1_000_000:06}")
    second = place.shelf.link(HERE, number, PERSONAL)
    assert place.press(first.address, first.code).status_code == 404
    assert place.press(second.address, second.code).text == PERSONAL.content


def test_what_is_offered_in_a_chat_opens_behind_no_link(place: Place) -> None:
    secret = place.shelf.offer(HERE, place.shelf.keep(HERE, PERSONAL), PERSONAL)
    for path in (secret, f"offer/{secret}", f"offer%2F{secret}"):
        assert place.browser.post(f"/file/{path}").status_code == 404


def test_a_database_that_fails_is_told_as_nobodys_fault(tmp_path: Path) -> None:
    without_tables = a_database(tmp_path / "empty.db")
    routes = Downloads(without_tables, lambda: Place.now).routes()
    with (
        served(Starlette(routes=routes), "127.0.0.1", 0) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as browser,
    ):
        answer = browser.post("/file/any")
    without_tables.close()
    assert answer.status_code == 503
    assert "Nothing has happened to the file." in answer.text
