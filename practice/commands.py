"""A person types a slash command."""

from __future__ import annotations

from practice import answers, payloads
from practice.desk import Desk, Outcome
from practice.envelopes import Answer
from practice.escaping import as_command_text
from practice.refusal import NotPossible, Refusal


def run(desk: Desk, user: str, command: str, text: str, channel: str | None) -> Outcome:
    """Hand the command over and show what the bot answers in its acknowledgement, or Slack's own failure."""
    slack = desk.slack
    offered = {one["command"]: one for one in slack.app.commands}
    if command not in offered:
        raise NotPossible(f"{command} is not a valid command")
    with slack.lock:
        member = desk.member(user)
        where = desk.place(user, channel or slack.dm(user).id)
        typed = text.strip()
        typed = as_command_text(slack, typed) if offered[command].get("should_escape") else typed
        payload = payloads.slash_command(slack, member, where, command, typed)
    answer = desk.ask("slash_commands", command, user, payload)
    return _show(desk, user, command, where.id, answer)


def _show(desk: Desk, user: str, command: str, channel: str, answer: Answer) -> Outcome:
    slack = desk.slack
    error = answer.failure
    with slack.lock:
        where = slack.conversations.get(channel)
        if where is not None and answer.acknowledged and answer.payload:
            try:
                answers.give(slack, where, user, answer.payload, None)
            except Refusal as refusal:
                detail = {"answer": dict(answer.payload), "messages": list(refusal.messages)}
                slack.journal.write("rule", command, refusal.code, user=user, broken=True, detail=detail)
                error = refusal.code
        if error:
            slack.notice(user, f'{command} failed with the error "{error}"')
    return Outcome(answer.acknowledged, error)
