"""Forms that were opened before something changed and sent after it (docs/late.md)."""

from __future__ import annotations

from storage.imports import PeopleImport
from storage.pairs import Plan
from storage.sign_ups import SignUp
from tests.conversations.cast import DOCTOR, MANAGER, WISHES, Cast
from tests.conversations.late import holds
from tests.conversations.story import at
from tests.conversations.test_reflections import reflections
from tests.conversations.visit import HOW_WAS_IT, SHADOWS_MANAGER, VISIT, WORDS, only, plan_a_visit, visit_of

LIST = "email\nben@example.org\n"


@holds(
    "a date sent after the partner has set one",
    "a date sent after the visit",
    "a date sent after the end",
    "a change of a reflection that was deleted meanwhile",
)
def test_the_forms_of_a_pair_sent_after_something_changed(cast: Cast) -> None:
    cast.are_introduced()
    cast.story.until(at("2027-04-13 12:00"))
    asked = only(cast.amina, SHADOWS_MANAGER)
    cast.amina.presses_under(asked, "Tell me when and where")
    plan_a_visit(cast.priya, SHADOWS_MANAGER)
    assert cast.amina.fills(**{**VISIT, "on_date": "2027-04-21"}) == {}
    assert "Thursday 15 April 2027 at 2pm, Bed meeting" in cast.amina.sees()
    assert (visit_of(cast).on_date.isoformat(), cast.amina.filled("on_date")) == ("2027-04-15", "2027-04-21")
    cast.amina.closes()
    cast.amina.presses_under(only(cast.amina, SHADOWS_MANAGER), "Change it")
    cast.story.until(at("2027-04-20 12:00"))
    cast.priya.presses_under(only(cast.priya, HOW_WAS_IT), "It happened")
    assert cast.amina.fills(**{**VISIT, "on_date": "2027-04-29"}) == {}
    assert "has taken place, so I have not changed its date." in cast.amina.sees()
    cast.amina.closes()
    cast.amina.types(f"/reflect {WORDS}")
    cast.amina.fills()
    cast.amina.presses("Change")
    cast.amina.tries("press", "delete_reflection", "1")
    assert cast.amina.fills(words="Too late.") == {}
    assert cast.amina.sees().endswith("This reflection is no longer here.")
    assert reflections(cast) == []
    cast.amina.closes()
    cast.amina.closes()
    cast.amina.presses_under(only(cast.amina, "meet Priya Nair"), "Tell me when and where")
    cast.story.until(at("2027-08-24 12:00"))
    assert cast.amina.fills(on_date="2027-08-25", at_time="12:30", place="Canteen") == {}
    assert "This programme has ended, so I have not changed anything." in cast.amina.sees()
    assert [each.kind for each in cast.story.kept(Plan)] == ["shadow_dm"]


@holds(
    "a join form sent after the pairs were made",
    "a list of people sent after the pairs were made",
    "a cohort's name taken meanwhile",
)
def test_the_forms_of_a_cohort_sent_after_something_changed(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.joins(cast.amina, DOCTOR)
    cast.joins(cast.priya, MANAGER)
    cast.ben.types("/pairme")
    assert cast.ben.fills(**DOCTOR) == {}
    cast.chidi.types("/pairme")
    cast.amina.types("/pairme")
    cast.amina.presses("Change my answers")
    cast.lena.types("/cohort people")
    cast.lena.presses("Invite a list of people")
    cast.tom.types("/cohort match")
    cast.approves(cast.tom)
    for someone, form in ((cast.chidi, MANAGER), (cast.chidi, WISHES), (cast.ben, WISHES)):
        assert someone.fills(**form) == {}
    for someone in (cast.ben, cast.chidi):
        assert "I keep your place on the waiting list." in someone.sees()
    assert cast.amina.fills(**{**DOCTOR, "role": "Surgeon"}) == {}
    assert "your answers can no longer be changed here" in cast.amina.sees()
    assert {each.role for each in cast.story.kept(SignUp)} == {"Paediatric registrar", "Service manager"}
    assert cast.lena.hands_in(LIST) == ""
    assert "so nobody can be invited any more." in cast.lena.sees()
    assert cast.story.kept(PeopleImport) == []
    cast.lena.closes()
    cast.lena.types("/cohort new")
    cast.lena.tries("form", "cohort_new", **{**cast.cohort, "name": "Summer 2027"})
    errors = cast.lena.fills(**{**cast.cohort, "name": "Summer 2027"})
    assert list(errors) == ["name"]
