"""Which handler answers what: the commands with their words, the buttons, the forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers import (
    answers,
    approval,
    channel_letter,
    codes,
    cohort,
    cohort_people,
    helping,
    home,
    join,
    leaving,
    made_pairs,
    match,
    matching_rules,
    not_working,
    plans,
    reflect,
    report,
    review,
    review_decisions,
    review_swap,
    work_emails,
    workshop,
)
from handlers.turn import Handler


@dataclass(frozen=True)
class Word:
    """What may follow a command; `handler` None is the command's help."""

    word: str
    explanation: str
    handler: Handler | None = None


@dataclass(frozen=True)
class Command:
    """A slash command. `takes_text` when what follows may be the person's own words or a name."""

    name: str
    description: str
    words: tuple[Word, ...]
    takes_text: bool = False

    def word(self, written: str) -> Word | None:
        """The word of that name."""
        return next((each for each in self.words if each.word == written), None)


_HELP = Word("help", "what this command can do")

COMMANDS: Mapping[str, Command] = {
    command.name: command
    for command in (
        Command(
            "pairme",
            "Join Paired Learning, or see your pair and what is next",
            (
                Word("", "join; once you have joined, see where you are", join.pairme),
                Word("status", "see where you are", join.where_i_am),
                Word("leave", "leave your cohort; I ask once more before anything changes", leaving.leave),
                Word(
                    "code", "ask to be paired with somebody: get a code for them, or use theirs", codes.code
                ),
                _HELP,
            ),
        ),
        Command(
            "reflect",
            "Write a reflection that only you can see",
            (Word("", "write a reflection; nobody sees it unless you share it", reflect.reflect), _HELP),
            takes_text=True,
        ),
        Command(
            "workshop",
            "Announce a workshop (leads and organisers)",
            (Word("", "announce a workshop in the channel of your cohort", workshop.workshop), _HELP),
            takes_text=True,
        ),
        Command(
            "cohort",
            "Open and lead a cohort (leads)",
            (
                Word("new", "open a cohort (administrators)", cohort.new),
                Word("people", "see who has joined, or invite a list", cohort_people.who),
                Word(
                    "match",
                    "suggest pairs, for you to approve; with what-if, see what would match more",
                    match.propose,
                ),
                Word("rules", "see and change the rules of the matching", matching_rules.open_rules),
                Word("organisers", "choose who else may announce workshops", cohort.organisers),
                _HELP,
            ),
        ),
        Command(
            "cohort-report",
            "See how your cohort is going (leads)",
            (Word("", "counts in the channel, names for you alone", report.cohort_report), _HELP),
            takes_text=True,
        ),
    )
}

PRESSES: Mapping[str, Handler] = {
    "get_help": helping.get_help,
    "open_join": join.open_join,
    "open_join_any": join.pairme,
    "decline": join.decline,
    "permission_given": join.permission_given,
    "ask_to_leave": leaving.ask_to_leave,
    "leave": leaving.left,
    "choose_what_next": leaving.choose,
    "not_working": not_working.not_working,
    "talk_to_lead": not_working.talk_to_lead,
    "change_partner": not_working.change_partner,
    "changed_mind": not_working.changed_mind,
    "end_pair": not_working.end_pair,
    "move_one": not_working.move_one,
    "open_import": cohort_people.open_import,
    "approve_match": approval.approve,
    "open_review": review.open_review,
    "review_page": review.page,
    "review_match": review.match,
    "review_alone": review.alone,
    "review_changes": review.changes,
    "made_pairs": made_pairs.page,
    "lock_match": review_decisions.keep_together,
    "unlock_match": review_decisions.let_go,
    "forbid_match": review_decisions.forbid,
    "pair_again": review_decisions.pair_again,
    "rematch": review_decisions.again,
    "open_swap": review_swap.pick,
    "swap_people": review_swap.swap_people,
    "answer_prompt": answers.answer_prompt,
    "open_plan": plans.open_plan,
    "open_reflection": reflect.open_reflection,
    "write_reflection": reflect.write_reflection,
    "change_reflection": reflect.change_reflection,
    "delete_reflection": reflect.delete_reflection,
    "keep_reflection": reflect.keep_reflection,
    "share_reflection": reflect.share_reflection,
    "not_an_answer": reflect.not_an_answer,
    "my_reflections": home.my_reflections,
    "share_email": work_emails.open_share,
    "workshop_yes": workshop.coming,
    "workshop_no": workshop.not_coming,
    "usual_rules": matching_rules.fill_in_usual,
    "letter_appeared": channel_letter.appeared,
    "letter_again": channel_letter.again,
}

FORMS: Mapping[str, Handler] = {
    "join_about": join.about_you,
    "join_matching": join.matching_you,
    "cohort_new": cohort.created,
    "cohort_organisers": cohort.organisers_chosen,
    "review_swap": review_swap.picked,
    "people_import": cohort_people.import_sent,
    "matching_rules": matching_rules.save_rules,
    "plan": plans.plan,
    "reflection": reflect.written,
    "workshop": workshop.announced,
    "share_email": work_emails.shared,
}
