"""The bot's processes, as a host keeps them running: whoever ends is started again."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from random import Random

    from tests.chaos.times import Times

ROOT = Path(__file__).parents[2]
_KEPT = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH")
_LOOKS_EVERY = 0.03  # seconds
_UP_AGAIN_WITHIN = 0.25  # seconds


class Nursery:
    """The other end of `nursery.py`. Safe from any thread."""

    def __init__(self, process: subprocess.Popen[str], environment: Mapping[str, str], folder: Path) -> None:
        self._process, self._environment, self._folder = process, environment, folder
        self._lock = threading.Lock()

    def start(self, arguments: Sequence[str], settings: Mapping[str, str]) -> int:
        """A new bot; its process id."""
        environment = {**self._environment, **settings}
        order = {"start": list(arguments), "environment": environment, "folder": str(self._folder)}
        return int(self._told(order))

    def signal(self, process: int, number: int) -> bool:
        """Send a signal; False when that process has ended."""
        return bool(self._told({"signal": number, "to": process}))

    def living(self) -> set[int]:
        """The process ids of whoever lives."""
        return set(self._told({}))

    def _told(self, order: Mapping[str, object]) -> Any:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        with self._lock:
            stdin.write(json.dumps(order) + "\n")
            stdin.flush()
            return json.loads(stdout.readline())


@contextmanager
def nursery(times: Times, folder: Path, broken: str = "") -> Iterator[Nursery]:
    """Open until the block ends; then every child of it is dead."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "tests.chaos.nursery", "--times", json.dumps(asdict(times))]
    with subprocess.Popen(
        [*command, *(["--broken", broken] if broken else [])],
        env=environment,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Nursery(process, environment, folder)
        process.communicate()


@dataclass
class Post:
    """One process that a host keeps up. `rises_at` is when a dead one is started again."""

    arguments: tuple[str, ...]
    settings: Mapping[str, str]
    process: int = 0
    rises_at: float | None = None


class Bots:
    """Everything that a host runs."""

    def __init__(self, nursery: Nursery, posts: Sequence[Post], chance: Random) -> None:
        self._nursery, self.posts, self._chance = nursery, posts, chance
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep_up, name=f"host-{secrets.token_hex(2)}")
        self.starts = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """All are killed."""
        self._stopping.set()
        self._thread.join()
        for post in self.posts:
            self.kill(post.process)

    def signal(self, post: Post, number: int) -> bool:
        """Send a process a signal; False when there is none just now."""
        return post.process != 0 and self._nursery.signal(post.process, number)

    def lives(self, process: int) -> bool:
        """Whether this one has not ended."""
        return process in self._nursery.living()

    def kill(self, process: int) -> bool:
        """End it; False when it had ended."""
        return self._nursery.signal(process, signal.SIGKILL)

    def _keep_up(self) -> None:
        waited = 0.0
        while not self._stopping.wait(_LOOKS_EVERY):
            waited += _LOOKS_EVERY
            living = self._nursery.living()
            for post in self.posts:
                if post.process not in living:
                    self._raise(post, waited)

    def _raise(self, post: Post, now: float) -> None:
        """Start a dead one, a moment after it died."""
        if post.rises_at is None:
            post.process, post.rises_at = 0, now + self._chance.uniform(0, _UP_AGAIN_WITHIN)
        if now >= post.rises_at:
            post.process, post.rises_at = self._nursery.start(post.arguments, post.settings), None
            self.starts += 1
