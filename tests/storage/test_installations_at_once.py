"""Several machines that see to the same workspaces, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from storage import install_states
from storage.database import Database
from storage.renewals import Due
from storage.tables import METADATA
from tests.storage.north import HOUR, NORTH, NOW, ROTATING, claim, install, token


def at_once(*acts: Callable[[], object]) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_machines_that_save_the_same_workspace_at_once_leave_one_row(database: Database) -> None:
    tokens = [f"xoxb-{number}" for number in range(4)]
    at_once(*(lambda each=each: install(database, replace(NORTH, token=each)) for each in tokens))
    assert token(database) in tokens


def test_many_machines_at_once_claim_each_token_once(database: Database) -> None:
    workspaces = [f"T{number}" for number in range(3)]
    for workspace in workspaces:
        install(database, replace(ROTATING, workspace=workspace))
    claimed: list[Due | None] = []
    three = lambda: claimed.extend(claim(database, NOW + 11 * HOUR) for _ in range(3))  # noqa: E731 - one line
    at_once(three, three, three, three)
    assert sorted(due.workspace for due in claimed if due is not None) == workspaces


def test_a_state_that_comes_back_twice_at_once_works_once(database: Database) -> None:
    with database.writing() as session:
        secret = install_states.begin(session, NOW)
    good: list[bool] = []

    def redeem() -> None:
        with database.writing() as session:
            good.append(install_states.redeem(session, secret, NOW))

    at_once(redeem, redeem, redeem)
    assert sorted(good) == [False, False, True]


def test_every_table_that_holds_something_of_a_workspace_says_of_which() -> None:
    of_no_workspace = {table.name for table in METADATA.sorted_tables if "workspace" not in table.columns}
    assert of_no_workspace == {"heartbeats", "install_states"}
