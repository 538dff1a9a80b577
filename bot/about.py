"""What PairMe is, what it keeps and on what terms: the pages that a platform's list of apps links to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from bot.pages import page, shown

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response


def routes(hospital: str) -> tuple[Route, ...]:
    """`/about`, `/privacy` and `/terms` of the hospital that runs this PairMe."""
    made = {"/about": _about(hospital), "/privacy": _privacy(hospital), "/terms": _terms(hospital)}
    return tuple(Route(path, _answer(html)) for path, html in made.items())


def _answer(html: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_request: Request) -> Response:
        return shown(html)

    return answer


def _about(hospital: str) -> str:
    return page(
        "PairMe",
        f"PairMe runs Paired Learning at {hospital}: one resident doctor and one manager learn from each other "
        "for six months.",
        "They meet, shadow each other, improve one thing together and write short reflections.",
        "To take part, write pairme to PairMe in your own chat with it.",
        'For help, press "Get help" under any message, or ask your programme leads.',
    )


def _privacy(hospital: str) -> str:
    return page(
        "Privacy",
        f"{hospital} holds the data and is responsible for it. PairMe passes it to nobody.",
        "The programme leads and PairMe use what you tell when you join, only to match you.",
        "Your reflections are yours. They are encrypted, and nobody sees them unless you share them. "
        "You can change or delete them at any time.",
        "Leads see who has met and who could use help, never what anybody has written.",
        "Nothing is used for appraisal or performance.",
        "The chat itself is kept by your hospital's chat service, under your hospital's rules.",
        "Taking part is your choice. To stop, or to ask what is kept about you, tell a programme lead.",
    )


def _terms(hospital: str) -> str:
    return page(
        "Terms of use",
        f"PairMe is offered by {hospital} to the people who take part in its Paired Learning scheme.",
        "Please write nothing about a patient. A message with a health number in it is stopped.",
        "PairMe is no way to report a concern about safety or about a person. "
        '"Get help" under every message says where to turn.',
        "The program is open source under the MIT licence and comes without a warranty.",
    )
