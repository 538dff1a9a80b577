"""The fake held against Microsoft's own SDK: it reads our activities, calls our connector and checks our tokens."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Awaitable, Callable

import pytest
from microsoft_teams.api import ActivityTypeAdapter
from microsoft_teams.api.activities.message import MessageActivityInput
from microsoft_teams.api.clients.conversation import ConversationClient, CreateConversationParams
from microsoft_teams.api.clients.team.client import TeamClient
from microsoft_teams.api.models import Account
from microsoft_teams.common import Client, ClientOptions

from tests.practice.teams.drawn import buttons, dialog, execute, form, message, opening, replaced, text_input
from tests.practice.teams.office import AMINA, LENA, PRIYA, ROUNDS, WARD, Office

CONSENT = {
    "contentType": "application/vnd.microsoft.teams.card.file.consent",
    "name": "pair.ics",
    "content": {
        "description": "A date",
        "sizeInBytes": 4,
        "acceptContext": {"file": "1"},
        "declineContext": {"file": "1"},
    },
}


def everything_that_people_do(office: Office) -> None:
    people, chat = office.teams.people, office.teams.people.chat(AMINA.id)
    people.install(LENA.id)
    people.uninstall(LENA.id)
    people.remove_from_team(AMINA.id, WARD.id)
    people.add_to_team(AMINA.id, WARD.id)
    said = people.say(AMINA.id, "Hello")
    people.say(AMINA.id, "Yes", quote=said)
    people.edit(AMINA.id, chat, said, "Hello again")
    people.delete(AMINA.id, chat, said)
    people.mention(PRIYA.id, ROUNDS, "cohort-report")
    people.upload(AMINA.id, "list.csv", b"name")
    asked = office.said(AMINA, message(buttons(execute("Yes"), opening())))
    office.bot.says(replaced(buttons(opening())))
    people.press(AMINA.id, chat, asked, "Yes")
    office.bot.says(dialog(form(text_input("note"))))
    people.press(AMINA.id, chat, asked, "Write")
    office.bot.says(None)
    people.submit(AMINA.id, {"note": "Good"})
    offered = office.said(AMINA, {"type": "message", "attachments": [CONSENT]})
    people.accept_file(AMINA.id, chat, offered)
    people.decline_file(AMINA.id, chat, offered)


def test_the_sdk_reads_every_activity_that_we_send(office: Office) -> None:
    everything_that_people_do(office)

    for activity in office.bot.heard:
        read = ActivityTypeAdapter.validate_python(activity)
        assert (read.type, read.id) == (activity["type"], activity["id"])
        assert read.from_.aad_object_id == activity["from"]["aadObjectId"]
        assert read.channel_data is not None
        assert read.channel_data.tenant is not None


def in_the_sdk(office: Office, act: Callable[[Client], Awaitable[None]]) -> None:
    async def go() -> None:
        client = Client(ClientOptions(token=office.http.headers["Authorization"].removeprefix("Bearer ")))
        try:
            await act(client)
        finally:
            await client.http.aclose()

    asyncio.run(go())


def test_the_sdk_opens_a_chat_says_changes_and_takes_back(office: Office) -> None:
    async def talk(client: Client) -> None:
        conversations = ConversationClient(office.teams.service_url, client)
        params = CreateConversationParams(members=[Account(id=AMINA.id)], tenant_id=office.teams.tenant_id)
        chat = (await conversations.create(params)).id
        said = await conversations.create_activity(chat, MessageActivityInput(text="Hello"))
        await conversations.update_activity(chat, said.id, MessageActivityInput(text="Hello again"))
        again = await conversations.create_activity(chat, MessageActivityInput(text="Gone"))
        await conversations.delete_activity(chat, again.id)

    in_the_sdk(office, talk)

    (told,) = office.messages(AMINA)
    assert (told["text"], told["edited"]) == ("Hello again", True)


def test_the_sdk_reads_the_roster_and_the_channels(office: Office) -> None:
    async def look(client: Client) -> None:
        conversations = ConversationClient(office.teams.service_url, client)
        page = await conversations.get_paged_members(WARD.id)
        assert [one.aad_object_id for one in page.members] == list(WARD.members)
        amina = await conversations.get_member_by_id(WARD.id, AMINA.id)
        assert (amina.user_principal_name, amina.user_role) == (AMINA.email, "user")
        channels = await TeamClient(office.teams.service_url, client).get_conversations(WARD.id)
        assert [(one.id, one.name) for one in channels] == [(WARD.id, None), (ROUNDS, "Rounds")]

    in_the_sdk(office, look)


@pytest.mark.long
def test_the_sdk_takes_our_tokens(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_DOTENV_DISABLED", "1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from microsoft_teams.apps.auth.token_validator import (  # noqa: PLC0415 - importing it takes a second
            JwtValidationOptions,
            TokenValidator,
        )
    keys = office.http.get(office.teams.openid_url).json()["jwks_uri"]
    options = JwtValidationOptions(["https://api.botframework.com"], [office.teams.client_id], keys)
    activity = office.teams.activity(AMINA.id, "Hello")

    token = office.teams.bearer(activity)
    told = asyncio.run(TokenValidator(options).validate_token(token, activity["serviceUrl"]))

    assert told["aud"] == office.teams.client_id
