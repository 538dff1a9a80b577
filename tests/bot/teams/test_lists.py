"""A list that came as a file: fetched within limits, from where it is safe to look."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.house import served
from bot.teams import lists
from bot.teams.inbound import Attached
from bot.teams.lists import text_of

TICKET = "whoever-has-this-may-fetch-it"


@dataclass
class Drive:
    """Somebody's files, on loopback."""

    url: str = ""
    asked: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        return text_of(Attached(name, f"{self.url}/{name}?ticket={TICKET}"), self.url)

    async def answer(self, request: Request) -> Response:
        name = str(request.path_params["name"])
        self.asked.append(name)
        if name == "endless":
            return StreamingResponse(b"x" * 65_536 for _ in range(100))
        if name == "elsewhere":
            return RedirectResponse("/good")
        answers = {
            "good": Response("\ufeffemail\na@example.org\n".encode()),
            "latin": Response("email\nRené@example.org".encode("latin-1")),
            "gone": Response(status_code=404),
            "large": Response(b"x" * (lists.MOST_BYTES + 1)),
        }
        return answers[name]


@pytest.fixture(scope="module")
def drive() -> Iterator[Drive]:
    made = Drive()
    with served(Starlette(routes=[Route("/{name}", made.answer)]), "127.0.0.1", 0) as port:
        made.url = f"http://127.0.0.1:{port}"
        yield made


def test_the_text_of_a_list_is_read_as_a_spreadsheet_writes_it(drive: Drive) -> None:
    assert drive.text("good") == "email\na@example.org\n"
    assert drive.text("latin").startswith("email\nRen")


@pytest.mark.parametrize("name", ["gone", "large", "endless", "elsewhere"])
def test_what_cannot_be_had_is_empty_and_its_address_is_not_logged(
    drive: Drive, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "bot"):
        assert drive.text(name) == ""
    assert TICKET not in caplog.text


@pytest.mark.parametrize(
    "url",
    [
        "https://files.example.org/a",
        "http://files.example.org/a",
        "http://10.0.0.1/a",
        "https://127.0.0.1/a",
        "file:///etc/passwd",
        "",
    ],
)
def test_nobody_makes_us_look_into_our_own_network(url: str) -> None:
    assert text_of(Attached("people.csv", url), "https://smba.example.org/uk/") == ""
