"""Our tokens before other people's verifiers, and other people's sets and tokens before our judge.

The npm packages are those of ``tests/node`` (``npm ci`` there, as ``.ci/run`` does).
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import urllib.request
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import jwt
import pytest
from joserfc import jwt as their_jwt
from joserfc.jwk import KeySet as TheirKeySet

from wizard.identity.fetch import load
from wizard.identity.judge import judge
from wizard.identity.keys import ALGORITHMS, Algorithm
from wizard.identity.tokens import mint
from wizard.resources import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.core.identity.conftest import Forge

NODE = ROOT / "tests" / "node"
BACK = "https://app.example/back"


@pytest.fixture(scope="session")
def node() -> str:
    """Give the program, where its packages are installed too."""
    found = shutil.which("node")
    if found is None:
        pytest.skip("there is no node")
    if not (NODE / "node_modules" / "jose").is_dir():
        pytest.skip("the npm packages are not installed: npm ci --prefix tests/node")
    return found


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_pyjwt_verifies_what_we_mint(forge: Forge, alg: Algorithm) -> None:
    token = mint(forge.keys[alg], user_id="u-1").reveal()
    keys = jwt.PyJWKSet.from_dict(forge.document)
    key = keys[jwt.get_unverified_header(token)["kid"]]
    assert jwt.decode(token, key, algorithms=[alg])["sub"] == "u-1"


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
@pytest.mark.parametrize("alg", ALGORITHMS)
def test_joserfc_verifies_what_we_mint(forge: Forge, alg: Algorithm) -> None:
    token = mint(forge.keys[alg], user_id="u-1").reveal()
    keys = TheirKeySet.import_key_set(json.loads(json.dumps(forge.document)))
    assert their_jwt.decode(token, keys, algorithms=[alg]).claims["sub"] == "u-1"


def test_npms_jose_verifies_what_we_mint(forge: Forge, node: str) -> None:
    tokens = [mint(forge.keys[alg], user_id=f"u-{alg}").reveal() for alg in ALGORITHMS]
    tokens.append(mint(forge.keys["RS256"], user_id="late", expires_in=-5).reveal())
    asked = json.dumps({"jwks": forge.document, "tokens": tokens})
    done = subprocess.run(
        [node, NODE / "verify.mjs"], input=asked, capture_output=True, text=True, check=True
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer.get("claims", {}).get("sub") for answer in answers[:3]] == [
        "u-RS256",
        "u-ES256",
        "u-EdDSA",
    ]
    assert answers[3] == {"refused": "ERR_JWT_EXPIRED"}


@pytest.fixture(scope="session")
def provider(node: str) -> Iterator[str]:
    """Run npm's oidc-provider, a certified OpenID provider, and give its issuer."""
    with subprocess.Popen(
        [node, NODE / "provider.mjs"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        yield running.stdout.readline().strip()
        running.stdin.close()


class Browser:
    """Logs in as a person would, form by form."""

    def __init__(self, issuer: str) -> None:
        class Stop(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_: Any) -> None:
                return None

        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self._open = urllib.request.build_opener(cookies, Stop()).open
        self._issuer = issuer

    def login(self, user: str) -> str:
        """Give the authorization code that the provider sends the browser back with."""
        asked = {"client_id": "app", "response_type": "code", "scope": "openid"}
        at = f"{self._issuer}/auth?{urlencode({**asked, 'redirect_uri': BACK})}"
        form: dict[str, str] | None = None
        while not at.startswith(BACK):
            at, page = self._step(at, form)
            form = None
            if page and (prompt := re.search(r'name="prompt" value="(\w+)"', page)):
                form = {"prompt": prompt[1], "login": user, "password": "any"}
        return parse_qs(urlsplit(at).query)["code"][0]

    def _step(self, at: str, form: dict[str, str] | None) -> tuple[str, str]:
        try:
            with self._open(at, urlencode(form).encode() if form else None) as page:
                return at, page.read().decode()
        except HTTPError as answer:
            if answer.code not in {302, 303}:
                raise
            return urljoin(at, answer.headers["Location"]), ""

    def id_token(self, code: str) -> str:
        """Exchange the code as the app's back end would."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
        request = urllib.request.Request(f"{self._issuer}/token", urlencode(form).encode())
        basic = base64.b64encode(b"app:secret").decode()
        request.add_header("Authorization", f"Basic {basic}")
        with self._open(request) as answer:
            return str(json.load(answer)["id_token"])


def test_the_set_of_a_certified_provider_passes_the_lint(provider: str) -> None:
    found = load(f"{provider}/jwks", allow_private=True)
    assert found.verdict == "ok"
    assert found.kids


def test_its_discovery_document_points_at_that_set(provider: str) -> None:
    found = load(f"{provider}/.well-known/openid-configuration", allow_private=True)
    assert found.problems[0].code == "jwks.discovery"
    assert f"{provider}/jwks" in found.problems[0].fix


def test_a_token_that_it_issues_passes_the_judge(provider: str) -> None:
    browser = Browser(provider)
    token = browser.id_token(browser.login("alice"))
    verdict = judge(token, load(f"{provider}/jwks", allow_private=True), user_id="alice")
    assert (verdict.state, verdict.user_id) == ("ok", "alice")
