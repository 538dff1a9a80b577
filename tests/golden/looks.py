"""How each door draws a sample, and what its platform would have to say against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.slack.modals import modal
from bot.slack.render import home, message_payload
from bot.teams import render
from practice.blocks import check_message, check_view
from practice.teams.cards import activity_problems, invoke_problems
from programme.words import handing_over
from programme.words.message import Form, Message, Page

Said = Message | Form | Page
KEY = "T1/answer/1"
LINK = (handing_over.link_title("Leadership styles"), "https://pairme.example/file/secret")


def in_slack(said: Said) -> dict[str, Any]:
    if isinstance(said, Form):
        return modal(said)
    if isinstance(said, Page):
        return home(said)
    image = "F0000CHART" if said.chart else None
    return message_payload(said, image_file_id=image)


def in_teams(said: Said) -> dict[str, Any]:
    """A message as it is posted, a form as its dialog, a page as one message for each part."""
    if isinstance(said, Form):
        return render.dialog(said, form_id=KEY)
    if isinstance(said, Page):
        return {"messages": [in_teams(part) for part in said.parts]}
    logins = {person: f"{person.lower()}@larkhill.example" for person in said.chat_with}
    link = LINK if any("behind the link" in text for text in said.paragraphs) else None
    return render.activity(said, letter_key=KEY, logins=logins, link=link)


def slack_problems(said: Said) -> list[str]:
    check = check_message if isinstance(said, Message) else check_view
    return check(in_slack(said))


def teams_problems(said: Said) -> list[str]:
    """Of what is posted or shown, and of a form also as the letter that a typed command is answered with."""
    if isinstance(said, Page):
        return [problem for part in said.parts for problem in teams_problems(part)]
    look = in_teams(said)
    if isinstance(said, Message):
        return [*activity_problems(look), *typed_problems(look)]
    return [
        *invoke_problems("task/fetch", look),
        *typed_problems(look),
        *teams_problems(Message((), form=said)),
    ]


def typed_problems(drawn: object) -> list[str]:
    """What Microsoft's own classes of card elements say against everything in it that has a type.

    They let unknown keys through, so what they could not name counts as well.
    """
    return [problem for element in _elements(drawn) for problem in _typed(element)]


def _elements(drawn: object) -> Iterator[dict[str, Any]]:
    if isinstance(drawn, Mapping):
        if drawn.get("type") in _classes():
            yield dict(drawn)
        drawn = list(drawn.values())
    if isinstance(drawn, list):
        for part in drawn:
            yield from _elements(part)


def _typed(element: dict[str, Any]) -> list[str]:
    try:
        read = _classes()[element["type"]].model_validate(element)
    except ValidationError as error:
        return [f"{element['type']}: {error}"]
    unknown = set(read.model_extra or {}) - {"$schema"}
    return [f"{element['type']} knows no {key}." for key in sorted(unknown)]


@cache
def _classes() -> dict[str, type[BaseModel]]:
    from microsoft_teams import cards  # noqa: PLC0415 -- 0.3 s, so only when something is checked

    known = [kind for kind in vars(cards).values() if isinstance(kind, type) and issubclass(kind, BaseModel)]
    named = {kind.model_fields["type"].default: kind for kind in known if "type" in kind.model_fields}
    return {name: kind for name, kind in named.items() if isinstance(name, str)}
