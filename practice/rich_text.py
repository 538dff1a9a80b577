"""Slack's rich_text block: sections, lists, quotes and code, each holding runs of text, links and names.

Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block.
"""

from __future__ import annotations

from practice.block_objects import web_address
from practice.shapes import Rule, Shape, by_type, flag, listed, number, one_of, only, pattern, string

_STYLE = Shape({}, {"bold": flag, "italic": flag, "strike": flag, "code": flag})
_NAME = string(1, 255)


def _run(kind: str, **keys: Rule) -> Shape:
    return Shape({"type": one_of(kind), **keys}, {"style": _STYLE})


_RUNS: dict[str, Rule] = {
    "text": _run("text", text=string(1)),
    "link": Shape(
        {"type": one_of("link"), "url": web_address}, {"text": string(1), "unsafe": flag, "style": _STYLE}
    ),
    "emoji": Shape({"type": one_of("emoji"), "name": _NAME}, {"unicode": _NAME}),
    "user": _run("user", user_id=_NAME),
    "usergroup": _run("usergroup", usergroup_id=_NAME),
    "channel": _run("channel", channel_id=_NAME),
    "broadcast": _run("broadcast", range=one_of("here", "channel", "everyone")),
    "color": _run("color", value=pattern(r"#[0-9a-fA-F]{6}", "#595959")),
}
_BORDER: dict[str, Rule] = {"border": number(0, 1)}


def _holder(kind: str, holds: Rule, **keys: Rule) -> Shape:
    return Shape({"type": one_of(kind), "elements": listed(holds)}, keys)


_ANY_RUN = by_type(_RUNS)
_SECTION = _holder("rich_text_section", _ANY_RUN)
_LIST = Shape(
    {
        "type": one_of("rich_text_list"),
        "style": one_of("bullet", "ordered"),
        "elements": listed(by_type({"rich_text_section": _SECTION})),
    },
    {**_BORDER, "indent": number(0, 8), "offset": number(0, 10_000)},
)

RICH_TEXT_PARTS = listed(
    by_type(
        {
            "rich_text_section": _SECTION,
            "rich_text_list": _LIST,
            "rich_text_quote": _holder("rich_text_quote", _ANY_RUN, **_BORDER),
            "rich_text_preformatted": _holder(
                "rich_text_preformatted", by_type(only(_RUNS, ("text", "link"))), **_BORDER
            ),
        }
    )
)
