"""The way to the bot: activities POSTed to its messaging endpoint, each with a signed token."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import OpenerDirector, ProxyHandler, Request, build_opener

_OK = range(200, 300)


@dataclass(frozen=True)
class Delivered:
    """What came of an activity: the bot's status and JSON. Status 0 is no answer, and `failure` says why."""

    status: int
    body: Any = None
    failure: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether the bot said yes in time."""
        return self.status in _OK


class Line:
    """POSTs in the caller's own thread. `url` may change while it is used."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._opener: OpenerDirector = build_opener(ProxyHandler({}))  # the bot is on this machine

    def post(self, activity: Mapping[str, Any], token: str, seconds: float) -> Delivered:
        """One activity, and what the bot answers within `seconds`."""
        if not self.url:
            return Delivered(0, failure="dispatch_failed")
        headers = {"Content-Type": "application/json; charset=utf-8", "Authorization": f"Bearer {token}"}
        request = Request(self.url, json.dumps(activity).encode(), headers)  # noqa: S310 - our own bot's http address
        try:
            with self._opener.open(request, timeout=seconds) as response:
                return Delivered(response.status, _parsed(response.read()))
        except HTTPError as error:
            with error:
                return Delivered(error.code, _parsed(error.read()))
        except TimeoutError:
            return Delivered(0, failure="operation_timeout")
        except (URLError, OSError) as error:
            is_slow = isinstance(getattr(error, "reason", None), TimeoutError)
            return Delivered(0, failure="operation_timeout" if is_slow else "dispatch_failed")


def _parsed(said: bytes) -> object:
    try:
        return json.loads(said) if said.strip() else None
    except ValueError:
        return None
