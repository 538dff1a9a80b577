"""Where something is said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """One person, several people in one conversation, or a place such as a channel; ids are the platform's."""

    workspace: str
    platform: str
    people: tuple[str, ...] = ()
    place: str = ""

    @property
    def gate(self) -> str:
        """The workspace on its platform, as a key."""
        return f"{self.workspace}/{self.platform}"

    @property
    def lane(self) -> str:
        """The conversation, as a key."""
        return f"{self.gate}/{self.place or '+'.join(sorted(self.people))}"
