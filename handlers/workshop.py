"""Announcing a workshop, and saying who comes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from handlers.action import Reply
from handlers.cohort import of_subject, pick
from handlers.subject import number
from programme import invitation, moments
from programme.deadlines import may_join
from programme.words import planning, prompting
from programme.words import workshops as words
from programme.words.message import File
from storage import cohorts, letters, sign_ups, workshops
from storage.cohorts import LEAD, OPEN, ORGANISER
from storage.letters import Sent
from storage.workshops import Workshop

if TYPE_CHECKING:
    from handlers.turn import Turn
    from programme.words.message import Message
    from storage.address import Address
    from storage.cohorts import Cohort
    from storage.people import Person
    from storage.sign_ups import SignUp


def workshop(turn: Turn) -> Reply:
    """Open the form."""
    mine = cohorts.with_role(turn.session, turn.workspace, turn.me.id, LEAD, ORGANISER)
    if not mine:
        return Reply(words.only_organisers())
    cohort = pick(turn, mine, turn.action.text)
    if cohort is None:
        return Reply(words.which([each.name for each in mine]))
    return Reply(form=words.announce(cohort.id, cohort.name))


def announced(turn: Turn) -> Reply:
    """The form was sent: into the channel, with its calendar file."""
    cohort = of_subject(turn)
    if cohort is None or not turn.organises(cohort):
        return Reply(words.only_organisers())
    errors = _errors(turn)
    if errors:
        return Reply(errors=errors)
    kept = _kept(turn, cohort)
    said = {
        "announcement": _announcement(turn, kept),
        "calendar": words.calendar(_calendar_file(turn, kept)),
    }
    readers = _elsewhere(turn, kept, cohort)
    for what, message in said.items():
        turn.tell_channel(cohort, f"workshop/{kept.id}/{what}", message)
        for reader in readers:
            turn.tell(reader, f"workshop/{kept.id}/{what}/{reader.id}", message, cohort_id=cohort.id)
    return Reply(words.announced(cohort.name))


def coming(turn: Turn) -> Reply:
    """I will be there."""
    return _answer(turn, will_come=True)


def not_coming(turn: Turn) -> Reply:
    """I cannot come."""
    return _answer(turn, will_come=False)


def _elsewhere(turn: Turn, kept: Workshop, cohort: Cohort) -> list[Person]:
    """Those whom it is for and who never see the channel, because they use another platform."""
    return [
        person
        for sign_up, person in sign_ups.of_cohort(turn.session, cohort)
        if person.platform != cohort.platform and _is_for(kept, sign_up)
    ]


def _is_for(kept: Workshop, sign_up: SignUp) -> bool:
    takes_part = sign_up.completed_at is not None and sign_up.left_at is None
    return takes_part and kept.audience in ("everyone", f"{sign_up.group}s")


def _answer(turn: Turn, *, will_come: bool) -> Reply:
    id_ = number(turn.action.subject)
    kept = workshops.locked(turn.session, turn.workspace, id_) if id_ is not None else None
    cohort = cohorts.by_id(turn.session, turn.workspace, kept.cohort_id) if kept is not None else None
    if kept is None or cohort is None:
        return Reply(prompting.no_longer_here())
    refusal = _not_for_me(turn, kept, cohort)
    if refusal is not None:
        return Reply(refusal)
    if _is_over(turn, kept):
        _show_counts(turn, kept, cohort)
        return Reply(words.over(kept.title))
    workshops.say(turn.session, kept, turn.me.id, will_come, turn.now)
    _show_counts(turn, kept, cohort)
    if will_come:
        return Reply(words.you_are_coming(kept.title, kept.on_date, kept.at_time, kept.place))
    return Reply(words.you_cannot_come(kept.title))


def _not_for_me(turn: Turn, kept: Workshop, cohort: Cohort) -> Message | None:
    if turn.organises(cohort):
        return None
    mine = sign_ups.of(turn.session, turn.workspace, cohort.id, turn.me.id)
    if mine is None or mine.completed_at is None or mine.left_at is not None:
        return None if _is_open_to_all(turn, kept, cohort) else words.not_in_cohort(cohort.name)
    return None if _is_for(kept, mine) else words.not_for_your_group(kept.audience)


def _is_open_to_all(turn: Turn, kept: Workshop, cohort: Cohort) -> bool:
    """Whoever comes too late to join is welcome at the workshops that are for everyone."""
    is_closed = cohort.state != OPEN and not may_join(cohort.starts_on, turn.today)
    return is_closed and kept.audience == "everyone"


def _show_counts(turn: Turn, kept: Workshop, cohort: Cohort) -> None:
    """On the announcement in the channel, and on somebody's own copy where that was pressed.

    Where these stand the outbox knows better than a press, which has been in its reader's hands.
    """
    clicked = turn.action.origin
    if clicked is None:
        return
    said, key = f"workshop/{kept.id}/announcement", f"revision/workshop/{kept.id}/{turn.action.key}"
    in_channel = letters.sent_as(turn.session, turn.workspace, said)
    if turn.me.platform == cohort.platform:
        in_channel = in_channel or Sent(clicked.place, clicked.id)  # it may have arrived without our knowing
    else:
        own = letters.sent_as(turn.session, turn.workspace, f"{said}/{turn.me.id}")
        if own is not None:
            _show(turn, kept, key, turn.me.address, own)
    if in_channel is not None:
        _show(turn, kept, f"{key}/channel", turn.channel(cohort), in_channel)


def _show(turn: Turn, kept: Workshop, key: str, to: Address, where: Sent) -> None:
    turn.post(to, key, _announcement(turn, kept), cohort_id=kept.cohort_id, replaces=where)


def _announcement(turn: Turn, kept: Workshop) -> Message:
    said = [each.coming for each in workshops.attendances(turn.session, kept)]
    return words.announcement(
        workshop_id=kept.id,
        title=kept.title,
        on_date=kept.on_date,
        at_time=kept.at_time,
        minutes=kept.minutes,
        place=kept.place,
        audience=kept.audience,
        words=kept.words,
        coming=said.count(True),
        not_coming=said.count(False),
        is_over=_is_over(turn, kept),
    )


def _errors(turn: Turn) -> dict[str, str]:
    needed = {"title": words.NEEDS_TITLE, "place": planning.NEEDS_PLACE, "words": words.NEEDS_WORDS}
    errors = {name: error for name, error in needed.items() if not turn.value(name)} | _time_errors(turn)
    if turn.value("minutes") not in {each.value for each in words.LENGTHS}:
        errors["minutes"] = words.NEEDS_LENGTH
    if turn.value("audience") not in words.AUDIENCES:
        errors["audience"] = words.NEEDS_AUDIENCE
    return errors


def _time_errors(turn: Turn) -> dict[str, str]:
    on_date, at_time = turn.date_in("on_date"), turn.time_in("at_time")
    errors = {"at_time": planning.NEEDS_TIME} if at_time is None else {}
    if on_date is None:
        return errors | {"on_date": planning.NEEDS_DATE}
    if on_date < turn.today:
        return errors | {"on_date": planning.DATE_PASSED}
    zone = turn.house.window.zone
    if at_time is not None and moments.instant(on_date, at_time, zone) <= turn.now:
        errors["at_time"] = planning.TIME_PASSED
    return errors


def _kept(turn: Turn, cohort: Cohort) -> Workshop:
    kept = Workshop(
        workspace=turn.workspace,
        cohort_id=cohort.id,
        title=turn.value("title"),
        on_date=date.fromisoformat(turn.value("on_date")),
        at_time=time.fromisoformat(turn.value("at_time")),
        minutes=int(turn.value("minutes")),
        zone=turn.house.window.zone,
        place=turn.value("place"),
        audience=turn.value("audience"),
        words=turn.value("words"),
        announced_by_id=turn.me.id,
        announced_at=turn.now,
    )
    kept.next_due_at = _follow_up_at(turn, kept)
    turn.session.add(kept)
    turn.session.flush()
    return kept


def _follow_up_at(turn: Turn, kept: Workshop) -> datetime | None:
    step = next((each for each in turn.house.programme.steps if each.trigger == "workshop"), None)
    if step is None:
        return None
    window = turn.house.window
    asked_on = moments.plus_working_days(kept.on_date, step.after_working_days, window)
    return moments.first_opening(window, asked_on)


def _starts_at(kept: Workshop) -> datetime:
    return moments.instant(kept.on_date, kept.at_time, kept.zone)


def _is_over(turn: Turn, kept: Workshop) -> bool:
    return _starts_at(kept) + timedelta(minutes=kept.minutes) <= turn.now


def _calendar_file(turn: Turn, kept: Workshop) -> File:
    text = invitation.workshop_file(
        uid=f"workshop-{kept.id}@{turn.workspace.lower()}.pairme",
        title=words.in_calendar(kept.title),
        starts_at=_starts_at(kept),
        minutes=kept.minutes,
        where=kept.place,
        description=kept.words,
        stamp=turn.now,
    )
    return File(f"workshop-{kept.on_date.isoformat()}.ics", text, kept.title)
