"""A program in a process of its own, with nothing of ours in its environment but what it is given."""

from __future__ import annotations

import http.client
import os
import secrets
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from storage.vault import new_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from practice.app import PracticeSlack

ROOT = Path(__file__).parent.parent
BOT = ("-m", "bot")
BARE = (str(ROOT / "benchmarks" / "bare_bolt.py"),)
_KEPT = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH")
_READY_WITHIN = 30.0


class DidNotStart(RuntimeError):
    """The program ended, or did not listen in time; with what it said."""


@contextmanager
def running_program(
    program: tuple[str, ...], environment: Mapping[str, str], folder: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Python runs this program in a folder until the block ends; then it is killed, without a farewell."""
    with (
        (folder / f"log-{secrets.token_hex(4)}").open("wb") as log,
        subprocess.Popen(
            [sys.executable, *program],
            env={**_python(folder), **environment},
            cwd=folder,
            stdout=log,
            stderr=log,
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def load_once(modules: str, folder: Path) -> None:
    """Load these once, so that their byte code is there, as in an installation."""
    subprocess.run([sys.executable, "-c", f"import {modules}"], env=_python(folder), check=True)


def settings(slack: PracticeSlack, api_url: str, port: int, *, over_http: bool = False) -> dict[str, str]:
    """What the environment of a bot says on a local Slack; its database is in its folder."""
    door = (
        {"SLACK_SIGNING_SECRET": slack.signing_secret} if over_http else {"SLACK_APP_TOKEN": slack.app_token}
    )
    return {
        "DATABASE_URL": "sqlite:///pairme.db",
        "PAIRME_KEYS": new_key(),
        "PORT": str(port),
        "SLACK_API_URL": api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        **door,
    }


def free_port() -> int:
    """A port of loopback that nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_until_it_listens(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    """Until `/health` answers. Raises `DidNotStart`."""
    give_up_at = time.monotonic() + _READY_WITHIN
    while process.poll() is None and time.monotonic() < give_up_at:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
        try:
            line.request("GET", "/health")
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.02)
        finally:
            line.close()
    raise DidNotStart(said_in(folder))


def said_in(folder: Path) -> str:
    """What the programs in a folder have printed."""
    return "\n".join(log.read_text(errors="replace") for log in folder.glob("log-*"))


def peak_mb(process_id: int) -> float:
    """The most memory that the process has held so far, in MB (Linux: VmHWM)."""
    status = Path(f"/proc/{process_id}/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kilobytes) * 1024 / 1e6


def _python(folder: Path) -> dict[str, str]:
    """An environment for Python that finds the bot, and keeps byte code beside the program's folder."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(folder.parent / "bytecode")}
