"""What is particular to one hospital, read from its configuration."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from programme.moments import Nation
from programme.reading import Problems, Text, faults_of, keys_of, read_as, twice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CHECKED_FOR = timedelta(days=183)  # six months; helplines close and numbers change


class SiteProblems(Problems):
    """Everything that is wrong with a site's configuration."""


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A site or a directorate: the value is kept, the label is shown."""

    value: Text
    label: Text


class Signpost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somewhere to turn to; `checked_on` is the day on which somebody made sure that it is right."""

    name: Text
    contact: Text
    hours: str
    note: str
    checked_on: date | None


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One hospital: its places, its calendar, and where its people can turn.

    `files_in_chat` is whether files may be handed over in a chat; where they may not, a link leads to them.
    """

    hospital: Text
    nation: Nation
    closed_on: tuple[date, ...]
    sites: tuple[Place, ...]
    directorates: tuple[Place, ...]
    linked_directorates: tuple[tuple[str, ...], ...]
    signposts: tuple[Signpost, ...]
    files_in_chat: bool = True

    @property
    def links(self) -> frozenset[frozenset[str]]:
        """The linked directorates as the matching asks for them."""
        return frozenset(frozenset(link) for link in self.linked_directorates)


def read(text: str) -> Site:
    """The site written in this YAML; raises SiteProblems with every problem found, each with its key."""
    written = keys_of(text, SiteProblems)
    faults = faults_of(written, Site)
    for key in ("sites", "directorates"):
        faults += twice(f"{key} value", _values(written.get(key)))
    faults += _link_faults(written.get("linked_directorates"), _values(written.get("directorates")))
    return read_as(Site, written, faults, SiteProblems)


def stale(signposts: Sequence[Signpost], today: date) -> tuple[Signpost, ...]:
    """The signposts that nobody has checked for six months, or ever."""
    return tuple(
        signpost
        for signpost in signposts
        if signpost.checked_on is None or today - signpost.checked_on > CHECKED_FOR
    )


def _values(places: object) -> list[Any]:
    if not isinstance(places, list):
        return []
    return [place.get("value") for place in places if isinstance(place, dict)]


def _link_faults(links: object, directorates: list[Any]) -> Iterator[str]:
    for number, link in enumerate(links if isinstance(links, list) else [], start=1):
        if not isinstance(link, list):
            continue
        if len(link) != 2 or link[0] == link[1]:  # noqa: PLR2004 - a link has two ends
            yield f"linked_directorates {number} must name two different directorates, not {link}."
        for value in link:
            if value not in directorates:
                yield f"linked_directorates {number} names {value!r}, which is not in directorates."
