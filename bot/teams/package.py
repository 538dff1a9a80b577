"""The app package that an administrator of Teams uploads: the manifest filled in, and two icons.

Nothing in it asks for a permission of Microsoft Graph.
"""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

ICONS = ("color.png", "outline.png")
_NAMESPACE = uuid.UUID("6f1d7f0e-3f5b-4d55-9a39-0c5b7a2f7c11")
_DAY_ONE = (2026, 1, 1, 0, 0, 0)  # the same package has the same bytes, whenever it is made


def manifest(client_id: str, public_url: str, *, files_in_chat: bool) -> dict[str, Any]:
    """The manifest of one registration.

    The app's id follows from the bot's, so that a package made again updates the same app. `public_url` has no slash
    at its end.
    """
    made: dict[str, Any] = json.loads(_part("manifest.json"))
    made["id"] = str(uuid.uuid5(_NAMESPACE, client_id))
    made["developer"] |= {
        "websiteUrl": f"{public_url}/about",
        "privacyUrl": f"{public_url}/privacy",
        "termsOfUseUrl": f"{public_url}/terms",
    }
    made["bots"][0] |= {"botId": client_id, "supportsFiles": files_in_chat}
    made["validDomains"] = [urlsplit(public_url).hostname]
    return made


def packed(made: dict[str, Any]) -> bytes:
    """The zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        written = {"manifest.json": json.dumps(made, indent=2).encode()}
        for name, content in {**written, **{icon: _part(icon) for icon in ICONS}}.items():
            pack.writestr(zipfile.ZipInfo(name, _DAY_ONE), content)
    return out.getvalue()


def _part(name: str) -> bytes:
    return (files("platforms.teams") / name).read_bytes()
