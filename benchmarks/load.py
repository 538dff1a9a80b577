"""The load: requests by several people, from a process of its own; here signed `/pairme status` of Slack.

A `Job` comes as JSON on standard input and its `Outcome` goes as JSON to standard output. At a rate, a request is
sent when its time has come, whatever became of those before it, and its latency counts from that time. Without a
rate every hand sends its next request as soon as its last is answered.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import socket
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPResponse
from queue import SimpleQueue
from typing import Any
from urllib.parse import urlencode

import msgspec

_LEAD_IN = 0.2


@dataclass(frozen=True)
class Job:
    """`count` requests, each by the next of the people and with a trigger of its own that begins with `name`.

    `payloads` are what Slack hands over for each person, `answers` what each is to be answered (None: nothing);
    `rate` is requests a second, 0 for as many as go. The `hands` are spread over the `ports`.
    """

    name: str
    ports: list[int]
    secret: str
    payloads: list[dict[str, Any]]
    answers: Sequence[dict[str, Any] | None]
    count: int
    rate: float
    hands: int


@dataclass(frozen=True)
class Outcome:
    """`latencies` in seconds, in order of sending; `wrong` are the answers that were not as they should be."""

    seconds: float
    latencies: list[float]
    wrong: list[str]


@dataclass
class Request:
    """One request as it is `written` to the line, and what became of it."""

    written: bytes
    due_at: float | None = None
    began_at: float = 0.0
    ended_at: float = 0.0
    status: int = 0
    answer: bytes = b""


def trigger(name: str, number: int) -> str:
    """The trigger of one request of a job."""
    return f"{name}.{number}"


def run(job: Job) -> Outcome:
    """Send everything and look at every answer."""
    requests = [Request(_written(job, number)) for number in range(job.count)]
    seconds = send(requests, job.ports, job.rate, job.hands)
    checked = (_fault(job, number, each) for number, each in enumerate(requests))
    return Outcome(seconds, latencies(requests), [fault for fault in checked if fault])


def send(requests: list[Request], ports: list[int], rate: float, hands: int) -> float:
    """Send all of these over so many lines, and wait for every answer; how many seconds that took."""
    waiting: SimpleQueue[Request | None] = SimpleQueue()
    threads = [
        threading.Thread(target=_send_all, args=(port, waiting))
        for port in itertools.islice(itertools.cycle(ports), hands)
    ]
    for thread in threads:
        thread.start()
    _hand_out(rate, requests, waiting)
    for _ in threads:
        waiting.put(None)
    for thread in threads:
        thread.join()
    return max(each.ended_at for each in requests) - min(each.began_at for each in requests)


def latencies(requests: list[Request]) -> list[float]:
    """In seconds, each from when its request was to be sent."""
    return [each.ended_at - (each.due_at or each.began_at) for each in requests]


def _hand_out(rate: float, requests: list[Request], waiting: SimpleQueue[Request | None]) -> None:
    began_at = time.perf_counter() + _LEAD_IN
    for number, request in enumerate(requests):
        if rate:
            request.due_at = began_at + number / rate
            time.sleep(max(0.0, request.due_at - time.perf_counter()))
        waiting.put(request)


def _send_all(port: int, waiting: SimpleQueue[Request | None]) -> None:
    """One hand, with one connection that it keeps."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while (request := waiting.get()) is not None:
            request.began_at = time.perf_counter()
            line.sendall(request.written)
            response = HTTPResponse(line)
            response.begin()
            request.status, request.answer = response.status, response.read()
            request.ended_at = time.perf_counter()


def _written(job: Job, number: int) -> bytes:
    """The whole request, signed as Slack signs (docs.slack.dev/authentication/verifying-requests-from-slack)."""
    payload = {**job.payloads[number % len(job.payloads)], "trigger_id": trigger(job.name, number)}
    body = urlencode(payload).encode()
    timestamp = str(int(time.time()))
    signed = hmac.new(job.secret.encode(), b":".join((b"v0", timestamp.encode(), body)), hashlib.sha256)
    head = (
        "POST /slack/events HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        f"X-Slack-Request-Timestamp: {timestamp}",
        f"X-Slack-Signature: v0={signed.hexdigest()}",
    )
    return "\r\n".join((*head, "", "")).encode() + body


def _fault(job: Job, number: int, request: Request) -> str:
    expected = job.answers[number % len(job.answers)]
    said = json.loads(request.answer) if request.answer else None
    if request.status == 200 and said == expected:
        return ""
    return f"request {number} of {job.name}: {request.status} {request.answer[:200]!r}"


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(run(msgspec.json.decode(sys.stdin.buffer.read(), type=Job))))
