"""The local Anon: the whole contract over real HTTP, on this machine, without an account.

``with LocalSandbox() as sandbox:`` in a test, ``ensure(state_file)`` in the wizard; ``walk(url)``
goes through a Link page without a browser. Everything in it is worthless.

Loading this package loads nothing heavy; the names below load what they need when they are used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wizard.sandbox.running import Running
    from wizard.sandbox.starting import LocalSandbox, ensure, foreseen
    from wizard.sandbox.walking import walk

__all__ = ["LocalSandbox", "Running", "ensure", "foreseen", "walk"]

_PLACES = {
    "LocalSandbox": "starting",
    "Running": "running",
    "ensure": "starting",
    "foreseen": "starting",
    "walk": "walking",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
