"""What somebody may say besides on the second screen: where their partner works, which days, who writes their rota."""

from __future__ import annotations

from programme.words import join_forms
from storage.sign_ups import ROTA, SignUp, Tie
from tests.conversations.cast import DOCTOR, WISHES, Cast


def comes_to_the_second_screen(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.amina.types("/pairme")
    assert cast.amina.fills(**DOCTOR, **cast.address(cast.amina)) == {}


def looks_again(cast: Cast) -> None:
    cast.amina.closes()
    cast.amina.types("/pairme")
    cast.amina.presses("Change my answers")
    assert cast.amina.fills() == {}


def test_whoever_says_nothing_works_all_week_and_has_no_preference(cast: Cast) -> None:
    comes_to_the_second_screen(cast)
    assert cast.amina.filled("directorate_pref") == "none"
    assert cast.amina.filled("works_on") == list(join_forms.FULL_TIME)
    assert not cast.amina.filled("rota")
    assert cast.amina.fills(**WISHES) == {}
    (kept,) = cast.story.kept(SignUp)
    assert (kept.directorate_pref, kept.works_on) == (None, None)
    assert cast.story.kept(Tie) == []


def test_what_they_say_is_kept_and_stands_there_again(cast: Cast) -> None:
    comes_to_the_second_screen(cast)
    said = {"directorate_pref": "linked", "works_on": ["0", "1", "3"], "rota": cast.priya}
    assert cast.amina.fills(**WISHES, **said) == {}
    (kept,) = cast.story.kept(SignUp)
    assert (kept.directorate_pref, kept.works_on) == ("linked", [0, 1, 3])
    looks_again(cast)
    assert cast.amina.filled("directorate_pref") == "linked"
    assert cast.amina.filled("works_on") == ["0", "1", "3"]
    assert cast.amina.filled_people("rota") == [cast.priya]
    if cast.priya.platform == cast.amina.platform:
        assert [tie.kind for tie in cast.story.kept(Tie)] == [ROTA]


def test_it_can_be_taken_back(cast: Cast) -> None:
    comes_to_the_second_screen(cast)
    said = {"directorate_pref": "same", "works_on": ["4"], "rota": cast.ben}
    assert cast.amina.fills(**WISHES, **said) == {}
    looks_again(cast)
    assert cast.amina.fills(directorate_pref="none", works_on=[], rota="") == {}
    (kept,) = cast.story.kept(SignUp)
    assert (kept.directorate_pref, kept.works_on) == (None, None)
    assert cast.story.kept(Tie) == []


def test_nobody_writes_their_own_rota(cast: Cast) -> None:
    comes_to_the_second_screen(cast)
    assert cast.amina.fills(**WISHES, rota=cast.amina) == {"rota": join_forms.NOT_YOURSELF}
