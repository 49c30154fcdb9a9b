"""How much memory an endless or exploding body costs: a process of its own tells its peak."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import textwrap

import pytest

from tests.core.identity.servers import Behave, answer, endless, endless_header, serving
from wizard.resources import ROOT

MIB = 1024 * 1024
UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes

FETCHING = textwrap.dedent(
    """
    import json, resource, sys
    from wizard.identity.fetch import load
    from wizard.model import ProblemError
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        code = load(sys.argv[1], allow_private=True).problems[0].code
    except ProblemError as error:
        code = error.problem.code
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps([code, after - before]))
    """
)

BOMBS: list[tuple[str, Behave, str]] = [
    ("endless", endless(b"[" * 65_536), "jwks.too_large"),
    (
        "exploding",
        answer(gzip.compress(bytes(500 * MIB), 1), headers="Content-Encoding: gzip\r\n"),
        "jwks.too_large",
    ),
    ("endless header", endless_header, "network.not_http"),
    ("nested", answer(b"[" * (256 * 1024)), "jwks.too_deep"),
    ("numbers", answer(b'{"keys":[' + b"1," * 100_000 + b"1]}"), "jwks.too_many_keys"),
    ("names", answer(b"{%s}" % b",".join(b'"%d":{}' % i for i in range(20_000))), ""),
]


@pytest.mark.parametrize(("name", "behave", "code"), BOMBS, ids=[bomb[0] for bomb in BOMBS])
def test_a_hostile_body_costs_little_memory(name: str, behave: Behave, code: str) -> None:
    with serving(behave) as server:
        done = subprocess.run(
            [sys.executable, "-c", FETCHING, server.url],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            timeout=60,
        )
    found, grown = json.loads(done.stdout)
    assert found == (code or found), name
    assert grown * UNIT < 100 * MIB
