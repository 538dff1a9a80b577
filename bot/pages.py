"""The few pages that people see in a browser: plain HTML, no script, nothing from elsewhere."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse

if TYPE_CHECKING:
    from starlette.responses import Response

_STYLE = (
    "body{margin:0;background:#f0f4f5;color:#212b32;font:1.1875rem/1.5 Arial,sans-serif}"
    "header{background:#005eb8;color:#fff;padding:.75rem 1rem;font-weight:bold}"
    "main{max-width:40rem;margin:2rem auto;padding:0 1rem}"
    "h1{font-size:2rem;line-height:1.25}"
    "label{display:block;font-weight:bold;margin-bottom:.25rem}"
    "input{font:inherit;padding:.5rem;border:2px solid #4c6272;margin-bottom:1rem;max-width:12rem}"
    "input:focus{outline:4px solid #ffeb3b;border-color:#212b32}"
    ".error{color:#d5281b;font-weight:bold}"
    "button,.button{display:inline-block;background:#007f3b;color:#fff;border:0;border-radius:4px;"
    "box-shadow:0 4px 0 #00401e;padding:.75rem 1rem;font:inherit;font-weight:bold;text-decoration:none;"
    "cursor:pointer}"
    "button:focus,.button:focus{background:#ffeb3b;color:#212b32;box-shadow:0 4px 0 #212b32;outline:4px solid "
    "transparent}"
)
_STYLE_HASH = "sha256-" + b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

# Kept nowhere, told nowhere, shown in nobody's frame. There is no form-action: browsers hold every redirect that
# follows a form against it, and a platform's sign-in leads on to addresses of its own.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src '{_STYLE_HASH}'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""What goes with every page."""


def page(title: str, *paragraphs: str, more: str = "") -> str:
    """A page with a title and paragraphs as text; `more` is HTML that follows them."""
    words = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)} - PairMe</title><style>{_STYLE}</style></head>"
        f"<body><header>PairMe</header><main><h1>{escape(title)}</h1>{words}{more}</main></body></html>"
    )


def shown(html: str, status: int = 200) -> Response:
    """The page as an answer."""
    return HTMLResponse(html, status, headers=HEADERS)
