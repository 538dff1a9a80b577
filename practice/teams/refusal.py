"""How the connector says no."""

from __future__ import annotations

from typing import Any

MESSAGES = {
    400: ("BadSyntax", "Bad format of the request."),
    401: ("Unauthorized", "Authorization has been denied for this request."),
    403: ("BotNotInConversationRoster", "The bot is not part of the conversation roster."),
    404: ("ConversationNotFound", "Conversation not found."),
    405: ("MethodNotAllowed", "Requested API is not supported."),
    412: ("PreconditionFailed", "Precondition failed, please try again."),
    413: ("MessageSizeTooBig", "Message size too large."),
    429: ("Throttled", "Too many requests."),
    500: ("ServiceError", "Unknown error."),
    502: ("ServiceError", "Service dependency issue."),
    503: ("ServiceError", "Service is unavailable."),
    504: ("ServiceError", "Gateway timeout."),
}
"""What each status says when nothing more is known (Microsoft, "Status codes from bot conversation APIs")."""


class TeamsRefusal(Exception):
    """A status other than 2xx, with the connector's code and message; `retry_after` in seconds, or 0."""

    def __init__(self, status: int, code: str = "", message: str = "", *, retry_after: int = 0) -> None:
        usual_code, usual_message = MESSAGES.get(status, ("ServiceError", "Unknown error."))
        self.status, self.code, self.retry_after = status, code or usual_code, retry_after
        self.message = message or usual_message
        super().__init__(status, self.code)

    def as_answer(self) -> dict[str, Any]:
        """The JSON that the bot receives."""
        return {"error": {"code": self.code, "message": self.message}}
