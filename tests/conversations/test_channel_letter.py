"""A post in a channel after which the line broke: the bot does not read there, so it asks."""

from __future__ import annotations

from datetime import timedelta

from storage.letters import Letter
from tests.conversations import acts
from tests.conversations.cast import Cast

WORKSHOP = {"title": "Leadership styles", "on_date": "2027-04-22", "at_time": "17:00", "place": "Library"}


def announced_while_the_line_breaks(cast: Cast, *, arrives: bool) -> None:
    cast.pairs_amina_with_priya()
    cast.lena.types("/workshop")
    acts.the_line_breaks(cast.story, arrives=arrives)
    cast.lena.fills(**WORKSHOP, words="Come and see.")
    cast.lena.closes()
    cast.story.until(cast.story.clock.now() + timedelta(minutes=5))


def posts(cast: Cast) -> int:
    return len(cast.ben.heard("Come and see.", place=cast.channel))


def asked(cast: Cast) -> bool:
    return len(cast.lena.heard("Did my latest message appear?")) == 1


def test_a_lead_who_has_seen_it_says_so_and_nothing_is_posted_again(cast: Cast) -> None:
    announced_while_the_line_breaks(cast, arrives=True)
    assert asked(cast)
    cast.lena.presses("Yes, it is there")
    assert cast.lena.heard("I leave it as it is")
    assert posts(cast) == 1
    assert [each.body for each in cast.story.kept(Letter) if each.place and each.unsure] == [None]


def test_a_lead_who_has_not_seen_it_has_it_posted_once_more(cast: Cast) -> None:
    announced_while_the_line_breaks(cast, arrives=False)
    assert posts(cast) == 0
    assert asked(cast)
    cast.lena.presses("No, post it again")
    assert posts(cast) == 1
    assert asked_of_tom(cast)
    cast.tom.presses("No, post it again")
    assert cast.tom.heard("This has been dealt with already.")
    assert posts(cast) == 1


def asked_of_tom(cast: Cast) -> bool:
    return len(cast.tom.heard("Did my latest message appear?")) == 1
