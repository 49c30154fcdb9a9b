"""Diagnostics to send to somebody: what was found, and nothing that opens a door.

Knows: what helps to understand a broken chain from afar.
Must never: hold a secret. It is built of what is none, and all that is known to be one is taken
out of it once more, in whatever spelling.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from typing import TYPE_CHECKING, Any

from wizard import __version__
from wizard.checks.redaction import Redaction
from wizard.identity.tokens import inspect
from wizard.profiles.shape import plain
from wizard.steps.user_token import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.checks.case import Case
    from wizard.checks.row import Row

_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


def bundle(case: Case, rows: Iterable[Row]) -> str:
    """Give the diagnostics as JSON text, redacted. Nothing is asked or read for it but the app."""
    document = {
        "about": "Diagnostics of anon-wizard, redacted. Ids and addresses are in it, secrets not.",
        "version": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "encoding": sys.getfilesystemencoding(),
        "variables": _variables(case),
        "profile": plain(case.saved) if case.saved else None,
        "secrets": sorted(case.secrets),
        "token": _token(case),
        "checks": [_row(row) for row in rows],
        "app": _app(case),
    }
    text = json.dumps(document, indent=2, ensure_ascii=False, default=str)
    return Redaction.of(case).clean(text) + "\n"


def _row(row: Row) -> dict[str, Any]:
    why = row.problem.as_json() if row.problem else None
    return {**row.as_json(), "problem": why, "places": list(row.places)}


def _variables(case: Case) -> list[str]:
    """Give the names that are set, never the values."""
    names = case.environ.keys()
    ours = [name for name in names if "ANON" in name]
    return sorted({*ours, *(name for name in names if name.upper() in _PROXIES)})


def _token(case: Case) -> dict[str, Any] | None:
    """Give the test token's header and times, and the names of its claims."""
    if TOKEN not in case.secrets:
        return None
    seen = inspect(case.secrets[TOKEN].reveal(), now=case.now())
    return {
        "header": {name: seen.header.get(name) for name in ("alg", "kid", "typ")},
        "claims": sorted(seen.claims),
        "times": {moment.claim: moment.at for moment in seen.times},
    }


def _app(case: Case) -> dict[str, Any] | None:
    if case.app is None:
        return None
    return {
        "folder": os.fspath(case.app.folder),
        "files": len(case.app.files),
        "packages": {
            each.file: {"framework": each.framework.name, "anon": each.anon_packages}
            for each in case.packages
        },
        "variables": {each.file: sorted(each.names()) for each in case.env_sources},
    }
