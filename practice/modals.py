"""Forms and homes: each belongs to one person, and forms stand in a stack of at most three."""

from __future__ import annotations

import copy
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from practice.elements import Block, with_ids
from practice.field_state import Values, carried_over, initial_values
from practice.installation import Installation
from practice.refusal import Refusal
from practice.rules import Rules


@dataclass
class View:
    """A form (type modal) or a home. `values` is what stands in its fields, `field_errors` is by block_id."""

    id: str
    user: str
    body: Mapping[str, Any]
    blocks: list[Block]
    hash: str
    root_id: str
    previous_id: str | None = None
    values: Values = field(default_factory=dict)
    field_errors: dict[str, str] = field(default_factory=dict)

    @property
    def external_id(self) -> str:
        """The bot's own name for it, or ""."""
        return str(self.body.get("external_id") or "")


class Modals:
    """Every person's stack of forms, and their home. The workspace's lock guards it."""

    def __init__(self, rules: Rules, mark: str) -> None:
        self._rules, self._mark = rules, mark
        self._made = 0
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def open(self, user: str, body: Mapping[str, Any]) -> View:
        """A new form; it takes the place of whatever forms the person had open."""
        self._refuse_duplicate(body)
        view = self._new(user, body)
        self.stacks[user] = [view]
        return view

    def push(self, user: str, body: Mapping[str, Any]) -> View:
        """A new form on top of the open ones. Raises push_limit_reached, not_found when none is open."""
        stack = self.stacks.get(user)
        if not stack:
            raise Refusal("not_found")
        if len(stack) >= self._rules.stacked_views:
            raise Refusal("push_limit_reached")
        self._refuse_duplicate(body)
        view = self._new(user, body)
        view.root_id, view.previous_id = stack[0].id, stack[-1].id
        stack.append(view)
        return view

    def update(self, view: View, body: Mapping[str, Any], expected_hash: str | None = None) -> View:
        """New content for an open form. Raises hash_conflict when it has changed since `expected_hash`."""
        if expected_hash and expected_hash != view.hash:
            raise Refusal("hash_conflict")
        if body.get("external_id") != view.external_id:
            self._refuse_duplicate(body)
        view.body = body
        view.blocks = with_ids(body["blocks"], self._count())
        view.values = carried_over(view.blocks, view.values)
        view.hash = self._hash()
        view.field_errors = {}
        return view

    def publish(self, user: str, body: Mapping[str, Any], expected_hash: str | None = None) -> View:
        """The person's home. Raises hash_conflict."""
        home = self.homes.get(user)
        if home is not None:
            return self.update(home, body, expected_hash)
        self.homes[user] = self._new(user, body)
        return self.homes[user]

    def get(self, view_id: str) -> View | None:
        """An open form or a home, by id."""
        return next((view for view in self._all() if view.id == view_id), None)

    def named(self, external_id: str) -> View | None:
        """An open form by the bot's own name for it."""
        return next((view for view in self._all() if view.external_id == external_id), None)

    def close(self, view: View) -> None:
        """Take one form off its stack."""
        stack = self.stacks.get(view.user, [])
        self.stacks[view.user] = [one for one in stack if one is not view]

    def clear(self, user: str) -> None:
        """Close all forms of a person."""
        self.stacks.pop(user, None)

    def forget_all(self) -> None:
        """No forms and no homes; ids go on."""
        self.stacks.clear()
        self.homes.clear()

    def _all(self) -> list[View]:
        return [view for stack in self.stacks.values() for view in stack] + list(self.homes.values())

    def _new(self, user: str, body: Mapping[str, Any]) -> View:
        made = self._count()
        blocks = with_ids(body["blocks"], made)
        view_id = f"V{self._mark}{made:010d}"
        return View(view_id, user, body, blocks, self._hash(), view_id, values=initial_values(blocks))

    def _count(self) -> int:
        self._made += 1
        return self._made

    def _hash(self) -> str:
        return f"{self._count()}.{secrets.token_hex(4)}"

    def _refuse_duplicate(self, body: Mapping[str, Any]) -> None:
        wanted = body.get("external_id")
        if wanted and self.named(wanted):
            raise Refusal("duplicate_external_id")


def as_slack(view: View, app: Installation) -> dict[str, Any]:
    """The view as the Web API and payloads give it."""
    return {
        "id": view.id,
        "team_id": app.team_id,
        "type": view.body["type"],
        "title": view.body.get("title"),
        "submit": view.body.get("submit"),
        "close": view.body.get("close"),
        "blocks": view.blocks,
        "private_metadata": view.body.get("private_metadata", ""),
        "callback_id": view.body.get("callback_id", ""),
        "external_id": view.external_id,
        "state": {"values": copy.deepcopy(view.values)},
        "hash": view.hash,
        "clear_on_close": bool(view.body.get("clear_on_close")),
        "notify_on_close": bool(view.body.get("notify_on_close")),
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "app_id": app.app_id,
        "app_installed_team_id": app.team_id,
        "bot_id": app.bot_id,
    }
