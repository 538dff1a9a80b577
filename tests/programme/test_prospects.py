"""The numbers in what is supposed are those with which it was worked out."""

from __future__ import annotations

import pytest

from programme.matching.what_if import JOINING, WEEKS_LESS, Prospect, WhatIf
from programme.words.prospects import what_if


def test_what_is_said_is_what_was_supposed() -> None:
    joining = Prospect("doctors_join", "main", 2), Prospect("managers_join", "main", 2)
    found = WhatIf(1, 9, (*joining, Prospect("shorter", "", 2)), "")
    said = "\n".join(what_if("Spring", found, {"main": "the main site"}).paragraphs)
    assert f"If {JOINING} doctors joined at the main site: 2 more people paired." in said
    assert f"If {JOINING} managers joined at the main site" in said
    assert f"If {WEEKS_LESS} weeks less in post were enough" in said


def test_what_would_not_help_is_an_answer_too() -> None:
    helps = Prospect("slot", "tue-lunch", 2)
    vain = tuple(Prospect(kind, "", 0) for kind in ("video", "permission", "shorter", "managers_join"))
    said = "\n".join(what_if("Spring", WhatIf(0, 4, (helps, *vain), "have_time"), {}).paragraphs)
    assert said == (
        "Spring: of the 4 people who wait, nobody can be paired yet.\n"
        "If everybody were free on Tuesday lunchtimes: 2 more people paired.\n"
        "Nobody more would be paired by everybody agreeing to meet by video, permission for everybody, asking for 4 weeks "
        "less in post or 5 people joining on one site.\n"
        "The rule that keeps most of them waiting: two people must share enough free time."
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (WhatIf(0, 0, (), ""), "Spring: everybody who waits is kept together"),
        (WhatIf(0, 1, (), ""), "Spring: the 1 person who waits cannot be paired yet."),
        (WhatIf(3, 0, (), ""), "Spring: all 6 people who wait can be paired."),
        (WhatIf(3, 2, (), ""), "Spring: of the 8 people who wait, at most 6 can be paired."),
    ],
)
def test_only_those_who_wait_are_spoken_of(found: WhatIf, said: str) -> None:
    assert what_if("Spring", found, {}).paragraphs[0].startswith(said)
