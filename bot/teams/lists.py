"""The text of a list that somebody sent as a file in their own chat."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

import httpx

from bot.teams.addresses import is_place_of_files
from bot.teams.trust import trusted

if TYPE_CHECKING:
    from bot.teams.inbound import Attached

log = logging.getLogger(__name__)

MOST_BYTES = 1_000_000
PATIENCE = 5.0  # seconds; Teams waits for fifteen


def text_of(attached: Attached, service_url: str) -> str:
    """The file's text; empty when it cannot be fetched in time, is too large, or lies where nobody should look.

    The address lets whoever has it fetch the file, without a token of ours.
    """
    if not is_place_of_files(attached.url, beside=service_url):
        log.warning("a list was not fetched: its address is none of Microsoft's for files")
        return ""
    try:
        content = _fetched(attached.url, time.monotonic() + PATIENCE)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        log.warning("a list could not be fetched: %s", type(error).__name__)
        return ""
    return content.decode("utf-8-sig", errors="replace")


def _fetched(url: str, until: float) -> bytes:
    """All of it; nothing when it is too much or too slow."""
    content = bytearray()
    with httpx.Client(timeout=PATIENCE, verify=trusted()) as client, client.stream("GET", url) as answer:
        answer.raise_for_status()
        for part in answer.iter_bytes():
            content += part
            if len(content) > MOST_BYTES or time.monotonic() > until:
                return b""
    return bytes(content)
