"""The connector: one address per operation, Microsoft's answers, and a token with every call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from practice.faults import Faults
from practice.teams import posting, roster
from practice.teams.call import SENDING, ConnectorCall, Operation, read
from practice.teams.conversation import Json, without_thread
from practice.teams.faulty import answered, refused
from practice.teams.refusal import TeamsRefusal
from practice.teams.tenant import Tenant

_ACTS: Mapping[Operation, Callable[[Tenant, ConnectorCall], tuple[int, Json]]] = {
    "create": posting.create,
    "post": posting.post,
    "put": posting.put,
    "delete": posting.delete,
    "members": roster.members,
    "member": roster.member,
    "team": roster.team,
    "channels": roster.channels,
}
_IN = "/connector/v3/conversations/{conversation}"
_ADDRESSES: Sequence[tuple[Operation, str, str]] = (
    ("create", "POST", "/connector/v3/conversations"),
    ("post", "POST", f"{_IN}/activities"),
    ("post", "POST", f"{_IN}/activities/{{activity}}"),
    ("put", "PUT", f"{_IN}/activities/{{activity}}"),
    ("delete", "DELETE", f"{_IN}/activities/{{activity}}"),
    ("members", "GET", f"{_IN}/pagedmembers"),
    ("members", "GET", f"{_IN}/pagedMembers"),
    ("member", "GET", f"{_IN}/members/{{member}}"),
    ("team", "GET", "/connector/v3/teams/{team}"),
    ("channels", "GET", "/connector/v3/teams/{team}/conversations"),
)
_ITS_OWN_FAULT = frozenset({400, 405, 413})


class Connector:
    """Answers what the bot asks of Teams."""

    def __init__(self, teams: Tenant, faults: Faults) -> None:
        self._teams, self._faults = teams, faults

    def routes(self) -> list[Route]:
        """All addresses."""
        known = [Route(path, self._answer(operation), methods=[how]) for operation, how, path in _ADDRESSES]
        return [
            *known,
            Route("/connector/{rest:path}", self._unknown, methods=["GET", "POST", "PUT", "DELETE"]),
        ]

    def _answer(self, operation: Operation) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            call = await read(operation, request)

            async def act() -> Response:
                return self._act(call)

            return await answered(self._faults, operation, act, lambda: self._write(call, "made to fail", {}))

        return answer

    def _act(self, call: ConnectorCall) -> Response:
        teams = self._teams
        try:
            with teams.lock:
                teams.tokens.check(call.authorization)
                _take(teams, call)
                status, answer = _ACTS[call.operation](teams, call)
        except TeamsRefusal as refusal:
            broken = refusal.status in _ITS_OWN_FAULT or self._is_stranger(refusal, call)
            self._write(call, refusal.code, refusal.as_answer(), broken=broken)
            return refused(refusal)
        self._write(call, "ok", answer)
        return JSONResponse(answer, status)

    async def _unknown(self, request: Request) -> Response:
        address = f"{request.method} {request.url.path}"
        self._teams.journal.write("call", "unknown", address, broken=True)
        return refused(TeamsRefusal(405))

    def _is_stranger(self, refusal: TeamsRefusal, call: ConnectorCall) -> bool:
        """A token that ended is met by a careful bot; one that was never given out is a mistake."""
        return refusal.status == 401 and not self._teams.tokens.knows(call.authorization)  # noqa: PLR2004 - HTTP's Unauthorized

    def _write(
        self, call: ConnectorCall, summary: str, answer: Mapping[str, Any], *, broken: bool = False
    ) -> None:
        detail = {"arguments": call.as_json(), "answer": dict(answer)}
        self._teams.journal.write("call", call.operation, summary, broken=broken, detail=detail)


def _take(teams: Tenant, call: ConnectorCall) -> None:
    """Count the call; a chat by its one true name, a new one by the person's."""
    named, _ = without_thread(call.conversation)
    where = teams.find(named)
    if call.operation == "create":
        members = (call.body or {}).get("members") or [{}]
        whom = str(members[0].get("id", "")) if isinstance(members[0], Mapping) else ""
        teams.limits.take("sending", f"new {teams.person(whom) or whom}")
    else:
        what = "sending" if call.operation in SENDING else "reading"
        teams.limits.take(what, where.id if where else named or call.team)
