"""Work emails, where an organisation uses two chats: one's own, who may see it, and whom one is kept apart from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.action import Reply
from programme import email_address
from programme.words import astride, prompting
from programme.words.join_forms import NOT_YOURSELF
from storage import pairs, people
from storage.pairs import RUNNING

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
    pair, partner = found
    known = turn.me.email or turn.action.person.email
    return Reply(form=astride.share_form(pair.id, partner.name, known))


def shared(turn: Turn) -> Reply:
    """It was sent; once both have agreed each is told, once."""
    found = _astride_pair(turn)
    if not isinstance(found, tuple):
        return Reply(found)
    pair, partner = found
    written = turn.value("email")
    errors = _shape_errors(written)
    if errors:
        return Reply(errors=errors)
    turn.me.email, turn.me.shares_email = email_address.plain(written), True
    if not partner.has_shared:
        return Reply(astride.shared_one(partner.name))
    for reader, other in ((turn.me, partner), (partner, turn.me)):
        words = astride.address_of(other.name, other.email or "")
        turn.tell(reader, f"address/{pair.id}/{reader.id}", words, cohort_id=pair.cohort_id)
    return Reply(astride.shared_both(partner.name))


def standing_with_way(turn: Turn, pair: Pair, message: Message) -> Message:
    """Where I stand, with how I reach my partner: a chat, or their address if we both agreed."""
    partner = _partner(turn, pair, turn.me)
    if partner.platform == turn.me.platform:
        return astride.same_chat(message, partner.platform_id)
    return astride.other_chat(
        message,
        pair.id,
        turn.house.platform_names.get(partner.platform, ""),
        address=partner.email_for(turn.me),
        has_shared=turn.me.has_shared,
    )


def with_way(turn: Turn, letter: Letter, message: Message) -> Message:
    """What stands in place of an introduction that one half got alone, with how they reach the other as before."""
    pair = pairs.by_id(turn.session, turn.workspace, letter.pair_id) if letter.pair_id is not None else None
    if pair is None or not letter.is_introduction or len(letter.people) != 1:
        return message
    halves = people.by_id(turn.session, turn.workspace, pair.halves)
    reader = next((each for each in halves.values() if each.address == letter.address), None)
    if reader is None:
        return message
    partner = halves[pair.partner_of(reader.id)]
    if partner.platform == reader.platform:
        return astride.same_chat(message, partner.platform_id)
    return astride.introduced(
        message,
        pair.id,
        partner.name,
        turn.house.platform_names.get(partner.platform, ""),
        address=partner.email_for(reader),
        has_shared=reader.has_shared,
    )


def _astride_pair(turn: Turn) -> tuple[Pair, Person] | Message:
    """My pair and its other half, held, so that two who share at once are both told; else what to say."""
    number = turn.action.subject
    pair = pairs.locked(turn.session, turn.workspace, int(number)) if number.isdecimal() else None
    if pair is None or not pair.has(turn.me.id) or pair.introduced_at is None:
        return prompting.no_longer_here()
    if pair.state != RUNNING:
        return astride.no_partner()
    partner = _partner(turn, pair, turn.me)
    return astride.not_needed(partner.name) if partner.platform == turn.me.platform else (pair, partner)


def _partner(turn: Turn, pair: Pair, me: Person) -> Person:
    partner_id = pair.partner_of(me.id)
    return people.by_id(turn.session, turn.workspace, [partner_id])[partner_id]


def _others(turn: Turn) -> list[str]:
    return email_address.parts(turn.value("other_chat"))


def _shape_errors(written: str) -> dict[str, str]:
    is_whole = email_address.is_address(email_address.plain(written))
    return {} if is_whole and len(written) <= astride.LONGEST_EMAIL else {"email": astride.NEEDS_EMAIL}
