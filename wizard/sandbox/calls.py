"""The sandbox's own calls, as this program makes them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from wizard.http import exchange
from wizard.model import ProblemError
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.model import Secret

_DEADLINE = 10.0
_HEALTH_DEADLINE = 2.0


def ask(
    method: str,
    url: str,
    key: Secret | None,
    *,
    params: Mapping[str, str] | None = None,
    json: Any = None,
) -> Any:
    """Send one call and give the document it answers.

    Raises ``network.…`` as ``wizard.http`` does, and ``sandbox.refused`` for all but 200.
    """
    headers = {"Authorization": f"Bearer {key.reveal()}"} if key else {}
    sent = {"headers": headers, "params": params, "json": json, "deadline": _DEADLINE}
    answer = exchange(method, url, **sent)
    document = read(answer.body)
    if answer.status != 200:
        words = document.get("error", "") if isinstance(document, dict) else ""
        raise ProblemError(problem("sandbox.refused", status=answer.status, words=words))
    return document


def read(body: bytes) -> Any:
    """Give the JSON document in a body, None if there is none."""
    try:
        return json.loads(body)
    except ValueError:
        return None


def health(url: str) -> Mapping[str, Any]:
    """Give what the sandbox at ``url`` says of itself; empty if none answers."""
    try:
        answer = exchange("GET", f"{url}/_sandbox/health", deadline=_HEALTH_DEADLINE)
    except ProblemError:
        return {}
    document = read(answer.body)
    return document if isinstance(document, dict) else {}
