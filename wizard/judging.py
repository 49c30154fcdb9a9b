"""A key set and a token from wherever the user has them, judged: the Judge screen and the commands.

Knows: that a source with ``://``, or that starts as the web's addresses do, is a URL, and anything
else a path.
Must never: send the token anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.model import ProblemError
from wizard.reading import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.identity.judge import Verdict
    from wizard.identity.jwks import KeySet
    from wizard.model import Problem, Secret


@dataclass(frozen=True, slots=True)
class Judged:
    """A key set, and what a token is worth by it; ``verdict`` None: no token was given.

    ``barrier`` is why Anon itself could not fetch the set, where we could.
    """

    keys: KeySet
    verdict: Verdict | None
    barrier: Problem | None


def judged(
    source: str,
    token: Secret,
    *,
    id_claim: str = "sub",
    user_id: str | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Judged:
    """Judge a key set (private addresses are allowed, and noted), and a token by it.

    Raises ``usage.file`` for a path that cannot be read, and ``CancelledByUserError``.
    """
    from wizard.identity.judge import judge

    keys = key_set(source, allow_private=True, cancelled=cancelled)
    verdict = judge(token.reveal(), keys, id_claim=id_claim, user_id=user_id) if token else None
    return Judged(keys, verdict, barrier(source))


def key_set(
    source: str, *, allow_private: bool, cancelled: Callable[[], bool] = lambda: False
) -> KeySet:
    """Give the set at a URL or in a file; where none comes, an empty one that says why.

    Raises ``usage.file`` and ``CancelledByUserError``.
    """
    from wizard.identity.jwks import lint, no_set

    if not is_url(source):
        return lint(read_bytes(source))
    from wizard.identity.fetch import load

    try:
        return load(source, allow_private=allow_private, cancelled=cancelled)
    except ProblemError as failure:
        return no_set(failure.problem)


def barrier(source: str) -> Problem | None:
    """Say why Anon itself could not fetch a source, from its spelling; None for a path."""
    from wizard.identity import urls

    if not is_url(source):
        return None
    try:
        urls.check(source)
    except ProblemError as refusal:
        return refusal.problem
    return None


def only_here(barrier: Problem) -> str:
    """Give the note on a set that was fetched over a barrier."""
    return f"Allowed here only. {barrier.symptom}"


def is_url(source: str) -> bool:
    """Tell a URL from a path."""
    return "://" in source or source.lower().startswith(("https:", "http:"))
