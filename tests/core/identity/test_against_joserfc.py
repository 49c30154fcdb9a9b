"""Sets and tokens mutated at random: never an exception, never accepted where joserfc refuses.

A seeded sample runs by default; ``make torture`` runs 1,000 of each, new ones every time.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import import_key

from tests.core.identity.conftest import NOW, b64
from wizard.identity.judge import REASONS, judge
from wizard.identity.jwks import lint

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.identity.conftest import Forge

# joserfc wants EdDSA called Ed25519 (RFC 9864); Anon's world, and ours, still says EdDSA.
pytestmark = pytest.mark.filterwarnings("ignore:EdDSA is deprecated")

TORTURE = bool(os.environ.get("ANON_WIZARD_TORTURE"))
OURS = ["RS256", "ES256", "EdDSA"]

mutated = settings(
    max_examples=1000 if TORTURE else 150,
    deadline=None,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


def seeded(test: Any) -> Any:
    """Give the same examples each time, but not in the torture set."""
    return test if TORTURE else seed(20261122)(test)


TEXTS = "none HS256 RS256 ES256 EdDSA sig enc AQAB AQ AA== RSA oct P-256 RS256-key ES256-key"
VALUES: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    10**30,
    "",
    "\0",
    "\ud800",
    [],
    ["b64"],
    ["verify"],
    {},
]
MEMBERS = "alg kid kty use key_ops n e x y d k crv crit b64 zip jwk typ sub exp iat nbf keys"

oddities = st.sampled_from([*TEXTS.split(), *VALUES])
names = st.sampled_from(MEMBERS.split())


@st.composite
def changes(draw: st.DrawFn) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Give a change of one member: taken out, made odd, or its text touched."""
    name, kind = draw(names), draw(st.integers(0, 3))
    odd, at = draw(oddities), draw(st.integers(0, 400))

    def change(members: dict[str, Any]) -> dict[str, Any]:
        rest = {n: v for n, v in members.items() if n != name}
        text = members.get(name)
        if kind == 0:
            return rest
        if kind == 1 and isinstance(text, str) and text:
            place = at % len(text)
            return {**members, name: text[:place] + str(odd) + text[place + 1 :]}
        return {**rest, name: odd}

    return change


touches = st.tuples(
    st.integers(0, 2),
    st.integers(0, 2000),
    st.sampled_from(["", "=", "A", ".", "\n", "\ud800", "/"]),
)


def touched(token: str, part: int, at: int, put: str) -> str:
    """Write ``put`` over one place of one part."""
    parts = token.split(".")
    place = at % (len(parts[part]) + 1)
    parts[part] = parts[part][:place] + put + parts[part][place + len(put) :]
    return ".".join(parts)


def theirs(document: Any, token: str, kid: str) -> bool:
    """Say whether joserfc finds a signature by the key of that name that fits.

    It is asked about that key alone, since it gives up on a whole set for one bad key (RFC 7517 §5
    wants the others used), and about known header members alone (RFC 7515 §4 wants others ignored).
    """
    registry = jws.JWSRegistry(algorithms=OURS, strict_check_header=False)
    try:
        (jwk,) = [each for each in document["keys"] if each.get("kid") == kid]
        jws.deserialize_compact(token, import_key(jwk), registry=registry)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return False
    return True


def dumped(document: Any) -> bytes:
    return json.dumps(document).encode()


@pytest.mark.parametrize("alg", OURS)
@mutated
@seeded
@given(st.lists(changes(), min_size=1, max_size=3), st.integers(0, 2))
def test_mutated_sets(forge: Forge, alg: Any, made: list[Any], which: int) -> None:
    document = json.loads(json.dumps(forge.document))
    for change in made:
        document["keys"][which] = change(document["keys"][which])
    key_set = lint(dumped(document))
    verdict = judge(forge.token(alg=alg), key_set, now=NOW)
    assert verdict.code is None or verdict.code in REASONS
    if verdict.state != "fail":
        assert theirs(document, forge.token(alg=alg), f"{alg}-key")


@pytest.mark.parametrize("alg", OURS)
@mutated
@seeded
@given(st.lists(changes(), max_size=2), st.lists(changes(), max_size=2), touches)
def test_mutated_tokens(
    forge: Forge, alg: Any, header: list[Any], claims: list[Any], touch: tuple[int, int, str]
) -> None:
    head = {"alg": alg, "kid": f"{alg}-key"}
    said: dict[str, Any] = {"sub": "demo-user", "exp": NOW + 60}
    for change in header:
        head = change(head)
    for change in claims:
        said = change(said)
    token = touched(forge.signed(dumped(head), dumped(said), alg), *touch)
    verdict = judge(token, forge.key_set, now=NOW)
    assert verdict.code is None or verdict.code in REASONS
    assert (verdict.state == "ok") == (verdict.code is None)
    if verdict.state != "fail":
        assert theirs(forge.document, token, str(verdict.kid))


@mutated
@seeded
@given(st.binary(max_size=400), st.text(max_size=200))
def test_noise(forge: Forge, raw: bytes, token: str) -> None:
    assert lint(raw).verdict == "fail"
    assert lint(dumped(forge.document) + raw.lstrip()).verdict in {"ok", "fail"}
    assert judge(token, forge.key_set).state == "fail"
    junk = f"{b64(raw)}.{b64(token.encode('utf-8', 'replace'))}.{b64(raw)}"
    assert judge(junk, forge.key_set).state == "fail"


@pytest.mark.parametrize("alg", OURS)
def test_tokens_of_ours_are_accepted_there_too(forge: Forge, alg: Any) -> None:
    assert theirs(forge.document, forge.token(alg=alg), f"{alg}-key")
