"""Keys, sets and tokens for trying the judge: sound ones, and forged ones of any kind."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jwt
import pytest

from wizard.identity.jwks import KeySet, lint
from wizard.identity.keys import ALGORITHMS, SigningKey, generate, public_set
from wizard.resources import ROOT

if TYPE_CHECKING:
    from wizard.identity.jwk import Algorithm

NOW = 1_800_000_000
"""The time at which tests judge."""


def b64(data: bytes) -> str:
    """Give base64url without padding, by other means than the code under test."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass(frozen=True)
class Forge:
    """Signs whatever it is given, as an attacker or a careless library would."""

    keys: dict[Algorithm, SigningKey]

    @property
    def document(self) -> dict[str, Any]:
        """Give the public set of the keys."""
        return public_set(self.keys.values())

    @property
    def key_set(self) -> KeySet:
        """Give the linted set of the keys."""
        return lint(json.dumps(self.document).encode())

    def token(
        self,
        claims: dict[str, Any] | bytes | None = None,
        header: dict[str, Any] | bytes | None = None,
        alg: Algorithm = "RS256",
    ) -> str:
        """Give a token, sound except for what is given: bytes stand as they are.

        Members given as None are left out.
        """
        own = {"alg": alg, "kid": self.keys[alg].kid, "typ": "JWT"}
        said = {"sub": "demo-user", "iat": NOW - 5, "exp": NOW + 3600}
        return self.signed(_bytes(own, header), _bytes(said, claims), alg)

    def signed(self, header: bytes, payload: bytes, alg: Algorithm = "RS256") -> str:
        """Sign these bytes as they are."""
        signing_input = f"{b64(header)}.{b64(payload)}"
        return f"{signing_input}.{b64(self.signature(signing_input, alg))}"

    def signature(self, signing_input: str, alg: Algorithm = "RS256") -> bytes:
        """Give the signature alone."""
        signer = jwt.get_algorithm_by_name(alg)
        signature: bytes = signer.sign(signing_input.encode(), self.keys[alg].private)
        return signature


def _bytes(own: dict[str, Any], given: dict[str, Any] | bytes | None) -> bytes:
    if isinstance(given, bytes):
        return given
    members = {**own, **(given or {})}
    return json.dumps({n: v for n, v in members.items() if v is not None}).encode()


@pytest.fixture(scope="session")
def forge() -> Forge:
    """Give a forge with one key of each algorithm."""
    return Forge({alg: generate(alg, kid=f"{alg}-key") for alg in ALGORITHMS})


@pytest.fixture(scope="session")
def vectors() -> Path:
    """Give the folder of public test vectors, which is not part of this project."""
    given = os.environ.get("ANON_WIZARD_VECTORS")
    folder = Path(given) if given else ROOT.parent / "shared" / "vectors"
    if not folder.is_dir():
        pytest.skip(f"the public test vectors are not at {folder} (set ANON_WIZARD_VECTORS)")
    return folder
