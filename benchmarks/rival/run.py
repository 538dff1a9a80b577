"""mentor-match in its own environment: reads who may be paired and how well, pairs, and says how long that took.

In: one JSON object {"points": rows of numbers, null where a pair is forbidden}. Out: {"seconds": …, "pairs": [[row, column], …]}.
The rules find every answer ready in a table, so that what is timed is the library and not our rules written in Python.
"""

from __future__ import annotations

import json
import sys
import time

from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules.rule import Disqualify, Rule


class Ready(Rule):
    """Points that have been worked out already."""

    def __init__(self, points: list[list[int | None]]) -> None:
        super().__init__()
        self._points = points

    def apply(self, match_object: object) -> int:
        """The points of this pair."""
        return self._points[match_object.mentor.role][match_object.mentee.role] or 0  # type: ignore[attr-defined]


def main() -> None:
    """Read, pair, write."""
    points = json.load(sys.stdin)["points"]
    mentors = [_somebody(Mentor, row) for row in range(len(points))]
    mentees = [_somebody(Mentee, column) for column in range(len(points[0]))]
    forbidden = Disqualify(lambda match: points[match.mentor.role][match.mentee.role] is None)
    began = time.perf_counter()
    process_data(mentors, mentees, [[Ready(points), forbidden]])
    seconds = time.perf_counter() - began
    pairs = [[mentor.role, mentee.role] for mentor in mentors for mentee in mentor.mentees]
    json.dump({"seconds": seconds, "pairs": pairs}, sys.stdout)


def _somebody(kind: type, number: int) -> object:
    return kind(grade=1, email=f"{kind.__name__}{number}@example.org", role=number)


if __name__ == "__main__":
    main()
