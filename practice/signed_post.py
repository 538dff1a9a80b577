"""The other way to the bot: payloads POSTed to its request URL, signed (docs.slack.dev/authentication/verifying-requests-from-slack)."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from practice.envelopes import Answer, Envelope

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"


class SignedPost:
    """Carries envelopes over HTTP, several at once. `url` is the bot's request URL for everything."""

    def __init__(self, url: str, signing_secret: str, ack_seconds: float) -> None:
        self._url, self._secret, self._ack_seconds = url, signing_secret, ack_seconds
        self._hands = ThreadPoolExecutor(max_workers=8, thread_name_prefix="practice-post")
        self._opener = build_opener(ProxyHandler({}))  # the bot is on this machine

    def carry(self, envelope: Envelope) -> None:
        """POST in the background; the answer settles the envelope."""
        try:
            self._hands.submit(self._post, envelope)
        except RuntimeError:  # shut down
            envelope.settle(Answer(failure="dispatch_failed"))

    def close(self) -> None:
        """Take no more; what is under way ends by itself."""
        self._hands.shutdown(wait=False, cancel_futures=True)

    def _post(self, envelope: Envelope) -> None:
        body, content_type = _body(envelope)
        request = Request(self._url, body, self._headers(envelope, body, content_type))  # noqa: S310 - our own bot's http address
        try:
            with self._opener.open(request, timeout=self._ack_seconds) as response:
                said = response.read().decode()
                is_json = response.headers.get_content_type() == _JSON
            envelope.settle(Answer(payload=_payload(said, is_json=is_json)))
        except HTTPError as error:
            error.close()
            envelope.settle(Answer(failure="http_service_error"))
        except TimeoutError:
            envelope.settle(Answer(failure="operation_timeout"))
        except (URLError, OSError) as error:
            is_slow = isinstance(getattr(error, "reason", None), TimeoutError)
            envelope.settle(Answer(failure="operation_timeout" if is_slow else "dispatch_failed"))

    def _headers(self, envelope: Envelope, body: bytes, content_type: str) -> dict[str, str]:
        timestamp = str(int(time.time()))
        signed = hmac.new(self._secret.encode(), b":".join([b"v0", timestamp.encode(), body]), hashlib.sha256)
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={signed.hexdigest()}",
        }
        if envelope.attempt:
            headers |= {
                "X-Slack-Retry-Num": str(envelope.attempt),
                "X-Slack-Retry-Reason": "http_timeout"
                if envelope.retry_reason == "timeout"
                else "http_error",
            }
        return headers


def _body(envelope: Envelope) -> tuple[bytes, str]:
    if envelope.kind == "events_api":
        return json.dumps(envelope.payload).encode(), _JSON
    if envelope.kind == "slash_commands":
        return urlencode(envelope.payload).encode(), _FORM
    return urlencode({"payload": json.dumps(envelope.payload)}).encode(), _FORM


def _payload(said: str, *, is_json: bool) -> dict[str, Any]:
    if not said.strip():
        return {}
    if not is_json:
        return {"text": said}
    found = json.loads(said)
    return found if isinstance(found, dict) else {}
