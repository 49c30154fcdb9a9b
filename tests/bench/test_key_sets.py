"""What judging a token costs: keys made, names looked up, signatures looked at."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.bench.judge import junk
from wizard.identity import rows, signatures
from wizard.identity.judge import judge
from wizard.identity.jwks import Row, lint
from wizard.identity.keys import SigningKey, generate, public_set
from wizard.identity.tokens import mint

if TYPE_CHECKING:
    from collections.abc import Callable

MANY: Final = 100
SIGNATURE_NEEDED: Final = {"a wrong signature", "a long payload"}
"""Junk that only its signature gives away."""


@pytest.fixture(scope="module")
def keys() -> list[SigningKey]:
    """Give a hundred keys that are quickly made, and one of RSA among them."""
    return [*(generate("ES256") for _ in range(MANY - 1)), generate("RS256")]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count the keys that are made, and the signatures that are looked at."""
    counted: Counter[str] = Counter()

    def counting(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            counted[name] += 1
            return real(*arguments)

        return call

    monkeypatch.setattr(rows, "_parsed", counting("keys", rows._parsed))
    monkeypatch.setattr(signatures, "fits", counting("signatures", signatures.fits))
    return counted


def document(*keys: SigningKey) -> bytes:
    return json.dumps(public_set(keys)).encode()


class Names(dict[str, tuple[Row, ...]]):
    """The rows by name, but one may only ask for a name."""

    def __init__(self, names: dict[str, tuple[Row, ...]]) -> None:
        super().__init__(names)
        self.asked: list[str] = []

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.append(name)
        return super().get(name, default)

    def __iter__(self) -> Any:
        raise AssertionError("all names were looked through")

    items = keys = values = __iter__


def test_each_key_of_a_set_is_made_once_and_one_signature_is_looked_at(
    keys: list[SigningKey], made: Counter[str]
) -> None:
    token = mint(keys[-1], user_id="ada").reveal()
    assert judge(token, lint(document(*keys))).state == "ok"
    assert made == {"keys": MANY, "signatures": 1}


def test_a_set_at_hand_is_asked_for_one_name(keys: list[SigningKey], made: Counter[str]) -> None:
    at_hand = lint(document(*keys))
    names = Names(dict(at_hand.by_kid))
    made.clear()
    token = mint(keys[-1], user_id="ada").reveal()
    assert judge(token, replace(at_hand, by_kid=names)).state == "ok"
    assert names.asked == [keys[-1].kid]
    assert made == {"signatures": 1}


def test_a_good_token_costs_one_signature(keys: list[SigningKey], made: Counter[str]) -> None:
    key_set = lint(document(keys[-1]))
    made.clear()
    for _ in range(3):
        judge(mint(keys[-1], user_id="ada").reveal(), key_set)
    assert made == {"signatures": 3}


def test_junk_is_refused_before_a_signature_is_looked_at(
    keys: list[SigningKey], made: Counter[str]
) -> None:
    key_set = lint(document(keys[-1]))
    looked_at = set()
    for name, token in junk(mint(keys[-1], user_id="ada").reveal()).items():
        made.clear()
        assert judge(token, key_set).state == "fail"
        if made["signatures"]:
            looked_at.add(name)
    assert looked_at == SIGNATURE_NEEDED
