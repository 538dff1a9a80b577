"""A person fills in the boxes of a form: what they typed stands in its state, whatever they do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from practice.desk import Desk
from practice.elements import Block, Element
from practice.field_state import REQUIRED, Known, NotAccepted, State, filled, is_empty
from practice.files import as_slack as file_as_slack
from practice.modals import View
from practice.refusal import NotPossible

FileValue = Mapping[str, Any]
FieldValue = str | Sequence[str] | FileValue | Sequence[FileValue]


def known(desk: Desk, user: str) -> Known:
    """The ids that this person can choose among."""
    slack = desk.slack
    return Known(slack.members, {place.id for place in slack.seen_by(user)})


def fill(desk: Desk, view: View, values: Mapping[str, FieldValue]) -> dict[str, str]:
    """Put values into boxes by block_id; what Slack's client would not take, and why, by block_id.

    Raises NotPossible for a box that is not there.
    """
    boxes = _boxes(view)
    unknown = sorted(set(values) - set(boxes))
    if unknown:
        raise NotPossible(f"the form has no field {', '.join(unknown)}")
    errors = {}
    for block_id, value in values.items():
        try:
            _fill_one(desk, view, boxes[block_id], value)
        except NotAccepted as refused:
            errors[block_id] = str(refused)
    return errors


def left_empty(view: View) -> dict[str, str]:
    """What stands beside the boxes that must be filled in before the form is sent."""
    return {
        block_id: REQUIRED
        for block_id, block in _boxes(view).items()
        if not block.get("optional") and is_empty(view.values[block_id][block["element"]["action_id"]])
    }


def _boxes(view: View) -> dict[str, Block]:
    return {block["block_id"]: block for block in view.blocks if block["type"] == "input"}


def _fill_one(desk: Desk, view: View, block: Block, value: FieldValue) -> None:
    element = block["element"]
    fields = view.values[block["block_id"]]
    if element["type"] == "file_input":
        fields[element["action_id"]] = _files(desk, view.user, element, value)
        return
    texts = value if isinstance(value, str) else [str(one) for one in value]
    fields[element["action_id"]] = filled(element, texts, known(desk, view.user))


def _files(desk: Desk, user: str, element: Element, value: FieldValue) -> State:
    slack = desk.slack
    given: list[Any] = [value] if isinstance(value, Mapping) else list(value)
    if len(given) > element.get("max_files", 10):
        raise NotAccepted("That is too many files.")
    allowed = element.get("filetypes")
    files = []
    for one in given:
        content = one["content"].encode() if isinstance(one["content"], str) else one["content"]
        if allowed and one["name"].rpartition(".")[2].lower() not in allowed:
            raise NotAccepted(f"Please choose a file of the type {', '.join(allowed)}.")
        file = slack.files.expect(name=one["name"], size=len(content), owner=user, created_at=slack.now())
        slack.files.receive(file.ticket, content)
        slack.files.complete(file, 0.0)
        files.append(file_as_slack(file, slack.base_url))
    return {"type": "file_input", "files": files}
