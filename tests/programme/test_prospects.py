"""The numbers in what is supposed are those with which it was worked out."""

from __future__ import annotations

from programme.matching.what_if import JOINING, WEEKS_LESS, Prospect, WhatIf
from programme.words.prospects import what_if


def test_what_is_said_is_what_was_supposed() -> None:
    joining = Prospect("doctors_join", "main", 2), Prospect("managers_join", "main", 2)
    found = WhatIf(1, 9, (*joining, Prospect("shorter", "", 2)), "")
    said = "\n".join(what_if("Spring", found, {"main": "the main site"}).paragraphs)
    assert f"If {JOINING} doctors joined at the main site: 2 more people matched." in said
    assert f"If {JOINING} managers joined at the main site" in said
    assert f"If {WEEKS_LESS} weeks less in post were enough" in said
