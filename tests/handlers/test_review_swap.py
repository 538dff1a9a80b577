"""Two people of a suggestion change places: the effect first, then a suggestion of its own."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handlers.action import Reply
from programme.words import swapping
from storage import sign_ups
from storage.database import Database
from storage.pairs import ENDED, Pair
from storage.people import Person
from storage.proposals import Proposal
from storage.sign_ups import SignUp, Tie
from tests.handlers.crowd import joins_at_once
from tests.handlers.desk import HERE, LENA, TOM, Desk
from tests.handlers.leads import Lead
from tests.handlers.test_review import pairs_of, partner_of

DOCTORS = ["Amina Yusuf", "Ben O'Neill", "Grace Adu"]


@pytest.fixture
def desk(database: Database) -> Desk:
    """Three doctors, of whom one has no partner, and two managers."""
    made = Desk(database)
    made.opens_a_cohort()
    joins_at_once(made, "doctor", DOCTORS, trio_ok=False)
    joins_at_once(made, "manager", ["Priya Nair", "Chidi Obi-Lee"])
    made.matched()
    return made


def without(desk: Desk) -> str:
    """The doctor who has no partner."""
    return next(name for name in DOCTORS if not any(name in each for each in pairs_of(desk)))


def number_of(desk: Desk, name: str) -> str:
    """As a menu has it."""
    with desk.database.reading() as session:
        return str(session.scalars(select(Person.id).where(Person.name == name)).one())


def on(desk: Desk, name: str) -> Lead:
    """Lena has looked closer at the match that somebody is in."""
    return Lead(desk).opens().presses("Look at the pairs").presses("Look closer", beside=name)


def test_the_effect_is_shown_before_anything_changes(desk: Desk) -> None:
    before = pairs_of(desk)
    one, other = (each.split(" and ")[0] for each in sorted(before))
    lena = on(desk, one).presses(f"Swap {one}")
    (box,) = lena.form.fields
    assert sorted(each.label.partition(": ")[0] for each in box.options) == sorted(
        [f"{other}, with {partner_of(desk, other)}", f"{without(desk)}, no partner"]
    )
    assert all(each.label.endswith(" of 100") for each in box.options)
    lena.sends(swap_with=number_of(desk, other))
    assert f"{one} and {other} would change places." in lena.reads()
    assert f"Now: {one} and {partner_of(desk, one)}, " in lena.reads()
    assert f"Then: {other} and {partner_of(desk, one)}, " in lena.reads()
    assert "Of all 2: the weakest has " in lena.reads()
    assert pairs_of(desk) == before
    lena.presses("Leave as it is")
    assert pairs_of(desk) == before
    assert f"{one}, paediatric registrar, with {partner_of(desk, one)}, service manager: " in lena.reads()


def test_a_swap_is_kept_together_told_to_the_other_lead_and_no_longer_called_proved(desk: Desk) -> None:
    before = pairs_of(desk)
    one, other = (each.split(" and ")[0] for each in sorted(before))
    manager = partner_of(desk, one)
    lena = on(desk, one).presses(f"Swap {one}").sends(swap_with=number_of(desk, other)).presses("Swap")
    assert lena.reads().startswith(f"{one} and {other} have changed places. Both matches stay together if ")
    assert "It has been changed by hand" in lena.reads()
    assert partner_of(desk, other) == manager
    swapped = "Lena Hart has swapped people in the suggested pairs of Spring."
    assert desk.told(TOM)[-1].paragraphs[0].startswith(swapped)
    assert not any(swapped in each.paragraphs[0] for each in desk.told(LENA))
    lena.presses("Work out the rest again")
    desk.works_out()
    assert partner_of(desk, other) == manager
    assert "Approved: 2 pairs" in Lead(desk, TOM).opens().approves().reads()


def test_somebody_without_a_partner_takes_a_place_and_the_reason_is_told(desk: Desk) -> None:
    waits = without(desk)
    one = next(name for name in DOCTORS if name != waits)
    lena = on(desk, one).presses(f"Swap {one}").sends(swap_with=number_of(desk, waits))
    assert f"Now: {one} and {partner_of(desk, one)}, " in lena.reads()
    assert f"; {waits} without a partner." in lena.reads()
    lena.presses("Swap").presses("Without a partner (1)")
    assert f"{one}: their place was given to somebody else by hand." in lena.reads()


@pytest.mark.parametrize("kind", ["line_manager", "supervisors", "avoid", "paired before"])
def test_what_keeps_two_apart_reads_alike_whatever_it_is(desk: Desk, kind: str) -> None:
    waits = without(desk)
    one = next(name for name in DOCTORS if name != waits)
    with desk.database.writing() as session:
        known = {each.name: each for each in session.scalars(select(Person))}
        places = {each.person_id: each for each in session.scalars(select(SignUp))}
        manager, doctor = known[partner_of(desk, one)], known[waits]
        if kind == "paired before":
            _were_together(session, doctor.id, manager.id)
        else:
            sign_ups.tie(session, places[doctor.id], kind, [manager])
    lena = on(desk, one).presses(f"Swap {one}")
    offered = {option.value for field in lena.form.fields for option in field.options}
    assert number_of(desk, waits) not in offered
    assert offered == {number_of(desk, name) for name in DOCTORS if name not in (one, waits)}
    forged = Lead(desk, seen=Reply(form=lena.form)).sends(swap_with=number_of(desk, waits))
    assert forged.seen.errors == {"swap_with": swapping.NOBODY_OF_THIS_NAME}


def test_who_became_impossible_meanwhile_leads_back_to_the_choice(desk: Desk) -> None:
    one, other = (each.split(" and ")[0] for each in sorted(pairs_of(desk)))
    lena = on(desk, one).presses(f"Swap {one}").sends(swap_with=number_of(desk, other))
    with desk.database.writing() as session:
        session.execute(
            update(SignUp).where(SignUp.person_id == int(number_of(desk, other))).values(permission=False)
        )
    lena.presses("Swap")
    assert lena.reads() == "These two cannot change places any more."
    assert lena.presses("Choose somebody else").form.fields[0].label == f"Who takes the place of {one}?"


def test_for_whom_nobody_can_step_in_it_is_said_before_a_menu_without_entries(desk: Desk) -> None:
    one = next(name for name in DOCTORS if name != without(desk))
    with desk.database.writing() as session:
        others = SignUp.person_id != int(number_of(desk, one))
        session.execute(update(SignUp).where(SignUp.group == "doctor", others).values(permission=False))
    lena = on(desk, one).presses(f"Swap {one}")
    assert lena.reads().startswith(f"Nobody can take the place of {one}.")
    assert lena.form.fields == ()


def _were_together(session: Session, doctor_id: int, manager_id: int) -> None:
    session.add(
        Pair(
            workspace=HERE,
            cohort_id=1,
            doctor_id=doctor_id,
            manager_id=manager_id,
            reasons=[],
            state=ENDED,
            starts_on=date(2027, 3, 15),
        )
    )


def test_swapping_twice_is_swapping_once(desk: Desk) -> None:
    one, other = (each.split(" and ")[0] for each in sorted(pairs_of(desk)))
    lena = on(desk, one).presses(f"Swap {one}").sends(swap_with=number_of(desk, other))
    effect = lena.seen
    lena.presses("Swap")
    again = Lead(desk, TOM, effect).presses("Swap")
    assert again.reads().startswith("There are newer suggested pairs.")
    with desk.database.reading() as session:
        assert len(session.scalars(select(Proposal)).all()) == 2


def test_of_more_people_than_a_menu_holds_a_name_is_typed(desk: Desk) -> None:
    joins_at_once(desk, "doctor", [f"Nobody {number}" for number in range(101)], trio_ok=False)
    desk.matched()
    one = next(name for name in partners_in(desk) if not name.startswith(("Priya", "Chidi")))
    lena = on(desk, one).presses(f"Swap {one}")
    menu, box = lena.form.fields
    assert len(menu.options) == 100
    assert menu.hint.startswith("The best 100 of 103, ")
    for typed, said in (
        ("zzz", swapping.NOBODY_OF_THIS_NAME),
        ("nobody", "This fits Nobody "),
        (one, swapping.NOBODY_OF_THIS_NAME),
        ("9" * 5_000, swapping.NOBODY_OF_THIS_NAME),
    ):
        assert lena.sends(**{box.name: typed}).seen.errors[box.name].startswith(said)
    assert lena.sends().seen.errors == {menu.name: "Please choose somebody."}
    chosen = Lead(desk, seen=Reply(form=lena.form)).sends(swap_with=menu.options[0].value)
    assert " would change places." in chosen.reads()
    assert f"{one} and Nobody 1 would change places." in lena.sends(**{box.name: "nobody 1"}).reads()


def partners_in(desk: Desk) -> set[str]:
    """Everybody who has a partner."""
    return {name for each in pairs_of(desk) for name in each.split(" and ")}


def test_a_match_that_a_rule_forbids_by_now_is_not_kept_together(desk: Desk) -> None:
    one = next(name for name in DOCTORS if name != without(desk))
    with desk.database.writing() as session:
        known = {each.name: each for each in session.scalars(select(Person))}
        (place,) = (each for each in session.scalars(select(SignUp)) if each.person_id == known[one].id)
        session.add(
            Tie(
                workspace=HERE,
                sign_up_id=place.id,
                kind="avoid",
                other_id=known[partner_of(desk, one)].id,
            )
        )
    lena = on(desk, one).presses("Keep together")
    assert "These cannot be kept together: the rules keep them apart." in lena.reads()
    assert "Kept together by the leads." not in lena.reads()
