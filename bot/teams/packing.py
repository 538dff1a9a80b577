"""A form on its way to the reader and back: it can be drawn again with errors, and nothing is kept here."""

from __future__ import annotations

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import replace

import msgspec

from programme.words.message import Form

_MOST_TEXT, _MOST_BYTES = 16_000, 128_000
"""What comes back has been in somebody else's hands: a little text may hold a great deal of zeros."""


def packed(form: Form) -> str:
    """The form without what stands in its boxes, as a short text."""
    empty = replace(form, fields=tuple(replace(field, value="") for field in form.fields))
    return urlsafe_b64encode(zlib.compress(msgspec.json.encode(empty), 9)).decode("ascii")


def unpacked(text: str) -> Form | None:
    """The form again; None if this is no form, or larger than any of ours."""
    if len(text) > _MOST_TEXT:
        return None
    unzip = zlib.decompressobj()
    try:
        written = unzip.decompress(urlsafe_b64decode(text), _MOST_BYTES)
        return msgspec.json.decode(written, type=Form) if unzip.eof else None
    except (Error, ValueError, zlib.error, msgspec.MsgspecError):
        return None
