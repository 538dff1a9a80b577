"""Reflections: the form, what was saved and who can see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from programme.words.dates import listed
from programme.words.message import Button, Confirm, Field, Form, Message

MAX = 2000
WRITE = "Write it privately"
REMINDER = "Please leave out anything that could identify a patient, family or colleague."
OPEN_QUESTION = "What happened, why did it matter, and what will you do now?"
NEEDS_WORDS = "Please write something, or close this form."


@dataclass(frozen=True)
class Kept:
    """What is said of a reflection: for which question it is, who the partners are, and who has it.

    `partners` are two in a trio. `copy_is_older`: it was changed after it was shared.
    """

    id: int
    question: str = ""
    partners: tuple[str, ...] = ()
    is_shared: bool = False
    copy_is_older: bool = False
    is_from_chat: bool = False


def write(subject: str, question: str, words: str = "", longest: int = MAX) -> Form:
    """A box to write in; of more than fits, the beginning stands in it and the note says so."""
    cut = "" if len(words) <= longest else f" I could only fit the first {longest} characters in here."
    return Form(
        "reflection",
        "Your reflection",
        (
            Field(
                "words", "In your own words", "long_text", REMINDER, value=words[:longest], max_length=longest
            ),
        ),
        "Save",
        subject=subject,
        note=f"{question} Only you can see what you write, unless you share it.{cut}",
    )


def too_long(longest: int) -> str:
    """Beside the box."""
    return f"Please keep it to {longest} characters."


def too_long_in_chat(length: int) -> Message:
    """A reply in the chat that is longer than anybody's box."""
    return Message(
        (
            f"Your message has {length} characters and I can keep {MAX}, so I have not saved it. "
            "Please send a shorter one.",
        )
    )


def health_number(masked: str) -> str:
    """Beside the box."""
    return f"This looks like a health number: {masked}. Please take it out. Nothing has been saved."


def health_number_in_chat() -> Message:
    """A reply in the chat was stopped."""
    return Message(
        (
            "Your message looks like it has a health number in it. I have not saved anything.",
            "Please delete your message here too, because I cannot. Then write it again without the number.",
        ),
    )


def health_number_in_change() -> Message:
    """An edited message was stopped; what was saved before stays."""
    return Message(
        (
            "Your changed message looks like it has a health number in it. I have not saved the change.",
            "Please take the number out of your message here too, because I cannot.",
        ),
    )


def health_number_in_command() -> Message:
    """Words after a command were stopped."""
    return Message(
        ("This looks like it has a health number in it. Please take it out. Nothing has been saved.",)
    )


def saved(kept: Kept) -> Message:
    """What was saved, for which question, and who can see it."""
    about = f"Saved as your answer to: {kept.question}" if kept.question else "Saved as your reflection."
    return Message((f"{about} {_who_sees(kept)}",), buttons=buttons(kept))


def changed(kept: Kept) -> Message:
    """The same after a change."""
    about = f"Changed your answer to: {kept.question}" if kept.question else "Changed your reflection."
    return Message((f"{about} {_who_sees(kept)}",), buttons=buttons(kept))


def shared(kept: Kept) -> Message:
    """The partner has been sent a copy."""
    return Message(
        (f"Shared. {_have(kept.partners)} a copy in their chat. Nobody else can see it.",),
        buttons=buttons(kept),
    )


def buttons(kept: Kept) -> tuple[Button, ...]:
    """What can be done with a reflection."""
    subject = str(kept.id)
    share = Button(
        "Share with my partner", "share_reflection", subject, confirm=_before_sharing(kept.partners)
    )
    delete = Button(
        "Delete",
        "delete_reflection",
        subject,
        "danger",
        Confirm("Delete this reflection for good?", "Delete"),
    )
    offered = (
        Button("Change", "change_reflection", subject, opens_form=True),
        delete,
        share if kept.partners and not kept.is_shared else None,
        Button("Not an answer", "not_an_answer", subject)
        if kept.is_from_chat and not kept.is_shared
        else None,
    )
    return tuple(button for button in offered if button is not None)


def _before_sharing(partners: Sequence[str]) -> Confirm:
    return Confirm(
        f"{listed(list(partners))} will get a copy in their chat. You cannot take it back.",
        "Share",
        "Keep it private",
    )


def _who_sees(kept: Kept) -> str:
    if not kept.is_shared:
        return "Only you can see this."
    if kept.copy_is_older:
        return f"Only you can see the change. {_have(kept.partners)} the copy you shared before."
    return f"{listed(['You', *kept.partners])} can see this."


def _have(partners: Sequence[str]) -> str:
    return f"{listed(list(partners))} {'has' if len(partners) == 1 else 'have'}"


def deleted(*, is_in_chat: bool, partners: Sequence[str] = ()) -> Message:
    """Gone from here; `partners` have a copy that was shared."""
    own = "Your own message is still in this chat until you delete it." if is_in_chat else ""
    still = "still has" if len(partners) == 1 else "still have"
    copy = f"{listed(list(partners))} {still} the copy you shared." if partners else ""
    return Message(tuple(filter(None, ("Deleted. I have not kept it.", own, copy))))


def not_an_answer(*, is_open: bool) -> Message:
    """It was just chat."""
    rest = " The question is still open." if is_open else ""
    return Message((f"Understood. I have not kept it.{rest}",))


def gone() -> Message:
    """Deleted before, or never theirs."""
    return Message(("This reflection is no longer here.",))


def shared_with_you(partner: str, question: str, words: str, *, among: int = 2) -> Message:
    """To the partner, or to both of a trio: it stays `among` so many."""
    about = f"{partner} has shared a reflection with you."
    return Message(
        tuple(filter(None, (about, question, words, f"Please keep it between the {among} of you.")))
    )


def nobody_to_share_with() -> Message:
    """No partner."""
    return Message(("You have no partner at the moment, so I have not shared it.",))


def message_deleted(reflection_id: int) -> Message:
    """The chat message behind a reflection has gone."""
    subject = str(reflection_id)
    return Message(
        (
            "You deleted your message. I still have the reflection that I saved from it. Shall I delete that too?",
        ),
        buttons=(
            Button("Delete it too", "delete_reflection", subject, "danger"),
            Button("Keep it", "keep_reflection", subject),
        ),
    )


def kept_all_the_same() -> Message:
    """The message went, the reflection stays."""
    return Message(("Kept. Only you can see it, unless you shared it.",))


def not_saved_before() -> Message:
    """A message was changed that was never an answer."""
    return Message(
        (
            "You changed a message that I have not saved. "
            "To keep it as a reflection, send it again or write it privately.",
        ),
        buttons=(Button(WRITE, "open_reflection", opens_form=True),),
    )


def start_here(question: str = OPEN_QUESTION) -> Message:
    """Where a form cannot open by itself: a button that opens it."""
    return Message((question,), buttons=(Button(WRITE, "open_reflection", style="main", opens_form=True),))
