# ruff: noqa: T201 — this prints what it measured
"""How fast the judge is: ``python -m tests.bench.judge``.

Only ratios are told, of the best of several rounds that take turns (A B A B), so that the machine
and what else runs on it matter little. Goals: good RS256 tokens at 0.7 of bare ``jwt.decode`` with
the key at hand; junk never slower than a good token.
"""

from __future__ import annotations

import base64
import json
import random
import string
import time
from functools import partial
from typing import TYPE_CHECKING

import jwt

from wizard.identity.judge import judge
from wizard.identity.jwks import KeySet, lint
from wizard.identity.keys import SigningKey, generate, public_set
from wizard.identity.tokens import mint

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 9
SECONDS_A_ROUND = 0.15


def best(*rivals: Callable[[], object]) -> list[float]:
    """Give each rival's seconds a call: its best round, the rivals taking turns."""
    found = [float("inf")] * len(rivals)
    for _ in range(ROUNDS):
        for index, rival in enumerate(rivals):
            found[index] = min(found[index], _one_round(rival))
    return found


def _one_round(rival: Callable[[], object]) -> float:
    calls = 0
    begun = time.perf_counter()
    while time.perf_counter() - begun < SECONDS_A_ROUND:
        for _ in range(20):
            rival()
        calls += 20
    return (time.perf_counter() - begun) / calls


def _b64(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def junk(good: str) -> dict[str, str]:
    """Give tokens that are none, each made to cost as much as it can."""
    head, payload, signature = good.split(".")
    noise = random.Random(7)  # noqa: S311 — the same noise every time
    letters = "".join(noise.choice(string.ascii_letters) for _ in range(16_000))
    members = ",".join(f'"{number}":{number}' for number in range(900))
    headers = {
        "a header of many members": "{" + members + "}",
        "a header of a long text": json.dumps({"a": "x" * 11_000}),
        "a header of a long kid": json.dumps({"alg": "RS256", "kid": "é" * 1_800}),
        "a header of brackets": "[" * 12_000,
        "a header of pairs of brackets": "[" + "[]," * 3_900 + "[]]",
        "an unknown kid": json.dumps({"alg": "RS256", "kid": "x" * 200}),
    }
    return {
        "nothing": "",
        "a word": "junk",
        "letters": letters,
        "dots": "." * 16_384,
        "a megabyte": "a" * 1_000_000,
        "a megabyte of dots": "." * 1_000_000,
        "white space": " " * 16_384,
        "three parts of letters": f"{letters[:5000]}.{letters[:5000]}.{letters[:5000]}",
        **{name: f"{_b64(header)}.{payload}.{signature}" for name, header in headers.items()},
        "a cut signature": f"{head}.{payload}.{signature[:-4]}",
        "a wrong signature": f"{head}.{payload}.{signature[:100]}AAAA{signature[104:]}",
        "a long payload": f"{head}.{letters[:15_000]}.{signature}",
    }


def main() -> None:
    """Print the ratios, the goal beside each."""
    key = generate("RS256")
    key_set = lint(json.dumps(public_set([key])).encode())
    good = mint(key, user_id="demo-user").reveal()
    long = mint(key, user_id="demo-user", claims={"note": "x" * 11_000}).reveal()
    _good(key, key_set, good)
    _junk(key_set, good, long)


def _good(key: SigningKey, key_set: KeySet, good: str) -> None:
    public = key.private.public_key()
    ours, theirs = best(
        lambda: judge(good, key_set),
        lambda: jwt.decode(good, public, algorithms=["RS256"]),
    )
    print(
        f"good RS256 tokens, beside bare jwt.decode    {theirs / ours:5.2f}  (goal: 0.70 or more)"
    )


def _junk(key_set: KeySet, good: str, long: str) -> None:
    """Compare junk with a good token of its length: short with short, long with long."""
    kinds = junk(good)
    tokens = [good, long, *kinds.values()]
    times = best(*(partial(judge, token, key_set) for token in tokens))
    ratios = [
        seconds / times[len(token) > 5_000]
        for token, seconds in zip(tokens[2:], times[2:], strict=True)
    ]
    for name, ratio in zip(kinds, ratios, strict=True):
        print(f"{name:<30} beside a good one {ratio:8.2f}  (goal: 1.00 or less)")
    mean = sum(ratios) / len(ratios)
    print(f"junk on average, beside good tokens          {mean:5.2f}  (goal: 1.00 or less)")


if __name__ == "__main__":
    main()
