"""The child process that talks to the system's keyring, so that a hung one can be killed.

Knows: the keyring library, and which of its backends keep nothing safe. Runs as a script, by
itself: it reads one JSON request from stdin and writes one JSON answer to the real stdout.
Must never: import the wizard, print an exception's text, or write a secret anywhere but there.

Request: ``{"service": …, "calls": [["set", item, value] | ["get", item] | ["delete", item], …]}``.
Answer: ``{"results": [null, value or null, null, …]}`` or ``{"trouble": "a sentence"}``.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from typing import Any

NONE_HERE = "No keyring service runs in this session."


def main() -> None:
    """Answer one request; backends that print do so into nothing."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    request = json.loads(sys.stdin.buffer.read())
    json.dump(_answer(request), answers)
    answers.close()
    # A backend's own threads and connections must not hold us up now.
    os._exit(0)


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    try:
        backend = _backend()
        service = request["service"]
        return {"results": [_done(backend, service, *call) for call in request["calls"]]}
    except _Trouble as trouble:
        return {"trouble": trouble.sentence}
    except Exception as error:  # noqa: BLE001 — any backend may be installed, raising anything
        return {"trouble": _sentence(error)}


class _Trouble(Exception):  # noqa: N818 — an answer, not a defect
    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def _done(backend: Any, service: str, verb: str, item: str, value: str = "") -> str | None:
    if verb == "set":
        backend.set_password(service, item, value)
        return None
    if verb == "get":
        found = backend.get_password(service, item)
        return found if isinstance(found, str) else None
    from keyring.errors import PasswordDeleteError

    with suppress(PasswordDeleteError):  # it is not there
        backend.delete_password(service, item)
    return None


def _backend() -> Any:
    """Give the backend to use: the configured one, or the first of a chain that encrypts."""
    import keyring

    chosen = keyring.get_keyring()
    usable = list(getattr(chosen, "backends", [chosen]))
    safe = [backend for backend in usable if not _reason_against(backend)]
    if safe:
        return safe[0]
    raise _Trouble(_reason_against(usable[0]) if usable else NONE_HERE)


def _reason_against(backend: Any) -> str:
    """Say why a backend is not used, told by its class; empty: it is fine."""
    kind = type(backend)
    module = kind.__module__
    if module == "keyring.backends.fail":
        return NONE_HERE
    if module == "keyring.backends.null":
        return "The configured keyring (null) keeps nothing."
    scheme = str(getattr(backend, "scheme", ""))
    if "plain" in kind.__qualname__.lower() or scheme.lower().startswith("no enc"):
        return f"The configured keyring ({kind.__name__}) stores secrets as plain text."
    return ""


def _sentence(error: Exception) -> str:
    names = {kind.__name__ for kind in type(error).__mro__}
    if "KeyringLocked" in names:
        return "It is locked."
    if names & {"InitError", "NoKeyringError"}:
        return NONE_HERE
    return f"It failed ({type(error).__name__})."


if __name__ == "__main__":
    main()
