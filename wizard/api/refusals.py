"""Which problem an answer is that isn't a 200 (contract, Errors).

Knows: Anon's own words and the status codes.
Must never: show more than 200 cleaned characters of a body, or a secret that it echoes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from wizard.identity.strict_json import JsonError, parse
from wizard.problems import problem
from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wizard.http import Response
    from wizard.model import Problem, Secret

_SHOWN: Final = 200
_MEMBERS: Final = ("error", "message", "detail", "error_description", "title")


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that is no 200: its status, its words, and what was asked of whom."""

    status: int
    words: str
    what: str
    environment: str
    creating: bool
    retry_after: float | None


def words_of(response: Response, secrets: Iterable[Secret]) -> str:
    """Give what the body says, in at most 200 printable characters, without ``secrets`` in it."""
    text = _explanation(response.body)
    for secret in secrets:
        if secret:
            text = text.replace(secret.reveal(), "…")
    shown = printable(" ".join(text[: 8 * _SHOWN].split()), 8 * _SHOWN)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def _explanation(body: bytes) -> str:
    try:
        document = parse(body)
    except JsonError:
        return body.decode("utf-8", "replace")
    return _first_text(document) or body.decode()


def _first_text(document: Any) -> str:
    """Give the text under the first member that APIs put theirs into, one level down too."""
    if isinstance(document, str):
        return document
    if not isinstance(document, dict):
        return ""
    found = (_first_text(document.get(name)) for name in _MEMBERS)
    return next((text for text in found if text), "")


def recognised(refusal: Refusal) -> Problem | None:
    """Give the problem that Anon's own words name, whatever the status they come with."""
    said = refusal.words.casefold()
    if "upstream error" in said:
        return problem("api.upstream")
    if "error decoding response body" in said:
        return problem("api.jwks_unreadable", words=refusal.words)
    if said == "unauthorized":
        return key_refused(refusal)
    return None


def name_refusal(refusal: Refusal) -> Problem:
    """Give the problem that this answer is."""
    return recognised(refusal) or _BY_STATUS.get(refusal.status, _by_class)(refusal)


def _by_class(refusal: Refusal) -> Problem:
    code = "api.server_error" if refusal.status >= 500 else "api.invalid"
    return problem(code, status=refusal.status, words=refusal.words)


def key_refused(refusal: Refusal) -> Problem:
    """Give the problem that the credential itself is refused."""
    return problem(
        "key.refused",
        status=refusal.status,
        words=refusal.words,
        environment=refusal.environment,
    )


def _forbidden(refusal: Refusal) -> Problem:
    if not refusal.creating:
        return key_refused(refusal)
    return problem("key.may_not_create", status=refusal.status, words=refusal.words)


def _busy(refusal: Refusal) -> Problem:
    if refusal.retry_after is None and refusal.status >= 500:
        return _by_class(refusal)
    seconds = "a few" if refusal.retry_after is None else f"{refusal.retry_after:.0f}"
    return problem("api.busy", status=refusal.status, seconds=seconds)


_BY_STATUS: Final[dict[int, Callable[[Refusal], Problem]]] = {
    401: key_refused,
    403: _forbidden,
    404: lambda refusal: problem("api.not_found", what=refusal.what),
    409: lambda refusal: problem("api.conflict", words=refusal.words),
    429: _busy,
    503: _busy,
}
