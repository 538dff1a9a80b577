"""The pages that whoever installs PairMe sees: plain HTML, no script, nothing from elsewhere."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from html import escape

_STYLE = (
    "body{margin:0;background:#f0f4f5;color:#212b32;font:1.1875rem/1.5 Arial,sans-serif}"
    "header{background:#005eb8;color:#fff;padding:.75rem 1rem;font-weight:bold}"
    "main{max-width:40rem;margin:2rem auto;padding:0 1rem}"
    "h1{font-size:2rem;line-height:1.25}"
    "button,.button{display:inline-block;background:#007f3b;color:#fff;border:0;border-radius:4px;"
    "box-shadow:0 4px 0 #00401e;padding:.75rem 1rem;font:inherit;font-weight:bold;text-decoration:none;"
    "cursor:pointer}"
    "button:focus,.button:focus{background:#ffeb3b;color:#212b32;box-shadow:0 4px 0 #212b32;outline:4px solid "
    "transparent}"
)
STYLE_HASH = "sha256-" + b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
"""For the policy that allows this style and no other."""

_INSTALL = '<form method="post"><button>Add PairMe to Slack</button></form>'


def start() -> str:
    """Before anything has happened."""
    return _page(
        "Add PairMe to your Slack",
        "PairMe runs Paired Learning: one resident doctor and one manager learn from each other for six months.",
        "Slack will show you what PairMe may do there, and ask you to allow it.",
        "You may need to be an administrator of your Slack.",
        more=_INSTALL,
    )


def installed(team: str, open_url: str) -> str:
    """It worked."""
    link = f'<p><a class="button" href="{escape(open_url)}">Open PairMe in Slack</a></p>'
    return _page(
        "PairMe is in your Slack",
        f"PairMe has been added to {team or 'your Slack'}.",
        "Invite it to the channel of your cohort, and type /cohort new to begin.",
        more=link,
    )


def denied() -> str:
    """Somebody pressed Cancel."""
    return _page(
        "PairMe has not been added",
        "You did not allow PairMe, so nothing has changed in your Slack.",
        "If that was not what you wanted, you can try again.",
        more=_again(),
    )


def stale() -> str:
    """The way back from Slack came twice, too late, or from another browser."""
    return _page(
        "This page can no longer be used",
        "It works once, for ten minutes, and only in the browser where you began.",
        "If PairMe is in your Slack, all is well and you can close this page. Otherwise please begin again.",
        more=_again(),
    )


def unreachable() -> str:
    """Slack does not answer, or our database is busy."""
    return _page(
        "Something went wrong",
        "Slack did not answer us, or we were too busy. PairMe is not ready in your Slack yet.",
        "Please try again in a few minutes.",
        more=_again(),
    )


def refused() -> str:
    """Slack does not accept our settings; only whoever runs this server can mend that."""
    return _page(
        "PairMe could not be added",
        "Slack refused the installation. Nothing you did was wrong.",
        "Please tell whoever runs PairMe for you. The reason stands in its log.",
    )


def organisation_wide() -> str:
    """A whole Enterprise organisation was chosen."""
    return _page(
        "Please choose one workspace",
        "PairMe is added to one workspace at a time, and you chose a whole organisation.",
        "Please begin again and choose the workspace where your doctors and managers are.",
        more=_again(),
    )


def _again() -> str:
    return '<p><a class="button" href="install">Begin again</a></p>'


def _page(title: str, *paragraphs: str, more: str = "") -> str:
    words = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)} - PairMe</title><style>{_STYLE}</style></head>"
        f"<body><header>PairMe</header><main><h1>{escape(title)}</h1>{words}{more}</main></body></html>"
    )
