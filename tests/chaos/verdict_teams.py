"""What came of the letters to Teams, where nobody can look: each is sent, dead, unknown, or repeated with its admission."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.teams.inbound import TEAMS
from programme.words import talking
from programme.words.undelivered import SEEN_ALREADY
from storage.letters import DEAD, SENT, UNKNOWN, Letter
from tests.chaos.tenant import broken_rules
from tests.chaos.unseen import key_of
from tests.chaos.verdict import Verdict, disordered, number, too_close

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from practice.teams.accepted import TeamsAccepted
    from practice.teams.app import PracticeTeams
    from storage.database import Database
    from tests.chaos.hospital import Cast
    from tests.chaos.load import Done

    Arrivals = Mapping[str, Sequence[TeamsAccepted]]

_EXCUSES = frozenset({talking.nothing_saved(), talking.not_shown()})


def judged_in_teams(
    teams: PracticeTeams, database: Database, done: Done, people: Cast, pace: float
) -> Verdict:
    """The verdict on the Teams of one run, when everything has settled."""
    with database.reading() as session:
        letters = list(session.scalars(select(Letter).where(Letter.platform == TEAMS).order_by(Letter.id)))
        known = set(session.scalars(select(Letter.key)))
    accepted = [each for each in teams.accepted() if not _is_excuse(each)]
    arrivals = _arrivals(accepted)
    visited = [each for each in letters if set(each.people) & set(people.visited)]
    not_let_in = [each for each in visited if each.state == DEAD and "not installed" in (each.trouble or "")]
    asked = [each for each in letters if each.state == DEAD and each.unsure and each.place]
    heard = {f"/answer/{TEAMS}/event/{here}/{message}" for here, message in done.said_in_teams}
    return Verdict(
        said=len(heard),
        asked=len(asked),
        teams_messages=len(accepted),
        teams_admitted=len([each for each in accepted if _admits(each)]),
        teams_unknown=len([each for each in letters if _is_left(each)]),
        teams_unreachable=len([key for key in known if "/undelivered/unreachable/" in key]),
        refused=teams.limits.refused + len(broken_rules(teams)),
        disordered=disordered(
            [each for each in letters if each not in visited],
            [(key_of(each.words), number(each.ts)) for each in accepted],
        ),
        too_close=too_close([(each.conversation, each.at) for each in accepted], pace),
        dead=len([each for each in letters if each.state not in (SENT, UNKNOWN)])
        - len(not_let_in)
        - len(asked),
        unheard=len(heard - {key[key.index("/") :] for key in known}),
        teams_lost=len(set(done.posted) - known)
        + len([each for each in letters if _is_lost(each, arrivals.get(each.key, ()))]),
        teams_twice_silently=len(arrivals.get("", ()))
        + sum(_too_often(each, arrivals.get(each.key, ())) for each in letters),
    )


def _arrivals(accepted: Sequence[TeamsAccepted]) -> Arrivals:
    by_key: dict[str, list[TeamsAccepted]] = defaultdict(list)
    for each in accepted:
        by_key[key_of(each.words)].append(each)
    return by_key


def _is_excuse(message: TeamsAccepted) -> bool:
    """Whether it is what the door itself says, to somebody whose act could not be saved; it is no letter."""
    return not key_of(message.words) and not _EXCUSES.isdisjoint(message.words)


def _admits(message: TeamsAccepted) -> bool:
    return any(line.startswith(SEEN_ALREADY) for line in message.words)


def _is_left(letter: Letter) -> bool:
    """Whether nobody knows if it has arrived, or only its reader knew, who has acted since."""
    return letter.state == UNKNOWN or (letter.state == SENT and not letter.sent_id)


def _is_lost(letter: Letter, arrived: Sequence[TeamsAccepted]) -> bool:
    """Whether it counts as sent and is not where it should stand. A change stands in a message of before."""
    is_sent = letter.state == SENT and letter.sent_id and not letter.replaces_id
    return bool(is_sent) and all(each.ts != letter.sent_id for each in arrived)


def _too_often(letter: Letter, arrived: Sequence[TeamsAccepted]) -> int:
    """How often it came beyond once, or once more with its admission where that is allowed."""
    admitted = len([each for each in arrived if _admits(each)])
    silent, allowed = len(arrived) - admitted, 0 if letter.is_answer or letter.place else 1
    return max(silent - 1, 0) + max(admitted - allowed, 0)
