"""The diagnostics: what helps is in them, and no secret in any spelling."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.checks.breaking_apps import NPMRC
from tests.core.checks.patients import package
from wizard.checks.bundle import bundle
from wizard.checks.doctor import examine
from wizard.checks.redaction import Redaction
from wizard.model import Secret

if TYPE_CHECKING:
    from tests.core.checks.patients import Patient

CANARIES = {
    "key": "anon_Canary1Stored/Key+With=Odd9Signs",
    "stored": "canary-2-a stored \"secret\" with\nlines and 'quotes'",
    "shell": "canary-3-in-the-environment",
    "others": "canary-4-pass%word/&?",
    "npm": "npm_canary5tokenliteral",
    "commented": "ory_Canary6CommentedOutButStillThere99",
}


def spellings(secret: str) -> set[str]:
    raw = secret.encode()
    return {
        secret,
        json.dumps(secret)[1:-1],
        quote(secret, safe=""),
        base64.b64encode(raw).decode().rstrip("="),
        base64.urlsafe_b64encode(raw).decode().rstrip("="),
    }


@pytest.fixture
def poisoned(patient: Patient) -> Patient:
    """Give a set-up with a canary in every place where a secret may be."""
    patient.keep("api_key", Secret(CANARIES["key"]))
    patient.keep("another", Secret(CANARIES["stored"]))
    patient.write(
        {
            "package.json": package(type="module", dependencies={"@anon/sdk": "1"}),
            ".npmrc": NPMRC.replace("${NPM_TOKEN}", CANARIES["npm"]),
            ".env": f"PASSWORD='{CANARIES['others']}'\nANON_API_KEY=<key>\n"
            f"# ANON_API_KEY={CANARIES['commented']}\n",
            "code.js": "const key = '" + CANARIES["key"] + "';\n",
        }
    )
    return patient


def text_of(patient: Patient) -> str:
    environ = {
        "HOME": str(patient.folder),
        "MY_API_KEY": CANARIES["shell"],
        "ANON_API_KEY": CANARIES["shell"],
        "HTTPS_PROXY": "http://me:" + CANARIES["shell"] + "@proxy:1",
    }
    case = patient.case(app=True, environ=environ)
    return bundle(case, list(examine(case)))


def test_no_canary_is_in_it_in_any_spelling(poisoned: Patient) -> None:
    text = text_of(poisoned)
    secrets = {**CANARIES, "token": poisoned.token, "service key": poisoned.service_key}
    leaked = [name for name, secret in secrets.items() if any(s in text for s in spellings(secret))]
    assert leaked == []


def test_what_helps_is_in_it(poisoned: Patient) -> None:
    document = json.loads(text_of(poisoned))
    assert document["profile"]["webapp_id"] == poisoned.profile.webapp_id
    rows = {row["id"]: row for row in document["checks"]}
    assert rows["key.accepted"]["problem"]["code"] == "key.refused"
    assert document["token"]["header"]["kid"]
    assert document["token"]["claims"]
    assert document["secrets"] == sorted(poisoned.case().secrets)
    assert document["app"]["variables"][".env"] == ["ANON_API_KEY", "PASSWORD"]
    assert "MY_API_KEY" not in document["variables"]
    assert "ANON_API_KEY" in document["variables"]


def test_the_home_folders_name_is_left_out(poisoned: Patient) -> None:
    assert str(poisoned.folder) not in text_of(poisoned)


def test_a_key_that_the_server_echoes_is_taken_out_again(poisoned: Patient) -> None:
    poisoned.save(organization_id="x")
    assert CANARIES["key"] not in text_of(poisoned)


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r"), min_size=8, max_size=60)
)
def test_a_known_secret_never_survives(secret: str) -> None:
    if len(secret.strip()) < 8 or re.fullmatch(r"[a-z ]*|\[?redacted\]?", secret.strip()):
        return
    from wizard.checks.redaction import spelled

    redaction = Redaction(tuple(sorted(spelled(secret), key=len, reverse=True)))
    for written in spellings(secret.strip()):
        assert secret.strip() not in redaction.clean(f'{{"x": "{written}"}}')
