"""What happens to the app's installation without the app's doing."""

from __future__ import annotations

from practice.refusal import NotPossible
from practice.workspace import Workspace


class Administration:
    """The installation as an administrator of the workspace, or Slack itself, handles it.

    The bot hears of it by events where its manifest subscribes to them; `people.settle` waits until it has.
    """

    def __init__(self, slack: Workspace) -> None:
        self._slack = slack

    def install(self) -> str:
        """Install the app from its own page, with all that its manifest asks for; the bot token."""
        with self._slack.lock:
            return self._slack.tokens.grant(self._slack.app.scopes).access_token

    def uninstall(self, *, tokens_first: bool = False) -> None:
        """Remove the app. Tokens are dead before the events `app_uninstalled` and `tokens_revoked` go out.

        Slack promises no order between the two (docs.slack.dev/reference/events/app_uninstalled).
        """
        slack = self._slack
        with slack.lock:
            slack.tokens.uninstall()
            if tokens_first:
                tell_revoked(slack)
            slack.emit("app_uninstalled", {"type": "app_uninstalled"})
            if not tokens_first:
                tell_revoked(slack)

    def revoke_tokens(self) -> None:
        """Make every token worthless, as Slack does with one found in public. The app stays installed."""
        with self._slack.lock:
            self._slack.tokens.end("token_revoked")
            tell_revoked(self._slack)

    def expire_tokens(self) -> None:
        """Let the twelve hours of every access token be over. Raises NotPossible without token rotation."""
        if not self._slack.app.rotates_tokens:
            raise NotPossible("the manifest does not switch token rotation on, so tokens do not expire")
        with self._slack.lock:
            self._slack.tokens.expire()


def tell_revoked(slack: Workspace) -> None:
    """The event names accounts, not tokens (docs.slack.dev/reference/events/tokens_revoked)."""
    tokens = {"oauth": [], "bot": [slack.app.bot_user_id]}
    slack.emit("tokens_revoked", {"type": "tokens_revoked", "tokens": tokens})
