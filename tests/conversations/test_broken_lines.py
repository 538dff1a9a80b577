"""The line breaks while a pair is introduced: both hear of it, and nobody hears it twice unawares."""

from __future__ import annotations

import pytest

from programme.words.undelivered import SEEN_ALREADY
from storage.letters import DEAD, Letter
from tests.conversations import acts
from tests.conversations.cast import Cast
from tests.conversations.story import at


@pytest.mark.parametrize("arrives", [True, False])
def test_an_introduction_on_whose_way_the_line_broke_is_heard_and_never_twice_unawares(
    cast: Cast, arrives: bool
) -> None:
    cast.pairs_amina_with_priya()
    acts.the_line_breaks(cast.story, arrives=arrives)
    cast.story.until(at("2027-03-16 12:00"))
    for someone in (cast.amina, cast.priya):
        heard = [each.words for each in someone.heard("meet Priya Nair")]
        unawares = [words for words in heard if SEEN_ALREADY not in words]
        assert heard
        assert len(unawares) <= 1
        assert len(heard) - len(unawares) <= 1
        someone.presses("Tell me when and where")
        assert someone.has_a_form()
        someone.closes()
    assert not [letter for letter in cast.story.kept(Letter) if letter.state == DEAD]
    cast.story.until(at("2027-03-30 12:00"))
    for someone, partner in ((cast.amina, "Priya Nair"), (cast.priya, "Amina Yusuf")):
        assert len(someone.heard(f"Have you and {partner} met yet?")) == 1
