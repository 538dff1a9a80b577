"""Files of the workspace: upload tickets, content, and the time they take to settle."""

from __future__ import annotations

import mimetypes
import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif"})
"""What an image block may show (Slack's reference of the image block)."""


@dataclass
class StoredFile:
    """One file. `settles` is a monotonic instant; None means that its upload was never completed."""

    id: str
    name: str
    owner: str
    created_at: datetime
    size: int
    team: str
    title: str = ""
    alt_text: str = ""
    ticket: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    content: bytes | None = None
    settles: float | None = None
    shared_in: list[str] = field(default_factory=list)

    @property
    def is_settled(self) -> bool:
        """Whether Slack has finished with the upload."""
        return self.settles is not None and time.monotonic() >= self.settles

    @property
    def mimetype(self) -> str:
        """What the file is, by its name."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"


class Files:
    """All files by id. The workspace's lock guards it."""

    def __init__(self, team: str, mark: str) -> None:
        self._team, self._mark = team, mark
        self._files: dict[str, StoredFile] = {}
        self._made = 0

    def expect(
        self, *, name: str, size: int, owner: str, created_at: datetime, alt_text: str = ""
    ) -> StoredFile:
        """A new file whose bytes are still to come to its ticket."""
        self._made += 1
        file = StoredFile(
            f"F{self._mark}{self._made:010d}", name, owner, created_at, size, self._team, name, alt_text
        )
        self._files[file.id] = file
        return file

    def receive(self, ticket: str, content: bytes) -> StoredFile | None:
        """Keep the bytes sent to a ticket; None when the ticket is unknown, spent, or the length is wrong."""
        for file in self._files.values():
            is_right = secrets.compare_digest(file.ticket, ticket) and file.content is None
            if is_right and len(content) == file.size:
                file.content = content
                return file
        return None

    def complete(self, file: StoredFile, settle_seconds: float) -> None:
        """The upload is finished; Slack settles it in its own time."""
        file.settles = time.monotonic() + settle_seconds

    def get(self, file_id: str) -> StoredFile | None:
        """The file of this id."""
        return self._files.get(file_id)

    def at(self, url: str, base_url: str) -> StoredFile | None:
        """The file that a private address or permalink leads to."""
        return next((file for file in self._files.values() if url in _addresses(file, base_url)), None)

    def all(self) -> list[StoredFile]:
        """Every file."""
        return list(self._files.values())

    def remove(self, file_id: str) -> None:
        """Delete a file."""
        del self._files[file_id]

    def clear(self) -> None:
        """Forget every file; ids go on."""
        self._files.clear()


def as_slack(file: StoredFile, base_url: str) -> dict[str, Any]:
    """The file as the Web API gives it; before it has settled Slack does not know its type yet."""
    mimetype = file.mimetype if file.is_settled else ""
    private, download, link = _addresses(file, base_url)
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "user": file.owner,
        "created": int(file.created_at.timestamp()),
        "mimetype": mimetype,
        "filetype": file.name.rpartition(".")[2] if mimetype else "",
        "size": file.size,
        "alt_txt": file.alt_text,
        "is_external": False,
        "url_private": private,
        "url_private_download": download,
        "permalink": link,
        "channels": [place for place in file.shared_in if place.startswith("C")],
        "groups": [place for place in file.shared_in if place.startswith("G")],
        "ims": [place for place in file.shared_in if place.startswith("D")],
    }


def permalink(file: StoredFile, base_url: str) -> str:
    """The address that, named in a message, shares the file there."""
    return f"{base_url}/files/{file.owner}/{file.id}/{quote(file.name)}"


def _addresses(file: StoredFile, base_url: str) -> tuple[str, str, str]:
    path, name = f"{base_url}/files-pri/{file.team}-{file.id}", quote(file.name)
    return f"{path}/{name}", f"{path}/download/{name}", permalink(file, base_url)
