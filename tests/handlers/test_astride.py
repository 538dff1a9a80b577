"""A pair of which one half is on one platform and the other on another, from joining to a shared reflection."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, text

from handlers.action import Account, MessageRef
from programme.words import astride
from programme.words.message import Message
from storage import chats
from storage.database import Database
from storage.letters import SENT, Letter
from storage.prompts import Prompt
from tests.conversations.cast import DOCTOR
from tests.handlers.desk import (
    AMINA,
    BEN,
    CHIDI,
    EAST,
    FIRST_DAY,
    LENA,
    PRIYA,
    TOM,
    WEST,
    Desk,
    approval,
    button,
    elsewhere,
    words,
)

pytestmark = pytest.mark.long

EMAILS = {AMINA.id: "amina@example.org", PRIYA.id: "priya@example.org"}


@pytest.fixture
def desk(database: Database) -> Desk:
    """One cohort is open."""
    made = Desk(database)
    made.opens_a_cohort()
    return made


def join(desk: Desk, who: Account, *, shares: bool = True, **wishes: Any) -> None:
    """With their work email."""
    share = ["yes"] if shares else []
    desk.joins(who, wishes=wishes, email=EMAILS[who.id], share_email=share)


def introduce(desk: Desk, *, amina_shares: bool = True, priya_shares: bool = True) -> tuple[Message, Message]:
    """What the two are told of each other."""
    join(desk, AMINA, shares=amina_shares)
    join(desk, PRIYA, shares=priya_shares)
    desk.matches()
    desk.until(FIRST_DAY)
    return desk.told(AMINA)[-1], desk.told(PRIYA)[-1]


def share(desk: Desk, who: Account, email: str) -> Message | None:
    """The button under the introduction, and the form behind it."""
    form = desk.presses(who, button(desk.told(who)[-1], "Share my work email"))
    return desk.sends(who, form, email=email).message


def test_each_is_told_which_chat_the_other_uses_and_where_to_write(desk: Desk) -> None:
    to_amina, to_priya = introduce(desk)
    assert "meet Priya Nair, Service manager." in words(to_amina)
    assert "Priya Nair uses Microsoft Teams, so I cannot open one chat for you both." in words(to_amina)
    assert "Please write to priya@example.org." in words(to_amina)
    assert "Amina Yusuf uses Slack, so I cannot open one chat for you both." in words(to_priya)
    assert "Please write to amina@example.org." in words(to_priya)
    for told in (to_amina, to_priya):
        assert [each.label for each in told.buttons] == ["Tell me when and where"]
        assert told.chat_with == ()


@pytest.mark.parametrize(("amina_shares", "priya_shares"), [(True, False), (False, True), (False, False)])
def test_nobody_sees_an_address_before_both_have_agreed(
    desk: Desk, amina_shares: bool, priya_shares: bool
) -> None:
    introduce(desk, amina_shares=amina_shares, priya_shares=priya_shares)
    for who, shares in ((AMINA, amina_shares), (PRIYA, priya_shares)):
        everything = "\n".join(words(each) for each in desk.told(who))
        assert "@example.org" not in everything
        has_button = "Share my work email" in [each.label for each in desk.told(who)[-1].buttons]
        assert has_button is not shares


def test_once_both_have_shared_each_is_told_once(desk: Desk) -> None:
    introduce(desk, amina_shares=False, priya_shares=False)
    first = share(desk, AMINA, "Amina@Example.org")
    assert "As soon as Priya Nair shares theirs too" in words(first)
    assert "@" not in "\n".join(words(each) for each in desk.told(PRIYA))
    second = share(desk, PRIYA, "priya@example.org")
    assert "Amina Yusuf has shared theirs too. I have told you both" in words(second)
    assert "Priya Nair shares a work email with you: priya@example.org." in words(desk.told(AMINA)[-1])
    assert "Amina Yusuf shares a work email with you: amina@example.org." in words(desk.told(PRIYA)[-1])
    before = len(desk.letters())
    again = desk.acts(AMINA, "press", "share_email", "1")
    assert again.form is not None
    assert again.form.fields[0].value == "amina@example.org"
    desk.sends(AMINA, again, email="amina@example.org")
    assert len(desk.letters()) == before


def test_the_form_takes_no_words_for_an_address(desk: Desk) -> None:
    introduce(desk, amina_shares=False)
    for written in ("", "Amina", "amina@example", "a@b.c, d@e.f", "x" * 250 + "@example.org"):
        reply = desk.acts(AMINA, "form", "share_email", "1", values={"email": written})
        assert reply.errors == {"email": astride.NEEDS_EMAIL}


def test_nobody_else_learns_an_address_by_the_button(desk: Desk) -> None:
    desk.joins(BEN, wishes={"free_a": ["mon-early"]})
    introduce(desk, amina_shares=False)
    for who in (BEN, LENA, TOM, elsewhere(AMINA)):
        for kind in ("press", "form"):
            reply = desk.acts(who, kind, "share_email", "1", values={"email": "x@example.org"})
            assert "no longer open" in words(reply.message)
    assert "@" not in "\n".join(words(each) for each in desk.told(PRIYA))


def test_before_the_first_day_the_button_names_nobody(desk: Desk) -> None:
    join(desk, AMINA)
    join(desk, PRIYA)
    desk.matches()
    assert "no longer open" in words(desk.acts(AMINA, "press", "share_email", "1").message)


def test_where_i_stand_says_which_chat_and_which_address(desk: Desk) -> None:
    introduce(desk)
    message = desk.types(AMINA, "pairme status").message
    assert "Their chat: Microsoft Teams" in words(message)
    assert "Their work email: priya@example.org" in words(message)


def test_where_i_stand_offers_to_share_until_i_have(desk: Desk) -> None:
    introduce(desk, amina_shares=False)
    message = desk.types(AMINA, "pairme").message
    assert "Their work email" not in words(message)
    form = desk.presses(AMINA, button(message, "Share my work email"))
    desk.sends(AMINA, form, email="amina@example.org")
    assert "Their work email: priya@example.org" in words(desk.types(AMINA, "pairme").message)


def test_addresses_are_sealed_at_rest(desk: Desk) -> None:
    join(desk, AMINA, other_chat="avoided@example.org")
    query = text("SELECT people.email, sign_ups.apart_emails FROM people, sign_ups WHERE email IS NOT NULL")
    with desk.database.engine.connect() as connection:
        (row,) = connection.execute(query).all()
    assert b"@" not in bytes(row[0])
    assert b"@" not in bytes(row[1])
    assert desk.person(AMINA).shares_email


def test_an_address_that_no_key_opens_any_more_stops_nobody_from_asking_where_they_are(desk: Desk) -> None:
    join(desk, AMINA)
    with desk.database.engine.begin() as connection:
        connection.execute(
            text("UPDATE people SET email = :sealed WHERE email IS NOT NULL"), {"sealed": b"?"}
        )
    assert "You have joined Spring." in words(desk.types(AMINA, "pairme status").message)


@pytest.mark.parametrize("platforms", [frozenset({WEST}), frozenset({EAST}), frozenset()])
def test_where_there_is_one_chat_nobody_is_asked_for_an_address(
    desk: Desk, platforms: frozenset[str]
) -> None:
    desk.platforms = platforms
    first = desk.types(AMINA, "pairme")
    assert first.form is not None
    assert not {"email", "share_email"} & {field.name for field in first.form.fields}
    desk.joins(AMINA, email="amina@example.org", share_email=["yes"], wishes={"other_chat": "x@example.org"})
    assert not desk.person(AMINA).shares_email


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"email": "amina"}, astride.NEEDS_EMAIL),
        ({"email": "", "share_email": ["yes"]}, astride.EMAIL_TO_SHARE),
    ],
)
def test_what_is_no_address_is_said_beside_the_box(desk: Desk, typed: dict[str, Any], error: str) -> None:
    first = desk.types(AMINA, "pairme")
    assert desk.sends(AMINA, first, **typed).errors["email"] == error


def test_she_changes_her_answers_and_finds_her_address_again(desk: Desk) -> None:
    join(desk, AMINA, other_chat="boss@example.org, Rota@Example.org")
    again = desk.acts(AMINA, "press", "open_join")
    assert again.form is not None
    values = {field.name: field.value for field in again.form.fields}
    assert (values["email"], values["share_email"]) == ("amina@example.org", ("yes",))
    second = desk.sends(AMINA, again, **{**DOCTOR, "email": "", "share_email": []})
    assert second.form is not None
    assert second.form.fields[-1].value == "boss@example.org, rota@example.org"
    assert desk.person(AMINA).shares_email is False


def test_somebody_on_the_other_platform_can_be_kept_apart_by_address(desk: Desk) -> None:
    join(desk, AMINA, other_chat="Priya@Example.org; somebody@example.org")
    join(desk, PRIYA)
    proposal = desk.matches()
    assert "Spring: 0 pairs" in proposal
    assert "the rules keep them apart" in proposal


def test_a_wish_made_before_the_other_joins_counts_and_one_who_never_joins_is_no_matter(desk: Desk) -> None:
    join(desk, PRIYA, other_chat="amina@example.org")
    desk.joins(CHIDI)
    join(desk, AMINA)
    proposal = desk.matches()
    assert "Amina Yusuf, paediatric registrar, with Chidi Obi-Lee, service manager: " in proposal


def test_who_has_given_no_address_but_signs_in_with_it_is_kept_apart_too(desk: Desk) -> None:
    join(desk, AMINA, other_chat="priya@example.org")
    desk.joins(PRIYA)
    with desk.database.writing() as session:
        chat = chats.keep(
            session,
            workspace=PRIYA.workspace,
            platform=EAST,
            platform_id=PRIYA.id,
            conversation="a:1",
            service_url="http://127.0.0.1",
            now=desk.now,
        )
        chat.login = "Priya@example.org"
    assert "Spring: 0 pairs" in desk.matches()


def test_who_leaves_the_box_empty_is_kept_apart_by_the_address_that_their_platform_tells(desk: Desk) -> None:
    join(desk, PRIYA, other_chat="amina@example.org")
    amina = replace(AMINA, email="Amina@example.org")
    first = desk.types(amina, "pairme")
    assert first.form is not None
    assert {field.name: field.value for field in first.form.fields}["email"] == "Amina@example.org"
    desk.joins(amina, email="")
    assert "Spring: 0 pairs" in desk.matches()
    assert not desk.person(AMINA).shares_email


def test_an_address_given_after_pairs_were_suggested_makes_them_old(desk: Desk) -> None:
    join(desk, PRIYA, other_chat="amina@example.org")
    desk.joins(AMINA)
    proposed = desk.matched()
    again = desk.acts(AMINA, "press", "open_join")
    desk.sends(AMINA, again, **_about(again), email="amina@example.org")
    reply = desk.presses(LENA, approval(proposed))
    assert "Things have changed" in words(reply.message)


def _about(reply: Any) -> dict[str, Any]:
    return {field.name: field.value for field in reply.form.fields if field.name != "email"}


@pytest.mark.parametrize(
    "typed", ["nobody", "a@b.c and d", " ".join(f"n{each}@example.org" for each in range(11))]
)
def test_others_that_are_no_addresses_are_said_beside_the_box(desk: Desk, typed: str) -> None:
    second = desk.sends(AMINA, desk.types(AMINA, "pairme"), **DOCTOR)
    errors = desk.sends(AMINA, second, want_to_learn=["finance"], other_chat=typed).errors
    assert errors["other_chat"] in (astride.NOT_EMAILS, astride.TOO_MANY)


def test_her_own_address_is_nobody_to_be_kept_apart_from(desk: Desk) -> None:
    second = desk.sends(AMINA, desk.types(AMINA, "pairme"), **DOCTOR, email="amina@example.org")
    errors = desk.sends(AMINA, second, other_chat="AMINA@example.org").errors
    assert "yourself" in errors["other_chat"]


def test_two_on_a_platform_without_groups_are_offered_a_chat(desk: Desk) -> None:
    desk.joins(CHIDI, "doctor")
    join(desk, PRIYA)
    desk.matches()
    desk.until(FIRST_DAY)
    to_chidi, to_priya = desk.told(CHIDI)[-1], desk.told(PRIYA)[-1]
    assert (to_chidi.chat_with, to_priya.chat_with) == ((PRIYA.id,), (CHIDI.id,))
    assert "so please write to Priya Nair directly." in words(to_chidi)
    standing = desk.types(CHIDI, "pairme").message
    assert standing is not None
    assert standing.chat_with == (PRIYA.id,)


def arrive(desk: Desk) -> None:
    """Every letter that waits has arrived, each in a message of its own."""
    with desk.database.writing() as session:
        for letter in session.scalars(select(Letter).where(Letter.state == "waiting")):
            letter.sent_place, letter.sent_id, letter.state = f"chat-{letter.people}", str(letter.id), SENT


def test_a_date_that_one_plans_is_told_to_the_other_and_shown_in_both_chats(desk: Desk) -> None:
    told, _ = introduce(desk)
    arrive(desk)
    plan(desk, AMINA, told)
    shown, partner = desk.told(PRIYA)
    assert "Amina Yusuf has planned it: Thursday 18 March 2027 at 12:30pm, Canteen." in words(shown)
    assert "Please write to amina@example.org." in words(shown)
    assert "Amina Yusuf has planned a date." in words(partner)
    (own,) = desk.told(AMINA)
    assert "Amina Yusuf has planned it" in words(own)
    revised = [letter.replaces_id for letter in desk.letters()]
    assert len([each for each in revised if each]) == 2


def test_what_replaces_an_introduction_still_offers_the_chat_or_the_button(desk: Desk) -> None:
    told, _ = introduce(desk, amina_shares=False)
    arrive(desk)
    plan(desk, AMINA, told)
    (own,) = desk.told(AMINA)
    assert [each.label for each in own.buttons] == ["Change it", "Share my work email"]


def test_what_replaces_an_introduction_on_one_platform_still_offers_the_chat(desk: Desk) -> None:
    desk.joins(CHIDI, "doctor")
    join(desk, PRIYA)
    desk.matches()
    desk.until(FIRST_DAY)
    told = desk.told(CHIDI)[-1]
    arrive(desk)
    plan(desk, CHIDI, told)
    assert desk.told(CHIDI)[0].chat_with == (PRIYA.id,)
    assert desk.told(PRIYA)[0].chat_with == (CHIDI.id,)


def plan(desk: Desk, who: Account, told: Message) -> None:
    """A first meeting."""
    form = desk.presses(who, button(told, "Tell me when and where"))
    values = {"on_date": "2027-03-18", "at_time": "12:30", "place": "Canteen"}
    assert not desk.sends(who, form, **values).errors


def test_a_reflection_that_one_shares_comes_into_the_others_chat(desk: Desk) -> None:
    introduce(desk)
    saved = desk.acts(AMINA, "form", "reflection", "", values={"words": "I was heard."}).message
    desk.presses(AMINA, button(saved, "Share with my partner"))
    assert "Amina Yusuf has shared a reflection with you.\nI was heard." in words(desk.told(PRIYA)[-1])


def test_the_report_counts_them_and_names_them_for_the_lead_on_either_platform(desk: Desk) -> None:
    introduce(desk)
    for lead in (LENA, TOM):
        desk.types(lead, "cohort-report")
        counts, names = desk.told(lead)[-2:]
        assert "Pairs by state: Not started 1" in words(counts)
        assert "Amina Yusuf and Priya Nair" in words(names)


WORKSHOP = {
    "title": "Leadership styles",
    "on_date": "2027-03-25",
    "at_time": "12:30",
    "minutes": "90",
    "place": "Seminar room 2",
    "audience": "everyone",
    "words": "Which style do you use when you are tired?",
}


def test_a_workshop_is_announced_to_those_who_never_see_the_channel(desk: Desk) -> None:
    introduce(desk)
    arrive(desk)
    form = desk.types(LENA, "workshop")
    desk.sends(LENA, form, **WORKSHOP)
    channel = [words(letter.message) for letter in desk.told_in("C1")]
    assert ["Leadership styles" in each for each in channel] == [True, True]
    announced, calendar = desk.told(PRIYA)
    assert announced.title == "Workshop: Leadership styles"
    assert calendar.file is not None
    assert desk.told(AMINA) == []
    arrive(desk)
    forged = MessageRef("chat-priya", "99")
    reply = desk.presses(PRIYA, button(announced, "I will be there"), origin=forged)
    assert "A place is reserved for you" in words(reply.message)
    own, in_channel = desk.letters()
    with desk.database.reading() as session:
        of_her_copy = select(Letter.people).where(
            Letter.sent_id == own.replaces_id, Letter.key.contains("/ann")
        )
        assert session.scalars(of_her_copy).all() == [[PRIYA.id]]
    assert (own.platform, own.people) == (EAST, [PRIYA.id])
    assert (in_channel.platform, in_channel.place) == (WEST, "C1")
    assert in_channel.replaces_id
    for revision in (own, in_channel):
        assert "1 person coming" in words(revision.message)


def test_a_workshop_for_the_other_group_is_not_announced_to_them(desk: Desk) -> None:
    introduce(desk)
    arrive(desk)
    desk.sends(LENA, desk.types(LENA, "workshop"), **{**WORKSHOP, "audience": "doctors"})
    assert desk.told(PRIYA) == []


def test_check_ins_are_asked_of_each_in_their_own_chat(desk: Desk) -> None:
    introduce(desk)
    arrive(desk)
    desk.until(FIRST_DAY.replace(month=4, day=6))
    asked = {letter.platform: words(letter.message) for letter in desk.letters()}
    assert "Have you and Priya Nair met yet?" in asked[WEST]
    assert "Have you and Amina Yusuf met yet?" in asked[EAST]
    with desk.database.reading() as session:
        prompts = session.scalars(select(Prompt).where(Prompt.step == "first_met_check")).all()
    assert {prompt.person_id for prompt in prompts} == {desk.person(AMINA).id, desk.person(PRIYA).id}
