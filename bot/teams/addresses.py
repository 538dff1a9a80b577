"""Addresses that come with what Teams sends: which of them may be called."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

_FILES = ".sharepoint.com"
"""Where the files of every tenant lie, those of OneDrive too; the sovereign clouds have no files in a bot's chat.

Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4.
"""
_LEADS_ELSEWHERE = re.compile(r"[/?#%\\\s]|^\.*$")


def is_safe(url: str, *, beside: str) -> bool:
    """Whether to call an address that came with an activity, `beside` the service that sent it.

    It is https to somewhere else than this machine or its network; a service on loopback (practice and tests) may
    also name addresses there.
    """
    try:
        there, service = urlsplit(url), urlsplit(beside)
        host, is_here = there.hostname or "", _is_loopback(service.hostname) and _is_loopback(there.hostname)
    except ValueError:
        return False
    if is_here:
        return there.scheme in {"http", "https"}
    return there.scheme == "https" and bool(host) and not _is_private(host)


def is_place_of_files(url: str, *, beside: str) -> bool:
    """Whether a file may be fetched from, or put at, an address that came through somebody's hands.

    Nobody may have us call what only this machine can reach, by whatever name it goes.
    """
    if not is_safe(url, beside=beside):
        return False
    there = urlsplit(url)
    try:
        is_usual = there.port in {None, 443} and there.username is None
    except ValueError:
        return False
    return _is_loopback(there.hostname) or (is_usual and (there.hostname or "").endswith(_FILES))


def is_one_part(id_: str) -> bool:
    """Whether an id that came through somebody's hands stays one part of an address, and leads nowhere else."""
    return _LEADS_ELSEWHERE.search(id_) is None


def _is_loopback(host: str | None) -> bool:
    return host in {"localhost", "127.0.0.1", "::1"}


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost"
