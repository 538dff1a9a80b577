"""Reflections: the form, what was saved and who can see it."""

from __future__ import annotations

from programme.words.message import Button, Confirm, Field, Form, Message

MAX = 2000
WRITE = "Write it privately"
REMINDER = "Please leave out anything that could identify a patient, family or colleague."


def write(subject: str, question: str, words: str = "") -> Form:
    """A box to write in."""
    return Form(
        "reflection",
        "Your reflection",
        (Field("words", "In your own words", "long_text", REMINDER, value=words, max_length=MAX),),
        "Save",
        subject=subject,
        note=f"{question} Only you can see what you write, unless you share it.",
    )


OPEN_QUESTION = "What happened, why did it matter, and what will you do now?"
NEEDS_WORDS = "Please write something, or close this form."
TOO_LONG = f"Please keep it under {MAX} characters."


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


def health_number_in_command() -> Message:
    """Words after a command were stopped."""
    return Message(
        ("This looks like it has a health number in it. Please take it out. Nothing has been saved.",)
    )


def saved(
    reflection_id: int, question: str, partner: str, *, shared: bool = False, in_chat: bool = False
) -> Message:
    """What was saved, for which question, and who can see it."""
    about = f"Saved as your answer to: {question}" if question else "Saved as your reflection."
    seen = f"You and {partner} can see this." if shared else "Only you can see this."
    return Message(
        (f"{about} {seen}",), buttons=_buttons(reflection_id, partner, shared=shared, in_chat=in_chat)
    )


def _buttons(reflection_id: int, partner: str, *, shared: bool, in_chat: bool) -> tuple[Button, ...]:
    subject = str(reflection_id)
    share = Button(
        "Share with my partner",
        "share_reflection",
        subject,
        confirm=Confirm(
            f"{partner} will get a copy in their chat. You cannot take it back.", "Share", "Keep it private"
        ),
    )
    delete = Button(
        "Delete",
        "delete_reflection",
        subject,
        "danger",
        Confirm("Delete this reflection for good?", "Delete"),
    )
    return tuple(
        filter(
            None,
            (
                Button("Change", "change_reflection", subject),
                delete,
                share if partner and not shared else None,
                Button("Not an answer", "not_an_answer", subject) if in_chat else None,
            ),
        )
    )


def deleted(*, in_chat: bool) -> Message:
    """Gone from here."""
    rest = "Your own message is still in this chat until you delete it." if in_chat else ""
    return Message(tuple(filter(None, ("Deleted. I have not kept a copy.", rest))))


def not_an_answer() -> Message:
    """It was just chat."""
    return Message(("Understood. I have not kept it. The question is still open.",))


def gone() -> Message:
    """Deleted before, or never theirs."""
    return Message(("This reflection is no longer here.",))


def shared_with_you(partner: str, question: str, words: str) -> Message:
    """To the partner."""
    return Message(
        (
            f"{partner} has shared a reflection with you.",
            question,
            words,
            "Please keep it between the 2 of you.",
        )
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


def kept() -> Message:
    """Still saved."""
    return Message(("Kept. Only you can see it, unless you shared it.",))


def start_here(question: str = OPEN_QUESTION) -> Message:
    """Where a form cannot open by itself: a button that opens it."""
    return Message((question,), buttons=(Button(WRITE, "open_reflection", style="main"),))
