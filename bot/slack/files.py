"""The text of a file that somebody put into a form."""

from __future__ import annotations

import logging
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from slack_sdk.errors import SlackApiError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from http.client import HTTPMessage
    from typing import IO

    from slack_sdk import WebClient

log = logging.getLogger(__name__)

MOST_BYTES = 1_000_000
PATIENCE = 1.0  # seconds; the form has to be answered within three


class _SameHost(HTTPRedirectHandler):
    """Follows a redirect only to where the token belongs: urllib would hand it to any host that is named."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """The next request, or None, which makes the redirect an error."""
        there, here = urlsplit(newurl), urlsplit(req.full_url)
        if (there.scheme, there.netloc) != (here.scheme, here.netloc):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def text_of(client: WebClient, file: Mapping[str, Any]) -> str:
    """The file's text; empty when it cannot be fetched in time, is too large or is no text."""
    try:
        content = _fetched(client, file)
    except (SlackApiError, HTTPException, OSError, KeyError) as error:
        log.warning("a file could not be fetched: %s", type(error).__name__)
        if isinstance(error, HTTPError):
            error.close()
        return ""
    return content.decode("utf-8-sig", errors="replace") if len(content) <= MOST_BYTES else ""


def _fetched(client: WebClient, file: Mapping[str, Any]) -> bytes:
    address = file.get("url_private_download") or _address(client, str(file["id"]))
    request = Request(address, headers={"Authorization": f"Bearer {client.token}"})  # noqa: S310 - Slack's own address
    with build_opener(_SameHost).open(request, timeout=PATIENCE) as answer:
        content: bytes = answer.read(MOST_BYTES + 1)
    return content


def _address(client: WebClient, file_id: str) -> str:
    return str(client.files_info(file=file_id)["file"]["url_private_download"])
