"""What Slack gives to the owner of an app: one set, however many workspaces install it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

APP_ID = "A00PRACTICE"


def _client_id() -> str:
    return f"{secrets.randbelow(9 * 10**9) + 10**9}.{secrets.randbelow(9 * 10**12) + 10**12}"


def _secret() -> str:
    return secrets.token_hex(16)


@dataclass(frozen=True)
class Credentials:
    """Made afresh, unless given. The app token opens sockets; the client's id and secret are for OAuth."""

    client_id: str = field(default_factory=_client_id)
    client_secret: str = field(default_factory=_secret, repr=False)
    signing_secret: str = field(default_factory=_secret, repr=False)
    app_token: str = field(default_factory=lambda: f"xapp-1-{APP_ID}-{_secret()}", repr=False)
