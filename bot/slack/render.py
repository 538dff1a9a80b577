"""What the bot says, drawn for Slack: messages and the home; forms are drawn in `modals`.

A paragraph is a section of plain text, so nothing that a person typed can format, mention or link.
"Get help" stands last under every message and every home: `buttons.rows_with_help` sees to that.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from bot.slack.buttons import rows, rows_with_help
from bot.slack.texts import batches, bold, escaped, joined, pieces, plain, shortened
from programme.words.help import with_help

if TYPE_CHECKING:
    from collections.abc import Iterator

    from programme.words.message import Chart, Message, Page

LETTER = "pairme_letter"
"""The event_type under which a letter's key travels in a message's metadata."""

_MESSAGE_BLOCKS, _HOME_BLOCKS = 50, 100
_FACTS_A_SECTION = 5  # of ten fields: a name and a value each
_HEADER, _FIELD_TEXT, _ALT_TEXT, _NOTE_PARTS, _FALLBACK, _BLOCK_ID = 150, 2000, 2000, 10, 3000, 255

Block = dict[str, Any]


def message_payload(
    message: Message, *, image_file_id: str | None = None, letter_key: str | None = None
) -> dict[str, Any]:
    """The arguments of a post that say this message: `text`, `blocks`, and `metadata` for a letter.

    `image_file_id` is the uploaded picture of the chart; without it the chart is said in words and numbers.
    `letter_key` is put where it can be found again: in the metadata and as the first block's id.
    Raises ValueError if the message has nothing to say or is more than Slack can hold.
    """
    payload: dict[str, Any] = {"text": fallback(message), "blocks": message_blocks(message, image_file_id)}
    if letter_key is not None:
        payload["blocks"][0]["block_id"] = block_id_of(letter_key)
        payload["metadata"] = {"event_type": LETTER, "event_payload": {"key": letter_key}}
    return payload


def home(page: Page) -> dict[str, Any]:
    """A person's home as `views.publish` takes it, with one "Get help" at its end.

    Raises ValueError if there is more than Slack can hold.
    """
    for join in (False, True):
        blocks = list(_parts(page, join=join))
        if len(blocks) <= _HOME_BLOCKS:
            return {"type": "home", "blocks": blocks}
    raise ValueError(f"A home needs {len(blocks)} blocks and Slack takes {_HOME_BLOCKS}.")


def info(message: Message) -> dict[str, Any]:
    """A view that only says something, where a message has no conversation to stand in."""
    return {
        "type": "modal",
        "callback_id": "info",
        "title": plain("PairMe"),
        "close": plain("Close"),
        "blocks": message_blocks(message),
    }


def message_blocks(message: Message, image_file_id: str | None = None) -> list[Block]:
    """The blocks of a message, "Get help" included. ValueError if there are more than Slack can hold."""
    for join in (False, True):
        blocks = [*_body(message, image_file_id, join=join), *rows_with_help(message.buttons)]
        if len(blocks) <= _MESSAGE_BLOCKS:
            return blocks
    raise ValueError(
        f"{message.title or 'A message'} needs {len(blocks)} blocks and Slack takes {_MESSAGE_BLOCKS}."
    )


def fallback(message: Message) -> str:
    """What phones show as the notification and screen readers read out: title, first paragraph, chart in words."""
    first = next((paragraph for paragraph in message.paragraphs if paragraph.strip()), "")
    said = [message.title, first, message.chart.summary if message.chart else ""]
    words = "\n".join(part.strip() for part in said if part.strip())
    if not words:
        raise ValueError("A message needs a title, a paragraph or a chart's summary: it is what phones show.")
    return escaped(shortened(words, _FALLBACK))


def block_id_of(letter_key: str) -> str:
    """The id of the first block of a letter: its key, or a digest of a key too long for Slack."""
    return letter_key if len(letter_key) <= _BLOCK_ID else sha256(letter_key.encode()).hexdigest()


def _parts(page: Page, *, join: bool) -> Iterator[Block]:
    for place, part in enumerate(page.parts):
        if place:
            yield {"type": "divider"}
        yield from _body(part, None, join=join)
        yield from rows(part.buttons)
    buttons = tuple(button for part in page.parts for button in part.buttons)
    yield from rows(with_help(buttons)[len(buttons) :])


def _body(message: Message, image_file_id: str | None, *, join: bool) -> list[Block]:
    paragraphs = [piece for paragraph in message.paragraphs for piece in pieces(paragraph)]
    return [
        *_title(message.title.strip()),
        *map(_section, joined(paragraphs) if join else paragraphs),
        *_facts(message.facts),
        *_chart(message.chart, image_file_id),
        *_note(message.note),
    ]


def _section(text: str) -> Block:
    return {"type": "section", "text": plain(text)}


def _sections(*texts: str) -> list[Block]:
    return [_section(piece) for text in texts for piece in pieces(text)]


def _title(title: str) -> list[Block]:
    if len(title) > _HEADER:
        return _sections(title)
    return [{"type": "header", "text": plain(title)}] if title else []


def _facts(facts: tuple[tuple[str, str], ...]) -> list[Block]:
    """Names in bold on the left, values on the right; what is too long for a field stands below as a paragraph."""
    shown = [(name.strip() or "–", value.strip() or "–") for name, value in facts]
    short = [fact for fact in shown if max(map(len, fact)) < _FIELD_TEXT]
    long = [fact for fact in shown if max(map(len, fact)) >= _FIELD_TEXT]
    tables = [
        [text for name, value in batch for text in (bold(name), plain(value))]
        for batch in batches(short, _FACTS_A_SECTION)
    ]
    return [*({"type": "section", "fields": fields} for fields in tables), *_sections(*map(": ".join, long))]


def _chart(chart: Chart | None, image_file_id: str | None) -> list[Block]:
    if chart is None:
        return []
    if image_file_id is None:
        numbers = [f"{bar.label}: {bar.value}" for bar in chart.bars]
        return _sections("\n".join([chart.title, chart.summary, "", *numbers]))
    words = shortened(chart.summary.strip() or chart.title, _ALT_TEXT)
    return [{"type": "image", "slack_file": {"id": image_file_id}, "alt_text": words}]


def _note(note: str) -> list[Block]:
    parts = batches([plain(piece) for piece in pieces(note)], _NOTE_PARTS)
    return [{"type": "context", "elements": list(elements)} for elements in parts]
