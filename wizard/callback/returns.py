"""What the Link page brings back in its redirect (contract, Linking).

Knows: the ``state`` that proves a redirect is the answer to our link, and how its end is spelled.
Must never: take a redirect without that proof for ours.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qsl, urlsplit

from wizard.identity.strict_json import JsonError, parse
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class LinkReturn:
    """How the Link page ended. ``error_code`` is printable, and empty where none came."""

    outcome: Literal["success", "error", "cancelled"]
    error_code: str = ""


def new_state() -> str:
    """Give a fresh ``state``: the JSON text ``{"nonce": "<32 hex>"}``."""
    return json.dumps({"nonce": secrets.token_hex(16)})


def read_returned_url(url: str, state: str) -> LinkReturn:
    """Read the address that the browser ended at, as the user pasted it.

    Line breaks that a terminal put into it are taken out. Raises ``link.wrong_state`` where it does
    not carry the nonce of ``state``.
    """
    try:
        parts = urlsplit("".join(url.split()))
        # An app with a hash router keeps its query behind the “#”.
        params = read_query(parts.query or parts.fragment.partition("?")[2])
    except ValueError:
        raise ProblemError(problem("link.wrong_state")) from None
    if not same_nonce(params.get("state", ""), state):
        raise ProblemError(problem("link.wrong_state"))
    return read_return(params)


def read_query(query: str) -> Mapping[str, str]:
    """Give the parameters by name; raises ``ValueError`` for a repeated name, or more than 50."""
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=50)
    params = dict(pairs)
    if len(params) != len(pairs):
        raise ValueError("a parameter stands there twice")
    return params


def same_nonce(returned: str, sent: str) -> bool:
    """Tell, in constant time, whether a returned ``state`` carries the nonce of the one sent."""
    return secrets.compare_digest(_nonce(returned).encode(), _nonce(sent).encode() or b"none")


def _nonce(state: str) -> str:
    try:
        document: Any = parse(state.encode())
    except (JsonError, UnicodeEncodeError):
        return ""
    nonce = document.get("nonce") if isinstance(document, dict) else None
    return nonce if isinstance(nonce, str) else ""


def read_return(params: Mapping[str, str]) -> LinkReturn:
    """Read the end: Anon's docs call it ``type``, its examples ``status``; both must say success.

    That a user's cancel is spelled “cancelled” or “canceled” is our choice: Anon documents none.
    """
    ends = {params[name].casefold() for name in ("type", "status") if params.get(name)}
    code = params.get("error_code", "")
    if (ends | {code.casefold()}) & {"cancelled", "canceled", "cancel"}:
        return LinkReturn("cancelled", printable(code, 64))
    outcome: Literal["success", "error"] = (
        "success" if ends == {"success"} and not code else "error"
    )
    return LinkReturn(outcome, printable(code, 64))
