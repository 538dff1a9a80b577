"""Two checkers that other people wrote, asked about the same payloads: blockkit and slackblocks.

Both are builders: a payload is built again out of their classes, and a refusal on the way is a catch.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import blockkit
import slackblocks
from blockkit.core import ComponentValidationError, FieldValidationError

Build = Callable[..., Any]

REFUSALS = (
    ComponentValidationError,
    FieldValidationError,
    slackblocks.InvalidUsageError,
    TypeError,
    ValueError,
    AttributeError,
)


class CannotSayError(Exception):
    """The library has no word for a key or a type of the payload, so nobody can make that mistake with it."""


@dataclass(frozen=True)
class Library:
    """A builder's classes by the type or, for things without a type, by the key under which they stand."""

    by_type: Mapping[str, Build]
    by_key: Mapping[str, Build]
    type_word: str
    finish: Callable[[Any], object]

    def opinion(self, payload: Mapping[str, Any]) -> str:
        """Whether the library "caught" something, "missed" it, or "cannot say" it."""
        try:
            self.finish(self._build(payload, "message"))
        except CannotSayError:
            return "cannot say"
        except REFUSALS:
            return "caught"
        return "missed"

    def _build(self, value: Any, key: str) -> Any:
        if isinstance(value, list):
            return [self._build(each, key) for each in value]
        if not isinstance(value, Mapping) or key == "metadata":
            return value
        make = self._class_for(value, key)
        known = inspect.signature(make).parameters
        words = {word: self._build(inner, word) for word, inner in value.items() if word != "type"}
        if self.type_word in known:
            words[self.type_word] = value["type"]
        if not words.keys() <= known.keys():
            raise CannotSayError
        return make(**words)

    def _class_for(self, value: Mapping[str, Any], key: str) -> Build:
        kind = value.get("type")
        if kind is None and key in self.by_key:
            return self.by_key[key]
        if kind == "image" and key == "blocks":
            kind = "image block"
        if not isinstance(kind, str) or kind not in self.by_type:
            raise CannotSayError
        return self.by_type[kind]


def _text(text: str, type_: str, *, emoji: bool = False, verbatim: bool = False) -> slackblocks.Text:
    return slackblocks.Text(text, slackblocks.TextType(type_), emoji=emoji, verbatim=verbatim)


def _message(text: str = "", blocks: Any = None, metadata: Any = None) -> slackblocks.Message:
    return slackblocks.Message("C1", text=text, blocks=blocks, metadata=metadata)


_BLOCKKIT_NAMES = """
    Actions Button ChannelsSelect Checkboxes Context ConversationsSelect DatePicker Divider FileInput Header Home
    Input Modal MultiStaticSelect MultiUsersSelect Overflow PlainTextInput RadioButtons RichText RichTextEl
    RichTextList RichTextSection Section StaticSelect TimePicker UsersSelect
"""
_BLOCKKIT_TYPES: dict[str, Build] = {
    getattr(blockkit, name)()._get_field_value("type"): getattr(blockkit, name)
    for name in _BLOCKKIT_NAMES.split()
}

BLOCKKIT = Library(
    by_type={
        **_BLOCKKIT_TYPES,
        "image": blockkit.ImageEl,
        "image block": blockkit.Image,
        "plain_text": blockkit.Text,
        "mrkdwn": blockkit.Text,
        "markdown": blockkit.Text,
    },
    by_key={
        "message": blockkit.Message,
        "confirm": blockkit.Confirm,
        "filter": blockkit.ConversationFilter,
        "initial_option": blockkit.Option,
        "initial_options": blockkit.Option,
        "option_groups": blockkit.OptionGroup,
        "options": blockkit.Option,
        "slack_file": blockkit.SlackFile,
    },
    type_word="type",
    finish=lambda built: built.build(),
)

SLACKBLOCKS = Library(
    by_type={
        "actions": slackblocks.ActionsBlock,
        "button": slackblocks.Button,
        "channels_select": slackblocks.ChannelSelectMenu,
        "checkboxes": slackblocks.CheckboxGroup,
        "context": slackblocks.ContextBlock,
        "conversations_select": slackblocks.ConversationSelectMenu,
        "datepicker": slackblocks.DatePicker,
        "divider": slackblocks.DividerBlock,
        "file_input": slackblocks.FileInput,
        "header": slackblocks.HeaderBlock,
        "home": slackblocks.HomeTabView,
        "image": slackblocks.Image,
        "image block": slackblocks.ImageBlock,
        "input": slackblocks.InputBlock,
        "modal": slackblocks.ModalView,
        "mrkdwn": _text,
        "multi_static_select": slackblocks.StaticMultiSelectMenu,
        "multi_users_select": slackblocks.UserMultiSelectMenu,
        "overflow": slackblocks.OverflowMenu,
        "plain_text": _text,
        "plain_text_input": slackblocks.PlainTextInput,
        "radio_buttons": slackblocks.RadioButtonGroup,
        "rich_text": slackblocks.RichTextBlock,
        "rich_text_list": slackblocks.RichTextList,
        "rich_text_section": slackblocks.RichTextSection,
        "section": slackblocks.SectionBlock,
        "static_select": slackblocks.StaticSelectMenu,
        "text": slackblocks.RichText,
        "timepicker": slackblocks.TimePicker,
        "users_select": slackblocks.UserSelectMenu,
    },
    by_key={
        "message": _message,
        "confirm": slackblocks.ConfirmationDialogue,
        "filter": slackblocks.ConversationFilter,
        "initial_option": slackblocks.Option,
        "initial_options": slackblocks.Option,
        "option_groups": slackblocks.OptionGroup,
        "options": slackblocks.Option,
        "slack_file": partial(slackblocks.SlackFile, url=None, id=None),
    },
    type_word="type_",
    finish=repr,
)
