"""Where bytes go in and out. The addresses need no token: who has one may use it."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from practice.faults import Faults
from practice.teams.faulty import answered
from practice.teams.tenant import Tenant


class DriveAddresses:
    """The upload session of a file that somebody agreed to, and the download of what somebody sent."""

    def __init__(self, teams: Tenant, faults: Faults) -> None:
        self._teams, self._faults = teams, faults

    def routes(self) -> list[Route]:
        """Both of them."""
        return [
            Route("/drive/{ticket}", self._upload, methods=["PUT"]),
            Route("/drive/{ticket}/{file}", self._download),
        ]

    async def _upload(self, request: Request) -> Response:
        content = await request.body()

        async def act() -> Response:
            return self._receive(request, content)

        return await answered(self._faults, "upload", act, lambda: self._write("upload", "made to fail"))

    async def _download(self, request: Request) -> Response:
        async def act() -> Response:
            return self._give(request)

        return await answered(self._faults, "download", act, lambda: self._write("download", "made to fail"))

    def _receive(self, request: Request, content: bytes) -> Response:
        """All bytes at once (Microsoft Graph, "Upload bytes to the upload session"): a range, and no token of the bot's."""
        if "authorization" in request.headers:
            return self._refuse("upload", 401, "a token does not belong here")
        if request.headers.get("content-range") != f"bytes 0-{len(content) - 1}/{len(content)}":
            return self._refuse("upload", 400, "Content-Range does not say what comes")
        with self._teams.lock:
            file = self._teams.drive.at(request.path_params["ticket"])
            if file is None or file.content is not None:
                return self._refuse("upload", 404, "there is no such upload session")
            file.content = content
            self._teams.changed(file.owner)
        self._write("upload", "ok")
        return JSONResponse({"id": file.id, "name": file.name, "size": len(content)}, 201)

    def _give(self, request: Request) -> Response:
        with self._teams.lock:
            file = self._teams.drive.at(request.path_params["ticket"])
        if file is None or file.content is None or file.id != request.path_params["file"]:
            return self._refuse("download", 404, "there is no such file")
        self._write("download", "ok")
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
            "Content-Security-Policy": "sandbox",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(file.content, media_type="application/octet-stream", headers=headers)

    def _refuse(self, name: str, status: int, why: str) -> Response:
        self._write(name, why, broken=True)
        return PlainTextResponse(why, status)

    def _write(self, name: str, summary: str, *, broken: bool = False) -> None:
        self._teams.journal.write("call", name, summary, broken=broken)
