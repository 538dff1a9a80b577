"""Which handler answers what: the commands with their words, the buttons, the forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers import (
    answers,
    channel_letter,
    codes,
    cohort,
    cohort_people,
    helping,
    home,
    join,
    match,
    plans,
    reflect,
    report,
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
                Word("match", "suggest pairs, for you to approve", match.propose),
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
    "open_import": cohort_people.open_import,
    "approve_match": match.approve,
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
    "letter_appeared": channel_letter.appeared,
    "letter_again": channel_letter.again,
}

FORMS: Mapping[str, Handler] = {
    "join_about": join.about_you,
    "join_matching": join.matching_you,
    "cohort_new": cohort.created,
    "cohort_organisers": cohort.organisers_chosen,
    "people_import": cohort_people.import_sent,
    "plan": plans.plan,
    "reflection": reflect.written,
    "workshop": workshop.announced,
    "share_email": work_emails.shared,
}
