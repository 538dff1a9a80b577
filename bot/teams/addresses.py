"""Addresses that come with what Teams sends: which of them may be called."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


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


def _is_loopback(host: str | None) -> bool:
    return host in {"localhost", "127.0.0.1", "::1"}


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost"
