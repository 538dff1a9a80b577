"""Where bytes go in and out: the upload ticket, and the private download with the bot's token."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from practice.files import StoredFile
from practice.methods.arguments import need
from practice.refusal import Refusal
from practice.workspace import Workspace

_SHOWN = frozenset({"image/png", "image/jpeg", "image/gif"})
_SIGN_IN = (
    "<!DOCTYPE html><html lang='en'><title>Sign in</title><body>Sign in to the workspace.</body></html>"
)


class FileAddresses:
    """Slack's own file addresses."""

    def __init__(self, slack: Workspace) -> None:
        self._slack = slack

    def routes(self) -> Sequence[Route]:
        """All of them."""
        return [
            Route("/upload/v1/{ticket}", self._receive, methods=["POST"]),
            Route("/files-pri/{place}/download/{name}", self._download),
            Route("/files-pri/{place}/{name}", self._download),
        ]

    async def _receive(self, request: Request) -> Response:
        content = await _sent(request)
        with self._slack.lock:
            file = self._slack.files.receive(request.path_params["ticket"], content)
        if file is None:
            return PlainTextResponse("not OK", 400)
        return PlainTextResponse(f"OK - {len(content)}")

    async def _download(self, request: Request) -> Response:
        """The bytes, or Slack's sign-in page with status 200: a careless bot takes that for the file."""
        slack = self._slack
        _, _, token = request.headers.get("authorization", "").partition(" ")
        _, _, file_id = request.path_params["place"].partition("-")
        with slack.lock:
            try:
                slack.tokens.check(token)
                need(slack, "files:read")
            except Refusal:
                return HTMLResponse(_SIGN_IN)
            file = slack.files.get(file_id)
        if file is None or file.content is None:
            return PlainTextResponse("file_not_found", 404)
        return file_response(file)


def file_response(file: StoredFile) -> Response:
    """The bytes; only a picture opens in the browser, whatever else it is is saved."""
    how = "inline" if file.mimetype in _SHOWN else "attachment"
    return Response(
        file.content or b"",
        media_type=file.mimetype,
        headers={
            "Content-Disposition": f"{how}; filename*=UTF-8''{quote(file.name)}",
            "Content-Security-Policy": "sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )


async def _sent(request: Request) -> bytes:
    """The bytes as the body itself, or as the one file of a multipart form."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    async with request.form() as form:
        for value in form.values():
            if not isinstance(value, str):
                return await value.read()
    return b""
