"""Whose account is switched off: whoever has left the hospital is not suggested to anybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.people_import import NotNow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.people_import import Directory

Accounts = dict[str, dict[str, int]]
"""Our numbers of people by their platform and their id there."""


@dataclass(frozen=True)
class Looked:
    """Our numbers of those whose account is switched off, and of those who could not be looked up."""

    gone: frozenset[int] = frozenset()
    unchecked: frozenset[int] = frozenset()


def looked_up(directories: Mapping[str, Directory], workspace: str, accounts: Accounts) -> Looked:
    """Ask each platform for its own people; one that does not answer holds nothing up."""
    gone: set[int] = set()
    unchecked: set[int] = set()
    for platform, ids in accounts.items():
        try:
            off = directories[platform].gone(workspace, ids.keys()) if platform in directories else None
        except NotNow:
            off = None
        if off is None:
            unchecked.update(ids.values())
        else:
            gone.update(ids[id_] for id_ in off)
    return Looked(frozenset(gone), frozenset(unchecked))
