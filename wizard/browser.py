"""Opening a browser, without handing it what is not its business.

Knows: which environment variables hold secrets that a child must not inherit.
Must never: claim that a page was seen; only that a browser was asked to show it.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECRET: Final = ("ANON_API_KEY", "ANON_APP_USER_ID_TOKEN", "ANON_SESSION_TOKEN", "NPM_TOKEN")
"""Variables with secrets (contract, variable names); front-end prefixes may stand before them."""

_LAUNCH: Final = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.stdin.readline()))"
_PATIENCE: Final = 5.0
"""Seconds a browser's launcher may take before we stop waiting for its word."""


def open_page(url: str, environ: Mapping[str, str]) -> bool:
    """Ask the system's browser to show ``url``; tell whether it took the order.

    The address goes through a pipe, so that our own child does not show it in its arguments.
    """
    child = subprocess.Popen(
        [sys.executable, "-I", "-c", _LAUNCH],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=without_secrets(environ),
        start_new_session=True,
        text=True,
    )
    try:
        child.communicate(url, timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        return True  # a text browser in the foreground: it took the order
    return child.returncode == 0


def without_secrets(environ: Mapping[str, str]) -> dict[str, str]:
    """Give the environment a child may see."""
    return {name: value for name, value in environ.items() if not name.endswith(_SECRET)}
