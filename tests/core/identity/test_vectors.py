"""Public test vectors, read where they lie (fixture ``vectors``): they are no part of this project.

Wycheproof's JWS set counts with its errata; the JOSE cookbook is RFC 7520, with RFC 7797 beside it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from wizard.identity.judge import judge
from wizard.identity.jwk import ALGORITHMS
from wizard.identity.jwks import lint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wizard.identity.judge import Verdict


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def judged(token: str, key: dict[str, Any]) -> Verdict:
    key_set = lint(json.dumps({"keys": [key]}).encode())
    return judge(token, key_set, signature_only=True)


def wycheproof(folder: Path) -> Iterator[tuple[int, str, dict[str, Any], bool]]:
    """Give number, token, key and whether it is to be accepted under our algorithms."""
    errata = load(folder / "ERRATA.json")["cases"]
    for group in load(folder / "json_web_signature_test.json")["testGroups"]:
        key = group.get("public") or group["private"]
        for test in group["tests"]:
            if str(test["tcId"]) not in errata:
                ours = key.get("alg", "RS256") in ALGORITHMS
                token = test["jws"] if isinstance(test["jws"], str) else json.dumps(test["jws"])
                yield test["tcId"], token, key, test["result"] == "valid" and ours


def test_wycheproofs_signatures_are_all_judged_right(vectors: Path) -> None:
    cases = list(wycheproof(vectors / "wycheproof"))
    wrong = [
        (number, verdict.code)
        for number, token, key, valid in cases
        if ((verdict := judged(token, key)).state != "fail") != valid
    ]
    assert wrong == []
    assert len(cases) == 393
    assert sum(valid for *_, valid in cases) == 10


def test_the_errata_are_judged_by_their_policy(vectors: Path) -> None:
    folder = vectors / "wycheproof"
    errata = load(folder / "ERRATA.json")["cases"]
    for group in load(folder / "json_web_signature_test.json")["testGroups"]:
        for test in group["tests"]:
            if str(test["tcId"]) in errata:  # all of them are of algorithms that are not ours
                key = group.get("public") or group["private"]
                assert judged(test["jws"], key).state == "fail"


def test_the_cookbooks_rsa_signature_is_accepted(vectors: Path) -> None:
    folder = vectors / "ietf-jose-cookbook"
    token = load(folder / "jws" / "4_1.rsa_v15_signature.json")["output"]["compact"]
    key = load(folder / "jwk" / "3_3.rsa_public_key.json")
    assert judged(token, key).state == "ok"


@pytest.mark.parametrize("key", ["3_3.rsa_public_key", "3_1.ec_public_key"])
def test_the_cookbooks_other_signatures_are_refused(vectors: Path, key: str) -> None:
    folder = vectors / "ietf-jose-cookbook"
    public = load(folder / "jwk" / f"{key}.json")
    examples = sorted(folder.glob("jws/4_[2-8]*.json")) + sorted(folder.glob("rfc7797/*.json"))
    assert len(examples) == 9
    for example in examples:
        for token in compact_and_json(load(example)):
            verdict = judged(token, public)
            assert verdict.state == "fail", example.name
            if example.parent.name == "rfc7797":
                assert verdict.code in {"token.b64", "token.json_form"}


def compact_and_json(example: dict[str, Any]) -> Iterator[str]:
    for form, output in example["output"].items():
        yield output if form == "compact" else json.dumps(output)


def test_the_cookbooks_ed25519_signature_is_accepted_once_it_names_its_key(vectors: Path) -> None:
    example = load(vectors / "ietf-jose-cookbook" / "curve25519" / "jws.json")
    token, key = example["output"]["compact"], example["input"]["key"]
    verdict = judged(token, {**{n: key[n] for n in ("kty", "crv", "x")}, "kid": "k"})
    assert verdict.code == "token.no_kid"
