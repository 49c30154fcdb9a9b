"""``setup --import``: what Anon sent becomes a proven profile, and nothing is made anew."""

from __future__ import annotations

import json
import urllib.request
from typing import TYPE_CHECKING, Any

import jwt
import pytest

from wizard.sandbox import LocalSandbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Program, Ran
    from tests.terminals import Terminals
    from wizard.sandbox import Running


@pytest.fixture(scope="module")
def anon() -> Iterator[Running]:
    """Give a sandbox that stands in for Anon's hosted one."""
    with LocalSandbox() as running:
        yield running


def post(anon: Running, path: str, body: dict[str, Any]) -> dict[str, Any]:
    key = anon.keys["local"].reveal()
    request = urllib.request.Request(
        f"{anon.url}{path}",
        json.dumps({"name": "by Anon", "description": "example", **body}).encode(),
        {"content-type": "application/json", "authorization": f"Bearer {key}"},
    )
    with urllib.request.urlopen(request) as answer:
        answered: dict[str, Any] = json.load(answer)
    return answered


@pytest.fixture
def bundle(anon: Running, program: Program) -> Path:
    """Give the folder that Anon would have sent: a pool, two clients, one example user."""
    pool = post(anon, "/org/userPool", {"authorization": {"jwksUri": anon.jwks_uri}})
    webapp = {"kind": {"application": {"userPoolId": pool["id"]}}}
    service = post(anon, "/org/sdkClient", {"kind": "service"})
    files = {
        "webAppSdkClient.json": json.dumps(post(anon, "/org/sdkClient", webapp)),
        "serviceSdkClient.json": json.dumps(service),
        "backend_api_key": service["auth"]["secret"],
        "example_app_user_id": "alice",
        "example_app_user_id_token": anon.issue_token("alice").reveal(),
        "NPM_TOKEN": "npm_abcdefghijklmnop",
    }
    folder = program.folder / "bundle"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def imported(anon: Running, program: Program) -> Callable[..., Ran]:
    """Run ``setup --import`` against that sandbox."""

    def run(*words: str) -> Ran:
        common = ("--env", anon.url, "--profile", "acme", "--secret-store", "file")
        return program("setup", *common, *words, "--yes", "--skip-link", "--json")

    return run


def posts(anon: Running) -> int:
    with urllib.request.urlopen(f"{anon.url}/_sandbox/requests") as answer:
        return sum(each["method"] == "POST" for each in json.load(answer))


def test_the_bundles_pool_and_clients_are_taken_over(
    anon: Running, program: Program, bundle: Path, imported: Callable[..., Ran]
) -> None:
    before = posts(anon)

    ran = imported("--import", str(bundle))

    assert ran.code == 0, ran.err
    data = ran.json()["data"]
    assert posts(anon) == before
    assert data["created"] == []
    assert data["webappClientId"] == json.loads((bundle / "webAppSdkClient.json").read_text())["id"]
    assert data["appUserId"] == "alice"
    key = (bundle / "backend_api_key").read_text()
    assert key not in ran.out + ran.err
    values = json.loads(program("env", "--format", "json").out)
    assert values["ANON_API_KEY"] == key
    assert values["NPM_TOKEN"] == "npm_abcdefghijklmnop"
    assert imported().json()["data"]["userPoolId"] == data["userPoolId"]
    assert posts(anon) == before


def test_what_is_held_is_shown_masked_for_a_yes(
    anon: Running, bundle: Path, terminal: Terminals
) -> None:
    key = (bundle / "backend_api_key").read_text()
    asking = terminal("setup", "--env", anon.url, "--import", str(bundle))
    asking.answer("Use these values? [y/N]: ", "n")
    assert asking.end() == 130
    assert "Webapp client id" in asking.seen
    assert f"anon_…{key[-4:]}" in asking.seen
    assert key not in asking.seen


def test_the_mix_up_is_caught_and_explained(bundle: Path, imported: Callable[..., Ran]) -> None:
    (bundle / "webAppSdkClient.json").rename(bundle / "x")
    (bundle / "serviceSdkClient.json").rename(bundle / "webAppSdkClient.json")
    (bundle / "x").rename(bundle / "serviceSdkClient.json")

    ran = imported("--import", str(bundle))

    assert ran.code == 0, ran.err
    assert {each["code"] for each in ran.json()["problems"]} == {"bundle.misnamed"}
    service = json.loads((bundle / "webAppSdkClient.json").read_text())
    assert ran.json()["data"]["serviceClientId"] == service["id"]


def only_variables(bundle: Path, webapp_id: str) -> Path:
    """Give the bundle as a ``.env`` alone, with that client's id."""
    token = (bundle / "example_app_user_id_token").read_text()
    key = (bundle / "backend_api_key").read_text()
    env = bundle.parent / "anon.env"
    env.write_text(
        f"ANON_SDKCLIENT_ID={webapp_id}\nANON_API_KEY={key}\n"
        f"ANON_APP_USER_ID=alice\nANON_APP_USER_ID_TOKEN={token}\n"
    )
    return env


def id_in(document: Path) -> str:
    return str(json.loads(document.read_text())["id"])


def test_variables_alone_lead_to_the_clients_own_pool(
    anon: Running, bundle: Path, imported: Callable[..., Ran]
) -> None:
    env = only_variables(bundle, id_in(bundle / "webAppSdkClient.json"))
    before = posts(anon)

    ran = imported("--import", str(env))

    assert ran.code == 0, ran.err
    webapp = json.loads((bundle / "webAppSdkClient.json").read_text())
    assert ran.json()["data"]["userPoolId"] == webapp["auth"]["userPoolId"]
    # Which service client the key belongs to, nothing says: that one is made.
    assert [each["kind"] for each in ran.json()["data"]["created"]] == ["service"]
    assert posts(anon) == before + 1


def test_a_service_client_given_as_webapp_client_is_caught_before_anything_is_made(
    anon: Running, bundle: Path, imported: Callable[..., Ran]
) -> None:
    env = only_variables(bundle, id_in(bundle / "serviceSdkClient.json"))
    before = posts(anon)

    ran = imported("--import", str(env))

    assert ran.code == 1
    assert ran.json()["problems"][-1]["code"] == "client.wrong_kind"
    assert "webapp client" in ran.json()["problems"][-1]["cause"]
    assert posts(anon) == before


def test_flags_and_environment_go_before_the_bundle(
    anon: Running, bundle: Path, program: Program
) -> None:
    words = ("setup", "--env", anon.url, "--secret-store", "file", "--import", str(bundle))
    ran = program(*words, "--yes", "--json", ANON_API_KEY="anon_a-key-nobody-knows")
    assert ran.json()["problems"][-1]["code"] == "key.refused"


def test_a_dry_run_sends_nothing(anon: Running, bundle: Path, imported: Callable[..., Ran]) -> None:
    before = posts(anon)
    ran = imported("--import", str(bundle), "--dry-run")
    assert (ran.code, ran.json()["data"]["plan"]) == (0, [])
    assert posts(anon) == before


def test_a_dry_run_claims_nothing_of_a_pool_that_only_anon_knows(
    anon: Running, program: Program, imported: Callable[..., Ran]
) -> None:
    files = {
        "backend_api_key": anon.keys["local"].reveal(),
        "user_pool_id": post(anon, "/org/userPool", {})["id"],
    }
    (program.folder / "few.json").write_text(json.dumps(files))
    planned = imported("--import", "few.json", "--dry-run")
    assert (planned.code, planned.json()["problems"]) == (0, [])
    assert imported("--import", "few.json").code == 0


def test_another_example_user_is_minted_with_the_example_key(
    anon: Running, program: Program, key_host: Callable[[dict[str, Any]], str]
) -> None:
    from wizard.identity.keys import generate, public_set

    key = generate("ES256", kid="example-1")
    url = key_host(public_set([key]))
    bundle = program.folder / "bundle.json"
    private = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(key.private))  # type: ignore[arg-type]
    jwks = {"keys": [{**private, "kid": "example-1", "alg": "ES256", "use": "sig"}]}
    content = {"backend_api_key": anon.keys["local"].reveal(), "jwks_url": url, "jwks": jwks}
    bundle.write_text(json.dumps(content))
    common = ("setup", "--env", anon.url, "--profile", "acme", "--secret-store", "file")

    ran = program(
        *common, "--import", str(bundle), "--user", "bob", "--yes", "--skip-link", "--json"
    )

    assert ran.code == 0, ran.err
    assert (ran.json()["data"]["appUserId"], ran.json()["data"]["kid"]) == ("bob", "example-1")
    more = program("token", "mint", "--user", "carol").out.strip()
    assert jwt.decode(more, key.private.public_key(), ["ES256"])["sub"] == "carol"
    assert jwt.get_unverified_header(more)["kid"] == "example-1"


@pytest.fixture
def key_host() -> Iterator[Callable[[dict[str, Any]], str]]:
    """Serve a key set on loopback."""
    import threading
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    served: dict[str, Any] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(served).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()

    def serve(document: dict[str, Any]) -> str:
        served.update(document)
        return f"http://127.0.0.1:{server.server_port}/jwks.json"

    yield serve
    server.shutdown()
    thread.join()
    server.server_close()
