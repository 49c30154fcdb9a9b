"""A saved profile over a real sandbox, and the way from the home screen into a room."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from screens.room import RoomScreen
from tests.screens.stage import SMALL, Stage, opened
from wizard.api import AnonApi, SdkClientAnswer, UserPoolAnswer
from wizard.identity.tokens import inspect
from wizard.model import Client, Pool, Profile, Secret
from wizard.profiles import proofs
from wizard.profiles.secrets import FileSecrets
from wizard.profiles.store import ProfileStore
from wizard.sandbox import ensure, walk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Any

    from wizard.profiles.home import Home
    from wizard.sandbox import Running

NAME: Final = "acme"
USER: Final = "ada"


def save_profile(home: Home, environment: str = "local") -> Running:
    """Make a whole chain at the home's own sandbox, link its user, and save it as a profile."""
    sandbox = ensure(home.sandbox(), port=0)  # five digits, as the golden texts have them
    key = sandbox.keys[environment]
    api = AnonApi(sandbox.url, key)
    pool = _pool(api, sandbox.jwks_uri)
    webapp = _client(api, {"application": {"userPoolId": pool.id}})
    service = _client(api, "service")
    token = sandbox.issue_token(USER)
    address = api.link_url(
        app="instagram",
        redirect_url="http://127.0.0.1:9/none",
        app_user_id_token=token,
        client_id=webapp.id,
    )
    walk(address)
    assert service.secret
    secrets = {"api_key": key, "app_user_id_token": token}
    _save(home, _profile(sandbox, environment, pool, webapp, service), token)
    FileSecrets(home).put(NAME, {**secrets, f"service_key.{service.id}": service.secret})
    return sandbox


def _save(home: Home, profile: Profile, token: Secret) -> None:
    ProfileStore(home).save(profile)
    ProfileStore(home).use(NAME)
    ends = inspect(token.reveal()).expires_at
    proofs.update(home, NAME, link="active", proven_at=1, token_expires_at=ends)


def _profile(
    sandbox: Running,
    environment: str,
    pool: UserPoolAnswer,
    webapp: SdkClientAnswer,
    service: SdkClientAnswer,
) -> Profile:
    return Profile(
        name=NAME,
        environment=environment,
        base_url=sandbox.url,
        organization_id=sandbox.organizations[environment],
        secret_store="file",
        pools=(Pool(pool.id, pool.name, "mock", pool.jwks_uri),),
        clients=(
            Client(webapp.id, webapp.name, "webapp", pool.id),
            Client(service.id, service.name, "service"),
        ),
        pool_id=pool.id,
        webapp_id=webapp.id,
        service_id=service.id,
        user_id=USER,
        app="instagram",
    )


def _pool(api: AnonApi, jwks_uri: str) -> UserPoolAnswer:
    body = {"name": "acme users", "description": "", "authorization": {"jwksUri": jwks_uri}}
    made = api.create("/org/userPool", body)
    assert isinstance(made, UserPoolAnswer)
    return made


def _client(api: AnonApi, kind: Any) -> SdkClientAnswer:
    made = api.create("/org/sdkClient", {"name": "acme", "description": "", "kind": kind})
    assert isinstance(made, SdkClientAnswer)
    return made


def change(home: Home, **fields: Any) -> None:
    """Change the saved profile."""
    store = ProfileStore(home)
    store.save(store.load(NAME)._replace(**fields))


@asynccontextmanager
async def entered(home: Home, key: str, size: tuple[int, int] = SMALL) -> AsyncIterator[Stage]:
    """Open the app, and enter a room by its key on the home screen."""
    async with opened(home, size) as stage:
        await stage.until(lambda: NAME in stage.text(), "the list of profiles")
        await stage.press(key)
        await at_rest(stage)
        yield stage


def room(stage: Stage) -> RoomScreen:
    """Give the room one is in, sheets over it aside."""
    return next(s for s in reversed(stage.app.screen_stack) if isinstance(s, RoomScreen))


async def at_rest(stage: Stage) -> None:
    """Wait until one is in a room, nothing runs in it, and it is laid out for its window."""

    def idle() -> bool:
        rooms = [s for s in stage.app.screen_stack if isinstance(s, RoomScreen)]
        return bool(rooms) and not rooms[-1].busy and rooms[-1].size == stage.app.size

    await stage.until(idle, "a room at rest")


async def press(stage: Stage, *keys: str) -> None:
    """Press keys, and wait for what they lead to."""
    await stage.pilot.press(*keys)
    await stage.settle()
    await at_rest(stage)
