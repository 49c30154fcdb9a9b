"""What can be broken in a set-up: one value a fault, with the cause that the doctor must name."""

from __future__ import annotations

import base64
import json
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from wizard.identity.keys import generate, public_set
from wizard.identity.tokens import mint
from wizard.model import Client, Pool, Secret
from wizard.profiles.journal import Entry, Journal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import ExitStack

    import pytest

    from tests.core.checks.patients import Patient
    from tests.core.conftest import Server
    from wizard.paths import AnyPath

JWKS = "/_sandbox/idp/.well-known/jwks.json"
INTEGRATION = "/account/api/v1/appIntegration"


@dataclass
class Bench:
    """What a fault may use; all of it is put back afterwards."""

    patient: Patient
    stack: ExitStack
    patch: pytest.MonkeyPatch
    serve: Callable[..., Server]

    def switch_on(self, fault: str) -> None:
        self.patient.sandbox.switch_on(fault)
        self.stack.callback(self.patient.sandbox.switch_off, fault)

    def publish(self, body: bytes, status: int = 200) -> None:
        """Let the key set's address answer something else."""
        self.patient.key_host.body = body
        self.patient.key_host.status = status
        self.stack.callback(setattr, self.patient.key_host, "status", 200)

    def resolve(self, address: str | None) -> None:
        """Let the hosts below ``.invalid`` resolve to one address, or to none."""
        real = socket.getaddrinfo

        def look_up(host: Any, *arguments: Any, **more: Any) -> Any:
            name = host.decode() if isinstance(host, bytes) else str(host)
            if not name.endswith(".invalid"):
                return real(host, *arguments, **more)
            if address is None:
                raise socket.gaierror(socket.EAI_NONAME, "unknown")
            return real(address, *arguments, **more)

        self.patch.setattr(socket, "getaddrinfo", look_up)

    def closed_port(self) -> int:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            port: int = listening.getsockname()[1]
        return port


Breaks: TypeAlias = "Callable[[Patient, Bench], Mapping[str, Any] | None]"


@dataclass(frozen=True)
class Fault:
    """One thing broken. ``breaks`` may give what else the case is opened with."""

    name: str
    code: str
    row: str
    breaks: Breaks
    kind: Mapping[str, Any] = field(default_factory=dict)
    app: Mapping[str, str] = field(default_factory=dict)


# --- profiles and files ---------------------------------------------------------------------------


def _text(patient: Patient, change: Callable[[str], str]) -> None:
    path = Path(patient.home.profile("acme"))
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def _linked(patient: Patient) -> None:
    path = Path(patient.home.profile("acme"))
    path.rename(path.with_suffix(".elsewhere"))
    path.symlink_to(path.with_suffix(".elsewhere"))


def _lost_answer(patient: Patient) -> None:
    entry = Entry(
        *("abcd1234", "userPool", "acme-userPool-1", "local", patient.sandbox.url, "acme"),
        *("0" * 64, "unknown", "2026-11-22T10:00:00Z"),
    )
    Journal(patient.home.journal("acme")).append(entry)


PROFILES = (
    Fault(
        "no profile of that name",
        "profile.unknown",
        "profile.saved",
        lambda p, _b: Path(p.home.profile("acme")).unlink(),
    ),
    Fault(
        "the profile's file is broken",
        "profile.corrupt",
        "profile.saved",
        lambda p, _b: _text(p, lambda text: text[: len(text) // 2] + "\n= ="),
    ),
    Fault(
        "the profile is empty",
        "profile.corrupt",
        "profile.saved",
        lambda p, _b: _text(p, lambda _text: ""),
    ),
    Fault(
        "a link in the profile's place",
        "store.unsafe_path",
        "profile.saved",
        lambda p, _b: _linked(p),
    ),
    Fault(
        "the profile can be read by others",
        "store.open_to_others",
        "profile.files",
        lambda p, _b: Path(p.home.profile("acme")).chmod(0o644),
    ),
    Fault(
        "the secrets can be read by others",
        "store.open_to_others",
        "profile.files",
        lambda p, _b: Path(p.home.secrets("acme")).chmod(0o640),
    ),
    Fault(
        "the secrets are broken",
        "store.corrupt",
        "profile.secrets",
        lambda p, _b: _write(p.home.secrets("acme"), "{"),
    ),
    Fault(
        "the secrets are gone",
        "secrets.missing",
        "key.stored",
        lambda p, _b: Path(p.home.secrets("acme")).unlink(),
    ),
    Fault(
        "an answer was lost",
        "ledger.answer_lost",
        "profile.journal",
        lambda p, _b: _lost_answer(p),
    ),
    Fault(
        "a variable of the shell says otherwise",
        "environment.variable_differs",
        "profile.variables",
        lambda p, _b: {"environ": {"ANON_SDKCLIENT_ID": "another", "HOME": str(p.folder)}},
    ),
    Fault(
        "a key of the shell is another's",
        "environment.variable_differs",
        "profile.variables",
        lambda p, _b: {"environ": {"ANON_API_KEY": "anon_of-another", "HOME": str(p.folder)}},
    ),
    Fault(
        "the profile names no pool",
        "profile.incomplete",
        "pool.exists",
        lambda p, _b: p.save(pool_id="", pools=()),
    ),
)


def _write(path: AnyPath, text: str) -> None:
    Path(path).write_text(text, encoding="utf-8")


# --- the network ----------------------------------------------------------------------------------


def _elsewhere(patient: Patient, url: str) -> None:
    patient.save(environment=url, base_url=url)


def _unknown_host(patient: Patient, bench: Bench, witnesses: tuple[str, ...]) -> Mapping[str, Any]:
    _elsewhere(patient, "https://svc.anon.invalid")
    bench.resolve(None)
    return {"witnesses": witnesses}


def _dead(bench: Bench) -> str:
    return f"http://127.0.0.1:{bench.closed_port()}/"


def _answering(bench: Bench) -> str:
    return str(bench.serve(lambda visit: visit.answer()).url) + "/"


def _refusing(patient: Patient, bench: Bench) -> Mapping[str, Any]:
    _elsewhere(patient, f"https://svc.anon.invalid:{bench.closed_port()}")
    bench.resolve("127.0.0.1")
    return {"witnesses": (_answering(bench),)}


def _proxied(patient: Patient, bench: Bench) -> None:
    _elsewhere(patient, "https://svc.anon.invalid")
    bench.patch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{bench.closed_port()}")


def _not_tls(patient: Patient, bench: Bench) -> None:
    server = bench.serve(lambda visit: visit.send(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    _elsewhere(patient, f"https://127.0.0.1:{server.port}")


def _moved(patient: Patient, _bench: Bench) -> None:
    pool = patient.profile.pools[0]
    old = "http://127.0.0.1:4009"
    moved = Pool(pool.id, pool.name, "mock", f"{old}{JWKS}", pool.id_claim)
    patient.save(base_url=old, pools=(moved,))


NETWORK = (
    Fault(
        "Anon's host does not resolve, other hosts answer",
        "doctor.anon_down",
        "network.reach",
        lambda p, b: _unknown_host(p, b, (_dead(b), _answering(b))),
    ),
    Fault(
        "no host answers at all",
        "doctor.your_network",
        "network.reach",
        lambda p, b: _unknown_host(p, b, (_dead(b), _dead(b))),
    ),
    Fault(
        "the host does not resolve, and nobody else may be asked",
        "network.unknown_host",
        "network.reach",
        lambda p, b: _unknown_host(p, b, ()),
    ),
    Fault("Anon refuses connections", "doctor.anon_down", "network.reach", _refusing),
    Fault(
        "nothing listens at an address of one's own",
        "network.refused",
        "network.reach",
        lambda p, b: _elsewhere(p, f"http://127.0.0.1:{b.closed_port()}"),
    ),
    Fault("the proxy is dead", "network.proxy", "network.proxy", _proxied),
    Fault("no TLS at an https address", "network.tls", "network.tls", _not_tls),
    Fault(
        "Anon is unwell",
        "api.server_error",
        "network.service",
        lambda _p, b: b.switch_on("status=503:/org/userPool*"),
    ),
    Fault(
        "something else answers with a redirect",
        "network.redirect",
        "network.service",
        lambda _p, b: b.switch_on("redirect=/org/userPool*"),
    ),
    Fault(
        "the clock is ahead",
        "clock.skew",
        "clock.skew",
        lambda _p, _b: {"now": lambda: time.time() + 600},
    ),
    Fault(
        "the clock is behind",
        "clock.skew",
        "clock.skew",
        lambda _p, _b: {"now": lambda: time.time() - 86_400},
    ),
    Fault(
        "the sandbox's state is gone",
        "doctor.sandbox_off",
        "network.sandbox",
        lambda _p, _b: {"start_sandbox": None},
    ),
    Fault("the sandbox has moved", "doctor.sandbox_moved", "network.sandbox", _moved),
)


# --- the key, the pool, the clients ---------------------------------------------------------------


def _bound_elsewhere(patient: Patient) -> None:
    from wizard.profiles.keys import remember_key

    remember_key(patient.home, Secret(patient.secret("api_key")), "prod")


def _expired_session(patient: Patient) -> None:
    parts = ({"alg": "HS256"}, {"exp": int(time.time()) - 5000})
    coded = [base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=") for each in parts]
    patient.keep("api_key", Secret(f"{coded[0].decode()}.{coded[1].decode()}.c2ln"))


def _pool_says(patient: Patient, **changes: str) -> None:
    pool = patient.profile.pools[0]
    said = {"jwks_uri": pool.jwks_uri, "id_claim": pool.id_claim, **changes}
    patient.save(pools=(Pool(pool.id, pool.name, pool.source, **said),))


def _other_pools_client(patient: Patient) -> None:
    pool = patient.another_pool()
    client = patient.another_client(pool.id)
    saved = Client(client.id, client.name, "webapp", pool.id)
    patient.save(webapp_id=client.id, clients=(*patient.profile.clients, saved))


MANAGEMENT = (
    Fault(
        "the key is not Anon's",
        "key.refused",
        "key.accepted",
        lambda p, _b: p.keep("api_key", Secret("anon_nobody-gave-us-this")),
    ),
    Fault(
        "Anon says Unauthorized",
        "key.refused",
        "key.accepted",
        lambda _p, b: b.switch_on("unauthorized=/org/userPool*"),
    ),
    Fault(
        "Anon says Upstream error",
        "key.refused",
        "key.accepted",
        lambda _p, b: b.switch_on("upstream-error=/org/userPool*"),
    ),
    Fault(
        "the key is of another environment",
        "key.other_environment",
        "key.environment",
        lambda p, _b: _bound_elsewhere(p),
    ),
    Fault(
        "the session token has expired",
        "key.expired",
        "key.accepted",
        lambda p, _b: _expired_session(p),
    ),
    Fault(
        "a login page in front of Anon",
        "api.wrong_shape",
        "organization.known",
        lambda _p, b: b.switch_on("html=/org/*"),
    ),
    Fault(
        "the organization is another's",
        "api.not_found",
        "organization.known",
        lambda p, _b: p.save(organization_id="00000000-0000-4000-8000-000000000000"),
    ),
    Fault(
        "the pool is not there",
        "api.not_found",
        "pool.exists",
        lambda p, _b: p.save(
            pool_id="gone", pools=(Pool("gone", "users", "mock", p.sandbox.jwks_uri),)
        ),
    ),
    Fault(
        "the pool has another key set",
        "object.changed",
        "pool.same",
        lambda p, _b: _pool_says(p, jwks_uri="https://acme.example/jwks.json"),
    ),
    Fault(
        "the pool has another id claim",
        "object.changed",
        "pool.same",
        lambda p, _b: _pool_says(p, id_claim="email"),
    ),
    Fault(
        "the service client in the webapp client's place",
        "client.wrong_kind",
        "client.webapp",
        lambda p, _b: p.save(webapp_id=p.profile.service_id),
    ),
    Fault(
        "another pool's webapp client",
        "client.other_pool",
        "client.webapp",
        lambda p, _b: _other_pools_client(p),
    ),
    Fault(
        "a webapp client nobody knows",
        "api.not_found",
        "client.webapp",
        lambda p, _b: p.save(webapp_id="gone"),
    ),
    Fault(
        "the webapp client in the service client's place",
        "client.wrong_kind",
        "client.service",
        lambda p, _b: p.save(service_id=p.profile.webapp_id),
    ),
    Fault(
        "the service client's key was replaced",
        "client.key_refused",
        "client.service_key",
        lambda p, _b: p.keep(f"service_key.{p.profile.service_id}", Secret("anon_replaced-once")),
    ),
)


# --- key set and token ----------------------------------------------------------------------------

_OWN = {"source": "url"}


def _token(patient: Patient, **more: Any) -> None:
    key = more.pop("key", patient.signing_key)
    assert key
    given = {"user_id": patient.profile.user_id, **more}
    patient.keep("app_user_id_token", mint(key, **given))


def without_kid(patient: Patient) -> None:
    head, payload, signature = patient.token.split(".")
    header = json.loads(base64.urlsafe_b64decode(head + "=="))
    del header["kid"]
    bare = base64.urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()
    patient.keep("app_user_id_token", Secret(f"{bare}.{payload}.{signature}"))


def _private_set(_patient: Patient, bench: Bench) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec
    from jwt.algorithms import ECAlgorithm

    private = ec.generate_private_key(ec.SECP256R1())
    jwk = ECAlgorithm.to_jwk(private, as_dict=True)
    bench.publish(json.dumps({"keys": [{**jwk, "kid": "own"}]}).encode())


def _of_other_pool(patient: Patient) -> None:
    """Store a token of the mock key set; the pool has one of its own, and knows the other too."""
    mock = patient.another_pool()
    known = Pool(mock.id, "mock users", "mock", mock.jwks_uri)
    patient.save(pools=(*patient.profile.pools, known))
    patient.keep("app_user_id_token", patient.sandbox.issue_token(patient.profile.user_id))


TOKENS = (
    Fault(
        "the key set is behind a login",
        "jwks.html",
        "jwks.sound",
        lambda _p, b: b.publish(b"<!doctype html><title>Log in</title>"),
        _OWN,
    ),
    Fault(
        "the key set is not there",
        "jwks.status",
        "jwks.public",
        lambda _p, b: b.publish(b"not found", 404),
        _OWN,
    ),
    Fault(
        "the key set is empty",
        "jwks.no_keys",
        "jwks.sound",
        lambda _p, b: b.publish(b'{"keys": []}'),
        _OWN,
    ),
    Fault(
        "the key set is a single key",
        "jwks.single_jwk",
        "jwks.sound",
        lambda p, b: b.publish(json.dumps(p.signing_key.public_jwk()).encode()),  # type: ignore[union-attr]
        _OWN,
    ),
    Fault(
        "the key set publishes a private key", "jwks.private_key", "jwks.sound", _private_set, _OWN
    ),
    Fault("no kid in the token", "token.no_kid", "token.kid", lambda p, _b: without_kid(p)),
    Fault(
        "a kid that the set does not have",
        "token.unknown_kid",
        "token.kid",
        lambda p, _b: _token(p, key=generate("ES256", "new")),
        _OWN,
    ),
    Fault(
        "the key of the proven token was withdrawn",
        "chain.key_withdrawn",
        "token.kid",
        lambda _p, b: b.publish(json.dumps(public_set([generate("ES256", "next")])).encode()),
        _OWN,
    ),
    Fault(
        "the same kid, another key",
        "token.signature",
        "token.signature",
        lambda p, _b: _token(p, key=generate("ES256", "own")),
        _OWN,
    ),
    Fault(
        "a token of another pool's key set",
        "chain.other_pool",
        "token.kid",
        lambda p, _b: _of_other_pool(p),
        _OWN,
    ),
    Fault(
        "a token of another user",
        "token.user_differs",
        "token.user",
        lambda p, _b: _token(p, user_id="somebody-else"),
        _OWN,
    ),
    Fault(
        "an expired token",
        "token.expired",
        "token.expiry",
        lambda p, _b: _token(p, expires_in=-10),
        _OWN,
    ),
    Fault(
        "a token of tomorrow",
        "token.not_yet_valid",
        "token.expiry",
        lambda p, _b: _token(p, claims={"nbf": int(time.time()) + 90_000}),
        _OWN,
    ),
    Fault(
        "no token",
        "secrets.missing",
        "token.stored",
        lambda p, _b: _forget_token(p),
    ),
    Fault(
        "no token at all, only words",
        "token.parts",
        "token.form",
        lambda p, _b: p.keep("app_user_id_token", Secret("hello")),
    ),
    Fault(
        "a hosted pool's token has expired",
        "token.expired",
        "token.expiry",
        lambda _p, _b: {"now": in_a_year, "memory": with_their_clock()},
        {"source": "hosted"},
    ),
)


def in_a_year() -> float:
    return time.time() + 365 * 86_400


def with_their_clock() -> Any:
    """Let Anon's clock be a year on as well: time really has passed."""
    from wizard.checks.case import Memory
    from wizard.http import Response

    memory = Memory()
    date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(in_a_year()))
    memory.once("first contact", lambda: Response(404, {"date": date}, b"", ""))
    return memory


def _forget_token(patient: Patient) -> None:
    from wizard.profiles.secrets import FileSecrets

    FileSecrets(patient.home).remove("acme", "app_user_id_token")


# --- the link -------------------------------------------------------------------------------------


LINKS = (
    Fault("the FAQ's CORS error", "link.not_let_in", "cors.integration",
          lambda _p, b: b.switch_on("cors")),
    Fault("the preflight is refused", "cors.preflight", "cors.preflight",
          lambda _p, b: b.switch_on(f"status=403:{INTEGRATION}")),
    Fault("/link/url answers 500", "link.url_transient", "link.url",
          lambda _p, b: b.switch_on("link-url-500")),
    Fault("Anon cannot tell the client", "link.client_missing", "link.url",
          lambda _p, b: b.switch_on("no-client-in-token")),
    Fault("the redirect is refused", "link.redirect_refused", "link.url",
          lambda _p, b: b.switch_on("redirect-refused")),
    Fault("the user was never linked", "session.not_linked", "link.session",
          lambda p, _b: p.save(app="amazon")),
    Fault("the session has ended", "session.revoked", "link.session",
          lambda _p, b: b.switch_on("session-revoked")),
)  # fmt: skip
