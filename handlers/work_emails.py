"""Work emails, where an organisation uses two chats: one's own, who may see it, and whom one is kept apart from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers import subject
from handlers.action import Reply
from programme import email_address
from programme.words import astride, prompting, reaching
from programme.words.join_forms import NOT_YOURSELF
from storage import pairs, people
from storage.pairs import RUNNING
from storage.ways import ways_of

if TYPE_CHECKING:
    from handlers.turn import Turn
    from programme.words.join_forms import Values
    from programme.words.message import Message
    from storage.letters import Letter
    from storage.pairs import Pair
    from storage.people import Person
    from storage.sign_ups import SignUp


def own_errors(turn: Turn) -> dict[str, str]:
    """What is wrong with one's own address on the first screen of joining."""
    written = turn.value("email")
    if not turn.is_astride or not (written or turn.values("share_email")):
        return {}
    if not written:
        return {"email": astride.EMAIL_TO_SHARE}
    return _shape_errors(written)


def keep_own(turn: Turn) -> None:
    """Keep it, sealed, and whether a partner may see it.

    Where the box is empty, what the platform tells is kept: somebody who named it does not want to be paired with them.
    """
    if turn.is_astride:
        written = email_address.plain(turn.value("email"))
        turn.me.email = written or email_address.plain(turn.action.person.email) or None
        turn.me.shares_email = bool(turn.values("share_email"))


def own_values(turn: Turn) -> Values:
    """What stands there when the screen is opened."""
    if not turn.is_astride:
        return {}
    shares = ("yes",) if turn.me.shares_email else ()
    return {"email": turn.me.email or turn.action.person.email, "share_email": shares}


def others_errors(turn: Turn) -> dict[str, str]:
    """What is wrong with the addresses of others on the second screen."""
    named = _others(turn)
    if len(named) > astride.MOST_OTHERS:
        return {"other_chat": astride.TOO_MANY}
    if not all(email_address.is_address(each) for each in named):
        return {"other_chat": astride.NOT_EMAILS}
    return {"other_chat": NOT_YOURSELF} if turn.me.email in named else {}


def keep_others(turn: Turn, sign_up: SignUp) -> None:
    """Keep them, sealed: who they are is found out when pairs are made, because some may still join."""
    if turn.is_astride:
        sign_up.apart_emails = " ".join(_others(turn)) or None


def open_share(turn: Turn) -> Reply:
    """The form that shows what is to be shared."""
    found = _astride_pair(turn)
    if not isinstance(found, tuple):
        return Reply(found)
    pair, far = found
    known = turn.me.email or turn.action.person.email
    return Reply(form=reaching.share_form(pair.id, [each.name for each in far], known))


def shared(turn: Turn) -> Reply:
    """It was sent; once two have agreed each is told, once."""
    found = _astride_pair(turn)
    if not isinstance(found, tuple):
        return Reply(found)
    pair, far = found
    written = turn.value("email")
    errors = _shape_errors(written)
    if errors:
        return Reply(errors=errors)
    turn.me.email, turn.me.shares_email = email_address.plain(written), True
    agreed = [each for each in far if each.has_shared]
    for partner in agreed:
        for reader, other in ((turn.me, partner), (partner, turn.me)):
            words = reaching.address_of(other.name, other.email or "")
            key = f"address/{pair.id}/{reader.id}/{other.id}"
            turn.tell(reader, key, words, cohort_id=pair.cohort_id)
    others = [each.name for each in far if each not in agreed]
    return Reply(reaching.shared([each.name for each in agreed], others))


def standing_with_way(turn: Turn, pair: Pair, message: Message) -> Message:
    """Where I stand, with how I reach my partner: a chat, or their address if we both agreed."""
    partners = _partners(turn, pair, turn.me)
    return reaching.standing(message, ways_of(pair, turn.me, partners, turn.house.platform_names))


def with_way(turn: Turn, letter: Letter, message: Message) -> Message:
    """What stands in place of an introduction that somebody got alone, with how they reach the others as before."""
    pair = pairs.by_id(turn.session, turn.workspace, letter.pair_id) if letter.pair_id is not None else None
    if pair is None or not letter.is_introduction or len(letter.people) != 1:
        return message
    members = people.in_order(turn.session, turn.workspace, pair.members)
    reader = next((each for each in members if each.address == letter.address), None)
    if reader is None:
        return message
    others = [each for each in members if each is not reader]
    return reaching.with_way(message, ways_of(pair, reader, others, turn.house.platform_names))


def _astride_pair(turn: Turn) -> tuple[Pair, list[Person]] | Message:
    """My pair and those of it who use another chat; else what to say.

    The pair is held, so that two who share at once are both told.
    """
    number = subject.number(turn.action.subject)
    pair = pairs.locked(turn.session, turn.workspace, number) if number is not None else None
    if pair is None or not pair.has(turn.me.id) or pair.introduced_at is None:
        return prompting.no_longer_here()
    if pair.state != RUNNING:
        return reaching.no_partner()
    partners = _partners(turn, pair, turn.me)
    far = [each for each in partners if each.platform != turn.me.platform]
    return (pair, far) if far else reaching.not_needed([each.name for each in partners])


def _partners(turn: Turn, pair: Pair, me: Person) -> list[Person]:
    return people.in_order(turn.session, turn.workspace, pair.partners_of(me.id))


def _others(turn: Turn) -> list[str]:
    return email_address.parts(turn.value("other_chat"))


def _shape_errors(written: str) -> dict[str, str]:
    is_whole = email_address.is_address(email_address.plain(written))
    return {} if is_whole and len(written) <= astride.LONGEST_EMAIL else {"email": astride.NEEDS_EMAIL}
