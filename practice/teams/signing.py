"""Who signs what Teams sends: keys, the published key set, and tokens, right ones and wrong ones.

As in Microsoft, "Authentication with the Bot Connector API": RS256, issuer, audience, serviceurl, and the channels
that each key is endorsed for. One key serves the whole process, because making one takes a while.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

ISSUER = "https://api.botframework.com"
STRANGER = "stranger"
_KEY_BITS = 2048


@dataclass(frozen=True)
class Changes:
    """What may be otherwise in a token, to make it wrong. None takes the right thing.

    `by_stranger` signs with a key that was never published, under the right kid. `claims` are set last; a claim of
    None is left out. `algorithm` is "RS256", "HS256" (with the public key for a secret) or "none".
    """

    audience: str | None = None
    issuer: str = ISSUER
    service_url: str | None = None
    kid: str | None = None
    algorithm: str = "RS256"
    expires_in: float = 3600.0
    starts_in: float = -60.0
    by_stranger: bool = False
    claims: Mapping[str, Any] = field(default_factory=dict)


class Signing:
    """The keys of one practice Teams. `endorsements` are the channels that the published keys speak for."""

    def __init__(self) -> None:
        self.kid = "practice-1"
        self.published: tuple[str, ...] = (self.kid,)
        self.endorsements: tuple[str, ...] = ("msteams",)

    def rotate(self, *, keep_old: bool = True) -> None:
        """Sign with a new key from now on; the old one stays published unless it is taken back."""
        self.kid = f"practice-{int(self.kid.rpartition('-')[2]) + 1}"
        self.published = (*self.published, self.kid) if keep_old else (self.kid,)

    def key_set(self) -> dict[str, Any]:
        """The keys as jwks_uri gives them."""
        return {"keys": [self._published(kid) for kid in self.published]}

    def token(self, service_url: str, client_id: str, changes: Changes) -> str:
        """A token for one activity."""
        now = time.time()
        claims = {
            "iss": changes.issuer,
            "aud": client_id if changes.audience is None else changes.audience,
            "serviceurl": service_url if changes.service_url is None else changes.service_url,
            "nbf": int(now + changes.starts_in),
            "exp": int(now + changes.expires_in),
            **changes.claims,
        }
        kept = {name: value for name, value in claims.items() if value is not None}
        kid = self.kid if changes.kid is None else changes.kid
        return _signed(kept, kid, STRANGER if changes.by_stranger else self.kid, changes.algorithm)

    def _published(self, kid: str) -> dict[str, Any]:
        numbers = private_key(kid).public_key().public_numbers()
        return {
            "kty": "RSA",
            "use": "sig",
            "kid": kid,
            "x5t": kid,
            "n": _number(numbers.n),
            "e": _number(numbers.e),
            "endorsements": list(self.endorsements),
        }


@cache
def private_key(name: str) -> rsa.RSAPrivateKey:  # noqa: ARG001 - each name has its own, remembered key
    """The key of this name, made when it is first asked for."""
    return rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)


def _signed(claims: Mapping[str, Any], kid: str, key: str, algorithm: str) -> str:
    if algorithm == "RS256":
        return jwt.encode(dict(claims), private_key(key), "RS256", headers={"kid": kid})
    head = {"alg": algorithm, "typ": "JWT", "kid": kid}
    signed = f"{_packed(head)}.{_packed(claims)}"
    if algorithm == "none":
        return f"{signed}."
    public = private_key(key).public_key()
    secret = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return f"{signed}.{_text(hmac.new(secret, signed.encode(), hashlib.sha256).digest())}"


def _number(value: int) -> str:
    return _text(value.to_bytes((value.bit_length() + 7) // 8))


def _packed(part: Mapping[str, Any]) -> str:
    return _text(json.dumps(part).encode())


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
