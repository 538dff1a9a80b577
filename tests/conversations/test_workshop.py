"""A workshop is announced once in the cohort's channel, people say whether they come, and those who do are asked after."""

from __future__ import annotations

from icalendar import Calendar

from storage.prompts import Prompt
from storage.workshops import Attendance, Workshop
from tests.conversations import acts
from tests.conversations.cast import Cast
from tests.conversations.heard import Heard
from tests.conversations.someone import Someone
from tests.conversations.story import at

STYLES = {
    "title": "Leadership styles",
    "on_date": "2027-04-08",
    "at_time": "12:30",
    "minutes": "90",
    "place": "Library, level 2",
    "audience": "everyone",
    "words": "Bring one example of a leader you liked.",
}
ANNOUNCED = "Workshop: Leadership styles"
ASKED = 'What is one thing from the workshop "Leadership styles" you will try?'


def announce(someone: Someone, **changes: str) -> None:
    someone.types("/workshop")
    assert someone.fills(**{**STYLES, **changes}) == {}
    someone.closes()


def announcement(someone: Someone) -> Heard:
    (heard,) = someone.heard(ANNOUNCED)
    return heard


def answers(someone: Someone, label: str) -> str:
    """What they alone are told."""
    someone.presses_under(announcement(someone), label)
    return [heard for heard in someone.hears_all() if heard.is_private][-1].words


def test_what_is_wrong_stands_beside_its_box_and_nothing_is_announced(cast: Cast) -> None:
    cast.opens_a_cohort()
    wrong = {
        "title": ("", "Please give the workshop a title."),
        "on_date": ("2027-02-28", "This day has passed. Please choose a day from today on."),
        "at_time": ("", "Please choose a time, for example 12:30."),
        "minutes": ("", "Please choose how long it takes."),
        "place": (" ", "Please say where."),
        "audience": ("nurses", "Please choose whom it is for."),
        "words": ("", "Please say a sentence about it."),
    }
    typed = {name: value for name, (value, _) in wrong.items()}
    reply = cast.lena.tries("form", "workshop", "1", **typed)
    assert reply.errors == {name: error for name, (_, error) in wrong.items()}
    today = {**STYLES, "on_date": "2027-03-01", "at_time": "08:59"}
    late = cast.lena.tries("form", "workshop", "1", **today)
    assert late.errors == {"at_time": "This time has passed. Please choose a later time."}
    about = {**STYLES, "words": "We talk about 943 476 5919."}
    assert list(cast.lena.tries("form", "workshop", "1", **about).errors) == ["words"]
    assert cast.story.kept(Workshop) == []
    assert not cast.ben.heard("Workshop")


def test_it_is_announced_once_in_the_channel_with_buttons_and_a_calendar_file(cast: Cast) -> None:
    cast.are_introduced()
    cast.lena.types("/workshop")
    send = cast.lena.act_of_sending(**STYLES)
    acts.at_once(cast.story, send, send)
    assert "The workshop is on its way to the channel of Spring 2027." in cast.lena.sees()
    posted = announcement(cast.ben)
    assert posted.place == cast.channel
    assert list(posted.buttons) == ["I will be there", "I cannot come", "Get help"]
    for words in (
        "Thursday 8 April 2027 at 12:30pm, Library, level 2.",
        "90 minutes",
        "Everyone",
        "0 people coming",
    ):
        assert words in posted.words
    (file,) = (heard for heard in cast.ben.hears_all() if heard.has_file)
    assert file.place == cast.channel
    name, content = cast.ben.fetches(file)
    assert name == "workshop-2027-04-08.ics"
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    assert event["summary"] == "Paired Learning: Leadership styles"
    assert event["location"] == "Library, level 2"
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (
        at("2027-04-08 11:30"),
        at("2027-04-08 13:00"),
    )


def test_counts_are_kept_and_shown_and_anybody_may_change_their_mind(cast: Cast) -> None:
    cast.are_introduced()
    announce(cast.lena)
    said = answers(cast.amina, "I will be there")
    assert "A place is reserved for you: Leadership styles, Thursday 8 April 2027 at 12:30pm" in said
    answers(cast.priya, "I will be there")
    assert "2 people coming, 0 cannot" in announcement(cast.ben).words
    assert "You can still change your mind" in answers(cast.priya, "I cannot come")
    answers(cast.priya, "I cannot come")
    assert "1 person coming, 1 cannot" in announcement(cast.ben).words
    assert len(cast.story.kept(Attendance)) == 2
    posted = [each.words for each in cast.ben.hears_all() if each.place == cast.channel]
    assert not any(name in words for words in posted for name in ("Amina", "Priya"))


def test_two_who_answer_at_once_are_both_counted(cast: Cast) -> None:
    cast.are_introduced()
    announce(cast.lena)
    people = (cast.amina, cast.priya)
    presses = [each.act_of_press(announcement(each), "I will be there") for each in people]
    acts.at_once(cast.story, *presses)
    assert "2 people coming, 0 cannot" in announcement(cast.ben).words


def test_who_is_not_meant_is_told_so_kindly_and_not_counted(cast: Cast) -> None:
    cast.are_introduced()
    announce(cast.lena, audience="managers")
    assert "This workshop is for people in Spring 2027." in answers(cast.ben, "I will be there")
    assert "This workshop is for managers. The next one may be for you." in answers(
        cast.amina, "I will be there"
    )
    assert "A place is reserved" in answers(cast.priya, "I will be there")
    assert "A place is reserved" in answers(cast.tom, "I will be there")
    assert "2 people coming" in announcement(cast.ben).words


def test_once_it_is_over_the_answer_and_the_buttons_say_so(cast: Cast) -> None:
    cast.are_introduced()
    announce(cast.lena)
    cast.story.until(at("2027-04-08 12:59"))
    assert "A place is reserved" in answers(cast.amina, "I will be there")
    cast.story.until(at("2027-04-08 13:00"))
    assert "Leadership styles has taken place" in answers(cast.priya, "I will be there")
    assert list(announcement(cast.ben).buttons) == ["Get help"]
    assert "1 person coming, 0 cannot" in announcement(cast.ben).words


def test_leads_and_those_they_name_may_announce_and_nobody_else(cast: Cast) -> None:
    cast.are_introduced()
    cast.lena.types("/cohort organisers")
    cast.lena.fills(organisers=[cast.ben.id])
    cast.lena.closes()
    for someone in (cast.amina, cast.omar, cast.guest):
        someone.types("/workshop")
        assert not someone.has_a_form()
        assert "Only leads and organisers announce workshops." in someone.last().words
        reply = someone.tries("form", "workshop", "1", **STYLES)
        assert reply.message is not None
        assert "Only leads and organisers" in reply.message.paragraphs[0]
    assert cast.story.kept(Workshop) == []
    announce(cast.ben)
    assert announcement(cast.amina)
    assert "Write" not in announcement(cast.amina).words


def test_an_organiser_of_two_cohorts_says_which(cast: Cast) -> None:
    cast.opens_a_cohort()
    cast.lena.closes()
    cast.opens_a_cohort(name="Autumn 2027", starts_on="2027-09-13", channel=cast.other_channel)
    cast.lena.closes()
    cast.lena.types("/workshop")
    assert "You organise Autumn 2027 and Spring 2027." in cast.lena.last().words
    cast.lena.types("/workshop autumn 2027")
    assert "This is posted in the channel of Autumn 2027 when you send it." in cast.lena.sees()
    assert cast.lena.fills(**STYLES) == {}
    assert announcement(cast.ben).place == cast.other_channel


def test_those_who_said_yes_are_asked_on_the_next_working_day_and_nobody_else(cast: Cast) -> None:
    cast.are_introduced()
    announce(cast.lena, on_date="2027-04-07")
    answers(cast.amina, "I will be there")
    answers(cast.priya, "I cannot come")
    answers(cast.tom, "I will be there")
    cast.story.until(at("2027-04-08 08:59"))
    assert not cast.amina.heard(ASKED)
    cast.story.until(at("2027-04-08 09:01"))
    acts.ticks(cast.story, 2)
    for someone in (cast.amina, cast.tom):
        (asked,) = someone.heard(ASKED)
        assert asked.is_private
    assert not any(each.heard(ASKED) for each in cast.others(cast.amina, cast.tom))
    cast.tom.says("I will ask one question more.")
    assert f"Saved as your answer to: {ASKED} Only you can see this." in cast.tom.last().words
    assert "Share with my partner" not in cast.tom.last().buttons
    cast.lena.types("/cohort-report")
    assert "0 of 2" in cast.lena.heard("how it is going")[-1].words


def test_after_more_than_ten_days_nobody_is_asked_what_they_took_from_it(cast: Cast) -> None:
    cast.are_introduced()
    announce(cast.lena, on_date="2027-04-07")
    answers(cast.amina, "I will be there")
    acts.nobody_ticks_until(cast.story, at("2027-04-10 12:00"))
    acts.ticks(cast.story, 1)
    assert cast.story.kept(Workshop)[0].next_due_at == at("2027-04-13 09:00")
    acts.nobody_ticks_until(cast.story, at("2027-04-20 12:00"))
    acts.ticks(cast.story, 1)
    assert not [each for each in cast.story.kept(Prompt) if each.step == "workshop_after"]
