"""One match of a suggestion: why, how well, what to look at, and what can be done with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from programme.matching.rules import PARTS
from programme.review import RUNNING, Work
from programme.words.dates import listed
from programme.words.message import Button, Confirm, Form, Line
from programme.words.names import with_partners, with_role
from programme.words.proved import of_100
from programme.words.review_pages import LONGEST_QUESTION, again, read, subject, to_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from programme.matching.proposal import Proposed, SecondBest
    from programme.review import Link, Review

NOT_TO_BE = "Not to be paired."
YOUR_OWN = "Please ask the other lead to look at this one, because you are in it yourself."
LOCKED = "Kept together by the leads."
KEPT = {"asked": "They asked for each other.", RUNNING: "A pair already, which a third joins."}
WEAKEST_OF_ALL = "The fewest points of all."
NOTHING_WEAK = "Nothing is weak."
NOBODY_ELSE = "Nobody else fits."
_LONGEST_LABEL = 75


def said_of(review: Review, position: int, work: Mapping[int, Work]) -> str:
    """Who and what they do, how well, why, what is weak, and what needs a look."""
    each = review.result.proposed[position]
    state = NOT_TO_BE if position in review.dissolved else _kept(review, each)
    said = (
        f"{_who(review, each, work)}: {of_100(each.points)}. {state}".strip(),
        quoted(each.reasons),
        _weakest(review, each),
        WEAKEST_OF_ALL if review.is_weakest(position) else "",
        *map(review.with_names, each.warnings),
    )
    return "\n".join(filter(None, said))


def _who(review: Review, each: Proposed, work: Mapping[int, Work]) -> str:
    doctors, managers = (
        tuple((review.names[id_], work.get(id_, Work()).role) for id_ in side)
        for side in (each.match.doctors, each.match.managers)
    )
    return with_partners(doctors, managers)


def _kept(review: Review, each: Proposed) -> str:
    return LOCKED if each.match in review.locked else KEPT.get(each.kept, "")


def quoted(reasons: tuple[str, ...]) -> str:
    """What the pair will read, as sentences of their own."""
    return "“" + " ".join(f"{reason[:1].upper()}{reason[1:]}." for reason in reasons) + "”"


def _weakest(review: Review, each: Proposed) -> str:
    """In a trio the points are those of two of them, and so is what is weak."""
    if not each.weakness:
        return NOTHING_WEAK
    where = "Weakest, of two of them" if len(each.match.links) > 1 else "Weakest"
    return f"{where}: {review.with_names(each.weakness)}."


def label(part: str) -> str:
    """How leads read a part of the score."""
    return next(each.label for each in PARTS if each.name == part)


def closer(review: Review, position: int, work: Mapping[int, Work], note: str = "") -> Form:
    """Everything that is known of it; `work` is that of its people, and `note` says first what has just happened."""
    each = review.result.proposed[position]
    links = _links_to_forbid(review, position)
    is_trio = len(each.match.links) > 1
    lines = (
        Line("\n".join((said_of(review, position, work), *map(review.with_names, each.notes)))),
        Line(_parts(each)),
        *(_person(review, position, id_, work.get(id_, Work())) for id_ in each.match.people),
        *(_link(review, position, link) for link in links if is_trio),
    )
    buttons = (
        *_locking(review, position),
        *_back_together(review, position),
        *(_forbid(review, position, link) for link in links if not is_trio),
        *((again(review),) if review.dissolved else ()),
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
    return f"Each part, where 100 is perfect: {said}."


def _person(review: Review, position: int, id_: int, work: Work) -> Line:
    name = review.names[id_]
    where = ", ".join(filter(None, (work.directorate, work.site)))
    who = f"{with_role(name, work.role)}."
    swap = Button(
        f"Swap {name}"[:_LONGEST_LABEL], "open_swap", subject(review.id, position, id_), opens_form=True
    )
    buttons = (swap,) if _may_change(review, position) else ()
    said = (who, f"{where}." if where else "", _would_also_fit(review, position, id_))
    return Line(" ".join(filter(None, said)), buttons)


def _would_also_fit(review: Review, position: int, id_: int) -> str:
    """The second best; of a pair that runs nobody has looked for one."""
    each = review.result.proposed[position]
    if each.kept == RUNNING:
        return ""
    second = next((second for second in each.second_best if second.person_id == id_), None)
    if second is None:
        return NOBODY_ELSE
    return (
        f"Would also fit: {review.names[second.partner_id]}, {of_100(second.points)}, {_now(review, second)}."
    )


def _now(review: Review, second: SecondBest) -> str:
    at = review.match_with(second.partner_id)
    if at is None:
        return "who has no partner"
    there = review.result.proposed[at]
    others = [review.names[id_] for id_ in there.match.people if id_ != second.partner_id]
    return f"who is with {listed(others)} ({of_100(there.points).removesuffix(' of 100')})"


def _locking(review: Review, position: int) -> tuple[Button, ...]:
    if not _may_change(review, position):
        return ()
    about = subject(review.id, position)
    if review.result.proposed[position].match in review.locked:
        return (Button("Let go", "unlock_match", about, opens_form=True),)
    return (Button("Keep together", "lock_match", about, opens_form=True),)


def _back_together(review: Review, position: int) -> tuple[Button, ...]:
    """To take back that two are not to be paired."""
    if position not in review.dissolved:
        return ()
    return (Button("Pair them again", "pair_again", subject(review.id, position), opens_form=True),)


def _link(review: Review, position: int, link: Link) -> Line:
    return Line(f"{_two(review, link)}:", (_forbid(review, position, link),))


def _forbid(review: Review, position: int, link: Link) -> Button:
    question = (
        f"{_two(review, link)} will not be suggested together for 24 months. Both leads see it here, nobody else "
        "is told, and no reason is kept."
    )
    return Button(
        "Do not pair these two",
        "forbid_match",
        subject(review.id, position, *link),
        "danger",
        Confirm(question[:LONGEST_QUESTION], "Do not pair", "Leave it"),
        opens_form=True,
    )


def _two(review: Review, link: Link) -> str:
    return listed([review.names[id_] for id_ in link])
