"""How somebody is written to first is learned by several at once."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

from storage import chats
from storage.database import Database

NOW = datetime(2027, 3, 16, 10, tzinfo=UTC)


def keep(database: Database, conversation: str) -> None:
    with database.writing() as session:
        chats.keep(
            session,
            workspace="W",
            platform="teams",
            platform_id="PRIYA",
            conversation=conversation,
            service_url="https://smba.example/",
            now=NOW,
        )


def test_a_door_and_a_sender_that_learn_of_a_chat_at_once_both_go_on(database: Database) -> None:
    together = threading.Barrier(4)
    failures: list[Exception] = []

    def learn(conversation: str) -> None:
        together.wait()
        try:
            keep(database, conversation)
        except Exception as error:  # noqa: BLE001 - whatever a thread raises must reach the test
            failures.append(error)

    threads = [threading.Thread(target=learn, args=(f"a:{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with database.reading() as session:
        assert len(chats.known(session, "W", "teams")) == 1


def test_what_is_known_of_a_chat_is_corrected_and_its_login_stays(database: Database) -> None:
    keep(database, "a:old")
    with database.writing() as session:
        kept = chats.of(session, "W", "teams", "PRIYA")
        assert kept is not None
        kept.login = "priya@example.org"
    keep(database, "a:new")
    with database.reading() as session:
        found = chats.of(session, "W", "teams", "PRIYA")
        assert found is not None
        assert (found.conversation, found.login) == ("a:new", "priya@example.org")
