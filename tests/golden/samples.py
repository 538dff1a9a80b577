"""One sample, or a few, of everything that the bot can say; the name is the function's, and after a colon the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from importlib.resources import files

from programme import site as sites
from programme import timeline
from programme.words import (
    astride,
    handing_over,
    importing,
    join_forms,
    joining,
    leading,
    matching_rules,
    planning,
    prompting,
    reflecting,
    reporting,
    standing,
    talking,
    undelivered,
    workshops,
)
from programme.words.message import File, Form, Message, Page
from programme.words.reflecting import Kept
from tests.golden.samples_of_forms import FORMS
from tests.golden.samples_of_life import LIFE
from tests.golden.samples_of_review import REVIEW
from tests.golden.samples_of_ways import WAYS

FIRST_DAY, LATER = date(2027, 3, 15), date(2027, 3, 18)
HALF_PAST_TWELVE = time(12, 30)
SPRING = "Spring 2027"
SITE = sites.read((files("programme") / "site.yaml").read_text(encoding="utf-8"))
PROGRAMME = timeline.read((files("programme") / "default.yaml").read_text(encoding="utf-8"))
FOOTER = PROGRAMME.standard_footer
ASKED = "Have you and Priya Nair met yet?"
OPTIONS = (("yes", "Yes, we met"), ("booked", "It is booked"), ("not_yet", "Not yet"))
DEBRIEF = "How was it? What surprised you?"
VISIT = (("happened", "It happened"), ("part", "Part of it happened"), ("cancelled", "It was cancelled"))
ABOUT: Mapping[str, str | tuple[str, ...]] = {"group": "doctor", "role": "Registrar", "privacy": ("read",)}
WISHES = {"want_to_learn": ("finance",), "free_a": ("tue-lunch",), "avoid": ("U1",)}
JOINED: Mapping[str, Sequence[str]] = {
    "doctor": ["Amina Yusuf"],
    "manager": ["Priya Nair", "Tom Adeyemi"],
    "not yet": ["Ben O'Neill"],
    "unfinished": [],
    "invited": ["Chidi Obi-Lee"],
    "left": [],
}
RULES: Mapping[str, str | tuple[str, ...]] = {
    **dict.fromkeys(matching_rules.WEIGHTS, "10"),
    "holds": ("can_meet", "have_time", "stay_long_enough"),
    "least_shared_hours": "2",
    "least_weeks": "12",
    "trio_percent": "20",
    "rota_writer": matching_rules.HARD,
}
KEPT = Kept(7, question=DEBRIEF, partners=("Priya Nair",))
CALENDAR = workshops.calendar(File("workshop.ics", "BEGIN:VCALENDAR", "Leadership styles"))
STANDING = joining.my_pair(7, [("Priya Nair", "Service manager")], SPRING, "First meeting: Thursday 18 March")


def _steps() -> dict[str, Message]:
    """Every step of the packaged programme, as it is asked."""
    from storage.questions import message_for  # noqa: PLC0415 - a floor above the words

    words = {
        "me": "Amina Yusuf",
        "my_role": "Registrar",
        "partner": "Priya Nair",
        "partner_role": "Service manager",
        "doctor": "Amina Yusuf",
        "manager": "Priya Nair",
        "reason_1": "one of you offers finance, which the other wants to learn",
        "reason_2": "you are both free on Tuesday lunchtimes",
        "event": "Leadership styles",
        "n": "6 times",
        "m": "4 hours",
        "together": "As far as I know, you met 6 times and spent 4 hours shadowing.",
        "lead_doctor": "Lena Hart",
        "lead_manager": "Tom Adeyemi",
    }
    return {
        f"step.{step.id}": message_for(step, 7, step.text.format_map(words), FOOTER)
        for step in PROGRAMME.steps
    }


def _announcement(*, is_over: bool) -> Message:
    return workshops.announcement(
        workshop_id=3,
        title="Leadership styles",
        on_date=LATER,
        at_time=HALF_PAST_TWELVE,
        minutes=90,
        place="Seminar room 2",
        audience="everyone",
        words="Which style do you use when you are tired?",
        coming=12,
        not_coming=1,
        is_over=is_over,
    )


def _report() -> Message:
    return reporting.counts(
        cohort=SPRING,
        on=LATER,
        states={"not started": 4, "active": 24, "quiet": 2},
        met=20,
        could_have_met=26,
        doctor_shadowed=9,
        manager_shadowed=5,
        writers=17,
        people=60,
    )


SAMPLES: dict[str, Message | Form | Page] = {
    "joining.choose_cohort": joining.choose_cohort(
        [(1, SPRING, FIRST_DAY), (2, "Autumn 2027", date(2027, 9, 13))]
    ),
    "joining.with_offers": joining.with_offers(STANDING, [(2, "Autumn 2027", date(2027, 9, 13))]),
    "joining.joined": joining.joined("Amina", SPRING, FIRST_DAY, is_new=True, has_permission=True),
    "joining.joined:again": joining.joined("Amina", SPRING, None, is_new=False, has_permission=True),
    "joining.saved_for_later": joining.saved_for_later(1),
    "joining.nothing_open": joining.nothing_open(),
    "joining.full": joining.full(SPRING),
    "joining.closed": joining.closed(SPRING),
    "joining.answers_fixed": joining.answers_fixed(SPRING),
    "joining.not_for_guests": joining.not_for_guests(),
    "joining.not_for_bots": joining.not_for_bots(),
    "joining.where_i_stand": joining.where_i_stand(SPRING, FIRST_DAY, "doctor", permission=True),
    "joining.where_i_stand:without-permission": joining.where_i_stand(
        SPRING, FIRST_DAY, "manager", permission=False
    ),
    "joining.my_pair": STANDING,
    "joining.my_pair:trio": joining.my_pair(
        7, [("Priya Nair", "Service manager"), ("Ben O'Neill", "Registrar")], SPRING, "First meeting"
    ),
    "joining.partner_soon": joining.partner_soon(SPRING, FIRST_DAY),
    "joining.invited": joining.invited(SPRING, 1, FIRST_DAY, ["Lena Hart", "Tom Adeyemi"]),
    "joining.declined": joining.declined(),
    "joining.taken_off": joining.taken_off(SPRING),
    "joining.too_late_to_decline": joining.too_late_to_decline(SPRING),
    "joining.permission_kept": joining.permission_kept(),
    "joining.permission_late": joining.permission_late(SPRING),
    "join_forms.about_you": join_forms.about_you(1, SPRING, SITE, {}),
    "join_forms.about_you:again": join_forms.about_you(1, SPRING, SITE, ABOUT),
    "join_forms.matching_you": join_forms.matching_you(1, {}),
    "join_forms.matching_you:again": join_forms.matching_you(1, WISHES),
    "importing.list_form": importing.list_form(1, SPRING),
    "importing.started": importing.started(12),
    "importing.done": importing.done(SPRING, 10, 1, 1),
    "importing.failed": importing.failed(SPRING, [(3, "nobody@example.org has no account here.")]),
    "importing.unreachable": importing.unreachable(SPRING),
    "importing.too_late": importing.too_late(SPRING),
    "leading.new_cohort": leading.new_cohort(),
    "leading.cohort_opened": leading.cohort_opened(SPRING, FIRST_DAY),
    "leading.you_lead": leading.you_lead(SPRING, FIRST_DAY, "Tom Adeyemi"),
    "leading.channel_hello": leading.channel_hello(SPRING, 1, FIRST_DAY),
    "leading.people": leading.people(SPRING, 1, JOINED, 60, is_open=True),
    "leading.people:matched": leading.people(SPRING, 1, JOINED, None, is_open=False),
    "leading.not_open": leading.not_open(SPRING),
    "leading.pick_organisers": leading.pick_organisers(1, ("U1",)),
    "leading.organisers_named": leading.organisers_named(["Ben O'Neill", "Omar Said"]),
    "leading.organisers_named:none": leading.organisers_named([]),
    "leading.no_cohort_of_yours": leading.no_cohort_of_yours(),
    "leading.may_not_open": leading.may_not_open(),
    "leading.which_cohort": leading.which_cohort([SPRING, "Autumn 2027"], "/cohort people"),
    "leading.which_cohort:one": leading.which_cohort([SPRING], "/cohort match"),
    "matching_rules.form": matching_rules.form(1, SPRING, RULES),
    "matching_rules.form:usual": matching_rules.form(1, SPRING, RULES, are_usual=True),
    "matching_rules.saved": matching_rules.saved(SPRING, are_usual=False),
    "matching_rules.saved:usual": matching_rules.saved(SPRING, are_usual=True),
    "standing.introduced_on": standing.introduced_on(SPRING, LATER),
    "standing.finished": standing.finished("Priya Nair", SPRING),
    "planning.form": planning.form("7", "first_meeting", {}, asks_hours=False),
    "planning.form:shadowing": planning.form(
        "7", "shadow_dm", {"on_date": "2027-04-20", "place": "Theatre 3", "hours": "3"}, asks_hours=True
    ),
    "prompting.asks_when_and_where": prompting.asks_when_and_where("When will you meet?", 7, FOOTER),
    "prompting.asks_with_buttons": prompting.asks_with_buttons(ASKED, 7, OPTIONS, FOOTER),
    "prompting.asks_for_reflection": prompting.asks_for_reflection(DEBRIEF, 7, VISIT, FOOTER),
    "prompting.tells": prompting.tells("Thank you, Amina."),
    "prompting.planned": prompting.planned(
        "Agree a date.", "Priya Nair", LATER, HALF_PAST_TWELVE, "Canteen", 7
    ),
    "prompting.partner_planned": prompting.partner_planned(
        "Priya Nair", "your first meeting", LATER, HALF_PAST_TWELVE, "Canteen", 7
    ),
    "prompting.answered": prompting.answered(ASKED, "Yes, we met"),
    "prompting.answered_not_met": prompting.answered_not_met(ASKED, "Not yet", 7),
    "prompting.answered_in_words": prompting.answered_in_words(DEBRIEF, 7, ()),
    "prompting.answered_in_words:visit": prompting.answered_in_words(DEBRIEF, 7, VISIT),
    "prompting.apart": prompting.apart(
        prompting.asks_when_and_where("When will you meet?", 7, FOOTER), ["Priya Nair"]
    ),
    "prompting.apart:trio": prompting.apart(
        prompting.asks_when_and_where("When will you meet?", 7, FOOTER), ["Priya Nair", "Ben O'Neill"]
    ),
    "prompting.happened": prompting.happened(DEBRIEF, "It happened", 7),
    "prompting.cancelled_is_fine": prompting.cancelled_is_fine(DEBRIEF, "It was cancelled", 7),
    "prompting.put_off": prompting.put_off(DEBRIEF, LATER),
    "prompting.please_choose": prompting.please_choose(ASKED, 7, OPTIONS),
    "prompting.please_plan": prompting.please_plan(7),
    "prompting.took_place": prompting.took_place("Your first meeting"),
    "prompting.closed": prompting.closed(ASKED),
    "prompting.not_yours": prompting.not_yours(),
    "prompting.no_longer_here": prompting.no_longer_here(),
    "reflecting.write": reflecting.write("prompt:7", DEBRIEF),
    "reflecting.write:again": reflecting.write("reflection:7", DEBRIEF, "I learned a lot."),
    "reflecting.too_long_in_chat": reflecting.too_long_in_chat(2400),
    "reflecting.health_number_in_chat": reflecting.health_number_in_chat(),
    "reflecting.health_number_in_change": reflecting.health_number_in_change(),
    "reflecting.health_number_in_command": reflecting.health_number_in_command(),
    "reflecting.saved": reflecting.saved(KEPT),
    "reflecting.saved:in-chat": reflecting.saved(Kept(7, DEBRIEF, ("Priya Nair",), is_from_chat=True)),
    "reflecting.saved:alone": reflecting.saved(Kept(7)),
    "reflecting.changed": reflecting.changed(
        Kept(7, DEBRIEF, ("Priya Nair",), is_shared=True, copy_is_older=True)
    ),
    "reflecting.shared": reflecting.shared(Kept(7, DEBRIEF, ("Priya Nair",), is_shared=True)),
    "reflecting.shared:trio": reflecting.shared(
        Kept(7, DEBRIEF, ("Priya Nair", "Ben O'Neill"), is_shared=True)
    ),
    "reflecting.deleted": reflecting.deleted(is_in_chat=True),
    "reflecting.not_an_answer": reflecting.not_an_answer(is_open=True),
    "reflecting.gone": reflecting.gone(),
    "reflecting.shared_with_you": reflecting.shared_with_you("Amina Yusuf", DEBRIEF, "I learned a lot."),
    "reflecting.nobody_to_share_with": reflecting.nobody_to_share_with(),
    "reflecting.message_deleted": reflecting.message_deleted(7),
    "reflecting.kept_all_the_same": reflecting.kept_all_the_same(),
    "reflecting.not_saved_before": reflecting.not_saved_before(),
    "reflecting.start_here": reflecting.start_here(),
    "reporting.counts": _report(),
    "reporting.details": reporting.details(
        SPRING,
        LATER,
        {"quiet": ["Amina Yusuf and Priya Nair"], "active": ["Ben O'Neill and Tom Adeyemi"]},
        ["Omar Said"],
    ),
    "reporting.on_its_way": reporting.on_its_way(in_channel=True),
    "reporting.on_its_way:chat": reporting.on_its_way(in_channel=False),
    "reporting.not_for_you": reporting.not_for_you(),
    "reporting.wrong_channel": reporting.wrong_channel(SPRING),
    "talking.get_help": talking.get_help(SITE.signposts, ["Lena Hart", "Tom Adeyemi"]),
    "talking.command_help": talking.command_help("cohort", "For leads.", [("new", "open a cohort")]),
    "talking.word_help": talking.word_help("cohort match", "suggest pairs"),
    "talking.nearest": talking.nearest("cohort", "peple", "people"),
    "talking.nearest:none": talking.nearest("cohort", "xyzzy", ""),
    "talking.what_i_can_do": talking.what_i_can_do(),
    "talking.not_understood": talking.not_understood(),
    "talking.cannot_answer": talking.cannot_answer(["Lena Hart", "Tom Adeyemi"]),
    "talking.only_words": talking.only_words(),
    "talking.already_answered": talking.already_answered(ASKED, "Yes, we met"),
    "talking.join_from_chat": talking.join_from_chat(),
    "talking.needs_slash": talking.needs_slash("cohort"),
    "talking.home_welcome": talking.home_welcome(),
    "talking.home_standing": talking.home_standing(STANDING),
    "talking.home_leading": talking.home_leading([SPRING]),
    "talking.home_reflections": Page(
        (
            talking.home_standing(STANDING),
            *talking.home_reflections([(KEPT, "Thursday 18 March", "I learned a lot.")]),
        )
    ),
    "talking.home_in_the_chat": talking.home_in_the_chat(3),
    "talking.home_in_the_chat:none": talking.home_in_the_chat(0),
    "talking.home_reflections:none": Page(talking.home_reflections([])),
    "workshops.announce": workshops.announce(1, SPRING),
    "workshops.announcement": _announcement(is_over=False),
    "workshops.announcement:over": _announcement(is_over=True),
    "workshops.calendar": CALENDAR,
    "workshops.announced": workshops.announced(SPRING),
    "workshops.you_are_coming": workshops.you_are_coming(
        "Leadership styles", LATER, HALF_PAST_TWELVE, "Seminar room 2"
    ),
    "workshops.you_cannot_come": workshops.you_cannot_come("Leadership styles"),
    "workshops.only_organisers": workshops.only_organisers(),
    "workshops.not_in_cohort": workshops.not_in_cohort(SPRING),
    "workshops.not_for_your_group": workshops.not_for_your_group("managers"),
    "handing_over.declined": handing_over.declined("paired-learning.ics"),
    "handing_over.used": handing_over.used(),
    "handing_over.not_uploaded": handing_over.not_uploaded("paired-learning.ics"),
    "handing_over.behind_link": handing_over.behind_link(CALENDAR, ""),
    "handing_over.behind_link:personal": handing_over.behind_link(
        Message(("Here is all that I keep about you.",), file=File("mine.txt", "", "All about me", True)),
        "402917",
    ),
    "workshops.over": workshops.over("Leadership styles"),
    "workshops.which": workshops.which([SPRING, "Autumn 2027"]),
    **_steps(),
    "undelivered.not_sent": undelivered.not_sent("Amina Yusuf", "the Slack account has been switched off."),
    "undelivered.not_introduced": undelivered.not_introduced(
        "Amina Yusuf", ["Priya Raman"], "the Slack account has been switched off."
    ),
    "undelivered.not_introduced:neither": undelivered.not_introduced(
        "Amina Yusuf and Priya Raman", [], undelivered.MANY_TRIES
    ),
    "undelivered.not_introduced:trio": undelivered.not_introduced(
        "Amina Yusuf", ["Ben O'Neill", "Priya Raman"], undelivered.MANY_TRIES
    ),
    "undelivered.not_posted": undelivered.not_posted(
        SPRING, "PairMe is not in the channel. Type /invite @PairMe there."
    ),
    "undelivered.did_it_appear": undelivered.did_it_appear(SPRING, 1),
    "undelivered.it_appeared": undelivered.it_appeared(SPRING),
    "undelivered.posted_again": undelivered.posted_again(SPRING),
    "undelivered.settled_already": undelivered.settled_already(),
    "undelivered.not_reached": undelivered.not_reached(
        "Priya Raman", "PairMe is not installed for them.", ["Amina Yusuf"]
    ),
    "undelivered.not_reached:alone": undelivered.not_reached(
        "Priya Raman", "PairMe is not installed for them."
    ),
    "undelivered.said_once_more": undelivered.said_once_more(
        prompting.asks_with_buttons(ASKED, 1, OPTIONS, FOOTER)
    ),
    "undelivered.did_they_hear": undelivered.did_they_hear("Priya Raman", 1),
    "undelivered.they_know": undelivered.they_know(),
    "undelivered.told_again": undelivered.told_again(),
}

WHEN = prompting.asks_when_and_where("Amina Yusuf, meet Priya Nair. When and where will you meet?", 7, FOOTER)
ADDRESS = "priya.nair@example.org"
SAMPLES |= {
    "astride.code_given": astride.code_given(SPRING, "7KF3-Q2XM", LATER),
    "astride.code_taken": astride.code_taken("Amina Yusuf", SPRING),
    "astride.code_used": astride.code_used("Priya Nair", SPRING),
    "astride.join_first": astride.join_first(),
    "astride.codes_are_over": astride.codes_are_over(SPRING),
    "astride.code_unknown": astride.code_unknown(),
    "astride.code_old": astride.code_old(),
    "astride.code_your_own": astride.code_your_own(),
    "astride.code_used_before": astride.code_used_before(),
    "astride.too_many_guesses": astride.too_many_guesses(),
    "join_forms.about_you:two-chats": join_forms.about_you(
        1,
        SPRING,
        SITE,
        {**ABOUT, "email": "amina.yusuf@example.org", "share_email": ("yes",)},
        is_astride=True,
    ),
    "join_forms.matching_you:two-chats": join_forms.matching_you(1, WISHES, is_astride=True),
    "leading.people:unreachable": leading.people(
        SPRING, 1, JOINED, 60, is_open=True, unreachable=["Priya Nair", "Tom Adeyemi"]
    ),
    "prompting.apart:chat": prompting.apart(WHEN, ["Priya Nair"], chat_with=("U1",)),
    "talking.answered_in_our_chat": talking.answered_in_our_chat(),
    "talking.look_again": talking.look_again(["Please choose a date.", "Please say where."]),
}
"""A pair whose two halves use different chats, and answers in writing."""
SAMPLES |= FORMS
SAMPLES |= LIFE
SAMPLES |= REVIEW
SAMPLES |= WAYS
