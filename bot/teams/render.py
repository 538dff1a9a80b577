"""What the bot says, drawn for Microsoft Teams as Adaptive Cards 1.5.

A message is a title, lines, facts, a chart with its table, a note, boxes where it holds a form, and the buttons,
"Get help" last. `summary` is what phones show as the notification, `fallbackText` what a client says that cannot
draw the card.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.teams.buttons import chat_link, drawn, opened, read_here, rows
from bot.teams.charts import chart
from bot.teams.fitting import MOST_BYTES, fitted, size
from bot.teams.forms import NOTHING, Value, height, inside, pressed
from bot.teams.packing import packed, unpacked
from bot.teams.texts import Element, as_sentence, facts, note, paragraph, shortened, title
from programme.words.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from programme.words.message import File, Form, Option, Page

__all__ = [
    "activity",
    "card",
    "consent",
    "dialog",
    "form_card",
    "packed",
    "page_in_dialog",
    "replaced",
    "said_in_dialog",
    "unpacked",
]

CARD = "application/vnd.microsoft.card.adaptive"
CONSENT = "application/vnd.microsoft.teams.card.file.consent"

_SUMMARY, _FALLBACK = 300, 1000
_NAME = "PairMe"


def activity(
    message: Message,
    *,
    letter_key: str = "",
    logins: Mapping[str, str] = NOTHING,
    rooms: Sequence[Option] = (),
    link: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """What is posted to say this message.

    `letter_key` becomes the id of a form that stands in the message; `logins` are the sign-in names of the people
    to whom it offers a chat, by their object ids; `rooms` are the channels that a box may offer; `link` is the
    title and the address of a page that the message leads to. A file is not drawn: see `consent`.
    Raises ValueError if the message has nothing to say or is more than Teams can hold.
    """
    content = card(message, letter_key=letter_key, logins=logins, rooms=rooms, link=link)
    return {
        "type": "message",
        "summary": shortened(" ".join(said(message).split()), _SUMMARY),
        "attachments": [_attached(content)],
    }


def card(
    message: Message,
    *,
    letter_key: str = "",
    logins: Mapping[str, str] = NOTHING,
    rooms: Sequence[Option] = (),
    link: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """The card alone. Raises ValueError as `activity` does."""
    form = message.form
    asked = [] if form is None else inside(form, NOTHING, NOTHING, rooms, "message")
    acts = [] if form is None else pressed(form, letter_key, "message")
    links = [*chat_link(message.chat_with, logins), *([opened(*link)] if link else [])]
    has_boxes = form is not None and bool(form.fields)
    actions = [*acts, *drawn(message.buttons, "message", beside_form=has_boxes, links=links)]
    return _card(message, asked, actions)


def form_card(
    form: Form,
    *,
    form_id: str,
    errors: Mapping[str, str] = NOTHING,
    values: Mapping[str, Value] = NOTHING,
    rooms: Sequence[Option] = (),
) -> dict[str, Any]:
    """The card of a form by itself, with errors beside the boxes and what was typed still in them.

    Raises ValueError if a box has a name of ours, or the form is more than Teams can hold.
    """
    help_ = drawn((), "message", beside_form=bool(form.fields))
    actions = [*pressed(form, form_id, "message"), *help_]
    return _card(Message((), form=form), inside(form, errors, values, rooms, "message"), actions)


def dialog(
    form: Form,
    *,
    form_id: str,
    errors: Mapping[str, str] = NOTHING,
    values: Mapping[str, Value] = NOTHING,
    rooms: Sequence[Option] = (),
    help_: Message | None = None,
) -> dict[str, Any]:
    """The answer to `task/fetch` or `task/submit` that shows this form. ValueError as of `form_card`.

    With the words of `help_` "Get help" is read in the dialog itself; else its answer takes the form's place.
    """
    helped = [read_here(help_)] if help_ else drawn((), "dialog", beside_form=bool(form.fields))
    actions = [*pressed(form, form_id, "dialog"), *helped]
    content = _finished(inside(form, errors, values, rooms, "dialog"), actions, form.title)
    too_much = size(content) - MOST_BYTES
    if too_much > 0:
        raise ValueError(
            f"The form {form.name} is {too_much} bytes more than Teams takes{_where_from(form)}."
        )
    return _continued(form.title, height(form), content)


def said_in_dialog(message: Message) -> dict[str, Any]:
    """The answer to `task/fetch` or `task/submit` that only says something. ValueError as of `activity`."""
    content = _card(message, [], drawn(message.buttons, "dialog", beside_form=False))
    return _continued(_NAME, "medium", content)


def page_in_dialog(page: Page) -> dict[str, Any]:
    """The answer that shows several messages one under the other, each with its buttons, as many as there is room for."""
    first, *others = ([*_part(part)] for part in page.parts)
    body, last = list(first), drawn((), "dialog", beside_form=False)
    for part in others:
        if size(_finished([*body, *part], last, _NAME)) > MOST_BYTES:
            break
        body += part
    heading = page.parts[0].title or _NAME
    return _continued(heading, "large", _finished(body, last, heading))


def replaced(card: dict[str, Any]) -> dict[str, Any]:
    """The answer to `adaptiveCard/action` that puts this card in the place of the one that was pressed."""
    return {"statusCode": 200, "type": CARD, "value": card}


def consent(file: File, secret: str) -> dict[str, Any]:
    """The attachment that asks whether the file may be put among the reader's own files.

    `secret` comes back with the answer, through the reader's hands: nobody may guess that of somebody else's file.
    Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4.
    """
    context = {"file": secret}
    content = {
        "description": file.title,
        "sizeInBytes": len(file.content.encode()),
        "acceptContext": context,
        "declineContext": context,
    }
    return {"contentType": CONSENT, "name": file.name, "content": content}


def said(message: Message) -> str:
    """Title, first paragraph and chart in words. Raises ValueError if there is nothing to say."""
    first = next((text.strip() for text in message.paragraphs if text.strip()), "")
    chart_in_words = message.chart.summary.strip() if message.chart else ""
    parts = [part for part in (_heading(message), first, chart_in_words) if part]
    if not parts:
        raise ValueError("A message needs a title, a paragraph or a chart's summary: it is what phones show.")
    return " ".join([*(as_sentence(part) for part in parts[:-1]), parts[-1]])


def _heading(message: Message) -> str:
    """The title, or that of the form in it unless a paragraph says it already."""
    if message.title.strip() or message.form is None or message.form.title in message.paragraphs:
        return message.title.strip()
    return message.form.title


def _part(message: Message) -> Iterator[Element]:
    """One of several messages: without its title, which stands above the dialog, and without "Get help"."""
    for text in message.paragraphs:
        yield from paragraph(text)
    yield from facts(message.facts)
    yield from note(message.note)
    yield from rows(drawn(message.buttons, "dialog", beside_form=False)[: len(message.buttons)])


def _card(message: Message, inside: list[Element], actions: list[dict[str, Any]]) -> dict[str, Any]:
    """The card, its lines and facts cut short where there would be too many."""
    above = title(_heading(message))
    lines = [element for text in message.paragraphs for element in paragraph(text)]
    below = [*chart(message.chart), *note(message.note), *inside]
    words = said(message)
    room = MOST_BYTES - size(_finished([*above, *below], actions, words))
    if room < 0:
        named = f"The form {message.form.name}" if message.form else message.title or "A message"
        where_from = _where_from(message.form) if message.form else ""
        raise ValueError(f"{named} is {-room} bytes more than Teams takes{where_from}.")
    middle = fitted([*lines, *facts(message.facts)], room)
    return _finished([*above, *middle, *below], actions, words)


def _where_from(form: Form) -> str:
    """How much each of its parts has to do with it, for whoever has to make it smaller."""
    lines, boxes = size([asdict(line) for line in form.lines]), size([asdict(box) for box in form.fields])
    return f": its lines say {lines} bytes, its boxes {boxes}"


def _finished(body: list[Element], actions: list[dict[str, Any]], words: str) -> dict[str, Any]:
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": "en",
        "fallbackText": shortened(words, _FALLBACK),
        "body": [*body, *rows(actions)],
    }


def _continued(heading: str, tall: str, content: dict[str, Any]) -> dict[str, Any]:
    value = {"title": heading, "height": tall, "width": "medium", "card": _attached(content)}
    return {"task": {"type": "continue", "value": value}}


def _attached(content: dict[str, Any]) -> dict[str, Any]:
    return {"contentType": CARD, "content": content}
