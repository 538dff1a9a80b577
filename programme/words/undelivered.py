"""For leads: what could not be said to somebody, and what they can do about it."""

from __future__ import annotations

from programme.words.message import Button, Message

MANY_TRIES = "it could not be sent after many tries."
MAYBE_POSTED = "it may have appeared in the channel, or not."


def not_sent(who: str, reason: str) -> Message:
    """A letter to somebody could not be delivered."""
    return Message((f"I could not send a message to {who}: {reason}", "Nobody else is affected."))


def not_introduced(who: str, partner: str, reason: str) -> Message:
    """Somebody could not be told who their partner is; `partner` is the other half if they were told, else empty."""
    if not partner:
        return Message(
            (
                f"I could not introduce {who} to each other: {reason}",
                "Neither of them has been told. Please write to them yourself.",
            )
        )
    return Message(
        (
            f"I could not tell {who} who their partner is: {reason}",
            f"{partner} has been told, and may be waiting. Please write to {who} yourself.",
        )
    )


def not_posted(cohort: str, reason: str) -> Message:
    """Something could not be posted in a cohort's channel; told once a day, however much it was."""
    return Message(
        (
            f"I could not post in the channel of {cohort}: {reason}",
            "Once that is mended, please ask me again for what is missing there.",
        ),
    )


def did_it_appear(cohort: str, letter_id: int) -> Message:
    """The line broke while something was posted in a cohort's channel, in which the bot does not read."""
    return Message(
        (
            f"The line to your chat broke while I posted in the channel of {cohort}.",
            "I do not read in channels, so please look there. Did my latest message appear?",
        ),
        buttons=(
            Button("Yes, it is there", "letter_appeared", str(letter_id)),
            Button("No, post it again", "letter_again", str(letter_id)),
        ),
    )


def it_appeared(cohort: str) -> Message:
    """The answer to a lead who has seen it."""
    return Message((f"Thank you. I leave it as it is in the channel of {cohort}.",))


def posted_again(cohort: str) -> Message:
    """The answer to a lead who has not."""
    return Message((f"Thank you. I post it again in the channel of {cohort}.",))


def settled_already() -> Message:
    """The other lead was quicker, or the message is too old to be posted again."""
    return Message(("This has been dealt with already. There is nothing left to do.",))
