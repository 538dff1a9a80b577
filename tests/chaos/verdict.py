"""What came of it all, from what the Slack accepted and what the database holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Self

from sqlalchemy import select

from bot.slack.inbound import SLACK
from storage.letters import DEAD, SENT, Letter
from storage.reflections import Reflection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from practice.app import PracticeSlack
    from storage.database import Database
    from tests.chaos.hospital import Watch
    from tests.chaos.load import Done

    Said = Mapping[tuple[str, str], str]

_A_TICK = 0.002
"""Seconds by which two instants may be nearer than the pause: clocks are read before and after what they measure."""


@dataclass(frozen=True)
class Verdict:
    """Counts. The first are what there was, those from `lost` on must be 0 (`asked` may be more).

    `asked`: letters in a channel that may or may not have appeared, so that a lead was asked.
    `said`: what people said, wrote in forms and answered; `unheard` of them have no answer or are not stored,
    `doubled` are stored more than once. `refused`: calls that came too fast, or broke a rule of Slack's.
    `hung`: processes that were asked to stop and had to be killed.

    In Teams: `teams_admitted` of the `teams_messages` say that one may have seen them already; `teams_unknown` letters
    were left, and may have arrived or not; `teams_unreachable` is how often a lead was told that the bot was not let in.
    What came twice without admitting it, or an answer that came twice, is `teams_twice_silently`.
    """

    messages: int = 0
    said: int = 0
    asked: int = 0
    teams_messages: int = 0
    teams_admitted: int = 0
    teams_unknown: int = 0
    teams_unreachable: int = 0
    lost: int = 0
    twice: int = 0
    refused: int = 0
    disordered: int = 0
    too_close: int = 0
    dead: int = 0
    unheard: int = 0
    doubled: int = 0
    hung: int = 0
    teams_lost: int = 0
    teams_twice_silently: int = 0

    @property
    def faults(self) -> dict[str, int]:
        """Whatever must be 0 and is not."""
        counts = asdict(self)
        names = list(counts)
        return {name: counts[name] for name in names[names.index("lost") :] if counts[name]}

    def __add__(self, other: Self) -> Verdict:
        return Verdict(
            **{field.name: getattr(self, field.name) + getattr(other, field.name) for field in fields(self)}
        )


def judged(slack: PracticeSlack, watch: Watch, database: Database, done: Done, gap: float) -> Verdict:
    """The verdict on one run, when everything has settled."""
    watch.look()
    with database.reading() as session:
        letters = list(session.scalars(select(Letter).where(Letter.platform == SLACK).order_by(Letter.id)))
        stored = list(session.scalars(select(Reflection)))
    accepted = slack.accepted()
    times = Counter(each.key for each in accepted)
    asked = {each.key for each in letters if each.state == DEAD and each.unsure and each.place}
    due = {each.key for each in letters if not each.replaces_id}
    answers = {
        f"{slack.team_id}/answer/slack/event/{watch.events[message]}"
        for message in (*done.said, *done.answered)
        if message in watch.events
    }
    unanswered = len(done.said) + len(done.answered) - len(answers & times.keys())
    saved = Counter((each.said_place or "", each.said_id or "", each.words) for each in stored)
    expected = _reflections(done)
    return Verdict(
        messages=len(accepted),
        said=len(done.said) + len(done.answered) + len(done.written),
        asked=len(asked),
        lost=len([key for key in due - asked if not times[key]]),
        twice=sum(count - 1 for key, count in times.items() if key) + times[""],
        refused=slack.limits.refused_in_channel + slack.limits.refused_in_workspace + len(watch.broken),
        disordered=disordered(letters, [(each.key, number(each.ts)) for each in accepted]),
        too_close=too_close([(each.conversation, each.at) for each in accepted], gap),
        dead=len([each for each in letters if each.state != SENT and each.key not in asked]),
        unheard=unanswered + sum(not saved[each] for each in expected),
        doubled=sum(saved.values()) - len(saved),
    )


def _reflections(done: Done) -> list[tuple[str, str, str]]:
    """What must be stored: where it was said, if it was, and the words."""
    in_chat = [(place, ts, words) for (place, ts), words in done.answered.items()]
    return [*in_chat, *(("", "", words) for words in done.written)]


def disordered(letters: Iterable[Letter], accepted: Iterable[tuple[str, int]]) -> int:
    """How many letters came before an older one of their lane; `accepted` are keys, each with its instant."""
    first: dict[str, int] = {}
    for key, at in accepted:
        first.setdefault(key, at)
    newest: Counter[str] = Counter()
    wrong = 0
    for letter in letters:
        if letter.key in first:
            wrong += first[letter.key] < newest[letter.lane]
            newest[letter.lane] = max(first[letter.key], newest[letter.lane])
    return wrong


def too_close(accepted: Iterable[tuple[str, float]], gap: float) -> int:
    """How many messages of one conversation came too soon after the one before; each with its seconds."""
    return sum(pause < gap - _A_TICK for pause in _pauses(accepted))


def _pauses(accepted: Iterable[tuple[str, float]]) -> Iterator[float]:
    last: dict[str, float] = {}
    for conversation, at in accepted:
        if conversation in last:
            yield at - last[conversation]
        last[conversation] = at


def number(ts: str) -> int:
    """A message's id, for comparing."""
    return int(ts.replace(".", ""))
