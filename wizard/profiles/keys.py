"""Which environment a key belongs to, remembered without the key (threats, Prod).

Knows: one salted HMAC-SHA256 a key; the salt is this home's own, so lists can't be compared.
Must never: store a key, or anything from which a long random key could be found again.
"""

from __future__ import annotations

import hmac
import os
from typing import TYPE_CHECKING, Any

from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.files import locked, sweep
from wizard.profiles.json_files import read_object, write_object

if TYPE_CHECKING:
    from wizard.model import Secret
    from wizard.profiles.home import Home


def environment_of(home: Home, key: Secret) -> str | None:
    """Give the environment that ``key`` was stored for, or None where it is new.

    Raises ``store.corrupt`` and the like: what can't be read can't be trusted to know no key.
    """
    known = _read(home)
    return _bound(home, known, key) if known else None


def remember_key(home: Home, key: Secret, environment: str) -> None:
    """Bind ``key`` to ``environment`` for good.

    Raises ``key.other_environment`` where it is bound to another.
    """
    with locked(home.keys_lock()):
        sweep(home.data)
        known = _read(home) or {"version": 1, "salt": os.urandom(32).hex(), "keys": {}}
        bound = _bound(home, known, key)
        if bound not in {None, environment}:
            raise ProblemError(problem("key.other_environment", environment=bound))
        if bound is None:
            keys = {**known["keys"], _mark(known, key): environment}
            write_object(home.keys(), {**known, "keys": keys})


def _bound(home: Home, known: dict[str, Any], key: Secret) -> str | None:
    environment = known["keys"].get(_mark(known, key))
    if environment is not None and not isinstance(environment, str):
        raise _corrupt(home)
    return environment


def _mark(known: dict[str, Any], key: Secret) -> str:
    return hmac.digest(bytes.fromhex(known["salt"]), key.reveal().encode(), "sha256").hex()


def _read(home: Home) -> dict[str, Any] | None:
    known = read_object(home.keys())
    if known is not None and not _understood(known):
        raise _corrupt(home)
    return known


def _understood(known: dict[str, Any]) -> bool:
    try:
        salt = bytes.fromhex(known["salt"])
    except (KeyError, TypeError, ValueError):
        return False
    return len(salt) >= 16 and isinstance(known.get("keys"), dict)


def _corrupt(home: Home) -> ProblemError:
    reason = "It is not the list of keys' environments that the wizard writes."
    return ProblemError(problem("store.corrupt", path=home.keys(), reason=reason))
