"""Waiting letters, real processes that send them, and a Slack that keeps to its limits and counts."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import own_process
from hospitals import A_MINUTE, Size, fill, hospitals

from practice.running import running
from storage.vault import new_key

if TYPE_CHECKING:
    from practice.several import SeveralSlacks

HURRIED = (str(Path(__file__).parent / "hurried_bot.py"),)
_QUIET_FOR = 30.0  # seconds; then no letter will come any more


class LettersMissing(RuntimeError):
    """Not all letters came, or some came twice, so there is nothing to measure."""


@dataclass(frozen=True)
class Sending:
    """`of_limit` is the rate between the first letter and the last, of what the limits allow for as long as one likes.

    `refused` counts what came too fast; `peak_mb` is the most memory of any process that sent.
    """

    letters: int
    a_second: float
    of_limit: float
    refused: int
    peak_mb: float


def measured(size: Size, times_faster: float, folder: Path, url: str = "", workers: int = 1) -> Sending:
    """The whole bot on a SQLite file, or so many workers on the PostgreSQL at `url`, and what they did."""
    slacks, key = hospitals(size, times_faster), new_key()
    home = folder / f"sending-{workers if url else 0}"
    home.mkdir()
    url = url or f"sqlite:///{home}/pairme.db"
    fill(url, key, slacks, size)
    program = own_process.BOT if times_faster == 1 else (*HURRIED, f"{times_faster}")
    part = () if url.startswith("sqlite") else ("worker",)
    with ExitStack() as stack:
        told = {
            "DATABASE_URL": url,
            "PAIRME_KEYS": key,
            **_app(slacks, stack.enter_context(running(slacks)).api_url),
        }
        processes = [
            stack.enter_context(own_process.running_program((*program, *part), told, home))
            for _ in range(workers)
        ]
        _wait_for_all(slacks, size, home)
        peak_mb = max(own_process.peak_mb(process.pid) for process in processes)
    return _found(slacks, size, times_faster, peak_mb)


def _app(slacks: SeveralSlacks, api_url: str) -> dict[str, str]:
    """The environment of an app that several workspaces have installed."""
    return {
        "SLACK_CLIENT_ID": slacks.credentials.client_id,
        "SLACK_CLIENT_SECRET": slacks.credentials.client_secret,
        "SLACK_SIGNING_SECRET": slacks.credentials.signing_secret,
        "SLACK_API_URL": api_url,
        "PUBLIC_URL": "https://pairme.example.org",
        "PORT": f"{own_process.free_port()}",
    }


def _wait_for_all(slacks: SeveralSlacks, size: Size, home: Path) -> None:
    """Looks seldom, so as not to take the processor from those that are measured."""
    count, changed_at = 0, time.monotonic()
    while count < size.all_letters:
        time.sleep(0.5)
        now = sum(len(slack.accepted()) for slack in slacks.slacks.values())
        if now > count:
            count, changed_at = now, time.monotonic()
        if time.monotonic() - changed_at > _QUIET_FOR:
            raise LettersMissing(f"{count} of {size.all_letters} letters came.\n{own_process.said_in(home)}")


def _found(slacks: SeveralSlacks, size: Size, times_faster: float, peak_mb: float) -> Sending:
    came = slacks.accepted()
    if len({(each.workspace, each.key) for each in came}) < len(came):
        raise LettersMissing("Some letters came twice.")
    # The first letter of each workspace begins the time that the others take.
    a_second = (len(came) - size.hospitals) / (came[-1].at - came[0].at)
    allowed = size.hospitals * A_MINUTE / 60 * times_faster
    limits = [slack.limits for slack in slacks.slacks.values()]
    refused = sum(each.refused_in_channel + each.refused_in_workspace for each in limits)
    return Sending(len(came), a_second, a_second / allowed, refused, peak_mb)
