"""One call of the connector as it came in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.requests import Request

Operation = Literal["create", "post", "put", "delete", "members", "member", "team", "channels"]
SENDING: frozenset[Operation] = frozenset({"create", "post", "put", "delete"})


@dataclass(frozen=True)
class ConnectorCall:
    """What is asked, of which conversation, activity, person or team; `body` is None where none came, or no JSON."""

    operation: Operation
    conversation: str = ""
    activity: str = ""
    member: str = ""
    team: str = ""
    asked: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    bytes: int = 0
    authorization: str = field(default="", repr=False)

    def as_json(self) -> dict[str, Any]:
        """The call for the journal, without its token."""
        parts = {"conversation": self.conversation, "activity": self.activity, "member": self.member}
        given = {name: value for name, value in {**parts, "team": self.team}.items() if value}
        return {**given, **self.asked, **({"body": self.body} if self.body is not None else {})}


async def read(operation: Operation, request: Request) -> ConnectorCall:
    """The call in this request."""
    body = await request.body()
    path = request.path_params
    return ConnectorCall(
        operation,
        conversation=path.get("conversation", ""),
        activity=path.get("activity", ""),
        member=path.get("member", ""),
        team=path.get("team", ""),
        asked=dict(request.query_params),
        body=_json(body),
        bytes=len(body),
        authorization=request.headers.get("authorization", ""),
    )


def _json(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body) if body.strip() else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
