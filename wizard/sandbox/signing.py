"""The sandbox's own signing keys: those of its mock identity provider, and Anon's for hosted pools.

Knows: that a key is made when it is first needed, in a thread, and kept in the state.
Must never: publish a private member, or make a key on the event loop (RSA takes up to 800 ms).
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final, Literal

from wizard.identity.keys import Algorithm, SigningKey, generate, load_private
from wizard.model import Secret
from wizard.sandbox.refused import RefusedError

if TYPE_CHECKING:
    from sqlite3 import Connection

Owner = Literal["idp", "anon"]

FIRST: Final[dict[Owner, tuple[Algorithm, ...]]] = {
    "idp": ("RS256", "ES256", "EdDSA"),
    "anon": ("RS256",),
}
"""The keys that each owner begins with."""

MOST_KEYS: Final = 20


class SigningKeys:
    """The private keys of one owner, parsed once each."""

    def __init__(self, db: Connection, owner: Owner) -> None:
        self._db = db
        self._owner: Final[Owner] = owner
        self._parsed: dict[str, SigningKey] = {}
        self._making = asyncio.Lock()

    async def published(self) -> list[SigningKey]:
        """Give the keys in use, oldest first; the first ones are made now if there are none."""
        if keys := self._load():
            return keys
        async with self._making:
            if not self._load():
                made = await asyncio.to_thread(_several, FIRST[self._owner])
                for key in made:
                    self._keep(key)
            return self._load()

    async def newest(self, algorithm: Algorithm) -> SigningKey:
        """Give the key that signs with this algorithm now. Refuses 409 if all are withdrawn."""
        fitting = [key for key in await self.published() if key.algorithm == algorithm]
        if not fitting:
            raise RefusedError(409, f"no {algorithm} key is left: rotate to make one")
        return fitting[-1]

    async def rotate(self, algorithm: Algorithm) -> SigningKey:
        """Make one key more; from now on it signs."""
        async with self._making:
            if len(self._load()) >= MOST_KEYS:
                raise RefusedError(409, f"there are {MOST_KEYS} keys: withdraw some first")
            key = await asyncio.to_thread(generate, algorithm)
            self._keep(key)
            return key

    def withdraw(self, kid: str) -> bool:
        """Publish the key no longer; False if there is none of that name."""
        query = "UPDATE signing_key SET withdrawn = 1 WHERE kid = ? AND owner = ? AND NOT withdrawn"
        return self._db.execute(query, (kid, self._owner)).rowcount == 1

    def _keep(self, key: SigningKey) -> None:
        pem = key.private_pem().reveal()
        row = (key.kid, self._owner, key.algorithm, pem, int(time.time()))
        self._db.execute("INSERT INTO signing_key VALUES (?, ?, ?, ?, ?, 0)", row)
        self._parsed[key.kid] = key

    def _load(self) -> list[SigningKey]:
        query = "SELECT kid FROM signing_key WHERE owner = ? AND NOT withdrawn ORDER BY rowid"
        return [self._one(str(row[0])) for row in self._db.execute(query, (self._owner,))]

    def _one(self, kid: str) -> SigningKey:
        if kid not in self._parsed:
            query = "SELECT private FROM signing_key WHERE kid = ?"
            pem = Secret(self._db.execute(query, (kid,)).fetchone()[0])
            self._parsed[kid] = load_private(pem, kid)
        return self._parsed[kid]


def _several(algorithms: tuple[Algorithm, ...]) -> list[SigningKey]:
    return [generate(algorithm) for algorithm in algorithms]
