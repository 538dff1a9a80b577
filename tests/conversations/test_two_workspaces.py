"""Two workspaces on one database, the same ids in both: nothing of the one can be reached from the other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from handlers.action import Kind, MessageRef, Place, Reply
from handlers.routes import COMMANDS, FORMS, PRESSES
from programme.words import joining, leading, leaving, prompting, reaching, reflecting
from programme.words import workshops as announcing
from storage.cohorts import Cohort
from storage.letters import DEAD, Letter
from storage.pairs import Pair
from storage.prompts import Prompt
from storage.proposals import Proposal
from storage.reflections import Reflection
from storage.workshops import Workshop
from tests.conversations import test_workshop
from tests.conversations.cast import DOCTOR, WISHES, Cast
from tests.conversations.elsewhere import (
    ELSEWHERE,
    Double,
    a_scheme_of_the_same_name,
    answered,
    everything_of,
    words_of,
)
from tests.conversations.visit import HOW_WAS_IT, VISIT, WORDS, asked_about_the_visit, only

OUR_COHORT, OUR_WORKSHOP = "Larkhill again", "How beds are found"
OURS = ("Yusuf", "Nair", "Hart", "Adeyemi", WORDS, VISIT["place"], OUR_COHORT, OUR_WORKSHOP)
"""What only people here may read."""

Named = Cohort | Letter | Pair | Prompt | Proposal | Reflection | Workshop
ABOUT: dict[str, tuple[type[Named], str]] = {
    "open_join": (Cohort, "{}"),
    "decline": (Cohort, "{}"),
    "open_import": (Cohort, "{}"),
    "approve_match": (Proposal, "{}"),
    "open_review": (Proposal, "{}"),
    "review_page": (Proposal, "{}:1"),
    "review_match": (Proposal, "{}:0"),
    "review_alone": (Proposal, "{}:1"),
    "review_changes": (Proposal, "{}:1"),
    "lock_match": (Proposal, "{}:0"),
    "unlock_match": (Proposal, "{}:0"),
    "forbid_match": (Proposal, "{}:0:1:2"),
    "pair_again": (Proposal, "{}:0"),
    "rematch": (Proposal, "{}"),
    "open_swap": (Proposal, "{}:0:1"),
    "swap_people": (Proposal, "{}:0:1:2"),
    "review_swap": (Proposal, "{}:0:1"),
    "answer_prompt": (Prompt, "{}:yes"),
    "open_plan": (Prompt, "{}"),
    "write_reflection": (Prompt, "{}"),
    "change_reflection": (Reflection, "{}"),
    "delete_reflection": (Reflection, "{}"),
    "keep_reflection": (Reflection, "{}"),
    "share_reflection": (Reflection, "{}"),
    "not_an_answer": (Reflection, "{}"),
    "workshop_yes": (Workshop, "{}"),
    "workshop_no": (Workshop, "{}"),
    "letter_appeared": (Letter, "{}"),
    "letter_again": (Letter, "{}"),
    "share_email": (Pair, "{}"),
    "ask_to_leave": (Cohort, "{}"),
    "leave": (Cohort, "{}"),
    "choose_what_next": (Pair, "{}:workshops"),
    "not_working": (Pair, "{}"),
    "talk_to_lead": (Pair, "{}"),
    "change_partner": (Pair, "{}"),
    "changed_mind": (Pair, "{}"),
    "end_pair": (Pair, "{}"),
    "made_pairs": (Cohort, "{}:1"),
    "move_one": (Pair, "{}:1"),
    "join_about": (Cohort, "{}"),
    "join_matching": (Cohort, "{}"),
    "cohort_organisers": (Cohort, "{}"),
    "people_import": (Cohort, "{}"),
    "plan": (Prompt, "{}:"),
    "reflection": (Reflection, "reflection:{}"),
    "workshop": (Cohort, "{}"),
    "usual_rules": (Cohort, "{}"),
    "matching_rules": (Cohort, "{}"),
}
"""What each button and form is about, and how it names it."""

MET = "people", "inbox"
SPOKEN_TO = *MET, "letters", "lanes", "gates"
"""The tables that say who has been met and what they were answered; to what is said the answer is a letter."""

ABOUT_NOTHING = {
    "get_help",
    "open_join_any",
    "permission_given",
    "open_reflection",
    "my_reflections",
    "cohort_new",
}
NOT_HERE = [
    prompting.no_longer_here(),
    reflecting.gone(),
    leading.no_cohort_of_yours(),
    joining.nothing_open(),
    joining.declined(),
    leaving.nothing_to_leave(),
    announcing.only_organisers(),
    reaching.no_partner(),
]


@pytest.fixture
def here(cast: Cast) -> Iterator[Cast]:
    """One of everything here, a scheme of the same name elsewhere, and here nothing has changed at the end."""
    asked_about_the_visit(cast)
    cast.amina.says(WORDS, under=only(cast.amina, HOW_WAS_IT))
    test_workshop.announce(cast.lena, title=OUR_WORKSHOP, on_date="2027-05-06")
    cast.opens_a_cohort(name=OUR_COHORT, starts_on="2027-09-06")
    with cast.story.database.writing() as session:
        about_the_workshop = Letter.place == cast.channel
        session.execute(update(Letter).where(about_the_workshop).values(state=DEAD, unsure=True, body="{}"))
    a_scheme_of_the_same_name(cast)
    before = everything_of(cast.story.database, cast.story.workspace)
    yield cast
    assert everything_of(cast.story.database, cast.story.workspace) == before


def filled(cast: Cast) -> dict[str, str | tuple[str, ...]]:
    """Every box of every form, so that nothing is refused for what is in it."""
    return answered(
        cast.cohort
        | DOCTOR
        | WISHES
        | test_workshop.STYLES
        | VISIT
        | {"on_date": "2027-05-04", "name": "Another", "starts_on": "2027-05-03"}
        | {"organisers": [cast.omar.id], "list": f"id\n{cast.omar.id}\n"}
    )


def test_every_button_and_form_is_tried_from_elsewhere() -> None:
    assert ABOUT.keys() | ABOUT_NOTHING == PRESSES.keys() | FORMS.keys()


def test_nothing_of_ours_is_reached_from_elsewhere(here: Cast) -> None:
    doubles = [Double(here, each) for each in (here.amina, here.lena, here.omar)]
    database = here.story.database
    before = everything_of(database, ELSEWHERE, *MET)
    for someone in doubles:
        presses_and_sends_with_our_numbers(here, someone)
    assert everything_of(database, ELSEWHERE, *MET) == before
    before = everything_of(database, ELSEWHERE, *SPOKEN_TO)
    for someone in doubles:
        speaks_of_our_messages(here, someone)
    assert everything_of(database, ELSEWHERE, *SPOKEN_TO) == before
    for someone in doubles:
        types_everything(someone)
    assert not [words for letter in letters_elsewhere(here) for words in OURS if words in letter]


def presses_and_sends_with_our_numbers(here: Cast, someone: Double) -> None:
    for name, (kind, subject) in ABOUT.items():
        numbers = [row.id for row in here.story.kept(kind) if row.workspace == here.story.workspace]
        assert numbers, name
        for number in numbers:
            reply = someone.does(act_of(name), name, subject.format(number), values=filled(someone.cast))
            assert reply.message in NOT_HERE, (name, reply)
            assert reply == Reply(reply.message, replaces=reply.replaces), (name, reply)


def speaks_of_our_messages(here: Cast, someone: Double) -> None:
    (said,) = here.story.kept(Reflection)
    carried = [letter for letter in here.story.kept(Letter) if letter.prompt_id == said.prompt_id]
    thread = next(letter.sent_id for letter in carried if letter.sent_place == said.said_place)
    ours = MessageRef(said.said_place or "", said.said_id or "")
    someone.does("said", text="Yes", place=Place(ours.place, "direct"), thread=thread)
    someone.does("changed", text="Other words.", origin=ours)
    someone.does("deleted", origin=ours)


def types_everything(someone: Double) -> None:
    for command in COMMANDS.values():
        for typed in (*(word.word for word in command.words), "spring 2027", OUR_COHORT.casefold()):
            assert is_not_ours(someone.does("command", command.name, text=typed)), (command.name, typed)
    for name in ABOUT_NOTHING:
        assert is_not_ours(someone.does(act_of(name), name, "1", values=filled(someone.cast))), name
    assert is_not_ours(someone.does("home"))


def is_not_ours(reply: Reply) -> bool:
    return not any(words in words_of(reply) for words in OURS)


def act_of(name: str) -> Kind:
    return "press" if name in PRESSES else "form"


def test_the_same_act_in_both_workspaces_is_no_repeat(cast: Cast) -> None:
    here = Double(cast, cast.omar, cast.story.workspace)
    there = Double(cast, cast.omar)
    ours = here.does("command", "pairme", text="help", key="the same")
    theirs = there.does("command", "reflect", text="help", key="the same")
    assert theirs != ours
    assert there.does("command", "pairme", text="help", key="the same") == theirs
    assert here.does("command", "reflect", text="help", key="the same") == ours


def letters_elsewhere(cast: Cast) -> list[str]:
    """The words of every letter there."""
    return [letter.body or "" for letter in cast.story.kept(Letter) if letter.workspace == ELSEWHERE]
