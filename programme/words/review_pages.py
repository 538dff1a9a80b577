"""What every page of the review of a suggestion has in common: its frame, and the ways to the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from programme.words.dates import count, day, listed
from programme.words.message import Button, Confirm, Form, Line
from programme.words.proved import counted, third_and_hosts

if TYPE_CHECKING:
    from programme.matching.proposal import Proposed
    from programme.review import Review

TITLE = "Suggested pairs"
CLOSE = "Close"
LOOK = "Look at the pairs"
LONGEST_QUESTION = 300
"""What the smaller of the platforms shows of a question."""


def read(note: str, lines: tuple[Line, ...] = (), buttons: tuple[Button, ...] = ()) -> Form:
    """A page with nothing to send."""
    return Form("review", TITLE, (), "", note=note, close=CLOSE, lines=lines, buttons=buttons)


def subject(*numbers: int) -> str:
    """What a press is about: the suggestion's number, then the match's, the page's or people's."""
    return ":".join(map(str, numbers))


def together(review: Review, each: Proposed) -> str:
    """Amina Yusuf and Priya Nair."""
    return listed([review.names[id_] for id_ in each.match.people])


def approval(review: Review) -> Button:
    """The button that makes the pairs; the label says what."""
    what = counted(review.standing)
    these = f"this {what.removeprefix('1 ')}" if len(review.standing) == 1 else f"these {what}"
    these = what if these.startswith("these 1 ") else these
    question = " ".join(filter(None, (_of_new(review), _of_thirds(review))))
    confirm = Confirm(question[:LONGEST_QUESTION], "Approve", "Not yet")
    return Button(f"Approve {these}", "approve_match", str(review.id), "main", confirm)


def _of_new(review: Review) -> str:
    people = sum(len(each.match.people) for each in review.new)
    if not people:
        return ""
    first_day = review.result.first_day
    when = f"on {day(first_day)} at the earliest" if first_day is not None else "on their first day"
    return f"Pair these {count(people, 'person', 'people')}? They hear of it {when}."


def _of_thirds(review: Review) -> str:
    """Whoever joins a pair that runs: they are told soon."""
    if not review.thirds:
        return ""
    if len(review.thirds) > 1:
        said = f"{len(review.thirds)} people each join a pair"
        return f"{said}, and all of them are told." if review.new else f"{said}? All of them are told."
    third, hosts = third_and_hosts(review, review.thirds[0])
    said = f"{third} joins {hosts}"
    return f"{said}, and all three are told." if review.new else f"{said}? All three are told."


def to_summary(review: Review) -> Button:
    """The whole at a glance."""
    return Button("Summary", "open_review", str(review.id), opens_form=True)


def to_page(review: Review, number: int) -> Button:
    """A page of matches."""
    return Button(LOOK, "review_page", subject(review.id, number), opens_form=True)


def to_match(review: Review, position: int) -> Button:
    """One match."""
    return Button("Look closer", "review_match", subject(review.id, position), opens_form=True)


def to_alone(review: Review, number: int) -> Button:
    """A page of those without a partner."""
    label = f"Without a partner ({len(review.alone)})"
    return Button(label, "review_alone", subject(review.id, number), opens_form=True)


def to_changes(review: Review, number: int) -> Button:
    """A page of what is different from the suggestion before."""
    return Button("What changed", "review_changes", subject(review.id, number), opens_form=True)


def to_others(review: Review) -> tuple[Button, ...]:
    """To what there is besides the matches."""
    alone = (to_alone(review, 1),) if review.alone else ()
    return (*alone, to_changes(review, 1)) if review.has_earlier else alone


def again(review: Review) -> Button:
    """To have everything but what is kept worked out again."""
    return Button("Work out the rest again", "rematch", str(review.id), opens_form=True)


def turning(to: Callable[[Review, int], Button], review: Review, at: int, pages: int) -> tuple[Button, ...]:
    """To the pages before and after one of several."""
    before = (replace(to(review, at - 1), label="Previous"),) if at > 1 else ()
    after = (replace(to(review, at + 1), label="Next page"),) if at < pages else ()
    return (*before, *after)
