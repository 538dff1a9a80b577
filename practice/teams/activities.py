"""What Teams sends to the bot, in Microsoft's shapes ("Activities", "Conversation events", "Invoke activities")."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any, Literal

from practice.teams.conversation import Json, TeamsConversation, TeamsMessage
from practice.teams.people import TeamsChannel, TeamsTeam
from practice.teams.tenant import Tenant

_ZONE = "Europe/London"


def message(teams: Tenant, where: TeamsConversation, said: TeamsMessage, **more: Any) -> Json:  # noqa: ANN401 - any JSON
    """What a person has written; `more` is set last."""
    return {
        **_from(teams, where, said.author, "message", said.id, said.at),
        "text": said.text,
        "textFormat": "plain",
        "attachments": [*said.attachments, _html(_paragraph(said.text))],
        **more,
    }


def spoken(teams: Tenant, where: TeamsConversation, said: TeamsMessage) -> Json:
    """What a person has written, as the bot hears it."""
    if where.kind == "channel":
        return in_thread(_mention(teams, where, said), said.reply_to or said.id)
    quoted = where.messages.get(said.reply_to)
    return _reply(teams, where, said, quoted) if quoted else message(teams, where, said)


def _reply(teams: Tenant, where: TeamsConversation, said: TeamsMessage, quoted: TeamsMessage) -> Json:
    """The client quotes the message that is answered, in the HTML alone; the text has the new words only."""
    preview, author = quoted.text or quoted.summary, _author(teams, quoted)
    quote = (
        f'<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="{quoted.id}">'
        f'<strong itemprop="mri" itemid="{author}">{escape(_name(teams, quoted.author))}</strong>'
        f'<span itemprop="time" itemid="{quoted.id}"></span>'
        f'<p itemprop="preview">{escape(preview)}</p></blockquote>'
    )
    html = _html(f"{quote}{_paragraph(said.text)}")
    return message(teams, where, said, attachments=[*said.attachments, html])


def _mention(teams: Tenant, where: TeamsConversation, said: TeamsMessage) -> Json:
    """The text has the bot's name in it."""
    name = teams.bot_name
    html = _html(
        f'<p><span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">{name}</span>'
        f"&nbsp;{escape(said.text)}</p>"
    )
    entity = {
        "type": "mention",
        "text": f"<at>{name}</at>",
        "mentioned": {"id": teams.bot_id, "name": name},
    }
    text = f"<at>{name}</at>&nbsp;{escape(said.text)}\n"
    shown = message(teams, where, said, text=text, attachments=[html])
    return {**shown, "entities": [entity, *shown["entities"]]}


def changed(activity: Mapping[str, Any], at: datetime) -> Json:
    """The same message after its author has changed it."""
    return _happened(activity, "messageUpdate", "editMessage", at)


def deleted(activity: Mapping[str, Any], at: datetime) -> Json:
    """The same message after its author has deleted it; what it said does not come along."""
    gone = _happened(activity, "messageDelete", "softDeleteMessage", at)
    return {name: value for name, value in gone.items() if name not in {"text", "textFormat", "attachments"}}


def submitted(teams: Tenant, where: TeamsConversation, user: str, under: TeamsMessage, data: Json) -> Json:
    """An Action.Submit: a message with a value, no text, and the message of the card that it belongs to."""
    made = _from(teams, where, user, "message", teams.stamps.message(), teams.now())
    return _below({**made, "value": data}, where, under)


def invoke(
    teams: Tenant, where: TeamsConversation, user: str, name: str, value: Json, under: TeamsMessage
) -> Json:
    """What waits for an answer: a press, a dialog, a file."""
    made = _from(teams, where, user, "invoke", teams.stamps.invoke(), teams.now())
    return _below({**made, "name": name, "value": value}, where, under)


def installed(teams: Tenant, where: TeamsConversation, user: str, action: str) -> Json:
    """The bot was added for a person or in a team, or taken away ("add", "remove")."""
    made = _from(teams, where, user, "installationUpdate", teams.stamps.invoke(), teams.now())
    return {**made, "action": action}


def bot_came(teams: Tenant, where: TeamsConversation, user: str) -> Json:
    """The bot is a member of the conversation now."""
    return _membership(teams, where, user, "membersAdded", "teamMemberAdded")


def bot_went(teams: Tenant, where: TeamsConversation, user: str) -> Json:
    """The bot is no member of the team any more."""
    return _membership(teams, where, user, "membersRemoved", "teamMemberRemoved")


def member_changed(
    teams: Tenant, where: TeamsConversation, user: str, how: Literal["Added", "Removed"]
) -> Json:
    """Somebody else is, or is no longer, a member of the team."""
    made = _happening(teams, where, user, f"teamMember{how}")
    return {**made, f"members{how}": [{"id": teams.account(user), "aadObjectId": user}]}


def channel_changed(
    teams: Tenant, where: TeamsConversation, user: str, channel: TeamsChannel, event: str
) -> Json:
    """A channel of the team has come, gone, or got another name."""
    made = _happening(teams, where, user, event)
    named = {"id": channel.id, "name": channel.name}
    return {**made, "channelData": {**made["channelData"], "channel": named}}


def _membership(teams: Tenant, where: TeamsConversation, user: str, key: str, event: str) -> Json:
    made = _happening(teams, where, user, event if where.kind == "channel" else "")
    return {**made, key: [{"id": teams.bot_id}]}


def _happening(teams: Tenant, where: TeamsConversation, user: str, event: str) -> Json:
    made = _from(teams, where, user, "conversationUpdate", teams.stamps.invoke(), teams.now())
    if event:
        made["channelData"] = {**made["channelData"], "eventType": event}
    return made


def _from(
    teams: Tenant, where: TeamsConversation, user: str, kind: str, activity_id: str, at: datetime
) -> Json:
    """What every activity has."""
    return {
        "type": kind,
        "id": activity_id,
        "timestamp": _instant(at),
        "localTimestamp": at.isoformat(timespec="milliseconds"),
        "localTimezone": _ZONE,
        "locale": "en-GB",
        "channelId": "msteams",
        "serviceUrl": teams.service_url,
        "from": {"id": teams.account(user), "name": teams.members[user].name, "aadObjectId": user},
        "recipient": {"id": teams.bot_id, "name": teams.bot_name},
        "conversation": _conversation(teams, where),
        "entities": [{"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Windows"}],
        "channelData": _channel_data(teams, where),
    }


def in_thread(activity: Json, root: str) -> Json:
    """The same activity under the root message of a channel."""
    where = activity["conversation"]
    return {**activity, "conversation": {**where, "id": f"{where['id']};messageid={root}"}}


def _below(activity: Json, where: TeamsConversation, under: TeamsMessage) -> Json:
    """The activity as it belongs to a message."""
    made = {**activity, "replyToId": under.id}
    return made if where.kind == "personal" else in_thread(made, under.reply_to or under.id)


def _conversation(teams: Tenant, where: TeamsConversation) -> Json:
    if where.kind == "personal":
        return {"conversationType": "personal", "tenantId": teams.id, "id": where.id}
    return {"isGroup": True, "conversationType": "channel", "tenantId": teams.id, "id": where.id}


def _channel_data(teams: Tenant, where: TeamsConversation) -> Json:
    tenant: Json = {"tenant": {"id": teams.id}}
    if where.kind == "personal":
        return tenant
    team: TeamsTeam = teams.teams[where.team]
    return {
        "teamsChannelId": where.id,
        "teamsTeamId": team.id,
        "channel": {"id": where.id},
        "team": {"id": team.id, "name": team.name},
        **tenant,
    }


def _happened(activity: Mapping[str, Any], kind: str, event: str, at: datetime) -> Json:
    return {
        **activity,
        "type": kind,
        "timestamp": _instant(at),
        "localTimestamp": at.isoformat(timespec="milliseconds"),
        "channelData": {**activity["channelData"], "eventType": event},
    }


def _author(teams: Tenant, said: TeamsMessage) -> str:
    return teams.bot_id if said.author == teams.bot_id else f"8:orgid:{said.author}"


def _name(teams: Tenant, author: str) -> str:
    return teams.bot_name if author == teams.bot_id else teams.members[author].name


def _paragraph(text: str) -> str:
    lines = "<br>".join(escape(line) for line in text.split("\n"))
    return f"<p>{lines}</p>"


def _html(content: str) -> Json:
    return {"contentType": "text/html", "content": content}


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
