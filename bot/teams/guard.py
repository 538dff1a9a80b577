"""Who may send us anything: Microsoft's service for Teams, on behalf of a tenant that is served here.

The rules are Microsoft's, "Authentication with the Bot Connector API", and one more: the tenant must be the one of
the registration to which the token was issued. The SDK's own check would hold up the event loop while it fetches
keys, does not look at the tenant, and also lets in tokens that Entra issued to other services.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import jwt

from bot.teams.keys import NoKeys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.teams.keys import Key, Keys
    from bot.teams.registrations import Registration, Registrations

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
LEEWAY = 300  # seconds that two clocks may differ

_SAID_BY_JWT: tuple[tuple[type[jwt.PyJWTError], str], ...] = (
    (jwt.ExpiredSignatureError, "expired"),
    (jwt.ImmatureSignatureError, "expired"),
    (jwt.InvalidIssuerError, "issuer"),
    (jwt.InvalidSignatureError, "signature"),
    (jwt.InvalidAlgorithmError, "algorithm"),
)


class TurnedAway(Exception):
    """Not let in; `status` is HTTP's, `why` one of `bot.metrics.REFUSALS`."""

    def __init__(self, why: str, status: int = 401) -> None:
        super().__init__(why)
        self.why, self.status = why, status


@dataclass(frozen=True)
class Token:
    """A token whose signature has not been looked at yet, with the key that it must have been signed with."""

    raw: str = field(repr=False)
    key: Key


@dataclass(frozen=True)
class Bearer:
    """Whoever holds a valid token: for which registration, from which service, over which channels."""

    registration: Registration
    service_url: str
    endorsements: frozenset[str]


class Guard:
    """Lets in what is signed, is for us, and comes from a tenant of ours. Everybody else is counted."""

    def __init__(
        self, keys: Keys, registrations: Registrations, refused: Callable[[str], None] = lambda _why: None
    ) -> None:
        self._keys, self._registrations, self._refused = keys, registrations, refused

    def close(self) -> None:
        """Ask for no keys any more."""
        self._keys.close()

    async def token(self, authorization: str) -> Token:
        """The token of a header, with its key, which may have to be fetched. Raises `TurnedAway`."""
        scheme, _, raw = authorization.partition(" ")
        if scheme.casefold() != "bearer" or not raw.strip():
            raise self._away("no token")
        head = self._head(raw.strip())
        if head.get("alg") != "RS256":
            raise self._away("algorithm")
        try:
            key = await self._keys.of(str(head.get("kid", "")))
        except NoKeys as error:
            raise self._away("no keys", 503) from error
        if key is None:
            raise self._away("key")
        return Token(raw.strip(), key)

    def bearer(self, token: Token) -> Bearer:
        """Whoever holds this token. Raises `TurnedAway`."""
        try:
            claims = jwt.decode(
                token.raw,
                token.key.public,
                algorithms=["RS256"],
                issuer=ISSUER,
                leeway=LEEWAY,
                options={"verify_aud": False, "require": ["exp", "nbf", "iss", "aud"]},
            )
        except jwt.PyJWTError as error:
            why = next((why for kind, why in _SAID_BY_JWT if isinstance(error, kind)), "malformed")
            raise self._away(why) from error
        audience = claims["aud"]
        registration = self._registrations.of_client(audience.lower()) if isinstance(audience, str) else None
        if registration is None:
            raise self._away("audience")
        return Bearer(registration, str(claims.get("serviceurl", "")), token.key.endorsements)

    def admit(self, bearer: Bearer, activity: Mapping[str, Any]) -> Registration:
        """The registration for which this was sent. Raises `TurnedAway`."""
        if not bearer.service_url or bearer.service_url.rstrip("/") != service_url_of(activity):
            raise self._away("service url")
        channel = activity.get("channelId")
        if channel != CHANNEL or (bearer.endorsements and channel not in bearer.endorsements):
            raise self._away("channel")
        if _tenants(activity) != {bearer.registration.tenant.casefold()}:
            raise self._away("tenant", 403)
        return bearer.registration

    def _head(self, raw: str) -> Mapping[str, Any]:
        try:
            return jwt.get_unverified_header(raw)
        except jwt.PyJWTError as error:
            raise self._away("malformed") from error

    def _away(self, why: str, status: int = 401) -> TurnedAway:
        self._refused(why)
        return TurnedAway(why, status)


def service_url_of(activity: Mapping[str, Any]) -> str:
    """Where the service stands that sent this, without a slash at its end."""
    return str(activity.get("serviceUrl", "")).rstrip("/")


def _tenants(activity: Mapping[str, Any]) -> set[str]:
    """Every tenant that an activity names: two places may, and they have to agree."""
    told = (
        ((activity.get("channelData") or {}).get("tenant") or {}).get("id"),
        (activity.get("conversation") or {}).get("tenantId"),
    )
    return {str(each).casefold() for each in told if each}
