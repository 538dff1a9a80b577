"""The whole main job, from the first command to the thanks."""

from __future__ import annotations

from tests.conversations.cast import Cast
from tests.conversations.story import at


def test_a_pair_lives_through_six_months(cast: Cast) -> None:
    cast.pairs_amina_with_priya()
    assert not cast.amina.heard("meet Priya")
    cast.story.until(at("2027-03-16 12:00"))
    introduction = cast.amina.last()
    assert "meet Priya Nair" in introduction.words
    assert "When and where" in introduction.words
    cast.priya.presses("Tell me when and where")
    assert cast.priya.fills(on_date="2027-03-18", at_time="12:30", place="Canteen") == {}
    assert "Thursday 18 March 2027 at 12:30pm, Canteen" in cast.amina.last().words
