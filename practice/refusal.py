"""How Slack says no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Refusal(Exception):
    """Slack's answer {"ok": false, "error": code}; `messages` go into response_metadata, `more` beside the error.

    With `retry_after`, in seconds, it is a 429.
    """

    def __init__(
        self,
        code: str,
        *,
        messages: Sequence[str] = (),
        retry_after: int = 0,
        **more: Any,  # noqa: ANN401 - any JSON
    ) -> None:
        super().__init__(code, *messages)
        self.code, self.retry_after = code, retry_after
        self.messages = tuple(messages)
        self.more = more

    def as_answer(self) -> dict[str, Any]:
        """The JSON that the bot receives."""
        answer: dict[str, Any] = {"ok": False, "error": self.code, **self.more}
        if self.messages:
            answer["response_metadata"] = {"messages": list(self.messages)}
        return answer


class NotPossible(Exception):
    """A person tried what Slack's own client does not offer; the text says what."""
