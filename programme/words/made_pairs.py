"""The pairs that run, as their two leads can look at them at any time: nothing is changed here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from programme.review import PAGE, pages_of, within
from programme.words.dates import short_day
from programme.words.message import Button, Form, Line
from programme.words.names import with_partners
from programme.words.one_match import quoted
from programme.words.proved import paired
from programme.words.review_pages import CLOSE, LOOK, subject

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

TITLE = "Pairs"
NONE = "no pair is running at the moment."


@dataclass(frozen=True)
class MadePair:
    """Who is together: each side by name and role, the reasons that they read, and when they were introduced.

    Before that `introduced_on` is None, and they have not been told of each other.
    """

    doctors: tuple[tuple[str, str], ...]
    managers: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]
    introduced_on: date | None


def look(cohort_id: int) -> Button:
    """To the first page."""
    return Button(LOOK, "made_pairs", subject(cohort_id, 1), opens_form=True)


def page_of(pairs: Sequence[object], number: int) -> tuple[int, slice]:
    """The page meant by a number, and which of the pairs stand on it."""
    at = within(number, pages_of(pairs, PAGE))
    return at, slice((at - 1) * PAGE, at * PAGE)


def page(cohort_id: int, name: str, trios: Sequence[bool], at: int, shown: Sequence[MadePair]) -> Form:
    """Some of them; `trios` says of all of them which are."""
    pages = pages_of(trios, PAGE)
    said = paired(len(trios) - sum(trios), sum(trios))
    note = f"{name}: {said}. Page {at} of {pages}." if trios else f"{name}: {NONE}"
    turns = [
        Button(label, "made_pairs", subject(cohort_id, to), opens_form=True)
        for label, to in (("Previous", at - 1), ("Next page", at + 1))
        if 1 <= to <= pages
    ]
    lines = tuple(Line(_said(each)) for each in shown)
    return Form("made_pairs", TITLE, (), "", note=note, close=CLOSE, lines=lines, buttons=tuple(turns))


def _said(each: MadePair) -> str:
    said = f"Introduced on {short_day(each.introduced_on)}." if each.introduced_on else "Not introduced yet."
    reasons = tuple(filter(None, each.reasons))
    return "\n".join(
        filter(
            None, (f"{with_partners(each.doctors, each.managers)}.", quoted(reasons) if reasons else "", said)
        )
    )
