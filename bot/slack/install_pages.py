"""The pages that whoever installs PairMe in Slack sees."""

from __future__ import annotations

from html import escape

from bot.pages import page

_INSTALL = '<form method="post"><button>Add PairMe to Slack</button></form>'


def start() -> str:
    """Before anything has happened."""
    return page(
        "Add PairMe to your Slack",
        "PairMe runs Paired Learning: one resident doctor and one manager learn from each other for six months.",
        "Slack will show you what PairMe may do there, and ask you to allow it.",
        "You may need to be an administrator of your Slack.",
        more=_INSTALL,
    )


def installed(team: str, open_url: str) -> str:
    """It worked."""
    link = f'<p><a class="button" href="{escape(open_url)}">Open PairMe in Slack</a></p>'
    return page(
        "PairMe is in your Slack",
        f"PairMe has been added to {team or 'your Slack'}.",
        "Invite it to the channel of your cohort, and type /cohort new to begin.",
        more=link,
    )


def denied() -> str:
    """Somebody pressed Cancel."""
    return page(
        "PairMe has not been added",
        "You did not allow PairMe, so nothing has changed in your Slack.",
        "If that was not what you wanted, you can try again.",
        more=_again(),
    )


def stale() -> str:
    """The way back from Slack came twice, too late, or from another browser."""
    return page(
        "This page can no longer be used",
        "It works once, for ten minutes, and only in the browser where you began.",
        "If PairMe is in your Slack, all is well and you can close this page. Otherwise please begin again.",
        more=_again(),
    )


def unreachable() -> str:
    """Slack does not answer, or our database is busy."""
    return page(
        "Something went wrong",
        "Slack did not answer us, or we were too busy. PairMe is not ready in your Slack yet.",
        "Please try again in a few minutes.",
        more=_again(),
    )


def refused() -> str:
    """Slack does not accept our settings; only whoever runs this server can mend that."""
    return page(
        "PairMe could not be added",
        "Slack refused the installation. Nothing you did was wrong.",
        "Please tell whoever runs PairMe for you. The reason stands in its log.",
    )


def organisation_wide() -> str:
    """A whole Enterprise organisation was chosen."""
    return page(
        "Please choose one workspace",
        "PairMe is added to one workspace at a time, and you chose a whole organisation.",
        "Please begin again and choose the workspace where your doctors and managers are.",
        more=_again(),
    )


def _again() -> str:
    return '<p><a class="button" href="install">Begin again</a></p>'
