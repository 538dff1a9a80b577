"""The load of Teams: `pairme status` typed by several people, each request with a valid token. See `load`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import msgspec
from load import Outcome, Request, latencies, send


@dataclass(frozen=True)
class Job:
    """`count` activities, each by the next of the people and with an id of its own from `first_id` on.

    `activities` are what Teams posts for each person, `token` a valid one for all of them; `rate` is requests a
    second, 0 for as many as go.
    """

    first_id: int
    port: int
    token: str
    activities: list[dict[str, Any]]
    count: int
    rate: float
    hands: int


def ids(job: Job) -> range:
    """Every activity's id, as a number."""
    return range(job.first_id, job.first_id + job.count)


def run(job: Job) -> Outcome:
    """Send everything; every answer has to be an empty 200."""
    requests = [Request(_written(job, number)) for number in ids(job)]
    seconds = send(requests, [job.port], job.rate, job.hands)
    wrong = [
        f"activity {number}: {each.status} {each.answer[:200]!r}"
        for number, each in zip(ids(job), requests, strict=True)
        if each.status != 200 or each.answer
    ]
    return Outcome(seconds, latencies(requests), wrong)


def _written(job: Job, number: int) -> bytes:
    activity = {**job.activities[number % len(job.activities)], "id": f"{number}"}
    body = msgspec.json.encode(activity)
    head = (
        "POST /api/messages HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json; charset=utf-8",
        f"Content-Length: {len(body)}",
        f"Authorization: Bearer {job.token}",
    )
    return "\r\n".join((*head, "", "")).encode() + body


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(run(msgspec.json.decode(sys.stdin.buffer.read(), type=Job))))
