"""Files: what people put into the chat, and what the bot puts into a person's own store once they have agreed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field


@dataclass
class TeamsFile:
    """One file; `content` is None until its bytes have come. The ticket is all that its addresses need."""

    id: str
    name: str
    owner: str
    content: bytes | None = None
    ticket: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    @property
    def kind(self) -> str:
        """The letters after the last dot of the name."""
        return self.name.rpartition(".")[2] if "." in self.name else ""


class Drive:
    """All files, by ticket. The tenant's lock guards it."""

    def __init__(self) -> None:
        self._files: dict[str, TeamsFile] = {}

    def keep(self, file: TeamsFile) -> TeamsFile:
        """Remember a file, with or without its bytes."""
        self._files[file.ticket] = file
        return file

    def at(self, ticket: str) -> TeamsFile | None:
        """The file with this ticket."""
        return self._files.get(ticket)

    def named(self, file_id: str) -> TeamsFile | None:
        """The file with this id."""
        return next((file for file in self._files.values() if file.id == file_id), None)

    def clear(self) -> None:
        """Forget every file."""
        self._files.clear()


def download_url(base_url: str, file: TeamsFile) -> str:
    """Where its bytes are; whoever has the address may have them."""
    return f"{base_url}/drive/{file.ticket}/{file.id}"


def upload_url(base_url: str, file: TeamsFile) -> str:
    """Where its bytes go."""
    return f"{base_url}/drive/{file.ticket}"
