"""Profiles as a setup would have saved them, without running one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from wizard.model import Client, Pool, Profile, Secret
from wizard.profiles import proofs
from wizard.profiles.coherence import mark_of
from wizard.profiles.secrets import open_secrets
from wizard.profiles.store import ProfileStore

if TYPE_CHECKING:
    from wizard.profiles.home import Home

API_KEY = "anon_the-key-of-the-management-calls-1234"
SERVICE_KEY = "anon_the/key+of/the+service/client-5678"
POOL = Pool("pool-1", "acme-userPool-1", "url", "https://acme.example/.well-known/jwks.json")
WEBAPP = Client("web-1", "acme-webapp-1", "webapp", "pool-1")
SERVICE = Client("srv-1", "acme-service-1", "service")

ACME = Profile(
    name="acme",
    environment="sandbox",
    base_url="https://svc.sandbox.anon.com",
    secret_store="file",
    pools=(POOL,),
    clients=(WEBAPP, SERVICE),
    pool_id=POOL.id,
    webapp_id=WEBAPP.id,
    service_id=SERVICE.id,
    user_id="alice",
    app="instagram",
)

_KEY = ec.generate_private_key(ec.SECP256R1())


def token(user: str = "alice", **claims: Any) -> Secret:
    """Give a token that looks right, signed by a key that is in no set."""
    payload = {"sub": user, "exp": 4_000_000_000, **claims}
    return Secret(jwt.encode(payload, _KEY, "ES256", headers={"kid": "k1"}))


def save(home: Home, name: str = "acme", *, active: bool = True, **changes: Any) -> Profile:
    """Save a profile whose token was proven with its pool, and its secrets."""
    profile = ACME._replace(name=name, **changes)
    ProfileStore(home).save(profile)
    put_secrets(home, profile)
    if active:
        ProfileStore(home).use(name)
    return profile


def put_secrets(home: Home, profile: Profile, its_token: Secret | None = None) -> None:
    """Store a profile's secrets in the file, and remember that the token was proven."""
    its_token = its_token or token(profile.user_id)
    given = {
        "api_key": Secret(API_KEY),
        f"service_key.{profile.service_id}": Secret(SERVICE_KEY),
        "app_user_id_token": its_token,
    }
    open_secrets("file", home).put(profile.name, given)
    proofs.update(home, profile.name, chain=mark_of(profile.pool_id, its_token), proven_at=1)
