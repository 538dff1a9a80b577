"""For leads: what could not be said to somebody, and what they can do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from programme.words.dates import listed
from programme.words.message import Button, Message

MANY_TRIES = "it could not be sent after many tries."
MAYBE_POSTED = "it may have appeared in the channel, or not."
MAYBE_SENT = "It may have arrived, and I cannot look."
SAID_ONCE_MORE = "It may have arrived. It is said once more, in words that admit it."
NOT_SAID_BEFORE = "It was written after the restore, so it has not been said before."
SEEN_ALREADY = "You may have seen this already."
ASK_IT = "Please ask your IT department to install PairMe for everybody who takes part. An app setup policy does that."


def not_sent(who: str, reason: str) -> Message:
    """A letter to somebody could not be delivered."""
    return Message((f"I could not send a message to {who}: {reason}", "Nobody else is affected."))


def not_introduced(who: str, told: Sequence[str], reason: str) -> Message:
    """Somebody could not be told who their partner is; `told` are those of the pair who were."""
    if not told:
        return Message(
            (
                f"I could not introduce {who} to each other: {reason}",
                "They have not been told. Please write to them yourself.",
            )
        )
    return Message(
        (
            f"I could not tell {who} who their partner is: {reason}",
            f"{_have(told)} been told, and may be waiting. Please write to {who} yourself.",
        )
    )


def not_reached(who: str, reason: str, told: Sequence[str] = ()) -> Message:
    """The bot is not installed for somebody; `told` are those of their pair who were told who is missing."""
    waiting = (f"{_have(told)} been told who their partner is, and may be waiting.",) if told else ()
    return Message(
        (
            f"I cannot write to {who}: {reason}",
            *waiting,
            f"{ASK_IT} Then I tell {who} what they have missed.",
        )
    )


def _have(those: Sequence[str]) -> str:
    return f"{listed(list(those))} {'has' if len(those) == 1 else 'have'}"


def said_once_more(message: Message) -> Message:
    """What may have arrived, said again. The first paragraph says both, because phones show it alone."""
    first = " ".join([SEEN_ALREADY, *message.paragraphs[:1]])
    return replace(message, paragraphs=(first, *message.paragraphs[1:]))


def did_they_hear(who: str, letter_id: int) -> Message:
    """Twice the line broke while somebody was told who their partner is."""
    return Message(
        (
            f"The line to the chat broke twice while I told {who} who their partner is.",
            "I cannot look whether it has arrived, so please ask them. Do they know?",
        ),
        buttons=(
            Button("Yes, they know", "letter_appeared", str(letter_id)),
            Button("No, tell them again", "letter_again", str(letter_id)),
        ),
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


def they_know() -> Message:
    """The answer to a lead who has asked them."""
    return Message(("Thank you. I leave it at that.",))


def told_again() -> Message:
    """The answer to a lead who says that they do not know."""
    return Message(("Thank you. I tell them again.",))


def settled_already() -> Message:
    """The other lead was quicker, or the message is too old to be posted again."""
    return Message(("This has been dealt with already. There is nothing left to do.",))
