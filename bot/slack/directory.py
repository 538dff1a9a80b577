"""The people of a Slack workspace, to match a list with."""

from __future__ import annotations

from http.client import HTTPException
from typing import TYPE_CHECKING, Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.slack.profiles import account_of
from bot.slack.tokens import Clients, NotInstalled, OneToken
from scheduler.people_import import FoundAccount, NotNow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from bot.slack.tokens import Tokens
    from storage.imports import ListedPerson

PAGE = 200
FEW = 100
"""So many accounts are asked for one by one; of more the whole list takes fewer calls."""

_UNREADABLE = "Slack's list of people cannot be read at the moment."


class SlackDirectory:
    """Reads the whole list of accounts: one way for any size of list, and few calls."""

    def __init__(self, tokens: Tokens, api_url: str) -> None:
        self._tokens = tokens
        self._clients = Clients(tokens, lambda token: _patient(token, api_url))
        self._own = ""

    def serves(self, workspace: str) -> bool:
        """Whether it is a team that we have a token of; which team a token in the environment is of, Slack is asked once."""
        if not isinstance(self._tokens, OneToken):
            return _has_token(self._tokens, workspace)
        if not self._own:
            try:
                self._own = str(self._clients.of(workspace).auth_test()["team_id"])
            except (SlackApiError, HTTPException, OSError) as error:
                raise NotNow("Slack cannot be asked at the moment whose token it is.") from error
        return self._own == workspace

    def accounts(self, workspace: str, listed: Sequence[ListedPerson]) -> Mapping[int, FoundAccount]:
        """The accounts by line number; people who have left, guests and bots have none."""
        by_id, by_email = {}, {}
        for told in self._everybody(workspace):
            account = account_of(workspace, told)
            if told.get("deleted") or account.is_bot or account.is_guest:
                continue
            by_id[account.id] = account
            by_email[str(told.get("profile", {}).get("email", "")).casefold()] = account
        pairs = ((each, by_id.get(each.id) if each.id else by_email.get(each.email)) for each in listed)
        return {each.line: FoundAccount(found.id, found.name) for each, found in pairs if found is not None}

    def gone(self, workspace: str, ids: Collection[str]) -> frozenset[str]:
        """Whoever Slack calls deleted, which is how it says switched off, and whoever it does not find.

        Who is in no list, because they are here from another organisation, is asked for before they are called gone.
        """
        listed = self._everybody(workspace) if len(ids) > FEW else ()
        told = {str(each["id"]): bool(each.get("deleted")) for each in listed if each["id"] in ids}
        told |= {id_: self._is_gone(workspace, id_) for id_ in ids if id_ not in told}
        return frozenset(id_ for id_, is_gone in told.items() if is_gone)

    def _is_gone(self, workspace: str, user: str) -> bool:
        try:
            return bool(self._clients.of(workspace).users_info(user=user)["user"].get("deleted"))
        except SlackApiError as error:
            if error.response.get("error") == "user_not_found":
                return True
            raise NotNow(_UNREADABLE) from error
        except (NotInstalled, HTTPException, OSError) as error:
            raise NotNow(_UNREADABLE) from error

    def _everybody(self, workspace: str) -> Iterator[dict[str, Any]]:
        cursor = ""
        while True:
            try:
                page = self._clients.of(workspace).users_list(limit=PAGE, cursor=cursor or None)
            except (NotInstalled, SlackApiError, HTTPException, OSError) as error:
                raise NotNow(_UNREADABLE) from error
            yield from page["members"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return


def _has_token(tokens: Tokens, workspace: str) -> bool:
    try:
        return bool(tokens.of(workspace))
    except NotInstalled:
        return False


def _patient(token: str, api_url: str) -> WebClient:
    """Slack lets a large workspace be read in about 20 pages a minute; the page after that has to wait."""
    client = WebClient(token, base_url=api_url, timeout=20)
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=2))
    return client
