"""Set-ups for the doctor to look at: whole chains on a real sandbox, and ways to break them."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from wizard.api import AnonApi, SdkClientAnswer, UserPoolAnswer
from wizard.apps import scan
from wizard.checks.doctor import examine
from wizard.checks.opening import open_case
from wizard.identity.keys import SigningKey, generate
from wizard.identity.tokens import inspect, mint
from wizard.model import Client, Pool, Profile, Secret
from wizard.profiles import proofs
from wizard.profiles.coherence import mark_of
from wizard.profiles.home import Home
from wizard.profiles.secrets import FileSecrets
from wizard.profiles.store import ProfileStore
from wizard.sandbox import Running, walk

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.checks.case import Case
    from wizard.checks.row import Row

_count = itertools.count(1)
NAME = "acme"


@dataclass
class Patient:
    """One saved profile, its home, and perhaps an app. Changes go to disk at once."""

    sandbox: Running
    home: Home
    profile: Profile
    folder: Path
    key_host: Any = None
    signing_key: SigningKey | None = None

    def save(self, **changes: Any) -> None:
        self.profile = self.profile._replace(**changes)
        ProfileStore(self.home).save(self.profile)

    def keep(self, name: str, value: Secret) -> None:
        FileSecrets(self.home).put(NAME, {name: value})

    def secret(self, name: str) -> str:
        found = FileSecrets(self.home).get(NAME, name)
        assert found
        return found.reveal()

    @property
    def token(self) -> str:
        return self.secret("app_user_id_token")

    @property
    def service_key(self) -> str:
        return self.secret(f"service_key.{self.profile.service_id}")

    @property
    def api(self) -> AnonApi:
        return AnonApi(self.sandbox.url, self.sandbox.keys["local"])

    def another_pool(self) -> UserPoolAnswer:
        return made_pool(self.api, self.sandbox.jwks_uri)

    def another_client(self, pool_id: str) -> SdkClientAnswer:
        return made_client(self.api, {"application": {"userPoolId": pool_id}})

    def case(self, *, app: bool = False, **more: Any) -> Case:
        case = open_case(self.home, NAME, {"HOME": str(self.folder)})
        seen = scan(self.folder) if app else None
        given = {"start_sandbox": lambda: self.sandbox, "app": seen, "witnesses": (), **more}
        return replace(case, **given)

    def rows(self, *, app: bool = False, **more: Any) -> dict[str, Row]:
        return {row.id: row for row in examine(self.case(app=app, **more))}

    def write(self, files: dict[str, str]) -> None:
        """Write the app's files; ``{webapp}`` and the like stand for what the profile has."""
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.filled(text), encoding="utf-8")
            path.chmod(0o600)

    def filled(self, text: str) -> str:
        values = {
            "webapp": self.profile.webapp_id,
            "service": self.profile.service_id,
            "user": self.profile.user_id,
            "token": self.token,
            "key": self.service_key if self.profile.service_id else "",
            "url": self.sandbox.url,
        }
        for name, value in values.items():
            text = text.replace(f"<{name}>", value)
        return text


def made_pool(api: AnonApi, jwks_uri: str, id_claim: str = "sub", **more: Any) -> UserPoolAnswer:
    body: dict[str, Any] = {"name": "users", "description": "", **more}
    if jwks_uri:
        body["authorization"] = {"jwksUri": jwks_uri, "idClaim": id_claim}
    answer = api.create("/org/userPool", body)
    assert isinstance(answer, UserPoolAnswer)
    return answer


def made_client(api: AnonApi, kind: Any, **more: Any) -> SdkClientAnswer:
    body = {"name": "client", "description": "", "kind": kind, **more}
    answer = api.create("/org/sdkClient", body)
    assert isinstance(answer, SdkClientAnswer)
    return answer


def healthy(  # noqa: PLR0913 — each is one way to be well
    sandbox: Running,
    folder: Path,
    *,
    source: Literal["mock", "url", "hosted"] = "mock",
    key_host: Any = None,
    id_claim: str = "sub",
    alg: str = "RS256",
    generation: Literal[1, 2] = 2,
    environment: str = "local",
    service: bool = True,
    app: str = "instagram",
) -> Patient:
    """Make a chain at the sandbox, link its user, and save it as a profile."""
    credential = (sandbox.session_tokens if generation == 1 else sandbox.keys)[environment]
    api = AnonApi(sandbox.url, credential)
    organization = sandbox.organizations[environment]
    named = {"organizationId": organization} if generation == 1 else {}
    user = f"user-{next(_count)}"
    signing_key = generate("ES256", "own") if source == "url" else None
    if key_host and signing_key:
        key_host.publish(signing_key)
    uri = {"mock": sandbox.jwks_uri, "url": getattr(key_host, "url", ""), "hosted": ""}[source]
    pool = made_pool(api, uri, id_claim, **named)
    webapp = made_client(api, {"application": {"userPoolId": pool.id}}, **named)
    back = made_client(api, "service", **named) if service else None
    if signing_key:
        token = mint(signing_key, user_id=user, id_claim=id_claim)
    elif source == "hosted":
        token = api.create_app_user_id_token(user, pool.id)
    else:
        token = sandbox.issue_token(user, id_claim, alg=alg)
    walk(
        api.link_url(
            app=app,
            redirect_url="http://127.0.0.1:9/none",
            app_user_id_token=token,
            client_id=webapp.id,
        )
    )
    clients = [Client(webapp.id, webapp.name, "webapp", pool.id)]
    clients += [Client(back.id, back.name, "service")] if back else []
    home = Home.find({"ANON_WIZARD_HOME": str(folder / "home")})
    profile = Profile(
        name=NAME,
        environment=environment,
        base_url=sandbox.url,
        generation=generation,
        organization_id=organization,
        secret_store="file",
        pools=(Pool(pool.id, pool.name, source, pool.jwks_uri, pool.id_claim),),
        clients=tuple(clients),
        pool_id=pool.id,
        webapp_id=webapp.id,
        service_id=back.id if back else "",
        user_id=user,
        app=app,
    )
    (folder / "app").mkdir(parents=True)
    patient = Patient(sandbox, home, profile, folder / "app", key_host, signing_key)
    patient.save()
    patient.keep("api_key", credential)
    patient.keep("app_user_id_token", token)
    if back and back.secret:
        patient.keep(f"service_key.{back.id}", back.secret)
    ends = inspect(token.reveal()).expires_at
    proven = {"proven_at": 1, "token_expires_at": ends, "chain": mark_of(pool.id, token)}
    proofs.update(home, NAME, link="active", **proven)
    ProfileStore(home).use(NAME)
    return patient


def package(**more: Any) -> str:
    """Give a package.json as npm writes it."""
    document = {"name": "acme", "version": "1.0.0", **more}
    return json.dumps(document, indent=2) + "\n"
