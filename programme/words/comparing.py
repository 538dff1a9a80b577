"""How a suggestion differs from the one before it: in a sentence, and page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.matching.proposal import Match
from programme.review import pages_of, within
from programme.words.dates import count, listed
from programme.words.message import Line
from programme.words.review_pages import read, to_changes, to_summary, turning

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from programme.matching.changes import Changes
    from programme.review import Review
    from programme.words.message import Form

PAGE = 20
FIRST = "There is no earlier suggestion to compare this one with."
SAME = "Nothing is different from the suggestion before."


def sentence(changes: Changes) -> str:
    """For the letter."""
    if not _is_different(changes):
        return SAME
    said = [f"{count(len(changes.new), 'new match', 'new matches')}, {len(changes.kept)} as before"]
    if changes.found_partner:
        said.append(f"{count(len(changes.found_partner), 'person has', 'people have')} found a partner")
    if changes.lost_partner:
        said.append(f"{count(len(changes.lost_partner), 'person has', 'people have')} lost theirs")
    return f"Compared with the suggestion before: {', '.join(said)}."


def _is_different(changes: Changes) -> bool:
    return bool(changes.new or changes.gone or changes.joined or changes.left)


def first(review: Review) -> Form:
    """There is nothing to compare it with."""
    return read(FIRST, (), (to_summary(review),))


def page(review: Review, changes: Changes, names: Mapping[int, str], number: int) -> Form:
    """Match by match and person by person; `names` are also of those who were only in the suggestion before."""
    everything = _entries(changes, names)
    pages = pages_of(everything, PAGE)
    at = within(number, pages)
    lines = tuple(Line(each) for each in everything[(at - 1) * PAGE : at * PAGE])
    note = sentence(changes) if pages == 1 else f"{sentence(changes)} Page {at} of {pages}."
    return read(note, lines, (*turning(to_changes, review, at, pages), to_summary(review)))


def _entries(changes: Changes, names: Mapping[int, str]) -> list[str]:
    def together(match: Match) -> str:
        return listed([names[id_] for id_ in match.people])

    people: Sequence[tuple[str, tuple[int, ...]]] = (
        ("Has a partner now", changes.found_partner),
        ("Has no partner now", changes.lost_partner),
        ("Came", changes.joined),
        ("Went", changes.left),
    )
    return [
        *(f"New: {together(match)}." for match in changes.new),
        *(f"Not any more: {together(match)}." for match in changes.gone),
        *(f"{what}: {names[id_]}." for what, ids in people for id_ in ids),
    ]
