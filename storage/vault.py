"""Encryption at rest (Fernet: AES-128-CBC with HMAC-SHA256; keys rotate by standing first in the list)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

if TYPE_CHECKING:
    from collections.abc import Sequence


class BadKey(ValueError):
    """A key is not 32 bytes in URL-safe base64."""


class UnreadableText(ValueError):
    """None of the keys opens a text that was stored."""


class Vault:
    """Seals with the first key and opens with any."""

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            raise BadKey("Each key must be 32 bytes in URL-safe base64.") from error

    def seal(self, text: str) -> bytes:
        """Encrypt."""
        return self._fernet.encrypt(text.encode())

    def open(self, token: bytes) -> str:
        """Decrypt; `UnreadableText` when no key fits."""
        try:
            return self._fernet.decrypt(token).decode()
        except InvalidToken as error:
            raise UnreadableText(
                "What is stored opens with none of the keys in PAIRME_KEYS. Add the key that it was written with."
            ) from error


def new_key() -> str:
    """A fresh key, as it goes into PAIRME_KEYS."""
    return Fernet.generate_key().decode()
