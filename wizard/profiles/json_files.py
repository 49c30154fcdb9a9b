"""Small JSON documents of ours: one object a file.

Knows: what makes such a file unreadable.
Must never: overwrite one that it can't understand.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.files import read_private, write_private

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.model import Problem
    from wizard.paths import AnyPath


def read_object(
    path: AnyPath, tell: Callable[[Problem], None] | None = None
) -> dict[str, Any] | None:
    """Give the JSON object in ``path``, or None where there is no file.

    Raises ``store.corrupt``, and what ``read_private`` raises.
    """
    raw = read_private(path, tell=tell)
    return None if raw is None else _object(path, raw)


def _object(path: AnyPath, raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        reason = "It is not JSON." if raw else "It is empty."
        raise ProblemError(problem("store.corrupt", path=path, reason=reason)) from None
    if not isinstance(value, dict):
        raise ProblemError(problem("store.corrupt", path=path, reason="It is not a JSON object."))
    return cast("dict[str, Any]", value)


def write_object(path: AnyPath, value: Mapping[str, Any]) -> None:
    """Replace ``path`` by a JSON object; raises what ``write_private`` raises."""
    text = json.dumps(value, indent=2, sort_keys=True, ensure_ascii=True, allow_nan=False)
    write_private(path, f"{text}\n".encode("ascii"))
