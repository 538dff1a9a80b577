"""Where an organisation uses two chats: work emails, by which people are found, and the code that brings two together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words.dates import day
from programme.words.message import Field, Message, Option

if TYPE_CHECKING:
    from datetime import date

LONGEST_EMAIL = 254  # RFC 5321 leaves room for no more
MOST_OTHERS = 10
NEEDS_EMAIL = "Please write your work email, for example amina.yusuf@example.org."
EMAIL_TO_SHARE = "Please write your work email, or take the tick below away."
NOT_EMAILS = "Please write work emails only, with a comma between them."
TOO_MANY = f"Please write at most {MOST_OTHERS} emails."


def email_fields() -> tuple[Field, ...]:
    """Of the first screen of joining, where two chats are used."""
    return (
        Field(
            "email",
            "My work email",
            "text",
            "Some people here use another chat. They find you by this",
            required=False,
            max_length=LONGEST_EMAIL,
        ),
        Field(
            "share_email",
            "If we use different chats",
            "choices",
            required=False,
            options=(Option("Share my work email with my partner", "yes"),),
        ),
    )


def others_field() -> Field:
    """Of the second screen: whoever cannot be chosen above, because they use the other chat."""
    return Field(
        "other_chat",
        "Somebody who uses the other chat? Their work email",
        "text",
        "Managers, supervisors, or anybody you would rather not be paired with. We never pair you with them",
        required=False,
        max_length=1000,
    )


def code_given(cohort: str, code: str, until: date) -> Message:
    """A code to hand on."""
    return Message(
        (
            f"Your code for {cohort} is {code}.",
            "Give it to the person with whom you would like to be paired. "
            f"They type /pairme code {code} in their own chat with me, whichever chat they use.",
            f"It works once, until {day(until)}. A new code takes the place of this one. "
            "The leads still approve every pair.",
        )
    )


def code_taken(partner: str, cohort: str) -> Message:
    """To the one who has used a code."""
    return Message(
        (
            f"You have used the code of {partner}. Once you have both finished the form of {cohort}, "
            "I will suggest the 2 of you as a pair, if the rules for pairs allow it.",
            "The leads still approve every pair.",
        )
    )


def code_used(partner: str, cohort: str) -> Message:
    """To the one who gave it."""
    return Message(
        (
            f"{partner} has used your code. Once you have both finished the form of {cohort}, "
            "I will suggest the 2 of you as a pair, if the rules for pairs allow it.",
            "The leads still approve every pair.",
        )
    )


def join_first() -> Message:
    """A code is for people who have begun to join."""
    return Message(("Please join first, with /pairme. Then I can give you a code.",))


def codes_are_over(cohort: str) -> Message:
    """The pairs have been made."""
    return Message((f"The pairs of {cohort} have been made, so codes no longer change anything.",))


def code_unknown() -> Message:
    """No such code."""
    return Message(
        (
            "I do not know this code. Please look at it again: it has 8 letters and numbers, such as 7KF3-Q2XM.",
        )
    )


def code_old() -> Message:
    """Past its two weeks."""
    return Message(("This code is too old. Please ask for a new one: they type /pairme code.",))


def code_your_own() -> Message:
    """Typed by the one who asked for it."""
    return Message(
        ("This is your own code. Please give it to the person with whom you would like to be paired.",)
    )


def code_used_before() -> Message:
    """Somebody else was first."""
    return Message(("This code has been used already. Please ask for a new one: they type /pairme code.",))


def too_many_guesses() -> Message:
    """Five wrong codes in an hour."""
    return Message(("Those were too many wrong codes. Please try again in an hour.",))
