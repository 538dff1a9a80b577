"""What the bot wants to say, checked before Slack takes it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from practice.blocks import check_message, check_view
from practice.elements import slack_files
from practice.files import PICTURES, StoredFile, permalink
from practice.refusal import Refusal
from practice.workspace import Workspace

_VIEW_BYTES = 250_000
_TEXT_LENGTH = 40_000


def approve_message(slack: Workspace, text: str, blocks: object, attachments: object = None) -> None:
    """Raise what Slack would answer: no_text, msg_too_long, invalid_blocks."""
    if not text and not blocks and not attachments:
        raise Refusal("no_text")
    if len(text) > _TEXT_LENGTH:
        raise Refusal("msg_too_long")
    faults = check_message({"text": text, **({"blocks": blocks} if blocks else {})})
    faults += _bad_pictures(slack, blocks)
    if faults:
        raise Refusal("invalid_blocks", messages=faults)


def approve_view(slack: Workspace, view: object) -> Mapping[str, Any]:
    """The view, or raise invalid_arguments, view_too_large."""
    if not isinstance(view, Mapping):
        raise Refusal("invalid_arguments", messages=["[ERROR] missing required field: view"])
    if len(json.dumps(view)) > _VIEW_BYTES:
        raise Refusal("view_too_large")
    faults = check_view(view) + _bad_pictures(slack, view.get("blocks"))
    if faults:
        raise Refusal("invalid_arguments", messages=faults)
    return view


def linked_files(slack: Workspace, text: str, blocks: Sequence[Mapping[str, Any]]) -> list[StoredFile]:
    """The files whose permalinks a message names: Slack shares them where the message stands.

    A file that has not settled is passed over in silence by Slack, so that is a rule broken here.
    """
    whole = f"{text} {blocks}"
    if "/files/" not in whole:
        return []
    named = [file for file in slack.files.all() if permalink(file, slack.base_url) in whole]
    for file in named:
        if not file.is_settled:
            slack.journal.write("rule", file.name, "linked before its upload had settled", broken=True)
    return [file for file in named if file.is_settled]


def _bad_pictures(slack: Workspace, blocks: object) -> list[str]:
    return [
        f"[ERROR] invalid slack file [json-pointer:/blocks] {dict(named)}"
        for named in slack_files(blocks)
        if not _is_picture(slack, named)
    ]


def _is_picture(slack: Workspace, named: Mapping[str, Any]) -> bool:
    file_id = named.get("id")
    if file_id is None:
        file = slack.files.at(str(named.get("url", "")), slack.base_url)
    else:
        file = slack.files.get(str(file_id))
    return file is not None and file.is_settled and file.mimetype in PICTURES
