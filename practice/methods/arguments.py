"""The arguments of one Web API call, however they were sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from practice.refusal import Refusal
from practice.workspace import Workspace


class Arguments:
    """Named arguments; those that are JSON may arrive as JSON or as text that holds JSON."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given

    def text(self, name: str, default: str | None = None) -> str:
        """A string. Raises invalid_arguments when it is required and missing."""
        value = self.given.get(name)
        if value is None or value == "":
            if default is None:
                raise missing(name)
            return default
        return str(value)

    def maybe(self, name: str) -> str | None:
        """A string, or None."""
        value = self.given.get(name)
        return str(value) if value not in (None, "") else None

    def flag(self, name: str) -> bool:
        """True for true, 1, "1" and "true"."""
        return str(self.given.get(name, "")).lower() in {"1", "true"}

    def number(self, name: str, default: int) -> int:
        """A whole number. Raises invalid_arguments."""
        try:
            return int(self.given.get(name) or default)
        except (TypeError, ValueError):
            raise Refusal("invalid_arguments", messages=[f"[ERROR] {name} must be a number"]) from None

    def structure(self, name: str) -> Any:  # noqa: ANN401 - any JSON
        """A JSON value, or None. Raises invalid_arguments when the text is not JSON."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise Refusal("invalid_arguments", messages=[f"[ERROR] {name} is not valid JSON"]) from None

    def items(self, name: str) -> list[str]:
        """A list sent as a list, as JSON or with commas."""
        value = self.given.get(name)
        if isinstance(value, str) and not value.startswith("["):
            return [part.strip() for part in value.split(",") if part.strip()]
        return [str(part) for part in self.structure(name) or ()]


def missing(name: str) -> Refusal:
    """The refusal of a call without a required argument."""
    return Refusal("invalid_arguments", messages=[f"[ERROR] missing required field: {name}"])


@dataclass(frozen=True)
class Method:
    """How one method works and the scope that it needs ("" for none)."""

    run: Callable[[Workspace, Arguments], dict[str, Any]]
    scope: str = ""


def need(slack: Workspace, scope: str) -> None:
    """Refuse unless the app was granted this scope."""
    if scope and scope not in slack.tokens.scopes:
        provided = ",".join(sorted(slack.tokens.scopes))
        raise Refusal("missing_scope", needed=scope, provided=provided)
