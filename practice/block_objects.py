"""Block Kit's composition objects: texts, options, confirmations, filters.

Limits are those of Slack's reference (docs.slack.dev/reference/block-kit/composition-objects).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from practice.shapes import Rule, Shape, at_least_one, exactly_one, flag, listed, one_of, pattern, string

ID = string(1, 255)
CLOCK_TIME = pattern(r"([01]\d|2[0-3]):[0-5]\d", "14:30")


def web_address(value: object, where: str) -> Iterator[str]:
    """An http or https URL of at most 3,000 characters."""
    yield from list(string(1, 3000)(value, where)) or pattern(r"https?://\S+", "https://example.org")(
        value, where
    )


def plain(high: int) -> Rule:
    """A plain_text object of 1 to `high` characters."""
    return Shape({"type": one_of("plain_text"), "text": string(1, high)}, {"emoji": flag})


def either(high: int) -> Rule:
    """A plain_text or mrkdwn object of 1 to `high` characters."""
    plain_text = plain(high)
    mrkdwn = Shape({"type": one_of("mrkdwn"), "text": string(1, high)}, {"verbatim": flag})

    def rule(value: object, where: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, Mapping) else None
        if kind not in ("plain_text", "mrkdwn"):
            yield f"{where} must be a text object, plain_text or mrkdwn."
        else:
            yield from (mrkdwn if kind == "mrkdwn" else plain_text)(value, where)

    return rule


def option(words: Callable[[int], Rule], **more: Rule) -> Shape:
    """One answer among several; `words` is `plain`, or `either` where Slack formats its text."""
    return Shape({"text": words(75), "value": string(1, 150)}, {"description": words(75), **more})


def calendar_day(value: object, where: str) -> Iterator[str]:
    """A day that exists, written YYYY-MM-DD."""
    faults = list(pattern(r"\d{4}-\d{2}-\d{2}", "2027-03-15")(value, where))
    yield from faults
    if not faults:
        try:
            date.fromisoformat(str(value))
        except ValueError:
            yield f"{where} is no day of the calendar: {value}."


PLAIN_OPTION = option(plain)
OPTION_GROUP = Shape({"label": plain(75), "options": listed(PLAIN_OPTION, 1, 100)})
SLACK_FILE = Shape({}, {"id": ID, "url": web_address}, (exactly_one("id", "url"),))
CONFIRM = Shape(
    {"title": plain(100), "text": either(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
FILTER = Shape(
    {},
    {
        "include": listed(one_of("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
    (at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),),
)
DISPATCH = Shape({"trigger_actions_on": listed(one_of("on_enter_pressed", "on_character_entered"), 1, 2)})
