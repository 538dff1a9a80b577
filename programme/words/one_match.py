"""One match of a suggestion: why, how well, what to look at, and what can be done with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from programme.matching.rules import PARTS
from programme.review import RUNNING
from programme.words.dates import listed
from programme.words.message import Button, Confirm, Form, Line
from programme.words.proved import of_100
from programme.words.review_pages import read, subject, to_page, together

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.matching.proposal import Proposed, SecondBest
    from programme.review import Review

NOT_TO_BE = "Not to be paired."
LOCKED = "Kept together by the leads."
KEPT = {"asked": "They asked for each other.", RUNNING: "A pair already, which a third joins."}
_LONGEST_LABEL, _LONGEST_QUESTION = 75, 300

Link = tuple[int, int]


def said_of(review: Review, position: int) -> str:
    """Who, how well, why, the weakest part in words, and what needs a look."""
    each = review.result.proposed[position]
    state = NOT_TO_BE if position in review.dissolved else _kept(review, each)
    said = (
        f"{together(review, each)}: {of_100(each.points)}. {state}".strip(),
        quoted(each.reasons),
        f"Weakest part: {label(each.weakest)}.",
        *each.warnings,
    )
    return "\n".join(said)


def _kept(review: Review, each: Proposed) -> str:
    return LOCKED if each.match in review.locked else KEPT.get(each.kept, "")


def quoted(reasons: tuple[str, ...]) -> str:
    """What the pair will read, as sentences of their own."""
    return "“" + " ".join(f"{reason[:1].upper()}{reason[1:]}." for reason in reasons) + "”"


def label(part: str) -> str:
    """How leads read a part of the score."""
    return next(each.label for each in PARTS if each.name == part)


def closer(review: Review, position: int, roles: Mapping[int, str], note: str = "") -> Form:
    """Everything that is known of it; `roles` are what people do, and `note` says first what has just happened."""
    each = review.result.proposed[position]
    links = _links_to_forbid(review, position)
    is_trio = len(each.match.links) > 1
    lines = (
        Line(said_of(review, position)),
        Line(_parts(each)),
        *(_person(review, position, id_, roles.get(id_, "")) for id_ in each.match.people),
        *(_link(review, position, link) for link in links if is_trio),
    )
    buttons = (
        *_locking(review, position),
        *(_forbid(review, position, link) for link in links if not is_trio),
        replace(to_page(review, review.page_of(position)), label="Back to the pairs"),
    )
    return read(note, lines, buttons)


def cannot_be_kept(reason: str) -> str:
    """A rule forbids a match by now."""
    return f"These cannot be kept together: {reason}."


def _may_change(review: Review, position: int) -> bool:
    """Whether it can be kept together or swapped: not when it is dissolved, and not a pair that runs."""
    return position not in review.dissolved and review.result.proposed[position].kept != RUNNING


def _links_to_forbid(review: Review, position: int) -> tuple[Link, ...]:
    """Each two of whom it can be said that they are not to be paired: not those who are a pair already."""
    links = review.result.proposed[position].match.links
    return tuple(
        link for link in links if position not in review.dissolved and not review.pool.isdisjoint(link)
    )


def _parts(each: Proposed) -> str:
    """Every part, the weakest first."""
    parts = sorted(each.parts.items(), key=lambda part: part[1])
    said = ", ".join(f"{label(name)} {round(100 * value)}" for name, value in parts)
    return f"Every part, of 100: {said}."


def _person(review: Review, position: int, id_: int, role: str) -> Line:
    name = review.names[id_]
    second_best = review.result.proposed[position].second_best
    second = next((each for each in second_best if each.person_id == id_), None)
    said = f"{name}, {role}." if role else f"{name}."
    swap = Button(
        f"Swap {name}"[:_LONGEST_LABEL], "open_swap", subject(review.id, position, id_), opens_form=True
    )
    buttons = (swap,) if _may_change(review, position) else ()
    return Line(f"{said} {_next_best(review, second)}".strip(), buttons)


def _next_best(review: Review, second: SecondBest | None) -> str:
    if second is None:
        return ""
    at = review.match_with(second.partner_id)
    others = review.result.proposed[at].match.people if at is not None else ()
    names = [review.names[id_] for id_ in others if id_ != second.partner_id]
    now = f"now with {listed(names)}" if names else "now without a partner"
    return f"Next best: {review.names[second.partner_id]}, {of_100(second.points)}, {now}."


def _locking(review: Review, position: int) -> tuple[Button, ...]:
    if not _may_change(review, position):
        return ()
    about = subject(review.id, position)
    if review.result.proposed[position].match in review.locked:
        return (Button("Let go", "unlock_match", about, opens_form=True),)
    return (Button("Keep together", "lock_match", about, opens_form=True),)


def _link(review: Review, position: int, link: Link) -> Line:
    return Line(f"{_two(review, link)}:", (_forbid(review, position, link),))


def _forbid(review: Review, position: int, link: Link) -> Button:
    question = (
        f"{_two(review, link)} will not be suggested together again. Nobody is told, and no reason is kept."
    )
    return Button(
        "Do not pair these two",
        "forbid_match",
        subject(review.id, position, *link),
        "danger",
        Confirm(question[:_LONGEST_QUESTION], "Do not pair", "Leave it"),
        opens_form=True,
    )


def _two(review: Review, link: Link) -> str:
    return listed([review.names[id_] for id_ in link])
