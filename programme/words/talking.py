"""Small answers: help, where help is, what was not understood, and that nothing was saved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from programme.words.dates import count, listed
from programme.words.message import Button, Message
from programme.words.reflecting import OPEN_QUESTION, WRITE, buttons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.site import Signpost
    from programme.words.reflecting import Kept


MY_REFLECTIONS = "My reflections"


def get_help(signposts: Sequence[Signpost], leads: Sequence[str] = ()) -> Message:
    """The same for everybody, at once, at any hour; that it was shown is not kept. `leads` are their own, if any."""
    lines = "\n".join(_signpost(each) for each in signposts)
    return Message(
        (
            "I am a programme bot and nobody is watching these messages. "
            "If you or someone else is in danger, call 999.",
            lines,
            f"For questions about the programme, please ask {_called(leads)}.",
        ),
        title="Get help",
    )


def _called(leads: Sequence[str]) -> str:
    return " or ".join(leads) if leads else "your programme leads"


def _signpost(each: Signpost) -> str:
    where = ", ".join(filter(None, (f"{each.name}: {each.contact}", each.hours)))
    return " ".join(f"{part.rstrip('.')}." for part in (where, each.note) if part)


def command_help(command: str, description: str, words: Sequence[tuple[str, str]]) -> Message:
    """What one command can do; `words` are what may follow it, each with its explanation."""
    lines = "\n".join(f"/{command} {word}".strip() + f": {explanation}" for word, explanation in words)
    return Message((description, lines))


def word_help(command: str, explanation: str) -> Message:
    """What one word of a command does; what else the command can do is in its own help."""
    return Message(
        (f"/{command}: {explanation}", f"For everything, type /{command.split(maxsplit=1)[0]} help.")
    )


def nearest(command: str, written: str, near: str) -> Message:
    """A word that the command does not know."""
    first = written.split(maxsplit=1)[0][:40]
    if near:
        return Message(
            (f"I do not know {first}. Did you mean /{command} {near}? For everything, type /{command} help.",)
        )
    return Message((f"I do not know {first}. To see what I know, type /{command} help.",))


def what_i_can_do() -> Message:
    """Help, in the chat."""
    return Message(
        (
            "I run Paired Learning: 1 resident doctor and 1 manager learn from each other for 6 months.",
            "/pairme: join, or see where you are\n/reflect: write a reflection, private unless you share it\n"
            "/workshop: announce a workshop, for organisers\n/cohort and /cohort-report: for leads",
        ),
    )


def not_understood() -> Message:
    """Anything else that is said in the bot's own conversation."""
    return Message(
        (
            "I have not saved that, because no question of mine is waiting for it. "
            "To keep it as a reflection, write it privately. To see where you are, type /pairme.",
        ),
        buttons=(Button(WRITE, "open_reflection", opens_form=True),),
    )


def cannot_answer(leads: Sequence[str]) -> Message:
    """Somebody asks the bot a question."""
    return Message(
        (
            f"I am a bot, so I cannot answer questions. Please ask {_called(leads)}.",
            "To see where you are, type /pairme. If you meant to write a reflection, write it privately.",
        ),
        buttons=(Button(WRITE, "open_reflection", opens_form=True),),
    )


def only_words() -> Message:
    """A file, a picture or an emoji, without words."""
    return Message(
        (
            "Thank you. I can only keep words, so I have not saved that. "
            "To answer a question, please reply in your own words.",
        ),
    )


def already_answered(question: str, label: str) -> Message:
    """A reply to a question that has its answer."""
    return Message((f"{question} You have answered this: {label}. Thank you.",))


def join_from_chat() -> Message:
    """Somebody who has not joined asks where they are."""
    return Message(
        ("You have not joined yet.",),
        buttons=(Button("Sign me up", "open_join_any", style="main", opens_form=True),),
    )


def needs_slash(command: str) -> Message:
    """A command that opens a form."""
    return Message((f"Please type it with a slash: /{command}",))


def answered_in_our_chat() -> Message:
    """In a channel, where everybody reads along, in place of the answer."""
    return Message(("I have answered you in our chat.",))


def look_again(errors: Sequence[str]) -> Message:
    """What would stand beside the boxes of a form, where no form is open."""
    return Message(("I have not saved this yet. Please look at it again, and send it once more.", *errors))


def home_welcome() -> Message:
    """The home of somebody who has not joined."""
    return Message(
        (
            "Paired Learning matches 1 resident doctor with 1 manager for 6 months. "
            "You talk, shadow each other and improve one thing together.",
        ),
        title="Welcome",
        buttons=(Button("Sign me up", "open_join_any", style="main", opens_form=True),),
    )


def home_standing(standing: Message) -> Message:
    """Where a person stands, as the head of their home."""
    return replace(standing, title="Where you are")


def home_leading(cohorts: Sequence[str]) -> Message:
    """The home of a lead."""
    return Message(
        (
            f"You lead {listed(list(cohorts))}.",
            "/cohort people: see who has joined\n/cohort match: suggest pairs, or look at them\n"
            "/cohort match what-if: see what would match more people\n/cohort rules: see and change the matching rules\n"
            "/cohort-report: see how it is going\n/workshop: announce a workshop",
        ),
        title="For leads",
    )


def home_reflections(written: Sequence[tuple[Kept, str, str]]) -> tuple[Message, ...]:
    """A person's own reflections, each with its day and its words. Nobody else sees them."""
    write = (Button(WRITE, "open_reflection", opens_form=True),)
    if not written:
        return (Message((OPEN_QUESTION,), "Your reflections", buttons=write),)
    head = Message(("Only you can see these.",), "Your reflections", buttons=write)
    return (head, *(_reflection(*each) for each in written))


def home_in_the_chat(number: int) -> Message:
    """The same where a home is said in the chat, which keeps what is said: they are looked at in a form instead."""
    write = Button(WRITE, "open_reflection", opens_form=True)
    if not number:
        return Message((OPEN_QUESTION,), "Your reflections", buttons=(write,))
    look = Button(MY_REFLECTIONS, "my_reflections", opens_form=True)
    kept = f"You have written {count(number, 'reflection', 'reflections')}. Only you can see them here."
    return Message((kept,), "Your reflections", buttons=(look, write))


def _reflection(kept: Kept, written_on: str, words: str) -> Message:
    seen = f"Shared with {listed(list(kept.partners))}" if kept.is_shared else "Only you can see this"
    return Message((f"{written_on}: {words}",), buttons=buttons(kept), note=seen)


def nothing_saved() -> str:
    """Something went wrong with a command, a button or a form, which never come again by themselves."""
    return "Sorry, that did not work and nothing was saved. Please try again in a minute."


def not_installed(platform: str) -> str:
    """The bot has been removed from where somebody still sees its words or commands; `platform` by its name."""
    return (
        "PairMe is not installed here any more, so nothing was saved. "
        f"Please ask whoever looks after your {platform}."
    )


def not_shown() -> str:
    """What a person did is done, but the answer to it could not be shown."""
    return "Sorry, I could not show you the answer. Type /pairme to see where you are."


def try_again() -> str:
    """A form could not be opened in time."""
    return "That took too long, so the form did not open. Nothing was lost. Please try again."
