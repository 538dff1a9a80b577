"""What is said when people come late, wait, leave, or lose their partner."""

from __future__ import annotations

from datetime import date

from programme.words import joining, leaving, not_working, prompting, waiting
from programme.words.message import Message

SPRING, AMINA, PRIYA, BEN = "Spring 2027", "Amina Yusuf", "Priya Nair", "Ben O'Neill"
LEADS = ["Lena Hart", "Tom Adeyemi"]
NEXT = [(2, "Autumn 2027", date(2027, 9, 13))]
PLACE = waiting.place(2, "doctor")

LIFE: dict[str, Message] = {
    "joining.with_notes": joining.with_notes(
        joining.joined("Amina", SPRING, date(2027, 3, 15), is_new=True, has_permission=False),
        [joining.leaves_early(12, has_started=False), waiting.partner_first("Autumn 2026")],
    ),
    "leaving.which": leaving.which([(2, "Autumn 2027"), (1, SPRING)]),
    "leaving.ask": leaving.ask(SPRING, 1, [PRIYA]),
    "leaving.ask:trio": leaving.ask(SPRING, 1, [PRIYA, BEN]),
    "leaving.ask:waiting": leaving.ask(SPRING, 1, [], deletes_answers=True),
    "leaving.left": leaving.left(SPRING),
    "leaving.nothing_to_leave": leaving.nothing_to_leave(),
    "leaving.partner_left": leaving.partner_left(AMINA, 7, may_choose=True),
    "leaving.partner_left:alike": leaving.partner_left(AMINA, 7, other=BEN, may_choose=True),
    "leaving.partner_left:late": leaving.partner_left(AMINA, 7, may_choose=False),
    "leaving.two_carry_on": leaving.two_carry_on(AMINA, BEN),
    "leaving.pair_ended": leaving.pair_ended([AMINA], 7, LEADS, may_choose=True),
    "leaving.pair_ended:late-trio": leaving.pair_ended([AMINA, BEN], 7, LEADS[:1], may_choose=False),
    "leaving.chosen": leaving.chosen("another_pair", 7),
    "leaving.alone": leaving.alone(SPRING, 1, "", 7, PLACE, may_choose=True),
    "leaving.alone:chosen": leaving.alone(SPRING, 1, "new_partner", 7, PLACE, may_choose=True),
    "leaving.alone:workshops": leaving.alone(SPRING, 1, "workshops", 7, "", may_choose=True),
    "leaving.alone:late": leaving.alone(SPRING, 1, "new_partner", 7, PLACE, may_choose=False),
    "leaving.has_new_partner": leaving.has_new_partner(),
    "leaving.too_late_to_choose": leaving.too_late_to_choose(),
    "leaving.has_left": leaving.has_left(AMINA, SPRING, [PRIYA], were_told=True, carry_on=False),
    "leaving.has_left:alone": leaving.has_left(AMINA, SPRING, [], were_told=False, carry_on=False),
    "leaving.has_left:before-the-first-day": leaving.has_left(
        AMINA, SPRING, [PRIYA], were_told=False, carry_on=False
    ),
    "leaving.has_left:trio": leaving.has_left(AMINA, SPRING, [BEN, PRIYA], were_told=True, carry_on=True),
    "leaving.would_like": leaving.would_like(PRIYA, SPRING, "another_pair"),
    "leaving.would_like:new-partner": leaving.would_like(PRIYA, SPRING, "new_partner"),
    "leaving.would_like:workshops": leaving.would_like(PRIYA, SPRING, "workshops"),
    "not_working.not_working": not_working.not_working(7, 1, LEADS, is_everybody=True, may_change=True),
    "not_working.not_working:one-lead-and-late": not_working.not_working(
        7, 1, LEADS[:1], is_everybody=False, may_change=False
    ),
    "not_working.not_working:asked": not_working.not_working(
        7, 1, LEADS, is_everybody=True, may_change=False, has_asked=True
    ),
    "not_working.leads_told_to_talk": not_working.leads_told_to_talk(LEADS),
    "not_working.would_like_a_word": not_working.would_like_a_word(AMINA, SPRING, LEADS[1:]),
    "not_working.would_like_a_word:one-lead": not_working.would_like_a_word(AMINA, SPRING, []),
    "not_working.leads_told_to_change": not_working.leads_told_to_change(LEADS, [PRIYA], 7),
    "not_working.taken_back": not_working.taken_back(LEADS),
    "not_working.would_like_to_stay": not_working.would_like_to_stay(AMINA, SPRING),
    "not_working.not_asked": not_working.not_asked(),
    "not_working.would_like_to_change": not_working.would_like_to_change(AMINA, [PRIYA], SPRING, 7, 3),
    "not_working.would_like_to_change:trio": not_working.would_like_to_change(
        AMINA, [PRIYA, BEN], SPRING, 7, 3, may_move=True
    ),
    "not_working.moved": not_working.moved(AMINA, [BEN, PRIYA]),
    "not_working.moved_by": not_working.moved_by("Tom Adeyemi", AMINA, [BEN, PRIYA]),
    "not_working.cannot_move": not_working.cannot_move(),
    "leaving.moved_on": leaving.moved_on([BEN, PRIYA], SPRING, LEADS, may_wait=True),
    "leaving.moved_on:late": leaving.moved_on([BEN, PRIYA], SPRING, [], may_wait=False),
    "leaving.one_moved_on": leaving.one_moved_on(AMINA, BEN, LEADS),
    "not_working.ended": not_working.ended([AMINA, PRIYA]),
    "not_working.ended_by": not_working.ended_by("Tom Adeyemi", [AMINA, PRIYA]),
    "not_working.over": not_working.over(),
    "not_working.too_late_to_change": not_working.too_late_to_change(),
    "not_working.nobody_asks": not_working.nobody_asks(),
    "not_working.no_other_lead": not_working.no_other_lead(1),
    "prompting.closed:early": prompting.closed("How was it?", 7, is_early=True),
    "waiting.joined_late": waiting.joined_late("Amina", SPRING, is_new=True, has_permission=True),
    "waiting.joined_late:again-without-permission": waiting.joined_late(
        "", SPRING, is_new=False, has_permission=False
    ),
    "waiting.closed": waiting.closed(SPRING, NEXT),
    "waiting.closed:nothing-next": waiting.closed(SPRING, []),
    "waiting.on_the_list": waiting.on_the_list(SPRING, 1, PLACE, has_permission=True, may_change=True),
    "waiting.on_the_list:without-permission": waiting.on_the_list(
        SPRING, 1, "", has_permission=False, may_change=False
    ),
    "waiting.still_waiting": waiting.still_waiting(SPRING, PLACE, has_permission=True),
    "waiting.still_waiting:without-permission": waiting.still_waiting(SPRING, "", has_permission=False),
    "waiting.pair_elsewhere": waiting.pair_elsewhere(SPRING, "Autumn 2026"),
    "waiting.new_people": waiting.new_people(SPRING, 2),
    "waiting.permission_came": waiting.permission_came(AMINA, SPRING),
    "waiting.joined_before": waiting.joined_before(SPRING),
    "waiting.not_matched_yet": waiting.not_matched_yet(SPRING, has_permission=True),
    "waiting.not_matched_yet:without-permission": waiting.not_matched_yet(SPRING, has_permission=False),
    "waiting.please_match": waiting.please_match(SPRING, 3, 0),
}
