"""The key sets of the pools: downloaded when a pool is made, kept, and fetched again when needed.

Knows: how Anon says that a key set cannot be used (FAQ), and when a set is fetched again.
Must never: fetch on the event loop, or more than twice a minute because of unknown ``kid``s.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from wizard.identity.judge import judge
from wizard.identity.jwks import KeySet, lint
from wizard.identity.keys import public_set
from wizard.identity.tokens import inspect
from wizard.model import ProblemError
from wizard.sandbox.choices import JWKS_STATUS, REFETCHES_A_MINUTE
from wizard.sandbox.known_faults import FAQ_JWKS
from wizard.sandbox.records import pools
from wizard.sandbox.refused import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from sqlite3 import Connection

    from wizard.sandbox.records.pools import PoolRecord
    from wizard.sandbox.signing import SigningKeys

_MINUTE: Final = 60.0
_UNKNOWN_KID: Final = "token.unknown_kid"
_FETCHERS: Final = 8
"""Threads that download; their own, since a download of the mock's set may wait for its keys."""


@lru_cache(maxsize=64)
def _linted(document: str) -> KeySet:
    return lint(document.encode())


@dataclass(slots=True)
class _Refetches:
    """When one pool's set was fetched again, and who is at it."""

    times: deque[float] = field(default_factory=lambda: deque(maxlen=REFETCHES_A_MINUTE))
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def allowed(self) -> bool:
        """Take one of the minute's fetches, if one is left."""
        now = time.monotonic()
        if len(self.times) == REFETCHES_A_MINUTE and now - self.times[0] < _MINUTE:
            return False
        self.times.append(now)
        return True


class KeySets:
    """Every pool's key set, and the judgement by it."""

    def __init__(self, db: Connection, anon: SigningKeys) -> None:
        self._db = db
        self._anon = anon
        self._threads = ThreadPoolExecutor(_FETCHERS, "key-set")
        self._refetches: dict[str, _Refetches] = {}

    async def download(self, uri: str) -> str:
        """Fetch the set for a new pool, and give its document.

        Refuses in the FAQ's words what does not come or is no JSON, in our own what is no sound
        key set.
        """
        try:
            raw, key_set = await self._fetch(uri)
        except ProblemError:
            raise RefusedError(JWKS_STATUS, FAQ_JWKS) from None
        if key_set.verdict == "fail":
            raise RefusedError(JWKS_STATUS, _refusal(raw, key_set))
        return raw.decode()

    async def _fetch(self, uri: str) -> tuple[bytes, KeySet]:
        from wizard.identity.fetch import fetch

        def fetched() -> tuple[bytes, KeySet]:
            raw = fetch(uri, allow_private=True).body
            return raw, lint(raw)

        return await asyncio.get_running_loop().run_in_executor(self._threads, fetched)

    async def judge(self, pool: PoolRecord, token: str) -> str:
        """Give the user a token stands for. Raises ``ProblemError`` with the judge's first reason.

        The verdict is that of ``anon-wizard token verify``: the code is the same.
        """
        verdict = judge(token, await self._key_set(pool), id_claim=pool.id_claim)
        if verdict.code == _UNKNOWN_KID and await self._refetched(pool, str(verdict.kid)):
            again = pools.get(self._db, pool.id) or pool
            verdict = judge(token, await self._key_set(again), id_claim=pool.id_claim)
        if verdict.state == "fail" and verdict.problem:
            raise ProblemError(verdict.problem)
        return verdict.user_id or ""

    async def _key_set(self, pool: PoolRecord) -> KeySet:
        if pool.key_set is not None:
            return _linted(pool.key_set)
        return _linted(json.dumps(public_set(await self._anon.published())))

    async def _refetched(self, pool: PoolRecord, kid: str) -> bool:
        """Fetch a pool's set again because of a ``kid``; tell whether it is known now."""
        if pool.jwks_uri is None:
            return False
        refetches = self._refetches.setdefault(pool.id, _Refetches())
        async with refetches.lock:
            kept = pools.get(self._db, pool.id)
            if kept is None or kept.key_set is None:
                return False
            if kid in _linted(kept.key_set).by_kid:
                return True  # whoever had the lock before has fetched it
            return refetches.allowed() and await self._replace(pool, kid)

    async def _replace(self, pool: PoolRecord, kid: str) -> bool:
        try:
            raw, key_set = await self._fetch(pool.jwks_uri or "")
        except ProblemError:
            return False
        if kid not in key_set.by_kid:
            return False
        pools.keep_key_set(self._db, pool.id, raw.decode())
        return True

    def forget(self) -> None:
        """Forget what was fetched again when."""
        self._refetches.clear()


def _refusal(raw: bytes, key_set: KeySet) -> str:
    try:
        json.loads(raw)
    except (ValueError, RecursionError):
        return FAQ_JWKS
    return f"invalid JWKS: {key_set.problems[0].symptom}"


def unverified_claims(token: str) -> Mapping[str, Any]:
    """Read a token's payload without believing it; empty if it cannot be read."""
    return inspect(token).claims or {}
