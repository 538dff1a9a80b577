"""One worker process of the bot whose sends do nothing, until no letter waits: `empty_sends.py URL KEY`."""

from __future__ import annotations

import sys
import time
from datetime import time as wall_clock
from datetime import timedelta
from importlib.resources import files

from bot.clock import SharedClock, elapsed
from bot.engine import Post
from bot.slack.inbound import SLACK
from programme import site as sites
from programme.moments import SendWindow
from scheduler.delivery import Delivery, Uncounted
from scheduler.sender import Envelope
from scheduler.workroom import Workroom
from storage import lanes
from storage.database import Database
from storage.letters import Sent
from storage.vault import Vault

WINDOW = SendWindow(frozenset({1, 2, 3}), wall_clock(10), wall_clock(16), "Europe/London", "ENG", frozenset())


class Nothing:
    """A platform that takes everything at once."""

    has_groups = True
    gap = timedelta(0)
    pace = timedelta(seconds=1)

    def prepare(self, envelope: Envelope) -> str:
        """There is nothing to upload."""
        raise NotImplementedError(envelope.key)

    def send(self, envelope: Envelope) -> Sent:
        """It has arrived."""
        return Sent("D1", envelope.key)

    def find(self, envelope: Envelope) -> Sent | None:
        """Nobody dies here, so nothing is looked for."""
        raise NotImplementedError(envelope.key)


def main() -> None:
    """Send all that waits."""
    database = Database(sys.argv[1], Vault([sys.argv[2]]))
    clock = SharedClock(database)
    delivery = Delivery(database, {SLACK: Nothing()}, WINDOW, clock.now, elapsed, seed=1, tally=Uncounted())
    site = sites.read((files("programme") / "site.yaml").read_text(encoding="utf-8"))
    post = Post(delivery, Workroom(database, {}, site, WINDOW, clock.now))
    post.start()
    while _still_waits(database):
        time.sleep(0.3)
    post.stop()
    database.close()


def _still_waits(database: Database) -> bool:
    with database.reading() as session:
        return lanes.next_free_at(session) is not None


if __name__ == "__main__":
    main()
