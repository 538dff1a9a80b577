"""How those who learn together reach each other, where the bot cannot open one chat for them all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from programme.words.astride import LONGEST_EMAIL
from programme.words.dates import listed
from programme.words.message import Button, Field, Form, Message
from programme.words.prompting import apart

if TYPE_CHECKING:
    from collections.abc import Sequence

ANOTHER_CHAT = "another chat"


@dataclass(frozen=True)
class Near:
    """A partner who uses the reader's chat, and their id there."""

    name: str
    id: str


@dataclass(frozen=True)
class Far:
    """A partner who uses another chat; `address` is their work email, where both have agreed to share theirs."""

    name: str
    chat: str
    address: str


@dataclass(frozen=True)
class Ways:
    """One reader's ways to everybody in a pair; `has_shared`: the reader has agreed to share their own address."""

    pair_id: int
    near: tuple[Near, ...]
    far: tuple[Far, ...]
    has_shared: bool

    @property
    def in_all(self) -> int:
        """How many the pair is."""
        return len(self.near) + len(self.far) + 1

    @property
    def chat_with(self) -> tuple[str, ...]:
        """The ids of those who use the reader's chat."""
        return tuple(each.id for each in self.near)

    @property
    def may_share(self) -> bool:
        """Whether the reader could help by sharing their address."""
        return not self.has_shared and any(not each.address for each in self.far)


def introduced(message: Message, ways: Ways) -> Message:
    """The introduction for one reader alone."""
    near = [each.name for each in ways.near]
    if not ways.far:
        return apart(message, near, chat_with=ways.chat_with)
    beside = (f"Please write to {listed(near)} directly.",) if near else ()
    shown = with_way(message, ways)
    return replace(shown, paragraphs=(*shown.paragraphs, *beside))


def with_way(message: Message, ways: Ways) -> Message:
    """What takes the place of an introduction, for the same reader."""
    shown = replace(message, chat_with=ways.chat_with)
    if not ways.far:
        return shown
    return _with_share_button(replace(shown, paragraphs=(*shown.paragraphs, _to_far(ways))), ways)


def standing(message: Message, ways: Ways) -> Message:
    """Where a person stands, with their ways."""
    facts = (fact for each in ways.far for fact in _facts(each, is_one_of_two=ways.in_all == 2))  # noqa: PLR2004 - a pair
    shown = replace(message, facts=(*message.facts, *facts), chat_with=ways.chat_with)
    return _with_share_button(shown, ways)


def share_form(pair_id: int, partners: Sequence[str], email: str) -> Form:
    """What is shared is seen before it is."""
    names, is_one = listed(list(partners)), len(partners) == 1
    once = f"and only once {names} has shared" if is_one else "each only once they have shared"
    return Form(
        "share_email",
        "My work email",
        (Field("email", "My work email", "text", value=email, max_length=LONGEST_EMAIL),),
        "Share it",
        subject=str(pair_id),
        note=f"Only {names} will see it, {once} theirs with you.",
    )


def shared(have: Sequence[str], have_not: Sequence[str]) -> Message:
    """An address was shared: the partners who `have` shared theirs too, and those who have not yet."""
    said = ["Thank you."]
    if have:
        verb, told = ("has", "you both") if len(have) == 1 else ("have", "each of you")
        said.append(f"{listed(list(have))} {verb} shared theirs too. I have told {told} in our chats.")
    if have_not:
        verb, told = ("shares", "you both") if len(have_not) == 1 else ("share", "each of you")
        said.append(f"As soon as {listed(list(have_not))} {verb} theirs too, I will tell {told}.")
    return Message((" ".join(said),))


def not_needed(partners: Sequence[str]) -> Message:
    """All use the same chat."""
    return Message(
        (f"{listed(['You', *partners])} use the same chat, so you can write to each other there.",)
    )


def no_partner() -> Message:
    """Somebody without a partner."""
    return Message(("You have no partner at the moment, so I have not shared anything.",))


def address_of(partner: str, address: str) -> Message:
    """To each, once, when both have agreed."""
    return Message((f"{partner} shares a work email with you: {address}. {partner} has yours too.",))


def _to_far(ways: Ways) -> str:
    names = listed([each.name for each in ways.far])
    chats = listed(list(dict.fromkeys(each.chat or ANOTHER_CHAT for each in ways.far)))
    uses = "uses" if len(ways.far) == 1 else "use"
    all_of_you = "you both" if ways.in_all == 2 else f"the {ways.in_all} of you"  # noqa: PLR2004 - a pair
    where = f"{names} {uses} {chats}, so I cannot open one chat for {all_of_you}."
    return " ".join(filter(None, (where, _to_known(ways.far), _to_unknown(ways))))


def _to_known(far: Sequence[Far]) -> str:
    known = [each for each in far if each.address]
    if not known:
        return ""
    if len(known) == 1:
        return f"Please write to {known[0].address}. {known[0].name} has your work email too."
    return (
        f"Please write to {listed([f'{each.address} ({each.name})' for each in known])}."
        " They have your work email too."
    )


def _to_unknown(ways: Ways) -> str:
    names = [each.name for each in ways.far if not each.address]
    if not names:
        return ""
    if len(names) == 1 and ways.has_shared:
        return f"As soon as {names[0]} shares a work email too, I will tell each of you the other's."
    if len(names) == 1 and ways.in_all == 2:  # noqa: PLR2004 - a pair
        return "If you both share your work email, I will tell each of you the other's."
    if ways.has_shared:
        return f"As soon as {listed(names)} share a work email too, I will tell you each other's."
    return f"If {listed(['you', *names])} share your work emails, I will tell you each other's."


def _facts(far: Far, *, is_one_of_two: bool) -> tuple[tuple[str, str], ...]:
    whose = "Their" if is_one_of_two else f"{far.name}'s"
    email = ((f"{whose} work email", far.address),) if far.address else ()
    return ((f"{whose} chat", far.chat or ANOTHER_CHAT.capitalize()), *email)


def _with_share_button(message: Message, ways: Ways) -> Message:
    """Under whatever tells of a partner whose address is not known yet."""
    if not ways.may_share:
        return message
    share = Button("Share my work email", "share_email", str(ways.pair_id), opens_form=True)
    return replace(message, buttons=(*message.buttons, share))
