"""The lab's bench: a whole chain on a sandbox of its own, and an app that uses it.

Knows: how a healthy set-up is made, and how it is put back after an exercise.
Must never: touch the user's own profiles, sandbox or apps.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wizard.api import AnonApi, SdkClientAnswer, UserPoolAnswer
from wizard.checks.doctor import examine
from wizard.checks.opening import open_case
from wizard.model import Client, Pool, Profile, Secret
from wizard.profiles import proofs
from wizard.profiles.home import Home
from wizard.profiles.secrets import FileSecrets
from wizard.profiles.store import ProfileStore
from wizard.steps.clients import service_key_name
from wizard.steps.key import API_KEY
from wizard.steps.user_token import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.checks.case import Case
    from wizard.checks.row import Row
    from wizard.sandbox import Running

NAME: Final = "lab"
USER: Final = "ada"
APP: Final = "instagram"
_NOWHERE: Final = "http://127.0.0.1:9/linked"


@dataclass
class Bench:
    """What an exercise works on. ``healthy`` is the profile as made, ``profile`` as it is."""

    sandbox: Running
    home: Home
    folder: Path
    healthy: Profile
    secrets: dict[str, Secret]

    @property
    def profile(self) -> Profile:
        """The profile as it is now."""
        return ProfileStore(self.home).load(NAME)

    @property
    def api(self) -> AnonApi:
        """The sandbox's API, spoken with an Admin's key."""
        return AnonApi(self.sandbox.url, self.sandbox.keys["local"])

    def change(self, **fields: Any) -> None:
        """Change fields of the saved profile."""
        ProfileStore(self.home).save(self.profile._replace(**fields))

    def keep(self, name: str, secret: Secret) -> None:
        """Store another secret."""
        FileSecrets(self.home).put(NAME, {name: secret})

    def write(self, name: str, text: str) -> None:
        """Write a file of the app's, yours alone."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)

    def case(self) -> Case:
        """Give what the doctor examines: the profile, and the app."""
        from wizard.apps import scan

        empty = {"HOME": str(self.folder)}
        case = open_case(self.home, NAME, empty)
        return replace(case, start_sandbox=lambda: self.sandbox, app=scan(self.folder))

    def examine(self) -> Iterator[Row]:
        """Let the doctor look."""
        return examine(self.case())

    def put_back(self) -> None:
        """Make all as it was in the beginning: profile, secrets, app, and no fault switched on."""
        ProfileStore(self.home).save(self.healthy)
        FileSecrets(self.home).delete(NAME)
        FileSecrets(self.home).put(NAME, self.secrets)
        for fault in self.sandbox.health().get("faults", ()):
            self.sandbox.switch_off(fault)
        self._write_app()

    def _write_app(self) -> None:
        package = {"name": "lab", "version": "1.0.0", "type": "module"}
        lines = (
            "ANON_ENV=local",
            f"ANON_SDKCLIENT_ID={self.healthy.webapp_id}",
            f"ANON_APP_USER_ID={USER}",
            f"ANON_APP_USER_ID_TOKEN={self.secrets[TOKEN].reveal()}",
            f"ANON_API_KEY={self.secrets[service_key_name(self.healthy.service_id)].reveal()}",
        )
        self.write(".env", "\n".join(lines) + "\n")
        self.write("package.json", json.dumps(package, indent=2) + "\n")
        self.write("index.js", "export const user = process.env.ANON_APP_USER_ID;\n")


@contextmanager
def open_lab() -> Iterator[Bench]:
    """Give a bench for the length of a ``with``. Raises ``sandbox.did_not_start`` and the like."""
    from wizard.sandbox import LocalSandbox

    with ExitStack() as stack:
        root = Path(tempfile.mkdtemp(prefix="anon-wizard-lab-"))
        stack.callback(shutil.rmtree, root, ignore_errors=True)
        yield _furnished(stack.enter_context(LocalSandbox()), root)


def _furnished(sandbox: Running, root: Path) -> Bench:
    home = Home.below(root)
    folder = root / "app"
    folder.mkdir()
    api = AnonApi(sandbox.url, sandbox.keys["local"])
    pool = make_pool(api, sandbox.jwks_uri)
    webapp = make_client(api, {"application": {"userPoolId": pool.id}})
    service = make_client(api, "service")
    token = sandbox.issue_token(USER)
    secrets = {API_KEY: sandbox.keys["local"], TOKEN: token}
    secrets |= {service_key_name(service.id): service.secret} if service.secret else {}
    bench = Bench(sandbox, home, folder, _profile(sandbox, pool, webapp, service), secrets)
    link(bench, APP)
    proofs.update(home, NAME, link="active")
    bench.put_back()
    return bench


def _profile(
    sandbox: Running, pool: UserPoolAnswer, webapp: SdkClientAnswer, service: SdkClientAnswer
) -> Profile:
    return Profile(
        name=NAME,
        environment="local",
        base_url=sandbox.url,
        organization_id=sandbox.organizations["local"],
        secret_store="file",  # noqa: S106 — the kind of a store
        pools=(Pool(pool.id, pool.name, "mock", pool.jwks_uri),),
        clients=(
            Client(webapp.id, webapp.name, "webapp", pool.id),
            Client(service.id, service.name, "service"),
        ),
        pool_id=pool.id,
        webapp_id=webapp.id,
        service_id=service.id,
        user_id=USER,
        app=APP,
    )


def make_pool(api: AnonApi, jwks_uri: str = "") -> UserPoolAnswer:
    """Create a UserPool in the lab's sandbox, which needs no ledger: it is gone with the lab.

    Without a key set's address it is an Anon-hosted one.
    """
    body: dict[str, Any] = {"name": "lab users", "description": ""}
    if jwks_uri:
        body["authorization"] = {"jwksUri": jwks_uri}
    made = api.create("/org/userPool", body)
    assert isinstance(made, UserPoolAnswer)  # noqa: S101 — the path says so
    return made


def make_client(api: AnonApi, kind: Any) -> SdkClientAnswer:
    """Create an SdkClient there."""
    made = api.create("/org/sdkClient", {"name": "lab", "description": "", "kind": kind})
    assert isinstance(made, SdkClientAnswer)  # noqa: S101 — likewise
    return made


def link(bench: Bench, app: str) -> None:
    """Link the test user at an app, as a person would (simulated)."""
    from wizard.sandbox import walk

    walk(
        bench.api.link_url(
            app=app,
            redirect_url=_NOWHERE,
            app_user_id_token=bench.secrets[TOKEN],
            client_id=bench.healthy.webapp_id,
        )
    )


def unlink(bench: Bench, app: str) -> None:
    """Forget the test user's session at an app, where there is one."""
    from wizard.sandbox.calls import ask

    url = f"{bench.sandbox.url}/_sandbox/sessions"
    ask("DELETE", url, bench.sandbox.keys["local"], params={"app": app, "appUserId": USER})
