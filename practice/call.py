"""One call of the Web API as it came in."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request


@dataclass(frozen=True)
class Call:
    """`token` is "" where none came; `client` is the id and the secret of an app that signs in as itself."""

    method: str
    given: Mapping[str, Any]
    token: str = field(default="", repr=False)
    client: tuple[str, str] = field(default=("", ""), repr=False)


async def read(request: Request) -> Call:
    """The call in this request. Arguments come in the address, as a form or as JSON; secrets come out of them."""
    given = await _given(request)
    field_token = str(given.pop("token", "") or "")
    client = (str(given.pop("client_id", "") or ""), str(given.pop("client_secret", "") or ""))
    scheme, _, rest = request.headers.get("authorization", "").partition(" ")
    token = rest.strip() if scheme.lower() == "bearer" else field_token
    if scheme.lower() == "basic":
        client = _basic(rest)
    return Call(request.path_params["method"], given, token, client)


async def _given(request: Request) -> dict[str, Any]:
    given: dict[str, Any] = dict(request.query_params)
    body = await request.body()
    if request.headers.get("content-type", "").startswith("application/json"):
        sent = _json(body)
        return {**given, **sent} if isinstance(sent, dict) else given
    async with request.form() as form:
        return {**given, **{key: value for key, value in form.items() if isinstance(value, str)}}


def _json(body: bytes) -> object:
    try:
        return json.loads(body) if body.strip() else {}
    except ValueError:
        return {}


def _basic(sent: str) -> tuple[str, str]:
    try:
        user, _, secret = base64.b64decode(sent, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return user, secret
